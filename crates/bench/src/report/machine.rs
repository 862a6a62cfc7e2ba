use std::fmt::Write;
use std::fs;

use anyhow::Context;
use tokio::process::Command;

use super::table::rate;
use crate::database::connect;
use crate::ledger::{CONNECTORS, Ledger};
use crate::operations::CONNECTIONS;
use crate::scale::Scale;
use crate::wellhead::Wellhead;

/// What was measured, on what, and how much of it.
pub(crate) async fn machine(
    wellhead: &Wellhead,
    server: &str,
    scale: Scale,
    ledger: &Ledger,
) -> anyhow::Result<String> {
    let mut text = String::new();
    let date = jiff::Timestamp::now().to_string();
    let (date, _) = date.split_once('T').context("a time has a date")?;
    let version = wellhead.version().await?;
    let commit = commit().await.unwrap_or_default();
    writeln!(text, "- {version}{commit}, release build, on {date}")?;
    writeln!(
        text,
        "- {} PostgreSQL {}; SQLite {}",
        hardware()?,
        postgres(server).await?,
        rusqlite::version()
    )?;
    writeln!(
        text,
        "- {} workspaces of {} links each, {CONNECTORS} connectors and {} people; {} links in all",
        scale.workspaces,
        rate(scale.links.into()),
        rate(ledger.tenants()[0].people.into()),
        rate(ledger.links().into())
    )?;
    writeln!(
        text,
        "- {CONNECTIONS} connections; {} s a measurement; medians of {}",
        scale.seconds, scale.repetitions
    )?;
    Ok(text)
}

/// ` (abc1234)`, of the working directory.
async fn commit() -> Option<String> {
    let output = Command::new("git")
        .args(["describe", "--always", "--dirty", "--exclude=*"])
        .output()
        .await
        .ok()?;
    let commit = String::from_utf8(output.stdout).ok()?;
    output
        .status
        .success()
        .then(|| format!(" ({})", commit.trim()))
}

fn hardware() -> anyhow::Result<String> {
    let cpus = fs::read_to_string("/proc/cpuinfo")?;
    let model = cpus
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split_once(": "))
        .map_or(std::env::consts::ARCH, |(_, model)| model);
    let cores = std::thread::available_parallelism()?;
    let memory = fs::read_to_string("/proc/meminfo")?;
    let kib: f64 = memory
        .split_whitespace()
        .nth(1)
        .and_then(|kib| kib.parse().ok())
        .context("/proc/meminfo has another form")?;
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease")?;
    let load = fs::read_to_string("/proc/loadavg")?;
    let load = load.split(' ').next().unwrap_or_default();
    Ok(format!(
        "{cores} cores of {model}, {:.0} GB, Linux {} (load before the run: {load});",
        kib * 1_024.0 / 1e9,
        kernel.trim()
    ))
}

async fn postgres(server: &str) -> anyhow::Result<String> {
    let client = connect(server).await?;
    let sql = "SELECT current_setting('server_version') || ' (shared_buffers ' || \
               current_setting('shared_buffers') || ', fsync ' || current_setting('fsync') || \
               ', synchronous_commit ' || current_setting('synchronous_commit') || ')'";
    Ok(client.query_one(sql, &[]).await?.get(0))
}
