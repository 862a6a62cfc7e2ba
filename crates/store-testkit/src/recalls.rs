//! Recalls: who is told, what an erasure destroys, and that it does not come back.

use std::collections::BTreeSet;

use futures_util::future::join;
use wellhead_core::cause::{Author, Cause, Grounds};
use wellhead_core::command::{Command, LinkChanges, RecordChanges, Rejection};
use wellhead_core::id::{RecallId, RecordId, WorkspaceConnectorId};
use wellhead_core::identity::{IdentityFilter, MergedInto, Unresolved};
use wellhead_core::journal::{Act, Changed};
use wellhead_core::page::{Interval, Order, Positioned, Slice};
use wellhead_core::privacy::{
    ERASED, Marked, NewRecall, Notification, NotificationChanges, NotificationFilter,
    NotificationStatus, OnSuppressed, Recall, RecallFilter, Reference, Remnant, SubjectRight,
    Suppression, SuppressionFilter, SuppressionKey,
};
use wellhead_core::record::{Record, RecordRef};
use wellhead_core::resource::{
    Deleted, Direction, JobKind, JobStatus, Link, LinkFilter, Mode, Tally,
};
use wellhead_core::store::{ApplyError, Delivered, DeliveryBatch};
use wellhead_core::sync::{NewRejection, Refused};
use wellhead_core::tenant::Tenant;
use wellhead_core::text::Note;

use crate::deliveries::{batch, known, write};
use crate::identities::delivering::{deliver, deliver_so, named, open};
use crate::identities::{create, list, new, reconnect};
use crate::journal::{after, head};
use crate::merges::{merge, undo};
use crate::runs;
use crate::world::{ALL, World, external, fresh, record, rejection, second};

crate::cases![
    every kind:
    an_erasure_destroys_what_names_the_record,
    an_erased_record_does_not_come_back;
    people:
    each_recipient_is_told_once,
    whoever_received_what_was_merged_is_told,
    only_an_erasure_destroys,
    a_work_list_begins_with_what_is_due_first,
    a_status_may_need_a_reason,
    a_lifted_suppression_lets_an_id_come_back,
    erases_only_what_is_there,
    deleted_records_of_one_id_are_erased_together,
    what_was_merged_is_erased_with_it,
    what_runs_say_of_it_is_redacted,
    an_erasure_can_be_repeated,
    lists_in_slices,
    nobody_recalls_anothers,
    a_delivery_that_races_an_erasure_brings_nobody_back,
];

const DUE: i64 = 1_000;

pub(crate) fn new_recall(world: &World, right: SubjectRight, record: RecordId) -> NewRecall {
    NewRecall {
        id: fresh(),
        right,
        record: world.of(record),
        reference: Some(Reference::parse("T-7").expect("a reference")),
        due_at: second(DUE),
        key: SuppressionKey([7; 32]),
        again: false,
        marks: Vec::new(),
        worker: None,
    }
}

async fn try_recall(
    world: &World,
    seconds: i64,
    new: NewRecall,
) -> Result<Vec<Recall>, ApplyError> {
    let author = Author::new(world.here.tenant, KEY);
    let made = world.store().recall_make(author, second(seconds), new);
    made.await
}

const KEY: Cause = Cause::Key(wellhead_core::id::KeyId::new(uuid::Uuid::from_u128(77)));

async fn recall(world: &World, seconds: i64, right: SubjectRight, record: RecordId) -> Recall {
    let made = try_recall(world, seconds, new_recall(world, right, record)).await;
    let mut made = made.expect("a record can be recalled");
    assert_eq!(made.len(), 1);
    made.remove(0)
}

async fn destroy(world: &World, seconds: i64, recall: &Recall) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let job = recall.job().expect("an erasure has a job");
    let done = store.recall_destroy(tenant, second(seconds), job).await;
    let done = done.expect("it can be carried out");
    assert_eq!(
        (done.kind, done.status),
        (JobKind::Erase, JobStatus::Success)
    );
}

/// Records an erasure, and carries it out.
pub(crate) async fn erase(world: &World, seconds: i64, record: RecordId) -> Recall {
    let made = recall(world, seconds, SubjectRight::Erasure, record).await;
    destroy(world, seconds, &made).await;
    found(world, made.id).await
}

async fn found(world: &World, id: RecallId) -> Recall {
    let found = world.store().recall_get(world.here.tenant, id).await;
    found.expect("a recall can be read").expect("a recall")
}

async fn notifications_of(world: &World, tenant: Tenant) -> Vec<Notification> {
    let store = world.store();
    let listed = store.notification_list(tenant, NotificationFilter::default(), ALL);
    listed.await.expect("notifications can be listed")
}

async fn notifications(world: &World) -> Vec<Notification> {
    notifications_of(world, world.here.tenant).await
}

async fn suppressions(world: &World) -> Vec<Suppression> {
    let (store, tenant) = (world.store(), world.here.tenant);
    let listed = store.suppression_list(tenant, SuppressionFilter::default(), ALL);
    listed.await.expect("suppressions can be listed")
}

