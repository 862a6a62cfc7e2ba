use wellhead_core::page::{Interval, Slice};
use wellhead_core::privacy::{Recall, RecallFilter};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{SELECT, recall};
use crate::arguments::Arguments;
use crate::row::count as read_count;
use crate::session::Session;
use crate::slice::{limit, order_by};

/// The conditions of a filter and an interval. The first parameter is the workspace.
fn conditions(arguments: &mut Arguments, filter: RecallFilter, created: Interval) -> String {
    let mut sql = arguments.within("r", "created_at", "recall_id", created);
    if let Some(right) = filter.right {
        sql.extend([format!(" AND r.subject_right = '{right}'")]);
    }
    if let Some(record) = filter.record {
        let id = arguments.bind(record.uuid());
        sql.extend([format!(" AND r.record_id = {id}")]);
    }
    sql
}

pub(super) async fn list(
    session: &Session,
    tenant: Tenant,
    filter: RecallFilter,
    slice: Slice,
) -> Result<Vec<Recall>, StoreError> {
    let mut arguments = Arguments::default();
    arguments.bind(*tenant.pk());
    let conditions = conditions(&mut arguments, filter, slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("r", "created_at", "recall_id", slice.order);
    let sql = format!("{SELECT}{conditions} {order} LIMIT {limit}");
    let rows = session.query(&sql, &arguments.as_parameters()).await?;
    rows.iter().map(recall).collect()
}

pub(super) async fn count(
    session: &Session,
    tenant: Tenant,
    filter: RecallFilter,
    created: Interval,
) -> Result<u64, StoreError> {
    let mut arguments = Arguments::default();
    arguments.bind(*tenant.pk());
    let conditions = conditions(&mut arguments, filter, created);
    let sql =
        format!("SELECT count(*) FROM core_api.recalls r WHERE r.workspace_pk = $1{conditions}");
    let row = session.query_opt(&sql, &arguments.as_parameters()).await?;
    Ok(row.map_or(0, |row| read_count(&row, 0)))
}
