//! Deliveries, a batch at a time.
//!
//! These statements leave the planner no choice. A connection plans a statement once, and the first import into a
//! new ledger starts on empty tables without statistics. An index over the whole workspace then looks as good as the
//! one that leads to the wanted row. So each row of a batch is looked up by itself, in a LATERAL that only one index
//! can serve.

mod identities;
mod known;
mod lines;
mod links;
mod progress;
mod records;
mod update;

use std::sync::Arc;

use async_trait::async_trait;
use futures_util::future::{try_join, try_join4};
use wellhead_core::cause::{Author, Cause};
use wellhead_core::command::Rejection;
use wellhead_core::id::{DeliveryId, SyncRunId};
use wellhead_core::resource::Status;
use wellhead_core::store::{ApplyError, Delivered, DeliveryBatch, DeliveryStore, StoreError};
use wellhead_core::sync::NewRejection;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::counts::Stream;
use crate::error::Refused;
use crate::rejections::Undone;
use crate::row::count;
use crate::work::{Work, whole};
use crate::workspace_connectors::Lock;
use crate::writer::Writer;

use lines::DeliveredLines;

#[async_trait]
impl DeliveryStore for PostgresStore {
    async fn deliver(
        &self,
        tenant: Tenant,
        at: Timestamp,
        batch: Arc<DeliveryBatch>,
    ) -> Result<Delivered, ApplyError> {
        let _turn = self.deliveries.take(tenant).await?;
        let author = Author::new(tenant, Cause::Run(batch.run));
        self.write(author, at, &*batch).await
    }

    async fn delivery_undone(
        &self,
        tenant: Tenant,
        at: Timestamp,
        run: SyncRunId,
        delivery: DeliveryId,
        by: NewRejection,
    ) -> Result<(), ApplyError> {
        let author = Author::new(tenant, Cause::Run(run));
        let undone = Undone { run, delivery, by };
        self.write(author, at, &undone).await
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
        match delivered.unresolved.first() {
            Some((place, why)) if self.all_or_nothing => {
                Err((*place, Rejection::Unresolved(self.record, *why).into()))
            }
            _ => Ok(delivered),
        }
    }
}

impl Writer<'_> {
    async fn deliver(&self, batch: &DeliveryBatch) -> Result<Delivered, Refused> {
        self.erasures_wait().await?;
        // Locking the run makes its batches wait for each other, so nothing else makes links of it meanwhile.
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

        // Where this clock is behind the one that opened the run, its links must not look older than the run.
        let at = self.at.max(run.run.started_at);
        let to = Stream {
            kind: batch.record,
            connector: connector.pk,
            direction: run.run.direction,
        };
        let DeliveredLines {
            links,
            unresolved,
            settled,
            tally,
        } = self.delivered_lines(at, to, batch, &connector).await?;
        let refused = batch.rejections(&unresolved, &settled);
        let newest = links.iter().map(|link| link.created_at).max();
        // All of them are sent at once, the one with the most work first.
        try_join4(
            self.make_links(to, &links),
            self.rejections_keep(run.pk, batch.delivery, &refused, false),
            self.delivery_keep(run.pk, batch),
            self.run_add(run.pk, tally, newest),
        )
        .await?;
        Ok(Delivered { tally, unresolved })
    }
}

fn counted(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
