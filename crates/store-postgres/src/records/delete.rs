use wellhead_core::command::{Outcome, Rejection};
use wellhead_core::record::RecordRef;

use crate::error::Refused;
use crate::links::sweep;
use crate::row::At;
use crate::table::{LinkTable, RecordTable};
use crate::writer::{Writer, touched};

impl Writer<'_> {
    pub(crate) async fn record_delete(&self, record: RecordRef) -> Result<Outcome, Refused> {
        let RecordTable { records, id, .. } = RecordTable::of(record.kind);
        let sql = format!(
            "UPDATE {records} p SET updated_at = {now}, deleted_at = {now} \
             WHERE p.workspace_pk = $1 AND p.{id} = $2 AND p.deleted_at IS NULL RETURNING p.pk",
            now = touched("p", "$3"),
        );
        let id = self.record(record).uuid();
        let row = self
            .query_opt(&sql, &[&self.tenant.pk, &id, &At(self.at)])
            .await?;
        let pk = row.ok_or(Rejection::NotFound)?.get(0);
        let of_record = format!("l.{} = $1", LinkTable::of(record.kind).record_pk);
        sweep(self, record.kind, &of_record, pk).await?;
        Ok(Outcome::Deleted)
    }
}
