use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::id::{WebhookAttemptId, WebhookEndpointId};
use wellhead_core::page::Slice;
use wellhead_core::tenant::Tenant;
use wellhead_core::webhook::WebhookAttempt;
use wellhead_tenancy::Tenancy;

use crate::row;
use crate::slice::{Bounds, first, limit, within};
use crate::statement::prepare;

/// Selects attempts with the ids of their endpoints; [`attempt`] reads a row.
const SELECT: &str = "SELECT a.webhook_attempt_id, e.webhook_endpoint_id, a.message_id, a.position, a.number, \
     a.started_at, a.duration_ms, a.outcome, a.status_code, a.detail, a.next_attempt_at \
     FROM webhook_endpoints e CROSS JOIN webhook_attempts a ON a.webhook_endpoint_pk = e.pk";

fn attempt(row: &Row<'_>) -> rusqlite::Result<WebhookAttempt> {
    let duration: Option<i64> = row.get(6)?;
    Ok(WebhookAttempt {
        id: row::id(row, 0)?,
        endpoint: row::id(row, 1)?,
        message: row::id(row, 2)?,
        position: row::count(row, 3)?,
        number: row::count(row, 4)?,
        started_at: row::time(row, 5)?,
        duration_ms: duration.map(i64::cast_unsigned),
        outcome: row::label_or_null(row, 7)?,
        status_code: row.get(8)?,
        detail: row.get(9)?,
        next_attempt_at: row::time_or_null(row, 10)?,
    })
}

/// The tenant's attempt `id`.
pub(super) fn find(
    connection: &Connection,
    tenant: Tenant,
    id: WebhookAttemptId,
) -> rusqlite::Result<Option<WebhookAttempt>> {
    let sql = format!("{SELECT} WHERE e.workspace_pk = :workspace AND a.webhook_attempt_id = :id");
    let values = named_params! { ":workspace": tenant.pk(), ":id": id.uuid() };
    prepare(connection, &sql)?
        .query_row(values, attempt)
        .optional()
}

/// The attempts of an endpoint in `slice`.
pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    endpoint: WebhookEndpointId,
    slice: Slice,
) -> rusqlite::Result<Vec<WebhookAttempt>> {
    let sql = format!(
        "{SELECT} WHERE e.workspace_pk = :workspace AND e.webhook_endpoint_id = :endpoint AND {} {}",
        within("a.started_at", "a.webhook_attempt_id"),
        first("a.started_at", "a.webhook_attempt_id", slice.order)
    );
    let (bounds, limit, endpoint) = (Bounds::from(slice.interval), limit(slice), endpoint.uuid());
    let mut values = bounds.values();
    values.push((":workspace", tenant.pk()));
    values.push((":endpoint", &endpoint));
    values.push((":limit", &limit));
    prepare(connection, &sql)?
        .query_map(&values[..], attempt)?
        .collect()
}
