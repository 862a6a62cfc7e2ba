//! Backups of a ledger's file, whole or not at all.

mod ledger;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ledger::{fresh, furnish, made_by_hand, second};
use rusqlite::Connection;
use tempfile::TempDir;
use wellhead_core::resource::Name;
use wellhead_core::store::OperatorStore;
use wellhead_store_sqlite::SqliteStore;
use wellhead_store_sqlite::backup::{BackupError, Follow, IfThere, Step, check, make, restore};

const LINKS: usize = 40;

/// A ledger that is open, with content in its log, and where a backup of it is to be.
async fn open() -> (TempDir, PathBuf, PathBuf, SqliteStore) {
    let directory = tempfile::tempdir().unwrap();
    let [path, file] = ["ledger.db", "backup.db"].map(|name| directory.path().join(name));
    let (store, _) = furnish(&path, LINKS).await;
    (directory, path, file, store)
}

/// The same, closed, with its backup.
async fn backed_up() -> (TempDir, PathBuf, PathBuf) {
    let (directory, path, file, store) = open().await;
    make(&path, &file, IfThere::Refuse, &on()).unwrap();
    store.close().await;
    (directory, path, file)
}

/// Follows the work to its end.
fn on() -> Follow {
    Arc::new(|_| true)
}

/// The names of what a directory has.
fn files(directory: &Path) -> Vec<String> {
    let files = fs::read_dir(directory).unwrap();
    let names = files.map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

fn workspaces(path: &Path) -> i64 {
    let connection = Connection::open(path).unwrap();
    let count = "SELECT count(*) FROM workspaces";
    connection.query_row(count, [], |row| row.get(0)).unwrap()
}

/// What others write.
const RENAMED: &str = "UPDATE workspaces SET name = 'Renamed'";

fn renamed(path: &Path) -> i64 {
    let connection = Connection::open(path).unwrap();
    let count = "SELECT count(*) FROM workspaces WHERE name = 'Renamed'";
    connection.query_row(count, [], |row| row.get(0)).unwrap()
}

async fn one_more(store: &SqliteStore) {
    let (id, name) = (fresh(), Name::parse("Later").unwrap());
    let made = store.workspace_create(second(9), id, &name, None, made_by_hand(id));
    made.await.unwrap();
}

#[tokio::test]
async fn a_backup_has_what_was_there_when_it_began() {
    let (directory, path, file, store) = open().await;
    let had = workspaces(&path);
    let steps = Arc::new(AtomicU64::new(0));
    let (counted, writes) = (Arc::clone(&steps), path.clone());
    let follow: Follow = Arc::new(move |_| {
        // Others write while it is copied and checked.
        if counted.fetch_add(1, Ordering::Relaxed) < 3 {
            let other = Connection::open(&writes).unwrap();
            other.execute(RENAMED, []).unwrap();
        }
        true
    });
    let made = make(&path, &file, IfThere::Refuse, &follow).unwrap();
    assert!(steps.load(Ordering::Relaxed) > 3);
    assert_eq!((renamed(&path), renamed(&file)), (had, 0));
    assert_eq!(made.workspaces, had.unsigned_abs());
    assert_eq!(made.schema_version, store.schema_version());
    assert_eq!(made.links, LINKS as u64);
    assert_eq!(made.bytes, file.metadata().unwrap().len());
    store.close().await;
    assert_eq!(files(directory.path()), ["backup.db", "ledger.db"]);
    assert_eq!(check(&file, &on()).unwrap(), made, "it reads the same");
    assert_eq!(workspaces(&file), had);
}

#[tokio::test]
async fn what_is_not_whole_has_no_name() {
    let (directory, path, file, store) = open().await;
    store.close().await;
    for stopped_at in 0..4 {
        let (steps, seen) = (AtomicU64::new(0), file.clone());
        let follow: Follow = Arc::new(move |_| {
            assert!(!seen.exists(), "a kill would leave it now");
            steps.fetch_add(1, Ordering::Relaxed) < stopped_at
        });
        let stopped = make(&path, &file, IfThere::Refuse, &follow);
        assert!(matches!(stopped, Err(BackupError::Stopped)), "{stopped:?}");
        assert_eq!(files(directory.path()), ["ledger.db"], "{stopped_at}");
    }
    make(&path, &file, IfThere::Refuse, &on()).unwrap();
    let [before, backup] = [&path, &file].map(|it| fs::read(it).unwrap());
    for step in [Step::Copied { bytes: 0, of: 0 }, Step::Checking] {
        let is_at = move |at: Step| std::mem::discriminant(&at) == std::mem::discriminant(&step);
        let follow: Follow = Arc::new(move |at| !is_at(at));
        let stopped = restore(&file, &path, IfThere::Replace, &follow);
        assert!(matches!(stopped, Err(BackupError::Stopped)), "{stopped:?}");
        assert_eq!(files(directory.path()), ["backup.db", "ledger.db"]);
        assert!(fs::read(&path).unwrap() == before, "{step:?}");
    }
    assert!(fs::read(&file).unwrap() == backup);
}

#[tokio::test]
async fn nothing_is_replaced_unless_asked() {
    let (directory, path, file) = backed_up().await;
    let backup = fs::read(&file).unwrap();
    let taken = make(&path, &file, IfThere::Refuse, &on());
    assert!(matches!(taken, Err(BackupError::Taken(it)) if it == file));
    let taken = restore(&file, &path, IfThere::Refuse, &on());
    assert!(matches!(taken, Err(BackupError::Taken(it)) if it == path));
    for itself in [
        make(&path, &path, IfThere::Replace, &on()),
        restore(&path, &path, IfThere::Replace, &on()),
    ] {
        assert!(matches!(itself, Err(BackupError::Same(_))), "{itself:?}");
    }
    assert!(fs::read(&file).unwrap() == backup);
    make(&path, &file, IfThere::Replace, &on()).unwrap();
    restore(&file, &path, IfThere::Replace, &on()).unwrap();
    assert_eq!(files(directory.path()), ["backup.db", "ledger.db"]);
}

/// What a process that was killed leaves beside a ledger would be taken for the restored one's.
#[tokio::test]
async fn a_log_of_the_old_ledger_does_not_stay() {
    let (directory, path, file) = backed_up().await;
    let had = workspaces(&path);
    let log = directory.path().join("ledger.db-wal");
    let (crashed, left) = {
        let (store, kept) = (SqliteStore::open(&path).await.unwrap(), path.clone());
        one_more(&store).await;
        (fs::read(kept).unwrap(), fs::read(&log).unwrap())
    };
    assert!(!left.is_empty());
    for old in [Some(&crashed[..]), Some(b"damaged"), None] {
        match old {
            Some(old) => fs::write(&path, old).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        for end in ["wal", "journal"] {
            fs::write(directory.path().join(format!("ledger.db-{end}")), &left).unwrap();
        }
        restore(&file, &path, IfThere::Replace, &on()).unwrap();
        assert_eq!(files(directory.path()), ["backup.db", "ledger.db"]);
        assert_eq!(workspaces(&path), had);
    }
}

#[tokio::test]
async fn a_backup_that_is_not_sound_is_refused() {
    let (directory, path, file) = backed_up().await;
    let whole = fs::read(&file).unwrap();
    let other = directory.path().join("other.db");
    let refused = |bytes: &[u8], sql: &str| {
        fs::write(&other, bytes).unwrap();
        if !sql.is_empty() {
            let connection = Connection::open(&other).unwrap();
            connection.execute_batch(sql).unwrap();
        }
        let before = fs::read(&path).unwrap();
        let found = check(&other, &on()).unwrap_err();
        restore(&other, &path, IfThere::Replace, &on()).unwrap_err();
        assert!(fs::read(&path).unwrap() == before, "the ledger stays");
        assert_eq!(
            files(directory.path()),
            ["backup.db", "ledger.db", "other.db"]
        );
        found
    };
    let is_damaged = |found: &BackupError| matches!(found, BackupError::Damaged { .. });
    let is_strange = |found: &BackupError| matches!(found, BackupError::NotALedger(_));

    let found = refused(&whole[..whole.len() / 2], "");
    assert!(is_damaged(&found), "{found:?}");
    let mut torn = whole.clone();
    let middle = torn.len() / 4096 / 2 * 4096;
    torn[middle..middle + 2048].fill(0xa5);
    let found = refused(&torn, "");
    assert!(is_damaged(&found), "{found:?}");
    let found = refused(&whole, "PRAGMA foreign_keys = OFF; DELETE FROM connectors");
    assert!(is_damaged(&found), "{found:?}");
    assert!(found.to_string().contains("connectors"), "{found}");
    for (bytes, sql) in [
        (&b"id,name\n"[..], ""),
        (b"", ""),
        (b"", "CREATE TABLE t (n)"),
    ] {
        let found = refused(bytes, sql);
        assert!(is_strange(&found), "{found:?}");
    }
    let later = format!("{LATER}; UPDATE installation SET serves = 9999");
    let found = refused(&whole, &later);
    assert!(
        matches!(found, BackupError::Newer { found: 9999, .. }),
        "{found:?}"
    );
    fs::remove_file(&other).unwrap();
    let missing = check(&other, &on()).unwrap_err();
    assert!(matches!(missing, BackupError::Missing(_)), "{missing:?}");
}

/// A migration that this program does not know.
const LATER: &str = "INSERT INTO wellhead_schema_history SELECT 9999, name, applied_on, checksum \
                     FROM wellhead_schema_history LIMIT 1";

/// After a rollback the ledger has a schema of the release after this one, which this one may use.
#[tokio::test]
async fn a_newer_schema_that_serves_this_program_is_backed_up_and_restored() {
    let (directory, path, file) = backed_up().await;
    Connection::open(&path)
        .unwrap()
        .execute_batch(LATER)
        .unwrap();
    let made = make(&path, &file, IfThere::Replace, &on()).unwrap();
    assert_eq!(made.schema_version, 9999);
    assert_eq!(check(&file, &on()).unwrap(), made);
    assert_eq!(
        restore(&file, &path, IfThere::Replace, &on()).unwrap(),
        made
    );
    let store = SqliteStore::open_existing(&path).await.unwrap();
    assert_eq!(store.schema_version(), 9999);
    store.close().await;

    let too_new = "UPDATE installation SET serves = 9999";
    Connection::open(&path)
        .unwrap()
        .execute_batch(too_new)
        .unwrap();
    let elsewhere = directory.path().join("elsewhere.db");
    let refused = make(&path, &elsewhere, IfThere::Refuse, &on()).unwrap_err();
    assert!(
        matches!(refused, BackupError::Newer { found: 9999, .. }),
        "{refused:?}"
    );
    assert!(!elsewhere.exists());
}

/// Root may give files away: what it backs up or restores stays with whoever serves the ledger.
#[cfg(unix)]
#[tokio::test]
async fn what_root_makes_belongs_to_the_owner_of_the_ledger() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};

    let (directory, path, file) = backed_up().await;
    let whose = |path: &Path| {
        let it = path.metadata().unwrap();
        (it.uid(), it.gid(), it.permissions().mode() & 0o777)
    };
    let own = whose(&path).0;
    assert_eq!(whose(&file).0, own, "nobody else is meant");
    if let Err(refused) = chown(&path, Some(4242), Some(4343)) {
        // Straight to the terminal: what a test prints when it passes is not shown.
        use std::io::Write;
        writeln!(
            std::io::stderr(),
            "SKIPPED: what root backs up and restores keeps its owner ({refused}); run this test as root"
        )
        .unwrap();
        return;
    }
    let theirs = (4242, 4343, 0o600);
    restore(&file, &path, IfThere::Replace, &on()).unwrap();
    assert_eq!(whose(&path), theirs, "as the ledger before");
    make(&path, &file, IfThere::Replace, &on()).unwrap();
    assert_eq!(whose(&file), theirs, "as the ledger");

    fs::remove_file(&path).unwrap();
    restore(&file, &path, IfThere::Refuse, &on()).unwrap();
    assert_eq!(whose(&path).0, own, "as the directory");
    fs::remove_file(&path).unwrap();
    chown(directory.path(), Some(4444), Some(4545)).unwrap();
    restore(&file, &path, IfThere::Refuse, &on()).unwrap();
    assert_eq!(whose(&path), (4444, 4545, 0o600), "as the directory");
}

