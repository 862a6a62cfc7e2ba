//! What the store does while others are in its way, or its file is.

mod ledger;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use ledger::{fresh, second};
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::time::sleep;
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, LinkFilter, Name};
use wellhead_core::store::{LinkStore, OperatorStore, Store, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_store_sqlite::SqliteStore;

/// A ledger with 20 active links and 20 deleted ones.
async fn furnish() -> (TempDir, PathBuf, SqliteStore, Tenant) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    let (store, tenant) = ledger::furnish(&path, 40).await;
    (directory, path, store, tenant)
}

const EVERYTHING: Slice = Slice {
    interval: Interval {
        above: None,
        below: None,
    },
    order: Order::NewestFirst,
    limit: 1_000,
};

#[tokio::test]
async fn a_writer_waits_for_another_process_and_readers_do_not() {
    let (_directory, path, store, tenant) = furnish().await;
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("BEGIN IMMEDIATE; DELETE FROM api_keys")
        .unwrap();
    let name = Name::parse("Later").unwrap();
    let write = store.workspace_create(second(9), fresh(), &name, None);
    let read = async {
        sleep(Duration::from_millis(100)).await;
        let filter = LinkFilter::default();
        let links = store
            .link_list(tenant, Kind::People, filter, EVERYTHING)
            .await;
        assert_eq!(links.unwrap().len(), 20, "while the other one writes");
        other.execute_batch("COMMIT").unwrap();
    };
    let (written, ()) = tokio::join!(write, read);
    written.unwrap();
}

#[tokio::test]
async fn a_lost_file_is_not_ready_until_it_is_back() {
    let (directory, path, store, _) = furnish().await;
    store.ready().await.unwrap();
    let away = directory.path().join("away.db");
    fs::rename(&path, &away).unwrap();
    let said = store.ready().await.unwrap_err();
    assert!(matches!(said, StoreError::Unavailable(_)), "{said:?}");
    assert!(!path.exists(), "no other is made in its place");
    fs::rename(&away, &path).unwrap();
    store.ready().await.unwrap();
}

#[tokio::test]
async fn a_link_between_two_workspaces_is_nobodys() {
    let (_directory, path, store, tenant) = furnish().await;
    let kind = Kind::People;
    let all = LinkFilter {
        deleted: Deleted::Include,
        ..LinkFilter::default()
    };
    let before = store
        .link_list(tenant, kind, all, EVERYTHING)
        .await
        .unwrap();
    assert_eq!(before.len(), 40);
    // Nothing makes such links; these are the three newest, so that a page would begin with them.
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch(
            "INSERT INTO peoples (people_id, workspace_pk, created_at)
                VALUES (randomblob(16), (SELECT min(pk) FROM workspaces), 0);
            INSERT INTO people_workspace_connectors (people_workspace_connector_id, people_pk,
                    workspace_connector_pk, direction, created_at)
                SELECT randomblob(16), (SELECT max(pk) FROM peoples),
                    (SELECT max(pk) FROM workspace_connectors), 'input', column1
                FROM (VALUES (4000000000000001), (4000000000000002), (4000000000000003));",
        )
        .unwrap();
    let ids: Vec<Vec<u8>> = {
        let sql = "SELECT people_workspace_connector_id FROM people_workspace_connectors
            WHERE created_at > 4000000000000000";
        let mut statement = other.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(ids.len(), 3);
    for limit in [1, 2, 5, 1_000] {
        let slice = Slice {
            limit,
            ..EVERYTHING
        };
        let found = store.link_list(tenant, kind, all, slice).await.unwrap();
        assert_eq!(found[..], before[..limit.min(40)], "pages are full");
    }
    let count = store
        .link_count(tenant, kind, all, Interval::default())
        .await;
    assert_eq!(count.unwrap(), 40);
    for id in ids {
        let id = uuid::Uuid::from_slice(&id).unwrap().into();
        let found = store.link_get(tenant, kind, id, Deleted::Include).await;
        assert_eq!(found.unwrap(), None);
    }
}
