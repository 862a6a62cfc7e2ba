//! `wellhead runs`, and imports that do not finish.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::support::{Engine, on_both_engines, until};

on_both_engines![
    lists_the_newest_first,
    shows_one,
    shows_the_rows_that_were_rejected,
    shows_the_row_that_was_one_too_many,
    shows_the_first_of_many_rejected_rows,
    a_failed_import_closes_its_run,
    a_stopped_import_keeps_what_it_committed,
    an_abandoned_run_is_named_and_can_be_closed,
    another_workspaces_run_is_not_found,
];

const TWO: &str = "external_person_id\nA\nB\n";

fn import<'a>(workspace: &'a str, connector: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["import", "--workspace", workspace];
    arguments.extend(["--connector", connector, "--direction", "input"]);
    arguments.extend(more);
    arguments
}

fn list(engine: &Engine, workspace: &str, more: &[&str]) -> Vec<Value> {
    let listed = engine.json(&[&["runs", "list", "--workspace", workspace], more].concat());
    listed.as_array().unwrap().clone()
}

fn id(run: &Value) -> &str {
    run["workspace_connector_sync_log_id"].as_str().unwrap()
}

fn lists_the_newest_first(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    assert_eq!(list(engine, &workspace, &[]), [Value::Null; 0]);
    let file = engine.file("two.csv", TWO);
    let mut made = Vec::new();
    for connector in ["crm", "shop", "crm"] {
        let done = engine.json(&import(&workspace, connector, &[&file]));
        made.insert(0, id(&done).to_owned());
    }
    let ids = |more: &[&str]| -> Vec<_> {
        let runs = list(engine, &workspace, more);
        runs.iter().map(|run| id(run).to_owned()).collect()
    };
    assert_eq!(ids(&[]), made);
    assert_eq!(ids(&["--limit", "2"]), made[..2]);
    assert_eq!(ids(&["--connector", "shop"]), made[1..2]);
    assert_eq!(ids(&["--status", "success"]).len(), 3);
    assert_eq!(ids(&["--status", "error"]), [""; 0]);
    let base = ["runs", "list", "--workspace", &workspace];
    let said = engine.fails(&[&base[..], &["--connector", "mailer"]].concat());
    assert!(said.contains("no connector 'mailer'"), "{said}");
    let text = String::from_utf8(engine.run(&base).stdout).unwrap();
    assert_eq!(text.lines().count(), 4, "a title and three runs: {text}");
    assert!(text.contains("shop"), "{text}");
}

fn shows_one(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let file = engine.file("two.csv", TWO);
    let done = engine.json(&import(&workspace, "crm", &["--full", &file]));
    let mut run = engine.json(&["runs", "show", id(&done), "--workspace", &workspace]);
    let members = run.as_object_mut().unwrap();
    assert_eq!(members.remove("rejections"), Some(json!([])));
    assert_eq!(members.remove("rejected_in_all"), Some(json!(0)));
    assert_eq!(list(engine, &workspace, &[]), std::slice::from_ref(&run));
    for (member, value) in [
        ("connector", Value::from("crm")),
        ("direction", "input".into()),
        ("trigger_type", "manual".into()),
        ("mode", "full".into()),
        ("status", "success".into()),
        ("records_synced", 2.into()),
        ("records_created", 2.into()),
        ("links_created", 2.into()),
        ("rejected", 0.into()),
        ("error", Value::Null),
    ] {
        assert_eq!(run[member], value, "{member}");
    }
    assert!(run["started_at"].is_string());
    assert!(run["completed_at"].is_string());
    assert!(run["duration_ms"].is_u64());
}

fn shows_the_rows_that_were_rejected(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let nobody = "d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f";
    let csv = engine.file(
        "a.csv",
        "external_person_id,first_name\nA,Ada\nB\n\nC,Cy,x\n",
    );
    let known = format!("{{\"people_id\":\"{nobody}\"}}\n{{\"external_person_id\":\"D\"}}\n");
    let known = engine.file("b.ndjson", known);
    let (done, _) = engine.ends(3, &import(&workspace, "crm", &[&csv, &known]));
    let line = |line: u64, file: &str, place: u64, code: &str, detail: &str| {
        json!({
            "line": line, "code": code, "detail": detail,
            "source": {"file": file, "line": place}, "taken": false, "undid_delivery": false,
        })
    };
    assert_eq!(
        engine.rejections(&workspace, id(&done)),
        [
            line(
                2,
                "a.csv",
                3,
                "field_count",
                "1 fields where the header has 2"
            ),
            line(
                3,
                "a.csv",
                5,
                "field_count",
                "3 fields where the header has 2"
            ),
            line(
                4,
                "b.ndjson",
                1,
                "record_not_found",
                "this workspace has no person with this people_id"
            ),
        ]
    );
    let shown = engine.run(&["runs", "show", id(&done), "--workspace", &workspace]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("\nrejected lines:\n"), "{shown}");
    assert!(shown.contains("a.csv:5"), "{shown}");
}

/// An import that stops at a bad row says at its run why.
fn shows_the_row_that_was_one_too_many(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let file = engine.file(
        "a.csv",
        "external_person_id,first_name\nA,Ada\nB\nC\nD,Di\n",
    );
    let more = ["--max-rejected", "1", &file];
    engine.ends(1, &import(&workspace, "crm", &more));
    let run = &list(engine, &workspace, &[])[0];
    assert_eq!(
        (&run["status"], &run["rejected"]),
        (&json!("error"), &json!(2))
    );
    let lines = engine.rejections(&workspace, id(run));
    let lines: Vec<_> = lines.iter().map(|it| &it["source"]["line"]).collect();
    assert_eq!(lines, [3, 4]);
}

