use wellhead_core::command::{NewPerson, Outcome, Rejection};
use wellhead_core::resource::{ExternalId, Name, Person, Times};
use wellhead_core::store::StoreError;

use super::{COLUMNS, person};
use crate::error::Refused;
use crate::row::At;
use crate::writer::Writer;

impl Writer<'_> {
    pub(crate) async fn person_create(&mut self, new: &NewPerson) -> Result<Outcome, Refused> {
        if self.stands_for_another(new.id.get()) {
            return Err(Rejection::IdTaken.into());
        }
        let names = new.names.clone();
        let text = |name: &Option<Name>| name.as_ref().map(|name| name.as_str().to_owned());
        let made = self
            .execute(
                "INSERT INTO core_api.peoples (people_id, workspace_pk, first_name, last_name, \
                   full_name, external_person_id, created_at, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT DO NOTHING",
                &[
                    &new.id.get().uuid(),
                    &self.tenant.pk,
                    &text(&names.first),
                    &text(&names.last),
                    &text(&names.full),
                    &new.external_id.as_ref().map(ExternalId::as_str),
                    &At(self.at),
                ],
            )
            .await?;
        if made > 0 {
            return Ok(Outcome::Person(Person {
                id: new.id.get(),
                names,
                external_id: new.external_id.clone(),
                times: Times {
                    created_at: self.at,
                    updated_at: Some(self.at),
                    deleted_at: None,
                },
            }));
        }
        self.person_in_the_way(new).await
    }

    /// Why a person was not made: the id is taken, or somebody has the external id.
    async fn person_in_the_way(&mut self, new: &NewPerson) -> Result<Outcome, Refused> {
        let taken = self
            .query(
                "SELECT FROM core_api.peoples WHERE workspace_pk = $1 AND people_id = $2",
                &[&self.tenant.pk, &new.id.get().uuid()],
            )
            .await?;
        if !taken.is_empty() {
            return Err(Rejection::IdTaken.into());
        }
        let sql = format!(
            "SELECT {COLUMNS} FROM core_api.peoples p \
             WHERE p.workspace_pk = $1 AND p.external_person_id = $2 AND p.deleted_at IS NULL"
        );
        let external_id = new.external_id.as_ref().map(ExternalId::as_str);
        match self
            .query_opt(&sql, &[&self.tenant.pk, &external_id])
            .await?
        {
            Some(row) => {
                let known = person(&row);
                self.resolve(new.id.get(), known.id);
                Ok(Outcome::PersonResolved(known))
            }
            // Deleted, or given another id, since the insert met it.
            None => Err(Refused::Conflict(StoreError::Failed(
                "a person was in the way of a new one and then was not".into(),
            ))),
        }
    }
}