async fn told(world: &World, recall: &Recall) -> BTreeSet<WorkspaceConnectorId> {
    let of = notifications(world).await;
    let of: Vec<_> = of.into_iter().filter(|it| it.recall == recall.id).collect();
    assert_eq!(recall.notifications, u64::try_from(of.len()).unwrap());
    let told: BTreeSet<_> = of.iter().map(|it| it.workspace_connector).collect();
    assert_eq!(told.len(), of.len(), "each is told once");
    told
}

async fn give(world: &World, seconds: i64, record: RecordId, to: WorkspaceConnectorId) -> Link {
    world
        .link(second(seconds), record, to, Direction::Output)
        .await
}

async fn links_of(world: &World, record: RecordId) -> Vec<Link> {
    let filter = LinkFilter {
        record: Some(record),
        deleted: Deleted::Include,
        ..LinkFilter::default()
    };
    world.links(&world.here, filter, ALL).await
}

async fn named_at_all(world: &World, record: RecordId) -> Record {
    let found = world.record_get(record, Deleted::Include).await;
    found.expect("a tombstone stays")
}

fn is_empty(record: &Record) -> bool {
    let mut fields = record.kind.fields().iter().zip(record.values.iter());
    record.external_id.is_none()
        && fields.all(|(field, value)| match Remnant::of(field) {
            Remnant::Nothing => value.is_none(),
            Remnant::Same => value.is_some(),
            Remnant::Erased => value.is_some_and(|value| value.as_text() == Some(ERASED)),
        })
}

async fn an_erasure_destroys_what_names_the_record(world: &World) {
    let here = &world.here;
    let made = world.whole(wellhead_core::id::NewId::Minted(fresh()), "E-9");
    let made = world
        .apply(here, second(1), Command::RecordCreate(made))
        .await;
    let whole = record(made.expect("a record can be made"));
    let sent = give(world, 2, whole.id, here.mailer.id).await;
    let identity = create(world, 2, new(world, whole.id, here.crm.id, "c-9")).await;
    identity.expect("an identity can be made");
    let before = head(world).await;

    let recall = recall(world, 3, SubjectRight::Erasure, whole.id).await;
    assert_eq!((recall.destroyed_at, recall.created), (None, KEY));
    assert_eq!((recall.notifications, recall.open), (1, 1));
    assert_eq!(recall.record, whole.reference());
    let ended = named_at_all(world, whole.id).await;
    assert!(ended.times.deleted_at.is_some(), "it is gone at once");
    assert_eq!(ended.values, whole.values, "nothing is destroyed yet");
    let active = IdentityFilter::default();
    assert_eq!(list(world, active).await, []);

    destroy(world, 4, &recall).await;
    destroy(world, 5, &recall).await;
    let erased = named_at_all(world, whole.id).await;
    assert!(is_empty(&erased), "{erased:?}");
    assert_eq!(erased.times.created_at, whole.times.created_at);
    let known = IdentityFilter {
        deleted: Deleted::Include,
        ..IdentityFilter::default()
    };
    assert_eq!(list(world, known).await, []);
    let recall = found(world, recall.id).await;
    assert_eq!(recall.destroyed_at, Some(second(4)));

    let [link] = &links_of(world, whole.id).await[..] else {
        panic!("the link stays, as a tombstone");
    };
    assert_eq!(link.times.created_at, sent.times.created_at);
    assert!(link.times.deleted_at.is_some());
    let job = Some(Cause::Job(recall.id.job()));
    assert_eq!(
        (link.causes.deleted, link.causes.reason),
        (job, Some(Grounds::Erased))
    );
    let told = after(world, before).await;
    let told: Vec<_> = told
        .iter()
        .map(|it| (it.act, it.reason, &it.subject))
        .collect();
    let [gone, ended] = &told[..] else {
        panic!("two changes: {told:?}");
    };
    for (act, grounds, _) in [gone, ended] {
        assert_eq!((*act, *grounds), (Act::Deleted, Some(Grounds::Erased)));
    }
    assert!(matches!(ended.2, Changed::Link { id, .. } if *id == link.id));
    let restore = RecordChanges {
        restore: true,
        ..RecordChanges::default()
    };
    let restore = Command::RecordUpdate(whole.reference(), restore);
    let refused = world.apply(here, second(6), restore).await;
    assert_eq!(rejection(refused), Rejection::Erased(world.kind));
}

