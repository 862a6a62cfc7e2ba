//! An import as a run: opened, delivered, finished, and closed whatever happens.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use tokio::time::{Instant, timeout_at};
use wellhead_core::command::Rejection;
use wellhead_core::host::{Host, mint};
use wellhead_core::id::SyncRunId;
use wellhead_core::resource::{Mode, Name, SyncRun, Trigger, WorkspaceConnector};
use wellhead_core::store::ApplyError;
use wellhead_core::sync::{DeliveryLine, DeliveryOptions, Finished, Patience};

use super::Import;
use super::alive::{self, Alive};
use super::failure::Failure;
use super::outcome::Summary;
use crate::cli::scope::{Scope, plain};
use crate::cli::{Global, job};
use crate::host::SystemHost;
use crate::import::{Next, Reading, Source};
use crate::stop::Stop;

/// How long a row waits for others to be written with; with none at all, how often the run shows that it lives.
const PAUSE: Duration = Duration::from_secs(2);

impl Import {
    pub(super) async fn carry_out(
        &self,
        global: &Global,
        sources: &[Source],
    ) -> anyhow::Result<ExitCode> {
        let scope = Scope::open(global, self.workspace).await?;
        let mut stop = Stop::listen()?;
        let run = self.open(&scope).await?;
        let alive = Alive::new(run.id);
        let mut reading = self.reading(sources, "importing");
        let imported = self.import(&scope, run.id, &mut reading, &mut stop).await;
        let (run, failure) = match imported {
            Ok(run) => (Some(run), None),
            Err(failure) => (failure.close(&scope, run.id).await, Some(failure)),
        };
        // Of one that could not be closed, or is yet to sweep, the next import learns that nobody works on it.
        let is_closed = run.as_ref().is_some_and(|run| run.completed_at.is_some());
        if let Ok(alive) = alive
            && is_closed
        {
            alive.end();
        }
        if let Some(run) = &run {
            global.output.one(&Summary::of(&reading, run))?;
        }
        match failure {
            None => Ok(ExitCode::SUCCESS),
            Some(failure) => failure.exit(run.as_ref()),
        }
    }

    /// Opens the run, with the connector and its activation where they are missing.
    async fn open(&self, scope: &Scope) -> anyhow::Result<SyncRun> {
        // What a process that died has left of this very import would stand in its way.
        scope.ledger.tend(Patience::default()).await?;
        let at = SystemHost.now();
        let name = Name::parse(self.connector.as_str())?;
        let connector = scope
            .operator
            .connector_ensure(at, mint(&SystemHost, at), &self.connector, &name)
            .await?;
        let activation = scope.ledger.activate(scope.tenant, connector.id).await;
        let activation = activation.map_err(plain)?;
        let mode = if self.sweep.full {
            Mode::Full
        } else {
            Mode::Incremental
        };
        let open = async || {
            let trigger = Trigger::Manual;
            let ledger = &scope.ledger;
            ledger
                .run_open(scope.tenant, activation.id, self.direction, trigger, mode)
                .await
        };
        let mut opened = open().await;
        if let Err(ApplyError::Rejected {
            rejection: Rejection::RunIsOpen(run),
            ..
        }) = opened
            && alive::is_gone(run)
        {
            let ended = scope.ledger.run_end(scope.tenant, run).await;
            ended.map_err(plain)?;
            opened = open().await;
        }
        match opened {
            Ok(run) => Ok(run),
            Err(ApplyError::Rejected { rejection, .. }) => {
                self.may_not_open(rejection, &activation)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Says what to do.
    fn may_not_open(
        &self,
        rejection: Rejection,
        activation: &WorkspaceConnector,
    ) -> anyhow::Result<SyncRun> {
        match rejection {
            Rejection::RunIsOpen(run) => bail!(
                "the run {run} is open for '{}', {}: another import is at work, or one was cut off. Wait for it, \
                 or end it with 'wellhead runs close {run} --workspace {}'; one that nothing is heard of for 5 \
                 minutes is closed by itself",
                self.connector,
                self.direction,
                self.workspace,
            ),
            Rejection::ConnectorDisabled => bail!(
                "'{}' is disconnected in this workspace; to take it up again, set the status of \
                 /v1/workspace-connectors/{} to enabled",
                self.connector,
                activation.id,
            ),
            rejection => Err(rejection.into()),
        }
    }

    async fn import(
        &self,
        scope: &Scope,
        run: SyncRunId,
        reading: &mut Reading<'_>,
        stop: &mut Stop,
    ) -> Result<SyncRun, Failure> {
        self.deliver(scope, run, reading, stop).await?;
        let bar = job::bar("sweeping");
        let finished = scope
            .ledger
            .run_finish(scope.tenant, run, self.finish(), |done| {
                job::show(&bar, done);
            });
        let finished = tokio::select! {
            biased;
            () = stop.asked() => return Err(Failure::Stopped),
            finished = finished => finished,
        };
        match finished? {
            Finished::Closed(run) => Ok(run),
            Finished::Counted(_) => unreachable!("only a dry run counts"),
        }
    }

    /// Writes all rows, as one delivery.
    async fn deliver(
        &self,
        scope: &Scope,
        run: SyncRunId,
        reading: &mut Reading<'_>,
        stop: &mut Stop,
    ) -> Result<(), Failure> {
        let options = DeliveryOptions {
            id: mint(&SystemHost, SystemHost.now()),
            on_duplicate: self.on_duplicate.into(),
            all_or_nothing: false,
        };
        let mut delivery = scope.ledger.delivery(scope.tenant, run, options).await?;
        let mut pause = Instant::now() + PAUSE;
        loop {
            // A batch that is being written is written to its end.
            let next = tokio::select! {
                biased;
                () = stop.asked() => return Err(Failure::Stopped),
                next = timeout_at(pause, reading.next()) => next,
            };
            let written = match next {
                Err(_late) => Some(delivery.flush().await?),
                Ok(next) => match next? {
                    Next::Good(named) => {
                        let line = DeliveryLine {
                            number: reading.read(),
                            person: named.into(),
                        };
                        delivery.push(line).await?
                    }
                    Next::Bad => {
                        delivery.reject(reading.read())?;
                        None
                    }
                    Next::End => {
                        delivery.finish().await?;
                        return Ok(());
                    }
                },
            };
            if written.is_some() {
                pause = Instant::now() + PAUSE;
            }
        }
    }
}
