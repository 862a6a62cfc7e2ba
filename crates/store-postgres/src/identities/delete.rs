use wellhead_core::command::{Outcome, Rejection};
use wellhead_core::id::IdentityId;
use wellhead_core::record::Kind;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::At;
use crate::session::Parameters;
use crate::table::IdentityTable;
use crate::writer::{Writer, updated_at};

impl Writer<'_> {
    pub(crate) async fn identity_delete(
        &self,
        kind: Kind,
        id: IdentityId,
    ) -> Result<Outcome, Refused> {
        let IdentityTable {
            identities,
            identity_id,
            ..
        } = IdentityTable::of(kind);
        let sql = format!(
            "UPDATE {identities} i \
             SET updated_at = {now}, deleted_at = {now}, deleted_as = '{}', deleted_by = $4 \
             FROM core_api.workspace_connectors w \
             WHERE w.pk = i.workspace_connector_pk AND w.workspace_pk = $1 AND i.{identity_id} = $2 \
               AND i.deleted_at IS NULL",
            self.by.kind(),
            now = updated_at("i", "$3"),
        );
        let parameters: Parameters<'_> =
            &[self.tenant.pk(), &id.uuid(), &At(self.at), &self.by.id()];
        match self.execute(&sql, parameters).await? {
            0 => Err(Rejection::NotFound.into()),
            _ => Ok(Outcome::Deleted),
        }
    }

    /// Ends the identities of the record `pk`, which was deleted at `at`: otherwise the next line that means it could make
    /// no other record.
    pub(crate) async fn identities_end(&self, kind: Kind, pk: i64, at: At) -> Result<(), Refused> {
        let IdentityTable {
            identities,
            record_pk,
            ..
        } = IdentityTable::of(kind);
        let sql = format!(
            "UPDATE {identities} i SET updated_at = {}, deleted_at = $2, deleted_as = '{}', deleted_by = $3 \
             WHERE i.{record_pk} = $1 AND i.deleted_at IS NULL",
            updated_at("i", "$2"),
            self.by.kind(),
        );
        self.execute(&sql, &[&pk, &at, &self.by.id()]).await?;
        Ok(())
    }

    /// Brings back the identities that ended with the record `pk` at `ended`, except those that mean another one by now:
    /// these were the deleted record's until now, and end here.
    pub(crate) async fn identities_restore(
        &self,
        kind: Kind,
        pk: i64,
        ended: At,
    ) -> Result<(), Refused> {
        let IdentityTable {
            identities,
            record_pk,
            ..
        } = IdentityTable::of(kind);
        let sql = format!(
            "UPDATE {identities} i SET deleted_at = NULL, deleted_as = NULL, deleted_by = NULL, updated_at = {} \
             WHERE i.{record_pk} = $1 AND i.deleted_at = $3 AND NOT EXISTS ( \
               SELECT FROM {identities} o \
               WHERE o.line_pk = i.line_pk AND o.external_id = i.external_id AND o.deleted_at IS NULL)",
            updated_at("i", "$2")
        );
        let parameters: Parameters<'_> = &[&pk, &At(self.at), &ended];
        self.execute(&sql, parameters).await?;
        let sql = format!(
            "UPDATE {identities} i SET deleted_at = {now}, updated_at = {now} \
             WHERE i.{record_pk} = $1 AND i.deleted_at = $3",
            now = updated_at("i", "$2")
        );
        self.execute(&sql, parameters).await?;
        Ok(())
    }
}