async fn an_erased_record_does_not_come_back(world: &World) {
    let here = &world.here;
    let identity = create(world, 1, new(world, here.ada.id, here.crm.id, "c-1")).await;
    identity.expect("an identity can be made");
    erase(world, 2, here.ada.id).await;
    assert_eq!(suppressions(world).await.len(), 2);

    let made = world.new_record("Ada again", Some("E-1"));
    let made = world
        .apply(here, second(3), Command::RecordCreate(made))
        .await;
    let refused = rejection(made);
    let Rejection::Suppressed(kind, by) = refused else {
        panic!("not suppressed: {refused:?}");
    };
    assert_eq!(kind, world.kind);
    let suppressed = suppressions(world).await;
    let key = suppressed
        .iter()
        .find(|it| it.id == by)
        .expect("it is listed");
    assert_eq!((key.kind, key.workspace_connector), (world.kind, None));
    let mut others = suppressed.iter().filter(|it| it.id != by);
    let own = others.next().expect("another");
    assert_eq!(own.workspace_connector, Some(here.crm.id));

    let rename = RecordChanges {
        external_id: Some(Some(external("E-1"))),
        ..RecordChanges::default()
    };
    let rename = Command::RecordUpdate(here.bob.reference(), rename);
    let refused = world.apply(here, second(3), rename).await;
    assert_eq!(rejection(refused), Rejection::Suppressed(world.kind, by));
    let refused = create(world, 3, new(world, here.bob.id, here.crm.id, "c-1")).await;
    assert_eq!(
        rejection(refused),
        Rejection::IdentitySuppressed(world.kind, own.id)
    );
    // To another connector the same text is another id.
    let other = create(world, 3, new(world, here.bob.id, here.mailer.id, "c-1")).await;
    other.expect("it means somebody else");

    let kind = world.kind;
    let lines = || {
        [
            ("", "E-1"),
            ("c-1", ""),
            ("c-1", "E-2"),
            ("c-2", "E-1"),
            ("", "E-2"),
        ]
        .map(|(own, key)| named(kind, own, key, ""))
        .to_vec()
    };
    let rejected = deliver_so(world, 4, here.crm.id, lines(), |batch| batch).await;
    let (run, delivered) = rejected.expect("lines are rejected one by one");
    let unresolved = [0, 1, 2, 3].map(|place| (place, Unresolved::Suppressed));
    assert_eq!(delivered.unresolved, unresolved);
    let tally = Tally {
        records_matched: 1,
        links_created: 1,
        rejected: 4,
        suppressed: 4,
        ..Tally::default()
    };
    assert_eq!(run.tally, tally);
    let kept = world.store().run_rejections(here.tenant, run.id, ALL).await;
    let kept = kept.expect("rejected lines can be listed");
    assert_eq!(kept.len(), 4);
    for line in &kept {
        assert_eq!(line.why.code, Refused::SUPPRESSED);
        assert!(!line.why.detail.contains("E-1") && !line.why.detail.contains("c-1"));
    }

    let skip = |all_or_nothing| {
        move |batch| DeliveryBatch {
            on_suppressed: OnSuppressed::Skip,
            all_or_nothing,
            ..batch
        }
    };
    for all_or_nothing in [false, true] {
        let skipped = deliver_so(world, 5, here.crm.id, lines(), skip(all_or_nothing)).await;
        let (run, delivered) = skipped.expect("lines are left out");
        assert_eq!(delivered.unresolved, []);
        let tally = Tally {
            records_matched: 1,
            links_touched: 1,
            suppressed: 4,
            ..Tally::default()
        };
        assert_eq!(run.tally, tally);
        let kept = world.store().run_rejections(here.tenant, run.id, ALL).await;
        assert_eq!(kept.expect("rejected lines can be listed"), []);
    }
    let whole = |batch| DeliveryBatch {
        all_or_nothing: true,
        ..batch
    };
    let undone = deliver_so(world, 6, here.crm.id, lines(), whole).await;
    assert_eq!(
        rejection(undone),
        Rejection::Unresolved(world.kind, Unresolved::Suppressed)
    );
}

async fn each_recipient_is_told_once(world: &World) {
    let here = &world.here;
    let (crm, mailer, ada) = (here.crm.id, here.mailer.id, here.ada.id);
    // One that only sourced it is no recipient; an ended link makes one, and so does one that was moved away.
    world.link(second(1), ada, crm, Direction::Input).await;
    let ended = give(world, 1, ada, mailer).await;
    give(world, 1, ada, mailer).await;
    let delete = Command::LinkDelete(world.kind, ended.id);
    world.apply(here, second(2), delete).await.unwrap();
    let restriction = recall(world, 3, SubjectRight::Restriction, ada).await;
    assert_eq!(told(world, &restriction).await, [mailer].into());

    let moved = give(world, 4, ada, crm).await;
    let away = LinkChanges {
        record: Some(here.bob.id),
        ..LinkChanges::default()
    };
    let away = Command::LinkUpdate(world.kind, moved.id, away);
    world.apply(here, second(5), away).await.unwrap();
    let delete = Command::WorkspaceConnectorDelete(crm);
    world.apply(here, second(6), delete).await.unwrap();
    let again = reconnect(world, 7, crm).await.unwrap();
    give(world, 8, ada, again).await;
    let recall = recall(world, 9, SubjectRight::Rectification, ada).await;
    assert_eq!(told(world, &recall).await, [mailer, again].into());
    let of = notifications(world).await;
    let of: Vec<_> = of.iter().filter(|it| it.recall == recall.id).collect();
    for notification in of {
        assert_eq!(notification.status, NotificationStatus::Pending);
        assert_eq!(notification.due_at, second(DUE));
        assert_eq!(notification.record, world.of(ada));
        assert_eq!(notification.right, SubjectRight::Rectification);
        assert_eq!(notification.set, KEY);
    }
}

