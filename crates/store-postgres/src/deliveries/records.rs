use std::collections::{BTreeMap, HashMap};

use tokio_postgres::types::ToSql;
use uuid::Uuid;
use wellhead_core::id::RecordId;
use wellhead_core::journal::Act;
use wellhead_core::record::{Kind, Named, Values};
use wellhead_core::store::{DeliveredRecord, StoreError};
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::counted;
use crate::error::Refused;
use crate::row::At;
use crate::table::{self, RecordTable, from_text};
use crate::value::Bound;
use crate::writer::Writer;

/// The records of a batch's lines.
pub(super) struct LineRecords {
    /// The `pk` of each line's record; `None` if it is missing.
    pub(super) of_lines: Vec<Option<i64>>,
    /// The records that existed before the batch.
    pub(super) found: Vec<i64>,
    /// How many were made.
    pub(super) made: u64,
}

/// A record to be inserted unless its external id is taken.
struct RecordRow<'a> {
    id: RecordId,
    values: &'a Values,
    /// The index of the line that makes it. For the lines before, it is missing.
    place: i64,
}

impl Writer<'_> {
    /// Finds the records of a batch, and makes the unknown ones.
    pub(super) async fn delivered_records(
        &self,
        kind: Kind,
        at: Timestamp,
        lines: &[DeliveredRecord],
    ) -> Result<LineRecords, Refused> {
        let mut known = Vec::new();
        // If several lines could make a record, the first one does.
        let mut external: BTreeMap<&str, Option<RecordRow<'_>>> = BTreeMap::new();
        for (place, line) in (0..).zip(lines) {
            match &line.named {
                Named::Id(id) => known.push(id.uuid()),
                Named::External(external_id, values) => {
                    let new = external.entry(external_id.as_str()).or_default();
                    if new.is_none() && values.lacking(kind).is_none() {
                        let id = line.id;
                        *new = Some(RecordRow { id, values, place });
                    }
                }
            }
        }
        let ids: Vec<&str> = external.keys().copied().collect();
        let mut by_external = self.records_by_external(kind, &ids).await?;
        let before = by_external.len();
        let unknown = external
            .into_iter()
            .filter(|(id, _)| !by_external.contains_key(id));
        let new: BTreeMap<_, _> = unknown.filter_map(|(id, new)| Some((id, new?))).collect();
        let made = self.make_records(kind, at, &new).await?;
        // Another transaction has made the rest meanwhile.
        let ids = new.keys().filter(|id| !made.contains_key(*id));
        let ids: Vec<&str> = ids.copied().collect();
        let others = self.records_by_external(kind, &ids).await?;
        if others.len() < ids.len() {
            return Err(Refused::Conflict(StoreError::Failed(
                "a new record met one that then disappeared".into(),
            )));
        }
        let by_id = self.records_by_id(kind, &known).await?;

        let mut found = Vec::with_capacity(before + others.len() + by_id.len());
        found.extend(
            by_external
                .values()
                .chain(others.values())
                .chain(by_id.values()),
        );
        found.sort_unstable();
        found.dedup();
        by_external.extend(others);
        let of_lines = (0..).zip(lines).map(|(place, line)| match &line.named {
            Named::Id(id) => by_id.get(&id.uuid()).copied(),
            Named::External(external_id, _) => {
                let id = external_id.as_str();
                let is_there = || new.get(id).is_some_and(|new| new.place <= place);
                let made = || made.get(id).copied().filter(|_| is_there());
                by_external.get(id).copied().or_else(made)
            }
        });
        Ok(LineRecords {
            of_lines: of_lines.collect(),
            found,
            made: counted(made.len()),
        })
    }

    /// The workspace's active records with these external ids, by external id.
    async fn records_by_external<'a>(
        &self,
        kind: Kind,
        ids: &[&'a str],
    ) -> Result<HashMap<&'a str, i64>, Refused> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let RecordTable {
            records,
            external_id,
            ..
        } = RecordTable::of(kind);
        // Asks for the first that is not before the wanted one: only one index has this order, where `=` would leave
        // the planner a choice.
        let sql = format!(
            "SELECT d.place - 1, p.pk \
             FROM unnest($2::text[]) WITH ORDINALITY d (external_id, place) \
             CROSS JOIN LATERAL ( \
               SELECT p.pk, p.{external_id} FROM {records} p \
               WHERE p.workspace_pk = $1 AND p.{external_id} >= d.external_id \
                 AND p.deleted_at IS NULL \
               ORDER BY p.{external_id} LIMIT 1) p \
             WHERE p.{external_id} = d.external_id"
        );
        let rows = self.query(&sql, &[self.tenant.pk(), &ids]).await?;
        let found = rows.iter().filter_map(|row| {
            let place = usize::try_from(row.get::<_, i64>(0)).ok()?;
            Some((*ids.get(place)?, row.get(1)))
        });
        Ok(found.collect())
    }

    /// The workspace's active records with these ids, by id.
    async fn records_by_id(&self, kind: Kind, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>, Refused> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let RecordTable { records, id, .. } = RecordTable::of(kind);
        let sql = format!(
            "SELECT p.{id}, p.pk FROM unnest($2::uuid[]) d (id) \
             CROSS JOIN LATERAL ( \
               SELECT p.* FROM {records} p \
               WHERE p.workspace_pk = $1 AND p.{id} = d.id OFFSET 0) p \
             WHERE p.deleted_at IS NULL"
        );
        let rows = self.query(&sql, &[self.tenant.pk(), &ids]).await?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    /// Inserts records in the order of their external ids, so that deliveries with the same ones do not wait for each
    /// other in a circle. Leaves out those that another transaction has made meanwhile.
    async fn make_records<'a>(
        &self,
        kind: Kind,
        at: Timestamp,
        new: &BTreeMap<&'a str, RecordRow<'_>>,
    ) -> Result<HashMap<&'a str, i64>, Refused> {
        if new.is_empty() {
            return Ok(HashMap::new());
        }
        let external: Vec<&str> = new.keys().copied().collect();
        let ids: Vec<Uuid> = new.values().map(|record| record.id.uuid()).collect();
        let created: Vec<At> = new
            .values()
            .map(|record| At(at.plus_micros(record.place)))
            .collect();
        let columns = (0..kind.fields().len()).map(|position| {
            let values = new.values().map(|record| record.values.get(position));
            values.map(Bound).collect::<Vec<_>>()
        });
        let columns: Vec<_> = columns.collect();
        let mut parameters: Vec<&(dyn ToSql + Sync)> =
            vec![self.tenant.pk(), &ids, &external, &created];
        parameters.extend(columns.iter().map(|column| column as &(dyn ToSql + Sync)));
        let rows = self.query(&insert(kind), &parameters).await?;
        let made: HashMap<Uuid, i64> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        self.note_records(kind, Act::Created, rows.iter().map(|row| row.get(1)));
        let made = new.iter().filter_map(|(external_id, record)| {
            Some((*external_id, *made.get(&record.id.uuid())?))
        });
        Ok(made.collect())
    }
}

