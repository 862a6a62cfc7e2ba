//! Backups of an SQLite ledger, and its file when a server stops, is killed or finds it damaged.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::server::{Server, get, send};
use crate::support::{Engine, until};

/// Creates a person; returns the id if that was acknowledged.
fn create(server: &str, token: &str, name: &str) -> Option<String> {
    let document = json!({"data": {"type": "people", "attributes": {"full_name": name}}});
    let url = format!("{server}/v1/people");
    match send("POST", &url, Some(token), Some(&document)) {
        Ok((201, made)) => Some(made["data"]["id"].as_str().unwrap().to_owned()),
        _ => None,
    }
}

/// The ids of all people in a file.
fn people(path: &Path) -> BTreeSet<String> {
    let connection = Connection::open(path).unwrap();
    let sql = "SELECT people_id FROM peoples";
    let mut statement = connection.prepare(sql).unwrap();
    let ids = statement.query_map([], |row| row.get::<_, uuid::Uuid>(0));
    ids.unwrap().map(|id| id.unwrap().to_string()).collect()
}

fn path_of(engine: &Engine) -> PathBuf {
    engine.url.strip_prefix("sqlite:").unwrap().into()
}

fn beside(path: &Path, end: &str) -> PathBuf {
    format!("{}{end}", path.display()).into()
}

#[cfg(unix)]
fn stop(mut server: Server) {
    let pid = server.child.id().to_string();
    let asked = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
    assert!(asked.success());
    assert!(server.child.wait().unwrap().success());
}

/// The ledger is served, written and backed up at once; the backup is restored elsewhere, and served.
#[test]
fn a_backup_of_a_served_ledger_has_all_that_was_acknowledged() {
    let engine = Engine::sqlite();
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "admin");
    let mut server = Server::start(&engine);
    let (acknowledged, is_over) = (Mutex::new(BTreeSet::new()), AtomicBool::new(false));
    thread::scope(|scope| {
        for writer in 0..3 {
            let (url, token, acknowledged, is_over) =
                (&server.url, &token, &acknowledged, &is_over);
            scope.spawn(move || {
                for number in 0.. {
                    if is_over.load(Ordering::Relaxed) {
                        return;
                    }
                    let id = create(url, token, &format!("Ada {writer}-{number}"));
                    acknowledged
                        .lock()
                        .unwrap()
                        .insert(id.expect("it is not disturbed"));
                }
            });
        }
        for number in 0..3 {
            let so_far = || acknowledged.lock().unwrap().clone();
            until("some are created", || so_far().len() >= 20 * (number + 1));
            let before = so_far();
            let file = format!("backup-{number}.db");
            let made = engine.json(&["backup", &file]);
            let file = engine.directory.path().join(&file);
            assert_eq!(made["file"].as_str(), file.file_name().unwrap().to_str());
            let has = people(&file);
            let lost: Vec<_> = before.difference(&has).collect();
            assert!(lost.is_empty(), "{lost:?}");
            assert_eq!(made["records"], has.len(), "{made}");
            let checked = engine.json(&["restore", "--check", file.to_str().unwrap()]);
            assert_eq!(checked["sha256"], made["sha256"]);

            let elsewhere = Engine::nothing();
            elsewhere.json(&["restore", file.to_str().unwrap()]);
            let restored = Server::start(&elsewhere);
            assert_eq!(get(&format!("{}/readyz", restored.url), None).0, 200);
            for id in before.iter().take(20) {
                let url = format!("{}/v1/people/{id}", restored.url);
                assert_eq!(get(&url, Some(&token)).0, 200, "{id}");
            }
            assert!(create(&restored.url, &token, "Later").is_some());
            elsewhere.counts_are_right();
        }
        is_over.store(true, Ordering::Relaxed);
    });
    server.kill();
    engine.json(&["backup", "killed.db"]);
    let has = people(&engine.directory.path().join("killed.db"));
    assert!(has.is_superset(&acknowledged.into_inner().unwrap()));
}

