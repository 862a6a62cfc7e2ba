//! `wellhead retention`, and what is over on a machine whose clock says that it is.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use serde_json::{Value, json};

use crate::clock::ahead_by;
use crate::kill::setting;
use crate::support::{Engine, ended, is_in, on_both_engines, until};

on_both_engines![
    rules_are_shown_set_and_applied,
    a_rule_that_is_none_is_named,
    a_server_applies_them_by_itself,
    nothing_is_lost_or_left_when_it_is_killed,
    what_is_removed_is_in_no_file,
];

/// Forty days in milliseconds.
const LATER: i64 = 40 * 24 * 3_600 * 1_000;

/// A workspace with so many people, whose links have ended.
fn furnish(engine: &Engine, name: &str, people: usize) -> String {
    let workspace = engine.workspace(name);
    let mut text = String::from("external_person_id\n");
    for number in 0..people {
        writeln!(text, "P{number:05}").unwrap();
    }
    let file = engine.file("people.csv", text);
    let of = ["--workspace", &workspace, "--connector", "crm"];
    let import = ["import", &file, "--direction", "input"];
    engine.json(&[&import[..], &of].concat());
    engine.json(&[&["disconnect"][..], &of].concat());
    workspace
}

fn set(engine: &Engine, workspace: &str, rules: &[&str]) -> Value {
    let set = ["retention", "set", "--workspace", workspace];
    engine.json(&[&set[..], rules].concat())
}

/// `wellhead retention run`, forty days later.
fn later(engine: &Engine, workspace: &str, more: &[&str]) -> Command {
    let run = [
        "--output",
        "json",
        "retention",
        "run",
        "--workspace",
        workspace,
    ];
    let mut command = engine.command(&[&run[..], more].concat());
    ahead_by(engine, LATER, &mut command);
    command
}

/// What it says was removed, by category and kind.
fn removed(engine: &Engine, workspace: &str, more: &[&str]) -> BTreeMap<String, u64> {
    let output = later(engine, workspace, more).output().unwrap();
    let (printed, _) = ended(0, &output);
    let rows = printed.as_array().expect("a list").iter();
    rows.map(|row| {
        let record = row["record"].as_str().unwrap_or_default();
        let holding = format!("{} {record}", row["category"].as_str().unwrap());
        (holding, row["removed"].as_u64().unwrap())
    })
    .collect()
}

/// How many links and runs there are of each workspace, the oldest first.
fn links_and_runs(engine: &Engine) -> Vec<String> {
    let count = |table: &str| {
        format!(
            "(SELECT count(*) FROM {{{table}}} o JOIN {{workspace_connectors}} c ON c.pk = o.workspace_connector_pk \
             WHERE c.workspace_pk = w.pk)"
        )
    };
    engine.query(&format!(
        "SELECT CAST({} AS TEXT) || ' ' || CAST({} AS TEXT) FROM {{workspaces}} w ORDER BY w.pk",
        count("people_workspace_connectors"),
        count("workspace_connector_sync_logs")
    ))
}

fn rules_are_shown_set_and_applied(engine: &Engine) {
    let workspace = furnish(engine, "Acme", 3);
    furnish(engine, "Other", 3);
    let show = ["retention", "show", "--workspace", &workspace];
    let shown = engine.json(&show);
    let days = |shown: &Value| -> Vec<Value> {
        let all = shown.as_array().unwrap().iter();
        all.map(|rule| rule["days"].clone()).collect()
    };
    assert!(days(&shown).iter().all(Value::is_null), "{shown}");
    assert_eq!(removed(engine, &workspace, &[]), BTreeMap::new());
    let shown = set(
        engine,
        &workspace,
        &[
            "links=60",
            "links/people=30",
            "runs/people=30",
            "journal=90",
        ],
    );
    assert_eq!(engine.json(&show), shown);
    let of = |shown: &Value, category: &str, record: Value| {
        let all = shown.as_array().unwrap().iter();
        let mut found = all.filter(|it| it["category"] == category && it["record"] == record);
        found.next().unwrap().clone()
    };
    assert_eq!(of(&shown, "links", json!("people"))["days"], 30);
    assert_eq!(of(&shown, "links", json!("company"))["days"], 60);
    assert_eq!(of(&shown, "journal", Value::Null)["days"], 90);
    assert_eq!(of(&shown, "history", json!("people"))["days"], Value::Null);
    let before = links_and_runs(engine);
    assert_eq!(before, ["3 1", "3 1"]);
    let counted = removed(engine, &workspace, &["--dry-run"]);
    assert_eq!(counted["links people"], 3);
    assert_eq!(counted["runs people"], 1);
    assert!(counted["journal "] > 0);
    assert_eq!(links_and_runs(engine), before);
    assert_eq!(removed(engine, &workspace, &[]), counted);
    assert_eq!(links_and_runs(engine), ["0 0", "3 1"]);
    assert_eq!(removed(engine, &workspace, &[]), BTreeMap::new());
    let shown = set(engine, &workspace, &["links=forever"]);
    assert_eq!(of(&shown, "links", json!("company"))["days"], Value::Null);
    assert_eq!(of(&shown, "runs", json!("people"))["days"], 30);
    let people = of(&shown, "links", json!("people"));
    assert!(people["removed_before"].is_string(), "{people}");
}

