//! Whatever the clocks of those who write say, and whenever they are set.

mod chance;

use std::time::Duration;

use wellhead_core::cause::Author;
use wellhead_core::command::{Command, LinkChanges, NewWorkspaceConnector};
use wellhead_core::id::{LinkId, NewId, RecordId, WorkspaceConnectorId};
use wellhead_core::resource::{Direction, JobKind, LinkFilter, RunStatus, Status, Stream};
use wellhead_core::store::Idle;
use wellhead_core::sync::Patience;

use crate::machine::{Machine, Time};
use crate::world::{ALL, World, fresh, second};

crate::cases![
    a_link_that_came_after_a_run_was_opened_is_not_swept,
    a_full_run_sweeps_what_it_has_not_seen,
    a_disconnect_leaves_nothing,
    a_disconnect_that_was_begun_takes_what_comes_meanwhile,
    an_invalidation_leaves_what_came_after_it_was_opened,
    whoever_is_alive_is_left_alone,
    whoever_is_dead_is_found,
    any_steps_on_any_clocks,
];

const MILLI: i64 = 1_000;
const SECOND: i64 = 1_000 * MILLI;
const MINUTE: i64 = 60 * SECOND;

/// How far one clock is from another, ahead and behind, in microseconds.
fn skews() -> impl Iterator<Item = i64> {
    let apart = [
        20 * MILLI,
        200 * MILLI,
        SECOND,
        5 * SECOND,
        6 * MINUTE,
        60 * MINUTE,
    ];
    apart.into_iter().flat_map(|apart| [apart, -apart])
}

/// Two processes that serve one ledger.
struct Two {
    one: Machine,
    other: Machine,
}

fn two(world: &World, ahead: i64) -> Two {
    let time = Time::from(second(10_000));
    Two {
        one: time.machine(world, 0),
        other: time.machine(world, ahead),
    }
}

async fn activate(world: &World) -> WorkspaceConnectorId {
    let new = NewWorkspaceConnector::enabled(NewId::Minted(fresh()), world.here.crm.connector);
    let id = new.id.get();
    let create = Command::WorkspaceConnectorCreate(new);
    world.apply(&world.here, second(1), create).await.unwrap();
    id
}

pub(crate) async fn people(world: &World, count: usize) -> Vec<RecordId> {
    let new: Vec<_> = (0..count)
        .map(|_| world.new_record("Somebody", None))
        .collect();
    let ids = new.iter().map(|person| person.id.get()).collect();
    let commands = new.into_iter().map(Command::RecordCreate).collect();
    let made = world
        .store()
        .apply(Author::operator(world.here.tenant), second(1), commands);
    made.await.unwrap();
    ids
}

/// The active links of a connector, in the order of their ids.
async fn active(world: &World, connector: WorkspaceConnectorId) -> Vec<LinkId> {
    let filter = LinkFilter {
        workspace_connector: Some(connector),
        ..LinkFilter::default()
    };
    let links = world.links(&world.here, filter, ALL).await;
    let mut ids: Vec<_> = links.into_iter().map(|link| link.id).collect();
    ids.sort();
    ids
}

const BACK: LinkChanges = LinkChanges {
    direction: None,
    record: None,
    workspace_connector: None,
    restore: true,
};

async fn a_link_that_came_after_a_run_was_opened_is_not_swept(world: &World) {
    let people = people(world, 14).await;
    for ahead in skews() {
        let Two { one, other } = two(world, ahead);
        let [crm, elsewhere] = [activate(world).await, activate(world).await];
        let first = one.open(world, crm, Direction::Input).await;
        one.deliver(world, &first, &people[..10]).await;
        assert_eq!(one.finish(world, &first).await, 0);
        let gone = other.link(world, people[10], crm, Direction::Input).await;
        other.delete(world, gone).await;
        let turned = other.link(world, people[11], crm, Direction::Output).await;
        let moved = other
            .link(world, people[12], elsewhere, Direction::Input)
            .await;

        let run = one.open(world, crm, Direction::Input).await;
        let new = other.link(world, people[13], crm, Direction::Input).await;
        other.change(world, gone, BACK).await;
        let turn = LinkChanges {
            direction: Some(Direction::Input),
            ..LinkChanges::default()
        };
        other.change(world, turned, turn).await;
        let to = LinkChanges {
            workspace_connector: Some(crm),
            ..LinkChanges::default()
        };
        other.change(world, moved, to).await;
        // The same people twice: to be touched makes no link younger than the run.
        for _ in 0..2 {
            one.deliver(world, &run, &people[..9]).await;
        }
        other.deliver(world, &run, &people[13..]).await;
        let unseen = world.store().run_unseen(world.here.tenant, run.id).await;
        let unseen = unseen.unwrap();
        assert_eq!(
            (unseen.active, unseen.older, unseen.unseen),
            (14, 10, 1),
            "{ahead}"
        );
        assert_eq!(one.finish(world, &run).await, 1, "{ahead}");
        let left = active(world, crm).await;
        assert_eq!(left.len(), 13, "{ahead}");
        for id in [new, gone, turned, moved] {
            assert!(left.contains(&id), "{ahead}");
        }
    }
}

/// One process, whose clock is set before one of the steps.
async fn a_full_run_sweeps_what_it_has_not_seen(world: &World) {
    let people = people(world, 20).await;
    for by in skews() {
        for moment in 0..5 {
            let one = two(world, 0).one;
            let set = |now| {
                if now == moment {
                    one.set(by);
                }
            };
            let crm = activate(world).await;
            let first = one.open(world, crm, Direction::Input).await;
            set(0);
            one.deliver(world, &first, &people).await;
            set(1);
            assert_eq!(one.finish(world, &first).await, 0);
            set(2);
            let run = one.open(world, crm, Direction::Input).await;
            set(3);
            one.deliver(world, &run, &people[..15]).await;
            set(4);
            assert_eq!(one.finish(world, &run).await, 5, "{by} before {moment}");
            assert_eq!(active(world, crm).await.len(), 15);
        }
    }
}

