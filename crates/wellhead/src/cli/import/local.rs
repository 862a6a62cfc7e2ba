//! An import directly into a database.

use std::collections::HashMap;

use anyhow::bail;
use wellhead_core::audit::Act;
use wellhead_core::cause::Author;
use wellhead_core::command::Rejection;
use wellhead_core::host::{Host, mint};
use wellhead_core::resource::{Name, SyncRun, Trigger, WorkspaceConnector};
use wellhead_core::store::ApplyError;
use wellhead_core::sync::{
    Delivery, DeliveryLine, DeliveryOptions, Finish, Finished, Patience, Progress, Refused,
};

use super::Import;
use super::alive::{self, Alive};
use super::failure::Failure;
use super::run::{OpenRun, Row, Written};
use crate::cli::job;
use crate::cli::scope::{Scope, plain};
use crate::host::SystemHost;
use crate::import::Place;
use crate::terminal::say;

/// A run in the database.
pub(super) struct LocalRun<'a> {
    scope: &'a Scope,
    run: SyncRun,
    /// Held until the run is closed; `None` if its file cannot be created.
    alive: Option<Alive>,
    options: DeliveryOptions,
    /// The delivery, opened with the first row.
    delivery: Option<Delivery<'a>>,
    /// Where the waiting rows are that the ledger may still reject: those that name a record by its public id, or in two
    /// ways, or lack a field that a new record requires.
    places: HashMap<u64, Place>,
}

impl Import {
    /// Opens the run, and creates the connector and its activation if they are missing.
    pub(super) async fn open<'a>(&self, scope: &'a Scope) -> anyhow::Result<LocalRun<'a>> {
        // A run that a dead process of this import left open would be in the way.
        scope.ledger.tend(Patience::default()).await?;
        let at = SystemHost.now();
        let name = Name::parse(self.connector.as_str())?;
        let connector = scope
            .operator
            .connector_ensure(at, mint(&SystemHost, at), &self.connector, &name)
            .await?;
        let activation = scope.ledger.activate(scope.tenant, connector.id).await;
        let mut activation = activation.map_err(plain)?;
        if let Some(changes) = self.settings(activation.match_rule, activation.rank) {
            let author = Author::operator(scope.tenant);
            let Scope { ledger, .. } = scope;
            let updated = ledger.workspace_connector_update(author, activation.id, changes, None);
            activation = updated.await.map_err(plain)?;
        }
        let open = async || {
            let Scope { ledger, tenant, .. } = scope;
            let (trigger, mode) = (Trigger::Manual, self.sweep.mode());
            ledger
                .run_open(
                    *tenant,
                    activation.id,
                    self.record,
                    self.direction,
                    trigger,
                    mode,
                )
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
        let run = match opened {
            Ok(run) => run,
            Err(ApplyError::Rejected { rejection, .. }) => {
                return self.may_not_open(scope, rejection, &activation);
            }
            Err(error) => return Err(error.into()),
        };
        scope.audited(Act::Import, run.id).await?;
        Ok(LocalRun {
            scope,
            alive: Alive::new(run.id).ok(),
            run,
            options: DeliveryOptions {
                id: mint(&SystemHost, SystemHost.now()),
                on_duplicate: self.on_duplicate.into(),
                on_conflict: self.on_conflict.into(),
                on_known: self.on_known.into(),
                on_suppressed: self.on_suppressed.into(),
                all_or_nothing: false,
            },
            delivery: None,
            places: HashMap::new(),
        })
    }

    /// Adds what to do about it.
    fn may_not_open<T>(
        &self,
        scope: &Scope,
        rejection: Rejection,
        activation: &WorkspaceConnector,
    ) -> anyhow::Result<T> {
        match rejection {
            Rejection::RunIsOpen(run) => bail!(
                "the run {run} is open for '{}', {}, {}: another import is running, or one was interrupted. Wait for it, \
                 or close it with 'wellhead runs close {run} --workspace {}'; a run without a heartbeat for 5 \
                 minutes is closed automatically",
                self.connector,
                self.record,
                self.direction,
                scope.tenant.workspace(),
            ),
            Rejection::ConnectorDisabled => bail!(
                "'{}' is disconnected in this workspace; to reconnect it, set the status of \
                 /v1/workspace-connectors/{} to enabled",
                self.connector,
                activation.id,
            ),
            rejection => Err(rejection.into()),
        }
    }
}

