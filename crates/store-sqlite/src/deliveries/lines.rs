use std::collections::HashSet;

use wellhead_core::command::Rejection;
use wellhead_core::store::{ApplyError, Delivered, DeliveryBatch, OnDuplicate};
use wellhead_core::time::Timestamp;

use super::records::record;
use crate::change::Change;
use crate::error::{Undone, rejected};
use crate::links::{self, LinkRow, LinkedTo};
use crate::runs;

/// Writes the lines of a batch in order, and returns what they add to the run's tally, and when the newest link was made.
pub(super) fn write(
    first: &Change<'_>,
    run: &runs::StoredRun,
    batch: &DeliveryBatch,
) -> Result<(Delivered, Option<Timestamp>), Undone<ApplyError>> {
    let to = LinkedTo {
        record: batch.record,
        connector: run.workspace_connector,
        direction: run.run.direction,
    };
    let kind = to.record;
    // If this clock is behind the one that opened the run, the links must still not look older than the run.
    let mut at = first.at.max(run.run.started_at);
    let mut met = HashSet::new();
    let mut new = Vec::new();
    let mut delivered = Delivered::default();
    let tally = &mut delivered.tally;
    for (place, line) in batch.records.iter().enumerate() {
        let change = Change { at, ..*first };
        at = at.plus_micros(1);
        let Some(record) = record(&change, kind, line)? else {
            if batch.all_or_nothing {
                let missing = Undone::Refused(Rejection::RecordNotFound(kind));
                return Err(rejected(missing, place));
            }
            tally.rejected += 1;
            delivered.missing.push(place);
            continue;
        };
        if record.is_new {
            tally.records_created += 1;
        } else {
            tally.records_matched += 1;
        }
        let is_linked = match batch.on_duplicate {
            OnDuplicate::Append => false,
            OnDuplicate::Touch => {
                !met.insert(record.pk)
                    || !record.is_new
                        && links::touch(&change, kind, record.pk, to.connector, to.direction)?
            }
        };
        if is_linked {
            tally.links_touched += 1;
        } else {
            new.push(LinkRow {
                id: line.link,
                record: record.pk,
                created_at: change.at,
            });
            tally.links_created += 1;
        }
    }
    links::insert(first, to, &new)?;
    Ok((delivered, new.last().map(|link| link.created_at)))
}