async fn whoever_received_what_was_merged_is_told(world: &World) {
    let here = &world.here;
    give(world, 1, here.bob.id, here.mailer.id).await;
    merge(world, 2, here.ada.id, &[here.bob.id]).await;
    let recall = recall(world, 3, SubjectRight::Rectification, here.ada.id).await;
    assert_eq!(told(world, &recall).await, [here.mailer.id].into());
}

async fn only_an_erasure_destroys(world: &World) {
    let ada = world.here.ada.id;
    give(world, 1, ada, world.here.mailer.id).await;
    let before = world.estate(&world.here).await;
    for (right, grounds) in [
        (SubjectRight::Rectification, Grounds::Rectified),
        (SubjectRight::Restriction, Grounds::Restricted),
    ] {
        let place = head(world).await;
        let made = recall(world, 2, right, ada).await;
        assert_eq!((made.job(), made.destroyed_at), (None, None));
        let [change] = &after(world, place).await[..] else {
            panic!("the journal tells of it");
        };
        assert_eq!((change.act, change.reason), (Act::Updated, Some(grounds)));
        assert_eq!(change.cause, KEY);
        assert_eq!(change.subject, Changed::Record(world.of(ada)));
    }
    assert_eq!(world.estate(&world.here).await, before);
    assert_eq!(suppressions(world).await, []);
}

async fn a_work_list_begins_with_what_is_due_first(world: &World) {
    let here = &world.here;
    let (store, tenant) = (world.store(), here.tenant);
    let mut recalls = Vec::new();
    for (due, record) in [(30, here.ada.id), (10, here.bob.id)] {
        give(world, 1, record, here.mailer.id).await;
        give(world, 1, record, here.crm.id).await;
        let new = NewRecall {
            due_at: second(due),
            ..new_recall(world, SubjectRight::Restriction, record)
        };
        recalls.extend(try_recall(world, 2, new).await.expect("a recall"));
    }
    let all = notifications(world).await;
    let due: Vec<_> = all.iter().map(|it| it.due_at).collect();
    assert_eq!(due, [10, 10, 30, 30].map(second));
    let author = Author::new(tenant, Cause::Operator);
    let changes = NotificationChanges {
        status: Some(NotificationStatus::Notified),
        due_at: Some(second(40)),
        evidence: Some(Some(Note::parse("ticket 12").unwrap())),
        ..NotificationChanges::default()
    };
    let updated = store.notification_update(author, second(3), all[0].id, changes);
    let updated = updated.await.expect("a notification can be changed");
    let expected = Notification {
        status: NotificationStatus::Notified,
        due_at: second(40),
        evidence: Some(Note::parse("ticket 12").unwrap()),
        updated_at: second(3),
        set: Cause::Operator,
        ..all[0].clone()
    };
    assert_eq!(updated, expected);
    let read = store.notification_get(tenant, all[0].id).await.unwrap();
    assert_eq!(read, Some(expected.clone()));
    let [_, first, second_, third] = &all[..] else {
        panic!("four")
    };
    let expected = [first.clone(), second_.clone(), third.clone(), expected];
    assert_eq!(notifications(world).await, expected);

    for (status, recall, places) in [
        (Some(NotificationStatus::Notified), None, &[3][..]),
        (Some(NotificationStatus::Pending), None, &[0, 1, 2]),
        (None, Some(recalls[1].id), &[0, 3]),
        (Some(NotificationStatus::Pending), Some(recalls[1].id), &[0]),
        (Some(NotificationStatus::Confirmed), None, &[]),
    ] {
        let filter = NotificationFilter { status, recall };
        let listed = store.notification_list(tenant, filter, ALL).await.unwrap();
        let wanted: Vec<_> = places
            .iter()
            .map(|place| expected[*place].clone())
            .collect();
        assert_eq!(listed, wanted, "{filter:?}");
        let counted = store.notification_count(tenant, filter, Interval::default());
        assert_eq!(counted.await.unwrap(), u64::try_from(places.len()).unwrap());
    }
    let confirm = NotificationChanges {
        status: Some(NotificationStatus::Confirmed),
        ..NotificationChanges::default()
    };
    let confirmed = store.notification_update(author, second(1), all[0].id, confirm);
    let confirmed = confirmed.await.unwrap();
    assert!(confirmed.updated_at > updated.updated_at, "versions grow");
    let recall = found(world, recalls[1].id).await;
    assert_eq!((recall.notifications, recall.open), (2, 1));
}

