use std::collections::{BTreeMap, BTreeSet};

use wellhead_core::command::Command;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Bucket, Direction};
use wellhead_core::store::Activity;
use wellhead_core::time::Timestamp;

use crate::world::{World, fresh, link_of, second};

crate::cases![
    every kind:
    counts_by_stretch_and_direction,
    a_workspaces_is_that_of_all_its_connectors,
    a_stranger_has_none,
    counts_what_is_active
];

const HOUR: i64 = 3_600;

async fn activity(world: &World, bucket: Bucket, created: Interval) -> Vec<Activity> {
    let here = &world.here;
    let store = world.store();
    let found = store.link_activity(here.tenant, world.kind, here.crm.id, bucket, created);
    found.await.expect("activity can be counted")
}

async fn counts_by_stretch_and_direction(world: &World) {
    let here = &world.here;
    let mut made: Vec<(Timestamp, Direction)> = Vec::new();
    // Over three weeks, a few an hour at first; some deleted.
    for i in 0..30_i64 {
        let at = second(i * i * HOUR / 2 + i * 60);
        let direction = Direction::ALL[usize::from(i % 3 == 0)];
        let link = world.link(at, here.ada.id, here.crm.id, direction).await;
        if i % 4 == 0 {
            let delete = Command::LinkDelete(world.kind, link.id);
            world
                .apply(here, second(1_000 * HOUR), delete)
                .await
                .unwrap();
        }
        made.push((at, direction));
    }
    world
        .link(second(HOUR), here.ada.id, here.mailer.id, Direction::Input)
        .await;
    // From and until these minutes: whole hours of which counts are kept, parts of hours, and both.
    let of_minutes = [
        (600, 12_000),
        (570, 12_001),
        (571, 12_059),
        (600, 659),
        (601, 620),
        (601, 660),
        (0, 1),
        (0, 6_000_000),
    ];
    let of_minutes = of_minutes.map(|(from, to)| {
        let [since, until] = [from, to].map(|minute| second(60 * minute));
        let range = Interval::since(since).and(Interval::until(until));
        (range, since, until)
    });
    let everything = (Interval::default(), second(0), second(100_000 * HOUR));
    let ranges: Vec<_> = [everything].into_iter().chain(of_minutes).collect();
    for is_folded in [false, true] {
        for range in &ranges {
            agrees(world, &made, *range).await;
        }
        if !is_folded {
            world.fold(here.tenant, 3).await;
        }
    }
}

/// Checks what was made in a range, which is from one time until another.
async fn agrees(
    world: &World,
    made: &[(Timestamp, Direction)],
    (interval, since, until): (Interval, Timestamp, Timestamp),
) {
    for bucket in Bucket::ALL {
        let mut expected: Vec<Activity> = Vec::new();
        for (at, direction) in made {
            if *at < since || *at >= until {
                continue;
            }
            let start = bucket.start(*at);
            let same = |it: &&mut Activity| (it.start, it.direction) == (start, *direction);
            match expected.iter_mut().find(same) {
                Some(one) => one.links += 1,
                None => expected.push(Activity {
                    start,
                    direction: *direction,
                    links: 1,
                }),
            }
        }
        expected.sort_by_key(|one| (one.start, one.direction));
        assert_eq!(
            activity(world, bucket, interval).await,
            expected,
            "{bucket} {interval:?}"
        );
    }
}

async fn a_workspaces_is_that_of_all_its_connectors(world: &World) {
    let here = &world.here;
    let store = world.store();
    for i in 0..20_i64 {
        let connector = [here.crm.id, here.mailer.id][usize::from(i % 3 == 0)];
        let direction = Direction::ALL[usize::from(i % 4 == 0)];
        let at = second(i * i * HOUR / 7);
        let link = world.link(at, here.ada.id, connector, direction).await;
        if i % 5 == 0 {
            let delete = Command::LinkDelete(world.kind, link.id);
            let applied = world.apply(here, second(1_000 * HOUR), delete).await;
            applied.unwrap();
        }
        if i == 10 {
            world.fold(here.tenant, 3).await;
        }
    }
    let whole = |time: Timestamp| Bucket::Hour.start(time);
    for (from, to) in [
        (0, 1_000 * HOUR),
        (5 * HOUR, 20 * HOUR),
        (900 * HOUR, 1_000 * HOUR),
    ] {
        let hours = whole(second(from))..whole(second(to));
        let created = Interval::since(hours.start).and(Interval::until(hours.end));
        for bucket in Bucket::ALL {
            let mut expected: BTreeMap<(Timestamp, Direction), u64> = BTreeMap::new();
            for connector in [here.crm.id, here.mailer.id] {
                let of_one =
                    store.link_activity(here.tenant, world.kind, connector, bucket, created);
                for one in of_one.await.unwrap() {
                    *expected.entry((one.start, one.direction)).or_default() += one.links;
                }
            }
            let of_all = store.link_activity_of_all(here.tenant, world.kind, bucket, hours.clone());
            let of_all = of_all.await.unwrap().into_iter();
            let found: Vec<_> = of_all
                .map(|one| ((one.start, one.direction), one.links))
                .collect();
            assert_eq!(found, Vec::from_iter(expected), "{bucket} {hours:?}");
        }
    }
}

async fn a_stranger_has_none(world: &World) {
    let store = world.store();
    let tenant = world.here.tenant;
    for connector in [world.there.crm.id, fresh()] {
        let created = Interval::default();
        let found = store.link_activity(tenant, world.kind, connector, Bucket::Day, created);
        assert_eq!(found.await.unwrap(), []);
    }
}

async fn counts_what_is_active(world: &World) {
    let here = &world.here;
    let store = world.store();
    for i in 0..10_i64 {
        let direction = Direction::ALL[usize::from(i % 3 == 0)];
        let link = world
            .link(second(i), here.ada.id, here.crm.id, direction)
            .await;
        if i % 4 == 0 {
            let delete = Command::LinkDelete(world.kind, link.id);
            world.apply(here, second(50), delete).await.unwrap();
        }
    }
    // Links of other kinds are counted, too.
    let other = &here.others[2];
    let link = Command::LinkCreate(link_of(other, here.crm.id, Direction::Output));
    world.apply(here, second(3), link).await.unwrap();
    let connectors = [here.mailer.id, here.crm.id, world.there.crm.id, fresh()];
    let counted = store.link_active(here.tenant, &connectors).await;
    let counted = counted.expect("active links can be counted");
    let active = counted.iter().map(|counted| {
        let kinds = counted.iter().map(|it| it.kind);
        assert!(kinds.eq(Kind::ALL), "{counted:?}");
        let some = counted.iter().filter(|it| it.input + it.output > 0);
        some.map(|it| (it.kind, it.input, it.output))
            .collect::<BTreeSet<_>>()
    });
    let none = BTreeSet::new();
    let expected = [(world.kind, 4, 3), (other.kind, 0, 1)].into();
    let expected = [none.clone(), expected, none.clone(), none];
    assert!(active.eq(expected), "{counted:?}");
}
