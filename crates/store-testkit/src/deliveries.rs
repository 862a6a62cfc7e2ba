use std::collections::BTreeMap;
use std::sync::Arc;

use wellhead_core::command::{Command, Rejection, WorkspaceConnectorChanges};
use wellhead_core::id::{DeliveryId, RecordId};
use wellhead_core::identity::{OnConflict, Unresolved};
use wellhead_core::page::Positioned;
use wellhead_core::privacy::OnSuppressed;
use wellhead_core::record::{Kind, Named, Values};
use wellhead_core::resource::{Deleted, Direction, Link, LinkFilter, Mode, Status, SyncRun, Tally};
use wellhead_core::source::OnKnown;
use wellhead_core::store::{ApplyError, Delivered, DeliveredRecord, DeliveryBatch, OnDuplicate};
use wellhead_core::time::Timestamp;

use crate::runs::open;
use crate::world::{ALL, World, called_so, external, fresh, rejection, second};

crate::cases![
    every kind:
    makes_unknown_records_and_matches_known_ones,
    touches_an_existing_link_and_every_twin_of_it,
    touches_no_link_that_says_something_else,
    appends_when_asked,
    the_first_line_names_a_new_record,
    known_records_keep_their_values,
    a_deleted_record_is_unknown,
    records_may_be_named_by_their_ids,
    a_missing_record_does_not_stop_the_others,
    or_stops_all_where_that_is_asked,
    a_new_record_needs_what_its_kind_requires;
    people:
    a_run_takes_no_other_kind,
    no_link_is_older_than_its_run,
    the_tally_and_the_last_line_are_kept_with_the_links,
    goes_on_only_behind_its_last_line,
    refuses_what_is_not_open_and_writes_nothing,
    racing_deliveries_make_no_twins,
];

pub(crate) fn line(kind: Kind, id: &str) -> DeliveredRecord {
    DeliveredRecord {
        link: fresh(),
        id: fresh(),
        identity: fresh(),
        line: 1,
        source: None,
        named: Named::by_external_id(external(id), called_so(kind, &format!("Called {id}"))),
    }
}

pub(crate) fn known(kind: Kind, id: RecordId) -> DeliveredRecord {
    DeliveredRecord {
        link: fresh(),
        id: fresh(),
        identity: fresh(),
        line: 1,
        source: None,
        named: Named::by_id(kind, id),
    }
}

/// A batch of its own, whose lines are numbered from 1.
pub(crate) fn batch(run: &SyncRun, mut records: Vec<DeliveredRecord>) -> DeliveryBatch {
    for (number, record) in (1..).zip(&mut records) {
        record.line = number;
    }
    DeliveryBatch {
        run: run.id,
        record: run.record,
        delivery: fresh(),
        after: 0,
        upto: u64::try_from(records.len()).unwrap(),
        rejected: 0,
        refused: Vec::new(),
        is_last: true,
        on_duplicate: OnDuplicate::Touch,
        on_conflict: OnConflict::Reject,
        on_known: OnKnown::Keep,
        on_suppressed: OnSuppressed::Reject,
        all_or_nothing: false,
        records,
    }
}

pub(crate) async fn write(
    world: &World,
    at: Timestamp,
    batch: DeliveryBatch,
) -> Result<Delivered, ApplyError> {
    world
        .store()
        .deliver(world.here.tenant, at, Arc::new(batch))
        .await
}

/// Delivers `records` in a run of their own, from the first connector, at second 5.
async fn deliver(world: &World, records: Vec<DeliveredRecord>) -> Delivered {
    let run = open(world, second(4), Direction::Input, Mode::Incremental).await;
    let delivered = write(world, second(5), batch(&run, records)).await;
    let delivered = delivered.expect("a batch can be delivered");
    let closed = world
        .store()
        .run_close(world.here.tenant, second(6), run.id, None)
        .await;
    assert_eq!(closed.expect("a run can be closed").tally, delivered.tally);
    delivered
}

async fn links(world: &World) -> Vec<Link> {
    world.links(&world.here, LinkFilter::default(), ALL).await
}