/// Whatever moment a backup is killed at, there is a whole one or none.
#[test]
fn a_backup_that_is_killed_leaves_no_half() {
    let engine = Engine::sqlite();
    let rows = (0..2_000).map(|row| format!("P{row},Ada {row}\n"));
    let rows = rows.collect::<Vec<_>>().concat();
    let workspace = engine.workspace("Acme");
    let file = engine.file(
        "people.csv",
        format!("external_person_id,full_name\n{rows}"),
    );
    let import = [
        "import",
        "--connector",
        "crm",
        "--direction",
        "input",
        "--workspace",
    ];
    engine.json(&[&import[..], &[&workspace, &file]].concat());
    let file = engine.directory.path().join("backup.db");
    let partial = || {
        let names = fs::read_dir(engine.directory.path()).unwrap();
        let mut names = names.map(|it| it.unwrap().file_name().into_string().unwrap());
        names.find(|name| name.ends_with(".partial"))
    };
    for _ in 0..5 {
        let mut backup = engine.command(&["backup", "backup.db"]).spawn().unwrap();
        until("it has begun", || {
            partial().is_some() || backup.try_wait().unwrap().is_some()
        });
        backup.kill().ok();
        backup.wait().unwrap();
        if let Some(left) = partial() {
            assert!(!file.exists(), "{left}");
            fs::remove_file(engine.directory.path().join(left)).unwrap();
        } else {
            engine.json(&["restore", "--check", "backup.db"]);
            fs::remove_file(&file).unwrap();
        }
    }
    engine.json(&["backup", "backup.db"]);
}

#[cfg(unix)]
#[test]
fn a_ledger_that_is_served_is_not_replaced() {
    let engine = Engine::sqlite();
    let path = path_of(&engine);
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "admin");
    engine.json(&["backup", "backup.db"]);
    let mut server = Server::start(&engine);
    let id = create(&server.url, &token, "Later").unwrap();
    for _ in 0..2 {
        let said = engine.fails(&["restore", "backup.db", "--force"]);
        assert!(said.contains("is in use; stop 'wellhead serve'"), "{said}");
        let said = engine.fails(&["restore", "backup.db"]);
        assert!(said.contains("is there already"), "{said}");
        assert!(create(&server.url, &token, "Later still").is_some());
    }
    server.kill();
    assert!(beside(&path, "-wal").exists(), "it was killed");
    let done = engine.run(&["restore", "backup.db", "--force"]);
    assert!(done.status.success(), "{done:?}");
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(said.contains("'wellhead erasures replay"), "{said}");
    assert!(!beside(&path, "-wal").exists());
    assert!(people(&path).is_empty(), "it is as it was: {id}");
    let server = Server::start(&engine);
    assert!(create(&server.url, &token, "Anew").is_some());
}

/// Somebody who may write to another user's ledger may not put one in its place that this user cannot open.
#[cfg(unix)]
#[test]
fn a_ledger_of_another_user_is_not_replaced() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    let engine = Engine::sqlite();
    let path = path_of(&engine);
    if path.metadata().unwrap().uid() != 0 {
        // Straight to the terminal: what a test prints when it passes is not shown.
        let skipped = "SKIPPED: a ledger of another user is not replaced; run this test as root\n";
        std::io::Write::write_all(&mut std::io::stderr(), skipped.as_bytes()).unwrap();
        return;
    }
    engine.json(&["backup", "backup.db"]);
    let backup = engine.directory.path().join("backup.db");
    for open in [engine.directory.path(), &path, &backup] {
        fs::set_permissions(open, fs::Permissions::from_mode(0o777)).unwrap();
    }
    let before = fs::read(&path).unwrap();
    // The program itself may be where only root can go.
    let program = engine.directory.path().join("wellhead");
    fs::copy(env!("CARGO_BIN_EXE_wellhead"), &program).unwrap();
    let mut restore = Command::new(&program);
    restore
        .args(["restore", "backup.db", "--force"])
        .env("WELLHEAD_DATABASE", &engine.url)
        .current_dir(engine.directory.path());
    let refused = restore.uid(4242).gid(4242).output().unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("belongs to another user"), "{said}");
    assert!(fs::read(&path).unwrap() == before);
}

#[test]
fn a_ledger_on_postgresql_is_left_to_its_tools() {
    let engine = Engine::postgres();
    let said = engine.fails(&["backup", "backup.db"]);
    for part in ["pg_dump", "docs/operations/backup.md"] {
        assert!(said.contains(part), "{said}");
    }
    let said = engine.fails(&["restore", "backup.db"]);
    assert!(said.contains("pg_restore"), "{said}");
    assert!(!engine.directory.path().join("backup.db").exists());
}

