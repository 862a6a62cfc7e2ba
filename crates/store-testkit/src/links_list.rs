use wellhead_core::command::{Command, LinkChanges, NewWorkspaceConnector, Outcome};
use wellhead_core::id::{NewId, RecordId, WorkspaceConnectorId};
use wellhead_core::page::{Interval, Order, Position, Positioned, Slice, Total};
use wellhead_core::resource::{Deleted, Direction, Link, LinkFilter};

use crate::world::{ALL, Actor, World, fresh, second};

crate::cases![
    every kind:
    a_tenant_without_links_has_none,
    microseconds_and_ties_are_kept_apart,
    an_unknown_or_foreign_id_lists_nothing,
    a_deleted_connector_still_shows_its_deleted_links,
    links_follow_their_ends;
    people:
    every_filter_interval_order_and_limit_agrees_with_the_model,
    every_count_agrees_with_the_model,
    many_connectors_agree_with_the_model,
];

async fn a_tenant_without_links_has_none(world: &World) {
    for deleted in DELETED {
        let filter = LinkFilter {
            deleted,
            ..LinkFilter::default()
        };
        assert_eq!(world.links(&world.here, filter, ALL).await, []);
    }
}

const DELETED: [Deleted; 3] = [Deleted::Exclude, Deleted::Include, Deleted::Only];

/// Whether a list shows a link.
pub(crate) fn passes(filter: &LinkFilter, link: &Link) -> bool {
    filter.record.is_none_or(|id| link.record == id)
        && filter
            .workspace_connector
            .is_none_or(|id| link.workspace_connector == id)
        && filter.direction.is_none_or(|it| link.direction == it)
        && match filter.deleted {
            Deleted::Exclude => link.times.deleted_at.is_none(),
            Deleted::Include => true,
            Deleted::Only => link.times.deleted_at.is_some(),
        }
}

/// What a list should hold, computed the slow way.
fn model(links: &[Link], filter: &LinkFilter, slice: Slice) -> Vec<Link> {
    let Interval { above, below } = slice.interval;
    let mut links: Vec<_> = links
        .iter()
        .filter(|link| passes(filter, link))
        .filter(|link| above.is_none_or(|bound| link.position() > bound))
        .filter(|link| below.is_none_or(|bound| link.position() < bound))
        .cloned()
        .collect();
    links.sort_by_key(Positioned::position);
    if slice.order == Order::NewestFirst {
        links.reverse();
    }
    links.truncate(slice.limit);
    links
}

/// Forty links over both people, connectors and directions, four per instant, every third one deleted.
async fn furnish(world: &World) -> Vec<Link> {
    let Actor { crm, mailer, .. } = &world.here;
    let connectors = [crm.id, mailer.id];
    furnish_by(world, 40, |i| connectors[usize::from(i % 7 >= 4)]).await
}

/// The same for so many links, each of the connector that `connector` says.
async fn furnish_by(
    world: &World,
    number: i64,
    connector: impl Fn(i64) -> WorkspaceConnectorId,
) -> Vec<Link> {
    let here = &world.here;
    let mut links = Vec::new();
    for i in 0..number {
        let person = if i % 5 < 3 { here.ada.id } else { here.bob.id };
        let connector = connector(i);
        let direction = Direction::ALL[usize::from(i % 11 < 4)];
        let mut link = world
            .link(second(i / 4), person, connector, direction)
            .await;
        if i % 3 == 0 {
            let delete = Command::LinkDelete(world.kind, link.id);
            world.apply(here, second(100), delete).await.unwrap();
            link = world.link_get(link.id, Deleted::Only).await.unwrap();
        }
        links.push(link);
    }
    links
}

