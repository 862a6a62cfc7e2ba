mod close;
mod get;
mod list;
mod look;
mod open;
mod step;

use async_trait::async_trait;
use wellhead_core::id::JobId;
use wellhead_core::page::{Positioned, Slice};
use wellhead_core::resource::{Job, JobCursor};
use wellhead_core::store::{ApplyError, Idle, JobStore, NewJob, Stepped, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::error::failed;
use crate::row::id as read_id;
use crate::silence::{is_silent, seconds, span};

#[async_trait]
impl JobStore for PostgresStore {
    async fn job_open(
        &self,
        tenant: Tenant,
        at: Timestamp,
        job: NewJob,
    ) -> Result<Job, ApplyError> {
        self.write(tenant, at, &open::Open(&job)).await
    }

    async fn job_get(&self, tenant: Tenant, id: JobId) -> Result<Option<Job>, StoreError> {
        let session = self.session(tenant).await?;
        let row = session
            .query_opt(&get::one(), &[tenant.pk(), &id.uuid()])
            .await?;
        row.as_ref().map(get::job).transpose()
    }

    async fn job_list(&self, tenant: Tenant, slice: Slice) -> Result<Vec<Job>, StoreError> {
        let (sql, arguments) = list::slice(tenant, slice);
        let session = self.session(tenant).await?;
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
        self.write(tenant, at, &step).await
    }

    async fn job_close(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
        error: Option<&str>,
    ) -> Result<Job, ApplyError> {
        self.write(tenant, at, &close::Close { id, error }).await
    }

    async fn job_abandoned(&self, tenant: Tenant, idle: Idle<'_>) -> Result<Vec<Job>, StoreError> {
        let session = self.session(tenant).await?;
        let rows = match idle {
            Idle::Silent(silence) => {
                let sql = list::unfinished(&is_silent("j", "$2"));
                let silence = seconds(silence);
                session.query(&sql, &[tenant.pk(), &silence]).await?
            }
            Idle::Left(worker) => {
                let sql = list::unfinished("j.worker = $2");
                session.query(&sql, &[tenant.pk(), &worker]).await?
            }
        };
        let mut jobs: Vec<Job> = rows.iter().map(get::job).collect::<Result<_, _>>()?;
        jobs.sort_by_key(Positioned::position);
        Ok(jobs)
    }

    async fn neglected(&self, idle: Idle<'_>) -> Result<Vec<Tenant>, StoreError> {
        let client = self.service.get().await?;
        let ask = async {
            let from = "SELECT workspace_id, workspace_pk FROM core_api";
            match idle {
                Idle::Silent(silence) => {
                    let sql = format!("{from}.neglected({})", span("$1"));
                    let statement = client.prepare_cached(&sql).await?;
                    client.query(&statement, &[&seconds(silence)]).await
                }
                Idle::Left(worker) => {
                    let sql = format!("{from}.left_by($1)");
                    let statement = client.prepare_cached(&sql).await?;
                    client.query(&statement, &[&worker]).await
                }
            }
        };
        let rows = ask.await.map_err(failed)?;
        let tenants = rows
            .iter()
            .map(|row| Tenant::of(read_id(row, 0), row.get(1)));
        Ok(tenants.collect())
    }
}
