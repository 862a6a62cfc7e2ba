//! Merges: several records become one, and may be parted again.

mod chance;

use futures_util::future::join;
use wellhead_core::cause::{Author, Cause, Grounds};
use wellhead_core::command::{Command, LinkChanges, Outcome, RecordChanges, Rejection};
use wellhead_core::id::{JobId, RecordId};
use wellhead_core::identity::{Contradiction, IdentityFilter, Merge, MergedInto, NewMerge};
use wellhead_core::journal::{Act, Changed};
use wellhead_core::page::{Interval, Order, Positioned};
use wellhead_core::record::Record;
use wellhead_core::resource::{
    Deleted, Direction, Job, JobKind, JobStatus, Link, LinkFilter, Selection,
};
use wellhead_core::store::ApplyError;
use wellhead_core::time::Timestamp;

use crate::deliveries::{batch, known, line, write};
use crate::identities::delivering::{deliver, named, open};
use crate::identities::{create, list, new};
use crate::jobs::carry_out;
use crate::journal::{after, head};
use crate::provenance::traces;
use crate::world::{ALL, World, external, fresh, link, record, rejection, second};

crate::cases![
    every kind:
    moves_links_and_identities_with_their_past,
    is_undone_as_a_whole,
    whoever_names_a_merged_record_means_its_survivor;
    people:
    a_merged_record_does_not_change,
    merges_only_what_is_there,
    nobody_merges_or_parts_anothers,
    goes_on_in_steps_and_deliveries_know,
    a_survivor_stays_until_all_links_are_there,
    a_deleted_survivor_frees_what_was_merged,
    a_key_of_two_merged_records_means_the_active_survivor,
    is_merged_on_and_undone_in_turn,
    a_newer_link_or_identity_of_a_run_contradicts,
    a_changed_link_contradicts,
    a_link_that_came_back_another_way_contradicts,
    a_link_that_was_a_twin_contradicts,
    a_survivor_that_is_gone_contradicts,
    an_external_id_that_is_taken_contradicts,
    too_many_links_contradict,
    a_delivery_that_races_a_merge_loses_nothing,
    a_delivery_that_races_an_undoing_is_of_one_record,
    no_record_gains_what_nobody_gave_it,
];

const ENOUGH: usize = 1_000;

fn new_merge(world: &World, survivor: RecordId, others: &[RecordId]) -> NewMerge {
    NewMerge {
        id: fresh(),
        kind: world.kind,
        survivor,
        others: others.to_vec(),
        worker: None,
    }
}

pub(crate) async fn try_merge(
    world: &World,
    seconds: i64,
    survivor: RecordId,
    others: &[RecordId],
    limit: usize,
) -> Result<Job, ApplyError> {
    let author = Author::new(world.here.tenant, Cause::Key(fresh()));
    let new = new_merge(world, survivor, others);
    let made = world
        .store()
        .merge_make(author, second(seconds), new, limit);
    made.await
}

/// Merges records, all at once.
pub(crate) async fn merge(
    world: &World,
    seconds: i64,
    survivor: RecordId,
    others: &[RecordId],
) -> JobId {
    let made = try_merge(world, seconds, survivor, others, ENOUGH).await;
    let job = made.expect("records can be merged");
    assert_eq!(job.status, JobStatus::Success);
    job.id
}

pub(crate) async fn undo(world: &World, seconds: i64, id: JobId) -> Result<Merge, ApplyError> {
    let author = Author::operator(world.here.tenant);
    let undone = world
        .store()
        .merge_undo(author, second(seconds), world.kind, id, ENOUGH);
    undone.await
}

async fn contradiction(world: &World, id: JobId) -> Contradiction {
    let before = world.estate(&world.here).await;
    let identities = list(world, IdentityFilter::default()).await;
    let refused = match rejection(undo(world, 900, id).await) {
        Rejection::CannotUndo(why) => why,
        other => panic!("not a contradiction: {other:?}"),
    };
    assert_eq!(world.estate(&world.here).await, before, "nothing changed");
    assert_eq!(list(world, IdentityFilter::default()).await, identities);
    refused
}

