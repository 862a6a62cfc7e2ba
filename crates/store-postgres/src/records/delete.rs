use wellhead_core::cause::Grounds;
use wellhead_core::command::{Outcome, Rejection};
use wellhead_core::journal::Act;
use wellhead_core::record::RecordRef;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::links::delete_of_record;
use crate::row::At;
use crate::table::RecordTable;
use crate::writer::{Writer, updated_at};

impl Writer<'_> {
    pub(crate) async fn record_delete(&self, record: RecordRef) -> Result<Outcome, Refused> {
        let RecordTable { records, id, .. } = RecordTable::of(record.kind);
        let sql = format!(
            "UPDATE {records} p SET updated_at = {now}, deleted_at = {now} \
             WHERE p.workspace_pk = $1 AND p.{id} = $2 AND p.deleted_at IS NULL RETURNING p.pk, p.deleted_at",
            now = updated_at("p", "$3"),
        );
        let id = self.aliases.record(record).uuid();
        let row = self
            .query_opt(&sql, &[self.tenant.pk(), &id, &At(self.at)])
            .await?;
        let Some(row) = row else {
            let merged = self.merged(record).await?;
            return Err(merged.unwrap_or(Rejection::NotFound).into());
        };
        let (pk, at) = (row.get(0), row.get(1));
        self.merges_settled(record.kind, &[pk]).await?;
        self.note_records(record.kind, Act::Deleted, [pk]);
        self.identities_end(record.kind, pk, at).await?;
        delete_of_record(self, record.kind, pk, Grounds::RecordDeleted).await?;
        Ok(Outcome::Deleted)
    }
}
