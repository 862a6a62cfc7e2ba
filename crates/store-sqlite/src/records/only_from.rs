//! The records that only one connector sourced, found through its links.

use rusqlite::{Connection, OptionalExtension, named_params};
use wellhead_core::page::{Looked, Slice};
use wellhead_core::record::{Kind, OnlySource, Record, Sourced};
use wellhead_core::resource::{Deleted, Direction, LinkFilter};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::record;
use crate::links::{LinkPosition, Range, positions};
use crate::look::look;
use crate::row;
use crate::slice::merge;
use crate::statement::prepare;
use crate::table::{LinkTable, RecordTable};

/// Looks at the connector's input links in the order of the slice, and at each one's record.
pub(super) fn only_from(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    source: OnlySource,
    slice: Slice,
    most: usize,
) -> rusqlite::Result<Looked<Sourced>> {
    let snapshot = connection.unchecked_transaction()?;
    let input = LinkFilter {
        workspace_connector: Some(source.connector),
        direction: Some(Direction::Input),
        deleted: counted(source),
        ..LinkFilter::default()
    };
    let ranges = Range::of(&snapshot, tenant, kind, &input)?;
    look(
        slice,
        most,
        |slice| {
            merge(&ranges, slice, |range, slice| {
                positions(&snapshot, kind, range, slice)
            })
        },
        |link| {
            let record = alone(&snapshot, tenant, kind, source, link)?;
            let since = link.position;
            Ok(record.map(|record| Sourced { record, since }))
        },
    )
}

/// The links that count.
const fn counted(source: OnlySource) -> Deleted {
    if source.ever {
        Deleted::Include
    } else {
        Deleted::Exclude
    }
}

/// The record of this link, if it has no input link of another connector, and no older one of the same.
fn alone(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    source: OnlySource,
    link: &LinkPosition,
) -> rusqlite::Result<Option<Record>> {
    let LinkTable {
        links,
        link_id,
        record_pk,
        ..
    } = LinkTable::of(kind);
    let RecordTable {
        records, columns, ..
    } = RecordTable::of(kind);
    let other = match counted(source) {
        Deleted::Exclude => " AND o.deleted_at IS NULL",
        Deleted::Include | Deleted::Only => "",
    };
    let sql = format!(
        "SELECT {columns} FROM {records} WHERE workspace_pk = :workspace AND pk = (
            SELECT l.{record_pk} FROM {links} l WHERE l.pk = :link AND NOT EXISTS (
                SELECT 1 FROM {links} o INDEXED BY idx_{links}_record_created
                WHERE o.{record_pk} = l.{record_pk} AND o.direction = 'input'{other}
                AND (o.workspace_connector_pk <> l.workspace_connector_pk
                    OR (o.created_at, o.{link_id}) < (l.created_at, l.{link_id}))))"
    );
    let values = named_params! { ":workspace": tenant.pk(), ":link": link.pk };
    let found = prepare(connection, &sql)?
        .query_row(values, |row| record(row, kind))
        .optional()?;
    Ok(found.filter(|record| row::seen(source.deleted, &record.times)))
}
