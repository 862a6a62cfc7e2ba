//! `wellhead import --full`: links that are missing from the files are swept, if that is safe.

use std::fmt::Write;
use std::ops::Range;

use serde_json::{Value, json};

use crate::support::{Engine, on_both_engines};

on_both_engines![
    exactly_the_missing_links_are_swept,
    too_much_is_refused_with_the_count_unless_confirmed,
    everything_is_never_swept,
    a_bad_row_forbids_it,
    other_directions_and_connectors_are_left_alone,
    a_dry_run_counts_and_writes_nothing,
    a_dry_run_ends_as_the_import_would,
    contradictory_options_are_refused,
];

fn people(engine: &Engine, numbers: Range<usize>) -> String {
    let mut text = String::from("external_person_id,full_name\n");
    for number in numbers.clone() {
        writeln!(text, "P{number:03},Person {number}").unwrap();
    }
    engine.file(&format!("{}-{}.csv", numbers.start, numbers.end), text)
}

fn arguments<'a>(workspace: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["import", "--workspace", workspace];
    arguments.extend(["--connector", "crm", "--direction", "input"]);
    arguments.extend(more);
    arguments
}

/// A workspace with the first hundred people imported.
fn hundred(engine: &Engine) -> String {
    let workspace = engine.workspace("Acme");
    let all = people(engine, 0..100);
    let done = engine.json(&arguments(&workspace, &["--full", &all]));
    assert_eq!(done["links_created"], 100);
    assert_eq!(done["links_swept"], 0);
    workspace
}

/// The external ids of the people who have an active link, sorted.
fn active(engine: &Engine) -> Vec<String> {
    engine.query(
        "SELECT p.external_person_id \
         FROM {people_workspace_connectors} l JOIN {peoples} p ON p.pk = l.people_pk \
         WHERE l.deleted_at IS NULL ORDER BY 1",
    )
}

fn ids(numbers: Range<usize>) -> Vec<String> {
    numbers.map(|number| format!("P{number:03}")).collect()
}

fn exactly_the_missing_links_are_swept(engine: &Engine) {
    let workspace = hundred(engine);
    let some = people(engine, 0..60);
    let done = engine.json(&arguments(&workspace, &[&some]));
    assert_eq!(done["links_swept"], 0, "an incremental run says nothing");
    assert_eq!(active(engine), ids(0..100));
    let others = people(engine, 40..105);
    let done = engine.json(&arguments(&workspace, &["--full", &others]));
    assert_eq!(done["status"], "success");
    assert_eq!(done["links_touched"], 60);
    assert_eq!(done["links_created"], 5);
    assert_eq!(done["links_swept"], 40);
    assert_eq!(active(engine), ids(40..105));
}

fn too_much_is_refused_with_the_count_unless_confirmed(engine: &Engine) {
    let workspace = hundred(engine);
    let few = people(engine, 0..40);
    let full = arguments(&workspace, &["--full", &few]);
    let output = engine.run(&[&full[..], &["--output", "json"]].concat());
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    for part in ["60 of 100 links", "more than 50 %", "--confirm-sweep"] {
        assert!(said.contains(part), "{said}");
    }
    let done: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&done["status"], &done["links_touched"]),
        (&json!("error"), &json!(40))
    );
    assert_eq!(active(engine), ids(0..100));
    let run = done["workspace_connector_sync_log_id"].as_str().unwrap();
    let run = engine.json(&["runs", "show", run, "--workspace", &workspace]);
    let why = run["error"].as_str().unwrap();
    assert!(why.contains("60 of 100 links"), "{why}");

    let said = engine.fails(&[&full[..], &["--sweep-limit", "59"]].concat());
    assert!(said.contains("more than 59 %"), "{said}");
    let done = engine.json(&[&full[..], &["--sweep-limit", "60"]].concat());
    assert_eq!(done["links_swept"], 60);
    assert_eq!(active(engine), ids(0..40));
    let fewer = people(engine, 0..1);
    let confirmed = ["--full", "--confirm-sweep", &fewer];
    let done = engine.json(&arguments(&workspace, &confirmed));
    assert_eq!(done["links_swept"], 39);
}

