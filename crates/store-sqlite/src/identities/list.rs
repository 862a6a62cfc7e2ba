use rusqlite::{Connection, ToSql};
use uuid::Uuid;
use wellhead_core::id::{RecordId, WorkspaceConnectorId};
use wellhead_core::identity::{Identity, IdentityFilter};
use wellhead_core::page::{Interval, Slice, Total};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, ExternalId};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{columns, ends, identity};
use crate::row;
use crate::slice::{Bounds, Parameters, first, left, limit, merge, up_to, within};
use crate::statement::prepare;
use crate::table::IdentityTable;

/// The `pk` of a connector, and that of the first of its line.
type InLine = (i64, i64);

/// A filter as SQL: of the identities of one connector.
struct Condition {
    sql: String,
    record: Option<Uuid>,
    external_id: Option<String>,
}

impl Condition {
    fn of(kind: Kind, filter: &IdentityFilter) -> Self {
        let table = IdentityTable::of(kind);
        let IdentityTable {
            identities,
            identity_id,
            record_pk,
            records,
            record_id,
        } = table;
        // The index that leads to the fewest; the rest is checked row by row.
        let (index, by) = match (filter, filter.deleted) {
            (IdentityFilter { record: Some(_), .. }, _) => (
                "record",
                format!(
                    "i.{record_pk} = (SELECT r.pk FROM {records} r
                        WHERE r.workspace_pk = :workspace AND r.{record_id} = :record)
                    AND i.workspace_connector_pk = :connector AND :line = :line"
                ),
            ),
            (
                IdentityFilter {
                    external_id: Some(_),
                    ..
                },
                Deleted::Exclude,
            ) => (
                "line_external",
                "i.line_pk = :line AND i.workspace_connector_pk = :connector AND i.deleted_at IS NULL"
                    .to_owned(),
            ),
            _ => (
                "wc_created",
                "i.workspace_connector_pk = :connector AND :line = :line".to_owned(),
            ),
        };
        let mut sql = format!(
            "{identities} i INDEXED BY idx_{identities}_{index} {}
            WHERE {by} AND {}",
            ends(table),
            within("i.created_at", &format!("i.{identity_id}"))
        );
        if filter.external_id.is_some() {
            sql += " AND i.external_id = :external_id";
        }
        match filter.deleted {
            Deleted::Exclude => sql += " AND i.deleted_at IS NULL",
            Deleted::Include => {}
            Deleted::Only => sql += " AND i.deleted_at IS NOT NULL",
        }
        Self {
            sql,
            record: filter.record.map(RecordId::uuid),
            external_id: filter
                .external_id
                .as_ref()
                .map(|id| ExternalId::as_str(id).to_owned()),
        }
    }

    fn values<'a>(
        &'a self,
        tenant: &'a Tenant,
        (connector, line): &'a InLine,
        bounds: &'a Bounds,
    ) -> Parameters<'a> {
        let mut values = bounds.values();
        values.push((":workspace", tenant.pk()));
        values.push((":connector", connector));
        values.push((":line", line));
        values.extend(self.record.as_ref().map(|id| (":record", id as &dyn ToSql)));
        values.extend(
            self.external_id
                .as_ref()
                .map(|id| (":external_id", id as &dyn ToSql)),
        );
        values
    }
}

pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    filter: &IdentityFilter,
    slice: Slice,
) -> rusqlite::Result<Vec<Identity>> {
    let snapshot = connection.unchecked_transaction()?;
    let table = IdentityTable::of(kind);
    let condition = Condition::of(kind, filter);
    let sql = format!(
        "SELECT {} FROM {} {}",
        columns(table),
        condition.sql,
        first(
            "i.created_at",
            &format!("i.{}", table.identity_id),
            slice.order
        )
    );
    let connectors = connectors(&snapshot, tenant, table, filter)?;
    merge(&connectors, slice, |connector, slice| {
        let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
        let mut values = condition.values(&tenant, connector, &bounds);
        values.push((":limit", &limit));
        prepare(&snapshot, &sql)?
            .query_map(&values[..], identity)?
            .collect()
    })
}

pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    filter: &IdentityFilter,
    created: Interval,
    most: u64,
) -> rusqlite::Result<Total> {
    let snapshot = connection.unchecked_transaction()?;
    let table = IdentityTable::of(kind);
    let condition = Condition::of(kind, filter);
    let sql = up_to(&format!("FROM {}", condition.sql));
    let bounds = Bounds::from(created);
    let mut sum = 0;
    for connector in connectors(&snapshot, tenant, table, filter)? {
        let left = left(most, sum);
        let mut values = condition.values(&tenant, &connector, &bounds);
        values.push((":left", &left));
        sum += prepare(&snapshot, &sql)?.query_row(&values[..], |row| row::count(row, 0))?;
    }
    Ok(Total::of(sum, most))
}

/// The connectors whose identities are wanted, active or not.
fn connectors(
    connection: &Connection,
    tenant: Tenant,
    table: &IdentityTable,
    filter: &IdentityFilter,
) -> rusqlite::Result<Vec<InLine>> {
    let mut sql = "SELECT w.pk, ifnull(w.line_pk, w.pk) FROM workspace_connectors w
        WHERE w.workspace_pk = :workspace"
        .to_owned();
    if filter.workspace_connector.is_some() {
        sql += " AND ifnull(w.line_pk, w.pk) = (SELECT ifnull(o.line_pk, o.pk) FROM workspace_connectors o
            WHERE o.workspace_pk = :workspace AND o.workspace_connector_id = :connector)";
    }
    let mut values: Parameters<'_> = vec![(":workspace", tenant.pk())];
    let record = filter.record.map(RecordId::uuid);
    if let Some(record) = &record {
        let IdentityTable {
            identities,
            record_pk,
            records,
            record_id,
            ..
        } = table;
        sql.extend([format!(
            " AND w.pk IN (
                SELECT i.workspace_connector_pk FROM {identities} i INDEXED BY idx_{identities}_record
                WHERE i.{record_pk} = (
                    SELECT r.pk FROM {records} r WHERE r.workspace_pk = :workspace AND r.{record_id} = :record))"
        )]);
        values.push((":record", record));
    }
    let connector = filter.workspace_connector.map(WorkspaceConnectorId::uuid);
    if let Some(connector) = &connector {
        values.push((":connector", connector));
    }
    prepare(connection, &sql)?
        .query_map(&values[..], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}
