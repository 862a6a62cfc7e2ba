//! The ledger on PostgreSQL 15 or newer: the only PostgreSQL SQL.
//!
//! Use [`PostgresStore`] if the ledger must survive the machine or several processes serve it. To start with, use an
//! SQLite file: `wellhead-store-sqlite`.
//!
//! A tenant's statements run on a session, which tells the database the workspace with every query. So row-level
//! security holds even if a statement forgets its condition. Reads share a few connections; a write has its own. Each
//! resource has a folder with one file a verb, and `apply` runs batches of commands.

mod alarm;
mod aliases;
mod apply;
mod arguments;
mod audit;
mod cause;
mod checkup;
mod commit;
mod connectors;
mod counts;
mod deliveries;
mod disclosures;
mod epoch;
mod error;
mod few;
mod folds;
mod hosts;
mod identities;
mod jobs;
mod journal;
mod keys;
mod lane;
mod lease;
mod limits;
mod links;
mod look;
mod merges;
mod migrate;
mod operator;
mod pool;
mod provenance;
mod ready;
mod recalls;
mod records;
mod rejections;
mod retention;
mod roles;
mod row;
mod runs;
// These tests need private statements, so they live in `tests/` but are compiled here.
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
mod trouble;
mod url;
mod value;
mod webhooks;
mod work;
mod workload;
mod workspace_connectors;
mod workspaces;
mod writer;

pub use error::ConnectError;
pub use store::PostgresStore;
pub use url::UrlError;
