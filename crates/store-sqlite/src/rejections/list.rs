use rusqlite::{Connection, Row, named_params};
use wellhead_core::id::SyncRunId;
use wellhead_core::page::Slice;
use wellhead_core::sync::{KeptRejections, Refused, RejectedLine, SourcePlace};
use wellhead_core::tenant::Tenant;

use crate::slice::{Bounds, first, limit, within};
use crate::statement::prepare;
use crate::{row, runs};

pub(crate) fn list(
    connection: &Connection,
    tenant: Tenant,
    run: SyncRunId,
    slice: Slice,
) -> rusqlite::Result<Vec<RejectedLine>> {
    let Some(run) = runs::find(connection, tenant, run)? else {
        return Ok(Vec::new());
    };
    let sql = format!(
        "SELECT rejection_id, delivery_id, line, code, detail, source_file, source_line, undid_delivery, created_at, taken
        FROM sync_rejections INDEXED BY idx_sync_rejections_run_created
        WHERE workspace_connector_sync_log_pk = :run AND {} {}",
        within("created_at", "rejection_id"),
        first("created_at", "rejection_id", slice.order)
    );
    let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
    let mut values = bounds.values();
    values.push((":run", &run.pk));
    values.push((":limit", &limit));
    prepare(connection, &sql)?
        .query_map(&values[..], rejection)?
        .collect()
}

fn rejection(row: &Row<'_>) -> rusqlite::Result<RejectedLine> {
    let file: Option<String> = row.get(5)?;
    let line: Option<i64> = row.get(6)?;
    let source = file.zip(line).map(|(file, line)| SourcePlace {
        file: file.into(),
        line: line.cast_unsigned(),
    });
    Ok(RejectedLine {
        id: row::id(row, 0)?,
        delivery: row::id(row, 1)?,
        line: row::count(row, 2)?,
        why: Refused {
            code: row.get::<_, String>(3)?.into(),
            detail: row.get(4)?,
            source,
        },
        undid_delivery: row.get(7)?,
        created_at: row::time(row, 8)?,
        taken: row.get(9)?,
    })
}

/// How many rejected lines the run keeps.
pub(crate) fn kept(
    connection: &Connection,
    tenant: Tenant,
    run: SyncRunId,
) -> rusqlite::Result<KeptRejections> {
    let Some(run) = runs::find(connection, tenant, run)? else {
        return Ok(KeptRejections::default());
    };
    let sql = "SELECT count(*), count(nullif(undid_delivery, 0)), count(nullif(taken, 0))
        FROM sync_rejections INDEXED BY idx_sync_rejections_run_created
        WHERE workspace_connector_sync_log_pk = :run";
    prepare(connection, sql)?.query_row(named_params! { ":run": run.pk }, |row| {
        Ok(KeptRejections {
            all: row::count(row, 0)?,
            undid_delivery: row::count(row, 1)?,
            taken: row::count(row, 2)?,
        })
    })
}