fn shows_the_first_of_many_rejected_rows(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let mut many = String::from("external_person_id,first_name\nA,Ada\n");
    many += &"B\n".repeat(1_100);
    let many = engine.file("many.csv", many);
    engine.ends(3, &import(&workspace, "crm", &[&many]));
    let run = &list(engine, &workspace, &[])[0];
    let shown = engine.json(&["runs", "show", id(run), "--workspace", &workspace]);
    assert_eq!(shown["rejected_in_all"], 1_100);
    assert_eq!(shown["rejections"].as_array().unwrap().len(), 1_000);
    let shown = engine.run(&["runs", "show", id(run), "--workspace", &workspace]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    let said = "the first 20 of 1100 rejected lines; --output json shows the 1000 that are kept:";
    assert!(shown.contains(said), "{shown}");
}

fn a_failed_import_closes_its_run(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let mut many = String::from("external_person_id\n");
    for number in 0..2_500 {
        writeln!(many, "P{number}").unwrap();
    }
    let many = engine.file("many.csv", many);
    let headless = engine.file("headless.csv", "id\n1\n");
    let said = engine.fails(&import(&workspace, "crm", &[&many, &headless]));
    assert!(said.contains("headless.csv"), "{said}");
    let runs = list(engine, &workspace, &[]);
    assert_eq!(runs[0]["status"], "error");
    assert_eq!(runs[0]["records_synced"], 2_000, "the batch before");
    let why = runs[0]["error"].as_str().unwrap();
    assert!(why.contains("headless.csv"), "{why}");
    // Nothing blocks the next one.
    engine.json(&import(&workspace, "crm", &[&many]));

    let said = engine.fails(&import(&workspace, "shop", &[&many, "absent.csv"]));
    assert!(said.contains("absent.csv"), "{said}");
    assert_eq!(list(engine, &workspace, &[]).len(), 2, "no run for that");
}

/// An import from a pipe that has delivered two people so far.
fn import_slowly(engine: &Engine, workspace: &str) -> Child {
    import_slowly_in(engine, workspace, engine.directory.path())
}

/// The same, with its own directory for temporary files, as on another machine.
fn import_slowly_in(engine: &Engine, workspace: &str, temporary: &Path) -> Child {
    let mut child = engine
        .command(&import(workspace, "crm", &["-", "--output", "json"]))
        .env("TMPDIR", temporary)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stdin = child.stdin.as_mut().unwrap();
    stdin.write_all(TWO.as_bytes()).unwrap();
    // They are written although no other row comes.
    until("two people are committed", || {
        let runs = list(engine, workspace, &[]);
        runs.first().is_some_and(|run| run["records_synced"] == 2)
    });
    child
}

fn signal(child: &Child, signal: &str) {
    let pid = child.id().to_string();
    let sent = Command::new("kill").args([signal, &pid]).status().unwrap();
    assert!(sent.success());
}

fn a_stopped_import_keeps_what_it_committed(engine: &Engine) {
    for stop in ["-INT", "-TERM"] {
        let workspace = engine.workspace("Acme");
        let mut child = import_slowly(engine, &workspace);
        // The pipe stays open: the command does not wait for its end.
        let pipe = child.stdin.take();
        signal(&child, stop);
        let output = child.wait_with_output().unwrap();
        drop(pipe);
        assert_eq!(output.status.code(), Some(130));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains("stopped; the run is closed as error"),
            "{said}"
        );
        let done: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(done["status"], "error");
        assert_eq!(done["links_created"], 2);
        let runs = list(engine, &workspace, &["--status", "error"]);
        assert_eq!(id(&runs[0]), id(&done));
        assert_eq!(runs[0]["error"], "the import was stopped");
        assert_eq!(runs[0]["records_synced"], 2);
    }
}

fn an_abandoned_run_is_named_and_can_be_closed(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    // Nothing here shows that it is gone.
    let elsewhere = tempfile::tempdir().unwrap();
    let mut child = import_slowly_in(engine, &workspace, elsewhere.path());
    signal(&child, "-KILL");
    child.wait().unwrap();
    let runs = list(engine, &workspace, &["--status", "in_progress"]);
    let open = id(&runs[0]);
    let file = engine.file("two.csv", TWO);
    let again = import(&workspace, "crm", &[&file]);
    let said = engine.fails(&again);
    assert!(said.contains(open), "{said}");
    assert!(
        said.contains(&format!("wellhead runs close {open}")),
        "{said}"
    );
    let close = ["runs", "close", open, "--workspace", &workspace];
    let closed = engine.json(&close);
    assert_eq!(closed["status"], "error");
    assert_eq!(closed["records_synced"], 2);
    let said = engine.fails(&close);
    assert!(said.contains("is closed"), "{said}");
    let done = engine.json(&again);
    assert_eq!(done["links_touched"], 2);
}

fn another_workspaces_run_is_not_found(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let other = engine.workspace("Other");
    let file = engine.file("two.csv", TWO);
    let done = engine.json(&import(&workspace, "crm", &[&file]));
    for command in ["show", "close"] {
        let said = engine.fails(&["runs", command, id(&done), "--workspace", &other]);
        assert!(said.contains("has no run"), "{said}");
    }
    assert_eq!(list(engine, &other, &[]), [Value::Null; 0]);
}

#[test]
fn a_database_that_goes_away_leaves_the_run_open_and_says_so() {
    let engine = Engine::postgres();
    let workspace = engine.workspace("Acme");
    let mut child = import_slowly(&engine, &workspace);
    engine.close_doors();
    let stdin = child.stdin.take().unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    engine.open_doors();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    let runs = list(&engine, &workspace, &["--status", "in_progress"]);
    let left = format!("the run {} is left open", id(&runs[0]));
    assert!(said.contains(&left), "{said}");
    assert_eq!(runs[0]["records_synced"], 2);
}
