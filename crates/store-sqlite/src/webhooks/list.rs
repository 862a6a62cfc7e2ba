use rusqlite::Connection;
use wellhead_core::page::Slice;
use wellhead_core::tenant::Tenant;
use wellhead_core::webhook::WebhookEndpoint;
use wellhead_tenancy::Tenancy;

use super::get::{SELECT, StoredEndpoint, stored, with_secrets};
use crate::slice::{Bounds, first, limit, within};
use crate::statement::prepare;

pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    slice: Slice,
) -> rusqlite::Result<Vec<WebhookEndpoint>> {
    let snapshot = connection.unchecked_transaction()?;
    let sql = format!(
        "{SELECT} INDEXED BY idx_webhook_endpoints_workspace_created
        WHERE workspace_pk = :workspace AND {} {}",
        within("created_at", "webhook_endpoint_id"),
        first("created_at", "webhook_endpoint_id", slice.order)
    );
    let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
    let mut values = bounds.values();
    values.push((":workspace", tenant.pk()));
    values.push((":limit", &limit));
    let mut statement = prepare(&snapshot, &sql)?;
    let found = statement.query_map(&values[..], stored)?;
    let found: Vec<StoredEndpoint> = found.collect::<rusqlite::Result<_>>()?;
    let endpoints = found
        .into_iter()
        .map(|stored| Ok(with_secrets(&snapshot, stored)?.endpoint));
    endpoints.collect()
}
