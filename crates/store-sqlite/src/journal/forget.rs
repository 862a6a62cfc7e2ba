use rusqlite::{Connection, named_params};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::row;
use crate::statement::prepare;

/// Removes the oldest rows as long as they are older than `before`, at most so many; returns how many. Times are not in the order of
/// positions, so the first row that is not old ends it.
pub(crate) fn forget(
    connection: &Connection,
    tenant: Tenant,
    before: Timestamp,
    most: usize,
) -> rusqlite::Result<usize> {
    let sql = "SELECT position, position + length(pks) / 8 - 1, at FROM journal
        WHERE workspace_pk = :workspace ORDER BY position LIMIT :most";
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let mut statement = prepare(connection, sql)?;
    let rows = statement.query_map(
        named_params! { ":workspace": tenant.pk(), ":most": limit },
        |row| Ok((row.get(0)?, row.get(1)?, row::time(row, 2)?)),
    )?;
    let rows: Vec<(i64, i64, Timestamp)> = rows.collect::<rusqlite::Result<_>>()?;
    let old: Vec<_> = rows
        .into_iter()
        .take_while(|(_, _, at)| *at < before)
        .collect();
    let Some((position, last, at)) = old.last() else {
        return Ok(0);
    };
    let sql = "DELETE FROM journal WHERE workspace_pk = :workspace AND position <= :position";
    prepare(connection, sql)?
        .execute(named_params! { ":workspace": tenant.pk(), ":position": position })?;
    let sql = "UPDATE journal_heads SET forgotten = :last, forgotten_at = :at
        WHERE workspace_pk = :workspace";
    prepare(connection, sql)?.execute(named_params! {
        ":workspace": tenant.pk(),
        ":last": last,
        ":at": at.as_micros(),
    })?;
    Ok(old.len())
}

pub(super) fn old(connection: &Connection, before: Timestamp) -> rusqlite::Result<Vec<Tenant>> {
    let sql = "SELECT workspace_id, pk FROM workspaces w
        WHERE suspended_at IS NULL
            AND (SELECT at FROM journal WHERE workspace_pk = w.pk ORDER BY position LIMIT 1) < :before
        ORDER BY pk";
    prepare(connection, sql)?
        .query_map(named_params! { ":before": before.as_micros() }, row::tenant)?
        .collect()
}
