//! The jobs and runs that dead processes have left behind.

use wellhead_core::store::{Abandoned, Idle, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{SELECT, job};
use crate::pool::Pool;
use crate::row::id;
use crate::session::Session;
use crate::silence::{is_silent, seconds, span};
use crate::workspaces::named_by;

/// The tenant's unfinished jobs that are this idle, the oldest first.
pub(super) async fn abandoned(
    session: &Session,
    tenant: Tenant,
    idle: Idle<'_>,
) -> Result<Abandoned, StoreError> {
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
    let mut found = Abandoned::default();
    for row in &rows {
        found.add(id(row, 0), job(row));
    }
    Ok(found.in_order())
}

/// The workspaces that have a job, or a silent run, that is this idle.
pub(super) async fn neglected(service: &Pool, idle: Idle<'_>) -> Result<Vec<Tenant>, StoreError> {
    match idle {
        Idle::Silent(silence) => {
            let call = format!("neglected({})", span("$1"));
            named_by(service, &call, &[&seconds(silence)]).await
        }
        Idle::Left(worker) => named_by(service, "left_by($1)", &[&worker]).await,
    }
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
