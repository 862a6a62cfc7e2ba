use rusqlite::{Connection, OptionalExtension, named_params};
use wellhead_core::command::Rejection;
use wellhead_core::id::{SuppressionId, WorkspaceConnectorId};
use wellhead_core::privacy::SuppressionKey;
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

    /// The suppression of an id of the whole workspace, or of the line of connectors whose first `pk` is `line`.
    pub(crate) fn find(
        &self,
        kind: Kind,
        line: Option<i64>,
        id: &ExternalId,
    ) -> rusqlite::Result<Option<SuppressionId>> {
        let line = match line {
            Some(pk) => Some(self.line(pk)?),
            None => None,
        };
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

    fn line(&self, pk: i64) -> rusqlite::Result<WorkspaceConnectorId> {
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