async fn survivor(world: &World, record: RecordId) -> Option<RecordId> {
    let (store, tenant) = (world.store(), world.here.tenant);
    let found = store.record_survivor(tenant, world.of(record));
    found.await.expect("a survivor can be read")
}

async fn newcomer(world: &World, external_id: &str) -> RecordId {
    let new = world.new_record("Newcomer", Some(external_id));
    let made = world.apply(&world.here, second(0), Command::RecordCreate(new));
    record(made.await.expect("a record can be made")).id
}

/// All links of a record, deleted or not.
async fn links_of(world: &World, record: RecordId) -> Vec<Link> {
    let filter = LinkFilter {
        record: Some(record),
        deleted: Deleted::Include,
        ..LinkFilter::default()
    };
    world.links(&world.here, filter, ALL).await
}

async fn active_links(world: &World, record: RecordId) -> usize {
    let links = links_of(world, record).await;
    let active = |link: &&Link| link.times.deleted_at.is_none();
    links.iter().filter(active).count()
}

async fn traces_at(world: &World, record: RecordId, at: Timestamp) -> usize {
    let found = traces(world, record, Some(at)).await;
    found.expect("a record").len()
}

/// The first record has a link of each connector; the second has three: one of each, and one that was deleted. Both
/// connectors know it by ids of their own.
async fn furnish(world: &World) -> [Link; 5] {
    let here = &world.here;
    let (ada, bob, crm, mailer) = (here.ada.id, here.bob.id, here.crm.id, here.mailer.id);
    let gone = world.link(second(3), bob, crm, Direction::Output).await;
    let delete = Command::LinkDelete(world.kind, gone.id);
    let deleted = world.apply(here, second(4), delete).await;
    deleted.expect("a link can be deleted");
    for (connector, id) in [(crm, "c-7"), (mailer, "m-7")] {
        let made = create(world, 3, new(world, bob, connector, id)).await;
        made.expect("an identity can be made");
    }
    [
        world.link(second(1), ada, crm, Direction::Input).await,
        world.link(second(1), ada, mailer, Direction::Output).await,
        world.link(second(2), bob, crm, Direction::Input).await,
        world.link(second(2), bob, mailer, Direction::Input).await,
        gone,
    ]
}

async fn moves_links_and_identities_with_their_past(world: &World) {
    let (ada, bob) = (&world.here.ada, &world.here.bob);
    furnish(world).await;
    let before = links_of(world, bob.id).await;
    let place = head(world).await;
    let id = merge(world, 10, ada.id, &[bob.id]).await;

    assert_eq!(links_of(world, ada.id).await.len(), 5);
    assert_eq!(links_of(world, bob.id).await, []);
    for was in before {
        let now = world.link_get(was.id, Deleted::Include).await;
        let now = now.expect("a link stays");
        assert_eq!(now.record, ada.id);
        assert_eq!(now.times.created_at, was.times.created_at);
        assert_eq!(now.times.deleted_at, was.times.deleted_at);
        assert_eq!(now.causes.created, was.causes.created);
        assert_eq!(now.causes.reason, was.causes.reason);
    }
    let identities = list(world, IdentityFilter::default()).await;
    assert_eq!(identities.len(), 2);
    assert!(identities.iter().all(|it| it.record == ada.id));

    assert_eq!(world.record_get(bob.id, Deleted::Exclude).await, None);
    assert!(world.record_get(bob.id, Deleted::Only).await.is_some());
    assert_eq!(survivor(world, bob.id).await, Some(ada.id));
    assert_eq!(survivor(world, ada.id).await, None);

    // A look back still tells them apart.
    assert_eq!(traces_at(world, bob.id, second(9)).await, 3);
    assert_eq!(traces_at(world, ada.id, second(9)).await, 2);
    assert_eq!(traces_at(world, bob.id, second(10)).await, 0);
    assert_eq!(traces_at(world, ada.id, second(10)).await, 4);

    let told = after(world, place).await;
    assert_eq!(told.len(), 4);
    for change in told {
        assert_eq!(change.reason, Some(Grounds::Merged), "{change:?}");
        assert_eq!(change.cause, Cause::Job(id), "{change:?}");
        let expected = match change.subject {
            Changed::Record(record) => {
                assert_eq!(record.id, bob.id);
                Act::Deleted
            }
            Changed::Link { .. } => Act::Updated,
        };
        assert_eq!(change.act, expected, "{change:?}");
    }

    let (store, tenant) = (world.store(), world.here.tenant);
    let found = store.merge_get(tenant, world.kind, id).await.unwrap();
    let found = found.expect("a merge");
    assert_eq!((found.survivor, &found.others[..]), (ada.id, &[bob.id][..]));
    assert_eq!(found.created_at, second(10));
    assert_eq!(found.moved_at, Some(second(10)));
    assert_eq!(found.undone_at, None);
    let listed = store.merge_list(tenant, world.kind, ALL).await.unwrap();
    assert_eq!(listed, [found]);
    let counted = |created| store.merge_count(tenant, world.kind, created);
    assert_eq!(counted(Interval::default()).await.unwrap(), 1);
    let later = Interval::following(listed[0].position(), Order::OldestFirst);
    assert_eq!(counted(later).await.unwrap(), 0);
    let job = store.job_get(tenant, id).await.unwrap().expect("its job");
    assert_eq!((job.total, job.changed), (3, 3));
    assert_eq!(job.completed_at, Some(second(10)));
}

