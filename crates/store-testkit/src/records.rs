use wellhead_core::command::{Command, NewRecord, Outcome, RecordChanges, Rejection};
use wellhead_core::id::{NewId, RecordId};
use wellhead_core::page::{Interval, Order, Positioned, Slice};
use wellhead_core::record::{Record, RecordFilter, Type, ValueChanges, Values};
use wellhead_core::resource::{Deleted, Direction, LinkFilter, Times};

use crate::world::{ALL, World, called_so, external, fresh, record, rejection, second};

crate::cases![
    every kind:
    keeps_what_it_was_given,
    needs_no_more_than_is_required,
    keeps_values_at_their_bounds,
    a_known_external_id_resolves,
    another_tenants_external_id_does_not,
    another_kinds_external_id_does_not,
    a_deleted_records_external_id_is_free,
    refuses_an_id_that_the_workspace_has,
    takes_an_id_that_another_kind_has,
    changes_what_is_named_and_empties_what_is_null,
    updated_at_always_grows,
    refuses_anothers_external_id,
    deleting_takes_the_links_along,
    restores_without_links,
    does_not_see_another_tenants_record,
    does_not_see_another_kinds_record,
    lists_in_slices,
    finds_those_that_there_are
];

/// A record with all that its kind shows.
fn whole(world: &World, id: NewId<RecordId>, external_id: &str) -> NewRecord {
    NewRecord {
        id,
        values: Values::example(world.kind),
        ..world.new_record("Whole", Some(external_id))
    }
}

async fn get(world: &World, id: RecordId, deleted: Deleted) -> Option<Record> {
    world
        .store()
        .record_get(world.here.tenant, world.of(id), deleted)
        .await
        .expect("a record can be read")
}

async fn keeps_what_it_was_given(world: &World) {
    let new = whole(world, NewId::Brought(fresh()), "E-9");
    let made = world
        .apply(&world.here, second(3), Command::RecordCreate(new.clone()))
        .await;
    let expected = Record {
        kind: world.kind,
        id: new.id.get(),
        values: new.values,
        external_id: new.external_id,
        times: Times {
            created_at: second(3),
            updated_at: Some(second(3)),
            deleted_at: None,
        },
    };
    assert_eq!(record(made.unwrap()), expected);
    assert_eq!(
        get(world, expected.id, Deleted::Exclude).await,
        Some(expected)
    );
}

async fn needs_no_more_than_is_required(world: &World) {
    let mut values = called_so(world.kind, "Nobody");
    for (position, field) in world.kind.fields().iter().enumerate() {
        if field.is_nullable() {
            values.set(position, None);
        }
    }
    for _ in 0..2 {
        let nobody = NewRecord {
            values: values.clone(),
            ..world.new_record("Nobody", None)
        };
        let made = world
            .apply(&world.here, second(3), Command::RecordCreate(nobody))
            .await;
        let made = record(made.unwrap());
        assert_eq!(made.values, values);
        assert_eq!(made.external_id, None);
        assert_eq!(
            get(world, made.id, Deleted::Exclude).await,
            Some(made.clone())
        );
    }
}

/// Each value at its bounds goes in and comes out as it is, whatever the database makes of its type.
async fn keeps_values_at_their_bounds(world: &World) {
    for (position, field) in world.kind.fields().iter().enumerate() {
        let texts: Vec<String> = match field.of {
            Type::Text(max) => vec!["ö".repeat(max), "'\"\\%\n_".to_owned()],
            Type::Money => ["0", "-0.10", "999999999999999999.99999999", "7.00"]
                .map(str::to_owned)
                .into(),
            Type::Date => ["0001-01-01", "9999-12-31", "2024-02-29", "1970-01-01"]
                .map(str::to_owned)
                .into(),
            Type::Size => vec!["0".to_owned(), i64::MAX.to_string()],
            Type::OneOf(words) => words.iter().map(|word| (*word).to_owned()).collect(),
            Type::Currency | Type::Country | Type::IbanLast4 | Type::Sha256 => {
                vec![field.example.to_owned()]
            }
        };
        for text in texts {
            let value = field.parse(&text).expect("a value");
            assert_eq!(value.to_string(), text);
            let mut new = whole(world, NewId::Minted(fresh()), "E-9");
            new.external_id = None;
            new.values.set(position, Some(value.clone()));
            let made = world.apply(&world.here, second(3), Command::RecordCreate(new.clone()));
            let made = record(made.await.unwrap());
            let read = get(world, made.id, Deleted::Exclude).await.unwrap();
            assert_eq!(read.values, new.values, "{}", field.name);

            let mut values = ValueChanges::default();
            values.set(position, Some(value));
            let changes = RecordChanges {
                values,
                ..RecordChanges::default()
            };
            let update = Command::RecordUpdate(world.of(world.here.ada.id), changes);
            let after = record(world.apply(&world.here, second(4), update).await.unwrap());
            assert_eq!(after.values.get(position), new.values.get(position));
        }
    }
}

