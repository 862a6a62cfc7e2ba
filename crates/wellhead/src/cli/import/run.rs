//! An import as a run: opened, delivered, finished, and closed in every case.

use std::process::ExitCode;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};
use wellhead_core::record::Named;
use wellhead_core::resource::SyncRun;
use wellhead_core::sync::{Finish, Refused, SourcePlace};

use super::failure::Failure;
use super::outcome::{Summary, exit_code};
use super::{Import, Inputs};
use crate::cli::Global;
use crate::import::{Next, Place, Reading};
use crate::stop::Stop;

/// How long a row waits for others to be written with it; without rows, how often the run sends a heartbeat.
const PAUSE: Duration = Duration::from_secs(2);

/// An open run, local or remote, that takes the rows of the files as one delivery.
///
/// Rows are numbered from 1 across all files. They are handled in order, and each is either accepted or rejected.
pub(super) trait OpenRun {
    /// The last row that an earlier process committed.
    fn committed(&self) -> u64;

    /// Takes a row; from time to time writes those that wait.
    async fn push(&mut self, row: Row) -> Result<Option<Written>, Failure>;

    /// Records that a row is bad, and why.
    async fn reject(&mut self, number: u64, why: Refused) -> Result<Option<Written>, Failure>;

    /// Writes the waiting rows, or else sends a heartbeat.
    async fn flush(&mut self) -> Result<Written, Failure>;

    /// Writes the waiting rows, although others may follow that are never written.
    async fn settle(&mut self) -> Result<Written, Failure>;

    /// Writes the waiting rows, which are the last ones.
    async fn end(&mut self) -> Result<Written, Failure>;

    /// How many rows the ledger counts as bad; some may come from an earlier process or from an answer that was lost.
    async fn rejected(&self) -> Result<u64, Failure> {
        Ok(0)
    }

    /// Closes the run as a success, and sweeps if it is a full one.
    async fn finish(&mut self, finish: Finish) -> Result<SyncRun, Failure>;

    /// Closes the run as an error if it is open and reachable, and reports if it stays open. Returns its state,
    /// if that is known.
    async fn close(&mut self, failure: &Failure) -> Option<SyncRun>;
}

/// A row that names a record.
pub(super) struct Row {
    pub(super) number: u64,
    pub(super) record: Named,
    pub(super) place: Place,
    pub(super) source: SourcePlace,
}

/// The result of writing rows.
#[derive(Default)]
pub(super) struct Written {
    /// The rows that the ledger rejected, and why.
    pub(super) refused: Vec<(Place, String)>,
}

impl Import {
    /// Imports everything into a run that was opened for it.
    pub(super) async fn carry_out(
        &self,
        global: &Global,
        inputs: &Inputs,
        mut run: impl OpenRun,
        stop: &mut Stop,
    ) -> anyhow::Result<ExitCode> {
        let mut reading = self.reading(inputs, "importing");
        let imported = self.import(&mut run, inputs, &mut reading, stop).await;
        let (closed, failure) = match imported {
            Ok(closed) => (Some(closed), None),
            Err(failure) => (run.close(&failure).await, Some(failure)),
        };
        if let Some(closed) = &closed {
            global.output.one(&Summary::of(&reading, closed))?;
        }
        match failure {
            None => Ok(exit_code(&reading)),
            Some(failure) => failure.exit(closed.as_ref()),
        }
    }

    async fn import(
        &self,
        run: &mut impl OpenRun,
        inputs: &Inputs,
        reading: &mut Reading<'_>,
        stop: &mut Stop,
    ) -> Result<SyncRun, Failure> {
        let delivered = self.deliver(run, reading, stop).await;
        if let Err(Failure::Unfit(_)) = delivered {
            // So that the run shows which rows were bad, and why.
            run.settle().await?;
        }
        delivered?;
        reading.rejected_in_all(run.rejected().await?);
        self.limits
            .judge(reading, inputs.trailer.as_ref(), &inputs.steady)
            .map_err(Failure::Unfit)?;
        tokio::select! {
            biased;
            () = stop.asked() => Err(Failure::Stopped),
            finished = run.finish(self.sweep.finish()) => finished,
        }
    }

    /// Writes all rows.
    async fn deliver(
        &self,
        run: &mut impl OpenRun,
        reading: &mut Reading<'_>,
        stop: &mut Stop,
    ) -> Result<(), Failure> {
        let mut pause = Instant::now() + PAUSE;
        loop {
            // A batch that is being written is finished first.
            let next = tokio::select! {
                biased;
                () = stop.asked() => return Err(Failure::Stopped),
                next = timeout_at(pause, reading.next()) => next,
            };
            let number = reading.read();
            let is_new = number > run.committed();
            let (written, is_end) = match next {
                Err(_late) => (Some(run.flush().await?), false),
                Ok(next) => match next? {
                    Next::Good(_) if !is_new => (None, false),
                    Next::Good(record) => {
                        let row = Row {
                            number,
                            record,
                            place: reading.place(),
                            source: reading.source_place(),
                        };
                        (run.push(row).await?, false)
                    }
                    Next::Bad(why) => {
                        let rejected = if is_new {
                            run.reject(number, why).await?
                        } else {
                            None
                        };
                        self.limits.allow(reading).map_err(Failure::Unfit)?;
                        (rejected, false)
                    }
                    Next::End => (Some(run.end().await?), true),
                },
            };
            if let Some(written) = written {
                for (place, why) in written.refused {
                    reading.reject(place, why);
                }
                self.limits.allow(reading).map_err(Failure::Unfit)?;
                pause = Instant::now() + PAUSE;
            }
            if is_end {
                return Ok(());
            }
        }
    }
}
