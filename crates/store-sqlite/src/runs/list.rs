//! Lists of runs. The cost depends on the page, not on the number of runs or connectors.

use rusqlite::{Connection, ToSql};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::page::{Interval, Slice, Total};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, RunFilter, RunStatus, SyncRun};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{JOIN, SELECT, run};
use crate::slice::{Bounds, Parameters, first, left, limit, merge, up_to, within};
use crate::statement::prepare;
use crate::{ends, row};

const ID: &str = "l.workspace_connector_sync_log_id";

/// Runs that are next to each other in an index, in the order of lists.
struct Range {
    /// The clause that names the index.
    index: String,
    /// The conditions that a run `l` lies in the range.
    conditions: String,
    /// Whose runs they are: the `pk` of a workspace or a connector.
    owner: i64,
    record: Option<&'static str>,
    direction: Option<&'static str>,
    status: Option<&'static str>,
}

impl Range {
    /// The range of an index whose first column is `owner`; it holds those that are as `filter` wants them.
    fn of(index: &str, owner: (&str, i64), filter: RunFilter) -> Self {
        let mut conditions = format!("l.{} = :owner AND {}", owner.0, within("l.started_at", ID));
        for (condition, is_wanted) in [
            (" AND l.record = :record", filter.record.is_some()),
            (" AND l.direction = :direction", filter.direction.is_some()),
            (" AND l.status = :status", filter.status.is_some()),
        ] {
            if is_wanted {
                conditions += condition;
            }
        }
        Self {
            index: format!("INDEXED BY idx_workspace_connector_sync_logs_{index}"),
            conditions,
            owner: owner.1,
            record: filter.record.map(Kind::as_str),
            direction: filter.direction.map(Direction::as_str),
            status: filter.status.map(RunStatus::as_str),
        }
    }

    fn values<'a>(&'a self, bounds: &'a Bounds) -> Parameters<'a> {
        let mut values = bounds.values();
        values.push((":owner", &self.owner));
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

/// The ranges that hold the runs that pass `filter`.
fn ranges(
    connection: &Connection,
    tenant: Tenant,
    filter: RunFilter,
) -> rusqlite::Result<Vec<Range>> {
    if let Some(id) = filter.workspace_connector {
        return of_connector(connection, tenant, id, filter);
    }
    let workspace = ("workspace_pk", *tenant.pk());
    if filter == RunFilter::default() {
        return Ok(vec![Range::of("workspace_started", workspace, filter)]);
    }
    // One for each way of being alike.
    let mut ranges = Vec::new();
    for record in wanted(filter.record, &Kind::ALL) {
        for direction in wanted(filter.direction, &Direction::ALL) {
            for status in wanted(filter.status, RunStatus::ALL) {
                let alike = RunFilter {
                    workspace_connector: None,
                    record: Some(record),
                    direction: Some(direction),
                    status: Some(status),
                };
                ranges.push(Range::of("workspace_alike", workspace, alike));
            }
        }
    }
    Ok(ranges)
}

fn wanted<T: Copy>(wanted: Option<T>, all: &[T]) -> Vec<T> {
    wanted.map_or_else(|| all.to_vec(), |it| vec![it])
}

/// One connector's runs. The index serves its kind and the time. The rest is checked row by row, as a connector has few
/// runs.
fn of_connector(
    connection: &Connection,
    tenant: Tenant,
    id: WorkspaceConnectorId,
    filter: RunFilter,
) -> rusqlite::Result<Vec<Range>> {
    let index = match filter.record {
        Some(_) => "wc_record",
        None => "wc_started",
    };
    let connector = ends::workspace_connector(connection, tenant, id)?;
    let range = connector.map(|it| Range::of(index, ("workspace_connector_pk", it.pk), filter));
    Ok(range.into_iter().collect())
}

pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    filter: &RunFilter,
    slice: Slice,
) -> rusqlite::Result<Vec<SyncRun>> {
    let snapshot = connection.unchecked_transaction()?;
    let ranges = ranges(&snapshot, tenant, *filter)?;
    merge(&ranges, slice, |range, slice| {
        let sql = format!(
            "{SELECT} {} {JOIN} WHERE {} {}",
            range.index,
            range.conditions,
            first("l.started_at", ID, slice.order)
        );
        let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
        let mut values = range.values(&bounds);
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
    most: u64,
) -> rusqlite::Result<Total> {
    let snapshot = connection.unchecked_transaction()?;
    let bounds = Bounds::from(started);
    let mut total = 0;
    for range in ranges(&snapshot, tenant, *filter)? {
        let sql = up_to(&format!(
            "FROM workspace_connector_sync_logs l {} WHERE {}",
            range.index, range.conditions
        ));
        let left = left(most, total);
        let mut values = range.values(&bounds);
        values.push((":left", &left));
        total += prepare(&snapshot, &sql)?.query_row(&values[..], |row| row::count(row, 0))?;
    }
    Ok(Total::of(total, most))
}
