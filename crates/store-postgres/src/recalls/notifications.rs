use async_trait::async_trait;
use tokio_postgres::Row;
use wellhead_core::cause::Cause;
use wellhead_core::command::Rejection;
use wellhead_core::id::NotificationId;
use wellhead_core::page::{Interval, Slice};
use wellhead_core::privacy::{Notification, NotificationChanges, NotificationFilter};
use wellhead_core::record::RecordRef;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_core::text::Note;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::cause::cause;
use crate::error::Refused;
use crate::row::{At, count as read_count, id as read_id, label, time};
use crate::session::{Parameters, Session};
use crate::slice::{limit, order_by};
use crate::work::{Work, whole};
use crate::writer::Writer;

/// Selects the notifications `n` of the workspace `$1`; [`notification`] reads a row.
const SELECT: &str = "SELECT n.notification_id, r.recall_id, r.subject_right::text, r.record, r.record_id, \
       w.workspace_connector_id, n.status::text, n.due_at, n.reason, n.evidence, n.created_at, n.updated_at, \
       n.set_as::text, n.set_by, n.pk \
     FROM core_api.recall_notifications n \
     JOIN core_api.recalls r ON r.pk = n.recall_pk \
     JOIN core_api.workspace_connectors w ON w.pk = n.workspace_connector_pk \
     WHERE n.workspace_pk = $1";

fn note(row: &Row, column: usize) -> Option<Note> {
    row.get::<_, Option<String>>(column).map(Note::from_stored)
}

fn notification(row: &Row) -> Result<Notification, StoreError> {
    Ok(Notification {
        id: read_id(row, 0),
        recall: read_id(row, 1),
        right: label(row, 2)?,
        record: RecordRef {
            kind: label(row, 3)?,
            id: read_id(row, 4),
        },
        workspace_connector: read_id(row, 5),
        status: label(row, 6)?,
        due_at: time(row, 7),
        reason: note(row, 8),
        evidence: note(row, 9),
        created_at: time(row, 10),
        updated_at: time(row, 11),
        set: cause(row, 12)?.unwrap_or(Cause::Operator),
    })
}

pub(super) async fn get(
    session: &Session,
    tenant: Tenant,
    id: NotificationId,
) -> Result<Option<Notification>, StoreError> {
    let sql = format!("{SELECT} AND n.notification_id = $2");
    let row = session.query_opt(&sql, &[tenant.pk(), &id.uuid()]).await?;
    row.map(|row| notification(&row)).transpose()
}

/// The conditions of a filter and an interval of due dates. The first parameter is the workspace.
fn conditions(arguments: &mut Arguments, filter: NotificationFilter, due: Interval) -> String {
    let mut sql = arguments.within("n", "due_at", "notification_id", due);
    if let Some(status) = filter.status {
        sql.extend([format!(" AND n.status = '{status}'")]);
    }
    if let Some(recall) = filter.recall {
        let id = arguments.bind(recall.uuid());
        sql.extend([format!(
            " AND n.recall_pk = (SELECT o.pk FROM core_api.recalls o \
               WHERE o.workspace_pk = $1 AND o.recall_id = {id})"
        )]);
    }
    sql
}

pub(super) async fn list(
    session: &Session,
    tenant: Tenant,
    filter: NotificationFilter,
    slice: Slice,
) -> Result<Vec<Notification>, StoreError> {
    let mut arguments = Arguments::default();
    arguments.bind(*tenant.pk());
    let conditions = conditions(&mut arguments, filter, slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("n", "due_at", "notification_id", slice.order);
    let sql = format!("{SELECT}{conditions} {order} LIMIT {limit}");
    let rows = session.query(&sql, &arguments.as_parameters()).await?;
    rows.iter().map(notification).collect()
}

pub(super) async fn count(
    session: &Session,
    tenant: Tenant,
    filter: NotificationFilter,
    due: Interval,
) -> Result<u64, StoreError> {
    let mut arguments = Arguments::default();
    arguments.bind(*tenant.pk());
    let conditions = conditions(&mut arguments, filter, due);
    let sql = format!(
        "SELECT count(*) FROM core_api.recall_notifications n WHERE n.workspace_pk = $1{conditions}"
    );
    let row = session.query_opt(&sql, &arguments.as_parameters()).await?;
    Ok(row.map_or(0, |row| read_count(&row, 0)))
}

/// Changes to a notification.
pub(super) struct Update {
    pub(super) id: NotificationId,
    pub(super) changes: NotificationChanges,
}

#[async_trait]
impl Work for Update {
    type Done = Notification;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Notification, (usize, Refused)> {
        writer.notification_update(self).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn notification_update(&self, update: &Update) -> Result<Notification, Refused> {
        let sql = format!("{SELECT} AND n.notification_id = $2 FOR NO KEY UPDATE OF n");
        let row = self
            .query_opt(&sql, &[self.tenant.pk(), &update.id.uuid()])
            .await?
            .ok_or(Rejection::NotFound)?;
        let mut found = notification(&row)?;
        let changes = update.changes.clone();
        changes.make(&mut found, self.at, self.by)?;
        let sql = format!(
            "UPDATE core_api.recall_notifications SET status = '{}', due_at = $2, reason = $3, evidence = $4, \
               updated_at = $5, set_as = '{}', set_by = $6 \
             WHERE pk = $1",
            found.status,
            self.by.kind()
        );
        let parameters: Parameters<'_> = &[
            &row.get::<_, i64>(14),
            &At(found.due_at),
            &found.reason.as_ref().map(Note::as_str),
            &found.evidence.as_ref().map(Note::as_str),
            &At(found.updated_at),
            &self.by.id(),
        ];
        self.execute(&sql, parameters).await?;
        Ok(found)
    }
}
