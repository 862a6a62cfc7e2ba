use std::fmt::Write;
use std::net::SocketAddr;
use std::ops::Range;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};

use crate::client::Connection;
use crate::ledger::{Id, Tenant};
use crate::request::{JSON_API, get, head, with_body};

pub(crate) const RUNS: &str = "/v1/workspace-connector-sync-logs";
const TYPE: &str = "workspace_connector_sync_log";

/// Whether the service has runs to deliver into.
pub(super) async fn is_taken(address: SocketAddr, token: &str) -> anyhow::Result<bool> {
    let mut connection = Connection::open(address).await?;
    let request = get(RUNS, token);
    let response = connection.exchange(request.as_bytes()).await?;
    match response.status {
        200 => Ok(true),
        404 => Ok(false),
        status => bail!("{RUNS} answers {status}"),
    }
}

/// Delivers a line for each of the tenant's people into a new run; returns how long the delivery took.
pub(crate) async fn deliver(
    address: SocketAddr,
    token: &str,
    tenant: &Tenant,
    index: u32,
) -> anyhow::Result<Duration> {
    let run = open(address, token, tenant, index, "incremental").await?;
    let elapsed = lines(address, token, &run, people(tenant)).await?;
    close(address, token, &run, "").await?;
    Ok(elapsed)
}

/// Delivers all of the tenant's people but one in ten, and sweeps the links of the others.
pub(crate) async fn replace(
    address: SocketAddr,
    token: &str,
    tenant: &Tenant,
    index: u32,
    left_out: u32,
) -> anyhow::Result<()> {
    let run = open(address, token, tenant, index, "full").await?;
    let there = people(tenant).filter(|person| person % 10 != left_out % 10);
    lines(address, token, &run, there).await?;
    close(address, token, &run, "?confirm_sweep=true").await
}

fn people(tenant: &Tenant) -> Range<u32> {
    tenant.first_person..tenant.first_person + tenant.people
}

/// Opens a run of the tenant's connector, and returns its id.
async fn open(
    address: SocketAddr,
    token: &str,
    tenant: &Tenant,
    index: u32,
    mode: &str,
) -> anyhow::Result<String> {
    let opened = new_run(tenant.first_connector + index, "input", mode);
    let run = send(address, token, "POST", RUNS, &opened).await?;
    let id = run["data"]["id"].as_str().context("a run has an id")?;
    Ok(id.to_owned())
}

/// A new run of a connector.
pub(crate) fn new_run(connector: u32, direction: &str, mode: &str) -> Value {
    let connector = Id::WorkspaceConnector.of(connector);
    json!({ "data": {
        "type": TYPE,
        "attributes": { "direction": direction, "mode": mode },
        "relationships": { "workspace_connector": {
            "data": { "type": "workspace_connector", "id": connector },
        } },
    } })
}

/// A line for each person.
pub(crate) fn lines_of(people: impl Iterator<Item = u32>) -> String {
    people.fold(String::new(), |mut lines, person| {
        writeln!(lines, "{{\"people_id\":\"{}\"}}", Id::Person.of(person))
            .expect("writing to memory cannot fail");
        lines
    })
}

/// Delivers a line for each person; returns how long it took.
async fn lines(
    address: SocketAddr,
    token: &str,
    run: &str,
    people: impl Iterator<Item = u32>,
) -> anyhow::Result<Duration> {
    let lines = lines_of(people);
    let path = format!("{RUNS}/{run}/deliveries");
    let request = format!(
        "{}Content-Type: application/x-ndjson\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        head("POST", &path, token),
        lines.len()
    );
    let connection = Connection::open(address).await?;
    let began = Instant::now();
    let (status, answer) = connection
        .exchange_last(request.as_bytes(), lines.as_bytes())
        .await?;
    let elapsed = began.elapsed();
    let answer = String::from_utf8_lossy(&answer);
    let last = answer.lines().last().unwrap_or_default();
    ensure!(
        status == 200 && last.starts_with("{\"summary\":"),
        "the delivery answered {status} and ended with {last}"
    );
    Ok(elapsed)
}

async fn close(address: SocketAddr, token: &str, run: &str, query: &str) -> anyhow::Result<()> {
    let closed = json!({ "data": {
        "type": TYPE,
        "id": run,
        "attributes": { "status": "success" },
    } });
    let path = format!("{RUNS}/{run}{query}");
    send(address, token, "PATCH", &path, &closed).await?;
    Ok(())
}

async fn send(
    address: SocketAddr,
    token: &str,
    method: &str,
    path: &str,
    document: &Value,
) -> anyhow::Result<Value> {
    let request = with_body(&head(method, path, token), JSON_API, &document.to_string());
    let mut connection = Connection::open(address).await?;
    let response = connection.exchange(request.as_bytes()).await?;
    let body = String::from_utf8_lossy(response.body);
    ensure!(
        (200..300).contains(&response.status),
        "{method} {path}: {} {body}",
        response.status
    );
    Ok(serde_json::from_str(&body)?)
}