impl<'a> LocalRun<'a> {
    async fn delivery(&mut self) -> Result<&mut Delivery<'a>, Failure> {
        match &mut self.delivery {
            Some(delivery) => Ok(delivery),
            none => {
                let Scope { ledger, tenant, .. } = self.scope;
                let opened = ledger.delivery(*tenant, &self.run, self.options).await?;
                Ok(none.insert(opened))
            }
        }
    }

    /// Records the run's state. If the run could not be closed or is still to be swept, the next import can tell that
    /// nobody is working on it.
    fn ended(&mut self, run: &SyncRun) {
        if run.completed_at.is_some()
            && let Some(alive) = self.alive.take()
        {
            alive.end();
        }
    }

    fn written(&mut self, progress: &Progress) -> Written {
        let places = std::mem::take(&mut self.places);
        let refused = progress
            .unresolved
            .iter()
            .filter_map(|(number, refused)| Some((*places.get(number)?, refused.detail.clone())));
        Written {
            refused: refused.collect(),
        }
    }
}

impl OpenRun for LocalRun<'_> {
    fn committed(&self) -> u64 {
        0
    }

    async fn push(&mut self, row: Row) -> Result<Option<Written>, Failure> {
        let Row {
            number,
            record,
            place,
            source,
        } = row;
        let has_both = record.known_as.is_some() && record.key.is_some();
        let lacks = record.values.lacking(self.run.record).is_some();
        if !record.may_be_new() || has_both || lacks {
            self.places.insert(number, place);
        }
        let line = DeliveryLine {
            number,
            record,
            source: Some(source),
        };
        let progress = self.delivery().await?.push(line).await?;
        Ok(progress.map(|progress| self.written(&progress)))
    }

    async fn reject(&mut self, number: u64, why: Refused) -> Result<Option<Written>, Failure> {
        self.delivery().await?.reject(number, why).await?;
        Ok(None)
    }

    async fn flush(&mut self) -> Result<Written, Failure> {
        let progress = self.delivery().await?.flush().await?;
        Ok(self.written(&progress))
    }

    async fn settle(&mut self) -> Result<Written, Failure> {
        self.flush().await
    }

    async fn end(&mut self) -> Result<Written, Failure> {
        let progress = self.delivery().await?.finish().await?;
        Ok(self.written(&progress))
    }

    async fn finish(&mut self, finish: Finish) -> Result<SyncRun, Failure> {
        let bar = job::bar("sweeping");
        let Scope { ledger, tenant, .. } = self.scope;
        let finished = ledger.run_finish(*tenant, self.run.id, finish, |done| {
            job::show(&bar, done);
        });
        match finished.await? {
            Finished::Closed(run) => {
                self.ended(&run);
                Ok(run)
            }
            Finished::Counted(_) => unreachable!("only a dry run counts"),
        }
    }

    async fn close(&mut self, failure: &Failure) -> Option<SyncRun> {
        let (run, reason) = (self.run.id, failure.reason());
        let Scope { ledger, tenant, .. } = self.scope;
        let closed = match ledger.run_fail(*tenant, run, &reason).await {
            // It is being swept, or another process closed it.
            Err(ApplyError::Rejected { .. }) => ledger.run(*tenant, run).await,
            Err(ApplyError::Store(error)) => Err(error),
            Ok(closed) => Ok(Some(closed)),
        };
        if let Ok(Some(closed)) = &closed {
            self.ended(closed);
        }
        closed.unwrap_or_else(|error| {
            say(format_args!(
                "wellhead: the run {run} is left open ({error}); it is closed after 5 minutes without a heartbeat, \
                 or by 'wellhead runs close {run} --workspace {}'",
                tenant.workspace(),
            ));
            None
        })
    }
}
