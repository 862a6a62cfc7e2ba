//! The port's contracts, on SQLite.

use std::process::ExitCode;
use std::sync::Arc;

use wellhead_store_sqlite::SqliteStore;
use wellhead_store_testkit::{Backend, run_all};

fn main() -> ExitCode {
    let directory = tempfile::tempdir().expect("a temporary directory");
    run_all("sqlite", async {
        let store = SqliteStore::open(&directory.path().join("conformance.db"))
            .await
            .expect("a new database");
        let store = Arc::new(store);
        Backend {
            store: store.clone(),
            operator: store,
        }
    })
}
