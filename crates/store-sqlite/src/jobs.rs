//! Jobs: long work in short steps.

mod close;
mod get;
mod left;
mod list;
mod look;
mod open;
mod step;

pub(crate) use close::end;
pub(crate) use get::{StoredJob, existing};
pub(crate) use left::neglected;
pub(crate) use open::open;
pub(crate) use step::keep;

use async_trait::async_trait;
use rusqlite::Connection;
use wellhead_core::cause::{Author, Cause};
use wellhead_core::id::JobId;
use wellhead_core::page::Slice;
use wellhead_core::resource::{Job, JobCursor};
use wellhead_core::store::{Abandoned, ApplyError, Idle, JobStore, NewJob, Stepped, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::SqliteStore;
use crate::among;

#[async_trait]
impl JobStore for SqliteStore {
    async fn job_open(
        &self,
        tenant: Tenant,
        at: Timestamp,
        job: NewJob,
    ) -> Result<Job, ApplyError> {
        let author = Author::new(tenant, Cause::Job(job.id));
        self.command(author, at, move |change| open::open(change, job))
            .await
    }

    async fn job_get(&self, tenant: Tenant, id: JobId) -> Result<Option<Job>, StoreError> {
        self.pool
            .look_up(tenant, move |connection| {
                Ok(get::find(connection, tenant, id)?.map(|stored| stored.job))
            })
            .await
    }

    async fn job_find(&self, tenant: Tenant, ids: &[JobId]) -> Result<Vec<Job>, StoreError> {
        let ids = among::ids(ids.iter().map(|id| id.uuid()));
        self.pool
            .look_up(tenant, move |connection| {
                get::among(connection, tenant, &ids)
            })
            .await
    }

    async fn job_list(&self, tenant: Tenant, slice: Slice) -> Result<Vec<Job>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                list::list(connection, tenant, slice)
            })
            .await
    }

    async fn job_step(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
        from: JobCursor,
        limit: usize,
    ) -> Result<Stepped, ApplyError> {
        let author = Author::new(tenant, Cause::Job(id));
        self.command(author, at, move |change| {
            step::step(change, id, from, limit)
        })
        .await
    }

    async fn job_close(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
        error: Option<&str>,
    ) -> Result<Job, ApplyError> {
        let error = error.map(str::to_owned);
        let author = Author::new(tenant, Cause::Job(id));
        self.command(author, at, move |change| {
            close::close(change, id, error.as_deref())
        })
        .await
    }

    async fn job_abandoned(&self, tenant: Tenant, idle: Idle<'_>) -> Result<Abandoned, StoreError> {
        match idle {
            Idle::Silent(silence) => {
                let look = move |connection: &Connection| left::silent(connection, tenant, silence);
                self.pool.read(tenant, look).await
            }
            Idle::Left(worker) => {
                let worker = worker.to_owned();
                self.pool
                    .read(tenant, move |connection| {
                        left::of_worker(connection, tenant, &worker)
                    })
                    .await
            }
        }
    }

    async fn neglected(&self, idle: Idle<'_>) -> Result<Vec<Tenant>, StoreError> {
        match idle {
            Idle::Silent(silence) => {
                let look = move |connection: &Connection| left::neglected(connection, silence);
                self.pool.read_of_all(look).await
            }
            Idle::Left(worker) => {
                let worker = worker.to_owned();
                self.pool
                    .read_of_all(move |connection| left::employers(connection, &worker))
                    .await
            }
        }
    }
}
