use wellhead_core::command::{Command, RecordChanges};
use wellhead_core::id::RecordId;
use wellhead_core::identity::{Likeness, SharedKey};
use wellhead_core::page::{Interval, Looked, Order, Position, Positioned, Slice};
use wellhead_core::record::{Record, RecordFilter};
use wellhead_core::time::Timestamp;

use crate::world::{ALL, THEIR_EMAIL, World, email_change, record, second};

crate::cases![
    every kind:
    names_are_shared_in_any_spelling;
    people:
    addresses_are_shared_in_any_spelling,
    of_a_crowd_the_first_are_found,
    every_look_agrees_with_the_model,
];

async fn make(world: &World, at: Timestamp, called: &str) -> Record {
    let new = Command::RecordCreate(world.new_record(called, None));
    record(world.apply(&world.here, at, new).await.unwrap())
}

/// The records that share a key, with their keys.
async fn alike(world: &World, by: &[Likeness]) -> Vec<(RecordId, Vec<String>)> {
    let store = world.store();
    let found = store.record_alike(world.here.tenant, world.kind, by, ALL, 1_000);
    let found = found.await.unwrap();
    assert_eq!(found.upto, None);
    let items = found.items.into_iter().map(|it| {
        let keys = it.keys.into_iter().map(|key| key.text);
        (it.place.id.into(), keys.collect())
    });
    items.collect()
}

async fn sharing(world: &World, of: Likeness, key: &str, most: usize) -> Vec<RecordId> {
    let keys = [key.to_owned(), "nobody has this".to_owned()];
    let found = world
        .store()
        .record_sharing(world.here.tenant, world.kind, of, &keys, most);
    let mut found: Vec<_> = found.await.unwrap().iter().map(|it| it.id).collect();
    found.sort_unstable();
    found
}

fn sorted(mut ids: [RecordId; 2]) -> [RecordId; 2] {
    ids.sort_unstable();
    ids
}

async fn names_are_shared_in_any_spelling(world: &World) {
    let here = &world.here;
    let key = "zoë quartz";
    let zoe = make(world, second(1), "Zoë Quartz").await;
    make(world, second(2), "Zoe Quartz").await;
    let ada = here.ada.values.name_key(world.kind);
    assert_eq!(ada, world.there.ada.values.name_key(world.kind));
    assert_eq!(
        alike(world, &[Likeness::Name]).await,
        [],
        "they are two people"
    );
    let twin = make(world, second(3), " ZOE\u{308}  quartz").await;
    let both = [
        (zoe.id, vec![key.to_owned()]),
        (twin.id, vec![key.to_owned()]),
    ];
    assert_eq!(alike(world, &[Likeness::Name]).await, both);
    assert_eq!(
        sharing(world, Likeness::Name, key, 9).await,
        sorted([zoe.id, twin.id])
    );
    // It goes by what is so now.
    let delete = Command::RecordDelete(twin.reference());
    world.apply(here, second(4), delete).await.unwrap();
    assert_eq!(alike(world, &[Likeness::Name]).await, []);
    assert_eq!(sharing(world, Likeness::Name, key, 9).await, [zoe.id]);
    let restore = RecordChanges {
        restore: true,
        ..RecordChanges::default()
    };
    let restore = Command::RecordUpdate(twin.reference(), restore);
    world.apply(here, second(5), restore).await.unwrap();
    assert_eq!(alike(world, &[Likeness::Name]).await, both);
    let mut other = RecordChanges::default();
    let place = twin
        .shown_by()
        .and_then(|name| world.kind.declaration().position(name));
    let place = place.unwrap();
    let name = world.kind.fields()[place].parse("Somebody else").unwrap();
    other.values.set(place, Some(name));
    let rename = Command::RecordUpdate(twin.reference(), other);
    world.apply(here, second(6), rename).await.unwrap();
    assert_eq!(alike(world, &[Likeness::Name]).await, []);
}

