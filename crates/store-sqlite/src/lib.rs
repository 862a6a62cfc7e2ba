//! The ledger in one SQLite file, and the only SQLite SQL.
//!
//! Start with this one, and keep it while one machine is enough: it needs no server and no set-up. If several machines
//! serve one ledger, or many clients write at once, use `wellhead-store-postgres`.
//!
//! ```
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let directory = tempfile::tempdir()?;
//! use wellhead_core::store::OperatorStore;
//! use wellhead_store_sqlite::SqliteStore;
//!
//! let store = SqliteStore::open(&directory.path().join("ledger.db")).await?;
//! assert!(store.workspace_list().await?.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! Statements are logged at the level `trace`.

mod aliases;
mod among;
mod apply;
mod audit;
pub mod backup;
mod cause;
mod change;
mod checkup;
mod connectors;
mod counts;
mod deliveries;
mod disclosures;
mod ends;
mod epoch;
mod error;
mod examine;
mod file;
mod folds;
mod identities;
mod interrupt;
mod jobs;
mod journal;
mod keys;
mod lately;
mod limits;
mod links;
mod log;
mod look;
mod merges;
mod migrate;
mod operator;
mod pool;
mod private;
mod provenance;
mod recalls;
mod records;
mod rejections;
mod retention;
mod row;
mod runs;
mod silence;
mod slice;
mod statement;
mod store;
mod table;
mod value;
mod webhooks;
mod workload;
mod workspace_connectors;
mod workspaces;

pub use error::OpenError;
pub use examine::Examined;
pub use store::SqliteStore;
