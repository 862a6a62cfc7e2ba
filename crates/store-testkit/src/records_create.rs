use wellhead_core::command::{Command, NewRecord, Outcome, RecordChanges, Rejection};
use wellhead_core::id::NewId;
use wellhead_core::record::{Record, Type, ValueChanges};
use wellhead_core::resource::{Deleted, Times};
use wellhead_core::source::Held;

use crate::world::{World, called_so, external, fresh, record, rejection, second};

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
    takes_an_id_that_another_kind_has
];

async fn keeps_what_it_was_given(world: &World) {
    let new = world.whole(NewId::Brought(fresh()), "E-9");
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
        world.record_get(expected.id, Deleted::Exclude).await,
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
            world.record_get(made.id, Deleted::Exclude).await,
            Some(made.clone())
        );
    }
}

/// Values at their bounds are stored and returned unchanged, whatever the database does with their types.
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
            Type::Contact(_) | Type::Currency | Type::Country | Type::IbanLast4 | Type::Sha256 => {
                vec![field.example.to_owned()]
            }
        };
        for text in texts {
            let value = field.parse(&text).expect("a value");
            assert_eq!(value.to_string(), text);
            let mut new = world.whole(NewId::Minted(fresh()), "E-9");
            new.external_id = None;
            new.values.set(position, Some(value.clone()));
            let made = world.apply(&world.here, second(3), Command::RecordCreate(new.clone()));
            let made = record(made.await.unwrap());
            let read = world.record_get(made.id, Deleted::Exclude).await.unwrap();
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
    let new = world.whole(NewId::Minted(fresh()), "E-1");
    let resolved = world
        .apply(&world.here, second(3), Command::RecordCreate(new.clone()))
        .await;
    let ada = world.here.ada.clone();
    assert_eq!(
        resolved.unwrap(),
        Outcome::RecordResolved(Held::by_hand(ada.clone()))
    );
    assert_eq!(world.record_get(ada.id, Deleted::Exclude).await, Some(ada));
    assert_eq!(world.record_get(new.id.get(), Deleted::Include).await, None);
}

/// Both tenants have an "E-1"; once it is deleted here, the one there is no match.
async fn another_tenants_external_id_does_not(world: &World) {
    let here = &world.here;
    let changes = RecordChanges {
        external_id: Some(None),
        ..RecordChanges::default()
    };
    let forget = Command::RecordUpdate(world.of(here.ada.id), changes);
    world.apply(here, second(2), forget).await.unwrap();
    let new = world.whole(NewId::Minted(fresh()), "E-1");
    let made = world
        .apply(here, second(3), Command::RecordCreate(new.clone()))
        .await;
    assert_eq!(record(made.unwrap()).id, new.id.get());
}

/// Each kind has an "E-1"; those of other kinds are no match.
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
        assert_eq!(
            resolved,
            Outcome::RecordResolved(Held::by_hand(other.clone()))
        );
    }
    let delete = Command::RecordDelete(here.ada.reference());
    world.apply(here, second(2), delete).await.unwrap();
    let new = world.whole(NewId::Minted(fresh()), "E-1");
    let create = Command::RecordCreate(new.clone());
    let made = record(world.apply(here, second(3), create).await.unwrap());
    assert_eq!(made.reference(), new.reference());
}

async fn a_deleted_records_external_id_is_free(world: &World) {
    let here = &world.here;
    let delete = Command::RecordDelete(world.of(here.ada.id));
    world.apply(here, second(2), delete).await.unwrap();
    let new = world.whole(NewId::Minted(fresh()), "E-1");
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
    let again = world.whole(NewId::Brought(here.ada.id), "E-77");
    let refused = world
        .apply(here, second(2), Command::RecordCreate(again.clone()))
        .await;
    assert_eq!(rejection(refused), Rejection::IdTaken);
    // A retried create is a conflict, not a match by its external id.
    let retried = world.whole(NewId::Brought(here.ada.id), "E-1");
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

    let theirs = world.whole(NewId::Brought(world.there.bob.id), "E-78");
    let made = world
        .apply(here, second(5), Command::RecordCreate(theirs))
        .await;
    assert_eq!(record(made.unwrap()).id, world.there.bob.id);
}

async fn takes_an_id_that_another_kind_has(world: &World) {
    for other in &world.here.others {
        let twin = world.whole(NewId::Brought(other.id), other.kind.as_str());
        let create = Command::RecordCreate(twin);
        let made = record(world.apply(&world.here, second(3), create).await.unwrap());
        assert_eq!((made.kind, made.id), (world.kind, other.id));
    }
}
