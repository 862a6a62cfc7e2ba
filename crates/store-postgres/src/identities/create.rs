use wellhead_core::command::{Outcome, Rejection};
use wellhead_core::id::NewId;
use wellhead_core::identity::NewIdentity;
use wellhead_core::store::StoreError;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::{At, id as read_id};
use crate::session::Parameters;
use crate::table::IdentityTable;
use crate::workspace_connectors::Lock;
use crate::writer::Writer;

impl Writer<'_> {
    pub(crate) async fn identity_create(&self, new: &NewIdentity) -> Result<Outcome, Refused> {
        let kind = new.kind;
        let IdentityTable {
            identities,
            identity_id,
            record_pk,
            records,
            record_id,
        } = IdentityTable::of(kind);
        if let NewId::Brought(id) = new.id {
            self.id_free(identities, identity_id, id.uuid()).await?;
        }
        let record = self.aliases.record(kind.record(new.record));
        let sql = format!(
            "SELECT pk FROM {records} \
             WHERE workspace_pk = $1 AND {record_id} = $2 AND deleted_at IS NULL FOR SHARE"
        );
        let found = self
            .query_opt(&sql, &[self.tenant.pk(), &record.uuid()])
            .await?;
        let Some(found) = found else {
            return Err(self.not_there(kind.record(record)).await?.into());
        };
        let pk: i64 = found.get(0);
        let connector = self
            .workspace_connector_lock(new.workspace_connector, Lock::Share)
            .await?;
        self.erasures_wait().await?;
        self.refuse_suppressed(kind, Some(connector.line), &new.external_id)
            .await?;
        let sql = format!(
            "INSERT INTO {identities} ({identity_id}, workspace_connector_pk, line_pk, external_id, {record_pk}, \
               created_at, updated_at, created_as, created_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $6, '{}', $7) \
             ON CONFLICT (line_pk, external_id) WHERE deleted_at IS NULL DO NOTHING",
            self.by.kind()
        );
        let parameters: Parameters<'_> = &[
            &new.id.get().uuid(),
            &connector.pk,
            &connector.line,
            &new.external_id.as_str(),
            &pk,
            &At(self.at),
            &self.by.id(),
        ];
        if self.execute(&sql, parameters).await? == 0 {
            return Err(self.identity_in_the_way(new, connector.line).await);
        }
        let made = new.clone().made(record, self.at, self.by);
        Ok(Outcome::Identity(made))
    }

    /// Whose identity has the external id already.
    async fn identity_in_the_way(&self, new: &NewIdentity, line: i64) -> Refused {
        let IdentityTable {
            identities,
            record_pk,
            records,
            record_id,
            ..
        } = IdentityTable::of(new.kind);
        let sql = format!(
            "SELECT p.{record_id} FROM {identities} i JOIN {records} p ON p.pk = i.{record_pk} \
             WHERE i.line_pk = $1 AND i.external_id = $2 AND i.deleted_at IS NULL"
        );
        match self
            .query_opt(&sql, &[&line, &new.external_id.as_str()])
            .await
        {
            Ok(Some(row)) => Rejection::IdentityTaken(new.kind.record(read_id(&row, 0))).into(),
            Ok(None) => Refused::Conflict(StoreError::Failed(
                "a new identity met one that then disappeared".into(),
            )),
            Err(refused) => refused,
        }
    }
}
