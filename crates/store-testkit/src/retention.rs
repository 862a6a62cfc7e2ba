//! What is removed because it is over, and what is not.

pub(crate) mod steps;

use wellhead_core::cause::{Author, Cause};
use wellhead_core::command::{Command, LinkChanges, RecordChanges, Rejection};
use wellhead_core::id::{JobId, LinkId, RecordId};
use wellhead_core::identity::{Contradiction, IdentityFilter};
use wellhead_core::journal::{Act, Changed, Place};
use wellhead_core::privacy::retention::{Category, Cuts, Holding, Period, Policy, Rules};
use wellhead_core::resource::{Deleted, Direction, Job, JobKind, JobStatus, Mode, Selection};
use wellhead_core::store::NewJob;
use wellhead_core::sync::{NewRejection, Refused};
use wellhead_core::time::Timestamp;

use crate::causes::act;
use crate::deliveries::{batch, known, write};
use crate::history::WHOLE;
use crate::identities::{create, list, new};
use crate::journal::after;
use crate::merges::{merge, undo};
use crate::runs::open;
use crate::world::{ALL, World, fresh, rejection, second, version};

crate::cases![
    every kind:
    ended_links_go_with_their_history,
    states_go_when_they_are_over,
    tombstones_go_if_nothing_refers_to_them,
    runs_go_with_what_they_delivered_and_rejected;
    people:
    rules_are_kept_as_they_are_set,
    nothing_goes_without_a_rule,
    rejected_lines_may_go_before_their_run,
    the_journal_tells_no_change_whose_link_is_gone,
    the_journal_tells_no_state_that_is_gone,
    what_was_merged_stays_and_is_parted_no_more,
    changes_are_forgotten,
];

/// So many days after the beginning.
pub(crate) fn day(days: i64) -> Timestamp {
    second(days * 24 * 3_600)
}

pub(crate) fn of(world: &World, category: Category) -> Holding {
    let kind = category.is_by_kind().then_some(world.kind);
    Holding::new(category, kind).expect("a holding")
}

pub(crate) fn rule(holding: Holding, days: u64) -> (Holding, Period) {
    (holding, Period::of_days(days).expect("a period"))
}

/// Keeps what is over of these categories for thirty days.
pub(crate) async fn keep(world: &World, categories: &[Category]) {
    let rules = categories.iter().map(|it| rule(of(world, *it), 30));
    set(world, second(0), &rules.collect()).await;
}

/// Sets all rules, instead of those that there were.
pub(crate) async fn set(world: &World, at: Timestamp, rules: &Rules) -> Policy {
    let changes = Holding::all().map(|it| (it, rules.of(it))).collect();
    let (store, tenant) = (world.store(), world.here.tenant);
    let set = store.retention_set(tenant, at, changes, None).await;
    set.expect("rules can be set")
}

pub(crate) fn new_job(dry_run: bool) -> NewJob {
    NewJob {
        id: fresh(),
        kind: JobKind::Retain,
        selection: Selection::default(),
        dry_run,
        total: 0,
        worker: None,
    }
}

pub(crate) async fn begin(world: &World, at: Timestamp, dry_run: bool) -> Job {
    let opened = world
        .store()
        .job_open(world.here.tenant, at, new_job(dry_run));
    opened.await.expect("a job can be opened")
}

pub(crate) async fn step(world: &World, at: Timestamp, id: JobId, limit: usize) -> Job {
    let stepped = world
        .store()
        .retention_step(world.here.tenant, at, id, limit);
    stepped.await.expect("a step can be taken")
}

/// Does a job in steps of so many rows.
pub(crate) async fn go(world: &World, at: Timestamp, dry_run: bool, limit: usize) -> Job {
    let mut job = begin(world, at, dry_run).await;
    while job.status == JobStatus::InProgress {
        job = step(world, at, job.id, limit).await;
    }
    let (store, tenant) = (world.store(), world.here.tenant);
    assert_eq!(
        store.job_get(tenant, job.id).await.unwrap().as_ref(),
        Some(&job)
    );
    job
}

/// Counts on day 50 what is removed then, which must be the same; returns how many of each holding.
async fn retain(world: &World) -> Vec<(Category, u64)> {
    let before = world.estates(&world.here).await;
    let counted = go(world, day(50), true, 1_000).await;
    assert_eq!(world.estates(&world.here).await, before, "it only counts");
    let done = go(world, day(50), false, 1_000).await;
    assert_eq!(done.removed, counted.removed);
    assert_eq!(done.changed, done.removed.total());
    let again = go(world, day(50), false, 1_000).await;
    assert_eq!(again.removed.total(), 0, "it is done");
    let all = done.removed.iter();
    all.map(|(holding, number)| {
        assert!(holding.kind().is_none_or(|kind| kind == world.kind));
        (holding.category(), number)
    })
    .collect()
}

