use std::collections::HashSet;

use wellhead_core::id::RecordId;
use wellhead_core::identity::Unresolved;
use wellhead_core::privacy::OnSuppressed;
use wellhead_core::resource::Tally;
use wellhead_core::store::{DeliveryBatch, OnDuplicate};
use wellhead_core::time::Timestamp;

use super::counted;
use super::links::LinkRow;
use crate::counts::Stream;
use crate::error::Refused;
use crate::workspace_connectors::Locked;
use crate::writer::Writer;

/// What is left to do for the lines of a batch, once their records are made and their existing links touched.
pub(super) struct DeliveredLines {
    /// The links to be inserted.
    pub(super) links: Vec<LinkRow>,
    /// The indexes of the lines that have no record, and why.
    pub(super) unresolved: Vec<(usize, Unresolved<RecordId>)>,
    /// Those whose names disagree, of which the connector's counted.
    pub(super) settled: Vec<(usize, Unresolved<RecordId>)>,
    /// What the batch adds to the run's tally.
    pub(super) tally: Tally,
}

impl Writer<'_> {
    pub(super) async fn delivered_lines(
        &self,
        at: Timestamp,
        to: Stream,
        batch: &DeliveryBatch,
        connector: &Locked,
    ) -> Result<DeliveredLines, Refused> {
        let records = self.delivered_records(at, batch, connector).await?;
        let mut has_link: HashSet<i64> = match batch.on_duplicate {
            OnDuplicate::Touch => self.touch_all(at, to, records.found).await?,
            OnDuplicate::Append => HashSet::new(),
        };
        let mut links = Vec::new();
        let mut unresolved = Vec::new();
        let mut skipped = 0;
        for (place, (line, record)) in batch.records.iter().zip(&records.of_lines).enumerate() {
            match *record {
                Err(Unresolved::Suppressed) if batch.on_suppressed == OnSuppressed::Skip => {
                    skipped += 1;
                }
                Err(why) => unresolved.push((place, why)),
                Ok(record)
                    if batch.on_duplicate == OnDuplicate::Append || has_link.insert(record) =>
                {
                    links.push(LinkRow {
                        id: line.link,
                        record,
                        created_at: at.plus_micros(i64::try_from(place).unwrap_or(i64::MAX)),
                    });
                }
                Ok(_) => {}
            }
        }
        // All deliveries lock records in this order, so none waits in a circle.
        links.sort_unstable_by_key(|link| link.record);

        let disagrees = |why: &Unresolved<_>| matches!(why, Unresolved::Disagree { .. });
        let conflicts = unresolved.iter().filter(|(_, why)| disagrees(why)).count();
        let is_suppressed = |why: &Unresolved<_>| matches!(why, Unresolved::Suppressed);
        let suppressed = unresolved
            .iter()
            .filter(|(_, why)| is_suppressed(why))
            .count();
        let [
            given,
            without,
            links_created,
            conflicts,
            updated,
            suppressed,
        ] = [
            batch.records.len() - skipped,
            unresolved.len(),
            links.len(),
            conflicts + records.settled.len(),
            records.update.changed.len(),
            suppressed + skipped,
        ]
        .map(counted);
        let tally = Tally {
            records_created: records.made,
            records_matched: given - without - records.made,
            links_created,
            links_touched: given - without - links_created,
            rejected: batch.rejected + without,
            links_swept: 0,
            conflicts,
            records_updated: updated,
            values_kept: records.update.kept,
            suppressed,
        };
        Ok(DeliveredLines {
            links,
            unresolved,
            settled: records.settled,
            tally,
        })
    }

    /// Touches the active links of `found`, and those that a merge has yet to move to one of them; returns the records
    /// among `found` that have any.
    async fn touch_all(
        &self,
        at: Timestamp,
        to: Stream,
        mut found: Vec<i64>,
    ) -> Result<HashSet<i64>, Refused> {
        if found.is_empty() {
            return Ok(HashSet::new());
        }
        let moving = self.records_moving(to.kind).await?;
        let met: HashSet<i64> = found.iter().copied().collect();
        let others = moving.iter().filter(|(_, into)| met.contains(into));
        found.extend(others.map(|(other, _)| other));
        let touched = self.touch(at, to, &found).await?;
        let meant = |record| moving.get(&record).copied().unwrap_or(record);
        Ok(touched.into_iter().map(meant).collect())
    }
}
