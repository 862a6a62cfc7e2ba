pub(crate) mod among_kinds;
pub(crate) mod winding_down;

use std::slice;
use std::time::Duration;

use wellhead_core::command::{Command, Rejection, WorkspaceConnectorChanges};
use wellhead_core::id::{RecordId, WorkspaceConnectorId};
use wellhead_core::identity::OnConflict;
use wellhead_core::ledger::Ledger;
use wellhead_core::page::{Interval, Positioned};
use wellhead_core::privacy::OnSuppressed;
use wellhead_core::resource::{
    Deleted, Direction, Job, JobCursor, JobKind, JobStatus, Link, LinkFilter, Mode, RunStatus,
    Selection, Stream,
};
use wellhead_core::source::OnKnown;
use wellhead_core::store::{ApplyError, Idle, NewJob};
use wellhead_core::sync::Patience;
use wellhead_core::time::Timestamp;

use crate::machine::Time;
use crate::runs::open;
use crate::world::{ALL, World, fresh, rejection, second};

crate::cases![
    every kind:
    goes_through_a_stream_step_by_step,
    a_dry_run_only_counts,
    invalidates_by_time_direction_and_records,
    deduplicates,
    sweeps_and_closes_the_run;
    people:
    keeps_what_it_was_given,
    leaves_alone_what_another_has_done,
    a_sweep_that_fails_fails_its_run,
    does_not_sweep_what_it_may_not,
    is_found_when_it_was_left,
    is_known_by_whoever_left_it,
    a_run_whose_process_is_gone_is_ended,
    finds_many_by_their_ids,
    lists_the_tenants_own,
    another_tenants_job_is_a_missing_one,
];

pub(crate) fn ledger(world: &World) -> Ledger {
    Time::from(second(1_000)).machine(world, 0).ledger
}

fn new(kind: JobKind, selection: Selection) -> NewJob {
    NewJob {
        id: fresh(),
        kind,
        selection,
        dry_run: false,
        total: 3,
        worker: None,
    }
}

fn of_connector(connector: WorkspaceConnectorId) -> Selection {
    Selection {
        workspace_connector: Some(connector),
        ..Selection::default()
    }
}

async fn job_open(world: &World, at: Timestamp, job: NewJob) -> Result<Job, ApplyError> {
    world.store().job_open(world.here.tenant, at, job).await
}

/// Carries a job out to its end.
pub(crate) async fn carry_out(
    world: &World,
    kind: JobKind,
    selection: Selection,
    dry_run: bool,
) -> Job {
    let ledger = ledger(world);
    let tenant = world.here.tenant;
    let job = ledger.job_open(tenant, kind, selection, dry_run).await;
    let done = ledger.job_carry_out(tenant, job.expect("a job can be opened"), |_| ());
    let done = done.await.expect("a job can be carried out");
    assert_eq!(done.status, JobStatus::Success);
    assert_eq!(
        world.store().job_get(tenant, done.id).await.unwrap(),
        Some(done.clone())
    );
    done
}

/// Six links in: of Ada and Bob by turns, from second 1 on; and one out, and one of the mailer.
pub(crate) async fn furnish(world: &World) -> Vec<Link> {
    let here = &world.here;
    let mut links = Vec::new();
    for i in 0..6_i64 {
        let person = [here.ada.id, here.bob.id][usize::from(i % 2 == 1)];
        let link = world.link(second(i + 1), person, here.crm.id, Direction::Input);
        links.push(link.await);
    }
    let out = world.link(second(1), here.ada.id, here.crm.id, Direction::Output);
    links.push(out.await);
    let other = world.link(second(1), here.ada.id, here.mailer.id, Direction::Input);
    links.push(other.await);
    links
}

/// Which of `links` are active, by their places.
pub(crate) async fn active(world: &World, links: &[Link]) -> Vec<usize> {
    let listed = world.links(&world.here, LinkFilter::default(), ALL).await;
    (0..links.len())
        .filter(|i| listed.iter().any(|link| link.id == links[*i].id))
        .collect()
}