async fn is_undone_as_a_whole(world: &World) {
    let (ada, bob) = (&world.here.ada, &world.here.bob);
    furnish(world).await;
    let ends = |links: Vec<Link>| -> Vec<_> {
        let of = |link: &Link| (link.id, link.record, link.times.deleted_at, link.causes);
        links.iter().map(of).collect()
    };
    let before = [
        ends(links_of(world, ada.id).await),
        ends(links_of(world, bob.id).await),
    ];
    let owners = |identities: &[wellhead_core::identity::Identity]| -> Vec<_> {
        identities.iter().map(|it| (it.id, it.record)).collect()
    };
    let identities = owners(&list(world, IdentityFilter::default()).await);
    let id = merge(world, 10, ada.id, &[bob.id]).await;
    let place = head(world).await;
    let undone = undo(world, 20, id).await.expect("a merge can be undone");

    assert_eq!(undone.undone_at, Some(second(20)));
    assert_eq!(undone.undone, Some(Cause::Operator));
    assert_eq!(ends(links_of(world, ada.id).await), before[0]);
    assert_eq!(ends(links_of(world, bob.id).await), before[1]);
    let owned = owners(&list(world, IdentityFilter::default()).await);
    assert_eq!(owned, identities);
    let again = world.record_get(bob.id, Deleted::Exclude).await;
    let again = again.expect("the record is back");
    assert_eq!(again.external_id, bob.external_id);
    assert_eq!(survivor(world, bob.id).await, None);
    assert_eq!(traces_at(world, ada.id, second(15)).await, 4);
    assert_eq!(traces_at(world, bob.id, second(20)).await, 3);
    let told = after(world, place).await;
    let acts = told.iter().map(|change| change.act);
    assert_eq!(acts.filter(|act| *act == Act::Restored).count(), 1);
    assert_eq!(told.len(), 4);

    let once_more = undo(world, 30, id).await.expect("it stays undone");
    assert_eq!(once_more, undone);
    // And merged anew.
    merge(world, 40, bob.id, &[ada.id]).await;
    assert_eq!(links_of(world, bob.id).await.len(), 5);
}

