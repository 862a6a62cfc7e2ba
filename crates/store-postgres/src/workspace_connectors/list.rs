use wellhead_core::page::{Interval, Slice};
use wellhead_core::resource::WorkspaceConnectorFilter;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{COLUMNS, FROM};
use crate::arguments::Arguments;
use crate::few::{OF_WORKSPACE, Reach, more_than};
use crate::row::seen;
use crate::session::Session;
use crate::slice::{limit, order_by};

const ID: &str = "workspace_connector_id";

/// The condition that the workspace whose `pk` is the parameter `workspace` has no more activations than `reach` allows.
pub(crate) fn few_of_all(workspace: &str, reach: Reach) -> String {
    reach.condition(&of_workspace(workspace), OF_WORKSPACE)
}

/// The statement that has a row if the workspace has more activations than few.
pub(crate) fn more_than_few(tenant: Tenant) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let more = more_than(OF_WORKSPACE, &of_workspace(&workspace));
    (format!("SELECT true WHERE {more}"), arguments)
}

fn of_workspace(workspace: &str) -> String {
    format!("SELECT FROM core_api.workspace_connectors r WHERE r.workspace_pk = {workspace}")
}

/// The statement that lists `slice`. The index serves the workspace and the time; the rest is checked row by row.
pub(crate) fn list(
    tenant: Tenant,
    filter: WorkspaceConnectorFilter,
    slice: Slice,
    reach: Reach,
) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let conditions = conditions(tenant, filter, slice.interval, &mut arguments);
    // The workspace is the first parameter.
    let few = few_of_all("$1", reach);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("w", "created_at", ID, slice.order);
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE {conditions}{few} {order} LIMIT {limit}");
    (sql, arguments)
}

pub(crate) async fn count(
    session: &Session,
    tenant: Tenant,
    filter: WorkspaceConnectorFilter,
    created: Interval,
) -> Result<u64, StoreError> {
    let mut arguments = Arguments::default();
    let conditions = conditions(tenant, filter, created, &mut arguments);
    let sql = format!("SELECT count(*) FROM {FROM} WHERE {conditions}");
    session.count(&sql, &arguments.as_parameters()).await
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
