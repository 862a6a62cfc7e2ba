//! The ledger into an empty, migrated database, past the service: loading is not what is measured.

mod postgres;
mod sqlite;

pub(crate) use postgres::postgres;
pub(crate) use sqlite::sqlite;
