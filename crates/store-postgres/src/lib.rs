//! The ledger on PostgreSQL 15 or newer: the only PostgreSQL SQL.
//!
//! You need [`PostgresStore`] where a ledger is to survive the machine, or many processes serve it. A
//! newcomer's ledger is an SQLite file: `wellhead-store-sqlite`.
//!
//! A tenant's statements run on a session, which tells the database the workspace with every query; row-level
//! security then holds whatever the statement forgot. Reads share a few connections, writes have one each. What
//! concerns one family of rows is in one folder, one file a verb; `apply` runs a batch of commands over them.

mod apply;
mod arguments;
mod connectors;
mod deliveries;
mod epoch;
mod error;
mod jobs;
mod keys;
mod lane;
mod links;
mod migrate;
mod operator;
mod pool;
mod provenance;
mod records;
mod row;
mod runs;
// These tests look at statements that are nobody else's business: they live in `tests/`, and are compiled in here.
#[cfg(test)]
#[path = "../tests/plans/sync.rs"]
mod plans;
#[cfg(test)]
#[path = "../tests/scratch/mod.rs"]
mod scratch;
mod session;
mod silence;
mod slice;
mod store;
mod table;
mod tls;
mod value;
mod work;
mod workspace_connectors;
mod workspaces;
mod writer;

pub use error::ConnectError;
pub use store::PostgresStore;
