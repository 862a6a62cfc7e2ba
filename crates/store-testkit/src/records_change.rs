use wellhead_core::command::{Command, Outcome, RecordChanges, Rejection};
use wellhead_core::id::NewId;
use wellhead_core::record::ValueChanges;
use wellhead_core::resource::{Deleted, Direction, LinkFilter};

use crate::world::{ALL, World, called_so, external, fresh, record, rejection, second};

crate::cases![
    every kind:
    changes_what_is_named_and_empties_what_is_null,
    updated_at_always_grows,
    refuses_anothers_external_id,
    deleting_takes_the_links_along,
    restores_without_links,
    does_not_see_another_tenants_record,
    does_not_see_another_kinds_record
];

async fn changes_what_is_named_and_empties_what_is_null(world: &World) {
    let here = &world.here;
    let create = Command::RecordCreate(world.whole(NewId::Minted(fresh()), "E-9"));
    let before = record(world.apply(here, second(1), create).await.unwrap());
    // One field at a time: the others must not change.
    let mut expected = before.clone();
    let other = called_so(world.kind, "Another");
    for (i, (position, field)) in (0..).zip(world.kind.fields().iter().enumerate()) {
        let kept = other.get(position).filter(|_| !field.is_nullable());
        let value = kept.cloned();
        let mut values = ValueChanges::default();
        values.set(position, value);
        // A full name follows its parts.
        let followed = values.clone().following(world.kind, &expected.values);
        expected.values = followed.applied(expected.values);
        let changes = RecordChanges {
            values,
            ..RecordChanges::default()
        };
        let update = Command::RecordUpdate(before.reference(), changes);
        let after = record(world.apply(here, second(2 + i), update).await.unwrap());
        expected.times.updated_at = Some(second(2 + i));
        assert_eq!(after, expected, "{}", field.name);
        let read = world.record_get(after.id, Deleted::Exclude).await;
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
    // A record's own external id is no conflict.
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
    let gone = world.record_get(here.ada.id, Deleted::Only).await.unwrap();
    assert_eq!(gone.times.deleted_at, Some(second(2)));
    assert_eq!(gone.times.updated_at, Some(second(2)));
    assert_eq!(world.record_get(here.ada.id, Deleted::Exclude).await, None);
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
            assert_eq!(world.record_get(id, deleted).await, None);
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
        assert_eq!(world.record_get(other.id, Deleted::Include).await, None);
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
