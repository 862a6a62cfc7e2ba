use rusqlite::{Connection, OptionalExtension, named_params};
use uuid::Uuid;
use wellhead_core::command::Rejection;
use wellhead_core::id::{RecallId, SuppressionId, WorkspaceConnectorId};
use wellhead_core::privacy::{ErasureMarks, Marked, SuppressionKey, SuppressionMark};
use wellhead_core::record::Kind;
use wellhead_core::resource::ExternalId;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::error::Undone;
use crate::row;
use crate::statement::prepare;

/// The suppressed ids of a workspace, to be asked for one at a time.
pub(crate) struct Marks<'a> {
    connection: &'a Connection,
    tenant: Tenant,
    key: SuppressionKey,
}

impl<'a> Marks<'a> {
    /// `None` if the workspace has never erased anything.
    pub(crate) fn of(connection: &'a Connection, tenant: Tenant) -> rusqlite::Result<Option<Self>> {
        let sql = "SELECT suppression_key FROM workspaces WHERE pk = :workspace";
        let key = prepare(connection, sql)?
            .query_row(named_params! { ":workspace": tenant.pk() }, |row| {
                row.get::<_, Option<[u8; 32]>>(0)
            })
            .optional()?
            .flatten();
        Ok(key.map(|key| Self {
            connection,
            tenant,
            key: SuppressionKey(key),
        }))
    }

    /// The suppression of an id of the whole workspace, or of the line of connectors whose first is `line`.
    pub(crate) fn find(
        &self,
        kind: Kind,
        line: Option<WorkspaceConnectorId>,
        id: &ExternalId,
    ) -> rusqlite::Result<Option<SuppressionId>> {
        let mark = self.key.mark(kind, line, id);
        let sql = "SELECT suppression_id FROM suppressions INDEXED BY idx_suppressions_mark
            WHERE workspace_pk = :workspace AND mark = :mark AND lifted_at IS NULL";
        prepare(self.connection, sql)?
            .query_row(
                named_params! { ":workspace": self.tenant.pk(), ":mark": mark.0 },
                |row| row::id(row, 0),
            )
            .optional()
    }

    /// The connector whose `pk` is this.
    pub(crate) fn line(&self, pk: i64) -> rusqlite::Result<WorkspaceConnectorId> {
        let sql = "SELECT workspace_connector_id FROM workspace_connectors WHERE pk = :pk";
        prepare(self.connection, sql)?.query_row(named_params! { ":pk": pk }, |row| row::id(row, 0))
    }
}

/// Refuses an id that may not come back.
pub(crate) fn refuse(
    change: &Change<'_>,
    kind: Kind,
    line: Option<i64>,
    id: &ExternalId,
) -> Result<(), Undone<Rejection>> {
    let Some(marks) = Marks::of(change.connection, change.tenant)? else {
        return Ok(());
    };
    let line = line.map(|pk| marks.line(pk)).transpose()?;
    match marks.find(kind, line, id)? {
        Some(by) if line.is_some() => Err(Undone::Refused(Rejection::IdentitySuppressed(kind, by))),
        Some(by) => Err(Undone::Refused(Rejection::Suppressed(kind, by))),
        None => Ok(()),
    }
}

/// The workspace's key; `new` if it has none yet.
pub(super) fn ensure_key(
    change: &Change<'_>,
    new: &SuppressionKey,
) -> rusqlite::Result<SuppressionKey> {
    let sql = "UPDATE workspaces SET suppression_key = ifnull(suppression_key, :new) WHERE pk = :workspace
        RETURNING suppression_key";
    prepare(change.connection, sql)?
        .query_row(
            named_params! { ":new": new.0, ":workspace": change.tenant.pk() },
            |row| row.get(0),
        )
        .map(SuppressionKey)
}

/// The `pk` of the connector that is the first of a line, if it is there.
pub(super) fn line_pk(
    change: &Change<'_>,
    line: Option<WorkspaceConnectorId>,
) -> rusqlite::Result<Option<i64>> {
    let Some(line) = line else { return Ok(None) };
    let sql = "SELECT pk FROM workspace_connectors WHERE workspace_pk = :workspace AND workspace_connector_id = :id";
    prepare(change.connection, sql)?
        .query_row(
            named_params! { ":workspace": change.tenant.pk(), ":id": line.uuid() },
            |row| row.get(0),
        )
        .optional()
}

pub(super) fn of_erasure(
    connection: &Connection,
    tenant: Tenant,
    id: RecallId,
) -> rusqlite::Result<Option<ErasureMarks>> {
    let sql = "SELECT r.pk, w.suppression_key FROM recalls r CROSS JOIN workspaces w ON w.pk = r.workspace_pk
        WHERE r.workspace_pk = :workspace AND r.recall_id = :id AND r.subject_right = 'erasure'";
    let found = prepare(connection, sql)?
        .query_row(
            named_params! { ":workspace": tenant.pk(), ":id": id.uuid() },
            |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((recall, key)) = found else {
        return Ok(None);
    };
    let sql = "SELECT s.mark, (SELECT w.workspace_connector_id FROM workspace_connectors w
            WHERE w.pk = s.workspace_connector_pk)
        FROM suppressions s INDEXED BY idx_suppressions_recall
        WHERE s.recall_pk = :recall AND s.lifted_at IS NULL";
    let mut statement = prepare(connection, sql)?;
    let marks = statement.query_map(named_params! { ":recall": recall }, |row| {
        let line: Option<Uuid> = row.get(1)?;
        Ok(Marked {
            line: line.map(WorkspaceConnectorId::new),
            mark: SuppressionMark(row.get(0)?),
        })
    })?;
    Ok(Some(ErasureMarks {
        key: SuppressionKey(key),
        marks: marks.collect::<rusqlite::Result<_>>()?,
    }))
}