async fn a_status_may_need_a_reason(world: &World) {
    let here = &world.here;
    let (store, tenant) = (world.store(), here.tenant);
    give(world, 1, here.ada.id, here.mailer.id).await;
    recall(world, 2, SubjectRight::Erasure, here.ada.id).await;
    let id = notifications(world).await[0].id;
    let author = Author::operator(tenant);
    let change = |status, reason: Option<Option<&str>>| NotificationChanges {
        status,
        reason: reason.map(|it| it.map(|text| Note::parse(text).unwrap())),
        ..NotificationChanges::default()
    };
    for status in NotificationStatus::ALL.iter().copied() {
        let changed =
            store.notification_update(author, second(3), id, change(Some(status), Some(None)));
        let changed = changed.await;
        if status.needs_reason() {
            assert_eq!(rejection(changed), Rejection::ReasonNeeded(status));
            let why = change(Some(status), Some(Some("it has shut down")));
            let changed = store.notification_update(author, second(3), id, why).await;
            assert_eq!(changed.expect("it has a reason").status, status);
            let taken = store.notification_update(author, second(3), id, change(None, Some(None)));
            assert_eq!(rejection(taken.await), Rejection::ReasonNeeded(status));
        } else {
            assert_eq!(changed.expect("it needs none").status, status);
        }
    }
    let missing = store.notification_update(author, second(3), fresh(), change(None, None));
    assert_eq!(rejection(missing.await), Rejection::NotFound);
}

async fn a_lifted_suppression_lets_an_id_come_back(world: &World) {
    let here = &world.here;
    let (store, tenant) = (world.store(), here.tenant);
    let erasure = erase(world, 1, here.ada.id).await;
    let [suppression] = &suppressions(world).await[..] else {
        panic!("one id");
    };
    assert_eq!(suppression.erasure, erasure.id);
    let author = Author::new(tenant, KEY);
    let reason = Note::parse("she came back").unwrap();
    let lifted = store.suppression_lift(author, second(2), suppression.id, reason.clone());
    let lifted = lifted.await.expect("it can be lifted");
    let expected = Suppression {
        lifted_at: Some(second(2)),
        lifted: Some(KEY),
        lift_reason: Some(reason.clone()),
        ..suppression.clone()
    };
    assert_eq!(lifted, expected);
    let other = Note::parse("again").unwrap();
    let twice = store.suppression_lift(author, second(3), suppression.id, other);
    assert_eq!(twice.await.expect("it stays lifted"), expected);
    let read = store.suppression_get(tenant, suppression.id).await.unwrap();
    assert_eq!(read, Some(expected));
    let missing = store.suppression_lift(author, second(3), fresh(), reason);
    assert_eq!(rejection(missing.await), Rejection::NotFound);

    let Delivered { unresolved, .. } = deliver(
        world,
        4,
        here.crm.id,
        vec![named(world.kind, "", "E-1", "")],
    )
    .await;
    assert_eq!(unresolved, []);
    let again = links_of_connector(world).await;
    assert_ne!(again, here.ada.id, "it is a new record");
    // Erased once more, it is suppressed once more.
    erase(world, 5, again).await;
    let suppressed = suppressions(world).await;
    let holding = suppressed.iter().filter(|it| it.lifted_at.is_none());
    assert_eq!((suppressed.len(), holding.count()), (2, 1));
}

/// The one record that the first connector has an active link to.
async fn links_of_connector(world: &World) -> RecordId {
    let filter = LinkFilter {
        workspace_connector: Some(world.here.crm.id),
        ..LinkFilter::default()
    };
    let links = world.links(&world.here, filter, ALL).await;
    let [link] = &links[..] else {
        panic!("one link: {links:?}");
    };
    link.record
}

async fn erases_only_what_is_there(world: &World) {
    let here = &world.here;
    let new = |record| new_recall(world, SubjectRight::Erasure, record);
    let missing = try_recall(world, 1, new(fresh())).await;
    assert_eq!(rejection(missing), Rejection::NotFound);
    let merged = merge(world, 1, here.ada.id, &[here.bob.id]).await;
    let refused = try_recall(world, 2, new(here.bob.id)).await;
    let into = MergedInto {
        record: world.of(here.bob.id),
        into: here.ada.id,
    };
    assert_eq!(rejection(refused), Rejection::Merged(into));
    undo(world, 2, merged).await.expect("a merge can be undone");
    let first = new(here.ada.id);
    let made = try_recall(world, 3, first.clone()).await;
    destroy(world, 3, &made.expect("a recall")[0]).await;
    let twice = try_recall(world, 4, new(here.ada.id)).await;
    assert_eq!(rejection(twice), Rejection::Erased(world.kind));
    let same = NewRecall {
        record: world.of(here.bob.id),
        ..first
    };
    let taken = try_recall(world, 4, same).await;
    assert_eq!(rejection(taken), Rejection::IdTaken);
    let (store, tenant) = (world.store(), here.tenant);
    let nothing = store.recall_destroy(tenant, second(4), fresh()).await;
    assert_eq!(rejection(nothing), Rejection::NotFound);
}

