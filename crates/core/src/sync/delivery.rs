use crate::command::Rejection;
use crate::host;
use crate::id::{DeliveryId, SyncRunId};
use crate::ledger::Ledger;
use crate::record::{Field, Kind, Named};
use crate::resource::{Mode, SyncRun, Tally};
use crate::store::{
    ApplyError, Delivered, DeliveredRecord, DeliveryBatch, OnDuplicate, StoreError,
};
use crate::sync::Refused;
use crate::tenant::Tenant;

/// Lines that are written in one atomic step: enough that the database's own cost a step is spread thin,
/// few enough that memory stays small and nobody waits long for the writer.
const BATCH: usize = 2_000;

/// The most lines of a delivery that is kept whole or not at all: it is held in memory until it is whole.
const MOST_AT_ONCE: usize = 10_000;

/// One line of a delivery: a record as the connector knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryLine {
    /// Its number in the delivery, counted from 1.
    pub number: u64,
    /// The record, of the run's kind.
    pub record: Named,
}

/// How a delivery is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryOptions {
    /// The delivery: a new one, or one that is sent again, whose committed lines are passed over.
    pub id: DeliveryId,
    /// What becomes of a line whose link is there.
    pub on_duplicate: OnDuplicate,
    /// Whether one bad line undoes all the others.
    pub all_or_nothing: bool,
}

/// What one connector sends or received, written as it comes.
pub struct Delivery<'a> {
    ledger: &'a Ledger,
    tenant: Tenant,
    run: SyncRunId,
    record: Kind,
    options: DeliveryOptions,
    /// The last line that is committed.
    committed: u64,
    /// The last line that was taken or rejected.
    line: u64,
    /// Lines rejected since the last batch.
    rejected: u64,
    batch: Vec<DeliveredRecord>,
    /// The line of each record in the batch, and what it lacks should the record be new.
    lines: Vec<(u64, Option<&'static Field>)>,
    written: Tally,
}

/// What a batch came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The last line of the delivery that is durably committed.
    pub committed: u64,
    /// What has come of this delivery's lines since it was (re-)opened.
    pub tally: Tally,
    /// Lines of the batch that name a record which the workspace does not have, and why each could not be taken.
    pub missing: Vec<(u64, Refused)>,
}

/// Why a delivery cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The store refused or failed; what was committed before stays.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// A delivery that is kept whole or not at all has a bad line, and nothing of it was kept.
    #[error("line {0} is bad, so nothing of this delivery was kept")]
    Spoiled(u64),
    /// The same, for the line names a record that the workspace does not have.
    #[error("line {0} is bad, so nothing of this delivery was kept")]
    Missing(u64, Refused),
    /// A delivery that is to be kept whole or not at all is too long.
    #[error("a delivery that is kept whole or not at all has {MOST_AT_ONCE} lines at the most")]
    TooLong,
}

impl From<StoreError> for DeliveryError {
    fn from(error: StoreError) -> Self {
        Self::Apply(error.into())
    }
}

impl Ledger {
    /// The last line of a delivery that is committed; 0 for one that is unknown.
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

