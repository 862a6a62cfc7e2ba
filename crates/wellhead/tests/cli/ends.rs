//! How `wellhead import` ends: what counts as a success or a failure, and where a file ends.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::support::{Engine, ended, on_both_engines, until};

on_both_engines![
    the_exit_status_says_how_many_rows_were_good,
    a_run_without_good_rows_fails,
    more_bad_rows_than_are_allowed_end_it,
    a_percentage_of_bad_rows_is_checked_at_the_end,
    a_sweep_from_a_pipe_needs_an_end,
    an_end_is_a_number_of_rows,
    an_end_is_a_last_line,
    a_file_that_changes_while_it_is_read_sweeps_nothing,
    control_characters_in_files_are_escaped,
];

const GOOD: &str = "external_person_id,full_name\nA,Ada\nB,Bob\n";
const MIXED: &str = "external_person_id,full_name\nA,Ada\n,Nobody\nB\nC,Cleo\n";
const BAD: &str = "external_person_id,full_name\n,Nobody\n,No one\n";
/// An object over several lines, none of which is an object.
const BROKEN: &str = "{\n  \"external_person_id\": \"A\",\n}\n";

fn arguments<'a>(workspace: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["import", "--workspace", workspace];
    arguments.extend(["--connector", "crm", "--direction", "input"]);
    arguments.extend(more);
    arguments
}

/// The newest run.
fn run(engine: &Engine, workspace: &str) -> Value {
    engine.json(&["runs", "list", "--workspace", workspace, "--limit", "1"])[0].clone()
}

fn active(engine: &Engine) -> usize {
    let links = "SELECT 'x' FROM {people_workspace_connectors} WHERE deleted_at IS NULL";
    engine.query(links).len()
}

fn the_exit_status_says_how_many_rows_were_good(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let good = engine.file("good.csv", GOOD);
    let mixed = engine.file("mixed.csv", MIXED);
    let bad = engine.file("bad.csv", BAD);
    let broken = engine.file("broken.json", BROKEN);
    for (file, status) in [(&good, 0), (&mixed, 3), (&bad, 1), (&broken, 1)] {
        for dry in [&["--dry-run"][..], &[]] {
            let more = [dry, &[file]].concat();
            engine.ends(status, &arguments(&workspace, &more));
        }
    }
    engine.ends(2, &arguments(&workspace, &["--max-rejected", "x", &good]));
    engine.ends(0, &arguments(&workspace, &["--strict", &good]));
    engine.ends(1, &arguments(&workspace, &["--strict", &mixed]));
    // Bad files do not spoil good ones.
    let (done, _) = engine.ends(3, &arguments(&workspace, &[&bad, &good]));
    assert_eq!(done["links_touched"], 2);
    let empty = engine.file("empty.csv", "external_person_id\n");
    engine.ends(0, &arguments(&workspace, &[&empty]));
}

fn a_run_without_good_rows_fails(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let bad = engine.file("bad.csv", BAD);
    let (done, said) = engine.ends(1, &arguments(&workspace, &[&bad]));
    let expected = "none of the 2 rows is good: ";
    assert!(said.contains(expected), "{said}");
    assert_eq!(done["status"], "error");
    assert_eq!(done["rejected"], 2);
    let run = run(engine, &workspace);
    assert_eq!(run["status"], "error");
    let run = run["workspace_connector_sync_log_id"].as_str().unwrap();
    let run = engine.json(&["runs", "show", run, "--workspace", &workspace]);
    let why = run["error"].as_str().unwrap();
    assert!(why.starts_with(expected), "{why}");
    assert!(why.contains("bad.csv:2: external_person_id"), "{why}");
}

fn more_bad_rows_than_are_allowed_end_it(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let mixed = engine.file("mixed.csv", MIXED);
    for allowed in ["2", "100%", "50%"] {
        let more = ["--max-rejected", allowed, &mixed];
        let (done, _) = engine.ends(3, &arguments(&workspace, &more));
        assert_eq!(done["status"], "success");
    }
    let more = ["--max-rejected", "1", &mixed];
    let (done, said) = engine.ends(1, &arguments(&workspace, &more));
    assert!(
        said.contains("2 of 3 rows were bad, more than --max-rejected 1"),
        "it is over before the last row: {said}"
    );
    assert_eq!(done["status"], "error");
    let more = ["--max-rejected", "0", &mixed];
    let (done, _) = engine.ends(1, &arguments(&workspace, &more));
    assert_eq!(done["read"], 2);
    let more = ["--dry-run", "--max-rejected", "0", &mixed];
    engine.ends(1, &arguments(&workspace, &more));
}

