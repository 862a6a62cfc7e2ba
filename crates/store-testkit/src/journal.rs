pub(crate) mod following;
pub(crate) mod reading;

use wellhead_core::cause::{Author, Cause, Grounds};
use wellhead_core::command::{
    Command, LinkChanges, NewRecord, RecordChanges, WorkspaceConnectorChanges,
};
use wellhead_core::id::LinkId;
use wellhead_core::journal::{Act, Change, Changed, Ends, Place};
use wellhead_core::record::RecordRef;
use wellhead_core::resource::{Deleted, Direction, JobKind, Link, LinkFilter, Mode, Selection};
use wellhead_core::sync::Finish;
use wellhead_core::time::Timestamp;

use crate::causes::{act, made_by};
use crate::deliveries::{batch, line, write};
use crate::jobs::carry_out;
use crate::machine::Time;
use crate::runs::open;
use crate::world::{ALL, World, external, fresh, link_of, second};

crate::cases![
    every kind:
    tells_of_each_change_of_a_record,
    tells_of_each_change_of_a_link,
    tells_what_a_link_said_then,
    a_deleted_record_takes_its_links_along,
    a_connector_takes_the_links_of_every_kind_along,
    tells_what_a_run_delivered_and_not_what_it_saw,
    tells_what_jobs_and_sweeps_ended,
    a_refused_batch_leaves_nothing
];

/// Where the journal is now.
pub(crate) async fn head(world: &World) -> Place {
    let head = world.store().journal_head(world.here.tenant).await;
    head.expect("a journal has a head")
}

/// All changes after a place.
pub(crate) async fn after(world: &World, place: Place) -> Vec<Change> {
    let read = world
        .store()
        .journal_read(world.here.tenant, place, 100_000);
    let read = read.await.expect("a journal can be read");
    read.expect("the journal goes on from there").changes
}

/// What the changes after a place were, and what they were done to; their positions must follow each other.
async fn told(world: &World, place: Place) -> Vec<(Act, Option<Grounds>, Cause, Changed)> {
    let changes = after(world, place).await;
    for (position, change) in (place.position + 1..).zip(&changes) {
        assert_eq!(change.place.position, position);
        assert_eq!(change.place.at, Some(change.at));
    }
    let told = |it: &Change| (it.act, it.reason, it.cause, it.subject);
    changes.iter().map(told).collect()
}

fn ends(link: &Link) -> Ends {
    Ends {
        record: link.record,
        workspace_connector: link.workspace_connector,
        direction: link.direction,
    }
}

fn of(world: &World, id: LinkId, now: Ends, before: Option<Ends>) -> Changed {
    Changed::Link {
        kind: world.kind,
        id,
        now,
        before,
    }
}

fn delete(world: &World, id: LinkId) -> Command {
    Command::LinkDelete(world.kind, id)
}

fn update(world: &World, id: LinkId, changes: LinkChanges) -> Command {
    Command::LinkUpdate(world.kind, id, changes)
}

const NOTHING: LinkChanges = LinkChanges {
    direction: None,
    record: None,
    workspace_connector: None,
    restore: false,
};

async fn tells_of_each_change_of_a_record(world: &World) {
    let start = head(world).await;
    let [maker, other] = [Cause::Key(fresh()), Cause::Key(fresh())];
    let new = world.new_record("Newcomer", Some("E-9"));
    let record: RecordRef = new.reference();
    let renamed = |id: &str| RecordChanges {
        external_id: Some(Some(external(id))),
        ..RecordChanges::default()
    };
    let restore = RecordChanges {
        restore: true,
        ..RecordChanges::default()
    };
    let again = NewRecord {
        id: wellhead_core::id::NewId::Minted(fresh()),
        ..new.clone()
    };
    for (at, cause, command) in [
        (1, maker, Command::RecordCreate(new)),
        (2, other, Command::RecordCreate(again)),
        (3, other, Command::RecordUpdate(record, renamed("E-10"))),
        (4, other, Command::RecordUpdate(record, renamed("E-10"))),
        (
            5,
            other,
            Command::RecordUpdate(record, RecordChanges::default()),
        ),
        (6, maker, Command::RecordDelete(record)),
        (7, other, Command::RecordUpdate(record, restore.clone())),
        (8, other, Command::RecordUpdate(record, restore)),
    ] {
        act(world, cause, second(at), command).await;
    }
    let subject = Changed::Record(record);
    let expected = [
        (Act::Created, None, maker, subject),
        (Act::Updated, None, other, subject),
        (Act::Deleted, None, maker, subject),
        (Act::Restored, None, other, subject),
    ];
    assert_eq!(told(world, start).await, expected);
    let times: Vec<_> = after(world, start).await.iter().map(|it| it.at).collect();
    assert_eq!(times, [1, 3, 6, 7].map(second));
}

