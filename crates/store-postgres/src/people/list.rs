use wellhead_core::page::{Interval, Slice};
use wellhead_core::resource::{Deleted, PersonFilter};
use wellhead_core::tenant::Tenant;

use super::COLUMNS;
use crate::arguments::{Arguments, limit, order_by};
use crate::row::seen;

/// The statement that lists `slice`. Active and deleted people each have an index in the list's order, so
/// that a page of the ones does not read past the others.
pub(super) fn slice(tenant: Tenant, filter: &PersonFilter, slice: Slice) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let states: &[Deleted] = match filter.deleted {
        Deleted::Exclude => &[Deleted::Exclude],
        Deleted::Only => &[Deleted::Only],
        Deleted::Include => &[Deleted::Exclude, Deleted::Only],
    };
    let conditions = conditions(tenant, filter, slice.interval, &mut arguments);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("p", "created_at", "people_id", slice.order);
    let streams = states.iter().map(|state| {
        format!(
            "(SELECT p.* FROM core_api.peoples p WHERE {conditions}{} {order} LIMIT {limit})",
            seen("p", *state)
        )
    });
    let streams = streams.collect::<Vec<_>>().join(" UNION ALL ");
    let sql = format!("SELECT {COLUMNS} FROM ({streams}) p {order} LIMIT {limit}");
    (sql, arguments)
}

/// The statement that counts the people who lie in `created` and pass `filter`.
pub(super) fn count(
    tenant: Tenant,
    filter: &PersonFilter,
    created: Interval,
) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let conditions = conditions(tenant, filter, created, &mut arguments);
    let sql = format!(
        "SELECT count(*) FROM core_api.peoples p WHERE {conditions}{}",
        seen("p", filter.deleted)
    );
    (sql, arguments)
}

fn conditions(
    tenant: Tenant,
    filter: &PersonFilter,
    created: Interval,
    arguments: &mut Arguments,
) -> String {
    let mut conditions = format!("p.workspace_pk = {}", arguments.bind(tenant.pk));
    conditions.extend(filter.external_id.as_ref().map(|id| {
        let id = arguments.bind(id.as_str().to_owned());
        format!(" AND p.external_person_id = {id}")
    }));
    conditions += &arguments.within("p", "created_at", "people_id", created);
    conditions
}
