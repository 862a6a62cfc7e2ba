use std::cmp::Reverse;

use rusqlite::{Connection, named_params};
use wellhead_core::page::{Interval, Order};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Direction, LinkFilter};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::ends;
use crate::row;
use crate::slice::{Parameters, within};
use crate::statement::prepare;
use crate::table::LinkTable;

/// A part of an index, which holds links in the order of their times.
pub(crate) struct Range {
    index: &'static str,
    record: Option<i64>,
    workspace_connector: Option<i64>,
    direction: Option<&'static str>,
    deleted: Deleted,
    /// None of its links was made before or after, if that is known.
    span: Option<[Timestamp; 2]>,
}

impl Range {
    /// The ranges that together hold the links of `filter`, each once.
    pub(crate) fn of(
        connection: &Connection,
        tenant: Tenant,
        kind: Kind,
        filter: &LinkFilter,
    ) -> rusqlite::Result<Vec<Self>> {
        let record = filter
            .record
            .map(|id| ends::record(connection, tenant, kind, id))
            .transpose()?;
        let workspace_connector = filter
            .workspace_connector
            .map(|id| ends::workspace_connector(connection, tenant, id))
            .transpose()?;
        Ok(match (record, workspace_connector) {
            (Some(None), _) | (_, Some(None)) => Vec::new(),
            (Some(Some(record)), end) => {
                vec![Self::of_record(
                    record.pk,
                    end.flatten().map(|end| end.pk),
                    filter,
                )]
            }
            (None, Some(Some(end))) => Self::of_workspace_connector(end.pk, filter),
            (None, None) => Self::of_workspace(connection, tenant, kind, filter)?,
        })
    }

    /// A record has few links, so the connector, the direction and the deletion are checked row by row. A connector may
    /// have all links of the ledger.
    fn of_record(record: i64, workspace_connector: Option<i64>, filter: &LinkFilter) -> Self {
        Self {
            index: "record_created",
            record: Some(record),
            workspace_connector,
            direction: filter.direction.map(Direction::as_str),
            deleted: filter.deleted,
            span: None,
        }
    }

    /// The ranges of all connectors that have such links, by the counts that are kept.
    fn of_workspace(
        connection: &Connection,
        tenant: Tenant,
        kind: Kind,
        filter: &LinkFilter,
    ) -> rusqlite::Result<Vec<Self>> {
        let sql = "SELECT workspace_connector_pk, direction, active, deleted, oldest_at, newest_at
            FROM streams WHERE workspace_pk = :workspace AND record = :record";
        let mut statement = prepare(connection, sql)?;
        let kind = kind.as_str();
        let mut rows =
            statement.query(named_params! { ":workspace": tenant.pk(), ":record": kind })?;
        let mut ranges = Vec::new();
        while let Some(row) = rows.next()? {
            let direction = row::label(row, 1)?;
            if filter.direction.is_some_and(|wanted| wanted != direction) {
                continue;
            }
            let (connector, active, deleted): (_, i64, i64) =
                (row.get(0)?, row.get(2)?, row.get(3)?);
            let span = [row::time(row, 4)?, row::time(row, 5)?];
            let wanted = LinkFilter {
                direction: Some(direction),
                ..*filter
            };
            let of_stream = Self::of_workspace_connector(connector, &wanted);
            let has_any = |range: &Self| match range.deleted {
                Deleted::Only => deleted > 0,
                _ => active > 0,
            };
            let of_stream = of_stream.into_iter().filter(has_any);
            ranges.extend(of_stream.map(|range| Self {
                span: Some(span),
                ..range
            }));
        }
        Ok(ranges)
    }

    /// Puts first what may have the first links.
    pub(super) fn sort(ranges: &mut [Self], order: Order) {
        match order {
            Order::OldestFirst => ranges.sort_by_key(|range| range.span.map(|it| it[0])),
            Order::NewestFirst => ranges.sort_by_key(|range| Reverse(range.span.map(|it| it[1]))),
        }
    }

    /// Whether links of the range may lie in `interval`.
    pub(super) fn reaches(&self, interval: Interval) -> bool {
        let Some([oldest, newest]) = self.span else {
            return true;
        };
        interval.above.is_none_or(|it| it.created_at <= newest)
            && interval.below.is_none_or(|it| it.created_at >= oldest)
    }

    /// Ranges in which every link passes the filter, so that none is read in vain.
    fn of_workspace_connector(pk: i64, filter: &LinkFilter) -> Vec<Self> {
        let range = |index, direction: Option<Direction>, deleted| Self {
            index,
            record: None,
            workspace_connector: Some(pk),
            direction: direction.map(Direction::as_str),
            deleted,
            span: None,
        };
        let active = |direction| range("wc_active", Some(direction), Deleted::Exclude);
        let deleted = |direction| range("wc_deleted", Some(direction), Deleted::Only);
        match (filter.deleted, filter.direction) {
            (Deleted::Exclude, Some(direction)) => vec![active(direction)],
            (Deleted::Exclude, None) => Direction::ALL.map(active).into(),
            (Deleted::Only, Some(direction)) => vec![deleted(direction)],
            (Deleted::Only, None) => Direction::ALL.map(deleted).into(),
            (Deleted::Include, Some(direction)) => vec![active(direction), deleted(direction)],
            (Deleted::Include, None) => vec![range("wc_created_at", None, Deleted::Include)],
        }
    }

    /// `FROM` and `WHERE` for the links of the range that lie between two bounds.
    ///
    /// The index is named so that neither statistics nor another release of SQLite can change the plan.
    pub(crate) fn sql(&self, table: &LinkTable) -> String {
        let LinkTable {
            links,
            link_id,
            record_pk,
            ..
        } = table;
        let mut conditions = vec![within("created_at", link_id)];
        if self.record.is_some() {
            conditions.push(format!("{record_pk} = :record"));
        }
        if self.workspace_connector.is_some() {
            conditions.push("workspace_connector_pk = :workspace_connector".to_owned());
        }
        if self.direction.is_some() {
            conditions.push("direction = :direction".to_owned());
        }
        match self.deleted {
            Deleted::Exclude => conditions.push("deleted_at IS NULL".to_owned()),
            Deleted::Include => {}
            Deleted::Only => conditions.push("deleted_at IS NOT NULL".to_owned()),
        }
        format!(
            "FROM {links} INDEXED BY idx_{links}_{} WHERE {}",
            self.index,
            conditions.join(" AND ")
        )
    }

    /// The condition that both ends of a link are the tenant's, whose `pk` is `:workspace`.
    pub(super) fn of_tenant(table: &LinkTable) -> String {
        let LinkTable {
            record_pk, records, ..
        } = table;
        format!(
            "EXISTS (
                SELECT 1 FROM {records} r WHERE r.pk = {record_pk} AND r.workspace_pk = :workspace
            ) AND EXISTS (
                SELECT 1 FROM workspace_connectors w
                WHERE w.pk = workspace_connector_pk AND w.workspace_pk = :workspace
            )"
        )
    }

    /// The values that [`sql`](Self::sql) names, except for the bounds.
    pub(crate) fn values(&self) -> Parameters<'_> {
        let mut values = Parameters::new();
        if let Some(pk) = &self.record {
            values.push((":record", pk));
        }
        if let Some(pk) = &self.workspace_connector {
            values.push((":workspace_connector", pk));
        }
        if let Some(direction) = &self.direction {
            values.push((":direction", direction));
        }
        values
    }
}