async fn tells_of_each_change_of_a_link(world: &World) {
    let here = &world.here;
    let start = head(world).await;
    let by: Vec<Cause> = (0..6).map(|_| Cause::Key(fresh())).collect();
    let link = made_by(world, by[0]).await;
    let pointed = LinkChanges {
        record: Some(here.bob.id),
        ..NOTHING
    };
    let turned = LinkChanges {
        direction: Some(Direction::Output),
        ..NOTHING
    };
    let back = LinkChanges {
        workspace_connector: Some(here.mailer.id),
        restore: true,
        ..NOTHING
    };
    for (at, cause, command) in [
        (2, by[1], update(world, link.id, pointed)),
        (3, by[1], update(world, link.id, pointed)),
        (4, by[1], update(world, link.id, NOTHING)),
        (5, by[2], update(world, link.id, turned)),
        (6, by[3], delete(world, link.id)),
        (7, by[4], update(world, link.id, back)),
        (8, by[5], update(world, link.id, back)),
        (9, by[5], delete(world, link.id)),
        (
            10,
            by[5],
            update(
                world,
                link.id,
                LinkChanges {
                    restore: true,
                    ..NOTHING
                },
            ),
        ),
    ] {
        act(world, cause, second(at), command).await;
    }
    let made = ends(&link);
    let of_bob = Ends {
        record: here.bob.id,
        ..made
    };
    let out = Ends {
        direction: Direction::Output,
        ..of_bob
    };
    let mailer = Ends {
        workspace_connector: here.mailer.id,
        ..out
    };
    let deleted = Some(Grounds::Deleted);
    let of = |now, before| of(world, link.id, now, before);
    let expected = [
        (Act::Created, None, by[0], of(made, None)),
        (Act::Updated, None, by[1], of(of_bob, Some(made))),
        (Act::Updated, None, by[2], of(out, Some(of_bob))),
        (Act::Deleted, deleted, by[3], of(out, None)),
        (Act::Restored, None, by[4], of(mailer, Some(out))),
        (Act::Deleted, deleted, by[5], of(mailer, None)),
        (Act::Restored, None, by[5], of(mailer, None)),
    ];
    assert_eq!(told(world, start).await, expected);
    let times: Vec<_> = after(world, start).await.iter().map(|it| it.at).collect();
    assert_eq!(times, [1, 2, 5, 6, 7, 9, 10].map(second));
}

