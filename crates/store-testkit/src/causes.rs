use wellhead_core::cause::{Author, Cause, Causes, Grounds};
use wellhead_core::command::{Command, LinkChanges, NewLink, Outcome};
use wellhead_core::id::{LinkId, NewId};
use wellhead_core::resource::{Deleted, Direction, JobKind, Link, LinkFilter, Mode, Selection};
use wellhead_core::store::{NewJob, OnDuplicate};
use wellhead_core::sync::Finish;
use wellhead_core::time::Timestamp;

use crate::deliveries::{batch, known, line, write};
use crate::jobs::carry_out;
use crate::machine::Time;
use crate::runs::open;
use crate::world::{ALL, World, fresh, link, second};

crate::cases![
    every kind:
    a_link_remembers_who_made_it,
    a_delivered_link_is_made_and_seen_by_its_run,
    a_run_that_delivers_a_link_again_sees_it,
    a_deleted_link_remembers_who_ended_it,
    the_links_of_a_record_end_with_it,
    the_links_of_a_connector_end_with_it,
    a_job_ends_what_it_is_about,
    a_job_ends_what_it_takes_along_at_its_end,
    a_sweep_is_done_by_its_run,
    a_restored_link_forgets_who_ended_it,
    a_change_leaves_alone_who_made_and_saw_a_link
];

/// Applies one command as `cause`.
pub(crate) async fn act(world: &World, cause: Cause, at: Timestamp, command: Command) -> Outcome {
    let author = Author::new(world.here.tenant, cause);
    let done = world.store().apply(author, at, vec![command]).await;
    done.expect("a command can be applied").remove(0)
}

/// A link of Ada and the first connector, made at second 1.
pub(crate) async fn made_by(world: &World, cause: Cause) -> Link {
    let here = &world.here;
    let draft = world.draft(here.ada.id, here.crm.id, Direction::Input);
    link(act(world, cause, second(1), Command::LinkCreate(draft)).await)
}

/// What a link and its place in the list say of its causes, which is the same.
async fn causes(world: &World, id: LinkId) -> Causes {
    let found = world.link_get(id, Deleted::Include).await;
    let found = found.expect("the link is there");
    let filter = LinkFilter {
        deleted: Deleted::Include,
        ..LinkFilter::default()
    };
    let listed = world.links(&world.here, filter, ALL).await;
    assert_eq!(listed.iter().find(|link| link.id == id), Some(&found));
    found.causes
}

fn ended(made: Causes, cause: Cause, reason: Grounds) -> Causes {
    Causes {
        deleted: Some(cause),
        reason: Some(reason),
        ..made
    }
}

fn everybody() -> [Cause; 4] {
    [
        Cause::Operator,
        Cause::Key(fresh()),
        Cause::Job(fresh()),
        Cause::Run(fresh()),
    ]
}

async fn a_link_remembers_who_made_it(world: &World) {
    let here = &world.here;
    for cause in everybody() {
        let alone = made_by(world, cause).await;
        assert_eq!(alone.causes, Causes::made_by(cause));
        assert_eq!(causes(world, alone.id).await, alone.causes);

        let draft = || world.draft(here.bob.id, here.mailer.id, Direction::Output);
        let brought = NewLink {
            id: NewId::Brought(fresh()),
            ..draft()
        };
        let commands = [brought, draft()].map(Command::LinkCreate).into();
        let author = Author::new(here.tenant, cause);
        let made = world.store().apply(author, second(2), commands).await;
        for made in made.expect("links can be made").into_iter().map(link) {
            assert_eq!(made.causes, Causes::made_by(cause));
            assert_eq!(causes(world, made.id).await, made.causes);
        }
    }
    // Many at once may share a transaction, and still each has its own maker.
    let makers: Vec<Cause> = (0..40).map(|i| everybody()[i % 4]).collect();
    let all = makers.iter().map(|cause| made_by(world, *cause));
    let made = futures_util::future::join_all(all).await;
    for (made, maker) in made.iter().zip(makers) {
        assert_eq!(made.causes, Causes::made_by(maker));
        assert_eq!(causes(world, made.id).await, made.causes);
    }
}