fn tally(created: u64, matched: u64, links_created: u64, links_touched: u64) -> Tally {
    Tally {
        records_created: created,
        records_matched: matched,
        links_created,
        links_touched,
        ..Tally::default()
    }
}

async fn makes_unknown_records_and_matches_known_ones(world: &World) {
    let given = ["E-1", "new-a", "E-2", "new-b", "new-a", "E-1"].map(|id| line(world.kind, id));
    let delivered = deliver(world, given.to_vec()).await;
    assert_eq!(delivered.tally, tally(2, 4, 4, 2));
    assert_eq!(delivered.unresolved, []);
    let (links, records, _) = world.estate(&world.here).await;
    assert_eq!((links.len(), records.len()), (4, 4));
    for record in [
        world.here.ada.id,
        world.here.bob.id,
        given[1].id,
        given[3].id,
    ] {
        assert!(links.iter().any(|link| link.record == record));
    }
    let again = deliver(world, given.to_vec()).await;
    assert_eq!(
        again.tally,
        tally(0, 6, 0, 6),
        "another run repeats nothing"
    );
}

async fn touches_an_existing_link_and_every_twin_of_it(world: &World) {
    let here = &world.here;
    let mut twins = Vec::new();
    for at in [1, 2] {
        let twin = world.link(second(at), here.ada.id, here.crm.id, Direction::Input);
        twins.push(twin.await);
    }
    let delivered = deliver(world, vec![line(world.kind, "E-1")]).await;
    assert_eq!(delivered.tally, tally(0, 1, 0, 1));
    let after = links(world).await;
    assert_eq!(after.len(), 2);
    for (before, after) in twins.iter().zip(after) {
        assert_eq!(after.times.created_at, before.times.created_at);
        assert_eq!(after.times.updated_at, Some(second(5)));
    }
}

async fn touches_no_link_that_says_something_else(world: &World) {
    let here = &world.here;
    let output = world.link(second(1), here.ada.id, here.crm.id, Direction::Output);
    let output = output.await;
    let mailer = world.link(second(1), here.ada.id, here.mailer.id, Direction::Input);
    let mailer = mailer.await;
    let of_bob = world.link(second(1), here.bob.id, here.crm.id, Direction::Input);
    let of_bob = of_bob.await;
    let deleted = world.link(second(1), here.ada.id, here.crm.id, Direction::Input);
    let deleted = deleted.await;
    let delete = Command::LinkDelete(world.kind, deleted.id);
    world.apply(here, second(2), delete).await.unwrap();
    let gone = world.link_get(deleted.id, Deleted::Only).await;
    let delivered = deliver(world, vec![line(world.kind, "E-1")]).await;
    assert_eq!(delivered.tally, tally(0, 1, 1, 0));
    for link in [output, mailer, of_bob] {
        assert_eq!(world.link_get(link.id, Deleted::Exclude).await, Some(link));
    }
    assert_eq!(world.link_get(deleted.id, Deleted::Only).await, gone);
}

async fn appends_when_asked(world: &World) {
    let run = open(world, second(4), Direction::Input, Mode::Incremental).await;
    let given: Vec<_> = (0..1_000)
        .map(|i| line(world.kind, &format!("many-{}", i % 400)))
        .collect();
    let appended = DeliveryBatch {
        on_duplicate: OnDuplicate::Append,
        ..batch(&run, given.clone())
    };
    let delivered = write(world, second(5), appended).await.unwrap();
    assert_eq!(delivered.tally, tally(400, 600, 1_000, 0));
    let links = links(world).await;
    assert_eq!(links.len(), given.len());
    assert!(links.is_sorted_by_key(Positioned::position));
    for (i, (link, line)) in (0..).zip(links.iter().zip(&given)) {
        assert_eq!(link.id, line.link);
        assert_eq!(link.workspace_connector, world.here.crm.id);
        assert_eq!(link.direction, Direction::Input);
        assert_eq!(link.times.created_at, second(5).plus_micros(i));
        assert_eq!(link.times.updated_at, Some(link.times.created_at));
        assert_eq!(link.times.deleted_at, None);
    }
}

