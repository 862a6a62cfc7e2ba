use std::collections::HashSet;

use wellhead_core::resource::Tally;
use wellhead_core::store::{DeliveryBatch, OnDuplicate};
use wellhead_core::time::Timestamp;

use super::counted;
use super::links::{DeliveredTo, LinkRow};
use crate::error::Refused;
use crate::writer::Writer;

/// What is left to do for the lines of a batch, once their records are made and their existing links touched.
pub(super) struct DeliveredLines {
    /// The links to be inserted.
    pub(super) links: Vec<LinkRow>,
    /// The indexes of the lines whose record is missing.
    pub(super) missing: Vec<usize>,
    /// What the batch adds to the run's tally.
    pub(super) tally: Tally,
}

impl Writer<'_> {
    pub(super) async fn delivered_lines(
        &self,
        at: Timestamp,
        to: DeliveredTo,
        batch: &DeliveryBatch,
    ) -> Result<DeliveredLines, Refused> {
        let records = self
            .delivered_records(batch.record, at, &batch.records)
            .await?;
        let mut has_link: HashSet<i64> = match batch.on_duplicate {
            OnDuplicate::Touch => self.touch(at, to, &records.found).await?,
            OnDuplicate::Append => HashSet::new(),
        };
        let mut links = Vec::new();
        let mut missing = Vec::new();
        for (place, (line, record)) in batch.records.iter().zip(&records.of_lines).enumerate() {
            match *record {
                None => missing.push(place),
                Some(record)
                    if batch.on_duplicate == OnDuplicate::Append || has_link.insert(record) =>
                {
                    links.push(LinkRow {
                        id: line.link,
                        record,
                        created_at: at.plus_micros(i64::try_from(place).unwrap_or(i64::MAX)),
                    });
                }
                Some(_) => {}
            }
        }
        // All deliveries lock records in this order, so none waits in a circle.
        links.sort_unstable_by_key(|link| link.record);

        let [given, unresolved, links_created] =
            [batch.records.len(), missing.len(), links.len()].map(counted);
        let tally = Tally {
            records_created: records.made,
            records_matched: given - unresolved - records.made,
            links_created,
            links_touched: given - unresolved - links_created,
            rejected: batch.rejected + unresolved,
            links_swept: 0,
        };
        Ok(DeliveredLines {
            links,
            missing,
            tally,
        })
    }
}
