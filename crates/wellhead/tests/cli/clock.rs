//! Two servers of one ledger, with different clocks.

use std::process::Command;

use serde_json::{Value, json};
use wellhead_core::time::Timestamp;

use crate::server::{Server, send};
use crate::support::{Engine, on_both_engines, until};

on_both_engines![
    one_servers_run_is_safe_from_the_other,
    a_clock_that_is_ahead_declares_nobody_dead,
];

const RUNS: &str = "/v1/workspace-connector-sync-logs";
const LINKS: &str = "/v1/people-workspace-connectors";

/// The difference between the two servers' clocks, in milliseconds.
const SHIFTS: [i64; 4] = [-20, -5_000, 200, 3_600_000];

/// What preloads a clock.
fn library(engine: &Engine) -> String {
    let library = engine.directory.path().join("shift.so");
    if !library.exists() {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/clock/shift.c");
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-o"])
            .arg(&library)
            .args([source, "-ldl"])
            .status();
        assert!(compiled.expect("a C compiler").success());
    }
    library.to_str().unwrap().to_owned()
}

/// A server whose clock is this many milliseconds ahead.
pub(crate) fn shifted(engine: &Engine, ahead: i64) -> Server {
    let ahead = ahead.to_string();
    let preload = library(engine);
    Server::start_in(engine, &[("LD_PRELOAD", &preload), ("SHIFT", &ahead)])
}

/// Lets the clock of a command be this many milliseconds ahead.
pub(crate) fn ahead_by(engine: &Engine, ahead: i64, command: &mut Command) {
    command
        .env("LD_PRELOAD", library(engine))
        .env("SHIFT", ahead.to_string());
}

/// A workspace, and its key.
struct Api {
    token: String,
}

impl Api {
    fn ask(
        &self,
        server: &Server,
        expected: u16,
        method: &str,
        path: &str,
        document: &Value,
    ) -> Value {
        let url = format!("{}{path}", server.url);
        let document = Some(document).filter(|it| !it.is_null());
        let (status, answer) = send(method, &url, Some(&self.token), document).unwrap();
        assert_eq!(status, expected, "{method} {path}: {answer}");
        answer["data"].clone()
    }

    fn make(
        &self,
        server: &Server,
        path: &str,
        of: &str,
        attributes: &Value,
        to: &[(&str, &str, &Value)],
    ) -> Value {
        let relationships: serde_json::Map<_, _> = to
            .iter()
            .map(|(name, of, id)| {
                let data = json!({"type": of, "id": id});
                ((*name).to_owned(), json!({ "data": data }))
            })
            .collect();
        let document = json!({"data": {
            "type": of, "attributes": attributes, "relationships": relationships,
        }});
        self.ask(server, 201, "POST", path, &document)
    }

    fn activate(&self, server: &Server, connector: &Value) -> Value {
        let path = "/v1/workspace-connectors";
        let enabled = json!({"status": "enabled"});
        let to = [("connector", "connector", connector)];
        self.make(server, path, "workspace_connector", &enabled, &to)["id"].clone()
    }

    fn person(&self, server: &Server) -> Value {
        let nothing = json!({});
        self.make(server, "/v1/people", "people", &nothing, &[])["id"].clone()
    }

    fn link(&self, server: &Server, person: &Value, connector: &Value) -> Value {
        let to = [
            ("people", "people", person),
            ("workspace_connector", "workspace_connector", connector),
        ];
        let input = json!({"direction": "input"});
        self.make(server, LINKS, "people_workspace_connector", &input, &to)
    }

    fn open(&self, server: &Server, connector: &Value, direction: &str) -> Value {
        let full = json!({"direction": direction, "mode": "full"});
        let to = [("workspace_connector", "workspace_connector", connector)];
        self.make(server, RUNS, "workspace_connector_sync_log", &full, &to)
    }

    fn deliver(&self, server: &Server, run: &Value, people: &[Value]) {
        let lines = people
            .iter()
            .map(|id| json!({ "people_id": id }).to_string());
        let lines = lines.collect::<Vec<_>>().join("\n");
        let url = format!("{}{RUNS}/{}/deliveries", server.url, run.as_str().unwrap());
        let answer = ureq::post(url)
            .header("Authorization", format!("Bearer {}", self.token))
            .header("Content-Type", "application/x-ndjson")
            .send(lines);
        let said = answer.unwrap().body_mut().read_to_string().unwrap();
        assert!(said.contains("summary"), "{said}");
    }