fn everything_is_never_swept(engine: &Engine) {
    let workspace = hundred(engine);
    let none = people(engine, 0..0);
    let confirmed = ["--full", "--confirm-sweep", &none];
    let said = engine.fails(&arguments(&workspace, &confirmed));
    assert!(said.contains("all 100 links"), "{said}");
    assert!(said.contains("wellhead disconnect"), "{said}");
    assert_eq!(active(engine), ids(0..100));
}

fn a_bad_row_forbids_it(engine: &Engine) {
    let workspace = hundred(engine);
    let some = people(engine, 0..90);
    let bad = engine.file("bad.csv", "external_person_id,full_name\n,Nobody\n");
    let confirmed = ["--full", "--confirm-sweep", &some, &bad];
    let said = engine.fails(&arguments(&workspace, &confirmed));
    assert!(said.contains("bad.csv:2:"), "{said}");
    assert!(said.contains("nothing was swept"), "{said}");
    assert_eq!(active(engine), ids(0..100));
}

fn other_directions_and_connectors_are_left_alone(engine: &Engine) {
    let workspace = hundred(engine);
    let all = people(engine, 0..100);
    for (connector, direction) in [("crm", "output"), ("shop", "input")] {
        let base = ["import", "--workspace", &workspace, "--full"];
        let rest = ["--connector", connector, "--direction", direction, &all];
        engine.json(&[&base[..], &rest].concat());
    }
    let some = people(engine, 0..70);
    let done = engine.json(&arguments(&workspace, &["--full", &some]));
    assert_eq!(done["links_swept"], 30);
    assert_eq!(active(engine).len(), 270);
}

fn a_dry_run_counts_and_writes_nothing(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let all = people(engine, 0..100);
    let bad = engine.file("bad.csv", "external_person_id,full_name\n,Nobody\n");
    let (done, _) = engine.ends(3, &arguments(&workspace, &["--dry-run", &all, &bad]));
    assert_eq!(done, json!({ "read": 101, "good": 100, "rejected": 1 }));
    let done = engine.json(&arguments(&workspace, &["--dry-run", "--full", &all]));
    assert_eq!(done["would_sweep"], 0);
    assert_eq!(engine.json(&["connector", "list"]), json!([]));

    engine.json(&arguments(&workspace, &[&all]));
    let others = people(engine, 40..105);
    let done = engine.json(&arguments(&workspace, &["--dry-run", "--full", &others]));
    let expected = json!({
        "read": 65, "good": 65, "rejected": 0, "links_active": 100, "would_sweep": 40,
    });
    assert_eq!(done, expected);
    assert_eq!(active(engine), ids(0..100));
    let runs = engine.json(&["runs", "list", "--workspace", &workspace]);
    assert_eq!(runs.as_array().unwrap().len(), 1, "the import's alone");
    let done = engine.json(&arguments(&workspace, &["--full", &others]));
    assert_eq!(done["links_swept"], 40, "as the dry run said");
}

fn a_dry_run_ends_as_the_import_would(engine: &Engine) {
    let workspace = hundred(engine);
    let few = people(engine, 0..40);
    let none = people(engine, 0..0);
    let bad = engine.file("bad.csv", "external_person_id,full_name\n,Nobody\n");
    for (more, expected) in [
        (&["--full", &few][..], "60 of 100 links"),
        (&["--full", "--confirm-sweep", &none], "all 100 links"),
        (&["--full", "--confirm-sweep", &few, &bad], "a row is bad"),
        (&["--strict", &few, &bad], "nothing was written"),
    ] {
        let rehearsed = [&["--dry-run"], more].concat();
        let said = engine.fails(&arguments(&workspace, &rehearsed));
        assert!(said.contains(expected), "{said}");
    }
    let confirmed = ["--dry-run", "--full", "--confirm-sweep", &few];
    let done = engine.json(&arguments(&workspace, &confirmed));
    assert_eq!(done["would_sweep"], 60);
}

fn contradictory_options_are_refused(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let file = people(engine, 0..1);
    for (more, named) in [
        (&["--confirm-sweep"][..], "--full"),
        (&["--sweep-limit", "10"], "--full"),
        (&["--full", "--sweep-limit", "101"], "101"),
        (
            &["--full", "--on-duplicate", "append"],
            "--on-duplicate append",
        ),
    ] {
        let (_, said) = engine.ends(2, &arguments(&workspace, &[more, &[&file]].concat()));
        assert!(said.contains(named), "{said}");
    }
}
