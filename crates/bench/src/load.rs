//! Loads the ledger into an empty, migrated database, bypassing the service: loading is not measured.

mod folded;
mod postgres;
mod sqlite;

pub(crate) use folded::folded;
pub(crate) use postgres::{postgres, settle};
pub(crate) use sqlite::sqlite;
