//! `wellhead import`, as a user types it.

use std::fmt::Write;
use std::io::Write as _;
use std::process::Stdio;

use crate::support::{Engine, ended, on_both_engines, until};

use serde_json::{Value, json};

on_both_engines![
    fourteen_exports_of_one_population,
    a_second_import_creates_no_second_person,
    bad_rows_are_named_and_do_not_stop_good_ones,
    strict_writes_nothing,
    a_file_without_a_good_row_is_not_a_success,
    reads_ndjson_and_standard_input,
    maps_other_headers,
    says_what_is_wrong_with_the_files_or_the_workspace,
    many_rows_in_several_batches,
    a_killed_import_does_not_block_the_next,
];

fn import(engine: &Engine, workspace: &str, more: &[&str]) -> Value {
    let mut arguments = vec!["import", "--workspace", workspace];
    arguments.extend(more);
    without_run(engine.json(&arguments))
}

/// The result of an import of new links, without its run.
fn summary(read: u64, created: u64, matched: u64, rejected: u64) -> Value {
    json!({
        "record": "people",
        "status": "success",
        "read": read,
        "records_created": created,
        "records_matched": matched,
        "links_created": created + matched,
        "links_touched": 0,
        "links_swept": 0,
        "rejected": rejected,
        "conflicts": 0,
        "records_updated": 0,
        "values_kept": 0, "suppressed": 0,
    })
}

/// The result of an import that touched this many links.
fn touched(links: u64) -> Value {
    let mut summary = summary(links, 0, links, 0);
    summary["links_created"] = json!(0);
    summary["links_touched"] = json!(links);
    summary
}

/// The same without the run's id, which is different each time.
fn without_run(mut summary: Value) -> Value {
    let members = summary.as_object_mut().unwrap();
    let run = members.shift_remove("workspace_connector_sync_log_id");
    assert!(run.unwrap().is_string());
    summary
}

/// Ten systems that know part of a population, and four that received part of it.
fn fourteen_exports_of_one_population(engine: &Engine) {
    let workspace = engine.workspace("Congress");
    let (mut links, mut people) = (0, 0);
    for system in 0..14_usize {
        let direction = if system < 10 { "input" } else { "output" };
        let mut text = String::from("external_person_id,first_name,last_name,full_name,extra\n");
        let mut rows = 0;
        for person in (0..57_usize).filter(|person| (person * 7 + system) % 5 > 0) {
            writeln!(
                text,
                "P{person:03},First{person},\"Last, {person}\",,{system}"
            )
            .unwrap();
            rows += 1;
        }
        let file = engine.file(&format!("{direction}_{system}.csv"), text);
        let connector = format!("system_{system}");
        let done = import(
            engine,
            &workspace,
            &["--connector", &connector, "--direction", direction, &file],
        );
        assert_eq!(done["read"], rows);
        assert_eq!(done["links_created"], rows);
        links += done["links_created"].as_u64().unwrap();
        people += done["records_created"].as_u64().unwrap();
    }
    assert_eq!(people, 57);
    assert!(links > 600, "{links}");
    let connectors = engine.json(&["connector", "list"]);
    assert_eq!(connectors.as_array().unwrap().len(), 14);
}

const TWO: &str = "external_person_id,first_name,last_name\nA,Ada,Lovelace\nB,Bob,Byron\n";

fn a_second_import_creates_no_second_person(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let other = engine.workspace("Other");
    let file = engine.file("people.csv", TWO);
    let arguments = ["--connector", "crm", "--direction", "input", &file];
    assert_eq!(import(engine, &workspace, &arguments), summary(2, 2, 0, 0));
    assert_eq!(import(engine, &workspace, &arguments), touched(2));
    let appended = [&arguments[..], &["--on-duplicate", "append"]].concat();
    assert_eq!(import(engine, &workspace, &appended), summary(2, 0, 2, 0));
    // Another workspace has its own people.
    assert_eq!(import(engine, &other, &arguments), summary(2, 2, 0, 0));
}

const BAD: &[u8] = b"external_person_id,full_name\nA,Ada\n,Nobody\nB\nC,\xff\xfe\nD,Dora\n";

fn bad_rows_are_named_and_do_not_stop_good_ones(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let file = engine.file("bad.csv", BAD);
    let output = engine.run(&[
        "import",
        "--workspace",
        &workspace,
        "--connector",
        "crm",
        "--direction",
        "input",
        "--output",
        "json",
        &file,
    ]);
    let (done, said) = ended(3, &output);
    assert_eq!(without_run(done), summary(5, 2, 0, 3));
    for line in [
        "bad.csv:3: external_person_id is missing",
        "bad.csv:4: 1 fields where the header has 2",
        "bad.csv:5: not UTF-8",
    ] {
        assert!(said.contains(line), "{said}");
    }
}