async fn a_disconnect_leaves_nothing(world: &World) {
    let people = people(world, 10).await;
    for ahead in skews() {
        let Two { one, other } = two(world, ahead);
        for kind in [JobKind::Disconnect, JobKind::Delete] {
            let crm = activate(world).await;
            for person in &people {
                other.link(world, *person, crm, Direction::Input).await;
                one.link(world, *person, crm, Direction::Output).await;
            }
            let job = one.job(world, kind, crm).await;
            one.set(-ahead);
            let done = one.carry_out(world, job).await;
            assert_eq!((done.total, done.changed), (20, 20), "{ahead} {kind}");
            assert!(done.completed_at >= Some(done.created_at));
            assert_eq!(active(world, crm).await, [], "{ahead} {kind}");
            one.set(0);
        }
    }
}

/// Nothing says that a link of a connector which is disabled cannot be made.
async fn a_disconnect_that_was_begun_takes_what_comes_meanwhile(world: &World) {
    let people = people(world, 6).await;
    for ahead in skews() {
        let Two { one, other } = two(world, ahead);
        let crm = activate(world).await;
        let gone = one.link(world, people[0], crm, Direction::Input).await;
        one.delete(world, gone).await;
        for person in &people {
            one.link(world, *person, crm, Direction::Input).await;
        }
        let job = one.job(world, JobKind::Disconnect, crm).await;
        other.link(world, people[2], crm, Direction::Output).await;
        // All its steps are done, and its last word is not said.
        let mut walked = job.clone();
        for direction in Direction::ALL {
            let stream = Stream {
                workspace_connector: crm,
                record: world.kind,
                direction,
            };
            walked = one.step(world, &job, stream, 100).await;
        }
        assert_eq!(walked.changed, 7, "{ahead}");
        other.link(world, people[0], crm, Direction::Input).await;
        other.link(world, people[1], crm, Direction::Output).await;
        other.change(world, gone, BACK).await;
        let done = one.carry_out(world, walked).await;
        assert_eq!(done.changed, 10, "{ahead}");
        assert_eq!(active(world, crm).await, [], "{ahead}");
    }
}

async fn an_invalidation_leaves_what_came_after_it_was_opened(world: &World) {
    let people = people(world, 6).await;
    for ahead in skews() {
        let Two { one, other } = two(world, ahead);
        let crm = activate(world).await;
        let mut old = Vec::new();
        for person in &people {
            old.push(other.link(world, *person, crm, Direction::Input).await);
        }
        let job = one.job(world, JobKind::Invalidate, crm).await;
        let new = other.link(world, people[0], crm, Direction::Input).await;
        other.change(world, old[3], LinkChanges::default()).await;
        let done = one.carry_out(world, job).await;
        assert_eq!(done.changed, 5, "{ahead}");
        let mut left = [new, old[3]];
        left.sort();
        assert_eq!(active(world, crm).await, left, "{ahead}");
    }
}

async fn whoever_is_alive_is_left_alone(world: &World) {
    let tenant = world.here.tenant;
    for ahead in skews() {
        let Two { one, other } = two(world, ahead);
        let crm = activate(world).await;
        let run = one.open(world, crm, Direction::Input).await;
        let job = one.job(world, JobKind::Invalidate, crm).await;
        // It closes what it takes for dead before it opens its own.
        other.open(world, crm, Direction::Output).await;
        let patience = Patience::default();
        let abandoned = other.ledger.abandoned_by(tenant, patience).await;
        assert_eq!(abandoned.unwrap().jobs, [], "{ahead}");
        let run = one.ledger.run(tenant, run.id).await.unwrap().unwrap();
        assert_eq!(run.status, RunStatus::InProgress, "{ahead}");
        one.carry_out(world, job).await;
    }
}

async fn whoever_is_dead_is_found(world: &World) {
    let tenant = world.here.tenant;
    for ahead in skews() {
        let Two { one, other } = two(world, ahead);
        let crm = activate(world).await;
        other
            .link(world, world.here.ada.id, crm, Direction::Input)
            .await;
        let run = other.open(world, crm, Direction::Input).await;
        let job = other.job(world, JobKind::Disconnect, crm).await;
        let patience = Patience {
            run: Duration::ZERO,
            job: Duration::ZERO,
        };
        let silent = world.store().neglected(Idle::Silent(Duration::ZERO)).await;
        assert!(silent.unwrap().contains(&tenant));
        let abandoned = one
            .ledger
            .abandoned_by(tenant, patience)
            .await
            .unwrap()
            .jobs;
        let [found] = &*abandoned else {
            panic!("{ahead}: {abandoned:?}");
        };
        assert_eq!(found.id, job.id);
        one.carry_out(world, found.clone()).await;
        assert_eq!(active(world, crm).await, [], "{ahead}");
        let run = one.ledger.run(tenant, run.id).await.unwrap().unwrap();
        assert_eq!(run.status, RunStatus::Error, "{ahead}");
        assert!(run.duration_ms() >= Some(0), "{ahead}");
        one.status(world, crm, Status::Enabled).await;
        let next = one.open(world, crm, Direction::Input).await;
        one.finish(world, &next).await;
    }
}

async fn any_steps_on_any_clocks(world: &World) {
    chance::walk(world).await;
}
