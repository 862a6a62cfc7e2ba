use anyhow::{Context, ensure};
use serde_json::Value;

use super::Target;
use crate::client::Connection;
use crate::delivery::http::{RUNS, new_run};
use crate::request::{JSON_API, post};

/// A run for each client that delivers, each of another connector or direction. One that was left open goes on.
pub(super) async fn open(target: &Target, clients: u32) -> anyhow::Result<Vec<String>> {
    let directions = ["input", "output"];
    let all = directions.iter().flat_map(|direction| {
        (0..target.connectors).map(move |index| (direction, target.first_connector + index))
    });
    let mut connection = Connection::open(target.address).await?;
    let mut runs = Vec::new();
    for (direction, connector) in all.take(usize::try_from(clients)?) {
        let run = new_run(connector, direction, "incremental");
        let request = post(RUNS, &target.writer, JSON_API, &run.to_string());
        let response = connection.exchange(request.as_bytes()).await?;
        let answer: Value = serde_json::from_slice(response.body)?;
        let id = match response.status {
            201 => &answer["data"]["id"],
            409 => &answer["errors"][0]["meta"]["id"],
            status => anyhow::bail!("opening a run answers {status}: {answer}"),
        };
        runs.push(id.as_str().context("a run has an id")?.to_owned());
    }
    ensure!(!runs.is_empty(), "a workspace has connectors");
    Ok(runs)
}