async fn whoever_names_a_merged_record_means_its_survivor(world: &World) {
    let (here, kind) = (&world.here, world.kind);
    let (ada, bob) = (&here.ada, &here.bob);
    furnish(world).await;
    merge(world, 10, ada.id, &[bob.id]).await;
    let lines = vec![
        line(kind, "E-2"),
        known(kind, bob.id),
        named(kind, "c-7", "", ""),
        named(kind, "c-7", "E-2", ""),
    ];
    let delivered = deliver(world, 11, here.crm.id, lines).await;
    assert_eq!(delivered.tally.records_created, 0);
    assert_eq!(delivered.tally.links_touched, 4);
    assert_eq!(delivered.tally.conflicts, 0);
    assert_eq!(links_of(world, ada.id).await.len(), 5);

    let same = world.new_record("Other", Some("E-2"));
    let made = world.apply(here, second(12), Command::RecordCreate(same));
    match made.await.expect("a record is found") {
        Outcome::RecordResolved(found) => assert_eq!(found.record.id, ada.id),
        other => panic!("not found: {other:?}"),
    }
    let eve = newcomer(world, "E-3").await;
    let take = RecordChanges {
        external_id: Some(Some(external("E-2"))),
        ..RecordChanges::default()
    };
    let taken = update(world, eve, take).await;
    assert_eq!(
        rejection(taken),
        Rejection::ExternalIdTaken(world.of(ada.id))
    );
}

async fn update(
    world: &World,
    record: RecordId,
    changes: RecordChanges,
) -> Result<Outcome, ApplyError> {
    let update = Command::RecordUpdate(world.of(record), changes);
    world.apply(&world.here, second(50), update).await
}

async fn a_merged_record_does_not_change(world: &World) {
    let here = &world.here;
    let (ada, bob) = (here.ada.id, here.bob.id);
    merge(world, 10, ada, &[bob]).await;
    let merged = Rejection::Merged(MergedInto {
        record: world.of(bob),
        into: ada,
    });
    let restore = RecordChanges {
        restore: true,
        ..RecordChanges::default()
    };
    for changes in [RecordChanges::default(), restore] {
        assert_eq!(rejection(update(world, bob, changes).await), merged);
    }
    let link = world
        .link(second(11), ada, here.crm.id, Direction::Input)
        .await;
    let to_it = LinkChanges {
        record: Some(bob),
        ..LinkChanges::default()
    };
    for command in [
        Command::RecordDelete(world.of(bob)),
        Command::LinkCreate(world.draft(bob, here.crm.id, Direction::Input)),
        Command::LinkUpdate(world.kind, link.id, to_it),
        Command::IdentityCreate(new(world, bob, here.crm.id, "9")),
    ] {
        let refused = world.apply(here, second(12), command).await;
        assert_eq!(rejection(refused), merged);
    }
    let refused = try_merge(world, 13, ada, &[bob], ENOUGH).await;
    assert_eq!(rejection(refused), merged);
    let refused = try_merge(world, 13, bob, &[ada], ENOUGH).await;
    assert_eq!(rejection(refused), merged);
}

async fn merges_only_what_is_there(world: &World) {
    let here = &world.here;
    let missing = Rejection::RecordNotFound(world.kind);
    let gone = newcomer(world, "gone").await;
    let delete = Command::RecordDelete(world.of(gone));
    world.apply(here, second(1), delete).await.unwrap();
    let before = world.estate(here).await;
    for other in [fresh(), gone, world.there.ada.id] {
        let refused = try_merge(world, 10, here.ada.id, &[here.bob.id, other], ENOUGH).await;
        assert_eq!(rejection(refused), missing);
        let refused = try_merge(world, 10, other, &[here.ada.id], ENOUGH).await;
        assert_eq!(rejection(refused), missing);
    }
    assert_eq!(world.estate(here).await, before);
    let (store, tenant) = (world.store(), here.tenant);
    let merges = store.merge_list(tenant, world.kind, ALL).await.unwrap();
    assert_eq!(merges, []);
    assert_eq!(store.job_list(tenant, ALL).await.unwrap(), []);
    assert_eq!(
        rejection(undo(world, 11, fresh()).await),
        Rejection::NotFound
    );
}

