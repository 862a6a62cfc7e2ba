use std::sync::Arc;
use std::time::Duration;

use wellhead_core::id::JobId;
use wellhead_core::resource::{JobKind, Selection};
use wellhead_core::store::Store;
use wellhead_core::sync::Patience;
use wellhead_core::tenant::Tenant;

use crate::machine::Time;
use crate::world::second;

/// Checks that jobs are found although `poison` has made one of the `sick` tenant unreadable.
///
/// # Panics
/// If they are not.
pub async fn finds_jobs_beside_a_poisoned_one(
    store: Arc<dyn Store>,
    [sick, well]: [Tenant; 2],
    poison: impl AsyncFnOnce(JobId),
) {
    let ledger = Time::from(second(1)).machine_with(store, 0).ledger;
    let open = async |tenant| {
        let job = ledger.job_open(tenant, JobKind::Invalidate, Selection::default(), false);
        job.await.expect("a job can be opened")
    };
    let (bad, good) = (open(sick).await, open(well).await);
    poison(bad.id).await;
    let patience = Patience {
        run: Duration::from_hours(1),
        job: Duration::ZERO,
    };
    let found = ledger.abandoned(patience).await;
    let found = found.expect("the workspaces can be listed");
    assert_eq!(found.jobs, [(well, good)]);
    let failed: Vec<_> = found.failed.iter().map(|(tenant, _)| *tenant).collect();
    assert_eq!(failed, [sick]);
}