/// A link that stays: on SQLite, the newest of all would stay even if it were over.
async fn a_newer_link(world: &World) {
    let here = &world.here;
    world
        .link(second(20), here.ada.id, here.mailer.id, Direction::Input)
        .await;
}

pub(crate) async fn cuts(world: &World) -> Cuts {
    let cuts = world.store().retention_cuts(world.here.tenant, world.kind);
    cuts.await.expect("cuts can be read")
}

/// A link made at one time and, if it ends, ended at another.
pub(crate) async fn link(
    world: &World,
    made: Timestamp,
    ended: Option<Timestamp>,
    record: RecordId,
) -> LinkId {
    let here = &world.here;
    let id = world
        .link(made, record, here.crm.id, Direction::Output)
        .await
        .id;
    if let Some(at) = ended {
        act(
            world,
            Cause::Operator,
            at,
            Command::LinkDelete(world.kind, id),
        )
        .await;
    }
    id
}

async fn point(world: &World, at: Timestamp, link: LinkId, record: RecordId) {
    let changes = LinkChanges {
        record: Some(record),
        ..LinkChanges::default()
    };
    let update = Command::LinkUpdate(world.kind, link, changes);
    act(world, Cause::Operator, at, update).await;
}

/// How many states the link has; `None` if it is gone.
async fn states(world: &World, id: LinkId) -> Option<usize> {
    let (store, tenant) = (world.store(), world.here.tenant);
    let found = store.link_history(tenant, world.kind, id, WHOLE).await;
    let found = found.expect("history can be read").len();
    (found > 0).then_some(found)
}

async fn rules_are_kept_as_they_are_set(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let policy = async || store.retention_policy(tenant).await.unwrap();
    assert_eq!(policy().await, Policy::default());
    let rules: Rules = Holding::all()
        .zip(1..)
        .map(|(it, days)| rule(it, days))
        .collect();
    let set = self::set(world, second(5), &rules).await;
    let expected = Policy {
        rules,
        updated_at: Some(second(5)),
        begun_at: None,
    };
    assert_eq!(set, expected);
    assert_eq!(policy().await, expected);
    begin(world, second(6), true).await;
    assert_eq!(policy().await.begun_at, None, "a dry run does nothing");
    begin(world, second(7), false).await;
    assert_eq!(policy().await.begun_at, Some(second(7)));
    // One is changed and one taken away; the others stay.
    let [journal, people] = [Holding::JOURNAL, of(world, Category::Links)];
    let changes = vec![(journal, None), (people, Some(rule(people, 99).1))];
    let was = version(second(5));
    let set = store.retention_set(tenant, second(6), changes.clone(), Some(was.clone()));
    let policy = set.await.unwrap();
    let mut rules = expected.rules;
    rules.set(journal, None);
    rules.set(people, Some(rule(people, 99).1));
    assert_eq!((policy.rules, policy.updated_at), (rules, Some(second(6))));
    let refused = store
        .retention_set(tenant, second(7), changes, Some(was))
        .await;
    assert_eq!(rejection(refused), Rejection::Changed);
    let none = self::set(world, second(3), &Rules::default()).await;
    assert!(none.rules.is_empty());
    assert!(none.updated_at > Some(second(6)), "it always grows");
    let theirs = store.retention_policy(world.there.tenant).await.unwrap();
    assert_eq!(theirs, Policy::default());
}

async fn nothing_goes_without_a_rule(world: &World) {
    let here = &world.here;
    link(world, second(1), Some(second(2)), here.ada.id).await;
    let before = world.estates(here).await;
    for _ in 0..2 {
        assert_eq!(retain(world).await, []);
        assert_eq!(world.estates(here).await, before);
        assert_eq!(cuts(world).await, Cuts::default());
        // A rule of another kind of record.
        let other = Holding::new(Category::Links, Some(here.others[0].kind));
        let rules = [rule(other.unwrap(), 1)].into_iter().collect();
        set(world, second(0), &rules).await;
        // It forgets what the links of that kind might have been.
        go(world, day(50), false, 1_000).await;
    }
}

