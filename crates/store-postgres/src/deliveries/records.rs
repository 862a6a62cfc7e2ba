use std::collections::{BTreeMap, HashMap};

use tokio_postgres::types::ToSql;
use uuid::Uuid;
use wellhead_core::id::{RecordId, WorkspaceConnectorId};
use wellhead_core::identity::{Met, Resolved, Unresolved, resolve};
use wellhead_core::journal::Act;
use wellhead_core::record::{Kind, Values};
use wellhead_core::resource::ExternalId;
use wellhead_core::source::{Given, Giver, OnKnown, Source, Update};
use wellhead_core::store::{DeliveredRecord, DeliveryBatch, StoreError};
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::counted;
use crate::error::Refused;
use crate::records::{Arrays, Fragments};
use crate::row::{At, id as read_id};
use crate::table::RecordTable;
use crate::workspace_connectors::Locked;
use crate::writer::{Writer, updated_at};

/// The records of a batch's lines.
pub(super) struct LineRecords {
    /// The `pk` of each line's record, or why it has none.
    pub(super) of_lines: Vec<Result<i64, Unresolved<RecordId>>>,
    /// The lines whose names disagree, of which the connector's counted.
    pub(super) settled: Vec<(usize, Unresolved<RecordId>)>,
    /// The records that existed before the batch.
    pub(super) found: Vec<i64>,
    /// How many were made.
    pub(super) made: u64,
    /// What those that were known took of their lines.
    pub(super) update: Update,
}

/// A record to be inserted unless its external id is taken.
struct RecordRow<'a> {
    id: RecordId,
    external_id: Option<&'a ExternalId>,
    values: Values,
    /// The index of the line that makes it.
    place: usize,
}

