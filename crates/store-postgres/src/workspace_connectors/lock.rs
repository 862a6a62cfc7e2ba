use wellhead_core::command::Rejection;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::identity::MatchRule;
use wellhead_core::resource::Status;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::label;
use crate::writer::Writer;

/// How an activation is locked until the batch is done.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Lock {
    /// Nobody may change it; others may share it.
    Share,
    /// Nobody else may lock it.
    Change,
}

/// A locked activation.
pub(crate) struct Locked {
    pub(crate) id: WorkspaceConnectorId,
    pub(crate) pk: i64,
    pub(crate) status: Status,
    pub(crate) match_rule: MatchRule,
    /// The `pk` of the first activation of its line, for which identities are kept: mostly its own.
    pub(crate) line: i64,
}

impl Writer<'_> {
    /// Locks an active activation of the workspace.
    pub(crate) async fn workspace_connector_lock(
        &self,
        id: WorkspaceConnectorId,
        lock: Lock,
    ) -> Result<Locked, Refused> {
        let lock = match lock {
            Lock::Share => "SHARE",
            Lock::Change => "NO KEY UPDATE",
        };
        let sql = format!(
            "SELECT pk, status::text, match_rule::text, coalesce(line_pk, pk) FROM core_api.workspace_connectors \
             WHERE workspace_pk = $1 AND workspace_connector_id = $2 AND deleted_at IS NULL FOR {lock}"
        );
        let row = self
            .query_opt(&sql, &[self.tenant.pk(), &id.uuid()])
            .await?
            .ok_or(Rejection::WorkspaceConnectorNotFound)?;
        Ok(Locked {
            id,
            pk: row.get(0),
            status: label(&row, 1)?,
            match_rule: label(&row, 2)?,
            line: row.get(3),
        })
    }
}
