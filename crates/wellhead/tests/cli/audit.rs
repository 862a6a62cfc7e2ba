//! The audit log as an operator reads and checks it, and what somebody does to it who owns the database.

use serde_json::{Value, json};

use crate::server::{Server, get};
use crate::support::{Engine, on_both_engines};

on_both_engines![
    commands_are_in_the_log,
    a_tampered_log_is_found,
    a_tampered_export_is_found,
    a_log_that_was_written_anew_is_found_by_an_export,
    what_was_done_is_in_the_log_when_the_server_has_stopped,
];

fn verify<'a>(workspace: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    [&["audit", "verify"], rest, &["--workspace", workspace]].concat()
}

/// The acts and subjects of the log, oldest first.
fn told(engine: &Engine, workspace: &str, more: &[&str]) -> Vec<String> {
    let list = ["audit", "list", "--workspace", workspace];
    let listed = engine.json(&[&list[..], more].concat());
    let told = listed.as_array().unwrap().iter().rev().map(|it| {
        let [act, subject] = ["act", "subject"].map(|name| it[name].as_str().unwrap());
        format!("{act} {subject}")
    });
    told.collect()
}

/// A workspace with a log of a few entries: 1 is its own creation, 2 to 5 that of keys.
fn furnish(engine: &Engine) -> String {
    let workspace = engine.workspace("Acme");
    for role in ["admin", "sync", "reader", "reader"] {
        engine.token(&workspace, role);
    }
    workspace
}

fn commands_are_in_the_log(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let of = ["--workspace", &workspace];
    let made = engine.json(&[&["key", "create", "--role", "sync"], &of[..]].concat());
    engine.json(&["key", "revoke", made["key_id"].as_str().unwrap()]);
    let file = engine.file("a.csv", "external_person_id,full_name\nE-1,Ada Lovelace\n");
    let import = [
        "import",
        "--connector",
        "crm",
        "--direction",
        "input",
        &file,
    ];
    engine.json(&[&import[..], &of].concat());
    engine.json(&[&["provenance", "E-1"], &of[..]].concat());
    engine.json(&[&["dedupe", "--dry-run"], &of[..]].concat());
    engine.json(&[&["disconnect", "--connector", "crm"], &of[..]].concat());
    engine.json(&[&["audit", "verify"], &of[..]].concat());
    let expected = [
        "create workspace",
        "create api_key",
        "revoke api_key",
        "import workspace_connector_sync_log",
        "provenance people",
        "deduplicate people_workspace_connector",
        "disconnect workspace_connector",
        "verify audit_event",
    ];
    assert_eq!(told(engine, &workspace, &[]), expected);
    let text = engine.run(&[&["audit", "export"], &of[..]].concat());
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(!text.contains("Ada") && !text.contains("E-1"), "{text}");
    let revoked = told(engine, &workspace, &["--act", "revoke"]);
    assert_eq!(revoked, ["revoke api_key"]);
    let key = ["--id", made["key_id"].as_str().unwrap()];
    assert_eq!(told(engine, &workspace, &key), expected[1..3]);
    let all = told(engine, &workspace, &["--actor", "operator", "--limit", "2"]);
    assert_eq!(all.len(), 2);
    let nothing = engine.ends(2, &["audit", "verify"]);
    assert!(nothing.1.contains("--workspace"), "{}", nothing.1);
}

/// Runs SQL as the owner of the tables, who can switch triggers off.
fn attack(engine: &Engine, sql: &str) {
    let (off, on) = if engine.is_sqlite() {
        let triggers = engine.query(
            "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'audit\\_%' ESCAPE '\\'",
        );
        let names = ["events_not_changed", "events_not_deleted", "heads_grow"];
        assert_eq!(triggers.len(), names.len());
        let off = names.map(|name| format!("DROP TRIGGER audit_{name};"));
        (off.concat(), triggers.join(";") + ";")
    } else {
        let all = |how: &str| {
            ["audit_events", "audit_heads"]
                .map(|table| format!("ALTER TABLE {{{table}}} {how} TRIGGER ALL;"))
                .concat()
        };
        (all("DISABLE"), all("ENABLE"))
    };
    engine.execute(&format!("{off} {sql}"));
    engine.execute(&on);
}

/// Columns of an entry, each with another value for it.
const ALTERED: [(&str, &str); 8] = [
    ("act", "'search'"),
    ("act", "'nothing that is known'"),
    ("actor", "'console'"),
    ("subject", "'people'"),
    ("outcome", "'refused'"),
    ("status", "204"),
    ("address", "'192.0.2.7'"),
    ("detail", "'{\"upto\":1}'"),
];