    fn patch(
        &self,
        server: &Server,
        expected: u16,
        path: &str,
        of: &str,
        id: &Value,
        status: &str,
    ) -> Value {
        let document = json!({"data": {"type": of, "id": id, "attributes": {"status": status}}});
        self.ask(server, expected, "PATCH", path, &document)
    }

    /// Finishes a run as a success; returns how many links it swept.
    fn finish(&self, server: &Server, run: &Value) -> Value {
        let path = format!("{RUNS}/{}", run.as_str().unwrap());
        let of = "workspace_connector_sync_log";
        let closed = self.patch(server, 200, &path, of, run, "success");
        closed["attributes"]["metadata"]["links_swept"].clone()
    }

    /// Disconnects a connector, and returns the finished job.
    fn disconnect(&self, server: &Server, connector: &Value) -> Value {
        let path = format!("/v1/workspace-connectors/{}", connector.as_str().unwrap());
        let job = self.patch(
            server,
            202,
            &path,
            "workspace_connector",
            connector,
            "disabled",
        );
        let path = format!("/v1/jobs/{}", job["id"].as_str().unwrap());
        let job = || self.ask(server, 200, "GET", &path, &Value::Null);
        until("the job is done", || {
            job()["attributes"]["status"] != "in_progress"
        });
        job()["attributes"].clone()
    }

    fn active(&self, server: &Server, connector: &Value) -> usize {
        let path = format!(
            "{LINKS}?filter%5Bworkspace_connector%5D={}&page%5Bsize%5D=100",
            connector.as_str().unwrap()
        );
        let listed = self.ask(server, 200, "GET", &path, &Value::Null);
        listed.as_array().unwrap().len()
    }
}

fn workspace(engine: &Engine) -> (Api, Value) {
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "admin");
    let connector = engine.json(&["connector", "create", "crm"])["connector_id"].clone();
    (Api { token }, connector)
}

fn time(resource: &Value, of: &str) -> Timestamp {
    let text = resource["attributes"][of].as_str().unwrap();
    text.parse().unwrap()
}

fn one_servers_run_is_safe_from_the_other(engine: &Engine) {
    let (api, connector) = workspace(engine);
    let one = Server::start(engine);
    for ahead in SHIFTS {
        let other = shifted(engine, ahead);
        let crm = api.activate(&one, &connector);
        let people: Vec<_> = (0..10).map(|_| api.person(&one)).collect();
        let first = api.open(&one, &crm, "input")["id"].clone();
        api.deliver(&one, &first, &people);
        assert_eq!(api.finish(&one, &first), 0);

        let run = api.open(&one, &crm, "input");
        let link = api.link(&other, &api.person(&other), &crm);
        if ahead < -1_000 {
            let (made, opened) = (time(&link, "created_at"), time(&run, "started_at"));
            assert!(made < opened, "the other clock is behind: {made} {opened}");
        }
        let run = run["id"].clone();
        api.deliver(&one, &run, &people[..9]);
        assert_eq!(
            api.finish(&one, &run),
            1,
            "{ahead}: the one that is not there"
        );
        let path = format!("{LINKS}/{}", link["id"].as_str().unwrap());
        api.ask(&one, 200, "GET", &path, &Value::Null);

        for person in &people {
            api.link(&other, person, &crm);
        }
        let done = api.disconnect(&one, &crm);
        assert_eq!(done["status"], "success", "{ahead}: {done}");
        assert_eq!((&done["total"], &done["changed"]), (&json!(20), &json!(20)));
        assert_eq!(api.active(&one, &crm), 0, "{ahead}");
    }
}

fn a_clock_that_is_ahead_declares_nobody_dead(engine: &Engine) {
    let (api, connector) = workspace(engine);
    let one = Server::start(engine);
    let crm = api.activate(&one, &connector);
    let run = api.open(&one, &crm, "input");
    let other = shifted(engine, 3_600_000);
    // Opening a run closes abandoned ones.
    let ahead = api.open(&other, &crm, "output");
    let apart = time(&ahead, "started_at").as_micros() - time(&run, "started_at").as_micros();
    assert!(apart >= 3_600_000_000, "the other clock is ahead: {apart}");
    let path = format!("{RUNS}/{}", run["id"].as_str().unwrap());
    let found = api.ask(&other, 200, "GET", &path, &Value::Null);
    assert_eq!(found["attributes"]["status"], "in_progress");
    api.deliver(&one, &run["id"], &[api.person(&one)]);
    api.finish(&one, &run["id"]);
}
