//! Nothing is left of a workspace that is removed, in any table.

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;
use wellhead_store_sqlite::SqliteStore;
use wellhead_store_testkit::{Backend, Tables, removes_all_of_a_workspace};

fn lines(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let values = (0..columns).map(|column| Ok(format!("{:?}", row.get_ref(column)?)));
        Ok(values.collect::<rusqlite::Result<Vec<_>>>()?.join(" "))
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

/// The rows of every table that there is.
fn rows(path: &Path) -> Tables {
    let connection = Connection::open(path).unwrap();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table'";
    let mut statement = connection.prepare(sql).unwrap();
    let names = statement.query_map([], |row| row.get(0)).unwrap();
    let names: Vec<String> = names.collect::<Result<_, _>>().unwrap();
    let tables = names.into_iter().map(|name| {
        let mut rows = lines(&connection, &format!("SELECT * FROM {name}"));
        rows.sort_unstable();
        (name, rows)
    });
    tables.collect()
}

#[tokio::test]
async fn nothing_is_left_of_a_workspace() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    let store = Arc::new(SqliteStore::open(&path).await.unwrap());
    let backend = Backend {
        store: store.clone(),
        operator: store,
    };
    removes_all_of_a_workspace(backend, async || rows(&path)).await;
}