async fn deleted_records_of_one_id_are_erased_together(world: &World) {
    let here = &world.here;
    give(world, 1, here.ada.id, here.mailer.id).await;
    let delete = Command::RecordDelete(world.of(here.ada.id));
    world.apply(here, second(2), delete).await.unwrap();
    let again = world.new_record("Ada again", Some("E-1"));
    let again = world
        .apply(here, second(3), Command::RecordCreate(again))
        .await;
    let again = record(again.unwrap());
    give(world, 4, again.id, here.crm.id).await;
    let erasure = |record| new_recall(world, SubjectRight::Erasure, record);
    let refused = try_recall(world, 5, erasure(here.ada.id)).await;
    assert_eq!(
        rejection(refused),
        Rejection::EraseInstead(again.reference())
    );
    let new = erasure(again.id);
    let made = try_recall(world, 6, new.clone()).await.expect("a recall");
    let [one, along] = &made[..] else {
        panic!("both: {made:?}");
    };
    assert_eq!((one.id, one.record), (new.id, again.reference()));
    assert_eq!(along.id, new.id.along(here.ada.id));
    assert_eq!(along.record, world.of(here.ada.id));
    assert_eq!(told(world, one).await, [here.crm.id].into());
    assert_eq!(told(world, along).await, [here.mailer.id].into());
    for (recall, id) in [(one, again.id), (along, here.ada.id)] {
        destroy(world, 7, recall).await;
        assert!(is_empty(&named_at_all(world, id).await));
    }
}

async fn what_was_merged_is_erased_with_it(world: &World) {
    let here = &world.here;
    let identity = create(world, 1, new(world, here.bob.id, here.crm.id, "c-2")).await;
    identity.expect("an identity can be made");
    merge(world, 2, here.ada.id, &[here.bob.id]).await;
    erase(world, 3, here.ada.id).await;
    for id in [here.ada.id, here.bob.id] {
        assert!(is_empty(&named_at_all(world, id).await));
    }
    assert_eq!(suppressions(world).await.len(), 3, "E-1, E-2 and c-2");
    for (own, key) in [("", "E-2"), ("c-2", "")] {
        let lines = vec![named(world.kind, own, key, "")];
        let Delivered { unresolved, .. } = deliver(world, 4, here.crm.id, lines).await;
        assert_eq!(unresolved, [(0, Unresolved::Suppressed)]);
    }
}

async fn what_runs_say_of_it_is_redacted(world: &World) {
    let here = &world.here;
    let store = world.store();
    let identity = create(world, 1, new(world, here.ada.id, here.crm.id, "c-1")).await;
    identity.expect("an identity can be made");
    let run = runs::open(world, second(2), Direction::Input, Mode::Incremental).await;
    let rejected = |line, detail: &str| NewRejection {
        id: fresh(),
        line,
        why: Refused {
            source: Some(wellhead_core::sync::SourcePlace {
                file: "of E-1.csv".into(),
                line,
            }),
            ..Refused::new("odd", detail)
        },
        taken: false,
    };
    let delivery = DeliveryBatch {
        rejected: 3,
        refused: vec![
            rejected(1, "c-1 is odd, and E-1"),
            rejected(2, "E-10"),
            rejected(3, "C-1 in capitals"),
        ],
        upto: 3,
        ..batch(&run, Vec::new())
    };
    write(world, second(2), delivery).await.expect("a batch");
    let failed = store.run_close(here.tenant, second(3), run.id, Some("cannot read c-1"));
    failed.await.expect("a run can fail");
    erase(world, 4, here.ada.id).await;
    let kept = store
        .run_rejections(here.tenant, run.id, ALL)
        .await
        .unwrap();
    let said: Vec<_> = kept.iter().map(|it| it.why.detail.as_str()).collect();
    assert_eq!(
        said,
        [
            "[erased] is odd, and [erased]",
            "E-10",
            "[erased] in capitals"
        ]
    );
    let files = kept.iter().map(|it| it.why.source.as_ref().unwrap());
    assert!(files.map(|it| &*it.file).all(|it| it == "of [erased].csv"));
    let run = store.run_get(here.tenant, run.id).await.unwrap().unwrap();
    assert_eq!(run.error.as_deref(), Some("cannot read [erased]"));
}