async fn a_delivered_link_is_made_and_seen_by_its_run(world: &World) {
    let run = open(world, second(4), Direction::Input, Mode::Incremental).await;
    for (at, on_duplicate) in [(5, OnDuplicate::Touch), (6, OnDuplicate::Append)] {
        let records = ["E-1", "new", "E-1"].map(|id| line(world.kind, id)).into();
        let batch = wellhead_core::store::DeliveryBatch {
            on_duplicate,
            ..batch(&run, records)
        };
        write(world, second(at), batch).await.expect("a batch");
    }
    let links = world.links(&world.here, LinkFilter::default(), ALL).await;
    assert_eq!(links.len(), 2 + 3);
    for link in links {
        assert_eq!(link.causes, Causes::made_by(Cause::Run(run.id)));
    }
}

async fn a_run_that_delivers_a_link_again_sees_it(world: &World) {
    let here = &world.here;
    let maker = Cause::Key(fresh());
    let [twin, other] = [made_by(world, maker).await, made_by(world, maker).await];
    let out = world.draft(here.ada.id, here.crm.id, Direction::Output);
    let out = link(act(world, maker, second(1), Command::LinkCreate(out)).await);
    let gone = made_by(world, maker).await;
    act(
        world,
        maker,
        second(2),
        Command::LinkDelete(world.kind, gone.id),
    )
    .await;
    let before = causes(world, gone.id).await;
    for at in [10, 20] {
        let run = open(world, second(at), Direction::Input, Mode::Full).await;
        let batch = batch(&run, vec![line(world.kind, "E-1")]);
        write(world, second(at + 1), batch).await.expect("a batch");
        let closed = world
            .store()
            .run_close(here.tenant, second(at + 2), run.id, None);
        closed.await.expect("a run can be closed");
        let seen = Causes {
            seen: Some(Cause::Run(run.id)),
            ..Causes::made_by(maker)
        };
        for link in [&twin, &other] {
            assert_eq!(causes(world, link.id).await, seen);
        }
        assert_eq!(causes(world, out.id).await, out.causes);
        assert_eq!(causes(world, gone.id).await, before);
    }
}

async fn a_deleted_link_remembers_who_ended_it(world: &World) {
    for cause in everybody() {
        let made = made_by(world, Cause::Key(fresh())).await;
        let delete = Command::LinkDelete(world.kind, made.id);
        act(world, cause, second(2), delete).await;
        let expected = ended(made.causes, cause, Grounds::Deleted);
        assert_eq!(causes(world, made.id).await, expected);
    }
}

async fn the_links_of_a_record_end_with_it(world: &World) {
    let here = &world.here;
    let bob = world.link(second(1), here.bob.id, here.crm.id, Direction::Input);
    let delete = Command::RecordDelete(world.of(here.ada.id));
    its_links_end_with_it(world, &bob.await, delete, Grounds::RecordDeleted).await;
}

async fn the_links_of_a_connector_end_with_it(world: &World) {
    let here = &world.here;
    let mailer = world.link(second(1), here.ada.id, here.mailer.id, Direction::Input);
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    its_links_end_with_it(world, &mailer.await, delete, Grounds::Disconnected).await;
}

/// Checks that `delete` ends the links of Ada and the first connector for `reason`, but neither those that had ended
/// before nor the link of `another`.
async fn its_links_end_with_it(world: &World, another: &Link, delete: Command, reason: Grounds) {
    let [first, last] = [Cause::Key(fresh()), Cause::Key(fresh())];
    let [early, late] = [made_by(world, first).await, made_by(world, first).await];
    let ending = Command::LinkDelete(world.kind, early.id);
    act(world, first, second(2), ending).await;
    act(world, last, second(3), delete).await;
    let expected = ended(early.causes, first, Grounds::Deleted);
    assert_eq!(
        causes(world, early.id).await,
        expected,
        "it had ended before"
    );
    let expected = ended(late.causes, last, reason);
    assert_eq!(causes(world, late.id).await, expected);
    assert_eq!(causes(world, another.id).await, another.causes);
}