/// However the clock goes, and whether the changes came one by one or all at once.
async fn tells_what_a_link_said_then(world: &World) {
    let here = &world.here;
    let to = |record| LinkChanges {
        record: Some(record),
        restore: true,
        ..NOTHING
    };
    let (ada, bob) = (here.ada.id, here.bob.id);
    let commands = |link: &Link| {
        let id = link.id;
        vec![
            update(world, id, to(bob)),
            delete(world, id),
            update(world, id, to(ada)),
            delete(world, id),
            update(world, id, to(bob)),
            update(world, id, to(ada)),
            delete(world, id),
        ]
    };
    let expected = |link: &Link| {
        let now = |record| Ends {
            record,
            ..ends(link)
        };
        let of = |now, before| of(world, link.id, now, before);
        let deleted = Some(Grounds::Deleted);
        [
            (Act::Updated, None, of(now(bob), Some(now(ada)))),
            (Act::Deleted, deleted, of(now(bob), None)),
            (Act::Restored, None, of(now(ada), Some(now(bob)))),
            (Act::Deleted, deleted, of(now(ada), None)),
            (Act::Restored, None, of(now(bob), Some(now(ada)))),
            (Act::Updated, None, of(now(ada), Some(now(bob)))),
            (Act::Deleted, deleted, of(now(ada), None)),
        ]
        .map(|(act, reason, subject)| (act, reason, Cause::Operator, subject))
    };
    let clocks: [fn(i64) -> Timestamp; 4] = [
        |step| second(20 + step),
        |_| second(1),
        |step| second(20 - 3 * step),
        |step| second(20 + step % 2 * 5),
    ];
    for clock in clocks {
        let link = made_by(world, Cause::Operator).await;
        let start = head(world).await;
        for (step, command) in (1..).zip(commands(&link)) {
            act(world, Cause::Operator, clock(step), command).await;
        }
        assert_eq!(told(world, start).await, expected(&link));
    }
    let link = made_by(world, Cause::Operator).await;
    let start = head(world).await;
    let author = Author::operator(here.tenant);
    let done = world
        .store()
        .apply(author, second(1), commands(&link))
        .await;
    done.expect("a batch can be applied");
    assert_eq!(told(world, start).await, expected(&link));

    // The links that one batch deletes are told of one by one, whatever they said at its end.
    let [one, two] = [
        made_by(world, Cause::Operator).await,
        made_by(world, Cause::Operator).await,
    ];
    let start = head(world).await;
    let batch = vec![delete(world, one.id), delete(world, two.id)];
    let done = world.store().apply(author, second(30), batch).await;
    done.expect("a batch can be applied");
    act(
        world,
        Cause::Operator,
        second(30),
        update(world, one.id, to(bob)),
    )
    .await;
    let deleted = |link: &Link| {
        let subject = of(world, link.id, ends(link), None);
        (
            Act::Deleted,
            Some(Grounds::Deleted),
            Cause::Operator,
            subject,
        )
    };
    assert_eq!(
        told(world, start).await[..2],
        [deleted(&one), deleted(&two)]
    );
}

async fn a_deleted_record_takes_its_links_along(world: &World) {
    let here = &world.here;
    let link = made_by(world, Cause::Operator).await;
    let gone = made_by(world, Cause::Operator).await;
    act(world, Cause::Operator, second(2), delete(world, gone.id)).await;
    let start = head(world).await;
    let by = Cause::Key(fresh());
    let ada = here.ada.reference();
    act(world, by, second(3), Command::RecordDelete(ada)).await;
    let expected = [
        (Act::Deleted, None, by, Changed::Record(ada)),
        (
            Act::Deleted,
            Some(Grounds::RecordDeleted),
            by,
            of(world, link.id, ends(&link), None),
        ),
    ];
    assert_eq!(told(world, start).await, expected);
}

async fn a_connector_takes_the_links_of_every_kind_along(world: &World) {
    let here = &world.here;
    let mut left = vec![here.ada.kind];
    made_by(world, Cause::Operator).await;
    for other in &here.others {
        let new = link_of(other, here.crm.id, Direction::Output);
        act(world, Cause::Operator, second(1), Command::LinkCreate(new)).await;
        left.push(other.kind);
    }
    let start = head(world).await;
    let by = Cause::Key(fresh());
    act(
        world,
        by,
        second(3),
        Command::WorkspaceConnectorDelete(here.crm.id),
    )
    .await;
    for (act, reason, cause, subject) in told(world, start).await {
        assert_eq!(
            (act, reason, cause),
            (Act::Deleted, Some(Grounds::Disconnected), by)
        );
        match subject {
            Changed::Link { kind, now, .. } => {
                assert_eq!(now.workspace_connector, here.crm.id);
                left.retain(|it| *it != kind);
            }
            other @ Changed::Record(_) => panic!("not a link: {other:?}"),
        }
    }
    assert_eq!(left, []);
}

async fn tells_what_a_run_delivered_and_not_what_it_saw(world: &World) {
    let here = &world.here;
    let known = made_by(world, Cause::Operator).await;
    let run = open(world, second(4), Direction::Input, Mode::Incremental).await;
    let given = || ["E-1", "new-1", "E-2", "new-2", "new-1"].map(|id| line(world.kind, id));
    let start = head(world).await;
    write(world, second(5), batch(&run, given().into()))
        .await
        .expect("a batch");
    let by = Cause::Run(run.id);
    let told = told(world, start).await;
    assert!(
        told.iter()
            .all(|(act, reason, cause, _)| { (*act, *reason, *cause) == (Act::Created, None, by) })
    );
    let mut links = world.links(here, LinkFilter::default(), ALL).await;
    links.retain(|link| link.id != known.id);
    let new = links.iter().filter(|link| link.record != here.bob.id);
    let records: Vec<_> = new
        .map(|link| Changed::Record(world.of(link.record)))
        .collect();
    let links: Vec<_> = links
        .iter()
        .map(|link| of(world, link.id, ends(link), None))
        .collect();
    assert_eq!((records.len(), links.len()), (2, 3));
    let subjects: Vec<_> = told.iter().map(|(.., subject)| *subject).collect();
    let (told_first, told_next) = subjects.split_at(2);
    assert!(records.iter().all(|it| told_first.contains(it)), "{told:?}");
    assert_eq!(told_next.len(), 3);
    assert!(links.iter().all(|it| told_next.contains(it)), "{told:?}");

    let start = head(world).await;
    write(world, second(6), batch(&run, given().into()))
        .await
        .expect("a batch");
    assert_eq!(after(world, start).await, [], "nothing is new");
    assert_eq!(head(world).await, start);
}

