use std::fmt::Write;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};

use crate::client::Connection;
use crate::ledger::{Id, Tenant};

const RUNS: &str = "/v1/workspace-connector-sync-logs";
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
    let connector = Id::WorkspaceConnector.of(tenant.first_connector + index);
    let opened = json!({ "data": {
        "type": TYPE,
        "attributes": { "direction": "input" },
        "relationships": { "workspace_connector": {
            "data": { "type": "workspace_connector", "id": connector },
        } },
    } });
    let run = send(address, token, "POST", RUNS, &opened).await?;
    let run = run["data"]["id"].as_str().context("a run has an id")?;

    let mut lines = String::new();
    for line in 0..tenant.people {
        let person = Id::Person.of(tenant.first_person + line);
        writeln!(lines, "{{\"people_id\":\"{person}\"}}")?;
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

    let closed = json!({ "data": {
        "type": TYPE,
        "id": run,
        "attributes": { "status": "success" },
    } });
    send(address, token, "PATCH", &format!("{RUNS}/{run}"), &closed).await?;
    Ok(elapsed)
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