async fn a_known_external_id_resolves(world: &World) {
    let new = whole(world, NewId::Minted(fresh()), "E-1");
    let resolved = world
        .apply(&world.here, second(3), Command::RecordCreate(new.clone()))
        .await;
    let ada = world.here.ada.clone();
    assert_eq!(resolved.unwrap(), Outcome::RecordResolved(ada.clone()));
    assert_eq!(get(world, ada.id, Deleted::Exclude).await, Some(ada));
    assert_eq!(get(world, new.id.get(), Deleted::Include).await, None);
}

/// Both tenants have an "E-1"; once it is gone here, the one there is no match.
async fn another_tenants_external_id_does_not(world: &World) {
    let here = &world.here;
    let changes = RecordChanges {
        external_id: Some(None),
        ..RecordChanges::default()
    };
    let forget = Command::RecordUpdate(world.of(here.ada.id), changes);
    world.apply(here, second(2), forget).await.unwrap();
    let new = whole(world, NewId::Minted(fresh()), "E-1");
    let made = world
        .apply(here, second(3), Command::RecordCreate(new.clone()))
        .await;
    assert_eq!(record(made.unwrap()).id, new.id.get());
}

/// Each kind has an "E-1"; a new one is a new one.
async fn another_kinds_external_id_does_not(world: &World) {
    let here = &world.here;
    for other in &here.others {
        let known = NewRecord {
            kind: other.kind,
            values: other.values.clone(),
            ..world.new_record("Ada", Some("E-1"))
        };
        let create = Command::RecordCreate(known);
        let resolved = world.apply(here, second(2), create).await.unwrap();
        assert_eq!(resolved, Outcome::RecordResolved(other.clone()));
    }
    let delete = Command::RecordDelete(here.ada.reference());
    world.apply(here, second(2), delete).await.unwrap();
    let new = whole(world, NewId::Minted(fresh()), "E-1");
    let create = Command::RecordCreate(new.clone());
    let made = record(world.apply(here, second(3), create).await.unwrap());
    assert_eq!(made.reference(), new.reference());
}

async fn a_deleted_records_external_id_is_free(world: &World) {
    let here = &world.here;
    let delete = Command::RecordDelete(world.of(here.ada.id));
    world.apply(here, second(2), delete).await.unwrap();
    let new = whole(world, NewId::Minted(fresh()), "E-1");
    let made = world
        .apply(here, second(3), Command::RecordCreate(new))
        .await;
    let made = record(made.unwrap());
    assert_ne!(made.id, here.ada.id);

    let restore = RecordChanges {
        restore: true,
        ..RecordChanges::default()
    };
    let back = Command::RecordUpdate(world.of(here.ada.id), restore.clone());
    assert_eq!(
        rejection(world.apply(here, second(4), back).await),
        Rejection::ExternalIdTaken(made.reference())
    );
    let renamed = RecordChanges {
        external_id: Some(Some(external("E-1-old"))),
        ..restore
    };
    let back = Command::RecordUpdate(world.of(here.ada.id), renamed);
    record(world.apply(here, second(4), back).await.unwrap());
}

