//! The jobs and runs that dead processes have left behind.

use wellhead_core::page::Positioned;
use wellhead_core::resource::Job;
use wellhead_core::store::{Idle, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{SELECT, job};
use crate::error::failed;
use crate::pool::Pool;
use crate::row::id;
use crate::session::Session;
use crate::silence::{is_silent, seconds, span};

/// The tenant's unfinished jobs that are this idle, the oldest first.
pub(super) async fn abandoned(
    session: &Session,
    tenant: Tenant,
    idle: Idle<'_>,
) -> Result<Vec<Job>, StoreError> {
    let rows = match idle {
        Idle::Silent(silence) => {
            let sql = unfinished(&is_silent("j", "$2"));
            let silence = seconds(silence);
            session.query(&sql, &[tenant.pk(), &silence]).await?
        }
        Idle::Left(worker) => {
            let sql = unfinished("j.worker = $2");
            session.query(&sql, &[tenant.pk(), &worker]).await?
        }
    };
    let mut jobs: Vec<Job> = rows.iter().map(job).collect::<Result<_, _>>()?;
    jobs.sort_by_key(Positioned::position);
    Ok(jobs)
}

/// The workspaces that have a job, or a silent run, that is this idle.
pub(super) async fn neglected(service: &Pool, idle: Idle<'_>) -> Result<Vec<Tenant>, StoreError> {
    let client = service.get().await?;
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
    let tenants = rows.iter().map(|row| Tenant::of(id(row, 0), row.get(1)));
    Ok(tenants.collect())
}

/// The statement that finds the unfinished jobs of the workspace `$1` that meet `condition`.
///
/// It is ordered by the partial index of unfinished jobs, of which there are few. Without that order the planner might
/// read all jobs of the workspace.
fn unfinished(condition: &str) -> String {
    format!(
        "{SELECT} WHERE j.workspace_pk = $1 AND j.completed_at IS NULL AND {condition} \
         ORDER BY j.heard_at"
    )
}
