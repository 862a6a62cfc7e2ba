//! The operator's commands, as a user types them.

use crate::support::{Engine, on_both_engines};
use std::process::Stdio;

use serde_json::json;

on_both_engines![
    workspaces_connectors_and_keys,
    a_database_of_a_newer_wellhead_is_left_alone,
    migrates_once,
    two_that_start_at_once_both_come_up,
];

fn workspaces_connectors_and_keys(engine: &Engine) {
    let made = engine.json(&["workspace", "create", "Acme", "--external-id", "acme-1"]);
    let workspace = made["workspace_id"].as_str().unwrap();
    assert_eq!(made["name"], "Acme");
    let mut listed = made.clone();
    for size in ["records", "links", "keys"] {
        listed[size] = json!(0);
    }
    let limits = [
        "requests_per_second",
        "max_deliveries",
        "max_records",
        "max_links",
    ];
    for limit in limits {
        listed[limit] = json!(null);
    }
    assert_eq!(engine.json(&["workspace", "list"]), json!([listed]));

    let crm = engine.json(&["connector", "create", "crm", "--name", "The CRM"]);
    assert_eq!(
        (&crm["slug"], &crm["name"]),
        (&json!("crm"), &json!("The CRM"))
    );
    let said = engine.fails(&["connector", "create", "crm", "--name", "Another"]);
    assert!(said.contains("'crm' already"), "{said}");
    let said = engine.fails(&["connector", "create", "C R M"]);
    assert!(said.contains("not a slug"), "{said}");
    assert_eq!(engine.json(&["connector", "list"]), json!([crm]));

    let key = engine.json(&["key", "create", "--workspace", workspace, "--role", "sync"]);
    assert!(key["token"].as_str().unwrap().starts_with("whk_"));
    assert_eq!(key["workspace_id"], workspace);
    let listed = engine.json(&["key", "list", "--workspace", workspace]);
    assert_eq!(listed[0]["key_id"], key["key_id"]);
    assert_eq!(listed[0].get("token"), None, "shown once");
    let id = key["key_id"].as_str().unwrap();
    let revoked = engine.json(&["key", "revoke", id]);
    assert!(revoked["revoked_at"].is_string());
    let said = engine.fails(&["key", "revoke", "9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4"]);
    assert!(said.contains("there is no key"), "{said}");

    let text = engine.run(&["workspace", "list"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(
        text.contains("workspace_id") && text.contains("Acme"),
        "{text}"
    );
}

fn migrates_once(engine: &Engine) {
    let first = engine.json(&["migrate"]);
    assert!(first["schema_version"].as_u64().unwrap() >= 1);
    assert_eq!(engine.json(&["migrate"]), first);
}

fn a_database_of_a_newer_wellhead_is_left_alone(engine: &Engine) {
    engine.json(&["migrate"]);
    engine.execute(
        "INSERT INTO wellhead_schema_history (version, name, applied_on, checksum) \
         VALUES (999, 'from_the_future', '2030-01-01T00:00:00Z', '1')",
    );
    engine.execute("UPDATE {installation} SET serves = 999");
    let said = engine.fails(&["workspace", "list"]);
    assert!(said.contains("999") && said.contains("newer"), "{said}");
    engine.execute("DELETE FROM wellhead_schema_history WHERE version = 999");
}

fn two_that_start_at_once_both_come_up(engine: &Engine) {
    let children: Vec<_> = (0..4)
        .map(|_| {
            let mut command = engine.command(&["workspace", "list"]);
            command.stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn a_database_that_cannot_be_reached_is_named() {
    let engine = Engine::sqlite();
    for (url, named) in [
        ("postgres://me:secret@127.0.0.1:1/ledger", "127.0.0.1"),
        (
            "sqlite:/no/such/directory/ledger.db",
            "/no/such/directory/ledger.db",
        ),
        ("ledger.db", "ledger.db"),
        ("mysql://localhost/ledger", "mysql"),
    ] {
        for command in [
            &["serve", "--listen", "127.0.0.1:0"][..],
            &["workspace", "list"],
        ] {
            let said = engine.fails(&[command, &["--database", url]].concat());
            assert!(said.contains(named), "{said}");
            assert!(!said.contains("secret"), "{said}");
        }
    }
    let text = engine.file(
        "text.db",
        "this is no database, though it is long enough to be one",
    );
    let said = engine.fails(&["workspace", "list", "--database", &format!("sqlite:{text}")]);
    assert!(said.contains("text.db"), "{said}");
}

#[test]
fn help_reads_well() {
    let engine = Engine::sqlite();
    let help = String::from_utf8(engine.run(&["--help"]).stdout).unwrap();
    for command in [
        "demo",
        "serve",
        "migrate",
        "openapi",
        "import",
        "runs",
        "disconnect",
        "dedupe",
        "invalidate",
        "workspace",
        "connector",
        "key",
    ] {
        assert!(help.contains(command), "{help}");
    }
    assert!(help.contains("WELLHEAD_DATABASE"), "{help}");
    let help = String::from_utf8(engine.run(&["import", "--help"]).stdout).unwrap();
    for part in [
        "  3    the good rows are imported",
        "--server URL --key-file FILE",
        "--trailer -\n",
    ] {
        assert!(help.contains(part), "{help}");
    }
}

#[test]
fn recipes_are_listed_without_a_database_and_without_an_import() {
    let engine = Engine::sqlite();
    // The command has WELLHEAD_DATABASE in its environment.
    let recipes = engine.json(&["import", "--recipes"]);
    let mut recipes = recipes.as_array().unwrap().iter();
    assert!(recipes.any(|it| it["name"] == "hubspot"));
    let output = engine.run(&["import", "--recipes", "--database", "sqlite:other.db"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    for other in [
        &["people.csv"] as &[_],
        &["--connector", "crm"],
        &["--full"],
    ] {
        let output = engine.run(&[&["import", "--recipes"], other].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("'--recipes' cannot be used with"), "{said}");
    }
}
