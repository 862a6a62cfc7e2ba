use async_trait::async_trait;
use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::command::Rejection;
use wellhead_core::id::{SuppressionId, WorkspaceConnectorId};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::privacy::{Suppression, SuppressionFilter};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_core::text::Note;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::cause::cause;
use crate::error::Refused;
use crate::row::{At, count as read_count, id as read_id, label, time, time_or_null};
use crate::session::{Parameters, Session};
use crate::slice::{limit, order_by};
use crate::work::{Work, whole};
use crate::writer::Writer;

/// Selects the suppressions `s` of the workspace `$1`; [`suppression`] reads a row.
const SELECT: &str = "SELECT s.suppression_id, (SELECT r.recall_id FROM core_api.recalls r WHERE r.pk = s.recall_pk), \
       s.record, (SELECT w.workspace_connector_id FROM core_api.workspace_connectors w \
         WHERE w.pk = s.workspace_connector_pk), \
       s.created_at, s.lifted_at, s.lifted_as::text, s.lifted_by, s.lift_reason, s.pk \
     FROM core_api.suppressions s WHERE s.workspace_pk = $1";

fn suppression(row: &Row) -> Result<Suppression, StoreError> {
    let line: Option<Uuid> = row.get(3);
    let reason: Option<String> = row.get(8);
    Ok(Suppression {
        id: read_id(row, 0),
        erasure: read_id(row, 1),
        kind: label(row, 2)?,
        workspace_connector: line.map(WorkspaceConnectorId::new),
        created_at: time(row, 4),
        lifted_at: time_or_null(row, 5),
        lifted: cause(row, 6)?,
        lift_reason: reason.map(Note::from_stored),
    })
}

pub(super) async fn get(
    session: &Session,
    tenant: Tenant,
    id: SuppressionId,
) -> Result<Option<Suppression>, StoreError> {
    let sql = format!("{SELECT} AND s.suppression_id = $2");
    let row = session.query_opt(&sql, &[tenant.pk(), &id.uuid()]).await?;
    row.map(|row| suppression(&row)).transpose()
}

/// The conditions of a filter and an interval. The first parameter is the workspace.
fn conditions(arguments: &mut Arguments, filter: SuppressionFilter, created: Interval) -> String {
    let mut sql = arguments.within("s", "created_at", "suppression_id", created);
    if let Some(erasure) = filter.erasure {
        let id = arguments.bind(erasure.uuid());
        sql.extend([format!(
            " AND s.recall_pk = (SELECT o.pk FROM core_api.recalls o \
               WHERE o.workspace_pk = $1 AND o.recall_id = {id})"
        )]);
    }
    sql
}

pub(super) async fn list(
    session: &Session,
    tenant: Tenant,
    filter: SuppressionFilter,
    slice: Slice,
) -> Result<Vec<Suppression>, StoreError> {
    let mut arguments = Arguments::default();
    arguments.bind(*tenant.pk());
    let conditions = conditions(&mut arguments, filter, slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("s", "created_at", "suppression_id", slice.order);
    let sql = format!("{SELECT}{conditions} {order} LIMIT {limit}");
    let rows = session.query(&sql, &arguments.as_parameters()).await?;
    rows.iter().map(suppression).collect()
}

pub(super) async fn count(
    session: &Session,
    tenant: Tenant,
    filter: SuppressionFilter,
    created: Interval,
) -> Result<u64, StoreError> {
    let mut arguments = Arguments::default();
    arguments.bind(*tenant.pk());
    let conditions = conditions(&mut arguments, filter, created);
    let sql = format!(
        "SELECT count(*) FROM core_api.suppressions s WHERE s.workspace_pk = $1{conditions}"
    );
    let row = session.query_opt(&sql, &arguments.as_parameters()).await?;
    Ok(row.map_or(0, |row| read_count(&row, 0)))
}

/// A suppression to be lifted.
pub(super) struct Lift {
    pub(super) id: SuppressionId,
    pub(super) reason: Note,
}

#[async_trait]
impl Work for Lift {
    type Done = Suppression;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Suppression, (usize, Refused)> {
        writer.suppression_lift(self).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn suppression_lift(&self, lift: &Lift) -> Result<Suppression, Refused> {
        let sql = format!("{SELECT} AND s.suppression_id = $2 FOR NO KEY UPDATE OF s");
        let row = self
            .query_opt(&sql, &[self.tenant.pk(), &lift.id.uuid()])
            .await?
            .ok_or(Rejection::NotFound)?;
        let mut found = suppression(&row)?;
        if found.lifted_at.is_some() {
            return Ok(found);
        }
        let at = self.at.max(found.created_at);
        let sql = format!(
            "UPDATE core_api.suppressions SET lifted_at = $2, lifted_as = '{}', lifted_by = $3, lift_reason = $4 \
             WHERE pk = $1",
            self.by.kind()
        );
        let parameters: Parameters<'_> = &[
            &row.get::<_, i64>(9),
            &At(at),
            &self.by.id(),
            &lift.reason.as_str(),
        ];
        self.execute(&sql, parameters).await?;
        found.lifted_at = Some(at);
        found.lifted = Some(self.by);
        found.lift_reason = Some(lift.reason.clone());
        Ok(found)
    }
}
