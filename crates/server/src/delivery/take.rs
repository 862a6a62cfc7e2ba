use std::convert::Infallible;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, MissedTickBehavior, interval};
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::SyncRun;
use wellhead_core::sync::{Delivery, DeliveryError, DeliveryLine, DeliveryOptions, Progress};
use wellhead_core::tenant::Principal;

use super::lines::{BodyLine, BodyLines};
use super::report::{Report, Standing};
use crate::layers::encoding::unreadable;
use crate::respond::failure::{Failure, Pointers};

/// How long lines wait for a batch to fill up.
const FLUSH: Duration = Duration::from_secs(1);
/// How long a run goes without a heartbeat while nothing is written.
const BEAT: Duration = Duration::from_secs(20);
/// How long a client may take to send a line. Otherwise a client that vanished would keep its run alive.
const SILENCE: Duration = Duration::from_mins(5);

/// A delivery in progress.
pub(super) struct Taking<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) by: Principal,
    pub(super) run: SyncRun,
    pub(super) options: DeliveryOptions,
    pub(super) delivery: Delivery<'a>,
    pub(super) lines: BodyLines,
    pub(super) report: Report,
    /// Dropped when no more lines are taken.
    pub(super) unread: oneshot::Sender<Infallible>,
    /// When the run last had a heartbeat.
    pub(super) alive: Instant,
}

impl Taking<'_> {
    /// Takes all lines and reports how the delivery ended.
    pub(super) async fn run(mut self) {
        let taken = self.take_all().await;
        let standing = self.standing();
        let Self {
            report,
            lines,
            unread,
            ..
        } = self;
        drop(unread);
        match taken {
            Ok(()) => {
                tracing::info!(?standing, "delivered");
                report.summary(standing).await;
            }
            Err(failure) => {
                let error = failure.first();
                tracing::info!(code = error.kind.code, ?standing, "a delivery broke off");
                // The client may not read this until it has sent everything, so the rest of the body is still read.
                drop(lines);
                let ended = report.error(error.kind.code, &error.detail, standing);
                ended.await;
            }
        }
    }

    async fn take_all(&mut self) -> Result<(), Failure> {
        // At once, so that a client that resumes knows where from.
        self.report.progress(self.standing()).await;
        let mut ticks = interval(FLUSH);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = Instant::now();
        loop {
            tokio::select! {
                _ = ticks.tick() => {
                    is_allowed(self.ledger, self.by).await?;
                    self.catch_up().await?;
                    if heard.elapsed() >= SILENCE {
                        tracing::debug!("the client is silent");
                        return Err(Failure::body_broke_off());
                    }
                }
                line = self.lines.next(self.delivery.committed()) => match line {
                    Ok(Some(line)) => {
                        heard = Instant::now();
                        self.take(line).await?;
                    }
                    Ok(None) => return self.finish().await,
                    Err(error) => {
                        tracing::debug!(%error, "the body broke off");
                        self.flush().await?;
                        return Err(unreadable(&error));
                    }
                },
            }
        }
    }

    async fn take(&mut self, line: BodyLine) -> Result<(), Failure> {
        let BodyLine { number, record } = line;
        let Some(record) = record else {
            return Ok(());
        };
        match record {
            Ok(record) => {
                let line = DeliveryLine {
                    number,
                    record,
                    source: None,
                };
                if let Some(progress) = self.delivery.push(line).await? {
                    self.wrote(&progress).await;
                    is_allowed(self.ledger, self.by).await?;
                }
            }
            Err(refused) => {
                self.report.rejected(number, &refused).await;
                self.delivery.reject(number, refused).await?;
            }
        }
        Ok(())
    }

    /// Writes the lines that have waited long enough, or else sends a heartbeat.
    async fn catch_up(&mut self) -> Result<(), Failure> {
        self.flush().await?;
        if self.alive.elapsed() >= BEAT {
            let beaten = self.ledger.run_beat(self.by.tenant, self.run.id).await;
            beaten.map_err(|error| Pointers::GONE.blame(error))?;
            self.alive = Instant::now();
        }
        Ok(())
    }

    /// Writes the gathered lines, unless the delivery is atomic or there are none.
    async fn flush(&mut self) -> Result<(), Failure> {
        if self.delivery.is_behind() && !self.options.all_or_nothing {
            let progress = self.delivery.flush().await?;
            self.wrote(&progress).await;
        }
        Ok(())
    }

    async fn finish(&mut self) -> Result<(), Failure> {
        match self.delivery.finish().await {
            Ok(progress) => {
                self.wrote(&progress).await;
                Ok(())
            }
            Err(error) => {
                if let DeliveryError::Unresolved(line, refused) = &error {
                    self.report.rejected(*line, refused).await;
                }
                Err(error.into())
            }
        }
    }

    /// Reports the outcome of a batch.
    async fn wrote(&mut self, progress: &Progress) {
        self.alive = Instant::now();
        for (line, refused) in &progress.unresolved {
            self.report.rejected(*line, refused).await;
        }
        self.report.progress(self.standing()).await;
    }

    fn standing(&self) -> Standing {
        let delivery = &self.delivery;
        Standing::new(self.options.id, delivery.committed(), delivery.written())
    }
}

/// Refuses to go on with a key that has ended meanwhile, or in a workspace that was suspended. If that cannot be found out now,
/// the next look will tell.
async fn is_allowed(ledger: &Ledger, by: Principal) -> Result<(), Failure> {
    match ledger.still_holds(by.tenant, by.key).await {
        Ok(holds) => holds.map_err(Failure::shut),
        Err(error) => {
            tracing::warn!(%error, "whether a key still holds cannot be looked up now");
            Ok(())
        }
    }
}
