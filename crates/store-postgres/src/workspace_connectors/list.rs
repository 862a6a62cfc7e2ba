use wellhead_core::page::{Interval, Slice};
use wellhead_core::resource::WorkspaceConnectorFilter;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::{COLUMNS, FROM};
use crate::arguments::{Arguments, limit, order_by};
use crate::row::seen;

const ID: &str = "workspace_connector_id";

/// The statement that lists `slice`.
pub(super) fn slice(
    tenant: Tenant,
    filter: WorkspaceConnectorFilter,
    slice: Slice,
) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let conditions = conditions(tenant, filter, slice.interval, &mut arguments);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("w", "created_at", ID, slice.order);
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE {conditions} {order} LIMIT {limit}");
    (sql, arguments)
}

/// The statement that counts the activations which lie in `created` and pass `filter`.
pub(super) fn count(
    tenant: Tenant,
    filter: WorkspaceConnectorFilter,
    created: Interval,
) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let conditions = conditions(tenant, filter, created, &mut arguments);
    (
        format!("SELECT count(*) FROM {FROM} WHERE {conditions}"),
        arguments,
    )
}

fn conditions(
    tenant: Tenant,
    filter: WorkspaceConnectorFilter,
    created: Interval,
    arguments: &mut Arguments,
) -> String {
    let mut conditions = format!("w.workspace_pk = {}", arguments.bind(*tenant.pk()));
    conditions.extend(filter.connector.map(|connector| {
        let connector = arguments.bind(connector.uuid());
        format!(" AND c.connector_id = {connector}")
    }));
    conditions.extend(
        filter
            .status
            .map(|status| format!(" AND w.status = '{status}'")),
    );
    conditions += &seen("w", filter.deleted);
    conditions += &arguments.within("w", "created_at", ID, created);
    conditions
}
