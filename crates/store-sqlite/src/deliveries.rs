//! Deliveries: what connectors sent or received, in batches.

mod known;
mod lines;
mod progress;
mod records;
mod update;

use std::sync::Arc;

use async_trait::async_trait;
use wellhead_core::cause::{Author, Cause};
use wellhead_core::command::Rejection;
use wellhead_core::id::{DeliveryId, SyncRunId};
use wellhead_core::resource::Status;
use wellhead_core::store::{
    ApplyError, Delivered, DeliveryBatch, DeliveryStore, LINES_AT_ONCE, StoreError,
};
use wellhead_core::sync::NewRejection;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::SqliteStore;
use crate::change::Change;
use crate::error::{Undone, rejected};
use crate::links::LinkedTo;
use crate::{rejections, runs, workspace_connectors};

use lines::{DeliveredTo, Written};

/// The lines of one step while other workspaces write, too, and wait for its commit: some milliseconds' work.
const BESIDE_OTHERS: usize = 250;

#[async_trait]
impl DeliveryStore for SqliteStore {
    fn lines_at_once(&self, tenant: Tenant) -> usize {
        if self.pool.lately.has_others(tenant) {
            BESIDE_OTHERS
        } else {
            LINES_AT_ONCE
        }
    }

    async fn deliver(
        &self,
        tenant: Tenant,
        at: Timestamp,
        batch: Arc<DeliveryBatch>,
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
            .read(tenant, move |connection| {
                match runs::find(connection, tenant, run)? {
                    None => Ok(0),
                    Some(stored) => progress::last_line(connection, stored.pk, delivery),
                }
            })
            .await
    }
}

fn deliver(change: &Change<'_>, batch: &DeliveryBatch) -> Result<Delivered, Undone<ApplyError>> {
    let (run, to) = expected(change, batch).map_err(|undone| rejected(undone, 0))?;
    let Written {
        mut delivered,
        settled,
        newest,
    } = lines::write(change, &to, batch)?;
    delivered.tally.rejected += batch.rejected;
    let refused = batch.rejections(&delivered.unresolved, &settled);
    rejections::keep(change, run, batch.delivery, &refused, false)?;
    progress::keep(change, run, batch)?;
    runs::add(change, run, delivered.tally, newest)?;
    Ok(delivered)
}

/// The `pk` of a batch's run, and where it is delivered to. The run must be open, and the batch must start where the delivery ended.
fn expected(
    change: &Change<'_>,
    batch: &DeliveryBatch,
) -> Result<(i64, DeliveredTo), Undone<Rejection>> {
    let stored = runs::find_open(change, batch.run)?;
    if stored.run.record != batch.record {
        return Err(Undone::Refused(Rejection::NotFound));
    }
    let connector = stored.run.workspace_connector;
    let (pk, activation) = workspace_connectors::find_active(change, connector)?;
    if activation.status == Status::Disabled {
        return Err(Undone::Refused(Rejection::ConnectorDisabled));
    }
    let last_line = progress::last_line(change.connection, stored.pk, batch.delivery)?;
    if last_line != batch.after {
        return Err(Undone::Refused(Rejection::DeliveryIsElsewhere(last_line)));
    }
    let to = DeliveredTo {
        links: LinkedTo {
            record: batch.record,
            connector: pk,
            direction: stored.run.direction,
        },
        connector: activation.id,
        line: workspace_connectors::line(change.connection, pk)?,
        match_rule: activation.match_rule,
        started_at: stored.run.started_at,
    };
    Ok((stored.pk, to))
}
