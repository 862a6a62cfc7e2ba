//! What the ledger says of the past: the same, whenever it is asked.

mod chance;
mod model;

use wellhead_core::command::{Command, LinkChanges};
use wellhead_core::id::LinkId;
use wellhead_core::page::Slice;
use wellhead_core::resource::{Deleted, Direction, Link, LinkFilter, Past, Trace};
use wellhead_core::time::Timestamp;

use crate::world::{ALL, World, fresh, second};

crate::cases![
    every kind:
    a_link_is_listed_as_it_was,
    provenance_is_what_it_was,
    a_link_is_active_within_a_time,
    nobody_sees_anothers_past;
    people:
    the_past_agrees_with_the_model,
];

async fn the_past_agrees_with_the_model(world: &World) {
    chance::walk(world).await;
}

async fn links(world: &World, filter: LinkFilter, past: Past) -> Vec<Link> {
    let (tenant, kind) = (world.here.tenant, world.kind);
    let found = world
        .store()
        .link_past(tenant, kind, filter, past, ALL, 1_000);
    let found = found.await.expect("links can be listed");
    assert_eq!(found.upto, None, "there are few");
    found.items
}

async fn traces(world: &World, past: Past) -> Vec<Trace> {
    let (tenant, ada) = (world.here.tenant, world.of(world.here.ada.id));
    let found = world.store().provenance_get(tenant, ada, Some(past));
    let found = found.await.expect("provenance can be read").expect("Ada");
    let mut traces = found.traces;
    traces.sort_by_key(|trace| (trace.direction, trace.workspace_connector));
    traces
}

/// A link of Ada's that is made at 10, deleted at 20, restored at 30, pointed to Bob at 40, turned around at 50, moved to
/// the other connector at 60, and deleted again at 70.
async fn furnish(world: &World) -> LinkId {
    let here = &world.here;
    let link = world.link(second(10), here.ada.id, here.crm.id, Direction::Input);
    let id = link.await.id;
    let change = |changes| Command::LinkUpdate(world.kind, id, changes);
    let none = LinkChanges::default;
    for (at, command) in [
        (20, Command::LinkDelete(world.kind, id)),
        (
            30,
            change(LinkChanges {
                restore: true,
                ..none()
            }),
        ),
        (
            40,
            change(LinkChanges {
                record: Some(here.bob.id),
                ..none()
            }),
        ),
        (
            50,
            change(LinkChanges {
                direction: Some(Direction::Output),
                ..none()
            }),
        ),
        (
            60,
            change(LinkChanges {
                workspace_connector: Some(here.mailer.id),
                ..none()
            }),
        ),
        (70, Command::LinkDelete(world.kind, id)),
    ] {
        let done = world.apply(here, second(at), command).await;
        done.expect("a link can change");
    }
    id
}

async fn a_link_is_listed_as_it_was(world: &World) {
    let id = furnish(world).await;
    let here = &world.here;
    let (ada, bob) = (here.ada.id, here.bob.id);
    let (crm, mailer) = (here.crm.id, here.mailer.id);
    let (input, output) = (Direction::Input, Direction::Output);
    // From when on, what it said, and since when it was deleted.
    let states = [
        (10, Some((ada, crm, input)), None),
        (20, Some((ada, crm, input)), Some(20)),
        (30, Some((ada, crm, input)), None),
        (40, Some((bob, crm, input)), None),
        (50, Some((bob, crm, output)), None),
        (60, Some((bob, mailer, output)), None),
        (70, Some((bob, mailer, output)), Some(70)),
    ];
    let before = (0, None, None);
    for (place, (from, said, deleted)) in [before].into_iter().chain(states).enumerate() {
        let next = states
            .get(place)
            .map(|(from, ..)| second(*from).plus_micros(-1));
        for at in [
            second(from),
            second(from + 5),
            next.unwrap_or(Timestamp::MAX),
        ] {
            let past = Past::AsOf(at);
            let everything = LinkFilter {
                deleted: Deleted::Include,
                ..LinkFilter::default()
            };
            let found = links(world, everything, past).await;
            let Some((record, connector, direction)) = said else {
                assert_eq!(found, [], "{at}");
                continue;
            };
            let [link] = &found[..] else {
                panic!("{at}: {found:?}")
            };
            let says = (link.record, link.workspace_connector, link.direction);
            assert_eq!(
                (link.id, says),
                (id, (record, connector, direction)),
                "{at}"
            );
            assert_eq!(link.times.created_at, second(10));
            assert_eq!(link.times.updated_at, Some(second(from)), "{at}");
            assert_eq!(link.times.deleted_at, deleted.map(second), "{at}");
            assert_eq!(link.causes.deleted.is_some(), deleted.is_some(), "{at}");
            assert_eq!(link.causes.reason.is_some(), deleted.is_some(), "{at}");
            for (state, is_seen) in [
                (Deleted::Exclude, deleted.is_none()),
                (Deleted::Only, deleted.is_some()),
            ] {
                for record in [None, Some(ada), Some(bob)] {
                    for workspace_connector in [None, Some(crm), Some(mailer)] {
                        for direction in [None, Some(input), Some(output)] {
                            let filter = LinkFilter {
                                record,
                                workspace_connector,
                                direction,
                                deleted: state,
                            };
                            let expected = is_seen
                                && record.is_none_or(|it| it == says.0)
                                && workspace_connector.is_none_or(|it| it == says.1)
                                && direction.is_none_or(|it| it == says.2);
                            let found = links(world, filter, past).await;
                            assert_eq!(found.len(), usize::from(expected), "{at} {filter:?}");
                        }
                    }
                }
            }
        }
    }
}

