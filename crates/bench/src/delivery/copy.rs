use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use tokio::process::Command;

use crate::ceiling::uncounted;
use crate::ledger::{Id, Tenant};

/// Copies a link to each of the tenant's people, and counts none; returns how long psql took.
pub(super) async fn deliver(
    programs: &Path,
    url: &str,
    directory: &Path,
    tenant: &Tenant,
    index: u32,
) -> anyhow::Result<Duration> {
    let connector = tenant.first_connector + index;
    let now = jiff::Timestamp::now().as_microsecond();
    let mut rows = String::new();
    for line in 0..tenant.people {
        let at = jiff::Timestamp::from_microsecond(now + i64::from(line))?;
        let id = Id::Copied.of(index * tenant.people + line);
        let person = tenant.first_person + line;
        writeln!(rows, "{id}\tinput\t{person}\t{connector}\t{at}\t{at}")?;
    }
    let file = directory.join("links.tsv");
    std::fs::write(&file, rows)?;
    let copy = format!(
        "\\copy core_api.people_workspace_connectors (people_workspace_connector_id, direction, \
         people_pk, workspace_connector_pk, created_at, updated_at) FROM '{}'",
        file.display()
    );
    let mut psql = Command::new(programs.join("psql"));
    psql.args([
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        "--command",
        &copy,
        url,
    ]);
    let copied = async {
        let began = Instant::now();
        (psql.output().await, began.elapsed())
    };
    let (output, elapsed) = uncounted(url, copied).await?;
    let output = output.context("psql cannot be run")?;
    ensure!(
        output.status.success(),
        "psql: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(elapsed)
}