fn filters(world: &World) -> Vec<LinkFilter> {
    let here = &world.here;
    let records: [Option<RecordId>; 3] = [None, Some(here.ada.id), Some(here.bob.id)];
    let connectors: [Option<WorkspaceConnectorId>; 3] =
        [None, Some(here.crm.id), Some(here.mailer.id)];
    let directions = [None, Some(Direction::Input), Some(Direction::Output)];
    let mut filters = Vec::new();
    for record in records {
        for workspace_connector in connectors {
            for direction in directions {
                for deleted in DELETED {
                    filters.push(LinkFilter {
                        record,
                        workspace_connector,
                        direction,
                        deleted,
                    });
                }
            }
        }
    }
    filters
}

fn intervals(links: &[Link]) -> [Interval; 8] {
    let [low, high] = [links[9].position(), links[30].position()];
    [
        Interval::default(),
        Interval::since(second(3)),
        Interval::until(second(7)),
        Interval::since(second(2)).and(Interval::until(second(8))),
        Interval {
            above: Some(low),
            below: None,
        },
        Interval {
            above: None,
            below: Some(high),
        },
        Interval {
            above: Some(low),
            below: Some(high),
        },
        // Nothing lies between a place and itself.
        Interval {
            above: Some(low),
            below: Some(low),
        },
    ]
}

async fn every_filter_interval_order_and_limit_agrees_with_the_model(world: &World) {
    let links = furnish(world).await;
    for filter in filters(world) {
        for interval in intervals(&links) {
            for order in [Order::OldestFirst, Order::NewestFirst] {
                for limit in [1, 3, 100] {
                    let slice = Slice {
                        interval,
                        order,
                        limit,
                    };
                    assert_eq!(
                        world.links(&world.here, filter, slice).await,
                        model(&links, &filter, slice),
                        "{filter:?} {slice:?}"
                    );
                }
            }
        }
    }
}

/// With so many that a list must not ask each of them for a page.
async fn many_connectors_agree_with_the_model(world: &World) {
    let here = &world.here;
    let mut connectors = vec![here.crm.id, here.mailer.id];
    for _ in 0..28 {
        let new = NewWorkspaceConnector::enabled(NewId::Minted(fresh()), here.crm.connector);
        let activate = Command::WorkspaceConnectorCreate(new);
        match world.apply(here, second(0), activate).await {
            Ok(Outcome::WorkspaceConnector(activated)) => connectors.push(activated.id),
            other => panic!("{other:?}"),
        }
    }
    let of = |i: i64| connectors[usize::try_from(i * i % 29).unwrap()];
    let mut links = furnish_by(world, 90, of).await;
    // What the newest and the oldest links of their connectors were is gone.
    for place in [0, 1, 2, 4, 85, 86, 88, 89] {
        let link = &links[place];
        if link.times.deleted_at.is_none() {
            let delete = Command::LinkDelete(world.kind, link.id);
            world.apply(here, second(200), delete).await.unwrap();
            links[place] = world.link_get(link.id, Deleted::Only).await.unwrap();
        }
    }
    for direction in [None, Some(Direction::Input), Some(Direction::Output)] {
        for deleted in DELETED {
            let filter = LinkFilter {
                direction,
                deleted,
                ..LinkFilter::default()
            };
            for interval in intervals(&links) {
                for order in [Order::OldestFirst, Order::NewestFirst] {
                    for limit in [1, 3, 20, 100] {
                        let slice = Slice {
                            interval,
                            order,
                            limit,
                        };
                        assert_eq!(
                            world.links(here, filter, slice).await,
                            model(&links, &filter, slice),
                            "{filter:?} {slice:?}"
                        );
                    }
                }
            }
        }
    }
}

async fn every_count_agrees_with_the_model(world: &World) {
    let links = furnish(world).await;
    let strangers = LinkFilter {
        record: Some(world.there.ada.id),
        ..LinkFilter::default()
    };
    for filter in filters(world).into_iter().chain([strangers]) {
        for interval in intervals(&links) {
            let counted = world
                .store()
                .link_count(world.here.tenant, world.kind, filter, interval, u64::MAX)
                .await
                .expect("links can be counted");
            let expected = model(&links, &filter, Slice { interval, ..ALL }).len();
            let expected = u64::try_from(expected).unwrap();
            assert_eq!(counted, Total::Exactly(expected), "{filter:?} {interval:?}");
            let is_kept = filter.record.is_none() && interval == Interval::default();
            for most in [expected.saturating_sub(1), expected] {
                let counted =
                    world
                        .store()
                        .link_count(world.here.tenant, world.kind, filter, interval, most);
                let bounded = if is_kept {
                    Total::Exactly(expected)
                } else {
                    Total::of(expected, most)
                };
                assert_eq!(counted.await.unwrap(), bounded, "{filter:?} {interval:?}");
            }
        }
    }
}

