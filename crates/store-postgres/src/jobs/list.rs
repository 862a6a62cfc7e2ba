use wellhead_core::page::Slice;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::SELECT;
use crate::arguments::{Arguments, limit, order_by};

/// The statement that lists `slice`.
pub(super) fn slice(tenant: Tenant, slice: Slice) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let within = arguments.within("j", "created_at", "job_id", slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("j", "created_at", "job_id", slice.order);
    let sql = format!("{SELECT} WHERE j.workspace_pk = {workspace}{within} {order} LIMIT {limit}");
    (sql, arguments)
}

/// The statement that finds the jobs of the workspace `$1` that are not done, of which this is so.
///
/// These few have an index, and no other one has its order. Without that, they might be looked for among all the others.
pub(super) fn unfinished(condition: &str) -> String {
    format!(
        "{SELECT} WHERE j.workspace_pk = $1 AND j.completed_at IS NULL AND {condition} \
         ORDER BY j.heard_at"
    )
}
