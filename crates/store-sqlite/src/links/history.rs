//! What a link ever said.

use rusqlite::{Connection, Row, named_params};
use uuid::Uuid;
use wellhead_core::id::{LinkId, SyncRunId};
use wellhead_core::page::{Interval, Order, Position, Slice, Total};
use wellhead_core::record::Kind;
use wellhead_core::resource::LinkState;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::find;
use crate::cause::cause;
use crate::row;
use crate::slice::{left, limit, up_to};
use crate::statement::prepare;
use crate::table::LinkTable;

/// A slice of the states that were superseded, and of the present one, which is the last. When a run saw the link last is
/// `seen_at` or else, while nothing but runs has changed it, `updated_at`.
pub(super) fn history(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    id: LinkId,
    slice: Slice,
) -> rusqlite::Result<Vec<LinkState>> {
    let snapshot = connection.unchecked_transaction()?;
    match find(&snapshot, tenant, kind, id)? {
        None => Ok(Vec::new()),
        Some(stored) => within(&snapshot, tenant, kind, stored.pk, slice),
    }
}

pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    id: LinkId,
    most: u64,
) -> rusqlite::Result<Total> {
    let snapshot = connection.unchecked_transaction()?;
    let Some(stored) = find(&snapshot, tenant, kind, id)? else {
        return Ok(Total::Exactly(0));
    };
    let sql = up_to(&format!(
        "FROM link_history INDEXED BY idx_link_history_link WHERE record = '{kind}' AND link_pk = :link"
    ));
    let values = named_params! { ":link": stored.pk, ":left": left(most, 1) };
    let superseded = prepare(&snapshot, &sql)?.query_row(values, |row| row::count(row, 0))?;
    Ok(Total::of(1 + superseded, most))
}

/// All states of the link `pk`, the oldest first.
pub(super) fn of_link(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    pk: i64,
) -> rusqlite::Result<Vec<LinkState>> {
    let all = Slice {
        interval: Interval::default(),
        order: Order::OldestFirst,
        limit: usize::MAX,
    };
    within(connection, tenant, kind, pk, all)
}

fn within(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    pk: i64,
    slice: Slice,
) -> rusqlite::Result<Vec<LinkState>> {
    let mut parts = [superseded(kind), present(kind)];
    if slice.order == Order::NewestFirst {
        parts.reverse();
    }
    let mut found = Vec::new();
    for part in parts {
        let left = Slice {
            limit: slice.limit - found.len(),
            ..slice
        };
        found.extend(states(connection, tenant, kind, pk, &part, left)?);
    }
    Ok(found)
}

fn superseded(kind: Kind) -> String {
    format!(
        "SELECT record_pk, workspace_connector_pk, direction, since, until, changed_as, changed_by,
            seen_by, seen_at, deleted_at, deleted_as, deleted_by, reason
        FROM link_history INDEXED BY idx_link_history_link
        WHERE record = '{kind}' AND link_pk = :link"
    )
}

fn present(kind: Kind) -> String {
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    format!(
        "SELECT {record_pk} AS record_pk, workspace_connector_pk, direction,
            ifnull(since, created_at) AS since, NULL AS until,
            iif(since IS NULL, created_as, changed_as) AS changed_as,
            iif(since IS NULL, created_by, changed_by) AS changed_by,
            seen_by, ifnull(seen_at, iif(deleted_at IS NULL, updated_at, NULL)) AS seen_at,
            deleted_at, deleted_as, deleted_by, reason
        FROM {links} WHERE pk = :link"
    )
}

fn states(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    link: i64,
    of: &str,
    slice: Slice,
) -> rusqlite::Result<Vec<LinkState>> {
    let LinkTable {
        records, record_id, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "SELECT r.{record_id}, w.workspace_connector_id, s.direction, s.since, s.until,
            s.changed_as, s.changed_by, s.seen_by, s.seen_at, s.deleted_at, s.deleted_as,
            s.deleted_by, s.reason
        FROM ({of}) s
        CROSS JOIN {records} r ON r.pk = s.record_pk
        CROSS JOIN workspace_connectors w ON w.pk = s.workspace_connector_pk
        WHERE r.workspace_pk = :workspace AND w.workspace_pk = :workspace
            AND s.since > :above AND s.since < :below
        ORDER BY s.since {} LIMIT :limit",
        match slice.order {
            Order::OldestFirst => "ASC",
            Order::NewestFirst => "DESC",
        }
    );
    let since = |bound: Option<Position>| bound.map(|it| it.created_at.as_micros());
    let values = named_params! {
        ":link": link,
        ":workspace": tenant.pk(),
        ":above": since(slice.interval.above).unwrap_or(i64::MIN),
        ":below": since(slice.interval.below).unwrap_or(i64::MAX),
        ":limit": limit(slice),
    };
    prepare(connection, &sql)?
        .query_map(values, state)?
        .collect()
}

fn state(row: &Row<'_>) -> rusqlite::Result<LinkState> {
    let run: Option<Uuid> = row.get(7)?;
    Ok(LinkState {
        record: row::id(row, 0)?,
        workspace_connector: row::id(row, 1)?,
        direction: row::label(row, 2)?,
        since: row::time(row, 3)?,
        until: row::time_or_null(row, 4)?,
        by: cause(row, 5)?,
        seen: run.map(SyncRunId::new).zip(row::time_or_null(row, 8)?),
        deleted_at: row::time_or_null(row, 9)?,
        deleted_by: cause(row, 10)?,
        reason: row::label_or_null(row, 12)?,
    })
}