async fn the_first_line_names_a_new_record(world: &World) {
    let first = line(world.kind, "twice");
    let mut second = line(world.kind, "twice");
    second.named.values = Values::example(world.kind);
    deliver(world, vec![first.clone(), second.clone()]).await;
    let get = async |id| {
        let store = world.store();
        store
            .record_get(world.here.tenant, world.of(id), Deleted::Include)
            .await
            .expect("a record can be read")
    };
    let made = get(first.id).await;
    let made = made.expect("the first line's id and names are the record's");
    let expected = called_so(world.kind, "Called twice");
    assert_eq!(made.values, expected);
    assert_eq!(made.external_id, Some(external("twice")));
    assert_eq!(made.times.updated_at, Some(made.times.created_at));
    assert_eq!(get(second.id).await, None);
}

async fn known_records_keep_their_values(world: &World) {
    deliver(world, vec![line(world.kind, "E-1")]).await;
    let ada = world
        .store()
        .record_get(
            world.here.tenant,
            world.here.ada.reference(),
            Deleted::Exclude,
        )
        .await;
    assert_eq!(ada.unwrap(), Some(world.here.ada.clone()));
}

async fn a_deleted_record_is_unknown(world: &World) {
    let here = &world.here;
    let delete = Command::RecordDelete(world.of(here.ada.id));
    world.apply(here, second(1), delete).await.unwrap();
    let delivered = deliver(world, vec![line(world.kind, "E-1")]).await;
    assert_eq!(delivered.tally.records_created, 1);
}

async fn records_may_be_named_by_their_ids(world: &World) {
    let here = &world.here;
    let given = vec![
        known(world.kind, here.ada.id),
        line(world.kind, "E-1"),
        line(world.kind, "new"),
        known(world.kind, here.bob.id),
    ];
    let delivered = deliver(world, given).await;
    assert_eq!(delivered.tally, tally(1, 3, 3, 1));
    assert_eq!(links(world).await.len(), 3);
}

async fn strangers(world: &World) -> Vec<DeliveredRecord> {
    let here = &world.here;
    let delete = Command::RecordDelete(world.of(here.bob.id));
    world.apply(here, second(1), delete).await.unwrap();
    let strangers = [here.ada.id, fresh(), world.there.ada.id, here.bob.id];
    let mut given: Vec<_> = strangers.map(|id| known(world.kind, id)).into();
    given.push(line(world.kind, "new"));
    given
}

async fn a_missing_record_does_not_stop_the_others(world: &World) {
    let given = strangers(world).await;
    let delivered = deliver(world, given).await;
    assert_eq!(
        delivered.unresolved,
        [1, 2, 3].map(|place| (place, Unresolved::Missing))
    );
    let expected = Tally {
        rejected: 3,
        ..tally(1, 1, 2, 0)
    };
    assert_eq!(delivered.tally, expected);
    assert_eq!(links(world).await.len(), 2);
}

async fn or_stops_all_where_that_is_asked(world: &World) {
    let run = open(world, second(4), Direction::Input, Mode::Incremental).await;
    let whole = DeliveryBatch {
        all_or_nothing: true,
        ..batch(&run, strangers(world).await)
    };
    let before = world.estate(&world.here).await;
    match write(world, second(5), whole).await {
        Err(ApplyError::Rejected { index, rejection }) => {
            assert_eq!(
                (index, rejection),
                (1, Rejection::Unresolved(world.kind, Unresolved::Missing))
            );
        }
        other => panic!("not rejected: {other:?}"),
    }
    assert_eq!(world.estate(&world.here).await, before);
}

