use rusqlite::{Connection, OptionalExtension, Row, ToSql, named_params};
use uuid::Uuid;
use wellhead_core::cause::Cause;
use wellhead_core::command::Rejection;
use wellhead_core::id::{NotificationId, RecallId};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::privacy::{
    Notification, NotificationChanges, NotificationFilter, NotificationStatus,
};
use wellhead_core::record::RecordRef;
use wellhead_core::tenant::Tenant;
use wellhead_core::text::Note;
use wellhead_tenancy::Tenancy;

use crate::cause::cause;
use crate::change::Change;
use crate::error::Undone;
use crate::row;
use crate::slice::{Bounds, Parameters, first, limit, within};
use crate::statement::prepare;

const COLUMNS: &str = "n.notification_id, r.recall_id, r.subject_right, r.record, r.record_id, w.workspace_connector_id,
    n.status, n.due_at, n.reason, n.evidence, n.created_at, n.updated_at, n.set_as, n.set_by, n.pk";

const JOINS: &str = "CROSS JOIN recalls r ON r.pk = n.recall_pk
    CROSS JOIN workspace_connectors w ON w.pk = n.workspace_connector_pk";

fn note(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Note>> {
    Ok(row.get::<_, Option<String>>(column)?.map(Note::from_stored))
}

fn notification(row: &Row<'_>) -> rusqlite::Result<Notification> {
    Ok(Notification {
        id: row::id(row, 0)?,
        recall: row::id(row, 1)?,
        right: row::label(row, 2)?,
        record: RecordRef {
            kind: row::label(row, 3)?,
            id: row::id(row, 4)?,
        },
        workspace_connector: row::id(row, 5)?,
        status: row::label(row, 6)?,
        due_at: row::time(row, 7)?,
        reason: note(row, 8)?,
        evidence: note(row, 9)?,
        created_at: row::time(row, 10)?,
        updated_at: row::time(row, 11)?,
        set: cause(row, 12)?.unwrap_or(Cause::Operator),
    })
}

/// The tenant's notification `id`, and its `pk`.
pub(super) fn find(
    connection: &Connection,
    tenant: Tenant,
    id: NotificationId,
) -> rusqlite::Result<Option<(i64, Notification)>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM recall_notifications n {JOINS}
        WHERE n.workspace_pk = :workspace AND n.notification_id = :id"
    );
    prepare(connection, &sql)?
        .query_row(
            named_params! { ":workspace": tenant.pk(), ":id": id.uuid() },
            |row| Ok((row.get(14)?, notification(row)?)),
        )
        .optional()
}

/// A filter as SQL, and its values.
struct Condition {
    /// The index that leads to the fewest in the order of due dates.
    index: &'static str,
    sql: String,
    status: Option<&'static str>,
    recall: Option<Uuid>,
}

impl Condition {
    fn of(filter: NotificationFilter) -> Self {
        let mut sql = String::from("n.workspace_pk = :workspace");
        if filter.status.is_some() {
            sql += " AND n.status = :status";
        }
        if filter.recall.is_some() {
            sql += " AND n.recall_pk = (SELECT o.pk FROM recalls o
                WHERE o.workspace_pk = :workspace AND o.recall_id = :recall)";
        }
        Self {
            index: match (filter.recall, filter.status) {
                (Some(_), _) => "idx_recall_notifications_recall",
                (None, Some(_)) => "idx_recall_notifications_workspace_status",
                (None, None) => "idx_recall_notifications_workspace_due",
            },
            sql,
            status: filter.status.map(NotificationStatus::as_str),
            recall: filter.recall.map(RecallId::uuid),
        }
    }

    fn values<'a>(&'a self, tenant: &'a Tenant, bounds: &'a Bounds) -> Parameters<'a> {
        let mut values = bounds.values();
        values.push((":workspace", tenant.pk()));
        if let Some(status) = &self.status {
            values.push((":status", status as &dyn ToSql));
        }
        if let Some(recall) = &self.recall {
            values.push((":recall", recall));
        }
        values
    }
}

pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    filter: NotificationFilter,
    slice: Slice,
) -> rusqlite::Result<Vec<Notification>> {
    let condition = Condition::of(filter);
    let sql = format!(
        "SELECT {COLUMNS} FROM recall_notifications n INDEXED BY {} {JOINS} WHERE {} AND {} {}",
        condition.index,
        condition.sql,
        within("n.due_at", "n.notification_id"),
        first("n.due_at", "n.notification_id", slice.order)
    );
    let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
    let mut values = condition.values(&tenant, &bounds);
    values.push((":limit", &limit));
    prepare(connection, &sql)?
        .query_map(&values[..], notification)?
        .collect()
}

pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    filter: NotificationFilter,
    due: Interval,
) -> rusqlite::Result<u64> {
    let condition = Condition::of(filter);
    let sql = format!(
        "SELECT count(*) FROM recall_notifications n INDEXED BY {} WHERE {} AND {}",
        condition.index,
        condition.sql,
        within("n.due_at", "n.notification_id")
    );
    let bounds = Bounds::from(due);
    let values = condition.values(&tenant, &bounds);
    prepare(connection, &sql)?.query_row(&values[..], |row| row::count(row, 0))
}

pub(super) fn update(
    change: &Change<'_>,
    id: NotificationId,
    changes: NotificationChanges,
) -> Result<Notification, Undone<Rejection>> {
    let found = find(change.connection, change.tenant, id)?;
    let (pk, mut notification) = found.ok_or(Undone::Refused(Rejection::NotFound))?;
    changes
        .make(&mut notification, change.at, change.by)
        .map_err(Undone::Refused)?;
    let sql = "UPDATE recall_notifications SET status = :status, due_at = :due, reason = :reason, evidence = :evidence,
            updated_at = :at, set_as = :as, set_by = :by
        WHERE pk = :pk";
    prepare(change.connection, sql)?.execute(named_params! {
        ":pk": pk,
        ":status": notification.status.as_str(),
        ":due": notification.due_at.as_micros(),
        ":reason": notification.reason.as_ref().map(Note::as_str),
        ":evidence": notification.evidence.as_ref().map(Note::as_str),
        ":at": notification.updated_at.as_micros(),
        ":as": change.by.kind().as_str(),
        ":by": change.by.id(),
    })?;
    Ok(notification)
}
