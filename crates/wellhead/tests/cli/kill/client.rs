//! A client that syncs one connector, and carries on whatever happens to the server.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use uuid::Uuid;

use super::wire;
use crate::server::send;

/// What all clients share.
pub(super) struct Shared {
    /// The server's current address.
    pub(super) url: Mutex<String>,
    /// An admin's key.
    pub(super) token: String,
    /// Whether this round is the last.
    pub(super) is_enough: AtomicBool,
    /// Lines that an answer reported as committed.
    pub(super) acknowledged: AtomicU64,
    /// Lines that were reported as committed but were not.
    pub(super) lost: AtomicU64,
    /// How often a delivery broke off after its start and was sent again.
    pub(super) resumed: AtomicU64,
}

const PAUSE: Duration = Duration::from_millis(20);
/// No server is down for this long.
const PATIENCE: Duration = Duration::from_mins(4);

impl Shared {
    pub(super) fn new(url: String, token: String) -> Self {
        Self {
            url: Mutex::new(url),
            token,
            is_enough: AtomicBool::new(false),
            acknowledged: AtomicU64::new(0),
            lost: AtomicU64::new(0),
            resumed: AtomicU64::new(0),
        }
    }

    pub(super) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url.lock().unwrap())
    }

    /// Retries until there is an answer.
    pub(super) fn ask(&self, method: &str, path: &str, document: Option<&Value>) -> (u16, Value) {
        let began = Instant::now();
        loop {
            let answered = send(method, &self.at(path), Some(&self.token), document);
            match answered {
                Ok((status, answer)) if status < 500 => return (status, answer),
                // The server is down, or its database is.
                Ok(_) | Err(_) => thread::sleep(PAUSE),
            }
            assert!(began.elapsed() < PATIENCE, "{method} {path}: {answered:?}");
        }
    }

    /// Activates the connector with this slug; returns the activation.
    pub(super) fn activate(&self, connector: &str) -> String {
        let document = json!({ "data": {
            "type": "workspace_connector",
            "attributes": { "status": "enabled" },
            "relationships": { "connector": { "data": { "type": "connector", "id": connector } } },
        }});
        let (status, made) = self.ask("POST", "/v1/workspace-connectors", Some(&document));
        assert_eq!(status, 201, "{made}");
        made["data"]["id"].as_str().unwrap().to_owned()
    }
}

/// How a client syncs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// New people each time, in incremental runs that append: a line sent twice would add a second link.
    Append,
    /// Four fifths of the same people each time, in full runs that sweep the others.
    Sweep,
}

pub(super) struct Client<'a> {
    pub(super) shared: &'a Shared,
    /// The connector's slug, also the prefix of its people's ids.
    pub(super) slug: String,
    pub(super) activation: String,
    pub(super) manner: Manner,
    /// How many people there are in one round.
    pub(super) people: usize,
    rng: StdRng,
    round: usize,
    /// The people who must have an active link at the end.
    pub(super) active: BTreeSet<String>,
    /// How many lines each of its runs got.
    pub(super) runs: Vec<usize>,
}

impl<'a> Client<'a> {
    pub(super) fn new(
        shared: &'a Shared,
        slug: &str,
        connector: &str,
        manner: Manner,
        people: usize,
        seed: u64,
    ) -> Self {
        Self {
            shared,
            slug: slug.to_owned(),
            activation: shared.activate(connector),
            manner,
            people,
            rng: StdRng::seed_from_u64(seed),
            round: 0,
            active: BTreeSet::new(),
            runs: Vec::new(),
        }
    }

    /// Syncs again and again until told to stop.
    pub(super) fn sync_on(&mut self) {
        while !self.shared.is_enough.load(Ordering::Relaxed) {
            self.sync();
        }
    }

    /// Repeats the last run.
    pub(super) fn repeat(&mut self) {
        self.round -= 1;
        self.sync();
    }

    /// One run, from opening to closing.
    pub(super) fn sync(&mut self) {
        let (round, slug) = (self.round, &self.slug);
        let people: Vec<_> = match self.manner {
            Manner::Append => (0..self.people)
                .map(|number| format!("{slug}-{round}-{number}"))
                .collect(),
            Manner::Sweep => (0..self.people)
                .filter(|number| (number + round) % 5 > 0)
                .map(|number| format!("{slug}-{number}"))
                .collect(),
        };
        self.round += 1;
        let run = self.open();
        self.deliver(&run, &people);
        self.finish(&run);
        self.runs.push(people.len());
        if self.manner == Manner::Sweep {
            self.active.clear();
        }
        self.active.extend(people);
    }

