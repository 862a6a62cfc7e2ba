//! What tenants write is shown, whatever it is: a terminal obeys none of it, and a spreadsheet runs none of it.

use serde_json::Value;

use crate::support::{Engine, on_both_engines};

on_both_engines![
    a_terminal_obeys_no_text,
    a_spreadsheet_runs_no_cell,
    messages_quote_safely,
];

/// Clears the screen, turns letters around, and is a formula. A command line takes it, so it has no U+0000.
const EVIL: &str = "=HYPERLINK(\"http://evil.example\")\u{1b}[2J\r\u{9b}2J\u{202e}\u{200f}\u{2066}";

/// Texts like this one wherever a tenant or their system can put one. Returns the workspace, and a run's id.
fn furnish(engine: &Engine) -> (String, String) {
    let workspace = engine.workspace(EVIL);
    let key = ["key", "create", "--role", "sync", "--name", EVIL];
    engine.json(&[&key[..], &["--workspace", &workspace]].concat());
    engine.json(&["connector", "create", "crm", "--name", EVIL]);
    for field in ["--legal-name", "--address", "--purpose"] {
        engine.json(&["connector", "update", "crm", field, EVIL]);
    }
    let cell = EVIL.replace('"', "\"\"");
    let rows = format!(
        "own,external_person_id,full_name,email\n\
         \"{cell}1\",\"{cell}2\",\"{cell}3\",\n\
         \"{cell}4\",\"{cell}5\",\"{cell}\",\"{cell}\"\n\
         \"{cell}1\",\"{cell}5\",\"{cell}\",\n"
    );
    let file = engine.file("people.csv", rows);
    let mut import = vec!["import", "--workspace", &workspace, "--connector", "crm"];
    import.extend(["--direction", "input", "--id", "own", &file]);
    let (done, said) = engine.ends(3, &import);
    assert_eq!(done["rejected"], 1, "{said}");
    is_safe("an import", &said);
    let run = done["workspace_connector_sync_log_id"].as_str();
    let run = run.expect("an import has a run").to_owned();
    let quoted = EVIL.replace('\'', "''");
    engine.execute(&format!(
        "UPDATE {{workspace_connector_sync_logs}} SET status = 'error', error = '{quoted}'"
    ));
    (workspace, run)
}

/// Everything that lists what tenants wrote.
fn commands<'a>(workspace: &'a str, run: &'a str, person: &'a str) -> Vec<Vec<&'a str>> {
    let mut commands = vec![vec!["workspace", "list"], vec!["connector", "list"]];
    for command in [
        &["runs", "list"][..],
        &["runs", "show", run],
        &["provenance", person],
        &["report", person],
        &["changes", "--after", "0"],
        &["audit", "list"],
        &["key", "list"],
    ] {
        commands.push([command, &["--workspace", workspace]].concat());
    }
    commands
}

fn printed(engine: &Engine, command: &[&str], output: &str) -> String {
    let done = engine.run(&[command, &["--output", output]].concat());
    assert!(done.status.success(), "{command:?}: {done:?}");
    String::from_utf8(done.stdout).unwrap()
}

/// The lines have nothing that a terminal obeys.
#[track_caller]
fn is_safe(what: &str, text: &str) {
    let is_evil = |char: char| {
        char != '\n' && (char.is_control() || ('\u{200e}'..='\u{206f}').contains(&char))
    };
    assert!(!text.contains(is_evil), "{what}: {text:?}");
}

fn a_terminal_obeys_no_text(engine: &Engine) {
    let (workspace, run) = furnish(engine);
    let person = format!("{EVIL}2");
    let mut shown = 0;
    for command in commands(&workspace, &run, &person) {
        let text = printed(engine, &command, "text");
        is_safe(&format!("{command:?}"), &text);
        shown += usize::from(text.contains(r"\u{1b}[2J\r\u{9b}2J\u{202e}\u{200f}\u{2066}"));
    }
    assert_eq!(shown, 7, "all but changes and the audit log have one");
}

fn a_spreadsheet_runs_no_cell(engine: &Engine) {
    let (workspace, run) = furnish(engine);
    let person = format!("{EVIL}2");
    let mut quoted = 0;
    for command in commands(&workspace, &run, &person) {
        let table = printed(engine, &command, "csv");
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        for row in reader.records() {
            for cell in &row.unwrap() {
                let is_dash = cell == "-";
                let runs = cell.trim_start().starts_with(['=', '+', '-', '@']);
                assert!(!runs || is_dash, "{command:?}: {cell:?}");
                quoted += usize::from(cell.starts_with("'=HYPERLINK"));
            }
        }
    }
    assert!(quoted >= 7, "{quoted}");
    // What programs read says exactly what there is.
    let listed = engine.json(&["runs", "list", "--workspace", &workspace]);
    assert_eq!(listed[0]["error"], Value::from(EVIL));
}

fn messages_quote_safely(engine: &Engine) {
    let (workspace, _) = furnish(engine);
    let wrong = format!("{EVIL}?");
    for (status, command) in [
        (1, vec!["provenance", EVIL, "--workspace", &workspace]),
        (1, vec!["report", EVIL, "--workspace", &workspace]),
        (
            1,
            vec!["workspace", "delete", &workspace, "--confirm", "no"],
        ),
        (
            1,
            vec!["workspace", "delete", &workspace, "--confirm", &wrong],
        ),
        // These are wrong before anything is opened.
        (2, vec!["runs", "show", EVIL, "--workspace", &workspace]),
        (2, vec![EVIL]),
        (2, vec!["key", "revoke", "--", EVIL]),
    ] {
        let done = engine.run(&command);
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(status), "{command:?}: {said}");
        is_safe(&format!("{command:?}"), &said);
        let quotes = command.iter().any(|word| word.contains(EVIL));
        assert_eq!(said.contains(r"\u{9b}2J"), quotes, "{command:?}: {said}");
    }
    let help = engine.run(&["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(help.stderr.is_empty(), "{help:?}");
}