async fn keeps_what_it_was_given(world: &World) {
    let here = &world.here;
    let selections = [
        Selection::default(),
        Selection {
            workspace_connector: Some(here.crm.id),
            direction: Some(Direction::Output),
            created: Interval::since(second(2)).and(Interval::until(second(5))),
            record: Some(world.kind),
            records: vec![here.ada.id, here.bob.id],
        },
        Selection {
            created: Interval::until(second(5)),
            ..Selection::default()
        },
    ];
    for selection in selections {
        let new = NewJob {
            dry_run: true,
            ..new(JobKind::Invalidate, selection.clone())
        };
        let job = job_open(world, second(9), new.clone()).await.unwrap();
        let expected = Job {
            id: new.id,
            kind: JobKind::Invalidate,
            selection,
            dry_run: true,
            status: JobStatus::InProgress,
            total: 3,
            scanned: 0,
            changed: 0,
            removed: wellhead_core::privacy::retention::Removed::default(),
            cursor: None,
            error: None,
            created_at: second(9),
            heartbeat_at: second(9),
            completed_at: None,
        };
        assert_eq!(job, expected);
        let found = world.store().job_get(here.tenant, new.id).await.unwrap();
        assert_eq!(found, Some(expected));
    }
}

async fn goes_through_a_stream_step_by_step(world: &World) {
    let here = &world.here;
    let links = furnish(world).await;
    let job = new(JobKind::Invalidate, of_connector(here.crm.id));
    let job = job_open(world, second(10), job).await.unwrap();
    let stream = Stream {
        workspace_connector: here.crm.id,
        record: world.kind,
        direction: Direction::Input,
    };
    let mut after = None;
    for step in 1..=3_u64 {
        let from = JobCursor { stream, after };
        let at = second(10 + i64::try_from(step).unwrap());
        let stepped = world
            .store()
            .job_step(here.tenant, at, job.id, from, 2)
            .await;
        let stepped = stepped.unwrap();
        assert_eq!(
            (stepped.job.scanned, stepped.job.changed),
            (2 * step, 2 * step)
        );
        assert_eq!(stepped.job.heartbeat_at, at);
        let cursor = stepped.job.cursor.unwrap();
        let last = &links[usize::try_from(2 * step - 1).unwrap()];
        assert_eq!(
            (cursor.stream, cursor.after),
            (stream, Some(last.position()))
        );
        assert!(stepped.more);
        after = cursor.after;
    }
    let from = JobCursor { stream, after };
    let stepped = world
        .store()
        .job_step(here.tenant, second(20), job.id, from, 2)
        .await;
    let stepped = stepped.unwrap();
    assert!(!stepped.more);
    assert_eq!(stepped.job.scanned, 6);
    assert_eq!(active(world, &links).await, [6, 7]);
    let first = world.link_get(links[0].id, Deleted::Only).await.unwrap();
    assert_eq!(first.times.deleted_at, Some(second(11)));
    assert_eq!(first.times.updated_at, Some(second(11)));
}

async fn leaves_alone_what_another_has_done(world: &World) {
    let here = &world.here;
    let links = furnish(world).await;
    let job = new(JobKind::Invalidate, of_connector(here.crm.id));
    let job = job_open(world, second(10), job).await.unwrap();
    let from = |direction| JobCursor {
        stream: Stream {
            workspace_connector: here.crm.id,
            record: world.kind,
            direction,
        },
        after: None,
    };
    let step = async |direction, limit| {
        let store = world.store();
        store
            .job_step(here.tenant, second(11), job.id, from(direction), limit)
            .await
    };
    let [early, late] = {
        let mut both = Direction::ALL;
        both.sort();
        both
    };
    let there = step(late, 1).await.unwrap();
    let behind = step(early, 10).await.unwrap();
    assert_eq!(
        behind.job.cursor, there.job.cursor,
        "it is past that stream"
    );
    assert_eq!(behind.job.scanned, there.job.scanned);
    assert!(behind.more);
    // A step that is sent twice counts once.
    let twice = step(late, 1).await.unwrap();
    assert_eq!(twice.job.scanned, there.job.scanned);
    let closed = world
        .store()
        .job_close(here.tenant, second(12), job.id, None)
        .await;
    let closed = closed.unwrap();
    assert_eq!(
        (closed.status, closed.completed_at),
        (JobStatus::Success, Some(second(12)))
    );
    assert_eq!(rejection(step(late, 1).await), Rejection::JobIsDone);
    let again = world
        .store()
        .job_close(here.tenant, second(13), job.id, Some("no"))
        .await;
    assert_eq!(again.unwrap(), closed);
    assert_eq!(active(world, &links).await.len(), 7);
}

