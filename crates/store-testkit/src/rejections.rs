//! The rejected lines that a run keeps.

use wellhead_core::command::Rejection;
use wellhead_core::id::{DeliveryId, SyncRunId};
use wellhead_core::page::{Interval, Order, Positioned, Slice};
use wellhead_core::record::{Kind, Named, Values};
use wellhead_core::resource::{Direction, Mode, SyncRun};
use wellhead_core::store::{ApplyError, DeliveredRecord, DeliveryBatch};
use wellhead_core::sync::{KeptRejections, NewRejection, Refused, RejectedLine, SourcePlace};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::deliveries::{batch, known, line, write};
use crate::runs::open;
use crate::world::{ALL, World, external, fresh, rejection, second};

crate::cases![
    every kind:
    lines_whose_record_is_missing_are_kept_with_their_reason;
    people:
    what_the_caller_rejected_is_kept_as_it_was_given,
    lines_are_kept_in_the_order_of_their_numbers,
    a_batch_that_is_refused_or_repeated_keeps_none,
    the_first_thousand_are_kept_and_all_are_counted,
    they_are_listed_in_slices,
    each_has_a_later_time_than_the_one_before,
    a_line_that_undid_its_delivery_is_kept_and_not_counted,
    a_run_that_is_not_open_keeps_no_more,
    another_tenant_sees_none,
];

fn refused(line: u64, detail: &str) -> NewRejection {
    NewRejection {
        id: fresh(),
        line,
        why: Refused::new("invalid_json", detail),
        taken: false,
    }
}

fn many(lines: std::ops::RangeInclusive<u64>) -> Vec<NewRejection> {
    lines.map(|line| refused(line, "bad")).collect()
}

/// A batch of these rejected lines and nothing else.
fn bad(run: &SyncRun, refused: Vec<NewRejection>) -> DeliveryBatch {
    DeliveryBatch {
        rejected: u64::try_from(refused.len()).unwrap(),
        upto: refused.last().map_or(0, |it| it.line),
        refused,
        ..batch(run, Vec::new())
    }
}

async fn open_run(world: &World) -> SyncRun {
    open(world, second(4), Direction::Input, Mode::Full).await
}

async fn list(world: &World, tenant: Tenant, run: SyncRunId, slice: Slice) -> Vec<RejectedLine> {
    let listed = world.store().run_rejections(tenant, run, slice).await;
    listed.expect("rejected lines can be listed")
}

async fn kept(world: &World, run: &SyncRun) -> Vec<RejectedLine> {
    list(world, world.here.tenant, run.id, ALL).await
}

async fn counts(world: &World, tenant: Tenant, run: SyncRunId) -> KeptRejections {
    let counted = world.store().run_rejections_kept(tenant, run).await;
    counted.expect("rejected lines can be counted")
}

/// How many rejected lines the run's tally counts.
async fn counted(world: &World, run: &SyncRun) -> u64 {
    let found = world.store().run_get(world.here.tenant, run.id).await;
    found.unwrap().expect("the run is there").tally.rejected
}

async fn undone(
    world: &World,
    at: Timestamp,
    run: SyncRunId,
    delivery: DeliveryId,
    by: NewRejection,
) -> Result<(), ApplyError> {
    let store = world.store();
    store
        .delivery_undone(world.here.tenant, at, run, delivery, by)
        .await
}

async fn lines_whose_record_is_missing_are_kept_with_their_reason(world: &World) {
    let run = open_run(world).await;
    let kind = world.kind;
    let source = SourcePlace {
        file: "people.csv".into(),
        line: 17,
    };
    let stranger = DeliveredRecord {
        source: Some(source.clone()),
        ..known(world.kind, fresh())
    };
    let bare = DeliveredRecord {
        named: Named::by_external_id(external("new"), Values::none(kind).completed(kind)),
        ..line(kind, "new")
    };
    let given = batch(
        &run,
        vec![line(kind, "E-1"), stranger.clone(), bare.clone()],
    );
    let delivery = given.delivery;
    let delivered = write(world, second(5), given).await.unwrap();
    let mut expected = vec![RejectedLine {
        id: stranger.link.uuid().into(),
        delivery,
        line: 2,
        why: Refused::unknown_record(kind).at(Some(source)),
        undid_delivery: false,
        taken: false,
        created_at: second(5),
    }];
    if let Some(field) = Values::none(kind).completed(kind).lacking(kind) {
        expected.push(RejectedLine {
            id: bare.link.uuid().into(),
            line: 3,
            why: Refused::lacking(kind, field),
            created_at: second(5).plus_micros(1),
            ..expected[0].clone()
        });
    }
    assert_eq!(kept(world, &run).await, expected);
    let number = u64::try_from(expected.len()).unwrap();
    assert_eq!(delivered.tally.rejected, number);
    assert_eq!(counts(world, world.here.tenant, run.id).await.all, number);
}