async fn nobody_merges_or_parts_anothers(world: &World) {
    let (here, there) = (&world.here, &world.there);
    let id = merge(world, 10, here.ada.id, &[here.bob.id]).await;
    let store = world.store();
    let theirs = Author::operator(there.tenant);
    let undone = store.merge_undo(theirs, second(11), world.kind, id, ENOUGH);
    assert_eq!(rejection(undone.await), Rejection::NotFound);
    let step = store.merge_step(there.tenant, second(11), id, ENOUGH);
    assert_eq!(rejection(step.await), Rejection::NotFound);
    let found = store.merge_get(there.tenant, world.kind, id).await;
    assert_eq!(found.unwrap(), None);
    let found = store.merge_list(there.tenant, world.kind, ALL).await;
    assert_eq!(found.unwrap(), []);
    let counted = store.merge_count(there.tenant, world.kind, Interval::default());
    assert_eq!(counted.await.unwrap(), 0);
    let found = store.record_survivor(there.tenant, world.of(here.bob.id));
    assert_eq!(found.await.unwrap(), None);
}

async fn goes_on_in_steps_and_deliveries_know(world: &World) {
    let here = &world.here;
    let (ada, bob, crm) = (here.ada.id, here.bob.id, here.crm.id);
    for at in 0..5 {
        world.link(second(at), bob, crm, Direction::Input).await;
    }
    let job = try_merge(world, 10, ada, &[bob], 2).await.unwrap();
    assert_eq!(
        (job.status, job.changed, job.total),
        (JobStatus::InProgress, 2, 5)
    );
    assert_eq!(contradiction(world, job.id).await, Contradiction::Moving);
    assert_eq!(links_of(world, ada).await.len(), 2);
    assert_eq!(links_of(world, bob).await.len(), 3);

    // What has yet to move is touched as well.
    let by_key = vec![line(world.kind, "E-2")];
    let delivered = deliver(world, 11, crm, by_key).await;
    assert_eq!(delivered.tally.links_touched, 1);
    assert_eq!(delivered.tally.links_created, 0);
    for link in links_of(world, bob)
        .await
        .into_iter()
        .chain(links_of(world, ada).await)
    {
        assert!(link.causes.seen.is_some(), "{link:?}");
    }

    let store = world.store();
    let step = async |limit| {
        let stepped = store.merge_step(here.tenant, second(12), job.id, limit);
        stepped.await.expect("a merge goes on")
    };
    assert!(step(2).await.more);
    let last = step(2).await;
    assert!(!last.more);
    assert_eq!((last.job.status, last.job.changed), (JobStatus::Success, 5));
    assert_eq!(links_of(world, bob).await, []);
    assert_eq!(links_of(world, ada).await.len(), 5);
    let done = store.merge_step(here.tenant, second(13), job.id, 2).await;
    assert_eq!(rejection(done), Rejection::JobIsDone);
    undo(world, 20, job.id)
        .await
        .expect("a merge can be undone");
    assert_eq!(links_of(world, bob).await.len(), 5);
}

async fn a_survivor_stays_until_all_links_are_there(world: &World) {
    let here = &world.here;
    let (ada, bob, crm) = (here.ada.id, here.bob.id, here.crm.id);
    let eve = newcomer(world, "E-3").await;
    for at in 0..3 {
        world.link(second(at), bob, crm, Direction::Input).await;
    }
    let job = try_merge(world, 10, ada, &[bob], 2).await.unwrap();
    let under_way = Rejection::MergeUnderWay(job.id);
    let delete = || Command::RecordDelete(world.of(ada));
    let refused = world.apply(here, second(11), delete()).await;
    assert_eq!(rejection(refused), under_way);
    let refused = try_merge(world, 11, eve, &[ada], ENOUGH).await;
    assert_eq!(rejection(refused), under_way);
    // It may get more.
    merge(world, 11, ada, &[eve]).await;
    let step = world.store().merge_step(here.tenant, second(12), job.id, 2);
    assert!(!step.await.expect("a merge goes on").more);
    world.apply(here, second(13), delete()).await.unwrap();
    assert_eq!(active_links(world, ada).await, 0);
}