async fn a_dry_run_only_counts(world: &World) {
    let here = &world.here;
    let links = furnish(world).await;
    let before = world.estate(here).await;
    for (kind, selection, changed) in [
        (JobKind::Disconnect, of_connector(here.crm.id), 7),
        (JobKind::Delete, of_connector(here.crm.id), 7),
        (JobKind::Invalidate, Selection::default(), 8),
        (JobKind::Deduplicate, Selection::default(), 4),
    ] {
        let done = carry_out(world, kind, selection, true).await;
        assert_eq!(done.changed, changed, "{kind}");
        assert!(done.dry_run);
        assert_eq!(world.estate(here).await, before, "{kind}");
    }
    assert_eq!(active(world, &links).await.len(), 8);
}

async fn invalidates_by_time_direction_and_records(world: &World) {
    let here = &world.here;
    let links = furnish(world).await;
    let time = Selection {
        created: Interval::since(second(2)).and(Interval::until(second(4))),
        ..Selection::default()
    };
    let out = Selection {
        direction: Some(Direction::Output),
        ..Selection::default()
    };
    let of = |records: Vec<RecordId>| Selection {
        workspace_connector: Some(here.crm.id),
        record: Some(world.kind),
        records,
        ..Selection::default()
    };
    for (selection, changed, left) in [
        (time, 2, vec![0, 3, 4, 5, 6, 7]),
        (out, 1, vec![0, 3, 4, 5, 7]),
        (
            of(vec![world.there.bob.id, fresh()]),
            0,
            vec![0, 3, 4, 5, 7],
        ),
        (of(vec![here.bob.id, fresh()]), 2, vec![0, 4, 7]),
        (of(vec![]), 2, vec![7]),
        (Selection::default(), 1, vec![]),
    ] {
        let done = carry_out(world, JobKind::Invalidate, selection.clone(), false).await;
        assert_eq!(
            (done.total, done.changed),
            (changed, changed),
            "{selection:?}"
        );
        assert_eq!(active(world, &links).await, left, "{selection:?}");
    }
}

async fn deduplicates(world: &World) {
    let links = furnish(world).await;
    let done = carry_out(world, JobKind::Deduplicate, Selection::default(), false).await;
    assert_eq!((done.total, done.scanned, done.changed), (8, 8, 4));
    assert_eq!(
        active(world, &links).await,
        [0, 1, 6, 7],
        "the oldest of each stays"
    );
    let again = carry_out(world, JobKind::Deduplicate, Selection::default(), false).await;
    assert_eq!(again.changed, 0);
}