async fn what_the_caller_rejected_is_kept_as_it_was_given(world: &World) {
    let run = open_run(world).await;
    let source = SourcePlace {
        file: "Zoë.csv".into(),
        line: u64::MAX >> 1,
    };
    let why = Refused {
        code: "field_count".to_owned().into(),
        detail: "3 fields where the header has 4: 'ü\u{1f600}'".to_owned(),
        source: Some(source),
    };
    let rejected = NewRejection {
        why: why.clone(),
        ..refused(u64::MAX >> 1, "")
    };
    let given = bad(&run, vec![rejected.clone()]);
    let delivery = given.delivery;
    write(world, second(5), given).await.unwrap();
    let expected = RejectedLine {
        id: rejected.id,
        delivery,
        line: rejected.line,
        why,
        undid_delivery: false,
        taken: false,
        created_at: second(5),
    };
    assert_eq!(kept(world, &run).await, [expected]);
}

async fn lines_are_kept_in_the_order_of_their_numbers(world: &World) {
    let run = open_run(world).await;
    let mut given = batch(
        &run,
        vec![
            known(world.kind, fresh()),
            line(world.kind, "E-1"),
            known(world.kind, fresh()),
        ],
    );
    for (record, number) in given.records.iter_mut().zip([2, 3, 5]) {
        record.line = number;
    }
    let given = DeliveryBatch {
        rejected: 3,
        refused: vec![refused(1, "a"), refused(4, "b"), refused(6, "c")],
        upto: 6,
        ..given
    };
    write(world, second(5), given).await.unwrap();
    let lines: Vec<_> = kept(world, &run).await.iter().map(|it| it.line).collect();
    assert_eq!(lines, [1, 2, 4, 5, 6]);
    assert_eq!(counted(world, &run).await, 5);
}

async fn a_batch_that_is_refused_or_repeated_keeps_none(world: &World) {
    let run = open_run(world).await;
    let first = bad(&run, many(1..=3));
    write(world, second(5), first.clone()).await.unwrap();
    let before = kept(world, &run).await;
    let again = DeliveryBatch {
        refused: many(1..=3),
        ..first
    };
    let elsewhere = write(world, second(6), again.clone()).await;
    assert_eq!(rejection(elsewhere), Rejection::DeliveryIsElsewhere(3));
    let whole = DeliveryBatch {
        after: 3,
        upto: 5,
        all_or_nothing: true,
        records: vec![line(world.kind, "E-1"), known(world.kind, fresh())],
        ..again.clone()
    };
    let missing = write(world, second(6), whole).await;
    assert!(missing.is_err());
    let other = DeliveryBatch {
        record: Kind::Invoice,
        after: 3,
        ..again
    };
    let other = write(world, second(6), other).await;
    assert_eq!(rejection(other), Rejection::NotFound);
    assert_eq!(kept(world, &run).await, before);
    assert_eq!(counted(world, &run).await, 3);
}

async fn the_first_thousand_are_kept_and_all_are_counted(world: &World) {
    let most = u64::try_from(RejectedLine::MOST_KEPT).unwrap();
    let run = open_run(world).await;
    write(world, second(5), bad(&run, many(1..=most - 2)))
        .await
        .unwrap();
    // The last two places are for lines of either sort, whichever come first.
    let mut strangers = batch(
        &run,
        vec![known(world.kind, fresh()), known(world.kind, fresh())],
    );
    for (record, number) in strangers.records.iter_mut().zip([2, 4]) {
        record.line = number;
    }
    let strangers = DeliveryBatch {
        // One that the caller rejected and did not keep.
        rejected: 3,
        refused: vec![refused(1, "bad"), refused(3, "bad")],
        upto: 5,
        ..strangers
    };
    let delivery = strangers.delivery;
    write(world, second(6), strangers).await.unwrap();
    write(world, second(7), bad(&run, many(1..=9)))
        .await
        .unwrap();
    let late = undone(world, second(8), run.id, fresh(), refused(1, "late"));
    late.await.unwrap();
    let kept = kept(world, &run).await;
    assert_eq!(kept.len(), RejectedLine::MOST_KEPT);
    let last: Vec<_> = kept[kept.len() - 3..]
        .iter()
        .map(|it| (it.line, it.delivery == delivery))
        .collect();
    assert_eq!(last, [(most - 2, false), (1, true), (2, true)]);
    assert_eq!(counted(world, &run).await, most - 2 + 5 + 9);
    let counts = counts(world, world.here.tenant, run.id).await;
    assert_eq!(counts.of(counted(world, &run).await), most + 12);
    assert_eq!((counts.all, counts.undid_delivery), (most, 0));
    // Another run has room of its own.
    let other = open(world, second(9), Direction::Output, Mode::Full).await;
    write(world, second(9), bad(&other, many(1..=1)))
        .await
        .unwrap();
    assert_eq!(self::kept(world, &other).await.len(), 1);
}

