use tokio_postgres::Row;
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::page::Slice;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_core::webhook::WebhookAttempt;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::row::{Count, count, id, label_or_null, time, time_or_null};
use crate::slice::{limit, order_by};

/// Selects attempts with the ids of their endpoints; [`attempt`] reads a row.
const SELECT: &str = "SELECT a.webhook_attempt_id, e.webhook_endpoint_id, a.message_id, a.position, a.number, \
    a.started_at, a.duration_ms, a.outcome::text, a.status_code::int8, a.detail, a.next_attempt_at \
    FROM core_api.webhook_endpoints e \
    JOIN core_api.webhook_attempts a ON a.webhook_endpoint_pk = e.pk";

/// Reads a row of [`SELECT`].
pub(super) fn attempt(row: &Row) -> Result<WebhookAttempt, StoreError> {
    let duration: Option<Count> = row.get(6);
    let status: Option<Count> = row.get(8);
    Ok(WebhookAttempt {
        id: id(row, 0),
        endpoint: id(row, 1),
        message: id(row, 2),
        position: count(row, 3),
        number: count(row, 4),
        started_at: time(row, 5),
        duration_ms: duration.map(|it| it.0),
        outcome: label_or_null(row, 7)?,
        status_code: status.and_then(|it| it.0.try_into().ok()),
        detail: row.get(9),
        next_attempt_at: time_or_null(row, 10),
    })
}

/// The statement that finds one attempt.
pub(super) fn one() -> String {
    format!("{SELECT} WHERE e.workspace_pk = $1 AND a.webhook_attempt_id = $2")
}

/// The statement that lists `slice` of an endpoint's attempts.
pub(super) fn slice(
    tenant: Tenant,
    endpoint: WebhookEndpointId,
    slice: Slice,
) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let endpoint = arguments.bind(endpoint.uuid());
    let within = arguments.within("a", "started_at", "webhook_attempt_id", slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("a", "started_at", "webhook_attempt_id", slice.order);
    let sql = format!(
        "{SELECT} WHERE e.workspace_pk = {workspace} AND e.webhook_endpoint_id = {endpoint}{within} \
         {order} LIMIT {limit}"
    );
    (sql, arguments)
}
