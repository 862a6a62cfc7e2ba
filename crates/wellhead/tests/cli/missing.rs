//! A database that is not there: only those commands create it that begin a ledger.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use crate::server::Server;
use crate::support::Engine;

const ID: &str = "9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4";

/// What a directory has, by name.
fn files(directory: &Path) -> Vec<String> {
    let files = fs::read_dir(directory).unwrap();
    let names = files.map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

/// Every command that opens a database, on one that is not there.
#[test]
fn no_command_creates_what_it_only_uses() {
    let engine = Engine::nothing();
    let here = engine.directory.path();
    let people = tempfile::NamedTempFile::with_suffix(".csv").unwrap();
    fs::write(&people, "external_person_id\nA\n").unwrap();
    let people = people.path().to_str().unwrap();
    let in_workspace = |command: &[&'static str]| [command, &["--workspace", ID]].concat();
    let commands = [
        vec!["serve", "--listen", "127.0.0.1:0"],
        vec!["doctor", "--counts"],
        vec!["backup", "backup.db"],
        vec!["workspace", "list"],
        vec!["workspace", "list", "--deleted"],
        vec!["workspace", "delete", ID, "--confirm", "Acme"],
        vec!["connector", "list"],
        vec!["connector", "create", "crm"],
        vec!["connector", "update", "crm", "--country", "GB"],
        vec!["workspace", "rename", ID, "Acme"],
        vec!["workspace", "suspend", ID],
        vec!["workspace", "resume", ID],
        vec!["key", "rotate", ID],
        vec!["key", "revoke", ID],
        in_workspace(&["key", "list"]),
        in_workspace(&["key", "create", "--role", "sync"]),
        in_workspace(&["runs", "list"]),
        in_workspace(&["runs", "show", ID]),
        in_workspace(&["runs", "close", ID]),
        in_workspace(&["disconnect", "--connector", "crm"]),
        in_workspace(&["dedupe"]),
        in_workspace(&["invalidate", "--connector", "crm"]),
        in_workspace(&["provenance", ID]),
        in_workspace(&["report", ID]),
        in_workspace(&["changes"]),
        in_workspace(&["erasures", "list"]),
        in_workspace(&["audit", "list"]),
        in_workspace(&["audit", "export"]),
        in_workspace(&["audit", "verify"]),
        in_workspace(&["retention", "show"]),
        [
            in_workspace(&["import", "--connector", "crm", "--direction", "input"]),
            vec![people],
        ]
        .concat(),
    ];
    for command in commands {
        let output = engine.run(&command);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{command:?}: {said}");
        let path = here.join("ledger.db");
        for part in [path.to_str().unwrap(), "--database", "'wellhead migrate'"] {
            assert!(said.contains(part), "{command:?}: {said}");
        }
        assert_eq!(files(here), [""; 0], "{command:?}");
    }
}

#[test]
fn without_any_setting_the_default_is_named_in_full() {
    let engine = Engine::nothing();
    let here = engine.directory.path();
    let mut command = engine.command(&["serve", "--listen", "127.0.0.1:0"]);
    let output = command.env_remove("WELLHEAD_DATABASE").output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    // The system may call the directory otherwise, too.
    let path = fs::canonicalize(here).unwrap().join("wellhead.db");
    assert!(said.contains(path.to_str().unwrap()), "{said}");
    assert!(said.contains("WELLHEAD_DATABASE"), "{said}");
    assert!(said.contains("'wellhead serve --create'"), "{said}");
    assert_eq!(files(here), [""; 0]);
}

#[test]
fn commands_that_begin_a_ledger_create_it() {
    for command in [&["migrate"][..], &["workspace", "create", "Acme"]] {
        let engine = Engine::nothing();
        engine.json(command);
        assert_eq!(files(engine.directory.path()), ["ledger.db"], "{command:?}");
        engine.json(&["workspace", "list"]);
    }
    let engine = Engine::nothing();
    let child = engine
        .command(&["serve", "--create", "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    assert!(first_line(Server::of(child), true).contains("listening on"));
    engine.json(&["workspace", "list"]);
}

#[test]
fn the_demo_needs_no_setting() {
    let engine = Engine::nothing();
    let child = engine
        .command(&["demo", "--listen", "127.0.0.1:0"])
        .env_remove("WELLHEAD_DATABASE")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    assert!(first_line(Server::of(child), false).starts_with("console"));
    assert!(engine.directory.path().join("wellhead-demo.db").exists());
}

/// The first line that a server logs or prints.
fn first_line(mut server: Server, logged: bool) -> String {
    let mut line = String::new();
    if logged {
        let log = server.child.stderr.take().unwrap();
        BufReader::new(log).read_line(&mut line).unwrap();
    } else {
        let printed = server.child.stdout.take().unwrap();
        BufReader::new(printed).read_line(&mut line).unwrap();
    }
    line
}

/// A shell does not have the settings of a service: the restored ledger would lie beside the one that is served.
#[test]
fn a_backup_is_restored_only_to_a_ledger_that_is_named() {
    let engine = Engine::sqlite();
    engine.json(&["backup", "backup.db"]);
    let restore = |arguments: &[&str]| {
        let mut command = engine.command(&["restore", "backup.db"]);
        let done = command.args(arguments).env_remove("WELLHEAD_DATABASE");
        let done = done.output().unwrap();
        (done.status.code(), String::from_utf8(done.stderr).unwrap())
    };
    for arguments in [&[][..], &["--force"]] {
        let (status, said) = restore(arguments);
        assert_eq!(status, Some(2), "{said}");
        for named in [
            "--database",
            "WELLHEAD_DATABASE",
            "/etc/wellhead/wellhead.env",
        ] {
            assert!(said.contains(named), "{said}");
        }
    }
    let here = engine.directory.path();
    assert_eq!(files(here), ["backup.db", "ledger.db"]);
    assert_eq!(restore(&["--check"]).0, Some(0), "it touches nothing");
    assert_eq!(restore(&["--database", "sqlite:named.db"]).0, Some(0));
    engine.file("database", "sqlite:named-by-file.db");
    assert_eq!(restore(&["--database-file", "database"]).0, Some(0));
    for named in ["named.db", "named-by-file.db"] {
        assert!(here.join(named).exists(), "{named}");
    }
}
