use rusqlite::named_params;
use uuid::Uuid;
use wellhead_core::command::{Rejection, WorkspaceConnectorChanges};
use wellhead_core::page::Position;
use wellhead_core::privacy::retention::Removed;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, Job, JobKind, JobStatus, Status};
use wellhead_core::store::NewJob;
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::{epoch, retention, runs, silence, workspace_connectors};

pub(crate) fn open(change: &Change<'_>, mut new: NewJob) -> Result<Job, Undone<Rejection>> {
    let run = match new.kind {
        JobKind::Sweep(id) => Some(runs::seal(change, id, new.dry_run)?),
        _ => None,
    };
    if let Some(stored) = &run {
        // A run says nothing about links that other runs deliver.
        new.selection.workspace_connector = Some(stored.run.workspace_connector);
        new.selection.record = Some(stored.run.record);
        new.selection.direction = Some(stored.run.direction);
    }
    let named = new.selection.workspace_connector;
    let workspace_connector = match named {
        Some(id) => Some(workspace_connectors::find_active(change, id)?.0),
        None => None,
    };
    if new.kind.ends_connector() {
        let id = named.ok_or(Undone::Refused(Rejection::WorkspaceConnectorNotFound))?;
        if !new.dry_run {
            let disabled = WorkspaceConnectorChanges {
                status: Some(Status::Disabled),
                match_rule: None,
                rank: None,
                restore: false,
                ..WorkspaceConnectorChanges::default()
            };
            workspace_connectors::update(change, id, &disabled)?;
        }
    }
    if new.kind == JobKind::Retain && !new.dry_run {
        retention::begun(change)?;
    }
    let run = run.map(|stored| stored.pk);
    let job = Job {
        id: new.id,
        kind: new.kind,
        selection: new.selection,
        dry_run: new.dry_run,
        status: JobStatus::InProgress,
        total: new.total,
        scanned: 0,
        changed: 0,
        removed: Removed::default(),
        cursor: None,
        error: None,
        created_at: change.at,
        heartbeat_at: change.at,
        completed_at: None,
    };
    insert(
        change,
        &job,
        new.worker.as_deref(),
        workspace_connector,
        run,
    )?;
    Ok(job)
}

fn insert(
    change: &Change<'_>,
    job: &Job,
    worker: Option<&str>,
    workspace_connector: Option<i64>,
    run: Option<i64>,
) -> rusqlite::Result<()> {
    let selection = &job.selection;
    let at = |end: Option<Position>| end.map(|end| end.created_at.as_micros());
    let id = |end: Option<Position>| end.map(|end| end.id);
    let records: Vec<Uuid> = selection.records.iter().map(|id| id.uuid()).collect();
    let sql = "INSERT INTO jobs (job_id, workspace_pk, kind, workspace_connector_sync_log_pk,
            workspace_connector_pk, record, direction, above_at, above_id, below_at, below_id, records,
            dry_run, status, total, epoch, worker, created_at, heartbeat_at, heard_ticks)
        VALUES (:id, :workspace, :kind, :run, :workspace_connector, :record, :direction,
            :above_at, :above_id, :below_at, :below_id, :records,
            :dry_run, :status, :total, :epoch, :worker, :at, :at, :ticks)";
    prepare(change.connection, sql)?.execute(named_params! {
        ":id": job.id.uuid(),
        ":workspace": change.tenant.pk(),
        ":kind": job.kind.as_str(),
        ":run": run,
        ":workspace_connector": workspace_connector,
        ":record": selection.record.map(Kind::as_str),
        ":direction": selection.direction.map(Direction::as_str),
        ":above_at": at(selection.created.above),
        ":above_id": id(selection.created.above),
        ":below_at": at(selection.created.below),
        ":below_id": id(selection.created.below),
        ":records": records.iter().flat_map(Uuid::as_bytes).copied().collect::<Vec<u8>>(),
        ":dry_run": job.dry_run,
        ":status": job.status.as_str(),
        ":total": job.total.cast_signed(),
        ":epoch": epoch::open(change.connection, change.tenant)?,
        ":worker": worker,
        ":at": change.at.as_micros(),
        ":ticks": silence::ticks(),
    })?;
    Ok(())
}