async fn sweeps_and_closes_the_run(world: &World) {
    let here = &world.here;
    let links = furnish(world).await;
    let run = open(world, second(20), Direction::Input, Mode::Full).await;
    let seen = world
        .link(second(21), here.bob.id, here.crm.id, Direction::Input)
        .await;
    let selection = Selection {
        direction: Some(Direction::Input),
        ..of_connector(here.crm.id)
    };
    let ledger = ledger(world);
    let kind = JobKind::Sweep(run.id);
    let job = ledger
        .job_open(here.tenant, kind, selection, false)
        .await
        .unwrap();
    let store = world.store();
    for refused in [
        store.run_beat(here.tenant, second(22), run.id).await,
        store
            .run_close(here.tenant, second(22), run.id, None)
            .await
            .map(|_| ()),
    ] {
        assert_eq!(
            rejection(refused),
            Rejection::RunIsClosed,
            "for all but the sweep"
        );
    }
    assert_eq!(
        store
            .run_expire(here.tenant, second(90), Duration::ZERO)
            .await
            .unwrap(),
        0
    );
    let done = ledger
        .job_carry_out(here.tenant, job, |_| ())
        .await
        .unwrap();
    assert_eq!((done.scanned, done.changed), (7, 6));
    assert_eq!(active(world, &links).await, [6, 7]);
    assert!(world.link_get(seen.id, Deleted::Exclude).await.is_some());
    let closed = store.run_get(here.tenant, run.id).await.unwrap().unwrap();
    assert_eq!(
        (closed.status, closed.tally.links_swept),
        (RunStatus::Success, 6)
    );
    assert!(closed.completed_at.is_some());
}

async fn a_sweep_that_fails_fails_its_run(world: &World) {
    let here = &world.here;
    let links = furnish(world).await;
    let store = world.store();
    let run = open(world, second(20), Direction::Input, Mode::Full).await;
    let get = async || store.run_get(here.tenant, run.id).await.unwrap().unwrap();
    let close = async |at, job: &Job, error| {
        let closed = store.job_close(here.tenant, at, job.id, error).await;
        closed.unwrap().status
    };
    // One that only counts has no say.
    let dry = NewJob {
        dry_run: true,
        ..new(JobKind::Sweep(run.id), of_connector(here.crm.id))
    };
    let dry = job_open(world, second(21), dry).await.unwrap();
    assert_eq!(close(second(22), &dry, None).await, JobStatus::Success);
    assert_eq!(get().await, run);

    let sweep = new(JobKind::Sweep(run.id), of_connector(here.crm.id));
    let sweep = job_open(world, second(23), sweep).await.unwrap();
    let again = new(JobKind::Sweep(run.id), of_connector(here.crm.id));
    let again = job_open(world, second(23), again).await;
    assert_eq!(rejection(again), Rejection::RunIsClosed);
    let status = close(second(24), &sweep, Some("it broke")).await;
    assert_eq!(status, JobStatus::Error);
    let failed = get().await;
    assert_eq!(failed.status, RunStatus::Error);
    assert_eq!(failed.error.as_deref(), Some("it broke"));
    assert_eq!(failed.completed_at, Some(second(24)));
    assert_eq!(active(world, &links).await.len(), links.len());
}

async fn does_not_sweep_what_it_may_not(world: &World) {
    let here = &world.here;
    let store = world.store();
    let sweep = |run| new(JobKind::Sweep(run), of_connector(here.crm.id));
    let missing = job_open(world, second(1), sweep(fresh())).await;
    assert_eq!(rejection(missing), Rejection::NotFound);
    let partial = open(world, second(1), Direction::Input, Mode::Incremental).await;
    let refused = job_open(world, second(2), sweep(partial.id)).await;
    assert!(matches!(rejection(refused), Rejection::CannotSweep(_)));
    store
        .run_close(here.tenant, second(3), partial.id, None)
        .await
        .unwrap();
    let closed = job_open(world, second(4), sweep(partial.id)).await;
    assert_eq!(rejection(closed), Rejection::RunIsClosed);

    for (rejected, is_last) in [(1, true), (0, false)] {
        let run = open(world, second(5), Direction::Input, Mode::Full).await;
        let batch = wellhead_core::store::DeliveryBatch {
            run: run.id,
            record: run.record,
            delivery: fresh(),
            after: 0,
            upto: 1,
            rejected,
            refused: Vec::new(),
            is_last,
            on_duplicate: wellhead_core::store::OnDuplicate::Touch,
            on_conflict: OnConflict::Reject,
            on_known: OnKnown::Keep,
            on_suppressed: OnSuppressed::Reject,
            all_or_nothing: false,
            records: Vec::new(),
        };
        store
            .deliver(here.tenant, second(6), std::sync::Arc::new(batch))
            .await
            .unwrap();
        let refused = job_open(world, second(7), sweep(run.id)).await;
        assert!(matches!(rejection(refused), Rejection::CannotSweep(_)));
        store
            .run_close(here.tenant, second(8), run.id, Some("no"))
            .await
            .unwrap();
    }
}

