use wellhead_core::command::{NewWorkspaceConnector, Outcome, Rejection};
use wellhead_core::privacy::LegalEntity;
use wellhead_core::resource::{Times, WorkspaceConnector};
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::{At, id as read_id, place};
use crate::session::Parameters;
use crate::writer::Writer;

impl Writer<'_> {
    pub(crate) async fn workspace_connector_create(
        &self,
        new: &NewWorkspaceConnector,
    ) -> Result<Outcome, Refused> {
        let made = self.workspace_connector_insert(new).await?;
        Ok(Outcome::WorkspaceConnector(made))
    }

    pub(super) async fn workspace_connector_insert(
        &self,
        new: &NewWorkspaceConnector,
    ) -> Result<WorkspaceConnector, Refused> {
        let (continues, line) = self.continued(new).await?.unzip();
        let sql = format!(
            "WITH connector AS (SELECT pk FROM core_api.connectors WHERE connector_id = $1), \
             made AS ( \
               INSERT INTO core_api.workspace_connectors (workspace_connector_id, workspace_pk, \
                 connector_pk, status, match_rule, rank, continues_pk, line_pk, created_at, updated_at) \
               SELECT $2, $3, connector.pk, '{}', '{}', $7, $5, $6, $4, $4 FROM connector \
               ON CONFLICT DO NOTHING RETURNING 1) \
             SELECT EXISTS (SELECT FROM connector), EXISTS (SELECT FROM made)",
            new.status, new.match_rule
        );
        let row = self
            .query_opt(
                &sql,
                &[
                    &new.connector.uuid(),
                    &new.id.get().uuid(),
                    self.tenant.pk(),
                    &At(self.at),
                    &continues,
                    &line,
                    &place(new.rank),
                ],
            )
            .await?;
        let (is_known, is_made) = row.map_or((false, false), |row| (row.get(0), row.get(1)));
        if !is_known {
            return Err(Rejection::ConnectorNotFound.into());
        }
        if !is_made {
            return Err(Rejection::IdTaken.into());
        }
        let made = WorkspaceConnector {
            id: new.id.get(),
            connector: new.connector,
            status: new.status,
            match_rule: new.match_rule,
            rank: new.rank,
            legal: LegalEntity::default(),
            continues: new.continues,
            times: Times {
                created_at: self.at,
                updated_at: Some(self.at),
                deleted_at: None,
            },
        };
        self.legal_note(made, new.legal.clone()).await
    }

    /// The `pk` of the activation that a new one continues, and that of the first of its line. Locks it, so that no
    /// other one continues it meanwhile.
    async fn continued(&self, new: &NewWorkspaceConnector) -> Result<Option<(i64, i64)>, Refused> {
        let Some(continues) = new.continues else {
            return Ok(None);
        };
        let sql = "SELECT w.pk, coalesce(w.line_pk, w.pk) FROM core_api.workspace_connectors w \
                   JOIN core_api.connectors c ON c.pk = w.connector_pk \
                   WHERE w.workspace_pk = $1 AND w.workspace_connector_id = $2 AND c.connector_id = $3 \
                   FOR NO KEY UPDATE OF w";
        let parameters: Parameters<'_> =
            &[self.tenant.pk(), &continues.uuid(), &new.connector.uuid()];
        let row = self.query_opt(sql, parameters).await?;
        let row = row.ok_or(Rejection::NothingToContinue)?;
        let (pk, line): (i64, i64) = (row.get(0), row.get(1));
        let sql = "SELECT workspace_connector_id FROM core_api.workspace_connectors WHERE continues_pk = $1";
        match self.query_opt(sql, &[&pk]).await? {
            Some(row) => Err(Rejection::ContinuedAlready(read_id(&row, 0)).into()),
            None => Ok(Some((pk, line))),
        }
    }
}
