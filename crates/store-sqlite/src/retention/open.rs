use rusqlite::{Connection, named_params};
use wellhead_core::command::Rejection;
use wellhead_core::resource::Job;
use wellhead_core::store::NewJob;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::{jobs, row};

/// The workspaces with rules whose last job was opened before `before`.
pub(super) fn due(connection: &Connection, before: Timestamp) -> rusqlite::Result<Vec<Tenant>> {
    let sql = "SELECT w.workspace_id, w.pk FROM retention_policies p
        CROSS JOIN workspaces w ON w.pk = p.workspace_pk
        WHERE w.deleted_at IS NULL AND w.suspended_at IS NULL AND (p.begun_at IS NULL OR p.begun_at < :before)
            AND EXISTS (SELECT 1 FROM retention_rules r WHERE r.workspace_pk = p.workspace_pk)
        ORDER BY w.pk";
    prepare(connection, sql)?
        .query_map(named_params! { ":before": before.as_micros() }, row::tenant)?
        .collect()
}

/// Opens a job, unless one was opened at `before` or later.
pub(super) fn open(
    change: &Change<'_>,
    new: NewJob,
    before: Timestamp,
) -> Result<Option<Job>, Undone<Rejection>> {
    let sql = "SELECT begun_at IS NULL OR begun_at < :before FROM retention_policies WHERE workspace_pk = :workspace";
    let values = named_params! { ":workspace": change.tenant.pk(), ":before": before.as_micros() };
    let mut statement = prepare(change.connection, sql)?;
    let is_due: Option<bool> = statement
        .query_map(values, |row| row.get(0))?
        .next()
        .transpose()?;
    if is_due.unwrap_or_default() {
        jobs::open(change, new).map(Some)
    } else {
        Ok(None)
    }
}

/// Writes down that a job that removes is opened now.
pub(crate) fn begun(change: &Change<'_>) -> rusqlite::Result<()> {
    let sql = "UPDATE retention_policies SET begun_at = :at WHERE workspace_pk = :workspace";
    prepare(change.connection, sql)?.execute(
        named_params! { ":workspace": change.tenant.pk(), ":at": change.at.as_micros() },
    )?;
    Ok(())
}
