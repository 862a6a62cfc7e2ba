use std::collections::BTreeMap;
use std::ops;

use rusqlite::{Connection, Params, named_params};
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

/// Whole hours are kept: as they are folded, and what is not folded yet. Only the links before and behind them are counted.
pub(super) fn activity(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    connector: WorkspaceConnectorId,
    bucket: Bucket,
    created: Interval,
) -> rusqlite::Result<Vec<Activity>> {
    let snapshot = connection.unchecked_transaction()?;
    let mut made = Made::new(bucket);
    let Some(hours) = WholeHours::of(created) else {
        made.add_links(&snapshot, tenant, kind, connector, created)?;
        return Ok(made.activity());
    };
    for edge in hours.edges {
        made.add_links(&snapshot, tenant, kind, connector, edge)?;
    }
    let [from, until] = since_1970(&(hours.from..hours.until));
    let of = named_params! {
        ":workspace": tenant.pk(), ":connector": connector.uuid(), ":record": kind.as_str(),
        ":from": from, ":until": until,
    };
    for direction in Direction::ALL {
        let folded = format!(
            "SELECT h.hour, h.direction, h.links FROM workspace_connectors w
            CROSS JOIN stream_hours h ON h.workspace_connector_pk = w.pk
            WHERE w.workspace_pk = :workspace AND w.workspace_connector_id = :connector
                AND h.record = :record AND h.direction = '{direction}' AND h.hour >= :from AND h.hour < :until"
        );
        made.add_hours(&snapshot, &folded, of)?;
    }
    // All notes of the kind are read. There are few, but in the seconds behind a large import.
    let unfolded = "SELECT u.hour, u.direction, u.made FROM workspace_connectors w
        CROSS JOIN unfolded u ON u.workspace_pk = w.workspace_pk AND u.record = :record
        WHERE w.workspace_pk = :workspace AND w.workspace_connector_id = :connector
            AND u.workspace_connector_pk = w.pk AND u.made <> 0 AND u.hour >= :from AND u.hour < :until";
    made.add_hours(&snapshot, unfolded, of)?;
    Ok(made.activity())
}

/// All links of the workspace, in these whole hours.
pub(super) fn of_all(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    bucket: Bucket,
    hours: &ops::Range<Timestamp>,
) -> rusqlite::Result<Vec<Activity>> {
    let snapshot = connection.unchecked_transaction()?;
    let mut made = Made::new(bucket);
    let [from, until] = since_1970(hours);
    let of = named_params! {
        ":workspace": tenant.pk(), ":record": kind.as_str(), ":from": from, ":until": until,
    };
    for direction in Direction::ALL {
        let folded = format!(
            "SELECT hour, direction, links FROM workspace_hours
            WHERE workspace_pk = :workspace AND record = :record AND direction = '{direction}'
                AND hour >= :from AND hour < :until"
        );
        made.add_hours(&snapshot, &folded, of)?;
    }
    let unfolded = "SELECT hour, direction, made FROM unfolded
        WHERE workspace_pk = :workspace AND record = :record AND made <> 0 AND hour >= :from AND hour < :until";
    made.add_hours(&snapshot, unfolded, of)?;
    Ok(made.activity())
}

/// These hours as numbers since 1970.
fn since_1970(hours: &ops::Range<Timestamp>) -> [i64; 2] {
    [hours.start, hours.end].map(|at| at.as_micros() / Bucket::Hour.micros())
}

/// How many links were made, by the start of the bucket and the direction.
struct Made {
    bucket: Bucket,
    links: BTreeMap<(Timestamp, Direction), i64>,
}

impl Made {
    const fn new(bucket: Bucket) -> Self {
        Self {
            bucket,
            links: BTreeMap::new(),
        }
    }

    fn add(&mut self, at: Timestamp, direction: Direction, links: i64) {
        let bucket = (self.bucket.start(at), direction);
        *self.links.entry(bucket).or_default() += links;
    }

    /// Adds kept counts: `sql` selects hours since 1970, directions and numbers of links.
    fn add_hours(
        &mut self,
        connection: &Connection,
        sql: &str,
        values: impl Params,
    ) -> rusqlite::Result<()> {
        let mut statement = prepare(connection, sql)?;
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            let hour: i64 = row.get(0)?;
            let at = Timestamp::from_micros(hour * Bucket::Hour.micros());
            self.add(at, row::label(row, 1)?, row.get(2)?);
        }
        Ok(())
    }

    /// Reads the links, in ranges of their indexes.
    fn add_links(
        &mut self,
        connection: &Connection,
        tenant: Tenant,
        kind: Kind,
        connector: WorkspaceConnectorId,
        created: Interval,
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
                self.add(row::time(row, 0)?, row::label(row, 1)?, 1);
            }
        }
        Ok(())
    }

    fn activity(self) -> Vec<Activity> {
        let made = self.links.into_iter().filter(|(_, links)| *links > 0);
        made.map(|((start, direction), links)| Activity {
            start,
            direction,
            links: links.cast_unsigned(),
        })
        .collect()
    }
}
