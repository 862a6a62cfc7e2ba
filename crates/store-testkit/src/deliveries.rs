use std::collections::BTreeMap;

use wellhead_core::command::{Command, Rejection};
use wellhead_core::page::Positioned;
use wellhead_core::resource::{Deleted, Direction, LinkFilter, PersonNames};
use wellhead_core::store::{Delivered, DeliveredPerson, DeliveryBatch};

use crate::world::{ALL, World, external, fresh, name, rejection, second};

crate::cases![
    makes_unknown_people_and_matches_known_ones,
    one_link_a_line_each_at_its_own_microsecond,
    the_first_line_names_a_new_person,
    known_people_keep_their_names,
    a_deleted_person_is_unknown,
    an_empty_batch_is_nothing,
    refuses_a_missing_connector_and_writes_nothing,
    racing_deliveries_make_each_person_once,
];

fn line(id: &str) -> DeliveredPerson {
    DeliveredPerson {
        link: fresh(),
        id: fresh(),
        external_id: external(id),
        names: PersonNames {
            full: Some(name(&format!("Person {id}"))),
            ..PersonNames::default()
        },
    }
}

fn batch(world: &World, people: Vec<DeliveredPerson>) -> DeliveryBatch {
    DeliveryBatch {
        workspace_connector: world.here.crm.id,
        direction: Direction::Input,
        people,
    }
}

async fn deliver(world: &World, people: Vec<DeliveredPerson>) -> Delivered {
    world
        .store()
        .deliver(world.here.tenant, second(5), batch(world, people))
        .await
        .expect("a batch can be delivered")
}

async fn makes_unknown_people_and_matches_known_ones(world: &World) {
    let given = ["E-1", "new-a", "E-2", "new-b", "new-a", "E-1"].map(line);
    let delivered = deliver(world, given.to_vec()).await;
    let expected = Delivered {
        people_created: 2,
        people_matched: 4,
        links_created: 6,
    };
    assert_eq!(delivered, expected);
    let (links, people, _) = world.estate(&world.here).await;
    assert_eq!((links.len(), people.len()), (6, 4));
    let links_of: BTreeMap<_, usize> = links.iter().fold(BTreeMap::new(), |mut counts, link| {
        *counts.entry(link.record).or_default() += 1;
        counts
    });
    assert_eq!(links_of[&world.here.ada.id.into()], 2);
    assert_eq!(links_of[&world.here.bob.id.into()], 1);
    assert_eq!(links_of[&given[1].id.into()], 2);
}

async fn one_link_a_line_each_at_its_own_microsecond(world: &World) {
    let given: Vec<_> = (0..1_000)
        .map(|i| line(&format!("many-{}", i % 400)))
        .collect();
    let delivered = deliver(world, given.clone()).await;
    assert_eq!(delivered.links_created, 1_000);
    assert_eq!(delivered.people_created, 400);
    let links = world.links(&world.here, LinkFilter::default(), ALL).await;
    assert_eq!(links.len(), given.len());
    assert!(links.is_sorted_by_key(Positioned::position));
    for (i, (link, line)) in (0..).zip(links.iter().zip(&given)) {
        assert_eq!(link.id, line.link);
        assert_eq!(link.workspace_connector, world.here.crm.id);
        assert_eq!(link.direction, Direction::Input);
        assert_eq!(link.times.created_at, second(5).plus_micros(i));
        assert_eq!(link.times.updated_at, Some(link.times.created_at));
        assert_eq!(link.times.deleted_at, None);
    }
}

async fn the_first_line_names_a_new_person(world: &World) {
    let first = line("twice");
    let second = DeliveredPerson {
        names: PersonNames::default(),
        ..line("twice")
    };
    deliver(world, vec![first.clone(), second.clone()]).await;
    let made = world
        .store()
        .person_get(world.here.tenant, first.id, Deleted::Exclude)
        .await
        .unwrap()
        .expect("the first line's id and names are the person's");
    assert_eq!(made.names, first.names);
    assert_eq!(made.external_id, Some(first.external_id));
    assert_eq!(made.times.updated_at, Some(made.times.created_at));
    let other = world
        .store()
        .person_get(world.here.tenant, second.id, Deleted::Include)
        .await;
    assert_eq!(other.unwrap(), None);
}

async fn known_people_keep_their_names(world: &World) {
    deliver(world, vec![line("E-1")]).await;
    let ada = world
        .store()
        .person_get(world.here.tenant, world.here.ada.id, Deleted::Exclude)
        .await;
    assert_eq!(ada.unwrap(), Some(world.here.ada.clone()));
}

async fn a_deleted_person_is_unknown(world: &World) {
    let here = &world.here;
    let delete = Command::PersonDelete(here.ada.id);
    world.apply(here, second(1), delete).await.unwrap();
    let delivered = deliver(world, vec![line("E-1")]).await;
    assert_eq!(delivered.people_created, 1);
}

async fn an_empty_batch_is_nothing(world: &World) {
    assert_eq!(deliver(world, Vec::new()).await, Delivered::default());
}

async fn refuses_a_missing_connector_and_writes_nothing(world: &World) {
    let here = &world.here;
    let delete = Command::WorkspaceConnectorDelete(here.mailer.id);
    world.apply(here, second(1), delete).await.unwrap();
    let before = world.estate(here).await;
    for connector in [world.there.crm.id, fresh(), here.mailer.id] {
        let batch = DeliveryBatch {
            workspace_connector: connector,
            ..batch(world, vec![line("E-1"), line("unseen")])
        };
        let refused = world.store().deliver(here.tenant, second(2), batch).await;
        assert_eq!(rejection(refused), Rejection::WorkspaceConnectorNotFound);
    }
    assert_eq!(world.estate(here).await, before);
}

async fn racing_deliveries_make_each_person_once(world: &World) {
    let racer = |offset: usize| async move {
        let mut created = 0;
        for round in 0..4 {
            // Each racer meets the people in an order of its own: no order may deadlock.
            let given: Vec<_> = (0..60)
                .map(|i| line(&format!("race-{round}-{}", (i * 7 + offset * 13) % 60)))
                .collect();
            let delivered = deliver(world, given).await;
            assert_eq!(delivered.links_created, 60);
            created += delivered.people_created;
        }
        created
    };
    let created = futures_util::future::join_all((0..4).map(racer)).await;
    assert_eq!(created.iter().sum::<u64>(), 240);
    let (links, people, _) = world.estate(&world.here).await;
    assert_eq!((links.len(), people.len()), (4 * 240, 240 + 2));
}