async fn a_job_ends_what_it_is_about(world: &World) {
    let selection = Selection {
        workspace_connector: Some(world.here.crm.id),
        ..Selection::default()
    };
    for (kind, reason) in [
        (JobKind::Deduplicate, Grounds::Deduplicated),
        (JobKind::Invalidate, Grounds::Invalidated),
        (JobKind::Disconnect, Grounds::Disconnected),
        (JobKind::Delete, Grounds::Disconnected),
    ] {
        let maker = Cause::Key(fresh());
        let [kept, twin] = [made_by(world, maker).await, made_by(world, maker).await];
        carry_out(world, kind, selection.clone(), true).await;
        assert_eq!(causes(world, twin.id).await, twin.causes, "a dry run");
        let job = carry_out(world, kind, selection.clone(), false).await;
        let expected = ended(twin.causes, Cause::Job(job.id), reason);
        // Of twins the oldest stays, or the one with the lower id.
        let [kept, twin] = if kind == JobKind::Deduplicate && kept.id > twin.id {
            [twin, kept]
        } else {
            [kept, twin]
        };
        assert_eq!(causes(world, twin.id).await, expected, "{kind}");
        if kind == JobKind::Deduplicate {
            assert_eq!(causes(world, kept.id).await, kept.causes);
            act(
                world,
                maker,
                second(2),
                Command::LinkDelete(world.kind, kept.id),
            )
            .await;
        }
        let gone = world.link_get(kept.id, Deleted::Only).await;
        assert!(gone.is_some(), "{kind}");
    }
}

async fn a_job_ends_what_it_takes_along_at_its_end(world: &World) {
    let (store, here) = (world.store(), &world.here);
    for kind in [JobKind::Disconnect, JobKind::Delete] {
        let made = made_by(world, Cause::Operator).await;
        let job = NewJob {
            id: fresh(),
            kind,
            selection: Selection {
                workspace_connector: Some(here.crm.id),
                ..Selection::default()
            },
            dry_run: false,
            total: 1,
            worker: None,
        };
        let job = store.job_open(here.tenant, second(10), job).await;
        let job = job.expect("a job can be opened").id;
        let closed = store.job_close(here.tenant, second(11), job, None).await;
        assert_eq!(closed.expect("a job can be closed").changed, 1);
        let expected = ended(made.causes, Cause::Job(job), Grounds::Disconnected);
        assert_eq!(causes(world, made.id).await, expected);
    }
}

async fn a_sweep_is_done_by_its_run(world: &World) {
    let here = &world.here;
    let ledger = Time::from(second(100)).machine(world, 0).ledger;
    let unseen = made_by(world, Cause::Key(fresh())).await;
    let run = open(world, second(20), Direction::Input, Mode::Full).await;
    let batch = batch(&run, vec![line(world.kind, "E-2")]);
    write(world, second(21), batch).await.expect("a batch");
    let finish = Finish {
        most_percent: 100,
        ..Finish::default()
    };
    let finished = ledger.run_finish(here.tenant, run.id, finish, |_| ()).await;
    finished.expect("a run can be finished");
    let expected = ended(unseen.causes, Cause::Run(run.id), Grounds::Swept);
    assert_eq!(causes(world, unseen.id).await, expected);
}

async fn a_restored_link_forgets_who_ended_it(world: &World) {
    let made = made_by(world, Cause::Key(fresh())).await;
    let delete = Command::LinkDelete(world.kind, made.id);
    act(world, Cause::Key(fresh()), second(2), delete).await;
    let restore = LinkChanges {
        restore: true,
        ..LinkChanges::default()
    };
    let restore = Command::LinkUpdate(world.kind, made.id, restore);
    let back = link(act(world, Cause::Key(fresh()), second(3), restore).await);
    assert_eq!(back.causes, made.causes);
    assert_eq!(causes(world, made.id).await, made.causes);
}

async fn a_change_leaves_alone_who_made_and_saw_a_link(world: &World) {
    let here = &world.here;
    let made = made_by(world, Cause::Key(fresh())).await;
    let run = open(world, second(4), Direction::Input, Mode::Incremental).await;
    let batch = batch(&run, vec![known(world.kind, here.ada.id)]);
    write(world, second(5), batch).await.expect("a batch");
    let seen = Causes {
        seen: Some(Cause::Run(run.id)),
        ..made.causes
    };
    for changes in [
        LinkChanges::default(),
        LinkChanges {
            direction: Some(Direction::Output),
            ..LinkChanges::default()
        },
        LinkChanges {
            record: Some(here.bob.id),
            workspace_connector: Some(here.mailer.id),
            ..LinkChanges::default()
        },
    ] {
        let update = Command::LinkUpdate(world.kind, made.id, changes);
        let changed = link(act(world, Cause::Key(fresh()), second(6), update).await);
        assert_eq!(changed.causes, seen);
        assert_eq!(causes(world, made.id).await, seen);
    }
}
