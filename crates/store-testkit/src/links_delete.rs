use wellhead_core::command::{Command, Outcome, Rejection};
use wellhead_core::id::LinkId;
use wellhead_core::resource::{Deleted, Direction, Times};

use crate::world::{World, fresh, rejection, second};

crate::cases![
    every kind:
    is_soft,
    happens_once,
    is_later_than_the_last_change,
    does_not_see_another_tenants_link
];

fn delete(world: &World, id: LinkId) -> Command {
    Command::LinkDelete(world.kind, id)
}

async fn is_soft(world: &World) {
    let here = &world.here;
    let before = world
        .link(second(1), here.ada.id, here.crm.id, Direction::Input)
        .await;
    let outcome = world.apply(here, second(2), delete(world, before.id)).await;
    assert_eq!(outcome.unwrap(), Outcome::Deleted);
    assert_eq!(world.link_get(before.id, Deleted::Exclude).await, None);
    let after = world.link_get(before.id, Deleted::Only).await.unwrap();
    assert_eq!(
        after.times,
        Times {
            created_at: second(1),
            updated_at: Some(second(2)),
            deleted_at: Some(second(2)),
        }
    );
    assert_eq!(
        world.link_get(before.id, Deleted::Include).await,
        Some(after)
    );
}

async fn happens_once(world: &World) {
    let here = &world.here;
    let link = world
        .link(second(1), here.ada.id, here.crm.id, Direction::Input)
        .await;
    world
        .apply(here, second(2), delete(world, link.id))
        .await
        .unwrap();
    let again = world.apply(here, second(3), delete(world, link.id)).await;
    assert_eq!(rejection(again), Rejection::NotFound);
    let after = world.link_get(link.id, Deleted::Only).await.unwrap();
    assert_eq!(after.times.deleted_at, Some(second(2)));
}

async fn is_later_than_the_last_change(world: &World) {
    let here = &world.here;
    let link = world
        .link(second(5), here.ada.id, here.crm.id, Direction::Input)
        .await;
    world
        .apply(here, second(4), delete(world, link.id))
        .await
        .unwrap();
    let after = world.link_get(link.id, Deleted::Only).await.unwrap();
    assert_eq!(after.times.updated_at, Some(second(5).plus_micros(1)));
    assert_eq!(after.times.deleted_at, after.times.updated_at);
}

async fn does_not_see_another_tenants_link(world: &World) {
    let (theirs, ..) = world.estate(&world.there).await;
    for id in [theirs[0].id, fresh()] {
        let refused = world.apply(&world.here, second(3), delete(world, id)).await;
        assert_eq!(rejection(refused), Rejection::NotFound);
    }
}