async fn an_unknown_or_foreign_id_lists_nothing(world: &World) {
    furnish(world).await;
    for deleted in DELETED {
        for record in [world.there.ada.id, fresh()] {
            let filter = LinkFilter {
                record: Some(record),
                deleted,
                ..LinkFilter::default()
            };
            assert_eq!(world.links(&world.here, filter, ALL).await, []);
        }
        for connector in [world.there.crm.id, fresh()] {
            let filter = LinkFilter {
                workspace_connector: Some(connector),
                deleted,
                ..LinkFilter::default()
            };
            assert_eq!(world.links(&world.here, filter, ALL).await, []);
            let mixed = LinkFilter {
                record: Some(world.here.ada.id),
                ..filter
            };
            assert_eq!(world.links(&world.here, mixed, ALL).await, []);
        }
    }
}

async fn microseconds_and_ties_are_kept_apart(world: &World) {
    let here = &world.here;
    let mut made = Vec::new();
    for micros in [0, 0, 0, 1, 1, 999, 1_000] {
        let at = second(1).plus_micros(micros);
        made.push(
            world
                .link(at, here.ada.id, here.crm.id, Direction::Input)
                .await,
        );
    }
    made.sort_by_key(Positioned::position);
    let mut seen = Vec::new();
    let mut above: Option<Position> = None;
    loop {
        let slice = Slice {
            interval: Interval { above, below: None },
            order: Order::OldestFirst,
            limit: 1,
        };
        let page = world.links(here, LinkFilter::default(), slice).await;
        let Some(link) = page.into_iter().next() else {
            break;
        };
        above = Some(link.position());
        seen.push(link);
    }
    assert_eq!(seen, made);
}

async fn a_deleted_connector_still_shows_its_deleted_links(world: &World) {
    let here = &world.here;
    let link = world
        .link(second(1), here.ada.id, here.crm.id, Direction::Input)
        .await;
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    world.apply(here, second(2), delete).await.unwrap();
    for (deleted, expected) in [
        (Deleted::Exclude, 0),
        (Deleted::Include, 1),
        (Deleted::Only, 1),
    ] {
        for workspace_connector in [None, Some(here.crm.id)] {
            let filter = LinkFilter {
                workspace_connector,
                deleted,
                ..LinkFilter::default()
            };
            let found = world.links(here, filter, ALL).await;
            assert_eq!(found.len(), expected, "{filter:?}");
            assert!(found.iter().all(|found| found.id == link.id));
        }
    }
}

/// A redirected link is listed under its new ends and not under its old ones.
async fn links_follow_their_ends(world: &World) {
    let here = &world.here;
    let link = world
        .link(second(1), here.ada.id, here.crm.id, Direction::Input)
        .await;
    let changes = LinkChanges {
        record: Some(here.bob.id),
        workspace_connector: Some(here.mailer.id),
        ..Default::default()
    };
    let update = Command::LinkUpdate(world.kind, link.id, changes);
    world.apply(here, second(2), update).await.unwrap();
    for (person, connector, expected) in [
        (here.ada.id, here.crm.id, 0),
        (here.bob.id, here.mailer.id, 1),
    ] {
        let of_person = LinkFilter {
            record: Some(person),
            ..LinkFilter::default()
        };
        let of_connector = LinkFilter {
            workspace_connector: Some(connector),
            ..LinkFilter::default()
        };
        for filter in [of_person, of_connector] {
            assert_eq!(world.links(here, filter, ALL).await.len(), expected);
        }
    }
}
