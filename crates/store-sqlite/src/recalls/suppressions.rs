use rusqlite::{Connection, OptionalExtension, Row, named_params};
use uuid::Uuid;
use wellhead_core::command::Rejection;
use wellhead_core::id::{RecallId, SuppressionId, WorkspaceConnectorId};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::privacy::{Suppression, SuppressionFilter};
use wellhead_core::tenant::Tenant;
use wellhead_core::text::Note;
use wellhead_tenancy::Tenancy;

use crate::cause::cause;
use crate::change::Change;
use crate::error::Undone;
use crate::row;
use crate::slice::{Bounds, Parameters, first, limit, within};
use crate::statement::prepare;

const COLUMNS: &str = "s.suppression_id, (SELECT r.recall_id FROM recalls r WHERE r.pk = s.recall_pk), s.record,
    (SELECT w.workspace_connector_id FROM workspace_connectors w WHERE w.pk = s.workspace_connector_pk),
    s.created_at, s.lifted_at, s.lifted_as, s.lifted_by, s.lift_reason, s.pk";

fn suppression(row: &Row<'_>) -> rusqlite::Result<Suppression> {
    let line: Option<Uuid> = row.get(3)?;
    let reason: Option<String> = row.get(8)?;
    Ok(Suppression {
        id: row::id(row, 0)?,
        erasure: row::id(row, 1)?,
        kind: row::label(row, 2)?,
        workspace_connector: line.map(WorkspaceConnectorId::new),
        created_at: row::time(row, 4)?,
        lifted_at: row::time_or_null(row, 5)?,
        lifted: cause(row, 6)?,
        lift_reason: reason.map(Note::from_stored),
    })
}

/// The tenant's suppression `id`, and its `pk`.
pub(super) fn find(
    connection: &Connection,
    tenant: Tenant,
    id: SuppressionId,
) -> rusqlite::Result<Option<(i64, Suppression)>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM suppressions s WHERE s.workspace_pk = :workspace AND s.suppression_id = :id"
    );
    prepare(connection, &sql)?
        .query_row(
            named_params! { ":workspace": tenant.pk(), ":id": id.uuid() },
            |row| Ok((row.get(9)?, suppression(row)?)),
        )
        .optional()
}

/// A filter as SQL, and its values.
struct Condition {
    index: &'static str,
    sql: String,
    erasure: Option<Uuid>,
}

impl Condition {
    fn of(filter: SuppressionFilter) -> Self {
        let mut sql = String::from("s.workspace_pk = :workspace");
        if filter.erasure.is_some() {
            sql += " AND s.recall_pk = (SELECT o.pk FROM recalls o
                WHERE o.workspace_pk = :workspace AND o.recall_id = :erasure)";
        }
        Self {
            index: match filter.erasure {
                Some(_) => "idx_suppressions_recall",
                None => "idx_suppressions_workspace_created",
            },
            sql,
            erasure: filter.erasure.map(RecallId::uuid),
        }
    }

    fn values<'a>(&'a self, tenant: &'a Tenant, bounds: &'a Bounds) -> Parameters<'a> {
        let mut values = bounds.values();
        values.push((":workspace", tenant.pk()));
        if let Some(erasure) = &self.erasure {
            values.push((":erasure", erasure));
        }
        values
    }
}

pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    filter: SuppressionFilter,
    slice: Slice,
) -> rusqlite::Result<Vec<Suppression>> {
    let condition = Condition::of(filter);
    let sql = format!(
        "SELECT {COLUMNS} FROM suppressions s INDEXED BY {} WHERE {} AND {} {}",
        condition.index,
        condition.sql,
        within("s.created_at", "s.suppression_id"),
        first("s.created_at", "s.suppression_id", slice.order)
    );
    let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
    let mut values = condition.values(&tenant, &bounds);
    values.push((":limit", &limit));
    prepare(connection, &sql)?
        .query_map(&values[..], suppression)?
        .collect()
}

pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    filter: SuppressionFilter,
    created: Interval,
) -> rusqlite::Result<u64> {
    let condition = Condition::of(filter);
    let sql = format!(
        "SELECT count(*) FROM suppressions s INDEXED BY {} WHERE {} AND {}",
        condition.index,
        condition.sql,
        within("s.created_at", "s.suppression_id")
    );
    let bounds = Bounds::from(created);
    let values = condition.values(&tenant, &bounds);
    prepare(connection, &sql)?.query_row(&values[..], |row| row::count(row, 0))
}

pub(super) fn lift(
    change: &Change<'_>,
    id: SuppressionId,
    reason: &Note,
) -> Result<Suppression, Undone<Rejection>> {
    let found = find(change.connection, change.tenant, id)?;
    let (pk, mut suppression) = found.ok_or(Undone::Refused(Rejection::NotFound))?;
    if suppression.lifted_at.is_some() {
        return Ok(suppression);
    }
    let sql = "UPDATE suppressions SET lifted_at = :at, lifted_as = :as, lifted_by = :by, lift_reason = :reason
        WHERE pk = :pk";
    let at = change.at.max(suppression.created_at);
    prepare(change.connection, sql)?.execute(named_params! {
        ":pk": pk,
        ":at": at.as_micros(),
        ":as": change.by.kind().as_str(),
        ":by": change.by.id(),
        ":reason": reason.as_str(),
    })?;
    suppression.lifted_at = Some(at);
    suppression.lifted = Some(change.by);
    suppression.lift_reason = Some(reason.clone());
    Ok(suppression)
}
