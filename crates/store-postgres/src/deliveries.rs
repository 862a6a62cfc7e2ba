//! Deliveries, a batch at a time.
//!
//! Here the planner is given no choice. A connection plans a statement once, and the first import of a new
//! ledger begins when its tables are empty and nothing is known of them: an index of all that a workspace has
//! then looks as good as one that leads to the one row that is wanted. So each row of a batch is looked for by
//! itself, in a LATERAL that just one index can serve.

mod links;
mod progress;
mod records;

use std::collections::HashSet;

use async_trait::async_trait;
use futures_util::future::{try_join, try_join3};
use wellhead_core::command::Rejection;
use wellhead_core::id::{DeliveryId, SyncRunId};
use wellhead_core::resource::{Status, Tally};
use wellhead_core::store::{
    ApplyError, Delivered, DeliveryBatch, DeliveryStore, OnDuplicate, StoreError,
};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::error::Refused;
use crate::row::count;
use crate::work::{Work, whole};
use crate::workspace_connectors::Lock;
use crate::writer::Writer;

use links::{NewLink, Stream};

#[async_trait]
impl DeliveryStore for PostgresStore {
    async fn deliver(
        &self,
        tenant: Tenant,
        at: Timestamp,
        batch: DeliveryBatch,
    ) -> Result<Delivered, ApplyError> {
        self.write(tenant, at, &batch).await
    }

    async fn delivered(
        &self,
        tenant: Tenant,
        run: SyncRunId,
        delivery: DeliveryId,
    ) -> Result<u64, StoreError> {
        let session = self.session(tenant).await?;
        let row = session
            .query_opt(
                progress::LAST_LINE,
                &[tenant.pk(), &run.uuid(), &delivery.uuid()],
            )
            .await?;
        Ok(row.map_or(0, |row| count(&row, 0)))
    }
}

#[async_trait]
impl Work for DeliveryBatch {
    type Done = Delivered;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Delivered, (usize, Refused)> {
        let delivered = writer.deliver(self).await.map_err(whole)?;
        match delivered.missing.first() {
            Some(first) if self.all_or_nothing => {
                Err((*first, Rejection::RecordNotFound(self.record).into()))
            }
            _ => Ok(delivered),
        }
    }
}

impl Writer<'_> {
    async fn deliver(&self, batch: &DeliveryBatch) -> Result<Delivered, Refused> {
        // The run first: so the batches of one run wait for each other, and its links have no other maker.
        let run = self.run_lock_open(batch.run).await?;
        if run.run.record != batch.record {
            return Err(Rejection::NotFound.into());
        }
        let (connector, last_line) = try_join(
            self.workspace_connector_lock(run.run.workspace_connector, Lock::Share),
            self.delivery_last_line(run.pk, batch.delivery),
        )
        .await?;
        if connector.status == Status::Disabled {
            return Err(Rejection::ConnectorDisabled.into());
        }
        if last_line != batch.after {
            return Err(Rejection::DeliveryIsElsewhere(last_line).into());
        }

        // On a clock that is behind the one that opened the run, a link must not look unseen.
        let at = self.at.max(run.run.started_at);
        let records = self
            .delivered_records(batch.record, at, &batch.records)
            .await?;
        let stream = Stream {
            record: batch.record,
            connector: connector.pk,
            direction: run.run.direction,
        };
        let mut has_link: HashSet<i64> = match batch.on_duplicate {
            OnDuplicate::Touch => self.touch(at, stream, &records.found).await?,
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
                    links.push(NewLink {
                        id: line.link,
                        record,
                        created_at: at.plus_micros(i64::try_from(place).unwrap_or(i64::MAX)),
                    });
                }
                Some(_) => {}
            }
        }
        // By their records: whoever waits for one of them holds none that comes later.
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
        // The most there is to do goes first; the rest need not wait for what comes of it.
        try_join3(
            self.make_links(stream, &links),
            self.delivery_goes_on(run.pk, batch),
            self.run_add(run.pk, tally),
        )
        .await?;
        Ok(Delivered { tally, missing })
    }
}

fn counted(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
