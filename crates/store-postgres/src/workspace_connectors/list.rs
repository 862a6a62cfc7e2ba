use wellhead_core::page::{Interval, Slice};
use wellhead_core::resource::{WorkspaceConnector, WorkspaceConnectorFilter};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{COLUMNS, FROM, activation};
use crate::arguments::Arguments;
use crate::row::seen;
use crate::session::Session;
use crate::slice::{limit, order_by};

const ID: &str = "workspace_connector_id";

pub(crate) async fn list(
    session: &Session,
    tenant: Tenant,
    filter: WorkspaceConnectorFilter,
    slice: Slice,
) -> Result<Vec<WorkspaceConnector>, StoreError> {
    let mut arguments = Arguments::default();
    let conditions = conditions(tenant, filter, slice.interval, &mut arguments);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("w", "created_at", ID, slice.order);
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE {conditions} {order} LIMIT {limit}");
    let rows = session.query(&sql, &arguments.as_parameters()).await?;
    rows.iter().map(activation).collect()
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
