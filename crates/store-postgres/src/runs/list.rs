//! Lists of runs. The cost depends on the page, not on the number of runs or connectors.

use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, RunFilter, RunStatus};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::COLUMNS;
use crate::arguments::Arguments;
use crate::slice::{limit, order_by};

const ID: &str = "workspace_connector_sync_log_id";

/// The statement that lists `slice`.
pub(super) fn slice(tenant: Tenant, filter: RunFilter, slice: Slice) -> (String, Arguments) {
    match filter.workspace_connector {
        Some(connector) => of_connector(tenant, connector, filter, slice),
        None if filter == RunFilter::default() => of_workspace(tenant, slice),
        None => of_some(tenant, filter, slice),
    }
}

/// All runs of the workspace, which an index has in their order.
fn of_workspace(tenant: Tenant, slice: Slice) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let within = arguments.within("r", "started_at", ID, slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("r", "started_at", ID, slice.order);
    let sql = format!(
        "SELECT {COLUMNS} FROM ( \
           SELECT r.* FROM core_api.workspace_connector_sync_logs r \
           WHERE r.workspace_pk = {workspace}{within} {order} LIMIT {limit}) r \
         {} {order}",
        connectors(&workspace)
    );
    (sql, arguments)
}

/// Some of the workspace's runs. A function finds them: it takes the first few of each kind, direction and status that the
/// filter lets through, and cuts what it has taken.
fn of_some(tenant: Tenant, filter: RunFilter, slice: Slice) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let way = match slice.order {
        Order::NewestFirst => "newest",
        Order::OldestFirst => "oldest",
    };
    let workspace = arguments.bind(*tenant.pk());
    let bounds = arguments.bounds(slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let sql = format!(
        "SELECT {COLUMNS} FROM unnest(core_api.runs_{way}({}, {}, {}, {bounds}, {limit})) \
           WITH ORDINALITY f (pk, place) \
         CROSS JOIN LATERAL ( \
           SELECT r.* FROM core_api.workspace_connector_sync_logs r WHERE r.pk = f.pk OFFSET 0) r \
         {} ORDER BY f.place",
        array(filter.record, &Kind::ALL),
        array(filter.direction, &Direction::ALL),
        array(filter.status, RunStatus::ALL),
        connectors(&workspace)
    );
    (sql, arguments)
}

/// Joins the connector `w` of each run `r` that was found. `OFFSET 0` keeps the planner from going through the connectors
/// first.
fn connectors(workspace: &str) -> String {
    format!(
        "CROSS JOIN LATERAL ( \
           SELECT w.workspace_connector_id FROM core_api.workspace_connectors w \
           WHERE w.pk = r.workspace_connector_pk AND w.workspace_pk = {workspace} OFFSET 0) w"
    )
}

/// The wanted label as an array in SQL, or all of them.
pub(super) fn array<T: Copy + std::fmt::Display>(wanted: Option<T>, all: &[T]) -> String {
    let labels = match &wanted {
        Some(wanted) => std::slice::from_ref(wanted),
        None => all,
    };
    let labels: Vec<String> = labels.iter().map(T::to_string).collect();
    format!("'{{{}}}'", labels.join(","))
}

/// One connector's runs.
fn of_connector(
    tenant: Tenant,
    connector: WorkspaceConnectorId,
    filter: RunFilter,
    slice: Slice,
) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let connector = arguments.bind(connector.uuid());
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
         WHERE w.workspace_pk = {workspace} AND w.workspace_connector_id = {connector} \
         {order} LIMIT {limit}"
    );
    (sql, arguments)
}

/// The statement with a row for each of the runs that were started in `started` and pass `filter`.
pub(super) fn count(tenant: Tenant, filter: RunFilter, started: Interval) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let from = match filter.workspace_connector {
        None => {
            format!("core_api.workspace_connector_sync_logs r WHERE r.workspace_pk = {workspace}")
        }
        Some(connector) => format!(
            "core_api.workspace_connectors w \
             JOIN core_api.workspace_connector_sync_logs r ON r.workspace_connector_pk = w.pk \
             WHERE w.workspace_pk = {workspace} AND w.workspace_connector_id = {}",
            arguments.bind(connector.uuid())
        ),
    };
    let conditions = conditions(filter, started, &mut arguments);
    let sql = format!("SELECT FROM {from}{conditions}");
    (sql, arguments)
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
