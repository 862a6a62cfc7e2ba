//! What is removed because it is over, and how far a job is with that.

mod ended;
mod forget;
mod open;
mod place;
mod policy;
mod runs;
mod step;
mod tombstones;

use async_trait::async_trait;
use rusqlite::{Connection, named_params};
use wellhead_core::cause::{Author, Cause};
use wellhead_core::command::Expected;
use wellhead_core::id::JobId;
use wellhead_core::privacy::retention::{Cuts, Holding, Policy, RuleChanges};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Job, JobStatus};
use wellhead_core::store::{ApplyError, NewJob, RetentionStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::SqliteStore;
use crate::statement::prepare;

pub(crate) use open::begun;
pub(crate) use policy::cuts;

#[async_trait]
impl RetentionStore for SqliteStore {
    async fn retention_policy(&self, tenant: Tenant) -> Result<Policy, StoreError> {
        self.pool
            .look_up(tenant, move |connection| policy::get(connection, tenant))
            .await
    }

    async fn retention_set(
        &self,
        tenant: Tenant,
        at: Timestamp,
        changes: RuleChanges,
        expected: Option<Expected>,
    ) -> Result<Policy, ApplyError> {
        self.command(Author::operator(tenant), at, move |change| {
            policy::set(change, &changes, expected.as_ref())
        })
        .await
    }

    async fn retention_due(&self, before: Timestamp) -> Result<Vec<Tenant>, StoreError> {
        self.pool
            .read_of_all(move |connection| open::due(connection, before))
            .await
    }

    async fn retention_open(
        &self,
        tenant: Tenant,
        at: Timestamp,
        new: NewJob,
        before: Timestamp,
    ) -> Result<Option<Job>, ApplyError> {
        let author = Author::new(tenant, Cause::Job(new.id));
        self.command(author, at, move |change| open::open(change, new, before))
            .await
    }

    async fn retention_step(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
        limit: usize,
    ) -> Result<Job, ApplyError> {
        let author = Author::new(tenant, Cause::Job(id));
        let step = self.command(author, at, move |change| step::step(change, id, limit));
        let job = step.await?;
        let names = |(holding, _): (Holding, _)| holding.category().has_names();
        if job.status == JobStatus::Success && !job.dry_run && job.removed.iter().any(names) {
            self.rewrite().await;
        }
        Ok(job)
    }

    async fn retention_cuts(&self, tenant: Tenant, kind: Kind) -> Result<Cuts, StoreError> {
        self.pool
            .look_up(tenant, move |connection| cuts(connection, tenant, kind))
            .await
    }
}

/// Does `work`, which may remove history of the workspace with this `pk`. In the same transaction: nobody else may.
pub(crate) fn removing<T>(
    connection: &Connection,
    workspace: i64,
    work: impl FnOnce() -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let named = named_params! { ":workspace": workspace };
    prepare(connection, "INSERT INTO removals VALUES (:workspace)")?.execute(named)?;
    let done = work()?;
    prepare(
        connection,
        "DELETE FROM removals WHERE workspace_pk = :workspace",
    )?
    .execute(named)?;
    Ok(done)
}
