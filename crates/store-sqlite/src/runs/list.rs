use rusqlite::{Connection, ToSql};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, RunFilter, RunStatus, SyncRun};
use wellhead_core::tenant::Tenant;

use super::get::{JOIN, SELECT, run};
use crate::slice::{Bounds, Parameters, first, limit, merge, within};
use crate::statement::prepare;
use crate::{ends, row};

const ID: &str = "l.workspace_connector_sync_log_id";

/// A filter as SQL.
struct Condition {
    sql: String,
    record: Option<&'static str>,
    direction: Option<&'static str>,
    status: Option<&'static str>,
}

impl Condition {
    /// The index serves the connector, the kind and the time. The rest is checked row by row, as a connector has few
    /// runs.
    fn of(filter: &RunFilter) -> Self {
        let index = match filter.record {
            Some(_) => "wc_record",
            None => "wc_started",
        };
        let mut sql = format!(
            "INDEXED BY idx_workspace_connector_sync_logs_{index} {JOIN}
            WHERE l.workspace_connector_pk = :workspace_connector AND {}",
            within("l.started_at", ID)
        );
        if filter.record.is_some() {
            sql += " AND l.record = :record";
        }
        if filter.direction.is_some() {
            sql += " AND l.direction = :direction";
        }
        if filter.status.is_some() {
            sql += " AND l.status = :status";
        }
        Self {
            sql,
            record: filter.record.map(Kind::as_str),
            direction: filter.direction.map(Direction::as_str),
            status: filter.status.map(RunStatus::as_str),
        }
    }

    fn values<'a>(&'a self, workspace_connector: &'a i64, bounds: &'a Bounds) -> Parameters<'a> {
        let mut values = bounds.values();
        values.push((":workspace_connector", workspace_connector));
        for (name, value) in [
            (":record", &self.record),
            (":direction", &self.direction),
            (":status", &self.status),
        ] {
            values.extend(value.as_ref().map(|value| (name, value as &dyn ToSql)));
        }
        values
    }
}

/// The `pk`s of the connectors whose runs may pass `filter`.
fn connectors(
    connection: &Connection,
    tenant: Tenant,
    filter: &RunFilter,
) -> rusqlite::Result<Vec<i64>> {
    match filter.workspace_connector {
        None => ends::workspace_connectors(connection, tenant),
        Some(id) => {
            let end = ends::workspace_connector(connection, tenant, id)?;
            Ok(end.into_iter().map(|end| end.pk).collect())
        }
    }
}

pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    filter: &RunFilter,
    slice: Slice,
) -> rusqlite::Result<Vec<SyncRun>> {
    let snapshot = connection.unchecked_transaction()?;
    let condition = Condition::of(filter);
    let sql = format!(
        "{SELECT} {} {}",
        condition.sql,
        first("l.started_at", ID, slice.order)
    );
    let connectors = connectors(&snapshot, tenant, filter)?;
    merge(&connectors, slice, |connector, slice| {
        let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
        let mut values = condition.values(connector, &bounds);
        values.push((":limit", &limit));
        prepare(&snapshot, &sql)?
            .query_map(&values[..], run)?
            .collect()
    })
}

pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    filter: &RunFilter,
    started: Interval,
) -> rusqlite::Result<u64> {
    let snapshot = connection.unchecked_transaction()?;
    let condition = Condition::of(filter);
    let sql = format!(
        "SELECT count(*) FROM workspace_connector_sync_logs l {}",
        condition.sql
    );
    let bounds = Bounds::from(started);
    let mut total = 0;
    for connector in connectors(&snapshot, tenant, filter)? {
        let values = condition.values(&connector, &bounds);
        total += prepare(&snapshot, &sql)?.query_row(&values[..], |row| row::count(row, 0))?;
    }
    Ok(total)
}