fn strict_writes_nothing(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let good = engine.file("good.csv", TWO);
    let bad = engine.file("bad.csv", BAD);
    let base = [
        "import",
        "--workspace",
        &workspace,
        "--connector",
        "crm",
        "--direction",
        "input",
        "--strict",
    ];
    let said = engine.fails(&[&base[..], &[&good, &bad]].concat());
    assert!(said.contains("bad.csv:3:"), "{said}");
    assert!(said.contains("nothing was written"), "{said}");
    assert_eq!(engine.json(&["connector", "list"]), json!([]));
    let done = engine.json(&[&base[..], &[&good]].concat());
    let done = without_run(done);
    assert_eq!(done, summary(2, 2, 0, 0), "no link and no person was left");
    let piped = engine.pipe(&[&base[..], &["--output", "json", "-"]].concat(), TWO);
    let done = without_run(serde_json::from_slice(&piped.stdout).unwrap());
    assert_eq!(done, touched(2));
}

fn a_file_without_a_good_row_is_not_a_success(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let file = engine.file(
        "bad.csv",
        "external_person_id,full_name\n1,Ada,x\n2,Bob,x\n",
    );
    let failed = engine.run(&[
        "import",
        "--workspace",
        &workspace,
        "--connector",
        "crm",
        "--direction",
        "input",
        "--output",
        "json",
        &file,
    ]);
    assert_eq!(failed.status.code(), Some(1), "{failed:?}");
    let said = String::from_utf8(failed.stderr).unwrap();
    assert!(said.contains("none of the 2 rows is good"), "{said}");
    let done = without_run(serde_json::from_slice(&failed.stdout).unwrap());
    assert_eq!(
        (&done["status"], &done["rejected"]),
        (&json!("error"), &json!(2))
    );
}

fn reads_ndjson_and_standard_input(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let text = "{\"external_person_id\":\"A\",\"full_name\":\"Ada\"}\n\nnonsense\n\
        {\"external_person_id\":7}\n";
    let output = engine.pipe(
        &[
            "import",
            "--workspace",
            &workspace,
            "--connector",
            "crm",
            "--direction",
            "output",
            "--format",
            "ndjson",
            "--output",
            "json",
            "-",
        ],
        text,
    );
    let (done, said) = ended(3, &output);
    assert_eq!(without_run(done), summary(3, 2, 0, 1));
    assert!(
        said.contains("(standard input):3: not a JSON object"),
        "{said}"
    );
}

fn maps_other_headers(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let file = engine.file("crm.csv", "Email,Given\nada@example.org,Ada\n");
    let arguments = ["--connector", "crm", "--direction", "input"];
    let mapped = [
        "--map",
        "external_person_id=Email",
        "--map",
        "first_name=Given",
        &file,
    ];
    let done = import(engine, &workspace, &[&arguments[..], &mapped].concat());
    assert_eq!(done, summary(1, 1, 0, 0));
}

fn says_what_is_wrong_with_the_files_or_the_workspace(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let headless = engine.file("headless.csv", "id,name\n1,Ada\n");
    let base = ["import", "--connector", "crm", "--direction", "input"];
    let into = |workspace: &str, file: &str| {
        engine.fails(&[&base[..], &["--workspace", workspace, file]].concat())
    };
    let said = into(&workspace, &headless);
    assert!(said.contains("headless.csv"), "{said}");
    assert!(said.contains("external_person_id"), "{said}");
    let said = into(&workspace, "absent.csv");
    assert!(said.contains("absent.csv"), "{said}");
    let nowhere = "9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4";
    let good = engine.file("good.csv", TWO);
    let said = into(nowhere, &good);
    assert!(said.contains("there is no workspace 9b8c7a6d"), "{said}");
}

fn many_rows_in_several_batches(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let mut text = String::from("external_person_id,full_name\n");
    for row in 0..3_500 {
        writeln!(text, "P{},Person {row}", row % 3_000).unwrap();
    }
    let file = engine.file("many.csv", text);
    let done = import(
        engine,
        &workspace,
        &["--connector", "crm", "--direction", "input", &file],
    );
    let mut expected = summary(3_500, 3_000, 500, 0);
    expected["links_created"] = json!(3_000);
    expected["links_touched"] = json!(500);
    assert_eq!(done, expected);
}

fn a_killed_import_does_not_block_the_next(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let arguments = ["--connector", "crm", "--direction", "input"];
    let file = engine.file("people.csv", "external_person_id\nA\nB\n");
    let again = [&arguments[..], &[&*file]].concat();
    let mut first = engine
        .command(&["import", "--workspace", &workspace])
        .args(arguments)
        .args(["--format", "ndjson", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut rows = first.stdin.take().unwrap();
    rows.write_all(b"{\"external_person_id\": \"A\"}\n")
        .unwrap();
    until("a row is written", || {
        engine.query("SELECT 'x' FROM {people_workspace_connectors}") == ["x"]
    });
    let refused = [&["import", "--workspace", &workspace], &again[..]].concat();
    let refused = engine.fails(&refused);
    assert!(refused.contains("another import is running"), "{refused}");

    first.kill().unwrap();
    first.wait().unwrap();
    let mut expected = summary(2, 1, 1, 0);
    (expected["links_created"], expected["links_touched"]) = (json!(1), json!(1));
    assert_eq!(import(engine, &workspace, &again), expected);
    let runs = "SELECT CAST(status AS TEXT) FROM {workspace_connector_sync_logs} ORDER BY pk";
    assert_eq!(engine.query(runs), ["error", "success"]);
}
