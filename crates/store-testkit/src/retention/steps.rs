//! How a retention is done, by whom and when.

use wellhead_core::command::Rejection;
use wellhead_core::privacy::retention::{Category, Removed, Rules};
use wellhead_core::resource::{Job, JobKind, JobStatus, Selection};
use wellhead_core::store::{ApplyError, Idle, NewJob};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use super::{begin, day, go, keep, link, new_job, of, rule, run, set, step};
use crate::machine::Time;
use crate::world::{World, fresh, rejection, second};

crate::cases![
    steps_of_any_size_remove_the_same,
    what_was_left_is_carried_on,
    a_rule_counts_from_the_next_step_on,
    is_due_once_a_day,
    another_job_is_no_retention,
];

/// Fourteen ended links and six closed runs; returns their rejected lines, too.
async fn furnish(world: &World) -> Removed {
    let here = &world.here;
    for seconds in 0..7 {
        for record in [here.ada.id, here.bob.id] {
            let made = second(10 + seconds);
            link(world, made, Some(made.plus_micros(500_000)), record).await;
        }
    }
    for seconds in 0..6 {
        let opened = second(30 + 2 * seconds);
        run(world, opened, Some(opened.plus_micros(1_000_000))).await;
    }
    keep(world, &[Category::Links, Category::Runs]).await;
    let mut expected = Removed::default();
    expected.add(of(world, Category::Links), 14);
    expected.add(of(world, Category::Rejections), 6);
    expected.add(of(world, Category::Runs), 6);
    expected
}

/// What was removed but of the journal.
fn but_the_journal(job: &Job) -> Removed {
    let mut removed = Removed::default();
    for (holding, number) in job.removed.iter() {
        if holding.category() != Category::Journal {
            removed.add(holding, number);
        }
    }
    removed
}

async fn steps_of_any_size_remove_the_same(world: &World) {
    let expected = furnish(world).await;
    let mut counted = None;
    for limit in [1, 2, 3, 7, 1_000] {
        let job = go(world, day(50), true, limit).await;
        assert_eq!(but_the_journal(&job), expected, "steps of {limit}");
        let first = counted.get_or_insert_with(|| job.removed.clone());
        assert_eq!(*first, job.removed);
    }
    let done = go(world, day(50), false, 1).await;
    assert_eq!(Some(done.removed), counted);
}

async fn what_was_left_is_carried_on(world: &World) {
    let expected = furnish(world).await;
    let tenant = world.here.tenant;
    let job = begin(world, day(50), false).await;
    for _ in 0..12 {
        step(world, day(50), job.id, 2).await;
    }
    let left = world
        .store()
        .job_get(tenant, job.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(left.status, JobStatus::InProgress);
    assert!(left.changed > 0 && left.changed == left.removed.total());
    let idle = Idle::Silent(std::time::Duration::ZERO);
    let found = world.store().job_abandoned(tenant, idle).await;
    let found = found.unwrap().jobs;
    assert_eq!(found.first(), Some(&left));
    assert_eq!(found.len(), 1);
    // Another process, whose clock is behind.
    let other = Time::from(second(60)).machine(world, 0);
    let done = other.carry_out(world, left).await;
    assert_eq!(but_the_journal(&done), expected);
    let same = step(world, day(51), job.id, 1_000).await;
    assert_eq!(same, done, "one that is done stays as it is");
}

async fn a_rule_counts_from_the_next_step_on(world: &World) {
    furnish(world).await;
    let job = begin(world, day(50), false).await;
    set(world, second(1), &Rules::default()).await;
    let done = step(world, day(50), job.id, 1_000).await;
    assert_eq!((done.status, done.changed), (JobStatus::Success, 0));
    // A longer period.
    let rules = [rule(of(world, Category::Links), 60)].into_iter().collect();
    set(world, second(1), &rules).await;
    assert_eq!(go(world, day(50), false, 1_000).await.changed, 0);
}

async fn is_due_once_a_day(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let is_due = async |before: Timestamp| {
        let due: Vec<Tenant> = store.retention_due(before).await.unwrap();
        assert!(!due.contains(&world.there.tenant));
        due.contains(&tenant)
    };
    let open = async |at: Timestamp, before: Timestamp| {
        let opened = store.retention_open(tenant, at, new_job(false), before);
        opened.await.unwrap()
    };
    assert!(!is_due(day(9)).await);
    assert_eq!(open(day(9), day(8)).await, None);
    keep(world, &[Category::Runs]).await;
    assert!(is_due(day(9)).await);
    let job = open(day(10), day(9)).await.unwrap();
    assert_eq!(
        (job.kind, job.dry_run, job.created_at),
        (JobKind::Retain, false, day(10))
    );
    assert!(!is_due(day(10)).await);
    assert_eq!(open(day(10), day(9)).await, None);
    assert!(is_due(day(11)).await);
    // Two at once.
    let (one, two) =
        futures_util::future::join(open(day(12), day(11)), open(day(12), day(11))).await;
    assert!(one.is_some() != two.is_some());
    // One that was opened by hand counts.
    begin(world, day(14), false).await;
    assert!(!is_due(day(14)).await);
    set(world, day(15), &Rules::default()).await;
    assert!(!is_due(day(99)).await);
}

async fn another_job_is_no_retention(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let refused = store.retention_step(tenant, second(1), fresh(), 1).await;
    assert_eq!(rejection(refused), Rejection::NotFound);
    let new = NewJob {
        id: fresh(),
        kind: JobKind::Invalidate,
        selection: Selection::default(),
        dry_run: false,
        total: 0,
        worker: None,
    };
    let id = new.id;
    let opened: Result<Job, ApplyError> = store.job_open(tenant, second(1), new).await;
    opened.unwrap();
    let refused = store.retention_step(tenant, second(1), id, 1).await;
    assert_eq!(rejection(refused), Rejection::NotFound);
    let mine = begin(world, second(2), false).await;
    let refused = store.retention_step(world.there.tenant, second(3), mine.id, 1);
    assert_eq!(rejection(refused.await), Rejection::NotFound);
}