    fn open(&self) -> String {
        let mode = match self.manner {
            Manner::Append => "incremental",
            Manner::Sweep => "full",
        };
        let document = json!({ "data": {
            "type": "workspace_connector_sync_log",
            "attributes": { "direction": "input", "mode": mode },
            "relationships": { "workspace_connector": { "data": {
                "type": "workspace_connector", "id": self.activation,
            }}},
        }});
        let path = "/v1/workspace-connector-sync-logs";
        let (status, answer) = self.shared.ask("POST", path, Some(&document));
        let id = match status {
            201 => &answer["data"]["id"],
            // It was opened, but the answer was lost.
            409 => {
                assert_eq!(answer["errors"][0]["code"], "run_open", "{answer}");
                &answer["errors"][0]["meta"]["id"]
            }
            _ => panic!("a run can be opened: {status} {answer}"),
        };
        id.as_str().unwrap().to_owned()
    }

    /// Delivers until all lines are committed: again from the last committed line, or from the beginning.
    fn deliver(&mut self, run: &str, people: &[String]) {
        let id = Uuid::from_u128(self.rng.random());
        let on_duplicate = match self.manner {
            Manner::Append => "append",
            Manner::Sweep => "touch",
        };
        let lines: Vec<_> = people
            .iter()
            .map(|person| {
                format!("{{\"external_person_id\":\"{person}\",\"full_name\":\"{person}\"}}\n")
            })
            .collect();
        // The last line that an answer reported as committed.
        let mut acknowledged = 0;
        let began = Instant::now();
        loop {
            assert!(began.elapsed() < PATIENCE, "it ends at some time");
            let from = if self.rng.random_bool(0.5) {
                acknowledged
            } else {
                0
            };
            let url = self.shared.at(&format!(
                "/v1/workspace-connector-sync-logs/{run}/deliveries?delivery={id}\
                 &on_duplicate={on_duplicate}&from_line={}",
                from + 1
            ));
            let mut is_whole = false;
            let mut committed = None;
            let body = lines[from..].concat();
            let answered = wire::deliver(&url, &self.shared.token, body.as_bytes(), |said| {
                is_whole |= said.get("summary").is_some();
                assert_eq!(said.get("rejected"), None, "every line is good");
                for word in ["progress", "summary", "error"] {
                    if let Some(line) = said[word]["committed"].as_u64() {
                        committed = Some(usize::try_from(line).unwrap());
                        // The first progress is the known position: never before what was reported as committed.
                        let missing = acknowledged.saturating_sub(committed.unwrap());
                        self.shared
                            .lost
                            .fetch_add(missing as u64, Ordering::Relaxed);
                        acknowledged = acknowledged.max(committed.unwrap());
                    }
                }
            });
            if let Ok(status) = answered {
                assert!(
                    matches!(status, 200 | 500 | 503),
                    "a delivery can be sent again: {status}"
                );
            }
            if is_whole {
                break;
            }
            let broke_off = u64::from(committed.is_some());
            self.shared.resumed.fetch_add(broke_off, Ordering::Relaxed);
            thread::sleep(PAUSE);
        }
        assert_eq!(acknowledged, people.len());
        let shared = self.shared;
        shared
            .acknowledged
            .fetch_add(acknowledged as u64, Ordering::Relaxed);
    }

    /// Closes the run, and waits for a sweep that was interrupted.
    fn finish(&self, run: &str) {
        let document = json!({ "data": {
            "type": "workspace_connector_sync_log",
            "id": run,
            "attributes": { "status": "success" },
        }});
        let path = format!("/v1/workspace-connector-sync-logs/{run}");
        let (status, answer) = self.shared.ask("PATCH", &path, Some(&document));
        match status {
            200 => {}
            409 => assert_eq!(answer["errors"][0]["code"], "run_closed", "{answer}"),
            _ => panic!("a run can be closed: {status} {answer}"),
        }
        let began = Instant::now();
        loop {
            assert!(began.elapsed() < PATIENCE, "a sweep ends at some time");
            let (status, answer) = self.shared.ask("GET", &path, None);
            assert_eq!(status, 200, "{answer}");
            match answer["data"]["attributes"]["status"].as_str() {
                Some("success") => return,
                Some("in_progress") => thread::sleep(PAUSE),
                other => panic!("the run should not be {other:?}: {answer}"),
            }
        }
    }
}