/// After a restore from a time before the erasure it is made again, with the id that it had.
async fn an_erasure_can_be_repeated(world: &World) {
    let here = &world.here;
    let (store, tenant) = (world.store(), here.tenant);
    let kind = world.kind;
    let key = SuppressionKey([9; 32]);
    let mark = |line, id| Marked {
        line,
        mark: key.mark(kind, line, &external(id)),
    };
    // The connector of one of its ids is not in this ledger.
    let of_lost = mark(Some(fresh()), "c-9");
    let marks = vec![
        mark(None, "E-1"),
        mark(None, "E-9"),
        mark(Some(here.crm.id), "c-9"),
        of_lost,
    ];
    let again = |record| NewRecall {
        key,
        again: true,
        marks: marks.clone(),
        ..new_recall(world, SubjectRight::Erasure, record)
    };
    let new = again(here.ada.id);
    let made = try_recall(world, 1, new.clone()).await.expect("a recall");
    assert_eq!(made[0].id, new.id);
    destroy(world, 1, &made[0]).await;
    let suppressed = store.erasure_marks(tenant, new.id).await.unwrap();
    let suppressed = suppressed.expect("an erasure");
    assert_eq!(suppressed.key, key);
    let mut found: Vec<_> = suppressed.marks.iter().map(|it| it.mark.0).collect();
    let mut wanted: Vec<_> = marks.iter().map(|it| it.mark.0).collect();
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
    let lines = [("", "E-1"), ("", "E-9"), ("c-9", "")];
    let lines = lines.map(|(own, key)| named(kind, own, key, "")).to_vec();
    let Delivered { unresolved, .. } = deliver(world, 2, here.crm.id, lines).await;
    let all = [0, 1, 2].map(|place| (place, Unresolved::Suppressed));
    assert_eq!(unresolved, all);

    // One that this ledger has never had is suppressed all the same.
    let gone = again(fresh());
    let made = try_recall(world, 3, gone.clone()).await.expect("a recall");
    let [recall] = &made[..] else { panic!("one") };
    assert_eq!(recall.record, gone.record);
    assert_eq!(recall.destroyed_at, Some(second(3)));
    assert_eq!((recall.notifications, recall.open), (0, 0));
    // It may have had no id.
    let bare = NewRecall {
        marks: Vec::new(),
        ..again(fresh())
    };
    try_recall(world, 3, bare).await.expect("a recall");
    let twice = try_recall(world, 4, gone).await;
    assert_eq!(rejection(twice), Rejection::IdTaken);
    let twice = try_recall(world, 4, new).await;
    assert_eq!(rejection(twice), Rejection::Erased(world.kind));
    let other = NewRecall {
        key: SuppressionKey([8; 32]),
        ..again(here.bob.id)
    };
    let refused = try_recall(world, 4, other).await;
    assert_eq!(rejection(refused), Rejection::AnotherKey);
    assert!(
        world
            .record_get(here.bob.id, Deleted::Exclude)
            .await
            .is_some()
    );
    assert_eq!(store.erasure_marks(tenant, fresh()).await.unwrap(), None);
    let stranger = world.stranger().await;
    assert_eq!(
        store.erasure_marks(stranger, recall.id).await.unwrap(),
        None
    );
}

async fn lists_in_slices(world: &World) {
    let here = &world.here;
    let (store, tenant) = (world.store(), here.tenant);
    for (seconds, right, record) in [
        (1, SubjectRight::Restriction, here.ada.id),
        (1, SubjectRight::Restriction, here.bob.id),
        (2, SubjectRight::Rectification, here.ada.id),
        (2, SubjectRight::Rectification, here.bob.id),
        (3, SubjectRight::Erasure, here.ada.id),
    ] {
        give(world, seconds, record, here.mailer.id).await;
        recall(world, seconds, right, record).await;
    }
    let all = store
        .recall_list(tenant, RecallFilter::default(), ALL)
        .await;
    let all = all.expect("recalls can be listed");
    assert_eq!(all.len(), 5);
    let mut sorted = all.clone();
    sorted.sort_by_key(|it| (it.created_at, it.id));
    assert_eq!(all, sorted);
    for filter in [
        RecallFilter {
            right: Some(SubjectRight::Restriction),
            record: None,
        },
        RecallFilter {
            right: None,
            record: Some(here.bob.id),
        },
        RecallFilter {
            right: Some(SubjectRight::Rectification),
            record: Some(here.ada.id),
        },
    ] {
        let passes = |it: &&Recall| {
            filter.right.is_none_or(|right| it.right == right)
                && filter.record.is_none_or(|record| it.record.id == record)
        };
        let wanted: Vec<_> = all.iter().filter(passes).cloned().collect();
        assert!(!wanted.is_empty());
        let listed = store.recall_list(tenant, filter, ALL).await.unwrap();
        assert_eq!(listed, wanted);
        let counted = store.recall_count(tenant, filter, Interval::default());
        assert_eq!(counted.await.unwrap(), u64::try_from(wanted.len()).unwrap());
    }
    let middle = Slice {
        interval: Interval {
            above: Some(all[0].position()),
            below: Some(all[4].position()),
        },
        order: Order::NewestFirst,
        limit: 2,
    };
    let listed = store
        .recall_list(tenant, RecallFilter::default(), middle)
        .await;
    assert_eq!(listed.unwrap(), [all[3].clone(), all[2].clone()]);
    let due = notifications(world).await;
    let middle = Slice {
        interval: Interval {
            above: Some(due[0].position()),
            below: Some(due[4].position()),
        },
        ..middle
    };
    let listed = store.notification_list(tenant, NotificationFilter::default(), middle);
    assert_eq!(listed.await.unwrap(), [due[3].clone(), due[2].clone()]);
    let suppressed = suppressions(world).await;
    let of = SuppressionFilter {
        erasure: Some(suppressed[0].erasure),
    };
    let listed = store.suppression_list(tenant, of, ALL).await.unwrap();
    assert_eq!(listed, suppressed);
    let counted = store.suppression_count(tenant, of, Interval::default());
    assert_eq!(counted.await.unwrap(), 1);
    let other = SuppressionFilter {
        erasure: Some(fresh()),
    };
    let counted = store.suppression_count(tenant, other, Interval::default());
    assert_eq!(counted.await.unwrap(), 0);
}

