//! Opening a database.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use tokio::task::JoinSet;
use wellhead_core::store::OperatorStore;
use wellhead_store_sqlite::{OpenError, SqliteStore};

/// The schema and its settings.
fn schema(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
        UNION ALL SELECT version || ' ' || applied_on FROM wellhead_schema_history";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// The number of the newest migration, from the files' names: `V6__document.sql` is 6.
fn newest() -> u32 {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap();
    let numbers = files.map(|file| {
        let name = file.unwrap().file_name().into_string().unwrap();
        let (number, _) = name.strip_prefix('V').unwrap().split_once("__").unwrap();
        number.parse().unwrap()
    });
    numbers.max().unwrap()
}

#[tokio::test]
async fn a_new_database_has_the_contracts_tables_and_indexes() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    let store = SqliteStore::open(&path).await.unwrap();
    assert_eq!(store.schema_version(), newest());
    // SQLite quotes the name of a table that was renamed.
    let schema = schema(&path).join("\n").replace('"', "");
    for named in [
        "CREATE TABLE workspaces",
        "CREATE TABLE peoples",
        "CREATE TABLE connectors",
        "CREATE TABLE workspace_connectors",
        "CREATE TABLE people_workspace_connectors",
        "CREATE TABLE workspace_connector_sync_logs",
        "CREATE TABLE sync_deliveries",
        "CREATE TABLE jobs",
        "CREATE TABLE api_keys",
        "INDEX idx_people_workspace_connectors_record_created\n    \
            ON people_workspace_connectors (people_pk, created_at)",
        "INDEX idx_people_workspace_connectors_wc_created_at\n    \
            ON people_workspace_connectors (workspace_connector_pk, created_at)",
    ] {
        assert!(schema.contains(named), "{named}: {schema}");
    }
}

#[tokio::test]
async fn enums_ids_and_references_are_checked() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    SqliteStore::open(&path).await.unwrap();
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "INSERT INTO workspaces (pk, workspace_id, name, created_at) VALUES (1, zeroblob(16), 'a', 0);
            INSERT INTO peoples (pk, people_id, workspace_pk, created_at) VALUES (1, zeroblob(16), 1, 0);
            INSERT INTO connectors (pk, connector_id, slug, name, created_at)
                VALUES (1, zeroblob(16), 'a', 'a', 0);
            INSERT INTO workspace_connectors
                (pk, workspace_connector_id, workspace_pk, connector_pk, status, created_at)
                VALUES (1, zeroblob(16), 1, 1, 'enabled', 0);",
        )
        .unwrap();
    let link = |id: &str, person: i64, direction: &str| {
        connection.execute_batch(&format!(
            "INSERT INTO people_workspace_connectors
                (people_workspace_connector_id, people_pk, workspace_connector_pk, direction)
                VALUES ({id}, {person}, 1, '{direction}')"
        ))
    };
    link("randomblob(16)", 1, "input").unwrap();
    link("randomblob(16)", 1, "input").expect("the table takes duplicates");
    link("randomblob(16)", 1, "sideways").expect_err("not a direction");
    link("randomblob(15)", 1, "input").expect_err("not an id");
    link("randomblob(16)", 2, "input").expect_err("no such person");
    connection
        .execute_batch("UPDATE peoples SET pk = 7; UPDATE workspace_connectors SET pk = 8")
        .unwrap();
    let ends = "SELECT DISTINCT people_pk, workspace_connector_pk FROM people_workspace_connectors";
    let ends = connection.query_row(ends, [], |row| Ok((row.get(0)?, row.get(1)?)));
    assert_eq!(ends.unwrap(), (7, 8), "references follow");
}

#[tokio::test]
async fn one_run_is_open_for_each_connector_and_direction() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    SqliteStore::open(&path).await.unwrap();
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "INSERT INTO workspaces (pk, workspace_id, name, created_at) VALUES (1, zeroblob(16), 'a', 0);
            INSERT INTO connectors (pk, connector_id, slug, name, created_at)
                VALUES (1, zeroblob(16), 'a', 'a', 0);
            INSERT INTO workspace_connectors
                (pk, workspace_connector_id, workspace_pk, connector_pk, status, created_at)
                VALUES (1, zeroblob(16), 1, 1, 'enabled', 0);",
        )
        .unwrap();
    let open = |direction: &str| {
        connection.execute_batch(&format!(
            "INSERT INTO workspace_connector_sync_logs (workspace_connector_sync_log_id,
                workspace_connector_pk, direction, trigger_type, mode, status,
                started_at, heartbeat_at, created_at)
            VALUES (randomblob(16), 1, '{direction}', 'api', 'full', 'in_progress', 0, 0, 0)"
        ))
    };
    open("input").unwrap();
    open("output").unwrap();
    open("input").expect_err("one is open");
    connection
        .execute_batch("UPDATE workspace_connector_sync_logs SET completed_at = 1")
        .unwrap();
    open("input").unwrap();
}

