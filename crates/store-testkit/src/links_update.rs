use wellhead_core::command::{Command, LinkChanges, Outcome, Rejection};
use wellhead_core::id::LinkId;
use wellhead_core::resource::{Deleted, Direction, Link, Times};
use wellhead_core::store::ApplyError;
use wellhead_core::time::Timestamp;

use crate::world::{World, fresh, link, rejection, second};

crate::cases![
    every kind:
    changes_what_is_named_and_keeps_the_rest,
    points_to_another_record_and_connector,
    refuses_strangers,
    refuses_deleted_ends,
    does_not_see_a_deleted_link,
    restores,
    does_not_restore_between_deleted_ends,
    updated_at_always_grows,
    does_not_see_another_tenants_link
];

const NOTHING: LinkChanges = LinkChanges {
    direction: None,
    record: None,
    workspace_connector: None,
    restore: false,
};
const RESTORE: LinkChanges = LinkChanges {
    restore: true,
    ..NOTHING
};

async fn update(
    world: &World,
    at: Timestamp,
    id: LinkId,
    changes: LinkChanges,
) -> Result<Outcome, ApplyError> {
    let command = Command::LinkUpdate(world.kind, id, changes);
    world.apply(&world.here, at, command).await
}

async fn a_link(world: &World) -> Link {
    let here = &world.here;
    world
        .link(second(1), here.ada.id, here.crm.id, Direction::Input)
        .await
}

async fn changes_what_is_named_and_keeps_the_rest(world: &World) {
    let before = a_link(world).await;
    let changes = LinkChanges {
        direction: Some(Direction::Output),
        ..NOTHING
    };
    let after = link(update(world, second(2), before.id, changes).await.unwrap());
    let expected = Link {
        direction: Direction::Output,
        times: Times {
            updated_at: Some(second(2)),
            ..before.times
        },
        ..before
    };
    assert_eq!(after, expected);
    assert_eq!(
        world.link_get(after.id, Deleted::Exclude).await,
        Some(expected)
    );
}

async fn points_to_another_record_and_connector(world: &World) {
    let before = a_link(world).await;
    let changes = LinkChanges {
        record: Some(world.here.bob.id),
        workspace_connector: Some(world.here.mailer.id),
        ..NOTHING
    };
    let after = link(update(world, second(2), before.id, changes).await.unwrap());
    assert_eq!(after.record, world.here.bob.id);
    assert_eq!(after.workspace_connector, world.here.mailer.id);
    assert_eq!(after.direction, before.direction);
    assert_eq!(
        world.link_get(after.id, Deleted::Exclude).await,
        Some(after)
    );
}

async fn refuses_strangers(world: &World) {
    let before = a_link(world).await;
    for person in [world.there.ada.id, fresh()] {
        let changes = LinkChanges {
            record: Some(person),
            ..NOTHING
        };
        assert_eq!(
            rejection(update(world, second(2), before.id, changes).await),
            Rejection::RecordNotFound(world.kind)
        );
    }
    for connector in [world.there.crm.id, fresh()] {
        let changes = LinkChanges {
            direction: Some(Direction::Output),
            workspace_connector: Some(connector),
            ..NOTHING
        };
        assert_eq!(
            rejection(update(world, second(2), before.id, changes).await),
            Rejection::WorkspaceConnectorNotFound
        );
    }
    assert_eq!(
        world.link_get(before.id, Deleted::Include).await,
        Some(before),
        "a refused change changes nothing"
    );
}

