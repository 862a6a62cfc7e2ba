use wellhead_core::command::{Outcome, Rejection};
use wellhead_core::id::PersonId;
use wellhead_core::resource::Record;

use crate::error::Refused;
use crate::links::sweep_record;
use crate::row::At;
use crate::writer::{Writer, touched};

impl Writer<'_> {
    pub(crate) async fn person_delete(&self, id: PersonId) -> Result<Outcome, Refused> {
        let sql = format!(
            "UPDATE core_api.peoples p SET updated_at = {now}, deleted_at = {now} \
             WHERE p.workspace_pk = $1 AND p.people_id = $2 AND p.deleted_at IS NULL RETURNING p.pk",
            now = touched("p", "$3"),
        );
        let id = self.person(id).uuid();
        let row = self
            .query_opt(&sql, &[&self.tenant.pk, &id, &At(self.at)])
            .await?;
        let pk = row.ok_or(Rejection::NotFound)?.get(0);
        sweep_record(self, Record::People, pk).await?;
        Ok(Outcome::Deleted)
    }
}
