//! What is unfinished in all workspaces of a ledger is counted.

mod scratch;

use std::sync::Arc;

use wellhead_store_postgres::PostgresStore;
use wellhead_store_testkit::{Backend, tells_what_is_unfinished};

#[tokio::test]
async fn what_is_unfinished_is_told() {
    let database = scratch::database("workload").await;
    let store = PostgresStore::connect(&database)
        .await
        .expect("a new database");
    let store = Arc::new(store);
    let backend = Backend {
        store: store.clone(),
        operator: store,
    };
    tells_what_is_unfinished(backend).await;
}