    /// Opens a delivery to an open run, or opens one again.
    ///
    /// Until it is [finished](Delivery::finish), the run counts it as one that broke off, and cannot sweep.
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
                batch: Vec::new(),
                lines: Vec::new(),
                written: Tally::default(),
            };
            match delivery.write(false).await {
                Ok(_) => return Ok(delivery),
                // It got on since then: whoever lost it may still be writing what had come.
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
    /// The last line that is committed: those up to it are passed over.
    #[must_use]
    pub fn committed(&self) -> u64 {
        self.committed
    }

    /// What has been written so far.
    #[must_use]
    pub fn written(&self) -> Tally {
        self.written
    }

    /// Takes one line; when there are enough, writes them and says how far the delivery is.
    ///
    /// # Errors
    /// As [`DeliveryError`] says.
    pub async fn push(&mut self, line: DeliveryLine) -> Result<Option<Progress>, DeliveryError> {
        if line.number <= self.committed {
            return Ok(None);
        }
        let host = self.ledger.host();
        let at = host.now();
        let (named, lacking) = match line.record {
            Named::External(id, values) => {
                let values = values.completed(self.record);
                let lacking = values.lacking(self.record);
                (Named::External(id, values), lacking)
            }
            known @ Named::Id(_) => (known, None),
        };
        self.line = line.number;
        self.lines.push((line.number, lacking));
        self.batch.push(DeliveredRecord {
            link: host::mint(host, at),
            id: host::mint(host, at),
            named,
        });
        if self.options.all_or_nothing {
            if self.batch.len() > MOST_AT_ONCE {
                return Err(DeliveryError::TooLong);
            }
            return Ok(None);
        }
        if self.batch.len() < BATCH {
            return Ok(None);
        }
        self.flush().await.map(Some)
    }

    /// Notes that a line is bad.
    ///
    /// # Errors
    /// [`DeliveryError::Spoiled`] where one bad line undoes all.
    pub fn reject(&mut self, line: u64) -> Result<(), DeliveryError> {
        if self.options.all_or_nothing {
            return Err(DeliveryError::Spoiled(line));
        }
        if line > self.committed {
            self.line = line;
            self.rejected += 1;
        }
        Ok(())
    }

    /// Whether lines were taken or rejected that are not committed.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.line > self.committed
    }

    /// Writes what is gathered, unless it is to be kept whole or not at all.
    ///
    /// # Errors
    /// As [`DeliveryError`] says.
    pub async fn flush(&mut self) -> Result<Progress, DeliveryError> {
        if self.options.all_or_nothing {
            return Ok(self.progress(Vec::new()));
        }
        self.write(false).await
    }

    /// Writes what is gathered and notes that the delivery is whole.
    ///
    /// # Errors
    /// As [`DeliveryError`] says.
    pub async fn finish(&mut self) -> Result<Progress, DeliveryError> {
        self.write(true).await
    }

    async fn write(&mut self, is_last: bool) -> Result<Progress, DeliveryError> {
        let lines = std::mem::take(&mut self.lines);
        let batch = DeliveryBatch {
            run: self.run,
            record: self.record,
            delivery: self.options.id,
            after: self.committed,
            upto: self.line,
            rejected: std::mem::take(&mut self.rejected),
            is_last,
            on_duplicate: self.options.on_duplicate,
            all_or_nothing: self.options.all_or_nothing,
            records: std::mem::take(&mut self.batch),
        };
        let at = self.ledger.host().now();
        let written = self.ledger.store().deliver(self.tenant, at, batch).await;
        let Delivered {
            tally,
            missing: places,
        } = written.map_err(|error| match error {
            ApplyError::Rejected { index, .. }
                if self.options.all_or_nothing && index < lines.len() =>
            {
                match lines.get(index).filter(|_| is_missing(&error)) {
                    Some(line) => {
                        let (line, refused) = missing(self.record, *line);
                        DeliveryError::Missing(line, refused)
                    }
                    None => error.into(),
                }
            }
            error => error.into(),
        })?;
        self.committed = self.line;
        self.written.add(tally);
        let lines = places.iter().filter_map(|place| lines.get(*place));
        let missing = lines.map(|line| missing(self.record, *line));
        Ok(self.progress(missing.collect()))
    }

    fn progress(&self, missing: Vec<(u64, Refused)>) -> Progress {
        Progress {
            committed: self.committed,
            tally: self.written,
            missing,
        }
    }
}

/// Why the record of a line is missing.
fn missing(kind: Kind, (line, lacking): (u64, Option<&Field>)) -> (u64, Refused) {
    let refused = match lacking {
        Some(field) => Refused::lacking(kind, field),
        None => Refused::unknown_record(kind),
    };
    (line, refused)
}

fn is_missing(error: &ApplyError) -> bool {
    use crate::command::Rejection::RecordNotFound;
    matches!(
        error,
        ApplyError::Rejected {
            rejection: RecordNotFound(_),
            ..
        }
    )
}