async fn ended_links_go_with_their_history(world: &World) {
    let here = &world.here;
    let old = link(world, second(1), None, here.ada.id).await;
    point(world, second(2), old, here.bob.id).await;
    act(
        world,
        Cause::Operator,
        second(3),
        Command::LinkDelete(world.kind, old),
    )
    .await;
    let young = link(world, second(4), None, here.ada.id).await;
    point(world, second(5), young, here.bob.id).await;
    act(
        world,
        Cause::Operator,
        day(40),
        Command::LinkDelete(world.kind, young),
    )
    .await;
    let active = link(world, second(6), None, here.ada.id).await;
    // At the very cutoff.
    let border = link(world, second(7), Some(day(20)), here.ada.id).await;
    let input = world.link(second(8), here.ada.id, here.mailer.id, Direction::Input);
    let input = input.await.id;
    act(
        world,
        Cause::Operator,
        second(9),
        Command::LinkDelete(world.kind, input),
    )
    .await;
    a_newer_link(world).await;
    keep(world, &[Category::Links]).await;
    let counted = retain(world).await;
    assert_eq!(counted[1..], [(Category::Links, 2)]);
    for (id, is_there) in [
        (old, false),
        (input, false),
        (young, true),
        (active, true),
        (border, true),
    ] {
        let found = world.link_get(id, Deleted::Include).await;
        assert_eq!(found.is_some(), is_there);
    }
    assert_eq!(states(world, old).await, None);
    assert_eq!(states(world, young).await, Some(2));
    let cut = Cuts {
        links: Some(day(20)),
        ..Cuts::default()
    };
    assert_eq!(cuts(world).await, cut);
    assert_eq!(cut.covers_since(), Some(day(20)));
    // Of a deleted connector as well.
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    act(world, Cause::Operator, day(51), delete).await;
    let done = go(world, day(90), false, 1_000).await;
    assert_eq!(done.removed.of(of(world, Category::Links)), 3);
    assert_eq!(cuts(world).await.links, Some(day(60)));
}

async fn states_go_when_they_are_over(world: &World) {
    let here = &world.here;
    let id = link(world, second(1), None, here.ada.id).await;
    for (at, record) in [
        (second(2), here.bob.id),
        (day(10), here.ada.id),
        (day(40), here.bob.id),
    ] {
        point(world, at, id, record).await;
    }
    let before = world.link_get(id, Deleted::Include).await;
    keep(world, &[Category::History]).await;
    let counted = retain(world).await;
    assert_eq!(counted[1..], [(Category::History, 2)]);
    assert_eq!(states(world, id).await, Some(2));
    assert_eq!(world.link_get(id, Deleted::Include).await, before);
    let cut = Cuts {
        history: Some(day(20)),
        ..Cuts::default()
    };
    assert_eq!(cuts(world).await, cut);
}

async fn tombstones_go_if_nothing_refers_to_them(world: &World) {
    let here = &world.here;
    let mut records = Vec::new();
    for name in ["gone", "linked", "pointed", "young", "restored"] {
        let new = world.new_record(name, Some(name));
        records.push(new.reference());
        act(
            world,
            Cause::Operator,
            second(1),
            Command::RecordCreate(new),
        )
        .await;
    }
    let [gone, linked, pointed, young, restored] = records[..] else {
        panic!("five records");
    };
    let named = new(world, gone.id, here.crm.id, "its name");
    create(world, 2, named).await.unwrap();
    link(world, second(2), None, linked.id).await;
    let elsewhere = link(world, second(2), None, pointed.id).await;
    point(world, day(45), elsewhere, here.ada.id).await;
    let delete = async |record, at| {
        act(world, Cause::Operator, at, Command::RecordDelete(record)).await;
    };
    for record in [gone, linked, restored] {
        delete(record, second(3)).await;
    }
    delete(pointed, day(46)).await;
    delete(young, day(40)).await;
    let restore = RecordChanges {
        restore: true,
        ..RecordChanges::default()
    };
    act(
        world,
        Cause::Operator,
        second(4),
        Command::RecordUpdate(restored, restore),
    )
    .await;
    a_newer_link(world).await;
    keep(world, &[Category::Tombstones]).await;
    let counted = retain(world).await;
    assert_eq!(counted[1..], [(Category::Tombstones, 1)]);
    for record in [linked, pointed, young, restored] {
        assert!(
            world
                .record_get(record.id, Deleted::Include)
                .await
                .is_some()
        );
    }
    assert!(world.record_get(gone.id, Deleted::Include).await.is_none());
    let all = IdentityFilter {
        deleted: Deleted::Include,
        ..IdentityFilter::default()
    };
    assert!(list(world, all).await.iter().all(|it| it.record != gone.id));
    let cut = Cuts {
        tombstones: Some(day(20)),
        ..Cuts::default()
    };
    assert_eq!(cuts(world).await, cut);
    // Later nothing is said of the one that a link pointed to, and the links of another are gone.
    keep(
        world,
        &[Category::Tombstones, Category::Links, Category::History],
    )
    .await;
    let done = go(world, day(100), false, 1_000).await;
    assert_eq!(done.removed.of(of(world, Category::Tombstones)), 3);
    assert_eq!(done.removed.of(of(world, Category::Links)), 1);
}

