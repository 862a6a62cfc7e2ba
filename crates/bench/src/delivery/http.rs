use std::fmt::Write;
use std::net::SocketAddr;
use std::ops::Range;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};

use crate::client::Connection;
use crate::ledger::{Id, Tenant};

pub(crate) const RUNS: &str = "/v1/workspace-connector-sync-logs";
const TYPE: &str = "workspace_connector_sync_log";
const JSON_API: &str = "application/vnd.api+json";

/// Whether the service has runs to deliver into.
pub(super) async fn is_taken(address: SocketAddr, token: &str) -> anyhow::Result<bool> {
    let mut connection = Connection::open(address).await?;
    let request = head("GET", RUNS, token) + "\r\n";
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
    let connector = Id::WorkspaceConnector.of(tenant.first_connector + index);
    let opened = json!({ "data": {
        "type": TYPE,
        "attributes": { "direction": "input", "mode": mode },
        "relationships": { "workspace_connector": {
            "data": { "type": "workspace_connector", "id": connector },
        } },
    } });
    let run = send(address, token, "POST", RUNS, &opened).await?;
    let id = run["data"]["id"].as_str().context("a run has an id")?;
    Ok(id.to_owned())
}

/// Delivers a line for each person; returns how long it took.
async fn lines(
    address: SocketAddr,
    token: &str,
    run: &str,
    people: impl Iterator<Item = u32>,
) -> anyhow::Result<Duration> {
    let mut lines = String::new();
    for person in people {
        writeln!(lines, "{{\"people_id\":\"{}\"}}", Id::Person.of(person))?;
    }
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
    let document = document.to_string();
    let request = format!(
        "{}Content-Type: {JSON_API}\r\nContent-Length: {}\r\n\r\n{document}",
        head(method, path, token),
        document.len()
    );
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

pub(crate) fn head(method: &str, path: &str, token: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n")
}
