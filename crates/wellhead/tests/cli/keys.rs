//! `wellhead key` and what becomes of keys: names, ends, rotations, uses.

use std::time::Duration;

use serde_json::{Value, json};
use wellhead_core::time::Timestamp;

use crate::server::{Server, get};
use crate::support::{Engine, on_both_engines, until};

on_both_engines![
    a_key_has_a_name_an_end_and_a_prefix,
    a_key_is_rotated,
    a_rotation_can_end_a_key_at_once,
    a_server_that_stops_says_when_keys_were_used,
];

fn create(engine: &Engine, workspace: &str, more: &[&str]) -> Value {
    let create = ["key", "create", "--workspace", workspace, "--role", "sync"];
    engine.json(&[&create[..], more].concat())
}

/// The key as it is listed.
fn listed(engine: &Engine, id: &Value) -> Value {
    let all = engine.json(&["key", "list"]);
    let mut all = all.as_array().unwrap().iter();
    all.find(|key| key["key_id"] == *id).unwrap().clone()
}

fn time(value: &Value) -> Timestamp {
    value.as_str().unwrap().parse().unwrap()
}

/// How long it is from one to the other.
fn between(one: &Value, other: &Value) -> Duration {
    let micros = time(other).as_micros() - time(one).as_micros();
    Duration::from_micros(micros.try_into().unwrap())
}

fn a_key_has_a_name_an_end_and_a_prefix(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let named = ["--name", "The nightly import", "--expires", "90d"];
    let made = create(engine, &workspace, &named);
    let token = made["token"].as_str().unwrap();
    let key = listed(engine, &made["key_id"]);
    assert_eq!(key["name"], "The nightly import");
    assert_eq!(key["prefix"], token[..12]);
    let lasts = between(&key["created_at"], &key["expires_at"]);
    assert_eq!(lasts, Duration::from_hours(90 * 24));
    assert_eq!(
        (&key["last_used_at"], &key["revoked_at"]),
        (&Value::Null, &Value::Null)
    );

    let instant = "2126-01-31T00:00:00.000Z";
    let made = create(engine, &workspace, &["--expires", instant]);
    assert_eq!(listed(engine, &made["key_id"])["expires_at"], instant);
    let plain = create(engine, &workspace, &[]);
    assert_eq!(
        (&plain["name"], &plain["expires_at"]),
        (&Value::Null, &Value::Null)
    );

    let key = ["key", "create", "--workspace", &workspace, "--role", "sync"];
    let refused = |more: [&str; 2]| {
        let (_, said) = engine.ends(
            if more[1] == "0s" { 1 } else { 2 },
            &[&key[..], &more].concat(),
        );
        said
    };
    let said = refused(["--expires", "0s"]);
    assert!(said.contains("not later than now"), "{said}");
    let said = refused(["--expires", "soon"]);
    assert!(
        said.contains("90d") && said.contains("2027-01-31"),
        "{said}"
    );
    refused(["--name", " "]);
    let text = engine.run(&["key", "list"]);
    let text = String::from_utf8(text.stdout).unwrap();
    for column in ["name", "prefix", "expires_at", "last_used_at"] {
        assert!(text.contains(column), "{text}");
    }
    assert!(!text.contains(token), "shown once");
}

fn a_key_is_rotated(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let made = create(
        engine,
        &workspace,
        &["--name", "The nightly import", "--expires", "30d"],
    );
    let id = made["key_id"].as_str().unwrap();
    let rotated = engine.json(&["key", "rotate", id]);
    assert_eq!(rotated["replaces"], id);
    assert_eq!(
        (&rotated["name"], &rotated["role"]),
        (&made["name"], &json!("sync"))
    );
    let (old, new) = (
        listed(engine, &made["key_id"]),
        listed(engine, &rotated["key_id"]),
    );
    assert_eq!(
        between(&new["created_at"], &old["expires_at"]),
        Duration::from_hours(24)
    );
    assert_eq!(old["expires_at"], rotated["replaced_until"]);
    let lasts = between(&new["created_at"], &new["expires_at"]);
    assert_eq!(lasts, Duration::from_hours(30 * 24), "as long as the first");

    let said = engine.fails(&["key", "rotate", id, "--overlap", "8d"]);
    assert!(said.contains("7d at most"), "{said}");
    engine.json(&["key", "revoke", id]);
    let said = engine.fails(&["key", "rotate", id]);
    assert!(said.contains("is revoked or has expired"), "{said}");
    let log = engine.json(&["audit", "list", "--workspace", &workspace]);
    let log = log.as_array().unwrap().iter();
    let found = log.filter(|it| it["act"] == "rotate").collect::<Vec<_>>();
    let [rotation] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(rotation["subject_id"], id);
    assert_eq!(rotation["detail"]["successor"], rotated["key_id"]);
}

fn a_rotation_can_end_a_key_at_once(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let made = create(engine, &workspace, &[]);
    let server = Server::start(engine);
    let people = format!("{}/v1/people", server.url);
    let status = |key: &Value| get(&people, Some(key["token"].as_str().unwrap())).0;
    assert_eq!(status(&made), 200);
    let id = made["key_id"].as_str().unwrap();
    let rotated = engine.json(&["key", "rotate", id, "--overlap", "0s"]);
    // A server believes a key that it knows for some seconds.
    until("the key opens nothing", || status(&made) == 401);
    assert_eq!(status(&rotated), 200);
}

fn a_server_that_stops_says_when_keys_were_used(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let made = create(engine, &workspace, &[]);
    let unused = create(engine, &workspace, &[]);
    let mut server = Server::start(engine);
    let people = format!("{}/v1/people", server.url);
    let token = made["token"].as_str();
    assert_eq!(get(&people, token).0, 200);
    server.stop();
    let key = listed(engine, &made["key_id"]);
    assert!(time(&key["last_used_at"]) >= time(&key["created_at"]));
    assert_eq!(
        listed(engine, &unused["key_id"])["last_used_at"],
        Value::Null
    );
}