async fn tells_what_jobs_and_sweeps_ended(world: &World) {
    let here = &world.here;
    let all = Selection::default();
    let of_crm = Selection {
        workspace_connector: Some(here.crm.id),
        ..Selection::default()
    };
    for (kind, selection, reason, ended) in [
        (JobKind::Deduplicate, &all, Grounds::Deduplicated, 1),
        (JobKind::Invalidate, &all, Grounds::Invalidated, 1),
        (JobKind::Disconnect, &of_crm, Grounds::Disconnected, 2),
    ] {
        if kind != JobKind::Invalidate {
            made_by(world, Cause::Operator).await;
            made_by(world, Cause::Operator).await;
        }
        let start = head(world).await;
        carry_out(world, kind, selection.clone(), true).await;
        assert_eq!(after(world, start).await, [], "a dry run");
        let job = carry_out(world, kind, selection.clone(), false).await;
        let told = told(world, start).await;
        assert_eq!(told.len(), ended, "{kind}");
        for (act, why, by, subject) in told {
            let expected = (Act::Deleted, Some(reason), Cause::Job(job.id));
            assert_eq!((act, why, by), expected, "{kind}");
            let Changed::Link { id, now, .. } = subject else {
                panic!("not a link: {subject:?}")
            };
            let link = world.link_get(id, Deleted::Only).await;
            assert_eq!(ends(&link.expect("it is gone")), now);
        }
    }

    let enable = WorkspaceConnectorChanges {
        status: Some(wellhead_core::resource::Status::Enabled),
        match_rule: None,
        rank: None,
        restore: false,
        ..WorkspaceConnectorChanges::default()
    };
    let enable = Command::WorkspaceConnectorUpdate(here.crm.id, enable);
    act(world, Cause::Operator, second(3), enable).await;
    let unseen = made_by(world, Cause::Operator).await;
    let run = open(world, second(20), Direction::Input, Mode::Full).await;
    write(
        world,
        second(21),
        batch(&run, vec![line(world.kind, "E-2")]),
    )
    .await
    .expect("a batch");
    let start = head(world).await;
    let finish = Finish {
        most_percent: 100,
        ..Finish::default()
    };
    let ledger = Time::from(second(2_000)).machine(world, 0).ledger;
    let finished = ledger.run_finish(here.tenant, run.id, finish, |_| ()).await;
    finished.expect("a run can be finished");
    let subject = of(world, unseen.id, ends(&unseen), None);
    let expected = (
        Act::Deleted,
        Some(Grounds::Swept),
        Cause::Run(run.id),
        subject,
    );
    assert_eq!(told(world, start).await, [expected]);
}

async fn a_refused_batch_leaves_nothing(world: &World) {
    let here = &world.here;
    let link = made_by(world, Cause::Operator).await;
    let start = head(world).await;
    let author = Author::operator(here.tenant);
    let refused = vec![
        Command::RecordCreate(world.new_record("Newcomer", None)),
        delete(world, link.id),
        delete(world, link.id),
    ];
    let refused = world.store().apply(author, second(2), refused).await;
    refused.expect_err("it is deleted already");
    let nothing =
        Command::WorkspaceConnectorUpdate(here.crm.id, WorkspaceConnectorChanges::default());
    act(world, Cause::Operator, second(3), nothing).await;
    assert_eq!(head(world).await, start);
    assert_eq!(after(world, start).await, []);
    act(world, Cause::Operator, second(4), delete(world, link.id)).await;
    assert_eq!(
        head(world).await.position,
        start.position + 1,
        "no position is left out"
    );
}
