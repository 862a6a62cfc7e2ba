//! A ledger's files are their owner's alone.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use wellhead_core::store::OperatorStore;
use wellhead_store_sqlite::SqliteStore;

/// The modes of the database and the files beside it. They are there as long as it is open.
fn modes(path: &Path) -> [u32; 3] {
    ["", "-wal", "-shm"].map(|end| {
        let file = fs::metadata(format!("{}{end}", path.display())).unwrap();
        file.permissions().mode() & 0o777
    })
}

#[tokio::test]
async fn a_new_file_is_its_owners_alone() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    let store = SqliteStore::open(&path).await.unwrap();
    store.workspace_list().await.unwrap();
    assert_eq!(modes(&path), [0o600; 3]);
    assert!(!store.is_readable_by_others());
}

#[tokio::test]
async fn the_mode_of_a_file_that_is_there_stays() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    fs::write(&path, "").unwrap();
    for (mode, is_readable) in [(0o640, true), (0o604, true), (0o620, false)] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let store = SqliteStore::open(&path).await.unwrap();
        store.workspace_list().await.unwrap();
        assert_eq!(modes(&path), [mode; 3]);
        assert_eq!(store.is_readable_by_others(), is_readable, "{mode:o}");
    }
}
