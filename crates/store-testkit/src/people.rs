use wellhead_core::command::{Command, NewPerson, Outcome, PersonChanges, Rejection};
use wellhead_core::id::{NewId, PersonId};
use wellhead_core::page::{Interval, Order, Positioned, Slice};
use wellhead_core::resource::{
    Deleted, Direction, LinkFilter, Person, PersonFilter, PersonNames, Times,
};

use crate::world::{ALL, World, external, fresh, name, person, rejection, second};

crate::cases![
    keeps_what_it_was_given,
    needs_no_name_and_no_external_id,
    a_known_external_id_resolves,
    another_tenants_external_id_does_not,
    a_deleted_persons_external_id_is_free,
    refuses_an_id_that_the_workspace_has,
    changes_what_is_named_and_empties_what_is_null,
    refuses_anothers_external_id,
    deleting_takes_the_links_along,
    restores_without_links,
    does_not_see_another_tenants_person,
    lists_in_slices,
    finds_those_that_there_are,
];

fn ada_lovelace(id: NewId<PersonId>, external_id: &str) -> NewPerson {
    NewPerson {
        id,
        names: PersonNames {
            first: Some(name("Ada")),
            last: Some(name("Lovelace")),
            full: Some(name("Ada, Countess of Lovelace")),
        },
        external_id: Some(external(external_id)),
    }
}

async fn get(world: &World, id: PersonId, deleted: Deleted) -> Option<Person> {
    world
        .store()
        .person_get(world.here.tenant, id, deleted)
        .await
        .expect("a person can be read")
}

async fn keeps_what_it_was_given(world: &World) {
    let new = ada_lovelace(NewId::Brought(fresh()), "E-9");
    let made = world
        .apply(&world.here, second(3), Command::PersonCreate(new.clone()))
        .await;
    let expected = Person {
        id: new.id.get(),
        names: new.names,
        external_id: new.external_id,
        times: Times {
            created_at: second(3),
            updated_at: Some(second(3)),
            deleted_at: None,
        },
    };
    assert_eq!(person(made.unwrap()), expected);
    assert_eq!(
        get(world, expected.id, Deleted::Exclude).await,
        Some(expected)
    );
}

async fn needs_no_name_and_no_external_id(world: &World) {
    for _ in 0..2 {
        let nobody = NewPerson {
            id: NewId::Minted(fresh()),
            names: PersonNames::default(),
            external_id: None,
        };
        let made = world
            .apply(&world.here, second(3), Command::PersonCreate(nobody))
            .await;
        let made = person(made.unwrap());
        assert_eq!(made.names, PersonNames::default());
        assert_eq!(made.external_id, None);
    }
}

async fn a_known_external_id_resolves(world: &World) {
    let new = ada_lovelace(NewId::Minted(fresh()), "E-1");
    let resolved = world
        .apply(&world.here, second(3), Command::PersonCreate(new.clone()))
        .await;
    let ada = world.here.ada.clone();
    assert_eq!(resolved.unwrap(), Outcome::PersonResolved(ada.clone()));
    assert_eq!(get(world, ada.id, Deleted::Exclude).await, Some(ada));
    assert_eq!(get(world, new.id.get(), Deleted::Include).await, None);
}

/// Both tenants have an "E-1"; once it is gone here, the one there is no match.
async fn another_tenants_external_id_does_not(world: &World) {
    let here = &world.here;
    let changes = PersonChanges {
        external_id: Some(None),
        ..PersonChanges::default()
    };
    let forget = Command::PersonUpdate(here.ada.id, changes);
    world.apply(here, second(2), forget).await.unwrap();
    let new = ada_lovelace(NewId::Minted(fresh()), "E-1");
    let made = world
        .apply(here, second(3), Command::PersonCreate(new.clone()))
        .await;
    assert_eq!(person(made.unwrap()).id, new.id.get());
}

async fn a_deleted_persons_external_id_is_free(world: &World) {
    let here = &world.here;
    let delete = Command::PersonDelete(here.ada.id);
    world.apply(here, second(2), delete).await.unwrap();
    let new = ada_lovelace(NewId::Minted(fresh()), "E-1");
    let made = world
        .apply(here, second(3), Command::PersonCreate(new))
        .await;
    let made = person(made.unwrap());
    assert_ne!(made.id, here.ada.id);

    let restore = PersonChanges {
        restore: true,
        ..PersonChanges::default()
    };
    let back = Command::PersonUpdate(here.ada.id, restore.clone());
    assert_eq!(
        rejection(world.apply(here, second(4), back).await),
        Rejection::ExternalIdTaken(made.id)
    );
    let renamed = PersonChanges {
        external_id: Some(Some(external("E-1-old"))),
        ..restore
    };
    let back = Command::PersonUpdate(here.ada.id, renamed);
    person(world.apply(here, second(4), back).await.unwrap());
}

async fn refuses_an_id_that_the_workspace_has(world: &World) {
    let here = &world.here;
    let again = ada_lovelace(NewId::Brought(here.ada.id), "E-77");
    let refused = world
        .apply(here, second(2), Command::PersonCreate(again.clone()))
        .await;
    assert_eq!(rejection(refused), Rejection::IdTaken);
    // A retried create is a conflict, not a match by its external id.
    let retried = ada_lovelace(NewId::Brought(here.ada.id), "E-1");
    let refused = world
        .apply(here, second(2), Command::PersonCreate(retried))
        .await;
    assert_eq!(rejection(refused), Rejection::IdTaken);

    let delete = Command::PersonDelete(here.ada.id);
    world.apply(here, second(3), delete).await.unwrap();
    let refused = world
        .apply(here, second(4), Command::PersonCreate(again))
        .await;
    assert_eq!(rejection(refused), Rejection::IdTaken);

    let theirs = ada_lovelace(NewId::Brought(world.there.bob.id), "E-78");
    let made = world
        .apply(here, second(5), Command::PersonCreate(theirs))
        .await;
    assert_eq!(person(made.unwrap()).id, world.there.bob.id);
}

