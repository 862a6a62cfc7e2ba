//! Delivers the people in an NDJSON file to the ledger:
//! `cargo run -p wellhead --example pipeline -- WORKSPACE_CONNECTOR_ID FILE`

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::ExitCode;
use std::thread::sleep;
use std::time::Duration;
use std::{env, iter};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use ureq::Agent;

const TYPE: &str = "workspace_connector_sync_log";

struct Ledger {
    agent: Agent,
    runs: String,
    key: String,
}

impl Ledger {
    fn from_environment() -> Result<Self> {
        let url = env::var("WELLHEAD_URL").context("WELLHEAD_URL")?;
        let key = env::var("WELLHEAD_KEY").context("WELLHEAD_KEY")?;
        let config = Agent::config_builder().http_status_as_error(false);
        Ok(Self {
            agent: config.build().into(),
            runs: format!("{url}/v1/workspace-connector-sync-logs"),
            key: format!("Bearer {key}"),
        })
    }

    /// Opens a run. If one is already open, the answer is a 409 with its id in the error's `meta`.
    fn open(&self, connector: &str) -> Result<String> {
        let run = json!({ "data": {
            "type": TYPE,
            "attributes": { "direction": "input", "trigger_type": "scheduled" },
            "relationships": {
                "workspace_connector": { "data": { "type": "workspace_connector", "id": connector } }
            }
        }});
        let request = self.agent.post(&self.runs);
        let sent = request
            .header("Authorization", &self.key)
            .content_type("application/vnd.api+json")
            .send(run.to_string());
        let run = accepted(sent?)?;
        let id = run["data"]["id"].as_str().context("a run without an id")?;
        Ok(id.to_owned())
    }

    /// Delivers the lines. Returns whether all of them are durably committed.
    ///
    /// A delivery has its own name, here the run's. Resent under the same name, it continues after the last
    /// committed line: nothing is doubled and nothing is lost.
    fn deliver(&self, run: &str, file: &str) -> Result<bool> {
        let url = format!("{}/{run}/deliveries?delivery={run}", self.runs);
        for wait in iter::successors(Some(1), |wait| Some(wait * 2)).take(5) {
            let request = self.agent.post(&url);
            let sent = request
                .header("Authorization", &self.key)
                .content_type("application/x-ndjson")
                .send(File::open(file)?);
            match sent {
                Ok(answer) if answer.status().is_success() => {
                    let mut is_whole = false;
                    for line in BufReader::new(answer.into_body().into_reader()).lines() {
                        // An interrupted answer has no summary.
                        let Ok(line) = line else { break };
                        let said: Value = serde_json::from_str(&line)?;
                        if let Some(rejected) = said.get("rejected") {
                            eprintln!("{file}:{}: {}", rejected["line"], rejected["detail"]);
                        }
                        is_whole = said.get("summary").is_some();
                    }
                    if is_whole {
                        return Ok(true);
                    }
                }
                Ok(answer) if answer.status().is_client_error() => {
                    accepted(answer)?;
                }
                Ok(answer) => eprintln!("{}", answer.status()),
                Err(error) => eprintln!("{error}"),
            }
            eprintln!("sending again in {wait} s");
            sleep(Duration::from_secs(wait));
        }
        Ok(false)
    }

    /// Closes the run and returns it.
    fn close(&self, run: &str, attributes: &Value) -> Result<Value> {
        let change = json!({ "data": { "type": TYPE, "id": run, "attributes": attributes } });
        let request = self.agent.patch(format!("{}/{run}", self.runs));
        let sent = request
            .header("Authorization", &self.key)
            .content_type("application/vnd.api+json")
            .send(change.to_string());
        Ok(accepted(sent?)?["data"]["attributes"]["metadata"].clone())
    }
}

/// The document in an answer, or the server's error text.
fn accepted(answer: ureq::http::Response<ureq::Body>) -> Result<Value> {
    let status = answer.status();
    let document: Value = serde_json::from_reader(answer.into_body().into_reader())?;
    if status.is_success() {
        return Ok(document);
    }
    let error = &document["errors"][0];
    bail!("{status} {}: {}", error["code"], error["detail"])
}

fn main() -> Result<ExitCode> {
    let mut arguments = env::args().skip(1);
    let (Some(connector), Some(file)) = (arguments.next(), arguments.next()) else {
        bail!("pipeline WORKSPACE_CONNECTOR_ID FILE");
    };
    let ledger = Ledger::from_environment()?;
    let run = ledger.open(&connector)?;
    if !ledger.deliver(&run, &file)? {
        let why = "the delivery did not come to its end";
        ledger.close(&run, &json!({ "status": "error", "error": why }))?;
        bail!(why);
    }
    // Good lines are kept even if others were rejected; the run counts both.
    let counts = ledger.close(&run, &json!({ "status": "success" }))?;
    println!("{counts}");
    Ok(if counts["rejected"] == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