/// A known record needs no values; a new one that lacks a required one is not made.
async fn a_new_record_needs_what_its_kind_requires(world: &World) {
    let bare = |id: &str| DeliveredRecord {
        named: Named::by_external_id(external(id), Values::none(world.kind).completed(world.kind)),
        ..line(world.kind, id)
    };
    let given = vec![
        bare("E-1"),
        bare("new"),
        line(world.kind, "new"),
        bare("new"),
    ];
    let is_enough = Values::none(world.kind).completed(world.kind);
    let is_enough = is_enough.lacking(world.kind).is_none();
    let delivered = deliver(world, given).await;
    if is_enough {
        assert_eq!(delivered.tally, tally(1, 3, 2, 2));
        assert_eq!(delivered.unresolved, []);
    } else {
        let expected = Tally {
            rejected: 1,
            ..tally(1, 2, 2, 1)
        };
        assert_eq!(delivered.tally, expected);
        assert_eq!(delivered.unresolved, [(1, Unresolved::Missing)]);
    }
    assert_eq!(links(world).await.len(), 2);
}

async fn a_run_takes_no_other_kind(world: &World) {
    let run = open(world, second(4), Direction::Input, Mode::Incremental).await;
    let before = world.estates(&world.here).await;
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != run.record) {
        let other = DeliveryBatch {
            record: kind,
            ..batch(&run, vec![line(kind, "E-1"), line(kind, "new")])
        };
        let refused = write(world, second(5), other).await;
        assert_eq!(rejection(refused), Rejection::NotFound, "{kind}");
    }
    assert_eq!(world.estates(&world.here).await, before);
}

/// A clock that is behind the one that opened the run must not make its links look unseen.
async fn no_link_is_older_than_its_run(world: &World) {
    let here = &world.here;
    world
        .link(second(1), here.ada.id, here.crm.id, Direction::Input)
        .await;
    let run = open(world, second(50), Direction::Input, Mode::Full).await;
    let late = batch(
        &run,
        vec![
            line(world.kind, "E-1"),
            line(world.kind, "E-2"),
            line(world.kind, "new"),
        ],
    );
    write(world, second(5), late).await.unwrap();
    for link in links(world).await {
        assert!(link.times.updated_at >= Some(run.started_at), "{link:?}");
    }
    let unseen = world.store().run_unseen(here.tenant, run.id).await.unwrap();
    assert_eq!((unseen.active, unseen.older, unseen.unseen), (3, 1, 0));
}

async fn the_tally_and_the_last_line_are_kept_with_the_links(world: &World) {
    let here = &world.here;
    let run = open(world, second(4), Direction::Input, Mode::Incremental).await;
    let delivery: DeliveryId = fresh();
    let store = world.store();
    let last_line = async |tenant| store.delivered(tenant, run.id, delivery).await.unwrap();
    assert_eq!(last_line(here.tenant).await, 0);
    let first = DeliveryBatch {
        delivery,
        upto: 7,
        rejected: 5,
        is_last: false,
        ..batch(&run, vec![line(world.kind, "E-1"), line(world.kind, "new")])
    };
    let one = write(world, second(5), first).await.unwrap();
    assert_eq!(one.tally.rejected, 5);
    assert_eq!(last_line(here.tenant).await, 7);
    assert_eq!(last_line(world.there.tenant).await, 0);
    let kept = store.run_get(here.tenant, run.id).await.unwrap().unwrap();
    assert_eq!((kept.tally, kept.heartbeat_at), (one.tally, second(5)));
    let unseen = store.run_unseen(here.tenant, run.id).await.unwrap();
    assert_eq!(unseen.interrupted, 1, "it is not whole yet");

    let rest = DeliveryBatch {
        delivery,
        after: 7,
        upto: 8,
        ..batch(&run, vec![line(world.kind, "E-1")])
    };
    let two = write(world, second(6), rest).await.unwrap();
    let mut sum = one.tally;
    sum.add(two.tally);
    let kept = store.run_get(here.tenant, run.id).await.unwrap().unwrap();
    assert_eq!(kept.tally, sum);
    assert_eq!(last_line(here.tenant).await, 8);
    let interrupted = async || {
        let unseen = store.run_unseen(here.tenant, run.id).await;
        unseen.unwrap().interrupted
    };
    assert_eq!(interrupted().await, 0);

    // One that is sent again may have more lines: until its end comes again it is not whole.
    for (at, is_last, left) in [(7, false, 1), (8, true, 0)] {
        let again = DeliveryBatch {
            delivery,
            after: 8,
            upto: 8,
            is_last,
            ..batch(&run, Vec::new())
        };
        write(world, second(at), again).await.unwrap();
        assert_eq!(interrupted().await, left);
    }
}

