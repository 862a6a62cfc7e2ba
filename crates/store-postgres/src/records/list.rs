use wellhead_core::page::{Interval, Slice};
use wellhead_core::record::{Kind, RecordFilter};
use wellhead_core::resource::Deleted;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::row::seen;
use crate::slice::{limit, order_by};
use crate::table::RecordTable;

/// The statement that lists `slice`. Active and deleted records each have an index in the list's order, so that a page
/// of one sort skips none of the other.
pub(super) fn slice(
    tenant: Tenant,
    kind: Kind,
    filter: &RecordFilter,
    slice: Slice,
) -> (String, Arguments) {
    let RecordTable {
        records,
        id,
        columns,
        ..
    } = RecordTable::of(kind);
    let mut arguments = Arguments::default();
    let states: &[Deleted] = match filter.deleted {
        Deleted::Exclude => &[Deleted::Exclude],
        Deleted::Only => &[Deleted::Only],
        Deleted::Include => &[Deleted::Exclude, Deleted::Only],
    };
    let conditions = conditions(tenant, kind, filter, slice.interval, &mut arguments);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("p", "created_at", id, slice.order);
    // Few records share an external id, and they have an index. With an ORDER BY the planner would use the index in the
    // list's order, and read the whole workspace.
    let end = match filter.external_id {
        Some(_) => "OFFSET 0".to_owned(),
        None => format!("{order} LIMIT {limit}"),
    };
    let ranges = states.iter().map(|state| {
        format!(
            "(SELECT p.* FROM {records} p WHERE {conditions}{} {end})",
            seen("p", *state)
        )
    });
    let ranges = ranges.collect::<Vec<_>>().join(" UNION ALL ");
    let sql = format!("SELECT {columns} FROM ({ranges}) p {order} LIMIT {limit}");
    (sql, arguments)
}

/// The statement that counts the records that lie in `created` and pass `filter`.
pub(super) fn counting(
    tenant: Tenant,
    kind: Kind,
    filter: &RecordFilter,
    created: Interval,
) -> (String, Arguments) {
    let records = &RecordTable::of(kind).records;
    let mut arguments = Arguments::default();
    let conditions = conditions(tenant, kind, filter, created, &mut arguments);
    let sql = format!(
        "SELECT FROM {records} p WHERE {conditions}{}",
        seen("p", filter.deleted)
    );
    (sql, arguments)
}

fn conditions(
    tenant: Tenant,
    kind: Kind,
    filter: &RecordFilter,
    created: Interval,
    arguments: &mut Arguments,
) -> String {
    let RecordTable {
        id, external_id, ..
    } = RecordTable::of(kind);
    let mut conditions = format!("p.workspace_pk = {}", arguments.bind(*tenant.pk()));
    conditions.extend(filter.external_id.as_ref().map(|wanted| {
        let wanted = arguments.bind(wanted.as_str().to_owned());
        format!(" AND p.{external_id} = {wanted}")
    }));
    conditions += &arguments.within("p", "created_at", id, created);
    conditions
}
