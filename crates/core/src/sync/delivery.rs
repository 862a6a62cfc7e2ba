use std::sync::Arc;

use crate::command::Rejection;
use crate::host;
use crate::id::{DeliveryId, RecordId, SyncRunId};
use crate::identity::{OnConflict, Unresolved};
use crate::ledger::Ledger;
use crate::measured;
use crate::privacy::OnSuppressed;
use crate::record::{Kind, Named};
use crate::resource::{Mode, SyncRun, Tally};
use crate::source::OnKnown;
use crate::store::{
    ApplyError, Delivered, DeliveredRecord, DeliveryBatch, OnDuplicate, StoreError,
};
use crate::sync::{NewRejection, Refused, RejectedLine, SourcePlace};
use crate::tenant::Tenant;

/// The most lines of an all-or-nothing delivery, which is held in memory until it is complete.
const MOST_AT_ONCE: usize = 10_000;

/// One line of a delivery: a record as the connector knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryLine {
    /// Its number in the delivery, counted from 1.
    pub number: u64,
    /// The record, of the run's kind.
    pub record: Named,
    /// Where the sender has it from, if that is known.
    pub source: Option<SourcePlace>,
}

/// How a delivery is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryOptions {
    /// The delivery. If it is sent again, its committed lines are skipped.
    pub id: DeliveryId,
    /// What happens to a line whose link exists.
    pub on_duplicate: OnDuplicate,
    /// What happens to a line whose names mean two records.
    pub on_conflict: OnConflict,
    /// What happens to the values of a line whose record is known.
    pub on_known: OnKnown,
    /// What happens to a line that names an erased record.
    pub on_suppressed: OnSuppressed,
    /// Whether one bad line undoes the whole delivery.
    pub all_or_nothing: bool,
}

/// What one connector sends or received, written as it comes.
pub struct Delivery<'a> {
    ledger: &'a Ledger,
    tenant: Tenant,
    run: SyncRunId,
    record: Kind,
    options: DeliveryOptions,
    /// The last committed line.
    committed: u64,
    /// The last line that was taken or rejected.
    line: u64,
    /// How many lines were rejected since the last batch.
    rejected: u64,
    /// The first of them, as many as a run keeps.
    refused: Vec<NewRejection>,
    batch: Vec<DeliveredRecord>,
    /// How many lines the batch gets.
    most: usize,
    written: Tally,
}

/// How far a delivery is after a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The last line of the delivery that is durably committed.
    pub committed: u64,
    /// What this delivery's lines came to since it was last opened.
    pub tally: Tally,
    /// The lines of the batch that have no record, and why each was rejected.
    pub unresolved: Vec<(u64, Refused)>,
}

/// Why a delivery cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The store refused or failed; what was committed before stays.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// An all-or-nothing delivery has a bad line, so nothing of it was kept.
    #[error("line {0} is bad, so nothing of this delivery was kept")]
    Spoiled(u64),
    /// The same, because the line has no record.
    #[error("line {0} is bad, so nothing of this delivery was kept")]
    Unresolved(u64, Refused),
    /// An all-or-nothing delivery is too long.
    #[error("a delivery that is kept whole or not at all has {MOST_AT_ONCE} lines at the most")]
    TooLong,
}

impl From<StoreError> for DeliveryError {
    fn from(error: StoreError) -> Self {
        Self::Apply(error.into())
    }
}

impl Ledger {
    /// The last committed line of a delivery; 0 if the delivery is unknown.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn delivered(
        &self,
        tenant: Tenant,
        run: SyncRunId,
        delivery: DeliveryId,
    ) -> Result<u64, StoreError> {
        self.store().delivered(tenant, run, delivery).await
    }

    /// Opens a delivery to an open run, or reopens one.
    ///
    /// Until it is [finished](Delivery::finish), it counts as interrupted, and the run cannot sweep.
    ///
    /// # Errors
    /// When the run is missing or closed, its connector is disabled, or the store fails.
    pub async fn delivery(
        &self,
        tenant: Tenant,
        run: &SyncRun,
        options: DeliveryOptions,
    ) -> Result<Delivery<'_>, DeliveryError> {
        // An appended link would leave the existing ones unseen, and the sweep would take them.
        if options.on_duplicate == OnDuplicate::Append && run.mode == Mode::Full {
            return Err(DeliveryError::Apply(ApplyError::Rejected {
                index: 0,
                rejection: Rejection::CannotSweep(
                    "a full run touches what is there and does not append",
                ),
            }));
        }
        let mut committed = self.store().delivered(tenant, run.id, options.id).await?;
        loop {
            let mut delivery = Delivery {
                ledger: self,
                tenant,
                run: run.id,
                record: run.record,
                options,
                committed,
                line: committed,
                rejected: 0,
                refused: Vec::new(),
                batch: Vec::new(),
                most: self.store().lines_at_once(tenant),
                written: Tally::default(),
            };
            match delivery.write(false).await {
                Ok(_) => return Ok(delivery),
                // An earlier request of the same delivery may still be writing the lines that it received.
                Err(DeliveryError::Apply(ApplyError::Rejected {
                    rejection: Rejection::DeliveryIsElsewhere(last),
                    ..
                })) if last > committed => committed = last,
                Err(error) => return Err(error),
            }
        }
    }
}