async fn goes_on_only_behind_its_last_line(world: &World) {
    let run = open(world, second(4), Direction::Input, Mode::Incremental).await;
    let first = DeliveryBatch {
        on_duplicate: OnDuplicate::Append,
        ..batch(&run, vec![line(world.kind, "E-1"), line(world.kind, "E-2")])
    };
    write(world, second(5), first.clone()).await.unwrap();
    for after in [0, 1, 3] {
        let again = DeliveryBatch {
            after,
            upto: 4,
            ..first.clone()
        };
        let refused = write(world, second(6), again).await;
        assert_eq!(rejection(refused), Rejection::DeliveryIsElsewhere(2));
    }
    assert_eq!(links(world).await.len(), 2);
}

async fn refuses_what_is_not_open_and_writes_nothing(world: &World) {
    let here = &world.here;
    let closed = open(world, second(1), Direction::Input, Mode::Incremental).await;
    let store = world.store();
    store
        .run_close(here.tenant, second(2), closed.id, None)
        .await
        .unwrap();
    let run = open(world, second(4), Direction::Input, Mode::Incremental).await;
    let unknown = SyncRun {
        id: fresh(),
        ..run.clone()
    };
    let before = world.estate(here).await;
    for (run, expected) in [
        (&closed, Rejection::RunIsClosed),
        (&unknown, Rejection::NotFound),
    ] {
        let refused = write(
            world,
            second(5),
            batch(run, vec![line(world.kind, "E-1"), line(world.kind, "new")]),
        )
        .await;
        assert_eq!(rejection(refused), expected);
    }
    let stranger = batch(&run, vec![line(world.kind, "E-1")]);
    let refused = store
        .deliver(world.there.tenant, second(5), Arc::new(stranger))
        .await;
    assert_eq!(rejection(refused), Rejection::NotFound);
    assert_eq!(world.estate(here).await, before);

    let disable = WorkspaceConnectorChanges {
        status: Some(Status::Disabled),
        match_rule: None,
        rank: None,
        restore: false,
        ..WorkspaceConnectorChanges::default()
    };
    for (command, expected) in [
        (
            Command::WorkspaceConnectorUpdate(here.crm.id, disable),
            Rejection::ConnectorDisabled,
        ),
        (
            Command::WorkspaceConnectorDelete(here.crm.id),
            Rejection::WorkspaceConnectorNotFound,
        ),
    ] {
        world.apply(here, second(6), command).await.unwrap();
        let before = world.estate(here).await;
        let refused = write(world, second(7), batch(&run, vec![line(world.kind, "E-1")])).await;
        assert_eq!(rejection(refused), expected);
        assert_eq!(world.estate(here).await, before);
    }
}

async fn racing_deliveries_make_no_twins(world: &World) {
    let run = &open(world, second(4), Direction::Input, Mode::Incremental).await;
    let racer = |offset: usize| async move {
        let mut sum = Tally::default();
        for round in 0..4 {
            // Each racer meets the records in an order of its own: no order may deadlock.
            let given: Vec<_> = (0..60)
                .map(|i| {
                    line(
                        world.kind,
                        &format!("race-{round}-{}", (i * 7 + offset * 13) % 60),
                    )
                })
                .collect();
            let delivered = write(world, second(5), batch(run, given)).await;
            sum.add(delivered.expect("a batch can be delivered").tally);
        }
        sum
    };
    let sums = futures_util::future::join_all((0..4).map(racer)).await;
    let mut sum = Tally::default();
    for one in sums {
        sum.add(one);
    }
    assert_eq!(sum, tally(240, 3 * 240, 240, 3 * 240));
    let of_record =
        links(world)
            .await
            .iter()
            .fold(BTreeMap::<_, usize>::new(), |mut counts, link| {
                *counts.entry(link.record).or_default() += 1;
                counts
            });
    assert_eq!(of_record.len(), 240);
    assert!(of_record.values().all(|count| *count == 1));
}
