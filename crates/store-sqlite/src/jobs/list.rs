use rusqlite::Connection;
use wellhead_core::page::Slice;
use wellhead_core::resource::Job;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{SELECT, job};
use crate::slice::{Bounds, first, limit, within};
use crate::statement::prepare;

pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    slice: Slice,
) -> rusqlite::Result<Vec<Job>> {
    let sql = format!(
        "{SELECT} INDEXED BY idx_jobs_workspace_created WHERE workspace_pk = :workspace AND {} {}",
        within("created_at", "job_id"),
        first("created_at", "job_id", slice.order)
    );
    let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
    let mut values = bounds.values();
    values.push((":workspace", tenant.pk()));
    values.push((":limit", &limit));
    prepare(connection, &sql)?
        .query_map(&values[..], job)?
        .collect()
}
