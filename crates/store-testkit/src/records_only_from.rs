use wellhead_core::command::Command;
use wellhead_core::id::{RecordId, WorkspaceConnectorId};
use wellhead_core::page::{Interval, Looked, Order, Position, Positioned, Slice};
use wellhead_core::record::{OnlySource, Sourced};
use wellhead_core::resource::{Deleted, Direction, Link, LinkFilter};

use crate::world::{ALL, World, fresh, record, second};

crate::cases![
    every kind:
    one_source_is_told_from_two,
    an_unknown_or_foreign_connector_sourced_nobody;
    people:
    every_look_agrees_with_the_model,
];

async fn only_from(
    world: &World,
    source: OnlySource,
    slice: Slice,
    most: usize,
) -> Looked<Sourced> {
    let (tenant, kind) = (world.here.tenant, world.kind);
    let found = world
        .store()
        .record_only_from(tenant, kind, source, slice, most);
    found.await.expect("records can be looked for")
}

/// The records whose only source is the connector, by its active links.
async fn found(world: &World, connector: WorkspaceConnectorId) -> Vec<RecordId> {
    let source = OnlySource {
        connector,
        ever: false,
        deleted: Deleted::Exclude,
    };
    let found = only_from(world, source, ALL, 1_000).await;
    found.items.iter().map(|it| it.record.id).collect()
}

async fn one_source_is_told_from_two(world: &World) {
    let here = &world.here;
    let (ada, bob) = (here.ada.id, here.bob.id);
    let (crm, mailer) = (here.crm.id, here.mailer.id);
    for (at, person, connector, direction) in [
        (1, ada, crm, Direction::Input),
        (2, bob, crm, Direction::Input),
        (3, bob, crm, Direction::Input),
        (4, ada, mailer, Direction::Output),
    ] {
        world.link(second(at), person, connector, direction).await;
    }
    assert_eq!(found(world, crm).await, [ada, bob], "each once");
    assert_eq!(found(world, mailer).await, [], "it only consumed");
    let other = world.link(second(5), ada, mailer, Direction::Input).await;
    assert_eq!(found(world, crm).await, [bob]);
    assert_eq!(found(world, mailer).await, []);
    let delete = Command::LinkDelete(world.kind, other.id);
    world.apply(here, second(6), delete).await.unwrap();
    assert_eq!(found(world, crm).await, [ada, bob]);
    let ever = |connector| OnlySource {
        connector,
        ever: true,
        deleted: Deleted::Exclude,
    };
    let found = only_from(world, ever(crm), ALL, 1_000).await;
    assert_eq!(
        found.items.len(),
        1,
        "a deleted link still tells of a source"
    );
    assert_eq!(found.items[0].record, here.bob);
    assert_eq!(found.items[0].since.created_at, second(2));
}

async fn an_unknown_or_foreign_connector_sourced_nobody(world: &World) {
    let there = &world.there;
    let theirs = world.draft(there.ada.id, there.crm.id, Direction::Input);
    for connector in [there.crm.id, fresh()] {
        assert_eq!(found(world, connector).await, []);
    }
    let refused = world.apply(&world.here, second(1), Command::LinkCreate(theirs));
    assert!(refused.await.is_err(), "nor can it be made to");
}

/// Sixty links of nine records, three at a time; some are deleted, and so is one record.
async fn furnish(world: &World) -> Vec<RecordId> {
    let here = &world.here;
    let mut records = vec![here.ada.id, here.bob.id];
    for _ in 0..7 {
        let new = world.new_record("Newcomer", None);
        let made = world.apply(here, second(0), Command::RecordCreate(new));
        records.push(record(made.await.unwrap()).id);
    }
    for i in 0..60_usize {
        let person = records[i * 5 % 9];
        let connector = if i * 5 % 9 < 6 || i % 7 > 0 {
            here.crm.id
        } else {
            here.mailer.id
        };
        let direction = Direction::ALL[usize::from(i % 4 == 1)];
        let at = second(i64::try_from(i / 3).unwrap());
        let link = world.link(at, person, connector, direction).await;
        if i % 5 == 2 || i < 9 {
            let delete = Command::LinkDelete(world.kind, link.id);
            world.apply(here, second(50), delete).await.unwrap();
        }
    }
    let delete = Command::RecordDelete(world.of(records[3]));
    world.apply(here, second(60), delete).await.unwrap();
    records
}

/// What a look should find, computed the slow way: the ids of the records, and where the look ended.
fn model(
    links: &[Link],
    gone: &[RecordId],
    source: OnlySource,
    slice: Slice,
    most: usize,
) -> (Vec<RecordId>, Option<Position>) {
    let counts = |link: &&Link| {
        link.direction == Direction::Input && (source.ever || link.times.deleted_at.is_none())
    };
    let Interval { above, below } = slice.interval;
    let mut stream: Vec<_> = links
        .iter()
        .filter(counts)
        .filter(|link| link.workspace_connector == source.connector)
        .filter(|link| above.is_none_or(|bound| link.position() > bound))
        .filter(|link| below.is_none_or(|bound| link.position() < bound))
        .collect();
    stream.sort_by_key(|link| link.position());
    if slice.order == Order::NewestFirst {
        stream.reverse();
    }
    let mut ids = Vec::new();
    for (place, link) in (1..).zip(&stream) {
        let of_record = || {
            links
                .iter()
                .filter(counts)
                .filter(|it| it.record == link.record)
        };
        let alone = of_record().all(|it| it.workspace_connector == source.connector);
        let oldest = of_record().map(Positioned::position).min();
        let seen = match source.deleted {
            Deleted::Exclude => !gone.contains(&link.record),
            Deleted::Include => true,
            Deleted::Only => gone.contains(&link.record),
        };
        if alone && seen && oldest == Some(link.position()) {
            ids.push(link.record);
        }
        if ids.len() == slice.limit {
            return (ids, None);
        }
        if place == most {
            return (ids, Some(link.position()));
        }
    }
    (ids, None)
}

async fn every_look_agrees_with_the_model(world: &World) {
    let records = furnish(world).await;
    let everything = LinkFilter {
        deleted: Deleted::Include,
        ..LinkFilter::default()
    };
    let links = world.links(&world.here, everything, ALL).await;
    let mut some = 0;
    for connector in [world.here.crm.id, world.here.mailer.id] {
        for (ever, deleted) in [
            (false, Deleted::Exclude),
            (false, Deleted::Include),
            (true, Deleted::Exclude),
            (true, Deleted::Include),
            (true, Deleted::Only),
        ] {
            let source = OnlySource {
                connector,
                ever,
                deleted,
            };
            for order in [Order::OldestFirst, Order::NewestFirst] {
                for interval in [
                    Interval::default(),
                    Interval::since(second(5)),
                    Interval::following(links[30].position(), order),
                ] {
                    for (limit, most) in [(1, 100), (3, 7), (2, 1), (100, 13), (100, 1_000)] {
                        let slice = Slice {
                            interval,
                            order,
                            limit,
                        };
                        let Looked { items, upto } = only_from(world, source, slice, most).await;
                        let (ids, end) = model(&links, &records[3..4], source, slice, most);
                        let found: Vec<_> = items.iter().map(|it| it.record.id).collect();
                        assert_eq!(found, ids, "{source:?} {slice:?} {most}");
                        // A full slice is enough to go on from.
                        if found.len() < limit {
                            assert_eq!(upto, end, "{source:?} {slice:?} {most}");
                        }
                        some += found.len();
                    }
                }
            }
        }
    }
    assert!(some > 100, "{some} were found");
}