fn bad(line: u64) -> NewRejection {
    NewRejection {
        id: fresh(),
        line,
        why: Refused::too_long(),
        taken: false,
    }
}

/// A run with a line, a delivery and a rejected line, opened at one time and closed at another.
pub(crate) async fn run(
    world: &World,
    opened: Timestamp,
    closed: Option<Timestamp>,
) -> wellhead_core::id::SyncRunId {
    let here = &world.here;
    let run = open(world, opened, Direction::Input, Mode::Incremental).await;
    let mut batch = batch(&run, vec![known(world.kind, here.ada.id)]);
    batch.upto = 2;
    batch.rejected = 1;
    batch.refused = vec![bad(2)];
    write(world, opened, batch).await.expect("a batch");
    if let Some(at) = closed {
        let closed = world.store().run_close(here.tenant, at, run.id, None);
        closed.await.expect("a run can be closed");
    }
    run.id
}

async fn rejected(world: &World, id: wellhead_core::id::SyncRunId) -> usize {
    let kept = world.store().run_rejections(world.here.tenant, id, ALL);
    kept.await.expect("rejections can be read").len()
}

async fn runs_go_with_what_they_delivered_and_rejected(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let old = run(world, second(1), Some(second(2))).await;
    let long = run(world, second(3), Some(day(30))).await;
    let still_open = run(world, day(31), None).await;
    keep(world, &[Category::Runs]).await;
    let counted = retain(world).await;
    assert_eq!(counted, [(Category::Rejections, 1), (Category::Runs, 1)]);
    assert_eq!(store.run_get(tenant, old).await.unwrap(), None);
    assert_eq!(rejected(world, old).await, 0);
    for (id, opened) in [(long, second(3)), (still_open, day(31))] {
        let found = store.run_get(tenant, id).await.unwrap().unwrap();
        assert_eq!(found.started_at, opened);
        assert_eq!(rejected(world, id).await, 1);
    }
    // The link that it made says so still.
    let links = world.estate(&world.here).await.0;
    assert!(
        links
            .iter()
            .any(|it| it.causes.created == Some(Cause::Run(old)))
    );
    assert_eq!(cuts(world).await, Cuts::default(), "no link is missing");
}

async fn rejected_lines_may_go_before_their_run(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let old = run(world, second(1), Some(second(2))).await;
    let still_open = run(world, second(3), None).await;
    keep(world, &[Category::Rejections]).await;
    assert_eq!(retain(world).await, [(Category::Rejections, 1)]);
    assert_eq!(rejected(world, old).await, 0);
    assert_eq!(rejected(world, still_open).await, 1);
    let found = store.run_get(tenant, old).await.unwrap().unwrap();
    assert_eq!(found.tally.rejected, 1, "it counts what it rejected");
}

const START: Place = Place {
    position: 0,
    at: None,
};

