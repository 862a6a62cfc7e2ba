use wellhead_core::page::Slice;
use wellhead_core::tenant::Tenant;

use super::get::SELECT;
use crate::arguments::{Arguments, limit, order_by};

/// The statement that lists `slice`.
pub(super) fn slice(tenant: Tenant, slice: Slice) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(tenant.pk);
    let within = arguments.within("j", "created_at", "job_id", slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("j", "created_at", "job_id", slice.order);
    let sql = format!("{SELECT} WHERE j.workspace_pk = {workspace}{within} {order} LIMIT {limit}");
    (sql, arguments)
}

/// The statement that finds the jobs of the workspace `$1` that are not done and were last heard of before `$2`.
/// These few have an index; asked for in order, they would be looked for among all the others.
pub(super) fn abandoned() -> String {
    format!("{SELECT} WHERE j.workspace_pk = $1 AND j.completed_at IS NULL AND j.heartbeat_at < $2")
}
