//! The records that share a key with others.

use tokio_postgres::Row;
use wellhead_core::identity::{Alike, Likeness, SharedKey};
use wellhead_core::page::{Position, Slice};
use wellhead_core::record::Kind;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::look;
use crate::row::time;
use crate::slice::{limit, order_by};
use crate::table::RecordTable;

/// The statement that looks at the active records of the slice, and for each key at another record that has it.
pub(super) fn statement(
    tenant: Tenant,
    kind: Kind,
    by: &[Likeness],
    slice: Slice,
    most: usize,
) -> (String, Arguments) {
    let RecordTable { records, id, .. } = RecordTable::of(kind);
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let within = arguments.within("l", "created_at", id, slice.interval);
    let most = arguments.bind(limit(most));
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("l", "created_at", id, slice.order);
    let (mut shared, mut others) = (Vec::new(), String::new());
    for of in by {
        let column = of.column();
        shared.push(format!("{column}.shared"));
        // The LATERAL with a LIMIT keeps the planner from joining the whole workspace with itself, and the order, which one
        // index has, from walking it for each record.
        others.extend([format!(
            "LEFT JOIN LATERAL ( \
               SELECT o.{column} AS shared FROM {records} o \
               WHERE o.workspace_pk = {workspace} AND o.deleted_at IS NULL AND o.{column} = l.{column} \
                 AND o.pk <> l.pk \
               ORDER BY o.{column}, o.{id} LIMIT 1) {column} ON true "
        )]);
    }
    let wanted = format!("coalesce({}) IS NOT NULL", shared.join(", "));
    let sql = format!(
        "SELECT {keys}, {look} FROM ( \
           SELECT l.*, row_number() OVER ({order}) AS n FROM ( \
             SELECT l.* FROM {records} l \
             WHERE l.workspace_pk = {workspace} AND l.deleted_at IS NULL{within} {order} LIMIT {most}) l) l \
         {others}WHERE l.n = {most} OR {wanted} {order} LIMIT {limit}",
        keys = shared.join(", "),
        look = look::columns(id, &wanted, &format!("l.n = {most}")),
    );
    (sql, arguments)
}

/// Reads a row of [`statement`].
pub(super) fn alike(row: &Row, by: &[Likeness]) -> Alike {
    let first = row.len() - look::COLUMNS;
    let place = Position {
        created_at: time(row, first),
        id: row.get(first + 1),
    };
    let keys = by.iter().enumerate().filter_map(|(column, of)| {
        let text: Option<String> = row.get(column);
        text.map(|text| SharedKey { of: *of, text })
    });
    let keys = keys.collect();
    Alike { place, keys }
}

/// The statement that finds the active records that have one of the `keys`, up to `most` of each.
pub(super) fn sharing(
    tenant: Tenant,
    kind: Kind,
    of: Likeness,
    keys: &[String],
    most: usize,
) -> (String, Arguments) {
    let RecordTable {
        records,
        id,
        columns,
        ..
    } = RecordTable::of(kind);
    let column = of.column();
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let keys = arguments.bind(keys.to_vec());
    let most = arguments.bind(limit(most));
    let sql = format!(
        "SELECT {columns} FROM unnest({keys}::text[]) k (key) CROSS JOIN LATERAL ( \
           SELECT p.* FROM {records} p \
           WHERE p.workspace_pk = {workspace} AND p.deleted_at IS NULL AND p.{column} = k.key \
           ORDER BY p.{column}, p.{id} LIMIT {most}) p"
    );
    (sql, arguments)
}
