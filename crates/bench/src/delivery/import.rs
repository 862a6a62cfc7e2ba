use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::ensure;

use crate::database::Database;
use crate::ledger::{Id, Tenant, external_id, slug};
use crate::wellhead::Wellhead;

/// Imports a row for each of the tenant's people; returns how long the command took.
pub(super) async fn deliver(
    wellhead: &Wellhead,
    database: &Database,
    directory: &Path,
    tenant: &Tenant,
    index: u32,
) -> anyhow::Result<Duration> {
    let mut rows = String::from("external_person_id\n");
    for line in 0..tenant.people {
        writeln!(rows, "{}", external_id(tenant.first_person + line))?;
    }
    let file = directory.join("people.csv");
    std::fs::write(&file, rows)?;
    let workspace = Id::Workspace.of(tenant.number).to_string();
    let connector = slug(index + 1);
    let file = file.display().to_string();
    let arguments = [
        "import",
        "--workspace",
        &workspace,
        "--connector",
        &connector,
        "--direction",
        "input",
        &file,
    ];
    let began = Instant::now();
    let summary = wellhead.run(database, &arguments).await?;
    let elapsed = began.elapsed();
    ensure!(
        summary["links_created"] == tenant.people,
        "another summary than expected: {summary}"
    );
    Ok(elapsed)
}