/// The statement that inserts records, except those whose external id is taken. Its parameters: the workspace's `pk`,
/// and arrays of public ids, external ids, times, and the values of each field.
fn insert(kind: Kind) -> String {
    let RecordTable {
        records,
        id,
        external_id,
        fields,
        ..
    } = RecordTable::of(kind);
    let each = || (5..).zip(kind.fields());
    let given = each().map(|(_, field)| from_text(field, &format!("d.{}", field.name)) + ", ");
    let given: String = given.collect();
    let arrays = each().map(|(parameter, field)| {
        let of = table::parameter(field);
        format!(", ${parameter}::{of}[]")
    });
    let arrays = arrays.collect::<Vec<_>>().concat();
    let names = each().map(|(_, field)| [", ", field.name].concat());
    let names: String = names.collect();
    format!(
        "INSERT INTO {records} ({id}, workspace_pk, {fields}{external_id}, created_at, updated_at) \
         SELECT d.new_id, $1, {given}d.new_external_id, d.new_at, d.new_at \
         FROM unnest($2::uuid[], $3::text[], $4::timestamptz[]{arrays}) \
           d (new_id, new_external_id, new_at{names}) \
         ON CONFLICT (workspace_pk, {external_id}) WHERE deleted_at IS NULL DO NOTHING \
         RETURNING {id}, pk"
    )
}
