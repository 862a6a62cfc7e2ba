use wellhead_core::page::Slice;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::SELECT;
use crate::arguments::Arguments;
use crate::slice::{limit, order_by};

/// The statement that lists `slice`.
pub(super) fn slice(tenant: Tenant, slice: Slice) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let within = arguments.within("e", "created_at", "webhook_endpoint_id", slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("e", "created_at", "webhook_endpoint_id", slice.order);
    let sql = format!("{SELECT} WHERE e.workspace_pk = {workspace}{within} {order} LIMIT {limit}");
    (sql, arguments)
}
