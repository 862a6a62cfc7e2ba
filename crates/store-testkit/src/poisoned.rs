use std::sync::Arc;
use std::time::Duration;

use wellhead_core::id::JobId;
use wellhead_core::resource::{JobKind, Selection};
use wellhead_core::store::Store;
use wellhead_core::sync::Patience;
use wellhead_core::tenant::Tenant;

use crate::machine::Time;
use crate::world::second;

/// Checks that jobs of both tenants are found although `poison` has made one of the `sick` tenant unreadable.
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
    let (bad, beside, good) = (open(sick).await, open(sick).await, open(well).await);
    poison(bad.id).await;
    let patience = Patience {
        run: Duration::from_hours(1),
        job: Duration::ZERO,
    };
    let found = ledger.abandoned(patience).await;
    let mut found = found.expect("the workspaces can be listed");
    found.jobs.sort_by_key(|(_, job)| job.id);
    assert_eq!(found.jobs, [(sick, beside), (well, good)]);
    let unreadable: Vec<_> = found.unreadable.iter().map(|it| (it.0, it.1)).collect();
    assert_eq!(unreadable, [(sick, bad.id)]);
    assert!(found.failed.is_empty(), "{:?}", found.failed);
}