impl Delivery<'_> {
    /// The last committed line; lines up to this one are skipped.
    #[must_use]
    pub fn committed(&self) -> u64 {
        self.committed
    }

    /// What has been written so far.
    #[must_use]
    pub fn written(&self) -> Tally {
        self.written
    }

    /// Adds one line. Writes the batch when it is full, and then returns the progress.
    ///
    /// # Errors
    /// As [`DeliveryError`] says.
    pub async fn push(&mut self, line: DeliveryLine) -> Result<Option<Progress>, DeliveryError> {
        if line.number <= self.committed {
            return Ok(None);
        }
        let host = self.ledger.host();
        let at = host.now();
        self.line = line.number;
        self.batch.push(DeliveredRecord {
            link: host::mint(host, at),
            id: host::mint(host, at),
            identity: host::mint(host, at),
            line: line.number,
            source: line.source,
            named: line.record,
        });
        if self.options.all_or_nothing {
            if self.batch.len() > MOST_AT_ONCE {
                return Err(DeliveryError::TooLong);
            }
            return Ok(None);
        }
        if self.batch.len() < self.most {
            return Ok(None);
        }
        self.flush().await.map(Some)
    }

    /// Counts a bad line, and keeps it with the next batch.
    ///
    /// # Errors
    /// [`DeliveryError::Spoiled`] if the delivery is all-or-nothing. Its run keeps the line all the same.
    pub async fn reject(&mut self, line: u64, why: Refused) -> Result<(), DeliveryError> {
        if self.options.all_or_nothing {
            self.undone(line, why).await?;
            return Err(DeliveryError::Spoiled(line));
        }
        if line > self.committed {
            self.line = line;
            self.rejected += 1;
            if self.refused.len() < RejectedLine::MOST_KEPT {
                let rejection = self.rejection(line, why);
                self.refused.push(rejection);
            }
        }
        Ok(())
    }

    fn rejection(&self, line: u64, why: Refused) -> NewRejection {
        let host = self.ledger.host();
        NewRejection {
            id: host::mint(host, host.now()),
            line,
            why: why.short(),
            taken: false,
        }
    }

    /// Keeps the line because of which nothing of the delivery is written.
    async fn undone(&self, line: u64, why: Refused) -> Result<(), ApplyError> {
        let by = self.rejection(line, why);
        let at = self.ledger.host().now();
        let store = self.ledger.store();
        store
            .delivery_undone(self.tenant, at, self.run, self.options.id, by)
            .await
    }

    /// Whether there are lines, taken or rejected, that are not committed.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.line > self.committed
    }

    /// Writes the batch, unless the delivery is all-or-nothing.
    ///
    /// # Errors
    /// As [`DeliveryError`] says.
    pub async fn flush(&mut self) -> Result<Progress, DeliveryError> {
        if self.options.all_or_nothing {
            return Ok(self.progress(Vec::new()));
        }
        self.write(false).await
    }

    /// Writes the batch and marks the delivery as complete.
    ///
    /// # Errors
    /// As [`DeliveryError`] says.
    pub async fn finish(&mut self) -> Result<Progress, DeliveryError> {
        self.write(true).await
    }

    async fn write(&mut self, is_last: bool) -> Result<Progress, DeliveryError> {
        let batch = DeliveryBatch {
            run: self.run,
            record: self.record,
            delivery: self.options.id,
            after: self.committed,
            upto: self.line,
            rejected: std::mem::take(&mut self.rejected),
            refused: std::mem::take(&mut self.refused),
            is_last,
            on_duplicate: self.options.on_duplicate,
            on_conflict: self.options.on_conflict,
            on_known: self.options.on_known,
            on_suppressed: self.options.on_suppressed,
            all_or_nothing: self.options.all_or_nothing,
            records: std::mem::take(&mut self.batch),
        };
        let at = self.ledger.host().now();
        let batch = Arc::new(batch);
        let written = self
            .ledger
            .store()
            .deliver(self.tenant, at, Arc::clone(&batch));
        let items = batch.records.len();
        let written = measured::batch("lines", items, written).await;
        self.ledger.bell().ring(self.tenant.workspace());
        let Delivered { tally, unresolved } = match written {
            Ok(delivered) => delivered,
            Err(error) => {
                let Some((line, why)) = spoiler(&batch, &error) else {
                    return Err(error.into());
                };
                let why = line.refused(self.record, why);
                self.undone(line.line, why.clone()).await?;
                return Err(DeliveryError::Unresolved(line.line, why));
            }
        };
        self.committed = self.line;
        self.most = self.ledger.store().lines_at_once(self.tenant);
        self.written.add(tally);
        measured::lines(tally);
        let unresolved = unresolved.into_iter().filter_map(|(place, why)| {
            let line = batch.records.get(place)?;
            Some((line.line, line.refused(self.record, why)))
        });
        Ok(self.progress(unresolved.collect()))
    }

    fn progress(&self, unresolved: Vec<(u64, Refused)>) -> Progress {
        Progress {
            committed: self.committed,
            tally: self.written,
            unresolved,
        }
    }
}

/// The line that a batch was refused for because it has no record, and why it has none.
fn spoiler<'a>(
    batch: &'a DeliveryBatch,
    error: &ApplyError,
) -> Option<(&'a DeliveredRecord, Unresolved<RecordId>)> {
    match error {
        ApplyError::Rejected {
            index,
            rejection: Rejection::Unresolved(_, why),
        } if batch.all_or_nothing => Some((batch.records.get(*index)?, *why)),
        _ => None,
    }
}
