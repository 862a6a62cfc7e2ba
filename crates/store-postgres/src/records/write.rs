use tokio_postgres::types::ToSql;
use uuid::Uuid;
use wellhead_core::record::{EachKind, Kind};
use wellhead_core::resource::ExternalId;
use wellhead_core::source::Held;
use wellhead_tenancy::Tenancy;

use super::arrays::{Arrays, Fragments};
use crate::error::Refused;
use crate::row::At;
use crate::table::RecordTable;
use crate::writer::Writer;

static UPDATE: EachKind<String> = EachKind::by(update);

/// The statement that writes active records anew. Its parameters are arrays: of the records' `pk`s, external ids, sources
/// and times, of the values of each field, and of the keys; then the workspace's `pk`, and an array of public ids.
///
/// All of them exist. An update would leave the planner a choice, and on empty tables it would read all records of the
/// workspace; a conflict is found by the primary key.
fn update(kind: Kind) -> String {
    let RecordTable {
        records,
        id,
        external_id,
        written,
        ..
    } = RecordTable::of(kind);
    let Fragments {
        columns,
        given,
        arrays,
        names,
        behind,
    } = Fragments::new(kind, 5);
    let assignments = columns
        .iter()
        .flat_map(|name| [name, " = excluded.", name, ", "]);
    let assignments: String = assignments.collect();
    format!(
        "INSERT INTO {records} AS p (pk, {id}, workspace_pk, {written}{external_id}, sources, created_at, updated_at) \
         OVERRIDING SYSTEM VALUE \
         SELECT d.known, d.new_id, ${behind}, {given}d.new_external_id, d.new_sources::jsonb, d.new_at, d.new_at \
         FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[]{arrays}, ${ids}::uuid[]) \
           d (known, new_external_id, new_sources, new_at{names}, new_id) \
         ON CONFLICT (pk) DO UPDATE SET {assignments}{external_id} = excluded.{external_id}, \
           sources = excluded.sources, updated_at = excluded.updated_at, deleted_at = NULL",
        ids = behind + 1
    )
}

impl Writer<'_> {
    /// Writes these records anew, by their `pk`s. They are locked, and active from now on.
    pub(crate) async fn records_write(
        &self,
        kind: Kind,
        known: &[(i64, &Held)],
    ) -> Result<(), Refused> {
        if known.is_empty() {
            return Ok(());
        }
        let pks: Vec<i64> = known.iter().map(|(pk, _)| *pk).collect();
        let records = || known.iter().map(|(_, held)| &held.record);
        let external = records().map(|it| it.external_id.as_ref().map(ExternalId::as_str));
        let external: Vec<Option<&str>> = external.collect();
        let sources = known.iter().map(|(_, held)| held.sources.stored(kind));
        let sources: Vec<Option<String>> = sources.collect();
        let times: Vec<_> = records().map(|it| it.times.updated_at.map(At)).collect();
        let arrays = Arrays::of(kind, records().map(|record| &record.values));
        let mut parameters: Vec<&(dyn ToSql + Sync)> = vec![&pks, &external, &sources, &times];
        parameters.extend(arrays.parameters());
        let ids: Vec<Uuid> = records().map(|record| record.id.uuid()).collect();
        parameters.push(self.tenant.pk());
        parameters.push(&ids);
        self.execute(UPDATE.of(kind), &parameters).await?;
        Ok(())
    }

    /// The new `updated_at` of a record. It always grows, even if the clock goes back.
    pub(crate) fn record_updated(&self, held: &mut Held) {
        let times = &mut held.record.times;
        let last = times.updated_at.unwrap_or(times.created_at);
        times.updated_at = Some(self.at.max(last.plus_micros(1)));
    }
}
