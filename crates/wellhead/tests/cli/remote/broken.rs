//! Nothing is lost or doubled when a server, or the import, is killed in the middle.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use super::{Far, people};
use crate::support::{Engine, ended, on_both_engines, until};

on_both_engines![
    a_server_that_is_killed_and_comes_back,
    an_import_that_is_killed_is_resumed,
    earlier_rejections_count_after_resuming,
    an_import_that_is_stopped_closes_its_run,
    a_server_that_stays_away_is_given_up,
];

const ROWS: usize = 30_000;

/// With append, a row sent twice would add a second link.
fn start(far: &Far<'_>, more: &[&str]) -> Child {
    let mut command = far.command(&[&["--on-duplicate", "append"], more].concat());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Waits until this many rows are committed.
fn committed(engine: &Engine, rows: usize) {
    let sql = "SELECT 'x' FROM {workspace_connector_sync_logs} WHERE completed_at IS NULL AND links_created >= ";
    until("rows are committed", || {
        !engine.query(&format!("{sql}{rows}")).is_empty()
    });
}

fn expected() -> Vec<String> {
    (0..ROWS).map(|number| format!("P{number:05}")).collect()
}

fn a_server_that_is_killed_and_comes_back(engine: &Engine) {
    let mut far = Far::new(engine);
    let file = people(engine, "many.csv", 0..ROWS);
    let importing = start(&far, &[&file]);
    for rows in [2_000, 13_000] {
        committed(engine, rows);
        far.server.restart(engine);
    }
    let (done, said) = ended(0, &importing.wait_with_output().unwrap());
    assert_eq!(done["status"], "success", "{said}");
    assert_eq!(done["links_created"], ROWS);
    assert_eq!(far.active(), expected());
}

fn an_import_that_is_killed_is_resumed(engine: &Engine) {
    let far = Far::new(engine);
    let file = people(engine, "many.csv", 0..ROWS);
    let mut killed = start(&far, &[&file]);
    committed(engine, 4_000);
    killed.kill().unwrap();
    killed.wait().unwrap();
    let more = ["--on-duplicate", "append", &file];
    let (_, said) = far.import(1, &more);
    let run = far.run()["workspace_connector_sync_log_id"].clone();
    let run = run.as_str().unwrap();
    let command = format!("wellhead import --resume {run} --server {}", far.server.url);
    assert!(said.contains(&command), "{said}");
    // Other rows would be mistaken for those that were sent.
    let resume = ["--resume", run];
    let other = people(engine, "other.csv", 0..10);
    let refused = [&resume[..], &["--on-duplicate", "append", &other]].concat();
    let (_, said) = far.import(1, &refused);
    assert!(said.contains("other files"), "{said}");
    let (_, said) = far.import(1, &[&resume[..], &["--full", &file]].concat());
    assert!(
        said.contains("incremental") && said.contains("full"),
        "{said}"
    );
    let (_, said) = far.import(2, &[&resume[..], &["-"]].concat());
    assert!(said.contains("--resume"), "{said}");

    let resumed = [&resume[..], &more].concat();
    let (done, said) = far.import(0, &resumed);
    assert!(said.contains("after row"), "{said}");
    assert_eq!(done["read"], ROWS);
    assert_eq!(done["links_created"], ROWS);
    assert_eq!(far.active(), expected());
    let (_, said) = far.import(1, &resumed);
    assert!(said.contains("is closed, as success"), "{said}");
}

fn earlier_rejections_count_after_resuming(engine: &Engine) {
    let far = Far::new(engine);
    let nobody = "{\"people_id\":\"9b8c7a6d-5e4f-4210-b1a0-c9d8e7f6a5b4\"}\n".to_owned();
    let lines = (0..ROWS).map(|number| format!("{{\"external_person_id\":\"P{number:05}\"}}\n"));
    let text: String = std::iter::once(nobody).chain(lines).collect();
    let file = engine.file("many.ndjson", text);
    for (limit, status) in [("0", 1), ("1", 3)] {
        let mut killed = start(&far, &[&file]);
        committed(engine, 4_000);
        killed.kill().unwrap();
        killed.wait().unwrap();
        let run = far.run()["workspace_connector_sync_log_id"].clone();
        let more = ["--on-duplicate", "append", "--max-rejected", limit, &file];
        let resumed = [&["--resume", run.as_str().unwrap()], &more[..]].concat();
        let (done, said) = far.import(status, &resumed);
        assert_eq!([&done["read"], &done["rejected"]], [ROWS + 1, 1], "{said}");
    }
}

fn an_import_that_is_stopped_closes_its_run(engine: &Engine) {
    let far = Far::new(engine);
    for signal in ["-INT", "-TERM"] {
        let mut child = start(&far, &["-"]);
        let pipe = child.stdin.as_mut().unwrap();
        pipe.write_all(b"external_person_id\nA\nB\n").unwrap();
        // They are sent although no other row comes.
        committed(engine, 2);
        let pipe = child.stdin.take();
        let pid = child.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status().unwrap();
        assert!(sent.success());
        let (done, said) = ended(130, &child.wait_with_output().unwrap());
        drop(pipe);
        assert!(said.contains("the run is closed as error"), "{said}");
        assert_eq!(
            (&done["status"], &done["links_created"]),
            (&"error".into(), &2.into())
        );
        assert_eq!(far.run()["error"], "the import was stopped");
    }
}

fn a_server_that_stays_away_is_given_up(engine: &Engine) {
    let mut far = Far::new(engine);
    let mut child = start(&far, &["--give-up-after", "2", "-"]);
    let pipe = child.stdin.as_mut().unwrap();
    pipe.write_all(b"external_person_id\nA\nB\n").unwrap();
    committed(engine, 2);
    far.server.kill();
    child.stdin.as_mut().unwrap().write_all(b"C\n").unwrap();
    let (_, said) = ended(1, &child.wait_with_output().unwrap());
    for part in [
        "retrying in",
        "cannot be reached: nothing listens",
        "is left open",
    ] {
        assert!(said.contains(part), "{said}");
    }
    assert_eq!(far.active(), ["A", "B"]);
}

/// The server's database is away for a while: its answers are temporary failures.
#[test]
fn a_server_that_says_503_is_asked_again() {
    let engine = Engine::postgres();
    let far = Far::new(&engine);
    let mut child = start(&far, &["-"]);
    let pipe = child.stdin.as_mut().unwrap();
    pipe.write_all(b"external_person_id\nA\nB\n").unwrap();
    committed(&engine, 2);
    engine.close_doors();
    child.stdin.take().unwrap().write_all(b"C\n").unwrap();
    // How long the server takes to say so does not matter.
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    let again = said.find(|line| line.as_ref().unwrap().contains("retrying in"));
    assert!(again.is_some(), "it goes on");
    engine.open_doors();
    let (done, _) = ended(0, &child.wait_with_output().unwrap());
    assert_eq!(done["links_created"], 3);
    assert_eq!(far.active(), ["A", "B", "C"]);
}
