//! Who can see the ledger and its login: nobody but who needs to.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::server::Server;
use crate::support::{Engine, on_both_engines};

on_both_engines![a_url_may_be_in_a_file];

/// What a server logs until it listens: the warnings, and all of it.
fn started(mut command: Command) -> (Vec<String>, String) {
    let child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut server = Server::of(child);
    let log = BufReader::new(server.child.stderr.take().unwrap());
    let (mut warnings, mut all) = (Vec::new(), String::new());
    for line in log.lines() {
        let line = line.unwrap();
        let logged: Value = serde_json::from_str(&line).unwrap();
        let message = logged["message"].as_str().unwrap().to_owned();
        all += &line;
        if logged["level"] == "WARN" {
            warnings.push(message);
        } else if message.starts_with("listening on") {
            return (warnings, all);
        }
    }
    panic!("it does not listen: {all}");
}

fn serve(engine: &Engine, more: &[&str]) -> Command {
    engine.command(&[&["serve", "--listen", "127.0.0.1:0"], more].concat())
}

#[cfg(unix)]
#[test]
fn a_ledger_is_its_owners_alone_and_another_is_warned_of_once() {
    use std::os::unix::fs::PermissionsExt;

    let engine = Engine::nothing();
    let mode = |end: &str| {
        let path = engine.directory.path().join(format!("ledger.db{end}"));
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    };
    let server = serve(&engine, &["--create"]).spawn().unwrap();
    let server = Server::of(server);
    crate::support::until("it writes", || {
        engine.directory.path().join("ledger.db-shm").exists()
    });
    for end in ["", "-wal", "-shm"] {
        assert_eq!(mode(end), 0o600, "ledger.db{end}");
    }
    drop(server);
    let (warnings, _) = started(serve(&engine, &[]));
    assert_eq!(warnings, [""; 0]);
    let path = engine.directory.path().join("ledger.db");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let (warnings, _) = started(serve(&engine, &[]));
    let [warning] = &warnings[..] else {
        panic!("{warnings:?}");
    };
    assert!(
        warning.contains("chmod 600") && warning.contains("ledger.db"),
        "{warning}"
    );
    assert_eq!(mode(""), 0o640, "it is left alone");
}

#[test]
fn names_that_cross_a_network_in_the_clear_are_warned_of_once() {
    let engine = Engine::postgres();
    let (warnings, _) = started(serve(&engine, &[]));
    let [of_the_login] = &warnings[..] else {
        panic!("{warnings:?}");
    };
    assert!(of_the_login.contains("owns the tables"), "this machine");
    // It leads to this machine, but no name of it says so.
    let far = engine.url.replace("127.0.0.1", "0.0.0.0");
    let (warnings, _) = started(serve(&engine, &["--database", &far]));
    let [warning, _] = &warnings[..] else {
        panic!("{warnings:?}");
    };
    for part in ["NOT ENCRYPTED", "0.0.0.0:", "sslmode=verify-full"] {
        assert!(warning.contains(part), "{warning}");
    }
}

fn a_url_may_be_in_a_file(engine: &Engine) {
    let file = engine.file("url", format!("{}\n", engine.url));
    let with = |arguments: &[&str], file: &str| -> Output {
        let mut command = engine.command(arguments);
        command.env_remove("WELLHEAD_DATABASE");
        command
            .env("WELLHEAD_DATABASE_FILE", file)
            .output()
            .unwrap()
    };
    let made = with(&["workspace", "create", "Acme"], &file);
    assert!(made.status.success(), "{made:?}");
    assert_eq!(engine.json(&["workspace", "list"])[0]["name"], "Acme");
    let mut command = serve(engine, &["--database-file", &file]);
    command.env_remove("WELLHEAD_DATABASE");
    started(command);

    let both = engine
        .command(&["workspace", "list"])
        .env("WELLHEAD_DATABASE_FILE", &file)
        .output()
        .unwrap();
    assert_eq!(both.status.code(), Some(2));
    let said = String::from_utf8(both.stderr).unwrap();
    for name in ["WELLHEAD_DATABASE ", "WELLHEAD_DATABASE_FILE"] {
        assert!(said.contains(name), "{said}");
    }
    for bad in [
        engine.file("empty", " \n"),
        engine.file("two", "sqlite:SECRET\nsqlite:SECRET\n"),
        engine.file("password", "SECRET=SECRET"),
        engine.file("binary", b"SECRET\xff"),
        "postgres://me:SECRET@db/a".to_owned(),
    ] {
        let refused = with(&["workspace", "list"], &bad);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(1), "{said}");
        assert!(!said.contains("SECRET"), "{said}");
    }
}

/// Whatever the user does with it.
#[test]
fn a_password_is_never_shown() {
    let engine = Engine::postgres();
    let url = engine.url.replace("postgres@", "postgres:SECRET@");
    let hides = |output: Output| {
        let shown = [output.stdout, output.stderr].concat();
        let shown = String::from_utf8(shown).unwrap();
        assert!(!shown.contains("SECRET"), "{shown}");
        shown
    };
    let with = |url: &str, arguments: &[&str]| {
        let mut command = engine.command(arguments);
        command
            .env("WELLHEAD_DATABASE", url)
            .env("WELLHEAD_LOG", "trace");
        command.output().unwrap()
    };
    let shown = hides(with(&url, &["migrate"]));
    assert!(shown.contains("postgres://postgres@127.0.0.1:"), "{shown}");
    let mut command = serve(&engine, &["--database", &url]);
    command.env("WELLHEAD_LOG", "trace");
    let (_, log) = started(command);
    assert!(!log.contains("SECRET"), "{log}");
    for url in [
        "postgres://me:SECRET@127.0.0.1:1/a",
        "postgres://me@127.0.0.1:1/a?password=SECRET",
        "postgres://127.0.0.1:1/a?user=me&password=SECRET&nonsense=1",
        "postgres://me:p@SECRET@127.0.0.1:1/a",
        "postgres://me:SECRET@127.0.0.1:1/a?sslmode=perhaps",
        "postgres:me:SECRET@127.0.0.1/a",
        "postgre://me:SECRET@127.0.0.1/a",
        "me:SECRET@127.0.0.1/a",
        "host=127.0.0.1 user=me password=SECRET",
        "host=127.0.0.1 user=me password=x:SECRET",
        "user=me password='SECRET",
    ] {
        for command in [
            &["workspace", "list"][..],
            &["serve", "--listen", "127.0.0.1:0"],
            &["--help"],
            &["serve", "--help"],
            &["serve", "--nonsense"],
            // In the wrong place.
            &["serve", url],
            &[url],
            &["workspace", "list", "--databse", url],
            &["key", "revoke", url],
        ] {
            let output = with(url, command);
            let is_help = command.contains(&"--help");
            assert_eq!(output.status.success(), is_help, "{command:?}: {output:?}");
            hides(output);
        }
    }
    let said = hides(with("host=db password=SECRET", &["workspace", "list"]));
    assert!(
        said.contains("keywords") && said.contains("postgres://USER"),
        "{said}"
    );
}
