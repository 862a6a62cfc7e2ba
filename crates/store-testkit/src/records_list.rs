use wellhead_core::command::Command;
use wellhead_core::page::{Interval, Order, Positioned, Slice, Total};
use wellhead_core::record::RecordFilter;
use wellhead_core::resource::Deleted;

use crate::world::{ALL, World, external, fresh, record, second};

crate::cases![
    every kind:
    lists_in_slices,
    finds_the_existing_ones
];

async fn lists_in_slices(world: &World) {
    let here = &world.here;
    let store = world.store();
    for i in 0..12 {
        let new = world.new_record("Listed", Some(&format!("L-{i}")));
        let made = world
            .apply(here, second(10 + i / 3), Command::RecordCreate(new))
            .await;
        let made = record(made.unwrap());
        if i % 4 == 0 {
            let delete = Command::RecordDelete(world.of(made.id));
            world.apply(here, second(50), delete).await.unwrap();
        }
    }
    let list = async |filter: RecordFilter, slice| {
        store
            .record_list(here.tenant, world.kind, &filter, slice)
            .await
            .expect("records can be listed")
    };
    let filter = |deleted| RecordFilter {
        deleted,
        ..RecordFilter::default()
    };
    let everyone = list(filter(Deleted::Include), ALL).await;
    assert_eq!(everyone.len(), 14, "twelve, Ada and Bob");
    assert!(everyone.is_sorted_by_key(Positioned::position));
    let [low, high] = [everyone[3].position(), everyone[11].position()];
    for deleted in [Deleted::Exclude, Deleted::Include, Deleted::Only] {
        for order in [Order::OldestFirst, Order::NewestFirst] {
            for above in [None, Some(low)] {
                for below in [None, Some(high)] {
                    for limit in [2, 100] {
                        let interval = Interval { above, below };
                        let slice = Slice {
                            interval,
                            order,
                            limit,
                        };
                        let mut expected: Vec<_> = everyone
                            .iter()
                            .filter(|record| match deleted {
                                Deleted::Exclude => record.times.deleted_at.is_none(),
                                Deleted::Include => true,
                                Deleted::Only => record.times.deleted_at.is_some(),
                            })
                            .filter(|record| above.is_none_or(|it| record.position() > it))
                            .filter(|record| below.is_none_or(|it| record.position() < it))
                            .cloned()
                            .collect();
                        let counted = store
                            .record_count(here.tenant, world.kind, &filter(deleted), interval, 2)
                            .await
                            .expect("records can be counted");
                        let number = u64::try_from(expected.len()).unwrap();
                        let is_kept = filter(deleted).external_id.is_none()
                            && interval == Interval::default();
                        let total = if is_kept {
                            Total::Exactly(number)
                        } else {
                            Total::of(number, 2)
                        };
                        assert_eq!(counted, total);
                        if order == Order::NewestFirst {
                            expected.reverse();
                        }
                        expected.truncate(limit);
                        assert_eq!(
                            list(filter(deleted), slice).await,
                            expected,
                            "{deleted:?} {slice:?}"
                        );
                    }
                }
            }
        }
    }
    for (id, expected) in [("L-1", 1), ("L-0", 0), ("E-1", 1), ("nobody", 0)] {
        let by_id = RecordFilter {
            external_id: Some(external(id)),
            ..RecordFilter::default()
        };
        assert_eq!(list(by_id, ALL).await.len(), expected, "{id}");
    }
}

async fn finds_the_existing_ones(world: &World) {
    let here = &world.here;
    let delete = Command::RecordDelete(world.of(here.bob.id));
    world.apply(here, second(2), delete).await.unwrap();
    let ids = [
        here.bob.id,
        world.there.ada.id,
        here.ada.id,
        fresh(),
        here.ada.id,
    ];
    let found = world
        .store()
        .record_find(here.tenant, world.kind, &ids)
        .await
        .unwrap();
    let mut found: Vec<_> = found.into_iter().map(|record| record.id).collect();
    found.sort();
    let mut expected = [here.ada.id, here.bob.id];
    expected.sort();
    assert_eq!(found, expected);
    let none = world
        .store()
        .record_find(here.tenant, world.kind, &[])
        .await
        .unwrap();
    assert_eq!(none, []);
}