impl Writer<'_> {
    /// Finds the records of a batch, makes the unknown ones, and remembers what the connector calls them.
    pub(super) async fn delivered_records(
        &self,
        at: Timestamp,
        batch: &DeliveryBatch,
        connector: &Locked,
    ) -> Result<LineRecords, Refused> {
        let (kind, lines) = (batch.record, &batch.records);
        let named = || lines.iter().map(|line| &line.named);
        let known = self.known_records(kind, lines, connector).await?;
        let rule = connector.match_rule;
        let resolved = resolve(kind, named(), known, rule, batch.on_conflict);
        let (made, others) = self
            .new_records(kind, at, connector.id, lines, &resolved)
            .await?;
        let pk = |met: Met| match met {
            Met::Known(pk) => pk,
            Met::New(place) => made
                .get(&place)
                .or(others.get(&place))
                .copied()
                .unwrap_or(0),
        };
        let mut found: Vec<i64> = others.values().copied().collect();
        found.extend(resolved.of_lines.iter().filter_map(|it| match it {
            Ok(Met::Known(pk)) => Some(*pk),
            _ => None,
        }));
        found.sort_unstable();
        found.dedup();
        let update = match batch.on_known {
            OnKnown::Keep => Update::default(),
            OnKnown::Update => {
                let given = resolved.of_lines.iter().zip(lines).enumerate();
                let given = given.filter_map(|(place, (record, line))| {
                    Some(Given {
                        pk: record.ok().filter(|_| !made.contains_key(&place)).map(pk)?,
                        values: &line.named.values,
                        source: Source {
                            by: Giver::Connector(connector.id),
                            at: at.plus_micros(i64::try_from(place).unwrap_or(i64::MAX)),
                        },
                    })
                });
                let given: Vec<_> = given.filter(|it| !it.values.is_empty()).collect();
                let adopting = resolved.keys.iter().map(|(pk, _)| *pk);
                let named = resolved.identities.iter().map(|(_, _, met)| pk(*met));
                let linked = found.iter().copied();
                let others = adopting.chain(named).chain(linked);
                self.records_update_known(kind, &given, others).await?
            }
        };
        self.records_adopt(kind, &resolved.keys).await?;
        let identities = resolved.identities.iter();
        let identities =
            identities.map(|(place, known_as, met)| (&lines[*place], *known_as, pk(*met)));
        self.identities_learn(kind, at, connector, identities.collect())
            .await?;
        let ids = self.records_disagreeing(kind, lines, &resolved).await?;
        let id = |met: Met| {
            ids.get(&met)
                .copied()
                .unwrap_or_else(|| RecordId::new(Uuid::nil()))
        };
        let settled = resolved.settled.iter();
        Ok(LineRecords {
            of_lines: resolved
                .of_lines
                .iter()
                .map(|it| it.map(pk).map_err(|why| why.map(id)))
                .collect(),
            settled: settled.map(|(place, why)| (*place, why.map(id))).collect(),
            found,
            made: counted(made.len()),
            update,
        })
    }

    /// Makes the new records of a batch. Returns the `pk` of each by the place of its line: of those that were made, and
    /// of those that another transaction has made meanwhile.
    async fn new_records(
        &self,
        kind: Kind,
        at: Timestamp,
        by: WorkspaceConnectorId,
        lines: &[DeliveredRecord],
        resolved: &Resolved<'_>,
    ) -> Result<(HashMap<usize, i64>, HashMap<usize, i64>), Refused> {
        let new = resolved.new.iter().map(|(place, external_id)| RecordRow {
            id: lines[*place].id,
            external_id: *external_id,
            values: lines[*place].named.values.clone().completed(kind),
            place: *place,
        });
        let mut new: Vec<_> = new.collect();
        // Deliveries with the same external ids insert them in the same order, so that none waits in a circle.
        new.sort_by_key(|record| (record.external_id, record.place));
        let made = self.make_records(kind, at, by, &new).await?;
        let missed = new.iter().filter(|it| !made.contains_key(&it.place));
        let missed: BTreeMap<&str, usize> = missed
            .filter_map(|it| Some((it.external_id?.as_str(), it.place)))
            .collect();
        let ids: Vec<&str> = missed.keys().copied().collect();
        let others = self.records_by_external(kind, &ids).await?;
        if made.len() + others.len() < new.len() {
            return Err(Refused::Conflict(StoreError::Failed(
                "a new record met one that then disappeared".into(),
            )));
        }
        let others = others.into_iter().map(|(id, pk)| (missed[id], pk));
        Ok((made, others.collect()))
    }

    /// Gives records that have no external id one.
    async fn records_adopt(&self, kind: Kind, keys: &[(i64, &ExternalId)]) -> Result<(), Refused> {
        if keys.is_empty() {
            return Ok(());
        }
        let RecordTable {
            records,
            external_id,
            ..
        } = RecordTable::of(kind);
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        let pks: Vec<i64> = keys.iter().map(|(pk, _)| *pk).collect();
        let ids: Vec<&str> = keys.iter().map(|(_, id)| id.as_str()).collect();
        let sql = format!(
            "UPDATE {records} p SET {external_id} = d.external_id, updated_at = {} \
             FROM unnest($1::bigint[], $2::text[]) d (pk, external_id) \
             WHERE p.pk = d.pk AND p.{external_id} IS NULL AND p.deleted_at IS NULL RETURNING p.pk",
            updated_at("p", "$3")
        );
        let changed = self.query(&sql, &[&pks, &ids, &At(self.at)]).await?;
        if changed.len() < keys.len() {
            return Err(Refused::Conflict(StoreError::Failed(
                "a record got another external id while a delivery gave it one".into(),
            )));
        }
        self.note_records(kind, Act::Updated, changed.iter().map(|row| row.get(0)));
        Ok(())
    }

    /// The public ids of the records that lines disagree about.
    async fn records_disagreeing(
        &self,
        kind: Kind,
        lines: &[DeliveredRecord],
        resolved: &Resolved<'_>,
    ) -> Result<HashMap<Met, RecordId>, Refused> {
        let refused = resolved.of_lines.iter().filter_map(|it| it.err());
        let settled = resolved.settled.iter().map(|(_, why)| *why);
        let mut ids = HashMap::new();
        let mut pks = Vec::new();
        for met in refused.chain(settled).flat_map(Unresolved::records) {
            match met {
                Met::Known(pk) => pks.push(pk),
                Met::New(place) => {
                    ids.insert(met, lines[place].id);
                }
            }
        }
        if !pks.is_empty() {
            let RecordTable { records, id, .. } = RecordTable::of(kind);
            let sql = format!("SELECT p.pk, p.{id} FROM {records} p WHERE p.pk = ANY ($1)");
            let rows = self.query(&sql, &[&pks]).await?;
            ids.extend(
                rows.iter()
                    .map(|row| (Met::Known(row.get(0)), read_id(row, 1))),
            );
        }
        Ok(ids)
    }

    /// Inserts records, except those whose external id another transaction has taken meanwhile. Returns the `pk` of each
    /// by the place of its line.
    async fn make_records(
        &self,
        kind: Kind,
        at: Timestamp,
        by: WorkspaceConnectorId,
        new: &[RecordRow<'_>],
    ) -> Result<HashMap<usize, i64>, Refused> {
        if new.is_empty() {
            return Ok(HashMap::new());
        }
        let external = new.iter().map(|it| it.external_id.map(ExternalId::as_str));
        let external: Vec<Option<&str>> = external.collect();
        let ids: Vec<Uuid> = new.iter().map(|record| record.id.uuid()).collect();
        let created = new.iter().map(|record| {
            let place = i64::try_from(record.place).unwrap_or(i64::MAX);
            At(at.plus_micros(place))
        });
        let created: Vec<At> = created.collect();
        let arrays = Arrays::of(kind, new.iter().map(|record| &record.values));
        let mut parameters: Vec<&(dyn ToSql + Sync)> =
            vec![self.tenant.pk(), &ids, &external, &created];
        parameters.extend(arrays.parameters());
        let by = by.uuid();
        parameters.push(&by);
        let rows = self.query(&insert(kind), &parameters).await?;
        let made: HashMap<Uuid, i64> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        self.note_records(kind, Act::Created, rows.iter().map(|row| row.get(1)));
        let made = new
            .iter()
            .filter_map(|record| Some((record.place, *made.get(&record.id.uuid())?)));
        Ok(made.collect())
    }
}

/// The statement that inserts records, except those whose external id is taken. Its parameters: the workspace's `pk`,
/// and arrays of public ids, external ids, times, the values of each field, and the keys; and the id of the
/// connector.
fn insert(kind: Kind) -> String {
    let RecordTable {
        records,
        id,
        external_id,
        written,
        ..
    } = RecordTable::of(kind);
    let Fragments {
        given,
        arrays,
        names,
        behind,
        ..
    } = Fragments::new(kind, 5);
    format!(
        "INSERT INTO {records} ({id}, workspace_pk, {written}{external_id}, created_at, updated_at, source_id) \
         SELECT d.new_id, $1, {given}d.new_external_id, d.new_at, d.new_at, ${behind}::uuid \
         FROM unnest($2::uuid[], $3::text[], $4::timestamptz[]{arrays}) \
           d (new_id, new_external_id, new_at{names}) \
         ON CONFLICT (workspace_pk, {external_id}) WHERE deleted_at IS NULL DO NOTHING \
         RETURNING {id}, pk"
    )
}