/// A job of the first connector here that somebody has opened, taken one step of, and left.
pub(crate) async fn left(world: &World, worker: &str) -> Job {
    let here = &world.here;
    let job = NewJob {
        worker: Some(worker.into()),
        ..new(JobKind::Disconnect, of_connector(here.crm.id))
    };
    let job = job_open(world, second(10), job).await.unwrap();
    let stream = Stream {
        workspace_connector: here.crm.id,
        record: world.kind,
        direction: Direction::Input,
    };
    let from = JobCursor {
        stream,
        after: None,
    };
    let store = world.store();
    let step = store.job_step(here.tenant, second(11), job.id, from, 2);
    step.await.unwrap().job
}

const AT_ONCE: Idle<'_> = Idle::Silent(Duration::ZERO);
const HOUR: Idle<'_> = Idle::Silent(Duration::from_hours(1));

/// No case tends: whoever does, tends everybody's.
async fn is_found_when_it_was_left(world: &World) {
    let here = &world.here;
    let links = furnish(world).await;
    let left = left(world, "somebody").await;
    let store = world.store();
    let abandoned = async |tenant, idle| {
        let found = store.job_abandoned(tenant, idle).await;
        found.unwrap().jobs
    };
    assert_eq!(abandoned(here.tenant, HOUR).await, []);
    assert_eq!(
        abandoned(here.tenant, AT_ONCE).await,
        std::slice::from_ref(&left)
    );
    assert!(!abandoned(world.there.tenant, AT_ONCE).await.contains(&left));
    let is_neglected = async |tenant, idle| store.neglected(idle).await.unwrap().contains(&tenant);
    assert!(is_neglected(here.tenant, AT_ONCE).await);
    assert!(!is_neglected(here.tenant, HOUR).await);
    assert!(!is_neglected(world.stranger().await, AT_ONCE).await);

    let patience = Patience {
        job: Duration::ZERO,
        ..Patience::default()
    };
    let ledger = ledger(world);
    let found = ledger.abandoned_by(here.tenant, patience).await.unwrap();
    assert_eq!(found.jobs, slice::from_ref(&left));
    let done = ledger.job_carry_out(here.tenant, left, |_| ()).await;
    let done = done.unwrap();
    assert_eq!(
        (done.status, done.scanned, done.changed),
        (JobStatus::Success, 7, 7)
    );
    assert_eq!(active(world, &links).await, [7]);
    assert_eq!(abandoned(here.tenant, AT_ONCE).await, []);
    assert!(!is_neglected(here.tenant, AT_ONCE).await);
}

async fn is_known_by_whoever_left_it(world: &World) {
    let here = &world.here;
    furnish(world).await;
    // Other cases leave jobs, too.
    let me = here.tenant.workspace().to_string();
    let left = left(world, &me).await;
    let found = async |name| ledger(world).known_as(name).left().await.unwrap().jobs;
    assert_eq!(found(&me).await, [(here.tenant, left.clone())]);
    assert_eq!(found("somebody else's").await, []);
    let nobodys = ledger(world).left().await.unwrap();
    assert_eq!(nobodys.jobs, [], "it has no name");
    let store = world.store();
    let abandoned = store.job_abandoned(world.there.tenant, Idle::Left(&me));
    assert_eq!(abandoned.await.unwrap().jobs, []);

    let ledger = ledger(world).known_as(&me);
    let done = ledger.job_carry_out(here.tenant, left, |_| ()).await;
    assert_eq!(done.unwrap().status, JobStatus::Success);
    assert_eq!(found(&me).await, [], "it is done");
    let selection = of_connector(here.mailer.id);
    let kind = JobKind::Invalidate;
    let own = ledger.job_open(here.tenant, kind, selection, false).await;
    assert_eq!(found(&me).await, [(here.tenant, own.unwrap())]);
}