async fn a_deleted_survivor_frees_what_was_merged(world: &World) {
    let here = &world.here;
    furnish(world).await;
    merge(world, 10, here.ada.id, &[here.bob.id]).await;
    let delete = Command::RecordDelete(world.of(here.ada.id));
    world.apply(here, second(11), delete).await.unwrap();
    let lines = vec![named(world.kind, "c-7", "E-2", "")];
    let delivered = deliver(world, 12, here.crm.id, lines).await;
    assert_eq!(delivered.tally.records_created, 1);
    let eve = newcomer(world, "E-1").await;
    assert_ne!(eve, here.ada.id);
    let kim = newcomer(world, "E-3").await;
    merge(world, 13, eve, &[kim]).await;
    let delete = Command::RecordDelete(world.of(eve));
    world.apply(here, second(14), delete).await.unwrap();
    assert_ne!(newcomer(world, "E-3").await, eve, "made anew");
    let lee = newcomer(world, "E-4").await;
    let take = RecordChanges {
        external_id: Some(Some(external("E-1"))),
        ..RecordChanges::default()
    };
    update(world, lee, take).await.expect("nobody has this key");
}

async fn a_key_of_two_merged_records_means_the_active_survivor(world: &World) {
    let here = &world.here;
    let first = newcomer(world, "K").await;
    merge(world, 10, here.ada.id, &[first]).await;
    let delete = Command::RecordDelete(world.of(here.ada.id));
    world.apply(here, second(11), delete).await.unwrap();
    let second_one = newcomer(world, "K").await;
    merge(world, 12, here.bob.id, &[second_one]).await;
    let same = Command::RecordCreate(world.new_record("Other", Some("K")));
    match world.apply(here, second(12), same).await.unwrap() {
        Outcome::RecordResolved(found) => assert_eq!(found.record.id, here.bob.id),
        other => panic!("not found: {other:?}"),
    }
    let delivered = deliver(world, 13, here.crm.id, vec![line(world.kind, "K")]).await;
    assert_eq!(delivered.tally.records_created, 0);
    assert_eq!(active_links(world, here.bob.id).await, 1);
    // Restored, the first survivor does not hinder the other from changing.
    let restore = RecordChanges {
        restore: true,
        ..RecordChanges::default()
    };
    update(world, here.ada.id, restore).await.unwrap();
    for record in [here.ada.id, here.bob.id] {
        let changed = update(world, record, RecordChanges::default()).await;
        changed.expect("a record can be changed");
    }
}

async fn is_merged_on_and_undone_in_turn(world: &World) {
    let here = &world.here;
    let (ada, bob) = (here.ada.id, here.bob.id);
    let eve = newcomer(world, "E-3").await;
    furnish(world).await;
    let first = merge(world, 10, ada, &[bob]).await;
    let then = merge(world, 20, eve, &[ada]).await;
    assert_eq!(survivor(world, bob).await, Some(eve));
    assert_eq!(links_of(world, eve).await.len(), 5);
    let delivered = deliver(world, 21, here.mailer.id, vec![line(world.kind, "E-2")]).await;
    assert_eq!(delivered.tally.links_touched, 1);
    assert_eq!(
        contradiction(world, first).await,
        Contradiction::SurvivorMerged(ada)
    );
    undo(world, 30, then).await.expect("the last is undone");
    assert_eq!(survivor(world, bob).await, Some(ada));
    assert_eq!(links_of(world, ada).await.len(), 5);
    let identities = list(world, IdentityFilter::default()).await;
    assert!(identities.iter().all(|it| it.record == ada));
    undo(world, 40, first).await.expect("then the first");
    assert_eq!(links_of(world, ada).await.len(), 2);
    assert_eq!(links_of(world, bob).await.len(), 3);
    let identities = list(world, IdentityFilter::default()).await;
    assert!(identities.iter().all(|it| it.record == bob));
}