fn a_tampered_log_is_found(engine: &Engine) {
    // Whoever does not switch the triggers off cannot change anything.
    let workspace = furnish(engine);
    let of = "workspace_pk = 1";
    for sql in [
        format!("UPDATE {{audit_events}} SET act = 'search' WHERE {of} AND position = 3"),
        format!("DELETE FROM {{audit_events}} WHERE {of} AND position = 3"),
        format!("UPDATE {{audit_heads}} SET head = 4 WHERE {of}"),
    ] {
        let refused =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| engine.execute(&sql)));
        assert!(refused.is_err(), "{sql}");
    }
    let intact = engine.json(&verify(&workspace, &[]));
    assert_eq!(
        (&intact["intact"], &intact["upto"]),
        (&json!(true), &json!(5))
    );

    let (micros, bytes) = if engine.is_sqlite() {
        ("created_at + 1", "x'00'")
    } else {
        ("created_at + interval '1 microsecond'", "'\\x00'")
    };
    let zeros = bytes.replace("00", &"00".repeat(32));
    let zeros = zeros.as_str();
    let mut attacks = Vec::new();
    let at = format!("WHERE {of} AND position");
    for (column, value) in ALTERED
        .into_iter()
        .chain([("created_at", micros), ("hash", zeros)])
    {
        let sql = format!("UPDATE {{audit_events}} SET {column} = {value} {at} = 3");
        attacks.push((sql, 3, "altered"));
    }
    let swap = |one: u8, other: u8| {
        let moves = [(one, 99), (other, one), (99, other)];
        moves
            .map(|(from, to)| format!("UPDATE {{audit_events}} SET position = {to} {at} = {from};"))
            .concat()
    };
    attacks.push((swap(2, 4), 2, "altered"));
    attacks.push((
        format!("DELETE FROM {{audit_events}} {at} = 3"),
        3,
        "missing",
    ));
    attacks.push((
        format!("DELETE FROM {{audit_events}} {at} = 1"),
        1,
        "missing",
    ));
    attacks.push((
        format!("DELETE FROM {{audit_events}} {at} >= 4"),
        4,
        "cut_off",
    ));
    attacks.push((
        format!("UPDATE {{audit_heads}} SET head = 5 WHERE {of}"),
        6,
        "beyond_the_end",
    ));
    attacks.push((
        format!("UPDATE {{audit_heads}} SET hash = {zeros} WHERE {of}"),
        6,
        "altered",
    ));
    attacks.push((
        format!("DELETE FROM {{audit_heads}} WHERE {of}"),
        1,
        "without_an_end",
    ));
    let save = "DROP TABLE IF EXISTS saved_events; DROP TABLE IF EXISTS saved_heads; \
        CREATE TABLE saved_events AS SELECT * FROM {audit_events}; \
        CREATE TABLE saved_heads AS SELECT * FROM {audit_heads};";
    let restore = "DELETE FROM {audit_events}; DELETE FROM {audit_heads}; \
        INSERT INTO {audit_heads} SELECT * FROM saved_heads; \
        INSERT INTO {audit_events} SELECT * FROM saved_events;";
    engine.execute(save);
    for (sql, position, flaw) in attacks {
        attack(engine, &sql);
        let (found, _) = engine.ends(1, &verify(&workspace, &[]));
        let is = (&found["intact"], &found["broken_at"], &found["flaw"]);
        assert_eq!(is, (&json!(false), &json!(position), &json!(flaw)), "{sql}");
        attack(engine, restore);
    }
    // The entries about the checks were undone with the attacks, but for the first.
    let intact = engine.json(&verify(&workspace, &[]));
    assert_eq!(intact["upto"], 6);
}