async fn changes_what_is_named_and_empties_what_is_null(world: &World) {
    let here = &world.here;
    let changes = PersonChanges {
        first_name: Some(None),
        last_name: Some(Some(name("Byron"))),
        external_id: Some(Some(external("E-3"))),
        ..PersonChanges::default()
    };
    let update = Command::PersonUpdate(here.ada.id, changes);
    let after = person(world.apply(here, second(2), update).await.unwrap());
    let expected = Person {
        names: PersonNames {
            first: None,
            last: Some(name("Byron")),
            ..here.ada.names.clone()
        },
        external_id: Some(external("E-3")),
        times: Times {
            updated_at: Some(second(2)),
            ..here.ada.times
        },
        ..here.ada.clone()
    };
    assert_eq!(after, expected);
    assert_eq!(get(world, after.id, Deleted::Exclude).await, Some(expected));
    let update = Command::PersonUpdate(here.ada.id, PersonChanges::default());
    let again = person(world.apply(here, second(1), update).await.unwrap());
    assert_eq!(again.times.updated_at, Some(second(2).plus_micros(1)));
}

async fn refuses_anothers_external_id(world: &World) {
    let here = &world.here;
    let to = |id: &str| {
        let changes = PersonChanges {
            external_id: Some(Some(external(id))),
            ..PersonChanges::default()
        };
        Command::PersonUpdate(here.ada.id, changes)
    };
    assert_eq!(
        rejection(world.apply(here, second(2), to("E-2")).await),
        Rejection::ExternalIdTaken(here.bob.id)
    );
    // Its own is no conflict.
    person(world.apply(here, second(2), to("E-1")).await.unwrap());
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
    let delete = Command::PersonDelete(here.ada.id);
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
    let delete = Command::PersonDelete(here.ada.id);
    world.apply(here, second(2), delete).await.unwrap();
    let unseen = Command::PersonUpdate(here.ada.id, PersonChanges::default());
    assert_eq!(
        rejection(world.apply(here, second(3), unseen).await),
        Rejection::NotFound
    );
    let changes = PersonChanges {
        restore: true,
        ..PersonChanges::default()
    };
    let restore = Command::PersonUpdate(here.ada.id, changes);
    let back = person(world.apply(here, second(3), restore).await.unwrap());
    assert_eq!(back.times.deleted_at, None);
    assert_eq!(back.names, here.ada.names);
    assert_eq!(world.links(here, LinkFilter::default(), ALL).await, []);
}

async fn does_not_see_another_tenants_person(world: &World) {
    let here = &world.here;
    for id in [world.there.ada.id, fresh()] {
        for deleted in [Deleted::Exclude, Deleted::Include, Deleted::Only] {
            assert_eq!(get(world, id, deleted).await, None);
        }
        let restore = PersonChanges {
            restore: true,
            ..PersonChanges::default()
        };
        for command in [
            Command::PersonUpdate(id, PersonChanges::default()),
            Command::PersonUpdate(id, restore),
            Command::PersonDelete(id),
        ] {
            assert_eq!(
                rejection(world.apply(here, second(3), command).await),
                Rejection::NotFound
            );
        }
    }
}

async fn lists_in_slices(world: &World) {
    let here = &world.here;
    let store = world.store();
    for i in 0..12 {
        let new = NewPerson {
            id: NewId::Minted(fresh()),
            names: PersonNames::default(),
            external_id: Some(external(&format!("L-{i}"))),
        };
        let made = world
            .apply(here, second(10 + i / 3), Command::PersonCreate(new))
            .await;
        let made = person(made.unwrap());
        if i % 4 == 0 {
            let delete = Command::PersonDelete(made.id);
            world.apply(here, second(50), delete).await.unwrap();
        }
    }
    let list = async |filter: PersonFilter, slice| {
        store
            .person_list(here.tenant, &filter, slice)
            .await
            .expect("people can be listed")
    };
    let filter = |deleted| PersonFilter {
        deleted,
        ..PersonFilter::default()
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
                            .filter(|person| match deleted {
                                Deleted::Exclude => person.times.deleted_at.is_none(),
                                Deleted::Include => true,
                                Deleted::Only => person.times.deleted_at.is_some(),
                            })
                            .filter(|person| above.is_none_or(|it| person.position() > it))
                            .filter(|person| below.is_none_or(|it| person.position() < it))
                            .cloned()
                            .collect();
                        let counted = store
                            .person_count(here.tenant, &filter(deleted), interval)
                            .await
                            .expect("people can be counted");
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
        let by_id = PersonFilter {
            external_id: Some(external(id)),
            ..PersonFilter::default()
        };
        assert_eq!(list(by_id, ALL).await.len(), expected, "{id}");
    }
}

async fn finds_those_that_there_are(world: &World) {
    let here = &world.here;
    let delete = Command::PersonDelete(here.bob.id);
    world.apply(here, second(2), delete).await.unwrap();
    let ids = [
        here.bob.id,
        world.there.ada.id,
        here.ada.id,
        fresh(),
        here.ada.id,
    ];
    let found = world.store().person_find(here.tenant, &ids).await.unwrap();
    let mut found: Vec<_> = found.into_iter().map(|person| person.id).collect();
    found.sort();
    let mut expected = [here.ada.id, here.bob.id];
    expected.sort();
    assert_eq!(found, expected);
    let none = world.store().person_find(here.tenant, &[]).await.unwrap();
    assert_eq!(none, []);
}