async fn provenance_is_what_it_was(world: &World) {
    furnish(world).await;
    let trace = |active| Trace {
        workspace_connector: world.here.crm.id,
        direction: Direction::Input,
        first: second(10),
        last: second(10),
        links: 1,
        active,
    };
    for (at, expected) in [
        (9, vec![]),
        (10, vec![trace(1)]),
        (20, vec![trace(0)]),
        (30, vec![trace(1)]),
        (40, vec![]),
        (100, vec![]),
    ] {
        assert_eq!(
            traces(world, Past::AsOf(second(at))).await,
            expected,
            "{at}"
        );
    }
    let within = |from, until| Past::Within {
        from: second(from),
        until: second(until),
    };
    for (from, until, expected) in [
        (0, 10, vec![]),
        (0, 11, vec![trace(1)]),
        (15, 25, vec![trace(0)]),
        (20, 30, vec![]),
        // Deleted and restored in between, it is still one link.
        (0, 35, vec![trace(1)]),
        (35, 100, vec![trace(0)]),
        (40, 100, vec![]),
        (35, 15, vec![]),
    ] {
        let found = traces(world, within(from, until)).await;
        assert_eq!(found, expected, "{from} to {until}");
    }
}

async fn a_link_is_active_within_a_time(world: &World) {
    let id = furnish(world).await;
    let here = &world.here;
    let of = |record| LinkFilter {
        record: Some(record),
        ..LinkFilter::default()
    };
    let through = |connector| LinkFilter {
        workspace_connector: Some(connector),
        ..LinkFilter::default()
    };
    let (ada, bob) = (of(here.ada.id), of(here.bob.id));
    let (crm, mailer) = (through(here.crm.id), through(here.mailer.id));
    let all = LinkFilter::default();
    for (from, until, filter, since) in [
        (0, 10, all, None),
        (0, 11, all, Some(10)),
        (20, 30, all, None),
        (19, 30, all, Some(20)),
        (0, 100, all, Some(70)),
        (70, 100, all, None),
        (50, 20, all, None),
        (0, 100, ada, Some(30)),
        (0, 30, ada, Some(20)),
        (40, 100, ada, None),
        (0, 40, bob, None),
        (39, 41, bob, Some(40)),
        (0, 100, crm, Some(50)),
        (60, 100, crm, None),
        (0, 60, mailer, None),
        (0, 61, mailer, Some(60)),
        (
            0,
            100,
            LinkFilter {
                direction: Some(Direction::Input),
                ..all
            },
            Some(40),
        ),
        (
            0,
            100,
            LinkFilter {
                direction: Some(Direction::Output),
                ..ada
            },
            None,
        ),
    ] {
        let past = Past::Within {
            from: second(from),
            until: second(until),
        };
        let found = links(world, filter, past).await;
        // It is shown as it came to be last in that time, or as it ended.
        let found: Vec<_> = found
            .iter()
            .map(|it| (it.id, it.times.updated_at))
            .collect();
        let expected: Vec<_> = since.into_iter().map(|at| (id, Some(second(at)))).collect();
        assert_eq!(found, expected, "{from} to {until}, {filter:?}");
    }
}

async fn nobody_sees_anothers_past(world: &World) {
    furnish(world).await;
    let (there, kind) = (&world.there, world.kind);
    let store = world.store();
    let of = |record, workspace_connector| LinkFilter {
        record,
        workspace_connector,
        deleted: Deleted::Include,
        ..LinkFilter::default()
    };
    let (ada, crm) = (world.here.ada.id, world.here.crm.id);
    for filter in [
        of(Some(ada), None),
        of(None, Some(crm)),
        of(Some(ada), Some(crm)),
        of(Some(fresh()), None),
        of(None, Some(fresh())),
    ] {
        let past = Past::AsOf(second(15));
        let slice = Slice { limit: 10, ..ALL };
        let found = store.link_past(there.tenant, kind, filter, past, slice, 100);
        assert_eq!(found.await.unwrap().items, [], "{filter:?}");
    }
    let past = Some(Past::AsOf(second(15)));
    let found = store.provenance_get(there.tenant, world.of(ada), past);
    assert_eq!(found.await.unwrap(), None);
}