/// Exports the log, and returns the lines.
fn export(engine: &Engine, workspace: &str) -> Vec<String> {
    let exported = engine.run(&["audit", "export", "--workspace", workspace]);
    assert!(exported.status.success(), "{exported:?}");
    let text = String::from_utf8(exported.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn a_tampered_export_is_found(engine: &Engine) {
    let workspace = furnish(engine);
    let lines = export(engine, &workspace);
    assert_eq!(lines.len(), 7);
    let check = |lines: &[String]| engine.file("log.ndjson", lines.join("\n") + "\n");
    let file = check(&lines);
    let nowhere = engine.command(&["audit", "verify", &file, "--output", "json"]);
    let mut nowhere = nowhere;
    // A file needs no database.
    let found = nowhere.env("WELLHEAD_DATABASE", "sqlite:/nowhere").output();
    let found: Value = serde_json::from_slice(&found.unwrap().stdout).unwrap();
    assert_eq!(
        (&found["intact"], &found["upto"]),
        (&json!(true), &json!(5))
    );
    assert_eq!(found["workspace_id"], workspace);

    let mut altered = lines.clone();
    altered[3] = altered[3].replace("operator", "console");
    let mut spaced = lines.clone();
    spaced[3] = spaced[3].replace("\"act\":", "\"act\": ");
    let mut swapped = lines.clone();
    swapped.swap(2, 4);
    let mut doubled = lines.clone();
    doubled.insert(3, lines[2].clone());
    let mut missing = lines.clone();
    missing.remove(3);
    let cut_off = lines[..4].to_vec();
    let mut cut_and_ended = cut_off.clone();
    cut_and_ended.push(lines[6].clone());
    let mut longer = lines.clone();
    longer.push(lines[5].clone());
    let other = lines[0].replace(&workspace[..8], "00000000");
    let foreign: Vec<_> = [other].into_iter().chain(lines[1..].to_vec()).collect();
    for (lines, position, flaw) in [
        (altered, 3, "altered"),
        (spaced, 3, "altered"),
        (swapped, 2, "missing"),
        (doubled, 3, "reordered"),
        (missing, 3, "missing"),
        (cut_off, 4, "cut_off"),
        (cut_and_ended, 4, "cut_off"),
        (longer, 6, "beyond_the_end"),
        (foreign, 1, "altered"),
    ] {
        let file = check(&lines);
        let (found, _) = engine.ends(1, &["audit", "verify", &file]);
        let is = (&found["broken_at"], &found["flaw"]);
        assert_eq!(is, (&json!(position), &json!(flaw)), "{lines:#?}");
    }
    let file = engine.file("no.ndjson", "{\"position\":1}\n");
    let (_, why) = engine.ends(1, &["audit", "verify", &file]);
    assert!(
        why.contains("no.ndjson") && why.contains("first line"),
        "{why}"
    );
}

/// Whoever owns the database and knows how can write a log anew as a whole, with hashes that fit. An export that is kept
/// elsewhere tells.
fn a_log_that_was_written_anew_is_found_by_an_export(engine: &Engine) {
    let workspace = furnish(engine);
    let kept = export(engine, &workspace).join("\n") + "\n";
    let kept = engine.file("kept.ndjson", kept);
    let found = engine.json(&verify(&workspace, &[&kept]));
    assert_eq!(found["intact"], true);
    let other = engine.workspace("Other");
    let (_, why) = engine.ends(1, &verify(&other, &[&kept]));
    assert!(why.contains("is an export of"), "{why}");
    // Another log, whole in itself, as if the same had been done at other times.
    let zeros = if engine.is_sqlite() {
        format!("x'{}'", "00".repeat(32))
    } else {
        format!("'\\x{}'", "00".repeat(32))
    };
    attack(
        engine,
        &format!(
            "DELETE FROM {{audit_events}} WHERE workspace_pk = 1; \
             UPDATE {{audit_heads}} SET head = 0, hash = {zeros} WHERE workspace_pk = 1"
        ),
    );
    for role in ["admin", "sync", "reader", "reader", "reader", "reader"] {
        engine.token(&workspace, role);
    }
    let found = engine.json(&verify(&workspace, &[]));
    assert_eq!(found["intact"], true, "it looks right");
    let (found, _) = engine.ends(1, &verify(&workspace, &[&kept]));
    let is = (&found["broken_at"], &found["flaw"]);
    assert_eq!(is, (&json!(1), &json!("altered")));
}

fn what_was_done_is_in_the_log_when_the_server_has_stopped(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "reader");
    let mut server = Server::start(engine);
    let url = format!("{}/v1/people?filter[search]=ada", server.url);
    for _ in 0..30 {
        assert_eq!(get(&url, Some(&token)).0, 200);
    }
    stop(&server);
    assert!(server.child.wait().unwrap().success());
    let list = ["audit", "list", "--workspace", &workspace, "--limit", "100"];
    let listed = engine.json(&[&list[..], &["--act", "search"]].concat());
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), 30);
    assert!(listed.iter().all(|it| it["address"] == "127.0.0.1"));
    engine.json(&verify(&workspace, &[]));
}

/// Asks a server to stop.
fn stop(server: &Server) {
    let id = server.child.id().to_string();
    let done = std::process::Command::new("kill").arg(id).status();
    assert!(done.unwrap().success());
}
