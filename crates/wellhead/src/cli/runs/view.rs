use std::collections::HashMap;

use serde::Serialize;
use wellhead_core::resource::SyncRun;

use crate::cli::scope::Scope;
use crate::output::Row;

/// A run in detail.
#[derive(Serialize)]
pub(super) struct View {
    workspace_connector_sync_log_id: String,
    connector: String,
    workspace_connector_id: String,
    record: &'static str,
    direction: &'static str,
    trigger_type: &'static str,
    mode: &'static str,
    status: &'static str,
    started_at: String,
    completed_at: Option<String>,
    duration_ms: Option<i64>,
    records_synced: u64,
    records_created: u64,
    records_matched: u64,
    links_created: u64,
    links_touched: u64,
    links_swept: u64,
    rejected: u64,
    conflicts: u64,
    records_updated: u64,
    values_kept: u64,
    suppressed: u64,
    error: Option<String>,
}

impl View {
    fn new(run: &SyncRun, connector: String) -> Self {
        let tally = run.tally;
        Self {
            workspace_connector_sync_log_id: run.id.to_string(),
            connector,
            workspace_connector_id: run.workspace_connector.to_string(),
            record: run.record.as_str(),
            direction: run.direction.as_str(),
            trigger_type: run.trigger.as_str(),
            mode: run.mode.as_str(),
            status: run.status.as_str(),
            started_at: run.started_at.to_string(),
            completed_at: run.completed_at.map(|at| at.to_string()),
            duration_ms: run.duration_ms(),
            records_synced: tally.records_synced(),
            records_created: tally.records_created,
            records_matched: tally.records_matched,
            links_created: tally.links_created,
            links_touched: tally.links_touched,
            links_swept: tally.links_swept,
            rejected: tally.rejected,
            conflicts: tally.conflicts,
            records_updated: tally.records_updated,
            values_kept: tally.values_kept,
            suppressed: tally.suppressed,
            error: run.error.clone(),
        }
    }
}

impl Row for View {
    const COLUMNS: &'static [&'static str] = &[
        "run_id",
        "connector",
        "workspace_connector_id",
        "record",
        "direction",
        "trigger_type",
        "mode",
        "status",
        "started_at",
        "completed_at",
        "duration_ms",
        "records_synced",
        "records_created",
        "records_matched",
        "links_created",
        "links_touched",
        "links_swept",
        "rejected",
        "conflicts",
        "records_updated",
        "values_kept",
        "suppressed",
        "error",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.workspace_connector_sync_log_id.clone(),
            self.connector.clone(),
            self.workspace_connector_id.clone(),
            self.record.to_owned(),
            self.direction.to_owned(),
            self.trigger_type.to_owned(),
            self.mode.to_owned(),
            self.status.to_owned(),
            self.started_at.clone(),
            self.completed_at.clone().unwrap_or_default(),
            self.duration_ms.map_or(String::new(), |it| it.to_string()),
            self.records_synced.to_string(),
            self.records_created.to_string(),
            self.records_matched.to_string(),
            self.links_created.to_string(),
            self.links_touched.to_string(),
            self.links_swept.to_string(),
            self.rejected.to_string(),
            self.conflicts.to_string(),
            self.records_updated.to_string(),
            self.values_kept.to_string(),
            self.suppressed.to_string(),
            self.error.clone().unwrap_or_default(),
        ]
    }
}

/// A run as a row of a table.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Brief(pub(super) View);

impl Row for Brief {
    const COLUMNS: &'static [&'static str] = &[
        "run_id",
        "connector",
        "record",
        "direction",
        "mode",
        "status",
        "started_at",
        "records_synced",
        "links_swept",
        "rejected",
        "error",
    ];

    fn cells(&self) -> Vec<String> {
        let run = &self.0;
        vec![
            run.workspace_connector_sync_log_id.clone(),
            run.connector.clone(),
            run.record.to_owned(),
            run.direction.to_owned(),
            run.mode.to_owned(),
            run.status.to_owned(),
            run.started_at.clone(),
            run.records_synced.to_string(),
            run.links_swept.to_string(),
            run.rejected.to_string(),
            run.error.clone().unwrap_or_default(),
        ]
    }
}

/// `runs` with the names of their connectors.
pub(super) async fn views(scope: &Scope, runs: &[SyncRun]) -> anyhow::Result<Vec<View>> {
    let ids: Vec<_> = runs.iter().map(|run| run.workspace_connector).collect();
    let ledger = &scope.ledger;
    let activations = ledger
        .workspace_connectors_found(scope.tenant, &ids)
        .await?;
    let connectors = scope.operator.connectors().await?;
    let slugs: HashMap<_, _> = connectors.iter().map(|it| (it.id, &it.slug)).collect();
    let slugs: HashMap<_, _> = activations
        .iter()
        .filter_map(|it| Some((it.id, slugs.get(&it.connector)?.to_string())))
        .collect();
    let view = |run: &SyncRun| {
        let slug = slugs.get(&run.workspace_connector).cloned();
        View::new(run, slug.unwrap_or_default())
    };
    Ok(runs.iter().map(view).collect())
}