async fn the_journal_tells_no_change_whose_link_is_gone(world: &World) {
    let here = &world.here;
    // A clock that was ahead: this change is not old, so those behind it are not forgotten.
    let ahead = link(world, day(45), None, here.ada.id).await;
    let old = link(world, second(1), Some(second(2)), here.ada.id).await;
    let kept = link(world, second(3), None, here.bob.id).await;
    keep(world, &[Category::Links]).await;
    let read = async |place, most| {
        let read = world.store().journal_read(here.tenant, place, most).await;
        read.expect("a journal can be read")
    };
    let all = after(world, START).await;
    retain(world).await;
    let expired = read(START, 100).await.unwrap_err();
    // What the furniture of the world was is forgotten; from there on it is as it was, up to what is gone.
    let oldest = expired.oldest;
    let told = read(oldest, 100).await.expect("it goes on");
    let subject = |change: &wellhead_core::journal::Change| match change.subject {
        Changed::Link { id, .. } => Some(id),
        Changed::Record(_) => None,
    };
    assert_eq!(
        told.changes.iter().filter_map(subject).collect::<Vec<_>>(),
        [ahead]
    );
    assert!(told.head > told.upto.position, "there is more");
    let gone = read(told.upto, 100).await.unwrap_err();
    let of_old: Vec<_> = all.iter().filter(|it| subject(it) == Some(old)).collect();
    assert_eq!(
        of_old.iter().map(|it| it.act).collect::<Vec<_>>(),
        [Act::Created, Act::Deleted]
    );
    assert_eq!(gone.oldest, of_old[1].place);
    assert_eq!(gone.head, told.head);
    let told = read(gone.oldest, 100).await.expect("it goes on");
    assert_eq!(
        told.changes.iter().filter_map(subject).collect::<Vec<_>>(),
        [kept]
    );
    assert_eq!(told.changes, all[all.len() - 1..]);
}

async fn the_journal_tells_no_state_that_is_gone(world: &World) {
    let here = &world.here;
    link(world, day(45), None, here.ada.id).await;
    let id = link(world, second(1), None, here.ada.id).await;
    point(world, second(2), id, here.bob.id).await;
    point(world, day(46), id, here.ada.id).await;
    point(world, day(47), id, here.bob.id).await;
    let all = after(world, START).await;
    keep(world, &[Category::History]).await;
    retain(world).await;
    let read = async |place: Place| {
        let read = world.store().journal_read(here.tenant, place, 100).await;
        read.expect("a journal can be read")
    };
    // Of the change at day 46 it is known what the link said before; of those before, no more.
    let [.., created, first, _, _] = &all[..] else {
        panic!("four changes");
    };
    assert_eq!(read(created.place).await.unwrap_err().oldest, first.place);
    let told = read(first.place).await.expect("it goes on");
    assert_eq!(told.changes, all[all.len() - 2..]);
}

async fn what_was_merged_stays_and_is_parted_no_more(world: &World) {
    let here = &world.here;
    link(world, second(1), None, here.bob.id).await;
    link(world, second(1), Some(second(2)), here.bob.id).await;
    a_newer_link(world).await;
    let merged = merge(world, 3, here.ada.id, &[here.bob.id]).await;
    keep(world, &[Category::Tombstones, Category::Links]).await;
    let counted = retain(world).await;
    assert_eq!(counted[1..], [(Category::Links, 1)]);
    let survivor = world
        .store()
        .record_survivor(here.tenant, here.bob.reference());
    assert_eq!(survivor.await.unwrap(), Some(here.ada.id));
    keep(world, &[Category::History]).await;
    assert_eq!(retain(world).await, [(Category::History, 1)]);
    let refused = rejection(undo(world, 900, merged).await);
    assert_eq!(
        refused,
        Rejection::CannotUndo(Contradiction::HistoryRemoved)
    );
    // One that was made since can be parted.
    let author = Author::operator(here.tenant);
    let later = world.new_record("later", None);
    let other = later.id.get();
    act(
        world,
        Cause::Operator,
        day(51),
        Command::RecordCreate(later),
    )
    .await;
    let new = wellhead_core::identity::NewMerge {
        id: fresh(),
        kind: world.kind,
        survivor: here.ada.id,
        others: vec![other],
        worker: None,
    };
    let id = new.id;
    let made = world.store().merge_make(author, day(52), new, 100);
    made.await.expect("records can be merged");
    let undone = world
        .store()
        .merge_undo(author, day(53), world.kind, id, 100);
    undone.await.expect("it can be undone");
}

async fn changes_are_forgotten(world: &World) {
    let here = &world.here;
    link(world, second(1), None, here.ada.id).await;
    let old = after(world, START).await;
    link(world, day(40), None, here.ada.id).await;
    keep(world, &[Category::Journal]).await;
    let before = world.estates(here).await;
    let counted = retain(world).await;
    let [(Category::Journal, rows)] = counted[..] else {
        panic!("only the journal: {counted:?}");
    };
    assert!(rows > 0);
    assert_eq!(world.estates(here).await, before);
    let read = world
        .store()
        .journal_read(here.tenant, START, 100)
        .await
        .unwrap();
    let oldest = read.unwrap_err().oldest;
    assert_eq!(Some(oldest), old.last().map(|it| it.place));
    assert_eq!(after(world, oldest).await.len(), 1);
}
