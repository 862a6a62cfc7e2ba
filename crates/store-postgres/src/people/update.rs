use wellhead_core::command::{Outcome, PersonChanges, Rejection};
use wellhead_core::id::PersonId;
use wellhead_core::resource::{ExternalId, Name};

use super::{COLUMNS, person};
use crate::error::Refused;
use crate::row::{At, id as read_id};
use crate::writer::{Writer, touched};

impl Writer<'_> {
    pub(crate) async fn person_update(
        &self,
        id: PersonId,
        changes: &PersonChanges,
    ) -> Result<Outcome, Refused> {
        let row = self
            .query_opt(
                "SELECT pk, deleted_at IS NOT NULL FROM core_api.peoples \
                 WHERE workspace_pk = $1 AND people_id = $2 FOR NO KEY UPDATE",
                &[&self.tenant.pk, &self.person(id).uuid()],
            )
            .await?
            .ok_or(Rejection::NotFound)?;
        let (pk, is_deleted): (i64, bool) = (row.get(0), row.get(1));
        if is_deleted && !changes.restore {
            return Err(Rejection::NotFound.into());
        }
        self.external_id_free(pk, changes).await?;
        let name = |name: &Option<Option<Name>>| {
            let text = name.as_ref().and_then(Option::as_ref);
            (name.is_some(), text.map(|name| name.as_str().to_owned()))
        };
        let [first, last, full] =
            [&changes.first_name, &changes.last_name, &changes.full_name].map(name);
        let (external_changes, external) = external(changes);
        let sql = format!(
            "UPDATE core_api.peoples p SET \
               first_name = CASE WHEN $2 THEN $3 ELSE p.first_name END, \
               last_name = CASE WHEN $4 THEN $5 ELSE p.last_name END, \
               full_name = CASE WHEN $6 THEN $7 ELSE p.full_name END, \
               external_person_id = CASE WHEN $8 THEN $9 ELSE p.external_person_id END, \
               deleted_at = NULL, updated_at = {} \
             WHERE p.pk = $1 RETURNING {COLUMNS}",
            touched("p", "$10")
        );
        let updated = self
            .query_opt(
                &sql,
                &[
                    &pk,
                    &first.0,
                    &first.1,
                    &last.0,
                    &last.1,
                    &full.0,
                    &full.1,
                    &external_changes,
                    &external,
                    &At(self.at),
                ],
            )
            .await?
            .ok_or(Rejection::NotFound)?;
        Ok(Outcome::Person(person(&updated)))
    }

    /// Refuses the external id that the person will have where another active one has it.
    async fn external_id_free(&self, pk: i64, changes: &PersonChanges) -> Result<(), Refused> {
        let (external_changes, external) = external(changes);
        let row = self
            .query_opt(
                "SELECT o.people_id FROM core_api.peoples p \
                 JOIN core_api.peoples o ON o.workspace_pk = p.workspace_pk AND o.pk <> p.pk \
                   AND o.external_person_id = CASE WHEN $2 THEN $3 ELSE p.external_person_id END \
                   AND o.deleted_at IS NULL \
                 WHERE p.pk = $1",
                &[&pk, &external_changes, &external],
            )
            .await?;
        match row {
            Some(row) => Err(Rejection::ExternalIdTaken(read_id(&row, 0)).into()),
            None => Ok(()),
        }
    }
}

/// Whether the external id changes, and to what.
fn external(changes: &PersonChanges) -> (bool, Option<&str>) {
    let id = changes.external_id.as_ref().and_then(Option::as_ref);
    (changes.external_id.is_some(), id.map(ExternalId::as_str))
}