async fn nobody_recalls_anothers(world: &World) {
    let (here, there) = (&world.here, &world.there);
    let store = world.store();
    let theirs = new_recall(world, SubjectRight::Erasure, there.ada.id);
    let refused = try_recall(world, 1, theirs).await;
    assert_eq!(rejection(refused), Rejection::NotFound);
    give(world, 1, here.ada.id, here.mailer.id).await;
    let erasure = erase(world, 2, here.ada.id).await;
    let notification = notifications(world).await[0].id;
    let suppression = suppressions(world).await[0].id;
    let stranger = world.stranger().await;
    let author = Author::operator(stranger);
    assert_eq!(store.recall_get(stranger, erasure.id).await.unwrap(), None);
    let found = store.notification_get(stranger, notification).await;
    assert_eq!(found.unwrap(), None);
    let found = store.suppression_get(stranger, suppression).await;
    assert_eq!(found.unwrap(), None);
    assert_eq!(notifications_of(world, stranger).await, []);
    let listed = store
        .recall_list(stranger, RecallFilter::default(), ALL)
        .await;
    assert_eq!(listed.unwrap(), []);
    let listed = store.suppression_list(stranger, SuppressionFilter::default(), ALL);
    assert_eq!(listed.await.unwrap(), []);
    let changes = NotificationChanges::default();
    let refused = store.notification_update(author, second(3), notification, changes);
    assert_eq!(rejection(refused.await), Rejection::NotFound);
    let reason = Note::parse("mine").unwrap();
    let refused = store.suppression_lift(author, second(3), suppression, reason);
    assert_eq!(rejection(refused.await), Rejection::NotFound);
    let job = erasure.job().unwrap();
    let refused = store.recall_destroy(stranger, second(3), job).await;
    assert_eq!(rejection(refused), Rejection::NotFound);
    // The same id means another record to the other tenant.
    let theirs = RecordRef {
        kind: world.kind,
        id: there.ada.id,
    };
    let found = store
        .record_get(there.tenant, theirs, Deleted::Exclude)
        .await;
    assert_eq!(found.unwrap().as_ref(), Some(&there.ada));
}

/// Whoever is first: in the end the record is gone, and a line that names it is not taken.
async fn a_delivery_that_races_an_erasure_brings_nobody_back(world: &World) {
    let here = &world.here;
    for round in 0..10 {
        let key = format!("R-{round}");
        let own = format!("r-{round}");
        let made = deliver(
            world,
            1,
            here.crm.id,
            vec![named(world.kind, &own, &key, "")],
        )
        .await;
        assert_eq!(made.tally.records_created, 1);
        let identities = list(world, IdentityFilter::default()).await;
        let of = identities.iter().find(|it| it.external_id.as_str() == own);
        let raced = of.expect("the line is known").record;
        let run = open(world, second(2), here.crm.id).await;
        let lines = vec![
            named(world.kind, &own, "", ""),
            named(world.kind, "", &key, ""),
            known(world.kind, here.bob.id),
        ];
        let racing = write(world, second(2), batch(&run, lines));
        let erasing = try_recall(world, 2, new_recall(world, SubjectRight::Erasure, raced));
        let (delivered, recall) = join(racing, erasing).await;
        let delivered = delivered.expect("a line is taken or rejected");
        assert!(
            [0, 2].contains(&delivered.tally.suppressed),
            "{delivered:?}"
        );
        destroy(world, 3, &recall.expect("a recall")[0]).await;
        let lines = vec![
            named(world.kind, &own, "", ""),
            named(world.kind, "", &key, ""),
        ];
        let after = write(
            world,
            second(4),
            DeliveryBatch {
                delivery: fresh(),
                ..batch(&run, lines)
            },
        );
        assert_eq!(after.await.expect("a batch").tally.suppressed, 2);
        let closed = world
            .store()
            .run_close(here.tenant, second(5), run.id, None);
        closed.await.expect("a run can be closed");
        assert!(is_empty(&named_at_all(world, raced).await));
        let active = links_of(world, raced).await;
        assert!(active.iter().all(|link| link.times.deleted_at.is_some()));
    }
    let records = world.estate(&world.here).await.1;
    let named = records.iter().filter(|it| {
        let id = it
            .external_id
            .as_ref()
            .map(wellhead_core::resource::ExternalId::as_str);
        id.is_some_and(|id| id.starts_with("R-"))
    });
    assert_eq!(named.count(), 0, "none came back");
}
