use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;
use wellhead_core::id::PersonId;
use wellhead_core::resource::{Name, PersonNames};
use wellhead_core::store::{DeliveredPerson, StoreError, Who};
use wellhead_core::time::Timestamp;

use super::counted;
use crate::error::Refused;
use crate::row::At;
use crate::writer::Writer;

/// Whom the lines of a batch are about.
pub(super) struct People {
    /// The `pk` of each line's person, where there is one.
    pub(super) of_lines: Vec<Option<i64>>,
    /// The people who were there before the batch.
    pub(super) found: Vec<i64>,
    /// How many were made.
    pub(super) made: u64,
}

/// A person to be made, should nobody have the external id.
struct NewPerson<'a> {
    id: PersonId,
    names: &'a PersonNames,
    created_at: Timestamp,
}

impl Writer<'_> {
    /// Finds the people of a batch, and makes those whom the workspace does not know.
    pub(super) async fn delivered_people(
        &self,
        at: Timestamp,
        lines: &[DeliveredPerson],
    ) -> Result<People, Refused> {
        let mut known = Vec::new();
        // Of several lines that bring one person, the first one counts.
        let mut external: BTreeMap<&str, NewPerson<'_>> = BTreeMap::new();
        for (place, line) in (0..).zip(lines) {
            match &line.who {
                Who::Known(id) => known.push(id.uuid()),
                Who::External {
                    id,
                    external_id,
                    names,
                } => {
                    external.entry(external_id.as_str()).or_insert(NewPerson {
                        id: *id,
                        names,
                        created_at: at.plus_micros(place),
                    });
                }
            }
        }
        let ids: Vec<&str> = external.keys().copied().collect();
        let mut by_external = self.people_by_external(&ids).await?;
        let before = by_external.len();
        external.retain(|id, _| !by_external.contains_key(id));
        let made = self.make_people(&external).await?;
        external.retain(|id, _| !made.contains_key(id));
        // Somebody else was faster with the rest.
        let ids: Vec<&str> = external.keys().copied().collect();
        let others = self.people_by_external(&ids).await?;
        if others.len() < ids.len() {
            return Err(Refused::Conflict(StoreError::Failed(
                "a person was in the way of a new one and then was not".into(),
            )));
        }
        let by_id = self.people_by_id(&known).await?;

        let mut found = Vec::with_capacity(before + others.len() + by_id.len());
        found.extend(
            by_external
                .values()
                .chain(others.values())
                .chain(by_id.values()),
        );
        found.sort_unstable();
        found.dedup();
        let people_made = counted(made.len());
        by_external.extend(made);
        by_external.extend(others);
        let of_lines = lines.iter().map(|line| match &line.who {
            Who::Known(id) => by_id.get(&id.uuid()).copied(),
            Who::External { external_id, .. } => by_external.get(external_id.as_str()).copied(),
        });
        Ok(People {
            of_lines: of_lines.collect(),
            found,
            made: people_made,
        })
    }

    /// Those of the workspace's active people who have one of these external ids, by it.
    async fn people_by_external<'a>(
        &self,
        ids: &[&'a str],
    ) -> Result<HashMap<&'a str, i64>, Refused> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        // The first that is not before the wanted one: this order is one index's, where `=` would be any's.
        let rows = self
            .query(
                "SELECT d.place - 1, p.pk \
                 FROM unnest($2::text[]) WITH ORDINALITY d (external_id, place) \
                 CROSS JOIN LATERAL ( \
                   SELECT p.pk, p.external_person_id FROM core_api.peoples p \
                   WHERE p.workspace_pk = $1 AND p.external_person_id >= d.external_id \
                     AND p.deleted_at IS NULL \
                   ORDER BY p.external_person_id LIMIT 1) p \
                 WHERE p.external_person_id = d.external_id",
                &[&self.tenant.pk, &ids],
            )
            .await?;
        let found = rows.iter().filter_map(|row| {
            let place = usize::try_from(row.get::<_, i64>(0)).ok()?;
            Some((*ids.get(place)?, row.get(1)))
        });
        Ok(found.collect())
    }

    /// Those of the workspace's active people who have one of these ids, by it.
    async fn people_by_id(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>, Refused> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = self
            .query(
                "SELECT p.people_id, p.pk FROM unnest($2::uuid[]) d (id) \
                 CROSS JOIN LATERAL ( \
                   SELECT p.* FROM core_api.peoples p \
                   WHERE p.workspace_pk = $1 AND p.people_id = d.id OFFSET 0) p \
                 WHERE p.deleted_at IS NULL",
                &[&self.tenant.pk, &ids],
            )
            .await?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    /// Makes people in the order of their external ids, so that two deliveries which bring the same ones wait for
    /// each other and never in a circle. Leaves out those whom somebody else made meanwhile.
    async fn make_people<'a>(
        &self,
        new: &BTreeMap<&'a str, NewPerson<'_>>,
    ) -> Result<HashMap<&'a str, i64>, Refused> {
        if new.is_empty() {
            return Ok(HashMap::new());
        }
        let external: Vec<&str> = new.keys().copied().collect();
        let ids: Vec<Uuid> = new.values().map(|person| person.id.uuid()).collect();
        let created: Vec<At> = new.values().map(|person| At(person.created_at)).collect();
        let names = |name: fn(&PersonNames) -> &Option<Name>| {
            let names = new.values().map(|person| name(person.names));
            let names = names.map(|name| name.as_ref().map(Name::as_str));
            names.collect::<Vec<_>>()
        };
        let rows = self
            .query(
                "INSERT INTO core_api.peoples (people_id, workspace_pk, first_name, last_name, \
                   full_name, external_person_id, created_at, updated_at) \
                 SELECT d.id, $1, d.first_name, d.last_name, d.full_name, d.external_id, d.at, d.at \
                 FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], \
                   $7::timestamptz[]) d (id, external_id, first_name, last_name, full_name, at) \
                 ON CONFLICT (workspace_pk, external_person_id) WHERE deleted_at IS NULL DO NOTHING \
                 RETURNING people_id, pk",
                &[
                    &self.tenant.pk,
                    &ids,
                    &external,
                    &names(|names| &names.first),
                    &names(|names| &names.last),
                    &names(|names| &names.full),
                    &created,
                ],
            )
            .await?;
        let made: HashMap<Uuid, i64> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        let made = new.iter().filter_map(|(external_id, person)| {
            Some((*external_id, *made.get(&person.id.uuid())?))
        });
        Ok(made.collect())
    }
}
