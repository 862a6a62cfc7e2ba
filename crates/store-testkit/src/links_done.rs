use wellhead_core::cause::{Author, Cause};
use wellhead_core::command::{Command, LinkChanges};
use wellhead_core::id::{KeyId, LinkId};
use wellhead_core::page::Positioned;
use wellhead_core::resource::{Deed, Deleted, Direction, DoneBy, LinkFilter, SyncRun};

use uuid::Uuid;

use crate::clocks::people;
use crate::machine::{Machine, Time};
use crate::world::{ALL, World, fresh, link, second};

crate::cases![
    every kind:
    a_run_leads_to_what_it_made_saw_and_swept,
    a_key_leads_to_what_it_made_and_ended,
];

async fn done(world: &World, deed: Deed, by: Uuid) -> Vec<LinkId> {
    let everything = LinkFilter {
        deleted: Deleted::Include,
        ..LinkFilter::default()
    };
    let (tenant, kind) = (world.here.tenant, world.kind);
    let done = DoneBy { deed, by };
    let found = world
        .store()
        .link_done(tenant, kind, everything, done, ALL, 100);
    let found = found.await.expect("links can be listed");
    assert_eq!(found.upto, None);
    let theirs = world
        .store()
        .link_done(world.there.tenant, kind, everything, done, ALL, 100);
    assert_eq!(theirs.await.unwrap().items, [], "it is none of theirs");
    found.items.iter().map(|it| it.id).collect()
}

async fn a_run_leads_to_what_it_made_saw_and_swept(world: &World) {
    let here = &world.here;
    let machine: Machine = Time::from(second(100)).machine(world, 0);
    let three = people(world, 3).await;
    let sync = async |seen: &[_]| -> SyncRun {
        let run = machine.open(world, here.crm.id, Direction::Input).await;
        machine.deliver(world, &run, seen).await;
        machine.finish(world, &run).await;
        run
    };
    let first = sync(&three).await.id.uuid();
    let made = done(world, Deed::Created, first).await;
    assert_eq!(made.len(), 3);
    assert_eq!(done(world, Deed::Seen, first).await, made);
    assert_eq!(done(world, Deed::Deleted, first).await, []);

    let second_run = sync(&three[..1]).await.id.uuid();
    assert_eq!(done(world, Deed::Created, first).await, made);
    assert_eq!(done(world, Deed::Created, second_run).await, []);
    assert_eq!(done(world, Deed::Seen, first).await, made[1..]);
    assert_eq!(done(world, Deed::Seen, second_run).await, made[..1]);
    assert_eq!(done(world, Deed::Deleted, second_run).await, made[1..]);

    // Wherever a link is moved, the run made it.
    let moved = LinkChanges {
        workspace_connector: Some(here.mailer.id),
        direction: Some(Direction::Output),
        restore: true,
        ..LinkChanges::default()
    };
    machine.change(world, made[1], moved).await;
    assert_eq!(done(world, Deed::Created, first).await, made);
    assert_eq!(done(world, Deed::Seen, first).await, made[1..]);
    assert_eq!(done(world, Deed::Deleted, second_run).await, made[2..]);
    for deed in [Deed::Created, Deed::Seen, Deed::Deleted] {
        assert_eq!(done(world, deed, fresh()).await, []);
    }
}

async fn a_key_leads_to_what_it_made_and_ended(world: &World) {
    let here = &world.here;
    let key: KeyId = fresh();
    let author = Author::new(here.tenant, Cause::Key(key));
    let drafts = [&here.ada, &here.bob]
        .map(|record| Command::LinkCreate(world.draft(record.id, here.crm.id, Direction::Input)));
    let made = world.store().apply(author, second(1), drafts.into()).await;
    let made = made.expect("links can be made").into_iter();
    let mut made: Vec<_> = made.map(link).collect();
    made.sort_unstable_by_key(Positioned::position);
    let made: Vec<_> = made.iter().map(|link| link.id).collect();
    let key = key.uuid();
    assert_eq!(done(world, Deed::Created, key).await, made);
    assert_eq!(done(world, Deed::Seen, key).await, made);

    let delete = vec![Command::LinkDelete(world.kind, made[0])];
    let deleted = world.store().apply(author, second(2), delete).await;
    deleted.expect("a link can be deleted");
    assert_eq!(done(world, Deed::Deleted, key).await, made[..1]);
    assert_eq!(done(world, Deed::Created, key).await, made);

    // A run that sees it afterwards is the last that did.
    let machine = Time::from(second(100)).machine(world, 0);
    let run = machine.open(world, here.crm.id, Direction::Input).await;
    machine
        .deliver(world, &run, &[here.ada.id, here.bob.id])
        .await;
    let seen = done(world, Deed::Seen, run.id.uuid()).await;
    assert_eq!(seen.len(), 2);
    assert!(seen.contains(&made[1]), "the other one was made anew");
    assert_eq!(done(world, Deed::Seen, key).await, made[..1]);
}
