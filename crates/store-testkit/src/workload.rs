use std::time::Duration;

use wellhead_core::cause::Author;
use wellhead_core::command::Command;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, JobKind, Mode, Selection};
use wellhead_core::store::{NewJob, Unfinished, WebhookClaim, WebhookResult, Workload};
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::Outcome;

use crate::world::{Backend, World, fresh, second};

/// Checks that what is unfinished in all workspaces of a store is counted, and nothing else. Nobody else may use the store.
///
/// # Panics
/// If it is not.
pub async fn tells_what_is_unfinished(backend: Backend) {
    let world = World::new(backend, Kind::People).await;
    let before = workload(&world).await;
    open_run(&world).await;
    counts_jobs(&world, before.clone()).await;
    counts_endpoints(&world, before).await;
    counts_notes(&world).await;
    leaves_out_the_suspended(&world).await;
}

async fn workload(world: &World) -> Workload {
    let found = world.store().workload().await;
    found.expect("the workload can be read")
}

async fn open_run(world: &World) {
    let before = workload(world).await.runs;
    let run = crate::runs::open(world, second(-70), Direction::Input, Mode::Incremental).await;
    let during = workload(world).await.runs;
    assert_eq!(
        (during.many, during.oldest),
        (before.many + 1, Some(second(-70)))
    );
    assert!(during.silence < Duration::from_hours(1));
    let (store, tenant) = (world.store(), world.here.tenant);
    let closed = store.run_close(tenant, second(2), run.id, None).await;
    closed.expect("the run can be closed");
    let Unfinished { many, oldest, .. } = workload(world).await.runs;
    assert_eq!((many, oldest), (before.many, before.oldest));
}

/// What waits in a suspended workspace is no sign of trouble.
async fn leaves_out_the_suspended(world: &World) {
    let without_notes = |workload| Workload {
        unfolded: 0,
        ..workload
    };
    let before = without_notes(workload(world).await);
    let (store, tenant) = (world.store(), world.here.tenant);
    crate::runs::open(world, second(-50), Direction::Output, Mode::Incremental).await;
    let job = NewJob {
        id: fresh(),
        kind: JobKind::Deduplicate,
        selection: Selection::default(),
        dry_run: true,
        total: 0,
        worker: None,
    };
    let job = store.job_open(tenant, second(-50), job).await;
    job.expect("a job can be opened");
    let endpoint = store.webhook_create(tenant, second(110), crate::webhooks::new());
    endpoint.await.expect("an endpoint can be made");
    change(world, second(111)).await;
    let during = without_notes(workload(world).await);
    assert_eq!(during.runs.many, before.runs.many + 1);
    assert_eq!(
        of_kind(&during, JobKind::Deduplicate).many,
        of_kind(&before, JobKind::Deduplicate).many + 1
    );
    assert_eq!(during.behind.endpoints, before.behind.endpoints + 1);
    crate::suspended::suspend(world, 112).await;
    let suspended = without_notes(workload(world).await);
    assert_eq!(suspended.runs.many, before.runs.many);
    assert_eq!(suspended.jobs.len(), before.jobs.len());
    assert_eq!(
        suspended.behind.endpoints, 0,
        "all that are behind are of this workspace"
    );
    crate::suspended::resume(world, 113).await;
    assert_eq!(workload(world).await.runs.many, during.runs.many);
}

fn of_kind(workload: &Workload, kind: JobKind) -> Unfinished {
    let found = workload.jobs.iter().find(|(of, _)| of == kind.as_str());
    found.map(|(_, jobs)| *jobs).unwrap_or_default()
}

async fn counts_jobs(world: &World, before: Workload) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let kind = JobKind::Invalidate;
    let before = of_kind(&before, kind);
    let mut opened = Vec::new();
    for at in [-80, -90] {
        let job = NewJob {
            id: fresh(),
            kind,
            selection: Selection::default(),
            dry_run: true,
            total: 0,
            worker: None,
        };
        let job = store.job_open(tenant, second(at), job).await;
        opened.push(job.expect("a job can be opened").id);
    }
    let during = of_kind(&workload(world).await, kind);
    assert_eq!(
        (during.many, during.oldest),
        (before.many + 2, Some(second(-90)))
    );
    for job in opened {
        let closed = store.job_close(tenant, second(3), job, None).await;
        closed.expect("the job can be closed");
    }
    assert_eq!(of_kind(&workload(world).await, kind).many, before.many);
}

/// Makes a record, which is a change.
async fn change(world: &World, at: Timestamp) {
    let record = Command::RecordCreate(world.new_record("Somebody", None));
    let author = Author::operator(world.here.tenant);
    let made = world.store().apply(author, at, vec![record]).await;
    made.expect("a record can be made");
}

async fn counts_endpoints(world: &World, before: Workload) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let endpoint = store.webhook_create(tenant, second(100), crate::webhooks::new());
    endpoint.await.expect("an endpoint can be made");
    let up_to_date = workload(world).await;
    assert_eq!(
        (up_to_date.behind, up_to_date.failing),
        (before.behind, before.failing)
    );
    change(world, second(101)).await;
    change(world, second(102)).await;
    let during = workload(world).await;
    assert_eq!(during.behind.endpoints, before.behind.endpoints + 1);
    assert_eq!(during.behind.changes, before.behind.changes.max(2));
    let oldest = before.behind.oldest.unwrap_or(second(101));
    assert_eq!(during.behind.oldest, Some(oldest.min(second(101))));

    for (outcome, behind, failing) in [(Outcome::Refused, 0, 1), (Outcome::Delivered, 0, 0)] {
        let claim = WebhookClaim {
            attempt: fresh(),
            message: fresh(),
            lease: Duration::from_hours(1),
            read_ahead: 100,
        };
        let claimed = store.webhook_claim(tenant, second(103), claim).await;
        let claimed = claimed.expect("a message can be taken up");
        let result = WebhookResult {
            outcome,
            status_code: None,
            detail: None,
            took: Duration::ZERO,
            pause: Duration::ZERO,
        };
        let attempt = claimed.expect("one is due").attempt;
        let settled = store.webhook_settle(tenant, second(104), attempt, result);
        settled.await.expect("it can be settled");
        let after = workload(world).await;
        assert_eq!(after.behind.endpoints, before.behind.endpoints + behind);
        assert_eq!(after.failing.endpoints, before.failing.endpoints + failing);
    }
}

async fn counts_notes(world: &World) {
    for tenant in [world.here.tenant, world.there.tenant] {
        while world.store().fold(tenant, 1_000).await.expect("it folds") {}
    }
    assert_eq!(workload(world).await.unfolded, 0);
    let new = world.draft(world.here.ada.id, world.here.crm.id, Direction::Input);
    let author = Author::operator(world.here.tenant);
    let link = vec![Command::LinkCreate(new)];
    let made = world.store().apply(author, second(200), link).await;
    made.expect("a link can be made");
    assert_eq!(workload(world).await.unfolded, 1);
}
