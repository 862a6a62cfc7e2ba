use std::collections::HashMap;

use rusqlite::named_params;
use wellhead_core::id::RecordId;
use wellhead_core::identity::{Met, Resolved, Unresolved, resolve};
use wellhead_core::journal::Act;
use wellhead_core::record::Kind;
use wellhead_core::resource::ExternalId;
use wellhead_core::source::{Given, Giver, OnKnown, Source, Update};
use wellhead_core::store::{DeliveredRecord, DeliveryBatch};

use super::known::known;
use super::lines::DeliveredTo;
use super::update::update_known;
use crate::change::{Change, UPDATED_AT};
use crate::statement::prepare;
use crate::table::RecordTable;
use crate::{identities, records, row};

/// The records of a batch's lines.
pub(super) struct LineRecords {
    /// Each line's record, or why it has none.
    pub(super) of_lines: Vec<Result<LineRecord, Unresolved<RecordId>>>,
    /// The lines whose names disagree, of which the connector's counted.
    pub(super) settled: Vec<(usize, Unresolved<RecordId>)>,
    /// How many were made.
    pub(super) made: usize,
    /// What those that were known took of their lines.
    pub(super) update: Update,
}

/// The record of a line.
#[derive(Clone, Copy)]
pub(super) struct LineRecord {
    pub(super) pk: i64,
    /// Whether the batch made it, so that it has no link from before.
    pub(super) is_new: bool,
}

/// Finds the records of a batch, makes the unknown ones, and remembers what the connector calls them.
pub(super) fn records(
    first: &Change<'_>,
    to: &DeliveredTo,
    batch: &DeliveryBatch,
) -> rusqlite::Result<LineRecords> {
    let (kind, lines) = (batch.record, &batch.records);
    let named = lines.iter().map(|line| &line.named);
    let known = known(first, to, lines)?;
    let resolved = resolve(kind, named, known, to.match_rule, batch.on_conflict);
    let at = |place: usize| Change {
        at: first
            .at
            .plus_micros(i64::try_from(place).unwrap_or(i64::MAX)),
        ..*first
    };
    let mut made = HashMap::with_capacity(resolved.new.len());
    for (&place, external_id) in &resolved.new {
        let line = &lines[place];
        let new = kind.record(line.id);
        let values = line.named.values.clone().completed(kind);
        let by = Some(to.connector);
        let pk = records::insert(&at(place), new, &values, *external_id, by)?;
        made.insert(place, pk);
    }
    adopt(first, kind, &resolved.keys)?;
    let pk = |met: Met| match met {
        Met::Known(pk) => pk,
        Met::New(place) => made[&place],
    };
    let of = (kind, to.links.connector, to.line);
    for (place, known_as, met) in &resolved.identities {
        let id = lines[*place].identity;
        identities::insert(&at(*place), of, id, known_as, pk(*met))?;
    }
    let ids = disagreeing(first, kind, lines, &resolved)?;
    let settled = resolved.settled.iter();
    let settled = settled.map(|(place, why)| (*place, why.map(|met| ids[&met])));
    let record = |met| LineRecord {
        pk: pk(met),
        is_new: matches!(met, Met::New(_)),
    };
    let of_lines = resolved.of_lines.iter();
    let of_lines = of_lines.map(|it| it.map(record).map_err(|why| why.map(|met| ids[&met])));
    let of_lines: Vec<_> = of_lines.collect();
    let update = match batch.on_known {
        OnKnown::Keep => Update::default(),
        OnKnown::Update => {
            let given = of_lines.iter().zip(lines).enumerate();
            let given = given.filter_map(|(place, (record, line))| {
                Some(Given {
                    pk: record.ok().filter(|_| !made.contains_key(&place))?.pk,
                    values: &line.named.values,
                    source: Source {
                        by: Giver::Connector(to.connector),
                        at: at(place).at,
                    },
                })
            });
            let given: Vec<_> = given.filter(|it| !it.values.is_empty()).collect();
            update_known(first, kind, &given)?
        }
    };
    Ok(LineRecords {
        of_lines,
        update,
        settled: settled.collect(),
        made: made.len(),
    })
}

/// Gives records that have no external id one.
fn adopt(change: &Change<'_>, kind: Kind, keys: &[(i64, &ExternalId)]) -> rusqlite::Result<()> {
    let RecordTable {
        records,
        external_id,
        ..
    } = RecordTable::of(kind);
    let sql = format!(
        "UPDATE {records} SET {external_id} = :external_id, updated_at = {UPDATED_AT} WHERE pk = :pk"
    );
    for (pk, key) in keys {
        prepare(change.connection, &sql)?.execute(named_params! {
            ":pk": pk, ":external_id": key.as_str(), ":at": change.at.as_micros(),
        })?;
        change.note_record(kind, Act::Updated, *pk);
    }
    Ok(())
}

/// The public ids of the records that lines disagree about.
fn disagreeing(
    change: &Change<'_>,
    kind: Kind,
    lines: &[DeliveredRecord],
    resolved: &Resolved<'_>,
) -> rusqlite::Result<HashMap<Met, RecordId>> {
    let RecordTable { records, id, .. } = RecordTable::of(kind);
    let sql = format!("SELECT {id} FROM {records} WHERE pk = :pk");
    let refused = resolved.of_lines.iter().filter_map(|it| it.err());
    let settled = resolved.settled.iter().map(|(_, why)| *why);
    let mut ids = HashMap::new();
    for met in refused.chain(settled).flat_map(Unresolved::records) {
        let id = match met {
            Met::New(place) => lines[place].id,
            Met::Known(pk) => prepare(change.connection, &sql)?
                .query_row(named_params! { ":pk": pk }, |row| row::id(row, 0))?,
        };
        ids.insert(met, id);
    }
    Ok(ids)
}