fn a_percentage_of_bad_rows_is_checked_at_the_end(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    // The first row is bad: at that point, 100% of what was read.
    let file = engine.file("one.csv", "external_person_id\n\u{1}\0\nA\nB\nC\n");
    let more = ["--max-rejected", "25%", &file];
    let (done, _) = engine.ends(3, &arguments(&workspace, &more));
    assert_eq!(done["links_created"], 3);
    let more = ["--max-rejected", "24.9%", &file];
    let (done, said) = engine.ends(1, &arguments(&workspace, &more));
    for part in ["1 of 4 rows", "--max-rejected 24.9%", "the 3 rows"] {
        assert!(said.contains(part), "{said}");
    }
    assert_eq!(done["links_touched"], 3, "what was committed stays");
}

fn a_sweep_from_a_pipe_needs_an_end(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let pipe = engine.directory.path().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let good = engine.file("good.csv", GOOD);
    for source in ["-", "/dev/stdin", pipe.to_str().unwrap()] {
        for dry in [&["--dry-run"][..], &[]] {
            let more = [&["--full"], dry, &[&good, source]].concat();
            let (_, said) = ended(2, &engine.pipe(&arguments(&workspace, &more), GOOD));
            for way in ["--expect", "--trailer", "write to a file"] {
                assert!(said.contains(way), "{said}");
            }
        }
    }
    assert_eq!(engine.json(&["connector", "list"]), json!([]));
}

/// A workspace with two links, and the result of a full import of this text from a pipe.
fn pipe(engine: &Engine, status: i32, more: &[&str], input: &str) -> (Value, String) {
    let workspace = engine.workspace("Acme");
    let good = engine.file("good.csv", GOOD);
    engine.json(&arguments(&workspace, &["--full", &good]));
    let more = [&["--full", "--confirm-sweep", "--output", "json"], more].concat();
    ended(status, &engine.pipe(&arguments(&workspace, &more), input))
}

const ONE: &str = "external_person_id,full_name\nA,Ada\n";

fn an_end_is_a_number_of_rows(engine: &Engine) {
    let (done, _) = pipe(engine, 0, &["--expect", "1", "-"], ONE);
    assert_eq!(done["links_swept"], 1);
    for expected in ["0", "2"] {
        let before = active(engine);
        let (done, said) = pipe(engine, 1, &["--expect", expected, "-"], ONE);
        assert!(
            said.contains(&format!("1 rows were read, but --expect says {expected}")),
            "{said}"
        );
        assert_eq!(done["status"], "error");
        assert_eq!(active(engine), before + 2, "nothing was swept");
    }
    let workspace = engine.workspace("Acme");
    let one = engine.file("one.csv", ONE);
    engine.ends(1, &arguments(&workspace, &["--expect", "2", &one]));
    engine.ends(0, &arguments(&workspace, &["--expect", "1", &one]));
}

fn an_end_is_a_last_line(engine: &Engine) {
    for end in ["{\"end\":true}\n", "{\"end\":true,\"count\":1}"] {
        let (done, _) = pipe(engine, 0, &["--trailer", "-"], &format!("{ONE}{end}"));
        assert_eq!(
            (&done["read"], &done["links_swept"]),
            (&json!(1), &json!(1))
        );
    }
    let object = "{\"external_person_id\":\"A\"}\n{\"end\":true,\"count\":1}\n";
    let (done, _) = pipe(engine, 0, &["--trailer", "-"], object);
    assert_eq!(done["links_swept"], 1);
    for (end, word) in [
        ("", "did not finish"),
        ("B,Bob\n", "did not finish"),
        (
            "{\"end\":true,\"count\":3}\n",
            "1 rows were read, but the last line says 3",
        ),
    ] {
        let before = active(engine);
        let (done, said) = pipe(engine, 1, &["--trailer", "-"], &format!("{ONE}{end}"));
        assert!(said.contains(word), "{said}");
        assert_eq!(done["status"], "error");
        assert_eq!(active(engine), before + 2, "nothing was swept");
    }
    let (_, said) = pipe(engine, 2, &["--trailer", "-", "-"], "");
    assert!(said.contains("one FILE"), "{said}");
}

