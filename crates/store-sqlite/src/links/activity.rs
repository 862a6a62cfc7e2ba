use std::collections::BTreeMap;

use rusqlite::{Connection, named_params};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Bucket, Deleted, Direction, LinkFilter, WholeHours};
use wellhead_core::store::Activity;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::range::Range;
use crate::row;
use crate::slice::Bounds;
use crate::statement::prepare;
use crate::table::LinkTable;

/// How many links were made, by the start of the bucket and the direction.
type Made = BTreeMap<(Timestamp, Direction), u64>;

/// Whole hours are kept. Only the links before and behind them are counted.
pub(super) fn activity(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    connector: WorkspaceConnectorId,
    bucket: Bucket,
    created: Interval,
) -> rusqlite::Result<Vec<Activity>> {
    let snapshot = connection.unchecked_transaction()?;
    let mut made = Made::new();
    let add = |made: &mut Made, at: Timestamp, direction, links| {
        *made.entry((bucket.start(at), direction)).or_default() += links;
    };
    if let Some(hours) = WholeHours::of(created) {
        for edge in hours.edges {
            of_links(&snapshot, tenant, kind, connector, edge, |at, direction| {
                add(&mut made, at, direction, 1);
            })?;
        }
        let sql = "SELECT h.hour, h.direction, h.links FROM workspace_connectors w
            CROSS JOIN stream_hours h ON h.workspace_connector_pk = w.pk
            WHERE w.workspace_pk = :workspace AND w.workspace_connector_id = :connector
                AND h.record = :record AND h.direction = :direction AND h.hour >= :from AND h.hour < :until
                AND h.links > 0";
        let [from, until] =
            [hours.from, hours.until].map(|at| at.as_micros() / Bucket::Hour.micros());
        for direction in Direction::ALL {
            let mut statement = prepare(&snapshot, sql)?;
            let mut rows = statement.query(named_params! {
                ":workspace": tenant.pk(), ":connector": connector.uuid(), ":record": kind.as_str(),
                ":direction": direction.as_str(), ":from": from, ":until": until,
            })?;
            while let Some(row) = rows.next()? {
                let hour: i64 = row.get(0)?;
                let at = Timestamp::from_micros(hour * Bucket::Hour.micros());
                add(&mut made, at, row::label(row, 1)?, row::count(row, 2)?);
            }
        }
    } else {
        of_links(
            &snapshot,
            tenant,
            kind,
            connector,
            created,
            |at, direction| {
                add(&mut made, at, direction, 1);
            },
        )?;
    }
    let made = made.into_iter();
    Ok(made
        .map(|((start, direction), links)| Activity {
            start,
            direction,
            links,
        })
        .collect())
}

/// Reads the links, in ranges of their indexes.
fn of_links(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    connector: WorkspaceConnectorId,
    created: Interval,
    mut each: impl FnMut(Timestamp, Direction),
) -> rusqlite::Result<()> {
    let filter = LinkFilter {
        workspace_connector: Some(connector),
        deleted: Deleted::Include,
        ..LinkFilter::default()
    };
    let table = LinkTable::of(kind);
    let bounds = Bounds::from(created);
    for range in Range::of(connection, tenant, kind, &filter)? {
        let sql = format!(
            "SELECT created_at, direction {} AND {}",
            range.sql(table),
            Range::of_tenant(table)
        );
        let mut values = range.values();
        values.extend(bounds.values());
        values.push((":workspace", tenant.pk()));
        let mut statement = prepare(connection, &sql)?;
        let mut rows = statement.query(&values[..])?;
        while let Some(row) = rows.next()? {
            each(row::time(row, 0)?, row::label(row, 1)?);
        }
    }
    Ok(())
}