async fn addresses_are_shared_in_any_spelling(world: &World) {
    let ids = [second(1), second(2), second(3)].map(|at| async move {
        let called = format!("Person {}", at.as_micros());
        make(world, at, &called).await
    });
    let [one, other, none] = ids;
    let (one, other, none) = (one.await, other.await, none.await);
    let address = async |record: &Record, email| {
        let changes = RecordChanges {
            values: email_change(world.kind, email),
            ..RecordChanges::default()
        };
        let update = Command::RecordUpdate(record.reference(), changes);
        world.apply(&world.here, second(4), update).await.unwrap();
    };
    address(&one, "Zoe@X.io").await;
    address(&none, "n/a").await;
    assert_eq!(alike(world, Likeness::ALL).await, []);
    address(&other, " zoe@x.IO").await;
    let key = "zoe@x.io".to_owned();
    let both = [(one.id, vec![key.clone()]), (other.id, vec![key.clone()])];
    assert_eq!(alike(world, Likeness::ALL).await, both);
    assert_eq!(alike(world, &[Likeness::Email]).await, both);
    assert_eq!(alike(world, &[Likeness::Name]).await, []);
    assert_eq!(
        sharing(world, Likeness::Email, &key, 9).await,
        sorted([one.id, other.id])
    );
    assert_eq!(sharing(world, Likeness::Name, &key, 9).await, []);
    // Somebody there has it, and that is nobody's business here.
    address(&one, THEIR_EMAIL).await;
    assert_eq!(alike(world, Likeness::ALL).await, []);
}

async fn of_a_crowd_the_first_are_found(world: &World) {
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(make(world, second(1), "Unknown").await.id);
    }
    ids.sort_unstable();
    assert_eq!(sharing(world, Likeness::Name, "unknown", 3).await, ids[..3]);
}

/// What a look should find, computed the slow way, and where it should end.
fn model(
    all: &[Record],
    slice: Slice,
    most: usize,
) -> (Vec<(Position, Vec<SharedKey>)>, Option<Position>) {
    let active = |it: &&Record| it.times.deleted_at.is_none();
    let keys = |it: &Record| {
        [
            (Likeness::Email, it.values.email_key(it.kind)),
            (Likeness::Name, it.values.name_key(it.kind)),
        ]
    };
    let Interval { above, below } = slice.interval;
    let mut stream: Vec<_> = all
        .iter()
        .filter(active)
        .filter(|it| above.is_none_or(|bound| it.position() > bound))
        .filter(|it| below.is_none_or(|bound| it.position() < bound))
        .collect();
    stream.sort_by_key(|it| it.position());
    if slice.order == Order::NewestFirst {
        stream.reverse();
    }
    let mut found = Vec::new();
    for (place, one) in (1..).zip(stream) {
        let mut others = all.iter().filter(active).filter(|it| it.id != one.id);
        let shared = keys(one).into_iter().filter(|key| {
            let has = |it: &Record| keys(it).contains(key);
            key.1.is_some() && others.clone().any(has)
        });
        let shared: Vec<_> = shared
            .filter_map(|(of, text)| Some(SharedKey { of, text: text? }))
            .collect();
        if !shared.is_empty() && others.next().is_some() {
            found.push((one.position(), shared));
        }
        if found.len() == slice.limit {
            return (found, None);
        }
        if place == most {
            return (found, Some(one.position()));
        }
    }
    (found, None)
}

async fn every_look_agrees_with_the_model(world: &World) {
    let here = &world.here;
    for i in 0..40 {
        // Some at one time; few names and fewer addresses, some of which occur once.
        let at = second(i / 3);
        let made = make(world, at, &format!("Name {}", i * 7 % 23)).await;
        let changes = RecordChanges {
            values: email_change(world.kind, &format!("p{}@x.io", i * 5 % 31)),
            ..RecordChanges::default()
        };
        if i % 4 > 0 {
            let update = Command::RecordUpdate(made.reference(), changes);
            world.apply(here, second(20), update).await.unwrap();
        }
        if i % 6 == 1 {
            let delete = Command::RecordDelete(made.reference());
            world.apply(here, second(21), delete).await.unwrap();
        }
    }
    let store = world.store();
    let filter = RecordFilter::default();
    let everybody = store.record_list(here.tenant, world.kind, &filter, ALL);
    let everybody = everybody.await.unwrap();
    let mut some = 0;
    for order in [Order::OldestFirst, Order::NewestFirst] {
        for interval in [
            Interval::default(),
            Interval::since(second(5)),
            Interval::following(everybody[12].position(), order),
        ] {
            for (limit, most) in [(1, 100), (3, 7), (2, 1), (100, 13), (100, 1_000)] {
                let slice = Slice {
                    interval,
                    order,
                    limit,
                };
                let looked =
                    store.record_alike(here.tenant, world.kind, Likeness::ALL, slice, most);
                let Looked { items, upto } = looked.await.unwrap();
                let found: Vec<_> = items.into_iter().map(|it| (it.place, it.keys)).collect();
                let (expected, end) = model(&everybody, slice, most);
                assert_eq!(found, expected, "{slice:?} {most}");
                // A full slice is enough to go on from.
                if found.len() < limit {
                    assert_eq!(upto, end, "{slice:?} {most}");
                }
                some += found.len();
            }
        }
    }
    assert!(some > 100, "{some} were found");
}
