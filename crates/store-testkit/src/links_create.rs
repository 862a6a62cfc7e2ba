use wellhead_core::cause::{Cause, Causes};
use wellhead_core::command::{Command, NewLink, Outcome, Rejection};
use wellhead_core::id::{LinkId, NewId};
use wellhead_core::resource::{Deleted, Direction, Link, Times};

use crate::world::{World, fresh, link, rejection, second};

crate::cases![
    every kind:
    keeps_what_it_was_given,
    keeps_an_id_chosen_by_the_client,
    refuses_an_id_that_the_workspace_has,
    takes_an_id_that_another_workspace_has,
    accepts_duplicates,
    refuses_a_strangers_record,
    refuses_a_strangers_connector,
    refuses_a_deleted_record,
    refuses_a_deleted_connector
];

async fn keeps_what_it_was_given(world: &World) {
    let here = &world.here;
    let draft = world.draft(here.ada.id, here.crm.id, Direction::Output);
    let made = link(
        world
            .apply(&world.here, second(7), Command::LinkCreate(draft.clone()))
            .await
            .unwrap(),
    );
    let expected = Link {
        causes: Causes::made_by(Cause::Operator),
        id: draft.id.get(),
        record: here.ada.id,
        workspace_connector: here.crm.id,
        direction: Direction::Output,
        times: Times {
            created_at: second(7),
            updated_at: Some(second(7)),
            deleted_at: None,
        },
    };
    assert_eq!(made, expected);
    assert_eq!(
        world.link_get(made.id, Deleted::Exclude).await,
        Some(expected)
    );
    assert_eq!(world.link_get(made.id, Deleted::Only).await, None);
}

fn brought(world: &World, id: LinkId) -> Command {
    Command::LinkCreate(NewLink {
        id: NewId::Brought(id),
        ..world.draft(world.here.ada.id, world.here.crm.id, Direction::Input)
    })
}

async fn keeps_an_id_chosen_by_the_client(world: &World) {
    let id = fresh();
    let made = link(
        world
            .apply(&world.here, second(1), brought(world, id))
            .await
            .unwrap(),
    );
    assert_eq!(made.id, id);
}

async fn refuses_an_id_that_the_workspace_has(world: &World) {
    let id = fresh();
    world
        .apply(&world.here, second(1), brought(world, id))
        .await
        .unwrap();
    let again = world
        .apply(&world.here, second(2), brought(world, id))
        .await;
    assert_eq!(rejection(again), Rejection::IdTaken);

    // It is still taken with another connector, and even if the ends belong to strangers.
    for (person, connector) in [
        (world.here.ada.id, world.here.mailer.id),
        (world.there.ada.id, world.there.crm.id),
    ] {
        let elsewhere = Command::LinkCreate(NewLink {
            id: NewId::Brought(id),
            ..world.draft(person, connector, Direction::Input)
        });
        let refused = world.apply(&world.here, second(2), elsewhere).await;
        assert_eq!(rejection(refused), Rejection::IdTaken);
    }

    let delete = Command::LinkDelete(world.kind, id);
    world.apply(&world.here, second(3), delete).await.unwrap();
    let after = world
        .apply(&world.here, second(4), brought(world, id))
        .await;
    assert_eq!(
        rejection(after),
        Rejection::IdTaken,
        "a soft-deleted link keeps its id"
    );
}

/// A refusal would reveal that the other workspace has it.
async fn takes_an_id_that_another_workspace_has(world: &World) {
    let (theirs, ..) = world.estate(&world.there).await;
    let id = theirs[0].id;
    let made = link(
        world
            .apply(&world.here, second(9), brought(world, id))
            .await
            .unwrap(),
    );
    assert_eq!(made.id, id);
    let ours = world.link_get(id, Deleted::Exclude).await;
    assert_eq!(ours, Some(made));
}

async fn accepts_duplicates(world: &World) {
    let here = &world.here;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let link = world
            .link(second(1), here.ada.id, here.crm.id, Direction::Input)
            .await;
        ids.push(link.id);
    }
    for id in ids {
        assert!(world.link_get(id, Deleted::Exclude).await.is_some());
    }
}

async fn refused(world: &World, draft: NewLink) -> Rejection {
    let id = draft.id.get();
    let result = world
        .apply(&world.here, second(5), Command::LinkCreate(draft))
        .await;
    assert_eq!(world.link_get(id, Deleted::Include).await, None);
    rejection(result)
}

async fn refuses_a_strangers_record(world: &World) {
    for person in [world.there.ada.id, fresh()] {
        let draft = world.draft(person, world.here.crm.id, Direction::Input);
        assert_eq!(
            refused(world, draft).await,
            Rejection::RecordNotFound(world.kind)
        );
    }
    // If both are strangers, the error names the record, which is looked up first.
    let both = world.draft(world.there.ada.id, world.there.crm.id, Direction::Input);
    assert_eq!(
        refused(world, both).await,
        Rejection::RecordNotFound(world.kind)
    );
}

async fn refuses_a_strangers_connector(world: &World) {
    for connector in [world.there.crm.id, fresh()] {
        let draft = world.draft(world.here.ada.id, connector, Direction::Input);
        assert_eq!(
            refused(world, draft).await,
            Rejection::WorkspaceConnectorNotFound
        );
    }
}

async fn refuses_a_deleted_record(world: &World) {
    let here = &world.here;
    let deleted = world
        .apply(
            here,
            second(1),
            Command::RecordDelete(world.of(here.ada.id)),
        )
        .await
        .unwrap();
    assert_eq!(deleted, Outcome::Deleted);
    let draft = world.draft(here.ada.id, here.crm.id, Direction::Input);
    assert_eq!(
        refused(world, draft).await,
        Rejection::RecordNotFound(world.kind)
    );
}

async fn refuses_a_deleted_connector(world: &World) {
    let here = &world.here;
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    world.apply(here, second(1), delete).await.unwrap();
    let draft = world.draft(here.ada.id, here.crm.id, Direction::Input);
    assert_eq!(
        refused(world, draft).await,
        Rejection::WorkspaceConnectorNotFound
    );
}