/// Whoever copies the file alone, once nothing runs, has all of it.
#[cfg(unix)]
#[test]
fn after_a_clean_stop_all_is_in_the_file() {
    let engine = Engine::sqlite();
    let path = path_of(&engine);
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "admin");
    let server = Server::start(&engine);
    let is_alone = || ["-wal", "-shm"].map(|end| beside(&path, end).exists()) == [false; 2];
    let acknowledged = Mutex::new(BTreeSet::new());
    let url = server.url.clone();
    thread::scope(|scope| {
        for writer in 0..4 {
            let (url, token, acknowledged) = (&url, &token, &acknowledged);
            scope.spawn(move || {
                // Until it stops.
                for number in 0.. {
                    let Some(id) = create(url, token, &format!("Ada {writer}-{number}")) else {
                        return;
                    };
                    acknowledged.lock().unwrap().insert(id);
                }
            });
        }
        until("some are created", || {
            acknowledged.lock().unwrap().len() > 40
        });
        assert!(!is_alone(), "it is in use");
        stop(server);
    });
    let made = acknowledged.into_inner().unwrap();
    assert!(is_alone());
    let copy = engine.directory.path().join("copy.db");
    fs::copy(&path, &copy).unwrap();
    assert!(people(&copy).is_superset(&made));
    let file = engine.file("people.csv", "external_person_id\nA\nB\n");
    let import = [
        "import",
        "--connector",
        "crm",
        "--direction",
        "input",
        "--workspace",
    ];
    engine.json(&[&import[..], &[&workspace, &file]].concat());
    assert!(is_alone());
}

/// Overwrites what the tables of people are, as a bad disk would.
fn damage(path: &Path) {
    let connection = Connection::open(path).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE tbl_name = 'peoples' AND rootpage > 1";
    let mut statement = connection.prepare(sql).unwrap();
    let pages = statement.query_map([], |row| row.get::<_, u32>(0)).unwrap();
    let pages: Vec<_> = pages.map(Result::unwrap).collect();
    drop(statement);
    connection.close().unwrap();
    let mut bytes = fs::read(path).unwrap();
    for page in pages {
        let at = (page as usize - 1) * 4096;
        bytes[at..at + 4096].fill(0xa5);
    }
    // In place: a server goes on with the file that it has opened.
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_damaged_file_is_not_served() {
    let engine = Engine::sqlite();
    engine.workspace("Acme");
    damage(&path_of(&engine));
    let said = engine.fails(&["serve", "--listen", "127.0.0.1:0"]);
    for part in [
        "is damaged",
        "'wellhead restore'",
        "docs/operations/backup.md",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let said = engine.fails(&["backup", "backup.db"]);
    assert!(said.contains("is damaged"), "{said}");
    assert!(!engine.directory.path().join("backup.db").exists());
}

#[test]
fn damage_that_is_found_while_it_is_served_shows() {
    let engine = Engine::sqlite();
    let path = path_of(&engine);
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "admin");
    engine.json(&["backup", "backup.db"]);
    let server = Server::start(&engine);
    let ready = || {
        let url = format!("{}/readyz", server.url);
        let answer = ureq::get(&url)
            .config()
            .http_status_as_error(false)
            .build()
            .call();
        let mut answer = answer.unwrap();
        let body = answer.body_mut().read_to_string().unwrap();
        (answer.status().as_u16(), body)
    };
    assert_eq!(ready(), (200, "ready\n".to_owned()));
    damage(&path);
    let (status, answer) = get(&format!("{}/v1/people", server.url), Some(&token));
    assert_eq!(status, 503, "{answer}");
    assert_eq!(answer["errors"][0]["code"], "database_corrupt");
    until("it is not ready", || {
        ready() == (503, "the database is damaged\n".to_owned())
    });
    let log = server.log();
    let told = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let told: Vec<_> = told.filter(|line| line["level"] == "ERROR").collect();
    let message = told.first().expect("it is logged")["message"].to_string();
    assert!(message.contains("docs/operations/backup.md"), "{message}");
    drop(server);
    engine.json(&["restore", "backup.db", "--force"]);
    let server = Server::start(&engine);
    assert!(create(&server.url, &token, "Ada").is_some());
}
