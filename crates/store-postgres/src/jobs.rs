mod close;
pub(crate) mod get;
mod left;
mod list;
mod look;
mod open;
mod step;

use async_trait::async_trait;
use wellhead_core::cause::{Author, Cause};
use wellhead_core::id::JobId;
use wellhead_core::page::Slice;
use wellhead_core::resource::{Job, JobCursor};
use wellhead_core::store::{Abandoned, ApplyError, Idle, JobStore, NewJob, Stepped, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::lane::Load;

#[async_trait]
impl JobStore for PostgresStore {
    async fn job_open(
        &self,
        tenant: Tenant,
        at: Timestamp,
        job: NewJob,
    ) -> Result<Job, ApplyError> {
        let author = Author::new(tenant, Cause::Job(job.id));
        self.write(author, at, &open::Open(&job)).await
    }

    async fn job_get(&self, tenant: Tenant, id: JobId) -> Result<Option<Job>, StoreError> {
        let session = self.session(tenant).await?;
        let row = session
            .query_opt(&get::one(), &[tenant.pk(), &id.uuid()])
            .await?;
        row.as_ref().map(get::job).transpose()
    }

    async fn job_find(&self, tenant: Tenant, ids: &[JobId]) -> Result<Vec<Job>, StoreError> {
        let session = self.session_for(tenant, ids.len(), Load::Lookup).await?;
        get::among(&session, tenant, ids).await
    }

    async fn job_list(&self, tenant: Tenant, slice: Slice) -> Result<Vec<Job>, StoreError> {
        let (sql, arguments) = list::slice(tenant, slice);
        let session = self.page_session(tenant, slice, Load::Lookup).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        rows.iter().map(get::job).collect()
    }

    async fn job_step(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
        from: JobCursor,
        limit: usize,
    ) -> Result<Stepped, ApplyError> {
        let step = step::Step { id, from, limit };
        self.write(Author::new(tenant, Cause::Job(id)), at, &step)
            .await
    }

    async fn job_close(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
        error: Option<&str>,
    ) -> Result<Job, ApplyError> {
        let author = Author::new(tenant, Cause::Job(id));
        self.write(author, at, &close::Close { id, error }).await
    }

    async fn job_abandoned(&self, tenant: Tenant, idle: Idle<'_>) -> Result<Abandoned, StoreError> {
        left::abandoned(&self.session(tenant).await?, tenant, idle).await
    }

    async fn neglected(&self, idle: Idle<'_>) -> Result<Vec<Tenant>, StoreError> {
        left::neglected(&self.writes, idle).await
    }
}
