//! Deliveries: what connectors sent or received, in batches.

mod lines;
mod progress;
mod records;

use async_trait::async_trait;
use wellhead_core::cause::{Author, Cause};
use wellhead_core::command::Rejection;
use wellhead_core::id::{DeliveryId, SyncRunId};
use wellhead_core::resource::Status;
use wellhead_core::store::{ApplyError, Delivered, DeliveryBatch, DeliveryStore, StoreError};
use wellhead_core::sync::NewRejection;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::SqliteStore;
use crate::change::Change;
use crate::error::{Undone, rejected};
use crate::{rejections, runs, workspace_connectors};

#[async_trait]
impl DeliveryStore for SqliteStore {
    async fn deliver(
        &self,
        tenant: Tenant,
        at: Timestamp,
        batch: DeliveryBatch,
    ) -> Result<Delivered, ApplyError> {
        let author = Author::new(tenant, Cause::Run(batch.run));
        self.change(author, at, move |change| deliver(change, &batch))
            .await
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
        self.command(author, at, move |change| {
            rejections::undone(change, run, delivery, &by)
        })
        .await
    }

    async fn delivered(
        &self,
        tenant: Tenant,
        run: SyncRunId,
        delivery: DeliveryId,
    ) -> Result<u64, StoreError> {
        self.pool
            .read(
                move |connection| match runs::find(connection, tenant, run)? {
                    None => Ok(0),
                    Some(stored) => progress::last_line(connection, stored.pk, delivery),
                },
            )
            .await
    }
}

fn deliver(change: &Change<'_>, batch: &DeliveryBatch) -> Result<Delivered, Undone<ApplyError>> {
    let run = expected(change, batch).map_err(|undone| rejected(undone, 0))?;
    let (mut delivered, newest) = lines::write(change, &run, batch)?;
    delivered.tally.rejected += batch.rejected;
    let refused = batch.rejections(&delivered.missing);
    rejections::keep(change, run.pk, batch.delivery, &refused, false)?;
    progress::keep(change, run.pk, batch)?;
    runs::add(change, run.pk, delivered.tally, newest)?;
    Ok(delivered)
}

/// The run of a batch. It must be open, and the batch must start where the delivery ended.
fn expected(
    change: &Change<'_>,
    batch: &DeliveryBatch,
) -> Result<runs::StoredRun, Undone<Rejection>> {
    let stored = runs::find_open(change, batch.run)?;
    if stored.run.record != batch.record {
        return Err(Undone::Refused(Rejection::NotFound));
    }
    let connector = stored.run.workspace_connector;
    let (_, activation) = workspace_connectors::find_active(change, connector)?;
    if activation.status == Status::Disabled {
        return Err(Undone::Refused(Rejection::ConnectorDisabled));
    }
    let last_line = progress::last_line(change.connection, stored.pk, batch.delivery)?;
    if last_line != batch.after {
        return Err(Undone::Refused(Rejection::DeliveryIsElsewhere(last_line)));
    }
    Ok(stored)
}