async fn a_newer_link_or_identity_of_a_run_contradicts(world: &World) {
    let here = &world.here;
    let (ada, bob) = (here.ada.id, here.bob.id);
    let id = merge(world, 10, ada, &[bob]).await;
    deliver(world, 11, here.crm.id, vec![line(world.kind, "E-1")]).await;
    let made = links_of(world, ada).await[0].id;
    assert_eq!(
        contradiction(world, id).await,
        Contradiction::LinkMade(made)
    );

    let eve = newcomer(world, "E-3").await;
    let kim = newcomer(world, "E-4").await;
    world
        .link(second(12), eve, here.crm.id, Direction::Input)
        .await;
    let id = merge(world, 13, eve, &[kim]).await;
    let learnt = vec![named(world.kind, "77", "E-4", "")];
    let delivered = deliver(world, 14, here.crm.id, learnt).await;
    assert_eq!(delivered.tally.links_touched, 1);
    let filter = IdentityFilter {
        record: Some(eve),
        ..IdentityFilter::default()
    };
    let made = list(world, filter).await[0].id;
    assert_eq!(
        contradiction(world, id).await,
        Contradiction::IdentityMade(made)
    );
}

async fn a_changed_link_contradicts(world: &World) {
    let here = &world.here;
    let [.., moved, _, _] = furnish(world).await;
    let id = merge(world, 10, here.ada.id, &[here.bob.id]).await;
    let delete = Command::LinkDelete(world.kind, moved.id);
    world.apply(here, second(11), delete).await.unwrap();
    // That it ended is true of the other, too.
    let restore = LinkChanges {
        restore: true,
        ..LinkChanges::default()
    };
    let restore = Command::LinkUpdate(world.kind, moved.id, restore);
    let restored = link(world.apply(here, second(12), restore).await.unwrap());
    assert_eq!(
        contradiction(world, id).await,
        Contradiction::LinkChanged(restored.id)
    );
}

async fn a_link_that_came_back_another_way_contradicts(world: &World) {
    let here = &world.here;
    let [.., moved, _, _] = furnish(world).await;
    let eve = newcomer(world, "E-3").await;
    let first = merge(world, 10, here.ada.id, &[here.bob.id]).await;
    let by_hand = LinkChanges {
        record: Some(eve),
        ..LinkChanges::default()
    };
    let by_hand = Command::LinkUpdate(world.kind, moved.id, by_hand);
    world.apply(here, second(11), by_hand).await.unwrap();
    let then = merge(world, 12, here.ada.id, &[eve]).await;
    assert_eq!(
        contradiction(world, first).await,
        Contradiction::LinkChanged(moved.id)
    );
    undo(world, 13, then).await.expect("the last is undone");
    assert_eq!(links_of(world, eve).await.len(), 1);
}

async fn a_link_that_was_a_twin_contradicts(world: &World) {
    let (here, kind, crm) = (&world.here, world.kind, world.here.crm.id);
    world
        .link(second(1), here.ada.id, crm, Direction::Input)
        .await;
    let twin = world
        .link(second(2), here.bob.id, crm, Direction::Input)
        .await;
    let id = merge(world, 10, here.ada.id, &[here.bob.id]).await;
    let selection = Selection {
        record: Some(kind),
        ..Selection::default()
    };
    let job = carry_out(world, JobKind::Deduplicate, selection, false).await;
    assert_eq!(job.changed, 1);
    assert_eq!(
        contradiction(world, id).await,
        Contradiction::LinkChanged(twin.id)
    );
}

async fn a_survivor_that_is_gone_contradicts(world: &World) {
    let here = &world.here;
    let id = merge(world, 10, here.ada.id, &[here.bob.id]).await;
    let delete = Command::RecordDelete(world.of(here.ada.id));
    world.apply(here, second(11), delete).await.unwrap();
    assert_eq!(
        contradiction(world, id).await,
        Contradiction::SurvivorDeleted(here.ada.id)
    );
}