async fn refuses_deleted_ends(world: &World) {
    let here = &world.here;
    let before = a_link(world).await;
    for delete in [
        Command::RecordDelete(world.of(here.bob.id)),
        Command::WorkspaceConnectorDelete(here.mailer.id),
    ] {
        world.apply(here, second(2), delete).await.unwrap();
    }
    let to_person = LinkChanges {
        record: Some(here.bob.id),
        ..NOTHING
    };
    assert_eq!(
        rejection(update(world, second(3), before.id, to_person).await),
        Rejection::RecordNotFound(world.kind)
    );
    let to_connector = LinkChanges {
        workspace_connector: Some(here.mailer.id),
        ..NOTHING
    };
    assert_eq!(
        rejection(update(world, second(3), before.id, to_connector).await),
        Rejection::WorkspaceConnectorNotFound
    );
}

async fn delete(world: &World, command: Command) {
    let outcome = world.apply(&world.here, second(2), command).await.unwrap();
    assert_eq!(outcome, Outcome::Deleted);
}

async fn does_not_see_a_deleted_link(world: &World) {
    let link = a_link(world).await;
    delete(world, Command::LinkDelete(world.kind, link.id)).await;
    let changes = LinkChanges {
        direction: Some(Direction::Output),
        ..NOTHING
    };
    assert_eq!(
        rejection(update(world, second(3), link.id, changes).await),
        Rejection::NotFound
    );
}

async fn restores(world: &World) {
    let before = a_link(world).await;
    delete(world, Command::LinkDelete(world.kind, before.id)).await;
    let changes = LinkChanges {
        direction: Some(Direction::Output),
        ..RESTORE
    };
    let after = link(update(world, second(3), before.id, changes).await.unwrap());
    assert_eq!(after.times.deleted_at, None);
    assert_eq!(after.times.updated_at, Some(second(3)));
    assert_eq!(after.times.created_at, before.times.created_at);
    assert_eq!(after.direction, Direction::Output);
    assert_eq!(
        world.link_get(after.id, Deleted::Exclude).await,
        Some(after.clone())
    );
    // Restoring an active link is no error: the caller has what it asked for.
    link(update(world, second(4), after.id, RESTORE).await.unwrap());
}

async fn does_not_restore_between_deleted_ends(world: &World) {
    let here = &world.here;
    let link_of = async |person, connector| {
        world
            .link(second(1), person, connector, Direction::Input)
            .await
    };
    let of_ada = link_of(here.ada.id, here.crm.id).await;
    delete(world, Command::RecordDelete(world.of(here.ada.id))).await;
    assert_eq!(
        rejection(update(world, second(3), of_ada.id, RESTORE).await),
        Rejection::EndDeleted(world.kind.as_str())
    );
    // Redirected to an active person, it may come back.
    let to_bob = LinkChanges {
        record: Some(here.bob.id),
        ..RESTORE
    };
    let back = link(update(world, second(3), of_ada.id, to_bob).await.unwrap());
    assert_eq!(back.times.deleted_at, None);

    let of_mailer = link_of(here.bob.id, here.mailer.id).await;
    delete(world, Command::WorkspaceConnectorDelete(here.mailer.id)).await;
    assert_eq!(
        rejection(update(world, second(3), of_mailer.id, RESTORE).await),
        Rejection::EndDeleted("workspace_connector")
    );
}

async fn updated_at_always_grows(world: &World) {
    let before = a_link(world).await;
    let mut last = before.times.updated_at.unwrap();
    // A clock that stands still, one that goes back, and a change that changes nothing.
    for at in [second(1), second(1), second(0)] {
        let after = link(update(world, at, before.id, NOTHING).await.unwrap());
        let now = after.times.updated_at.unwrap();
        assert_eq!(now, last.plus_micros(1));
        assert_eq!(after.times.created_at, before.times.created_at);
        last = now;
    }
}

async fn does_not_see_another_tenants_link(world: &World) {
    let (theirs, ..) = world.estate(&world.there).await;
    for changes in [NOTHING, RESTORE] {
        assert_eq!(
            rejection(update(world, second(3), theirs[0].id, changes).await),
            Rejection::NotFound
        );
    }
    assert_eq!(
        rejection(update(world, second(3), fresh(), NOTHING).await),
        Rejection::NotFound
    );
}
