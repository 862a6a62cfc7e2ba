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
    let RecordTable { id, columns, .. } = RecordTable::of(kind);
    let mut arguments = Arguments::default();
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("p", "created_at", id, slice.order);
    let end = format!("{order} LIMIT {limit}");
    let ranges = ranges(tenant, kind, filter, slice.interval, &end, &mut arguments);
    let sql = format!("SELECT {columns} FROM ({ranges}) p {order} LIMIT {limit}");
    (sql, arguments)
}

/// The statement that has a row for each of the records that lie in `created` and pass `filter`.
pub(super) fn counting(
    tenant: Tenant,
    kind: Kind,
    filter: &RecordFilter,
    created: Interval,
) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let ranges = ranges(tenant, kind, filter, created, "", &mut arguments);
    let sql = format!("SELECT FROM ({ranges}) p");
    (sql, arguments)
}

/// The query for the records of a filter: of each index that has some, up to the `end`. Few share an external id, and those
/// have no end.
fn ranges(
    tenant: Tenant,
    kind: Kind,
    filter: &RecordFilter,
    created: Interval,
    end: &str,
    arguments: &mut Arguments,
) -> String {
    let RecordTable {
        records,
        id,
        external_id,
        ..
    } = RecordTable::of(kind);
    let workspace = arguments.bind(*tenant.pk());
    let within = arguments.within("p", "created_at", id, created);
    let end = match &filter.external_id {
        Some(wanted) => {
            let wanted = arguments.bind(wanted.as_str().to_owned());
            format!(" AND {}", of_external_id(external_id, &wanted))
        }
        None => format!(" {end}"),
    };
    let states: &[Deleted] = match filter.deleted {
        Deleted::Exclude => &[Deleted::Exclude],
        Deleted::Only => &[Deleted::Only],
        Deleted::Include => &[Deleted::Exclude, Deleted::Only],
    };
    let ranges = states.iter().map(|state| {
        let seen = seen("p", *state);
        format!(
            "(SELECT p.* FROM {records} p WHERE p.workspace_pk = {workspace}{within}{seen}{end})"
        )
    });
    ranges.collect::<Vec<_>>().join(" UNION ALL ")
}

/// The last condition of a query for the records `p` that have an external id, with its end. It is a range in the order of external
/// ids, so that only their index will do: as long as there are no statistics, another one looks as good to the planner.
pub(super) fn of_external_id(external_id: &str, wanted: &str) -> String {
    format!(
        "p.{external_id} >= {wanted} AND p.{external_id} <= {wanted} ORDER BY p.{external_id} OFFSET 0"
    )
}
