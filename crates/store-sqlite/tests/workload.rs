//! What is unfinished in all workspaces of a ledger is counted.

use std::sync::Arc;

use wellhead_store_sqlite::SqliteStore;
use wellhead_store_testkit::{Backend, tells_what_is_unfinished};

#[tokio::test]
async fn what_is_unfinished_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&directory.path().join("ledger.db")).await;
    let store = Arc::new(store.unwrap());
    let backend = Backend {
        store: store.clone(),
        operator: store,
    };
    tells_what_is_unfinished(backend).await;
}