async fn they_are_listed_in_slices(world: &World) {
    let run = open_run(world).await;
    for at in [5, 6] {
        write(world, second(at), bad(&run, many(1..=4)))
            .await
            .unwrap();
    }
    let all = kept(world, &run).await;
    assert_eq!(all.len(), 8);
    let tenant = world.here.tenant;
    for limit in [1, 3, 8] {
        for (above, below) in [
            (None, None),
            (Some(1), None),
            (None, Some(6)),
            (Some(2), Some(7)),
        ] {
            let position = |place: Option<usize>| place.map(|place| all[place].position());
            let interval = Interval {
                above: position(above),
                below: position(below),
            };
            let within = &all[above.map_or(0, |it| it + 1)..below.unwrap_or(all.len())];
            for order in [Order::OldestFirst, Order::NewestFirst] {
                let mut expected = within.to_vec();
                if order == Order::NewestFirst {
                    expected.reverse();
                }
                expected.truncate(limit);
                let slice = Slice {
                    interval,
                    order,
                    limit,
                };
                assert_eq!(
                    list(world, tenant, run.id, slice).await,
                    expected,
                    "{slice:?}"
                );
            }
        }
    }
}

/// However the clocks of the processes differ, the order is that in which the lines were rejected.
async fn each_has_a_later_time_than_the_one_before(world: &World) {
    let run = open_run(world).await;
    let mut expected = Vec::new();
    for at in [9, 5, 9, 7] {
        let given = bad(&run, many(1..=3));
        expected.extend(given.refused.iter().map(|it| it.id));
        write(world, second(at), given).await.unwrap();
    }
    let kept = kept(world, &run).await;
    assert_eq!(kept.iter().map(|it| it.id).collect::<Vec<_>>(), expected);
    assert!(kept.is_sorted_by(|one, next| one.created_at < next.created_at));
    assert_eq!(kept[0].created_at, second(9));
}

async fn a_line_that_undid_its_delivery_is_kept_and_not_counted(world: &World) {
    let run = open_run(world).await;
    let delivery = fresh();
    let by = refused(7, "bad");
    undone(world, second(5), run.id, delivery, by.clone())
        .await
        .unwrap();
    // The delivery is sent again, and fails again; for another reason; and at last as a plain one.
    let again = refused(7, "bad");
    undone(world, second(6), run.id, delivery, again)
        .await
        .unwrap();
    let worse = refused(7, "worse");
    undone(world, second(7), run.id, delivery, worse.clone())
        .await
        .unwrap();
    let expected = [by.clone(), worse].map(|it| (it.id, true));
    let ids = async || -> Vec<_> {
        let kept = kept(world, &run).await;
        kept.iter().map(|it| (it.id, it.undid_delivery)).collect()
    };
    assert_eq!(ids().await, expected);
    assert_eq!(counted(world, &run).await, 0);
    let plain = DeliveryBatch {
        delivery,
        ..bad(&run, vec![refused(7, "bad")])
    };
    let id = plain.refused[0].id;
    write(world, second(8), plain).await.unwrap();
    assert_eq!(ids().await, [&expected[..], &[(id, false)]].concat());
    let counts = counts(world, world.here.tenant, run.id).await;
    assert_eq!((counts.all, counts.undid_delivery), (3, 2));
    assert_eq!(counts.of(counted(world, &run).await), 3);
}

async fn a_run_that_is_not_open_keeps_no_more(world: &World) {
    let run = open_run(world).await;
    let store = world.store();
    let closed = store.run_close(world.here.tenant, second(5), run.id, Some("it broke"));
    closed.await.unwrap();
    let late = undone(world, second(6), run.id, fresh(), refused(1, "bad")).await;
    assert_eq!(rejection(late), Rejection::RunIsClosed);
    let late = write(world, second(6), bad(&run, many(1..=2))).await;
    assert_eq!(rejection(late), Rejection::RunIsClosed);
    let nobody = undone(world, second(6), fresh(), fresh(), refused(1, "bad")).await;
    assert_eq!(rejection(nobody), Rejection::NotFound);
    assert_eq!(kept(world, &run).await, []);
}

async fn another_tenant_sees_none(world: &World) {
    let run = open_run(world).await;
    write(world, second(5), bad(&run, many(1..=2)))
        .await
        .unwrap();
    let there = world.there.tenant;
    assert_eq!(list(world, there, run.id, ALL).await, []);
    assert_eq!(
        counts(world, there, run.id).await,
        KeptRejections::default()
    );
    let theirs =
        world
            .store()
            .delivery_undone(there, second(6), run.id, fresh(), refused(3, "bad"));
    assert_eq!(rejection(theirs.await), Rejection::NotFound);
    assert_eq!(kept(world, &run).await.len(), 2);
    assert_eq!(list(world, world.here.tenant, fresh(), ALL).await, []);
}