async fn an_external_id_that_is_taken_contradicts(world: &World) {
    let here = &world.here;
    let id = merge(world, 10, here.ada.id, &[here.bob.id]).await;
    // The survivor takes it for itself.
    let take = RecordChanges {
        external_id: Some(Some(external("E-2"))),
        ..RecordChanges::default()
    };
    let taken: Record = record(update(world, here.ada.id, take).await.unwrap());
    assert_eq!(taken.external_id, Some(external("E-2")));
    assert_eq!(
        contradiction(world, id).await,
        Contradiction::ExternalIdTaken(here.ada.id)
    );
}

async fn too_many_links_contradict(world: &World) {
    let here = &world.here;
    furnish(world).await;
    let id = merge(world, 10, here.ada.id, &[here.bob.id]).await;
    let author = Author::operator(here.tenant);
    let store = world.store();
    let undone = store
        .merge_undo(author, second(11), world.kind, id, 2)
        .await;
    let too_many = Contradiction::TooManyLinks(2);
    assert_eq!(rejection(undone), Rejection::CannotUndo(too_many));
    assert_eq!(links_of(world, here.bob.id).await, []);
    let undone = store
        .merge_undo(author, second(11), world.kind, id, 3)
        .await;
    undone.expect("just enough");
}

/// Of a connector that has no link yet.
async fn a_delivery_that_races_an_undoing_is_of_one_record(world: &World) {
    const ROUNDS: usize = 12;
    let (here, kind) = (&world.here, world.kind);
    for round in 0..ROUNDS {
        let [one, two, own] = ["one", "two", "own"].map(|name| format!("{name}-{round}"));
        let (survivor, other) = (newcomer(world, &one).await, newcomer(world, &two).await);
        let id = merge(world, 5, survivor, &[other]).await;
        let run = open(world, second(6), here.mailer.id).await;
        let lines = batch(&run, vec![named(kind, &own, &two, ""), known(kind, other)]);
        let (undone, delivered) = join(undo(world, 7, id), write(world, second(7), lines)).await;
        assert_eq!(delivered.unwrap().tally.rejected, 0);
        let of = if undone.is_ok() { other } else { survivor };
        assert_eq!(active_links(world, of).await, 1, "round {round}");
        let both = active_links(world, survivor).await + active_links(world, other).await;
        assert_eq!(both, 1, "round {round}");
        let names = list(world, IdentityFilter::default()).await;
        let name = names.iter().find(|it| it.external_id == external(&own));
        assert_eq!(name.map(|it| it.record), Some(of), "round {round}");
        let store = world.store();
        let closed = store.run_close(here.tenant, second(8), run.id, None);
        closed.await.unwrap();
    }
}

async fn no_record_gains_what_nobody_gave_it(world: &World) {
    chance::holds(world).await;
}

async fn a_delivery_that_races_a_merge_loses_nothing(world: &World) {
    const ROUNDS: usize = 10;
    let here = &world.here;
    for round in 0..ROUNDS {
        let [one, two] = [format!("one-{round}"), format!("two-{round}")];
        let (survivor, other) = (newcomer(world, &one).await, newcomer(world, &two).await);
        let run = open(world, second(5), here.crm.id).await;
        let lines = || {
            let mut lines = vec![line(world.kind, &two), line(world.kind, &one)];
            lines.push(known(world.kind, other));
            batch(&run, lines)
        };
        if round % 2 == 0 {
            write(world, second(5), lines()).await.unwrap();
        }
        let merged = async { merge(world, 6, survivor, &[other]).await };
        let (id, delivered) = join(merged, write(world, second(6), lines())).await;
        let delivered = delivered.expect("a batch can be delivered");
        assert_eq!(delivered.tally.rejected, 0);
        assert_eq!(active_links(world, other).await, 0, "round {round}");
        assert!((1..=2).contains(&active_links(world, survivor).await));
        let closed = world
            .store()
            .run_close(here.tenant, second(7), run.id, None);
        closed.await.unwrap();
        // Whether it can be undone depends on who was first; if so, the other has just its own.
        if undo(world, 8, id).await.is_ok() {
            let both = [
                active_links(world, survivor).await,
                active_links(world, other).await,
            ];
            assert_eq!(both, [1, 1], "round {round}");
        }
    }
}