/// An import of a pipe and then of a file, which is read when the test closes the pipe.
fn import_behind_a_pipe(engine: &Engine, workspace: &str, file: &str) -> Child {
    let more = ["--full", "--confirm-sweep", "--expect", "2", "-", file];
    let mut child = engine
        .command(&arguments(workspace, &more))
        .args(["--output", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stdin = child.stdin.as_mut().unwrap();
    stdin.write_all(ONE.as_bytes()).unwrap();
    until("the first row is committed", || {
        let run = run(engine, workspace);
        run["status"] == "in_progress" && run["records_synced"] == 1
    });
    child
}

fn a_file_that_changes_while_it_is_read_sweeps_nothing(engine: &Engine) {
    let grow = |file: &str| {
        let mut file = OpenOptions::new().append(true).open(file).unwrap();
        file.write_all(b"D").unwrap();
    };
    let shrink = |file: &str| {
        let file = OpenOptions::new().write(true).open(file).unwrap();
        file.set_len(20).unwrap();
    };
    let replace = |file: &str| {
        let other = engine.file("other.csv", "external_person_id\nE\n");
        std::fs::rename(other, file).unwrap();
    };
    let vanish = |file: &str| std::fs::remove_file(file).unwrap();
    let changes: [&dyn Fn(&str); 3] = [&grow, &shrink, &replace];
    let words = ["from 21 bytes to 22", "from 21 bytes to 20", "was replaced"];
    for (change, word) in changes.into_iter().zip(words) {
        let workspace = engine.workspace("Acme");
        let good = engine.file("good.csv", GOOD);
        engine.json(&arguments(&workspace, &["--full", &good]));
        let before = active(engine);
        let file = engine.file("late.csv", "external_person_id\nC\n");
        let child = import_behind_a_pipe(engine, &workspace, &file);
        change(&file);
        let (done, said) = ended(1, &child.wait_with_output().unwrap());
        assert!(said.contains("late.csv") && said.contains(word), "{said}");
        assert_eq!(done["status"], "error");
        assert!(active(engine) >= before, "nothing was swept");
    }
    let workspace = engine.workspace("Acme");
    let file = engine.file("late.csv", "external_person_id\nC\n");
    let child = import_behind_a_pipe(engine, &workspace, &file);
    vanish(&file);
    let (_, said) = ended(1, &child.wait_with_output().unwrap());
    assert!(said.contains("late.csv"), "{said}");
}

fn control_characters_in_files_are_escaped(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let obeyed = |char: char| char != '\n' && (char.is_control() || char == '\u{202e}');
    let evil = "\u{1b}[31m\u{9b}2J\u{202e}\u{7}";
    let header = engine.file(&format!("{evil}.csv"), format!("{evil},name\n1,Ada\n"));
    let rows = format!("{{\"external_person_id\":\"{evil}\",\"\u{1b}\":1}}\n{evil}\n");
    let rows = engine.file(&format!("{evil}.ndjson"), rows);
    let good = engine.file(
        "good.csv",
        format!("external_person_id,full_name\nA,A {evil}\n"),
    );
    for file in [&header, &rows, &good] {
        let output = engine.run(&arguments(&workspace, &[file]));
        let said = String::from_utf8([output.stderr, output.stdout].concat()).unwrap();
        assert!(!said.contains(obeyed), "{said:?}");
    }
    let said = engine.fails(&arguments(&workspace, &[&header]));
    assert!(said.contains("\\u{1b}[31m"), "{said}");
    let tree = ["provenance", "--workspace", &workspace, "A"];
    engine.workspace(evil);
    let list = ["workspace", "list"];
    for (shown, escape) in [
        (engine.run(&tree), "\\u{9b}2J"),
        (engine.run(&list), "\\u{9b}2J"),
        (
            engine.run(&[&list[..], &["--output", "json"]].concat()),
            "\\u009b2J",
        ),
    ] {
        let shown = String::from_utf8(shown.stdout).unwrap();
        assert!(shown.contains(escape), "{shown:?}");
        assert!(!shown.contains(obeyed), "{shown:?}");
    }
}

/// The device takes only part of a file. On a full disk, too, the write fails.
#[test]
fn a_full_device_keeps_what_was_committed() {
    let engine = Engine::sqlite();
    let workspace = engine.workspace("Acme");
    let mut many = String::from("external_person_id\n");
    for number in 0..20_000 {
        writeln!(many, "P{number:05}").unwrap();
    }
    let many = engine.file("many.csv", many);
    let import = arguments(&workspace, &["--output", "json", &many]);
    let wellhead = engine.command(&import);
    let limited = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 3000; exec \"$0\" \"$@\""])
        .arg(wellhead.get_program())
        .args(wellhead.get_args())
        .env("WELLHEAD_DATABASE", &engine.url)
        .output()
        .unwrap();
    let (done, said) = ended(1, &limited);
    assert!(said.contains("the database failed: "), "{said}");
    let kept = done["links_created"].as_u64().unwrap();
    assert!(kept > 0 && kept < 20_000, "{kept}");
    assert_eq!(active(&engine) as u64, kept);
    assert_eq!(run(&engine, &workspace)["status"], "error");
    let (done, _) = engine.ends(0, &arguments(&workspace, &[&many]));
    assert_eq!(done["links_touched"], kept);
    assert_eq!(done["links_created"], 20_000 - kept);
}
