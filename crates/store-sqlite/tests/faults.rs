//! The store when others hold its locks, or its file is gone.

mod ledger;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ledger::{fresh, made_by_hand, second};
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::time::sleep;
use wellhead_core::id::JobId;
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::Kind;
use wellhead_core::resource::{LinkFilter, Name};
use wellhead_core::store::{Hindrance, LinkStore, OperatorError, OperatorStore, Store, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_store_sqlite::SqliteStore;
use wellhead_store_testkit::finds_jobs_beside_a_poisoned_one;

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
    let (id, name) = (fresh(), Name::parse("Later").unwrap());
    let write = store.workspace_create(second(9), id, &name, None, made_by_hand(id));
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
async fn what_would_be_lost_is_not_acknowledged() {
    let (directory, path, store, _) = furnish().await;
    let write = async || {
        let (id, name) = (fresh(), Name::parse("Later").unwrap());
        let made = store.workspace_create(second(9), id, &name, None, made_by_hand(id));
        made.await.map(|made| made.id)
    };
    let refuse = async |how: &str| {
        let refused = write().await.expect_err(how);
        let said = refused.to_string();
        assert!(said.contains(how), "{said}");
    };
    write().await.unwrap();
    let away = directory.path().join("away.db");
    fs::rename(&path, &away).unwrap();
    refuse("was moved or deleted").await;
    fs::copy(&away, &path).unwrap();
    refuse("was replaced").await;
    let said = store.ready().await.unwrap_err();
    assert!(said.to_string().contains("was replaced"), "{said}");
    fs::rename(&away, &path).unwrap();
    let id = write().await.unwrap();
    store.ready().await.unwrap();
    let count = "SELECT count(*) FROM workspaces WHERE workspace_id = ?1";
    let kept: i64 = Connection::open(&path)
        .unwrap()
        .query_row(count, [id.uuid()], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 1, "what was acknowledged is in the file");
}

/// Deletes or replaces a file beside the database. Nothing is acknowledged from then on, and what was before is in the database, as it
/// is found after the process was killed.
#[tokio::test]
async fn a_log_that_is_gone_takes_nothing_with_it() {
    for (end, is_replaced) in [("-wal", false), ("-wal", true), ("-shm", true)] {
        let (directory, path, store, _) = furnish().await;
        let write = async || {
            let (id, name) = (fresh(), Name::parse("Later").unwrap());
            let made = store.workspace_create(second(9), id, &name, None, made_by_hand(id));
            made.await.map(|made| made.id)
        };
        let acknowledged = write().await.unwrap();
        let beside = PathBuf::from(format!("{}{end}", path.display()));
        fs::remove_file(&beside).unwrap();
        if is_replaced {
            fs::write(&beside, "").unwrap();
        }
        let refused = write().await.unwrap_err().to_string();
        let name = beside.display().to_string();
        assert!(refused.contains(&name), "{refused}");
        let said = store.ready().await.unwrap_err().to_string();
        assert!(said.contains(&name), "{said}");
        let killed = directory.path().join("killed.db");
        fs::copy(&path, &killed).unwrap();
        let count = "SELECT count(*) FROM workspaces WHERE workspace_id = ?1";
        let kept: i64 = Connection::open(&killed)
            .unwrap()
            .query_row(count, [acknowledged.uuid()], |row| row.get(0))
            .unwrap();
        assert_eq!(kept, 1, "{name}");
    }
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

/// A file that a newer SQLite has written says in its header that this one may only read it.
#[tokio::test]
async fn a_file_that_can_only_be_read_is_not_ready() {
    const WRITE_VERSION: usize = 18;
    let (_directory, path, store, tenant) = furnish().await;
    store.close().await;
    let mut bytes = fs::read(&path).unwrap();
    bytes[WRITE_VERSION] = 3;
    fs::write(&path, bytes).unwrap();

    let store = SqliteStore::open(&path).await.unwrap();
    let refused = store.ready().await.unwrap_err();
    let only_reads = |it: &StoreError| matches!(it, StoreError::Hindered(Hindrance::ReadOnly, _));
    assert!(only_reads(&refused), "{refused:?}");
    let (id, name) = (fresh(), Name::parse("Later").unwrap());
    let made = store.workspace_create(second(9), id, &name, None, made_by_hand(id));
    let refused = made.await.unwrap_err();
    assert!(
        matches!(&refused, OperatorError::Store(it) if only_reads(it)),
        "{refused:?}"
    );
    let filter = LinkFilter::default();
    let links = store.link_list(tenant, Kind::People, filter, EVERYTHING);
    assert_eq!(links.await.unwrap().len(), 20, "reads go on");
}

#[tokio::test]
async fn a_poisoned_job_stops_no_other() {
    let (_directory, path, store, sick) = furnish().await;
    let (id, name) = (fresh(), Name::parse("Well").unwrap());
    let made = store.workspace_create(second(9), id, &name, None, made_by_hand(id));
    made.await.unwrap();
    let well = store.tenant(id).await.unwrap();
    let poison = async |job: JobId| {
        let other = Connection::open(&path).unwrap();
        let unchecked = "PRAGMA ignore_check_constraints = ON";
        other.execute_batch(unchecked).unwrap();
        let sql = "UPDATE jobs SET kind = 'poison' WHERE job_id = ?1";
        assert_eq!(other.execute(sql, [job.uuid()]).unwrap(), 1);
    };
    finds_jobs_beside_a_poisoned_one(Arc::new(store), [sick, well], poison).await;
}
