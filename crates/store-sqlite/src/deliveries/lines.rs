use std::collections::{HashMap, HashSet};

use wellhead_core::command::Rejection;
use wellhead_core::id::{RecordId, WorkspaceConnectorId};
use wellhead_core::identity::{MatchRule, Unresolved};
use wellhead_core::privacy::OnSuppressed;
use wellhead_core::record::Kind;
use wellhead_core::store::{ApplyError, Delivered, DeliveryBatch, OnDuplicate};
use wellhead_core::time::Timestamp;

use super::known::moving;
use super::records::records;
use crate::change::Change;
use crate::error::{Undone, rejected};
use crate::links::{self, LinkRow, LinkedTo};

/// Where a batch is delivered to.
pub(super) struct DeliveredTo {
    pub(super) links: LinkedTo,
    /// The connector.
    pub(super) connector: WorkspaceConnectorId,
    /// The `pk` of the first activation of the connector's line, for which identities are kept.
    pub(super) line: i64,
    pub(super) match_rule: MatchRule,
    /// When the run started.
    pub(super) started_at: Timestamp,
}

impl DeliveredTo {
    pub(super) fn kind(&self) -> Kind {
        self.links.record
    }
}

/// What the lines of a batch came to.
pub(super) struct Written {
    pub(super) delivered: Delivered,
    /// The lines whose names disagree, of which the connector's counted.
    pub(super) settled: Vec<(usize, Unresolved<RecordId>)>,
    /// When the newest link was made.
    pub(super) newest: Option<Timestamp>,
}

/// Writes the lines of a batch in order.
pub(super) fn write(
    change: &Change<'_>,
    to: &DeliveredTo,
    batch: &DeliveryBatch,
) -> Result<Written, Undone<ApplyError>> {
    let links = to.links;
    let kind = links.record;
    // If this clock is behind the one that opened the run, the links must still not look older than the run.
    let first = &Change {
        at: change.at.max(to.started_at),
        ..*change
    };
    let records = records(first, to, batch)?;
    let mut at = first.at;
    let mut met = HashSet::new();
    let mut new = Vec::new();
    let mut delivered = Delivered::default();
    let tally = &mut delivered.tally;
    let moving = moving(change, kind)?;
    for (place, record) in records.of_lines.iter().enumerate() {
        let change = Change { at, ..*first };
        at = at.plus_micros(1);
        let record = match record {
            Ok(record) => record,
            Err(Unresolved::Suppressed) if batch.on_suppressed == OnSuppressed::Skip => {
                tally.suppressed += 1;
                continue;
            }
            Err(why) if batch.all_or_nothing => {
                let refused = Undone::Refused(Rejection::Unresolved(kind, *why));
                return Err(rejected(refused, place));
            }
            Err(why) => {
                tally.rejected += 1;
                tally.conflicts += u64::from(matches!(why, Unresolved::Disagree { .. }));
                tally.suppressed += u64::from(matches!(why, Unresolved::Suppressed));
                delivered.unresolved.push((place, *why));
                continue;
            }
        };
        tally.records_matched += 1;
        let is_linked = match batch.on_duplicate {
            OnDuplicate::Append => false,
            OnDuplicate::Touch => {
                !met.insert(record.pk)
                    || !record.is_new && touch(&change, links, record.pk, &moving)?
            }
        };
        if is_linked {
            tally.links_touched += 1;
        } else {
            new.push(LinkRow {
                id: batch.records[place].link,
                record: record.pk,
                created_at: change.at,
            });
            tally.links_created += 1;
        }
    }
    let [made, settled, updated] = [
        records.made,
        records.settled.len(),
        records.update.changed.len(),
    ]
    .map(|number| u64::try_from(number).unwrap_or(u64::MAX));
    tally.records_created = made;
    tally.records_matched -= made;
    tally.conflicts += settled;
    tally.records_updated = updated;
    tally.values_kept = records.update.kept;
    links::insert(first, links, &new)?;
    Ok(Written {
        delivered,
        settled: records.settled,
        newest: new.last().map(|link| link.created_at),
    })
}

/// Touches a record's active links, and those that a merge has yet to move to it; returns whether there are any.
fn touch(
    change: &Change<'_>,
    to: LinkedTo,
    record: i64,
    moving: &HashMap<i64, Vec<i64>>,
) -> rusqlite::Result<bool> {
    let others = moving.get(&record).into_iter().flatten();
    let mut is_linked = false;
    for record in [&record].into_iter().chain(others) {
        is_linked |= links::touch(change, to.record, *record, to.connector, to.direction)?;
    }
    Ok(is_linked)
}