#[tokio::test]
async fn a_run_is_of_its_connectors_workspace() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    SqliteStore::open(&path).await.unwrap();
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "INSERT INTO workspaces (pk, workspace_id, name, created_at)
                VALUES (1, zeroblob(16), 'a', 0), (2, randomblob(16), 'b', 0);
            INSERT INTO connectors (pk, connector_id, slug, name, created_at)
                VALUES (1, zeroblob(16), 'a', 'a', 0);
            INSERT INTO workspace_connectors
                (pk, workspace_connector_id, workspace_pk, connector_pk, status, created_at)
                VALUES (1, zeroblob(16), 1, 1, 'enabled', 0), (2, randomblob(16), 2, 1, 'enabled', 0);",
        )
        .unwrap();
    let open = |workspace: &str, connector: i64, direction: &str| {
        connection.execute_batch(&format!(
            "INSERT INTO workspace_connector_sync_logs (workspace_connector_sync_log_id, workspace_pk,
                workspace_connector_pk, direction, trigger_type, mode, status,
                started_at, heartbeat_at, created_at)
            VALUES (randomblob(16), {workspace}, {connector}, '{direction}', 'api', 'full', 'in_progress', 0, 0, 0)"
        ))
    };
    open("NULL", 2, "input").expect("it means its own");
    open("1", 1, "output").expect("its own");
    open("1", 2, "output").expect_err("another one's");
    for refused in [
        "workspace_pk = 3 - workspace_pk",
        "workspace_pk = NULL",
        "workspace_connector_pk = 3 - workspace_connector_pk",
    ] {
        let sql = format!("UPDATE workspace_connector_sync_logs SET {refused}");
        connection.execute_batch(&sql).expect_err(refused);
    }
    connection
        .execute_batch(
            "UPDATE workspaces SET pk = 20 WHERE pk = 2; UPDATE workspace_connectors SET pk = 10 WHERE pk = 1",
        )
        .unwrap();
    let sql = "SELECT workspace_connector_pk || ' ' || workspace_pk
        FROM workspace_connector_sync_logs ORDER BY workspace_pk";
    let mut statement = connection.prepare(sql).unwrap();
    let whose = statement.query_map([], |row| row.get(0)).unwrap();
    let whose: Vec<String> = whose.collect::<Result<_, _>>().unwrap();
    assert_eq!(whose, ["10 1", "2 20"], "runs follow");
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    SqliteStore::open(&path).await.unwrap();
    let before = schema(&path);
    let again = SqliteStore::open(&path).await.unwrap();
    assert_eq!(again.schema_version(), newest());
    assert_eq!(schema(&path), before);
}

#[tokio::test]
async fn a_newer_database_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    SqliteStore::open(&path).await.unwrap();
    Connection::open(&path)
        .unwrap()
        .execute_batch(
            "INSERT INTO wellhead_schema_history VALUES (999, 'later', '2030-01-01T00:00:00Z', '1')",
        )
        .unwrap();
    // The release before may use it, so that processes can be replaced one by one.
    let store = SqliteStore::open(&path).await.unwrap();
    assert_eq!(store.schema_version(), 999);
    drop(store);
    Connection::open(&path)
        .unwrap()
        .execute("UPDATE installation SET serves = 999", [])
        .unwrap();
    let before = schema(&path);
    let refused = SqliteStore::open(&path).await.unwrap_err();
    assert!(
        matches!(refused, OpenError::Newer { found: 999, .. }),
        "{refused:?}"
    );
    let said = refused.to_string();
    for named in ["ledger.db", "999", "newer"] {
        assert!(said.contains(named), "{said}");
    }
    assert_eq!(schema(&path), before);
}

#[tokio::test]
async fn what_is_no_database_is_named_and_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("notes.txt");
    let text = "these are notes, and there are enough of them for a header".repeat(10);
    fs::write(&path, &text).unwrap();
    let refused = SqliteStore::open(&path).await.unwrap_err();
    assert!(
        matches!(refused, OpenError::NotADatabase { .. }),
        "{refused:?}"
    );
    assert!(refused.to_string().contains("notes.txt"), "{refused}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);

    for missing in [
        directory.path().join("nowhere/ledger.db"),
        directory.path().to_owned(),
    ] {
        let refused = SqliteStore::open(&missing).await.unwrap_err();
        assert!(
            matches!(refused, OpenError::CannotOpen { .. }),
            "{refused:?}"
        );
        assert!(
            refused.to_string().contains(missing.to_str().unwrap()),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn a_migration_that_fails_changes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch("CREATE TABLE api_keys (mine TEXT)")
        .unwrap();
    let refused = SqliteStore::open(&path).await.unwrap_err();
    assert!(
        matches!(refused, OpenError::Migration { .. }),
        "{refused:?}"
    );
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name IN ('workspaces', 'api_keys')";
    let tables: i64 = connection.query_row(tables, [], |row| row.get(0)).unwrap();
    assert_eq!(tables, 1, "only the one that was there");
}

/// SQLite's locks work between connections, so these block each other like separate processes.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_that_open_a_new_database_at_once_all_come_up() {
    for round in 0..40 {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger.db");
        let mut opening = JoinSet::new();
        for _ in 0..10 {
            let path = path.clone();
            opening.spawn(async move { SqliteStore::open(&path).await });
        }
        while let Some(opened) = opening.join_next().await {
            let store = opened
                .unwrap()
                .unwrap_or_else(|error| panic!("{round}: {error:?}"));
            assert_eq!(store.workspace_list().await.unwrap(), []);
        }
        let migrations = schema(&path)
            .iter()
            .filter(|line| line.starts_with("1 "))
            .count();
        assert_eq!(migrations, 1);
    }
}

#[tokio::test]
async fn only_what_may_create_a_file_does() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    let refused = SqliteStore::open_existing(&path).await.unwrap_err();
    assert!(matches!(refused, OpenError::Missing { .. }), "{refused:?}");
    assert!(refused.to_string().contains("ledger.db"), "{refused}");
    assert!(!path.exists());
    SqliteStore::open(&path).await.unwrap();
    SqliteStore::open_existing(&path).await.unwrap();
}