/// A copy of a ledger in use is not whole without the log, and its owner is told so.
#[tokio::test]
async fn a_file_with_a_log_is_no_backup() {
    let (directory, path, file, store) = open().await;
    one_more(&store).await;
    let found = check(&path, &on()).unwrap_err();
    assert!(matches!(found, BackupError::WithLog { .. }), "{found:?}");
    let elsewhere = directory.path().join("elsewhere.db");
    let found = restore(&path, &elsewhere, IfThere::Refuse, &on()).unwrap_err();
    assert!(matches!(found, BackupError::WithLog { .. }), "{found:?}");
    assert!(!elsewhere.exists());
    // As it says, a backup of it is one.
    for end in ["", "-wal"] {
        let copy = directory.path().join(format!("copy.db{end}"));
        fs::copy(format!("{}{end}", path.display()), copy).unwrap();
    }
    make(
        &directory.path().join("copy.db"),
        &file,
        IfThere::Refuse,
        &on(),
    )
    .unwrap();
    restore(&file, &elsewhere, IfThere::Refuse, &on()).unwrap();
    assert_eq!(workspaces(&elsewhere), workspaces(&path));
}

/// An upgrade should begin with a backup, which the new program makes of the old schema.
#[tokio::test]
async fn a_ledger_of_an_older_schema_is_backed_up_as_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let [path, file] = ["ledger.db", "backup.db"].map(|name| directory.path().join(name));
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("released/6.sql")).unwrap();
    drop(old);
    let before = fs::read(&path).unwrap();
    let made = make(&path, &file, IfThere::Refuse, &on()).unwrap();
    assert_eq!(made.schema_version, 6);
    assert_eq!((made.workspaces, made.records), (2, 24));
    assert!(fs::read(&path).unwrap() == before, "it is not migrated");
    fs::remove_file(&path).unwrap();
    restore(&file, &path, IfThere::Refuse, &on()).unwrap();
    let store = SqliteStore::open_existing(&path).await.unwrap();
    assert_eq!(store.workspace_list().await.unwrap().len(), 2);
}

#[cfg(unix)]
#[tokio::test]
async fn only_their_owner_reads_them() {
    use std::os::unix::fs::PermissionsExt;

    let (_directory, path, file) = backed_up().await;
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600);
    for path in [&path, &file] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
    }
    restore(&file, &path, IfThere::Replace, &on()).unwrap();
    assert_eq!(mode(&path), 0o600);
    make(&path, &file, IfThere::Replace, &on()).unwrap();
    assert_eq!(mode(&file), 0o600);
}
