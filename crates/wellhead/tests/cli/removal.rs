//! `wellhead workspace delete`.

use std::fmt::Write;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use serde_json::Value;

use crate::kill::setting;
use crate::server::{Server, get};
use crate::support::{Engine, is_in, on_both_engines, until};

on_both_engines![
    a_workspace_is_counted_confirmed_and_removed,
    a_running_server_lets_nobody_in,
    all_of_it_goes_even_if_it_is_killed,
];

fn furnish(engine: &Engine, name: &str, people: usize) -> String {
    let workspace = engine.workspace(name);
    engine.token(&workspace, "admin");
    let mut text = String::from("external_person_id\n");
    for number in 0..people {
        writeln!(text, "{name}-P{number:05}").unwrap();
    }
    let file = engine.file("people.csv", text);
    let of = ["--workspace", &workspace, "--connector", "crm"];
    let import = ["import", &file, "--direction", "input"];
    engine.json(&[&import[..], &of].concat());
    workspace
}

/// What a dry run counts.
fn counted(engine: &Engine, workspace: &str) -> Value {
    engine.json(&["workspace", "delete", workspace, "--dry-run"])
}

fn total(rows: &Value) -> u64 {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["rows"].as_u64().unwrap()).sum()
}

fn ids(engine: &Engine, list: &[&str]) -> Vec<String> {
    let listed = engine.json(&[&["workspace", "list"], list].concat());
    let listed = listed.as_array().unwrap().iter();
    let id = |it: &Value| it["workspace_id"].as_str().unwrap().to_owned();
    listed.map(id).collect()
}

fn a_workspace_is_counted_confirmed_and_removed(engine: &Engine) {
    let workspace = furnish(engine, "Acme", 5);
    let other = furnish(engine, "Other", 5);
    let before = counted(engine, &workspace);
    let links = before.as_array().unwrap().iter();
    let mut links = links.filter(|row| row["table"] == "people_workspace_connectors");
    assert_eq!(links.next().unwrap()["rows"], 5);
    for wrong in [
        engine.fails(&["workspace", "delete", &workspace]),
        engine.fails(&["workspace", "delete", &workspace, "--confirm", "acme"]),
    ] {
        assert!(
            wrong.contains("confirm") || wrong.contains("not the name"),
            "{wrong}"
        );
    }
    assert_eq!(counted(engine, &workspace), before, "nothing has changed");
    let delete = ["workspace", "delete", &workspace, "--confirm", "Acme"];
    assert_eq!(engine.json(&delete), before);
    assert_eq!(ids(engine, &[]), [other]);
    assert_eq!(ids(engine, &["--deleted"]), [&*workspace]);
    let again = engine.fails(&delete);
    assert!(again.contains("was removed at"), "{again}");
    let unknown = "00000000-0000-4000-8000-000000000000";
    let refused = engine.fails(&["workspace", "delete", unknown, "--confirm", "Acme"]);
    assert!(refused.contains("there is no workspace"), "{refused}");
    // Its name is nowhere.
    let named = engine.query("SELECT name FROM {workspaces}");
    assert_eq!(named, ["Other"]);
}

fn a_running_server_lets_nobody_in(engine: &Engine) {
    let workspace = furnish(engine, "Acme", 5);
    let token = engine.token(&workspace, "reader");
    let other = furnish(engine, "Other", 5);
    let theirs = engine.token(&other, "reader");
    let server = Server::start(engine);
    let people = format!("{}/v1/people", server.url);
    assert_eq!(get(&people, Some(&token)).0, 200);
    engine.json(&["workspace", "delete", &workspace, "--confirm", "Acme"]);
    // A server believes a key that it knows for some seconds.
    until("the key opens nothing", || {
        get(&people, Some(&token)).0 == 401
    });
    assert_eq!(get(&people, Some(&theirs)).0, 200);
}

fn all_of_it_goes_even_if_it_is_killed(engine: &Engine) {
    let kills = setting("WELLHEAD_KILLS").unwrap_or(4);
    let seed = setting("WELLHEAD_KILL_SEED").unwrap_or_else(|| rand::rng().next_u64());
    println!("WELLHEAD_KILL_SEED={seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let workspace = furnish(engine, "Acme", 9_000);
    let other = furnish(engine, "Other", 20);
    let (all, theirs) = (counted(engine, &workspace), counted(engine, &other));
    let delete = ["workspace", "delete", &workspace, "--confirm", "Acme"];
    for _ in 0..kills {
        let mut running = engine
            .command(&delete)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(rng.random_range(20..300)));
        running.kill().unwrap();
        running.wait().unwrap();
    }
    // It may have been done before the last kill, and then its last act was not.
    let is_whole = engine.run(&delete).status.success();
    let removed = engine.json(&["workspace", "list", "--deleted"]);
    let [removed] = &removed.as_array().unwrap()[..] else {
        panic!("one: {removed}");
    };
    assert_eq!(removed["workspace_id"], workspace);
    assert!(removed["completed_at"].is_string(), "{removed}");
    assert_eq!(removed["rows"], total(&all), "each row is counted once");
    assert_eq!(counted(engine, &other), theirs);
    let people = engine.query("SELECT CAST(count(*) AS TEXT) FROM {peoples}");
    assert_eq!(people, ["20"]);
    let everything = engine.everything();
    assert!(is_in(&everything, "Other-P00007"));
    if is_whole {
        assert!(!is_in(&everything, "Acme-P"), "something is left of it");
    } else {
        println!("it was done before the last kill");
    }
}