async fn a_run_whose_process_is_gone_is_ended(world: &World) {
    let here = &world.here;
    let links = furnish(world).await;
    let store = world.store();
    let ledger = ledger(world);
    let run = open(world, second(20), Direction::Input, Mode::Full).await;
    let end = async |id| {
        ledger.run_end(here.tenant, id).await.unwrap();
        store.run_get(here.tenant, id).await.unwrap().unwrap()
    };
    let ended = end(run.id).await;
    assert_eq!((ended.status, ended.tally), (RunStatus::Error, run.tally));
    assert!(ended.error.is_some());
    assert_eq!(end(run.id).await, ended, "it is closed once");
    assert_eq!(active(world, &links).await.len(), links.len());

    let run = open(world, second(21), Direction::Input, Mode::Full).await;
    let sweep = new(JobKind::Sweep(run.id), of_connector(here.crm.id));
    job_open(world, second(22), sweep).await.unwrap();
    let ended = end(run.id).await;
    assert_eq!(
        (ended.status, ended.tally.links_swept),
        (RunStatus::Success, 6)
    );
    assert_eq!(active(world, &links).await, [6, 7]);
    let missing = ledger.run_end(here.tenant, fresh()).await;
    assert_eq!(rejection(missing), Rejection::NotFound);
}

async fn finds_many_by_their_ids(world: &World) {
    let here = &world.here;
    let store = world.store();
    let theirs = store.job_list(world.there.tenant, ALL).await.unwrap()[0].id;
    let mut jobs = Vec::new();
    for at in [1, 2] {
        let new = new(JobKind::Deduplicate, Selection::default());
        jobs.push(job_open(world, second(at), new).await.unwrap());
    }
    let ids = [jobs[1].id, fresh(), theirs, jobs[0].id, jobs[1].id];
    let mut found = store.job_find(here.tenant, &ids).await.unwrap();
    found.sort_by_key(|job| job.created_at);
    assert_eq!(found, jobs);
    assert_eq!(store.job_find(here.tenant, &[]).await.unwrap(), []);
}

async fn lists_the_tenants_own(world: &World) {
    let mut jobs = Vec::new();
    for at in 1..4 {
        let job = new(JobKind::Deduplicate, Selection::default());
        jobs.push(job_open(world, second(at), job).await.unwrap());
    }
    let store = world.store();
    assert_eq!(store.job_list(world.here.tenant, ALL).await.unwrap(), jobs);
    let theirs = store.job_list(world.there.tenant, ALL).await.unwrap();
    assert_eq!(theirs.len(), 2);
    assert!(theirs.iter().all(|job| !jobs.contains(job)));
}

async fn another_tenants_job_is_a_missing_one(world: &World) {
    let here = &world.here;
    let job = new(JobKind::Invalidate, of_connector(here.crm.id));
    let job = job_open(world, second(10), job).await.unwrap();
    let stream = Stream {
        workspace_connector: here.crm.id,
        record: world.kind,
        direction: Direction::Input,
    };
    let from = JobCursor {
        stream,
        after: None,
    };
    let (store, there) = (world.store(), world.there.tenant);
    for id in [job.id, fresh()] {
        assert_eq!(store.job_get(there, id).await.unwrap(), None);
        let stepped = store.job_step(there, second(11), id, from, 2).await;
        assert_eq!(rejection(stepped), Rejection::NotFound);
        let closed = store.job_close(there, second(11), id, None).await;
        assert_eq!(rejection(closed), Rejection::NotFound);
    }
    assert_eq!(store.job_get(here.tenant, job.id).await.unwrap(), Some(job));
    let restore =
        Command::WorkspaceConnectorUpdate(here.crm.id, WorkspaceConnectorChanges::default());
    world.apply(here, second(12), restore).await.unwrap();
}
