//! Lists of runs. Like links, they are found through the connectors, as a run has no workspace column.

use wellhead_core::page::{Interval, Slice};
use wellhead_core::resource::{RunFilter, RunStatus};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::COLUMNS;
use crate::arguments::Arguments;
use crate::slice::{limit, order_by};

const ID: &str = "workspace_connector_sync_log_id";

/// The statement that lists `slice`.
pub(super) fn slice(tenant: Tenant, filter: RunFilter, slice: Slice) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let connectors = connectors(tenant, filter, &mut arguments);
    let conditions = conditions(filter, slice.interval, &mut arguments);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("r", "started_at", ID, slice.order);
    // A connector has few open runs, in an index of their own. With an ORDER BY the planner would look for them among
    // all its runs.
    let first = if filter.status == Some(RunStatus::InProgress) {
        "AND r.completed_at IS NULL OFFSET 0".to_owned()
    } else {
        format!("{order} LIMIT {limit}")
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM core_api.workspace_connectors w \
         CROSS JOIN LATERAL ( \
           SELECT r.* FROM core_api.workspace_connector_sync_logs r \
           WHERE r.workspace_connector_pk = w.pk{conditions} {first}) r \
         WHERE {connectors} {order} LIMIT {limit}"
    );
    (sql, arguments)
}

/// The statement that counts the runs that were started in `started` and pass `filter`.
pub(super) fn count(tenant: Tenant, filter: RunFilter, started: Interval) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let connectors = connectors(tenant, filter, &mut arguments);
    let conditions = conditions(filter, started, &mut arguments);
    let sql = format!(
        "SELECT count(*) FROM core_api.workspace_connectors w \
         JOIN core_api.workspace_connector_sync_logs r ON r.workspace_connector_pk = w.pk \
         WHERE {connectors}{conditions}"
    );
    (sql, arguments)
}

/// The condition that the runs of a connector `w` may pass `filter`.
fn connectors(tenant: Tenant, filter: RunFilter, arguments: &mut Arguments) -> String {
    let mut conditions = format!("w.workspace_pk = {}", arguments.bind(*tenant.pk()));
    conditions.extend(filter.workspace_connector.map(|connector| {
        let connector = arguments.bind(connector.uuid());
        format!(" AND w.workspace_connector_id = {connector}")
    }));
    conditions
}

/// The conditions of a run `r`.
fn conditions(filter: RunFilter, started: Interval, arguments: &mut Arguments) -> String {
    let mut conditions = String::new();
    conditions.extend(
        filter
            .record
            .map(|record| format!(" AND r.record = '{record}'")),
    );
    conditions.extend(
        filter
            .direction
            .map(|direction| format!(" AND r.direction = '{direction}'")),
    );
    conditions.extend(
        filter
            .status
            .map(|status| format!(" AND r.status = '{status}'")),
    );
    conditions += &arguments.within("r", "started_at", ID, started);
    conditions
}
