//! Nothing is left of a workspace that is removed, in any table.

mod scratch;

use std::sync::Arc;

use tokio_postgres::Client;
use wellhead_store_postgres::PostgresStore;
use wellhead_store_testkit::{Backend, Tables, removes_all_of_a_workspace};

async fn lines(client: &Client, sql: &str) -> Vec<String> {
    let rows = client.query(sql, &[]).await.expect("a table can be read");
    rows.iter().map(|row| row.get(0)).collect()
}

/// The rows of every table that there is.
async fn rows(client: &Client) -> Tables {
    let names = "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables \
                 WHERE table_schema NOT IN ('pg_catalog', 'information_schema')";
    let mut tables = Tables::new();
    for name in lines(client, names).await {
        let sql = format!("SELECT t::text FROM {name} t ORDER BY t::text");
        let rows = lines(client, &sql).await;
        let (_, table) = name.split_once('.').expect("a schema and a name");
        tables.insert(table.to_owned(), rows);
    }
    tables
}

#[tokio::test]
async fn nothing_is_left_of_a_workspace() {
    let database = scratch::database("removal").await;
    let store = PostgresStore::connect(&database)
        .await
        .expect("a new database");
    let store = Arc::new(store);
    let backend = Backend {
        store: store.clone(),
        operator: store,
    };
    let client = scratch::connect(&database).await;
    removes_all_of_a_workspace(backend, async || rows(&client).await).await;
}