async fn refuses_an_id_that_the_workspace_has(world: &World) {
    let here = &world.here;
    let again = whole(world, NewId::Brought(here.ada.id), "E-77");
    let refused = world
        .apply(here, second(2), Command::RecordCreate(again.clone()))
        .await;
    assert_eq!(rejection(refused), Rejection::IdTaken);
    // A retried create is a conflict, not a match by its external id.
    let retried = whole(world, NewId::Brought(here.ada.id), "E-1");
    let refused = world
        .apply(here, second(2), Command::RecordCreate(retried))
        .await;
    assert_eq!(rejection(refused), Rejection::IdTaken);

    let delete = Command::RecordDelete(world.of(here.ada.id));
    world.apply(here, second(3), delete).await.unwrap();
    let refused = world
        .apply(here, second(4), Command::RecordCreate(again))
        .await;
    assert_eq!(rejection(refused), Rejection::IdTaken);

    let theirs = whole(world, NewId::Brought(world.there.bob.id), "E-78");
    let made = world
        .apply(here, second(5), Command::RecordCreate(theirs))
        .await;
    assert_eq!(record(made.unwrap()).id, world.there.bob.id);
}

async fn takes_an_id_that_another_kind_has(world: &World) {
    for other in &world.here.others {
        let twin = whole(world, NewId::Brought(other.id), other.kind.as_str());
        let create = Command::RecordCreate(twin);
        let made = record(world.apply(&world.here, second(3), create).await.unwrap());
        assert_eq!((made.kind, made.id), (world.kind, other.id));
    }
}

async fn changes_what_is_named_and_empties_what_is_null(world: &World) {
    let here = &world.here;
    let create = Command::RecordCreate(whole(world, NewId::Minted(fresh()), "E-9"));
    let before = record(world.apply(here, second(1), create).await.unwrap());
    // One field after the other: what is not named stays.
    let mut expected = before.clone();
    let other = called_so(world.kind, "Another");
    for (i, (position, field)) in (0..).zip(world.kind.fields().iter().enumerate()) {
        let kept = other.get(position).filter(|_| !field.is_nullable());
        let value = kept.cloned();
        let mut values = ValueChanges::default();
        values.set(position, value.clone());
        let changes = RecordChanges {
            values,
            ..RecordChanges::default()
        };
        let update = Command::RecordUpdate(before.reference(), changes);
        let after = record(world.apply(here, second(2 + i), update).await.unwrap());
        expected.values.set(position, value);
        expected.times.updated_at = Some(second(2 + i));
        assert_eq!(after, expected, "{}", field.name);
        let read = get(world, after.id, Deleted::Exclude).await;
        assert_eq!(read, Some(after), "{}", field.name);
    }
    for external_id in [Some(external("E-3")), None] {
        let changes = RecordChanges {
            external_id: Some(external_id.clone()),
            ..RecordChanges::default()
        };
        let update = Command::RecordUpdate(before.reference(), changes);
        let after = record(world.apply(here, second(20), update).await.unwrap());
        assert_eq!(after.external_id, external_id);
        assert_eq!(after.values, expected.values);
    }
}

async fn updated_at_always_grows(world: &World) {
    let here = &world.here;
    let update = || Command::RecordUpdate(here.ada.reference(), RecordChanges::default());
    let after = record(world.apply(here, second(2), update()).await.unwrap());
    assert_eq!(after.times.updated_at, Some(second(2)));
    let again = record(world.apply(here, second(1), update()).await.unwrap());
    assert_eq!(again.times.updated_at, Some(second(2).plus_micros(1)));
    assert_eq!(again.values, here.ada.values);
}

async fn refuses_anothers_external_id(world: &World) {
    let here = &world.here;
    let to = |id: &str| {
        let changes = RecordChanges {
            external_id: Some(Some(external(id))),
            ..RecordChanges::default()
        };
        Command::RecordUpdate(world.of(here.ada.id), changes)
    };
    assert_eq!(
        rejection(world.apply(here, second(2), to("E-2")).await),
        Rejection::ExternalIdTaken(here.bob.reference())
    );
    // Its own is no conflict.
    record(world.apply(here, second(2), to("E-1")).await.unwrap());
}