fn a_rule_that_is_none_is_named(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    for (rule, why) in [
        ("links", "not a rule"),
        ("links=0", "'0' is not a number of days from 1 to 36500"),
        ("links=soon", "'soon' is not a number of days"),
        ("dogs=3", "'dogs' is not something that is kept"),
        ("links/dogs=3", "'links/dogs' is not something that is kept"),
        ("journal/people=3", "'journal/people' is not something"),
    ] {
        let arguments = ["retention", "set", "--workspace", &workspace, rule];
        let output = engine.run(&arguments);
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(why), "{rule}: {said}");
    }
}

fn a_server_applies_them_by_itself(engine: &Engine) {
    let workspace = furnish(engine, "Acme", 3);
    furnish(engine, "Other", 3);
    set(engine, &workspace, &["links=30"]);
    let server = crate::clock::shifted(engine, LATER);
    until("the links are gone", || {
        links_and_runs(engine) == ["0 1", "3 1"]
    });
    drop(server);
    let jobs =
        engine.query("SELECT CAST(kind AS TEXT) FROM {jobs} WHERE CAST(kind AS TEXT) = 'retain'");
    assert_eq!(jobs, ["retain"]);
}

fn what_is_removed_is_in_no_file(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    // Each rejected line has the name of its file.
    let bad = format!("{}\n", "x".repeat(501)).repeat(800);
    let file = engine.file("zqmarked.csv", format!("external_person_id\nP1\n{bad}"));
    let of = ["--workspace", &workspace, "--connector", "crm"];
    let (done, said) = engine.ends(
        3,
        &[&["import", &file, "--direction", "input"][..], &of].concat(),
    );
    assert_eq!(done["rejected"], 800, "{said}");
    assert!(is_in(&engine.everything(), "zqmarked"));
    set(engine, &workspace, &["rejections=30", "runs=30"]);
    let removed = removed(engine, &workspace, &[]);
    assert_eq!(removed["rejections people"], 800, "{removed:?}");
    assert!(!is_in(&engine.everything(), "zqmarked"));
}

fn nothing_is_lost_or_left_when_it_is_killed(engine: &Engine) {
    let kills = setting("WELLHEAD_KILLS").unwrap_or(4);
    let seed = setting("WELLHEAD_KILL_SEED").unwrap_or_else(|| rand::rng().next_u64());
    println!("WELLHEAD_KILL_SEED={seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let people = 9_000;
    let workspace = furnish(engine, "Acme", people);
    furnish(engine, "Other", 10);
    set(engine, &workspace, &["links=30", "runs=30"]);
    for _ in 0..kills {
        let mut running = later(engine, &workspace, &[])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(rng.random_range(20..400)));
        running.kill().unwrap();
        running.wait().unwrap();
    }
    removed(engine, &workspace, &[]);
    assert_eq!(links_and_runs(engine), ["0 0", "10 1"]);
    // All that the jobs say they have removed is what there was: each row once.
    let mut of_jobs = 0;
    for stored in engine.query("SELECT CAST(removed AS TEXT) FROM {jobs} WHERE removed IS NOT NULL")
    {
        let removed: Value = serde_json::from_str(&stored).unwrap();
        of_jobs += removed["links/people"].as_u64().unwrap_or_default();
    }
    assert_eq!(of_jobs, people as u64);
    let left = engine.query("SELECT 'x' FROM {link_history} UNION ALL SELECT 'x' FROM {sync_deliveries} d \
         WHERE NOT EXISTS (SELECT 1 FROM {workspace_connector_sync_logs} r WHERE r.pk = d.workspace_connector_sync_log_pk)");
    assert_eq!(left, [""; 0]);
    println!(
        "kills {kills}, links removed {of_jobs}, jobs {}",
        engine
            .query("SELECT 'x' FROM {jobs} WHERE CAST(kind AS TEXT) = 'retain'")
            .len()
    );
}