async fn deleting_takes_the_links_along(world: &World) {
    let here = &world.here;
    let mut of_ada = Vec::new();
    for connector in [here.crm.id, here.mailer.id] {
        let link = world
            .link(second(1), here.ada.id, connector, Direction::Input)
            .await;
        of_ada.push(link.id);
    }
    let of_bob = world
        .link(second(1), here.bob.id, here.crm.id, Direction::Input)
        .await;
    let delete = Command::RecordDelete(world.of(here.ada.id));
    let outcome = world.apply(here, second(2), delete.clone()).await;
    assert_eq!(outcome.unwrap(), Outcome::Deleted);
    let gone = get(world, here.ada.id, Deleted::Only).await.unwrap();
    assert_eq!(gone.times.deleted_at, Some(second(2)));
    assert_eq!(gone.times.updated_at, Some(second(2)));
    assert_eq!(get(world, here.ada.id, Deleted::Exclude).await, None);
    for id in of_ada {
        let link = world.link_get(id, Deleted::Only).await.unwrap();
        assert_eq!(link.times.deleted_at, Some(second(2)));
        assert_eq!(link.times.updated_at, Some(second(2)));
    }
    assert!(world.link_get(of_bob.id, Deleted::Exclude).await.is_some());
    let again = world.apply(here, second(3), delete).await;
    assert_eq!(rejection(again), Rejection::NotFound);
}

async fn restores_without_links(world: &World) {
    let here = &world.here;
    world
        .link(second(1), here.ada.id, here.crm.id, Direction::Input)
        .await;
    let delete = Command::RecordDelete(world.of(here.ada.id));
    world.apply(here, second(2), delete).await.unwrap();
    let unseen = Command::RecordUpdate(world.of(here.ada.id), RecordChanges::default());
    assert_eq!(
        rejection(world.apply(here, second(3), unseen).await),
        Rejection::NotFound
    );
    let changes = RecordChanges {
        restore: true,
        ..RecordChanges::default()
    };
    let restore = Command::RecordUpdate(world.of(here.ada.id), changes);
    let back = record(world.apply(here, second(3), restore).await.unwrap());
    assert_eq!(back.times.deleted_at, None);
    assert_eq!(back.values, here.ada.values);
    assert_eq!(world.links(here, LinkFilter::default(), ALL).await, []);
}

async fn does_not_see_another_tenants_record(world: &World) {
    let here = &world.here;
    for id in [world.there.ada.id, fresh()] {
        for deleted in [Deleted::Exclude, Deleted::Include, Deleted::Only] {
            assert_eq!(get(world, id, deleted).await, None);
        }
        let restore = RecordChanges {
            restore: true,
            ..RecordChanges::default()
        };
        for command in [
            Command::RecordUpdate(world.of(id), RecordChanges::default()),
            Command::RecordUpdate(world.of(id), restore),
            Command::RecordDelete(world.of(id)),
        ] {
            assert_eq!(
                rejection(world.apply(here, second(3), command).await),
                Rejection::NotFound
            );
        }
    }
}

async fn does_not_see_another_kinds_record(world: &World) {
    let here = &world.here;
    for other in &here.others {
        let twin = world.of(other.id);
        assert_eq!(get(world, other.id, Deleted::Include).await, None);
        for command in [
            Command::RecordUpdate(twin, RecordChanges::default()),
            Command::RecordDelete(twin),
        ] {
            let refused = world.apply(here, second(3), command).await;
            assert_eq!(rejection(refused), Rejection::NotFound);
        }
        let found = world
            .store()
            .record_find(here.tenant, world.kind, &[other.id])
            .await;
        assert_eq!(found.unwrap(), []);
    }
}

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
                            .record_count(here.tenant, world.kind, &filter(deleted), interval)
                            .await
                            .expect("records can be counted");
                        assert_eq!(counted, u64::try_from(expected.len()).unwrap());
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

async fn finds_those_that_there_are(world: &World) {
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
