//! What must hold when two callers arrive at the same time.

use futures_util::future::{join, join_all};
use wellhead_core::cause::Author;
use wellhead_core::command::{
    Command, LinkChanges, NewLink, NewWorkspaceConnector, Rejection, WorkspaceConnectorChanges,
};
use wellhead_core::id::NewId;
use wellhead_core::resource::{
    Deleted, Direction, JobKind, LinkFilter, Mode, Selection, Status, SyncRun,
};
use wellhead_core::store::ApplyError;

use crate::deliveries::{batch, line, write};
use crate::jobs::carry_out;
use crate::runs::open;
use crate::world::{ALL, World, fresh, link, rejection, second};

crate::cases![
    racing_creates_with_one_id_make_one_link,
    links_made_at_once_are_answered_one_by_one,
    racing_creates_with_one_external_id_make_one_person,
    racing_activations_of_one_connector_make_one,
    no_active_link_outlives_its_person,
    no_active_link_outlives_its_connector,
    opposite_orders_do_not_deadlock,
    no_delivery_slips_past_a_disconnect,
    a_job_and_the_deliveries_of_its_connector_get_on_together,
];

const ROUNDS: usize = 20;

async fn racing_creates_with_one_id_make_one_link(world: &World) {
    let here = &world.here;
    for _ in 0..ROUNDS {
        let id = NewId::Brought(fresh());
        let create = |connector| {
            let draft = NewLink {
                id,
                ..world.draft(here.ada.id, connector, Direction::Input)
            };
            world.apply(here, second(1), Command::LinkCreate(draft))
        };
        let (one, two) = join(create(here.crm.id), create(here.mailer.id)).await;
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    }
}

/// Of two workspaces, and some of them refused.
async fn links_made_at_once_are_answered_one_by_one(world: &World) {
    const EACH: u64 = 30;
    let here = (world.here.tenant, world.here.ada.id, world.here.crm.id);
    let elsewhere = {
        let tenant = world.stranger().await;
        let person = world.new_record("Somebody", None);
        let connector =
            NewWorkspaceConnector::enabled(NewId::Minted(fresh()), world.here.crm.connector);
        let ends = (tenant, person.id.get(), connector.id.get());
        let make = vec![
            Command::RecordCreate(person),
            Command::WorkspaceConnectorCreate(connector),
        ];
        let author = Author::operator(tenant);
        world.store().apply(author, second(1), make).await.unwrap();
        ends
    };
    let head = async |tenant| world.store().journal_head(tenant).await.unwrap().position;
    let before = [head(here.0).await, head(elsewhere.0).await];
    let create = |(tenant, record, connector)| async move {
        let draft = world.draft(record, connector, Direction::Output);
        let id = draft.id.get();
        let (author, new) = (Author::operator(tenant), vec![Command::LinkCreate(draft)]);
        let made = world.store().apply(author, second(2), new).await;
        (tenant, id, made)
    };
    let mixed = (here.0, elsewhere.1, here.2);
    let creates = (0..EACH).flat_map(|_| [here, elsewhere, mixed].map(create));
    for (index, (tenant, id, answer)) in join_all(creates).await.into_iter().enumerate() {
        if index % 3 == 2 {
            assert_eq!(rejection(answer), Rejection::RecordNotFound(world.kind));
            continue;
        }
        let made = link(answer.expect("a link can be made").remove(0));
        assert_eq!(made.id, id);
        let found = world
            .store()
            .link_get(tenant, world.kind, id, Deleted::Exclude);
        assert_eq!(found.await.unwrap(), Some(made));
    }
    let after = [head(here.0).await, head(elsewhere.0).await];
    assert_eq!(after, before.map(|head| head + EACH));
}

async fn racing_creates_with_one_external_id_make_one_person(world: &World) {
    let here = &world.here;
    for round in 0..ROUNDS {
        let create = |_| {
            let new = world.new_record("Somebody", Some(&format!("at-once-{round}")));
            world.apply(here, second(1), Command::RecordCreate(new))
        };
        for outcome in join_all((0..4).map(create)).await {
            outcome.expect("each gets the person");
        }
    }
    let (_, people, _) = world.estate(here).await;
    assert_eq!(people.len(), 2 + ROUNDS);
}

async fn racing_activations_of_one_connector_make_one(world: &World) {
    let here = &world.here;
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    world.apply(here, second(1), delete).await.unwrap();
    let ensure = |_| {
        let wanted = NewWorkspaceConnector::enabled(NewId::Minted(fresh()), here.crm.connector);
        world
            .store()
            .workspace_connector_ensure(here.tenant, second(2), wanted)
    };
    let made: Vec<_> = join_all((0..6).map(ensure)).await;
    let first = made[0].as_ref().expect("each gets the activation").id;
    assert!(made.iter().all(|one| one.as_ref().unwrap().id == first));
}

async fn no_active_link_outlives_its_person(world: &World) {
    let here = &world.here;
    for round in 0..ROUNDS {
        let new = world.new_record("Somebody", Some(&format!("short-lived-{round}")));
        let id = new.id.get();
        let create = Command::RecordCreate(new);
        world.apply(here, second(1), create).await.unwrap();
        let link = || {
            let draft = world.draft(id, here.crm.id, Direction::Input);
            world.apply(here, second(2), Command::LinkCreate(draft))
        };
        let delete = world.apply(here, second(2), Command::RecordDelete(world.of(id)));
        let (deleted, _) = join(delete, join_all([link(), link(), link()])).await;
        deleted.expect("the person can be deleted");
        let filter = LinkFilter {
            record: Some(id),
            ..LinkFilter::default()
        };
        assert_eq!(world.links(here, filter, ALL).await, []);
    }
}

async fn no_active_link_outlives_its_connector(world: &World) {
    let here = &world.here;
    for _ in 0..ROUNDS {
        let new = NewWorkspaceConnector::enabled(NewId::Minted(fresh()), here.crm.connector);
        let id = new.id.get();
        let create = Command::WorkspaceConnectorCreate(new);
        world.apply(here, second(1), create).await.unwrap();
        let moved = world
            .link(second(1), here.ada.id, here.mailer.id, Direction::Input)
            .await;
        let changes = LinkChanges {
            workspace_connector: Some(id),
            ..LinkChanges::default()
        };
        let repoint = Command::LinkUpdate(world.kind, moved.id, changes);
        let link = Command::LinkCreate(world.draft(here.ada.id, id, Direction::Input));
        let delete = Command::WorkspaceConnectorDelete(id);
        let (deleted, _) = join(
            world.apply(here, second(2), delete),
            join(
                world.apply(here, second(2), link),
                world.apply(here, second(2), repoint),
            ),
        )
        .await;
        deleted.expect("the connector can be deleted");
        let filter = LinkFilter {
            workspace_connector: Some(id),
            ..LinkFilter::default()
        };
        assert_eq!(world.links(here, filter, ALL).await, []);
    }
}

/// Two batches that touch the same rows in opposite orders both succeed.
async fn opposite_orders_do_not_deadlock(world: &World) {
    let here = &world.here;
    let one = world
        .link(second(1), here.ada.id, here.crm.id, Direction::Input)
        .await;
    let two = world
        .link(second(1), here.bob.id, here.mailer.id, Direction::Input)
        .await;
    let touch = |id| Command::LinkUpdate(world.kind, id, LinkChanges::default());
    for _ in 0..ROUNDS {
        let forth = vec![touch(one.id), touch(two.id)];
        let back = vec![touch(two.id), touch(one.id)];
        let (forth, back) = join(
            world
                .store()
                .apply(Author::operator(here.tenant), second(2), forth),
            world
                .store()
                .apply(Author::operator(here.tenant), second(2), back),
        )
        .await;
        forth.expect("the one batch");
        back.expect("the other batch");
    }
}

/// Delivers the same people again and again until the store refuses, or `times` times.
async fn deliver_again(world: &World, run: &SyncRun, times: usize) -> Result<(), ApplyError> {
    for _ in 0..times {
        let people: Vec<_> = (0..30)
            .map(|i| line(world.kind, &format!("again-{i}")))
            .collect();
        write(world, second(5), batch(run, people)).await?;
    }
    Ok(())
}

async fn no_delivery_slips_past_a_disconnect(world: &World) {
    let here = &world.here;
    let of_crm = Selection {
        workspace_connector: Some(here.crm.id),
        ..Selection::default()
    };
    for _ in 0..ROUNDS / 4 {
        let run = open(world, second(4), Direction::Input, Mode::Incremental).await;
        let (delivered, _) = join(
            deliver_again(world, &run, 1_000),
            carry_out(world, JobKind::Disconnect, of_crm.clone(), false),
        )
        .await;
        assert_eq!(rejection(delivered), Rejection::ConnectorDisabled);
        let filter = LinkFilter {
            workspace_connector: Some(here.crm.id),
            ..LinkFilter::default()
        };
        assert_eq!(world.links(here, filter, ALL).await, []);

        let enable = WorkspaceConnectorChanges {
            status: Some(Status::Enabled),
            match_rule: None,
            rank: None,
            restore: false,
            ..WorkspaceConnectorChanges::default()
        };
        let enable = Command::WorkspaceConnectorUpdate(here.crm.id, enable);
        world.apply(here, second(6), enable).await.unwrap();
        let closed = world
            .store()
            .run_close(here.tenant, second(6), run.id, None);
        closed.await.unwrap();
    }
}

async fn a_job_and_the_deliveries_of_its_connector_get_on_together(world: &World) {
    let run = open(world, second(4), Direction::Input, Mode::Incremental).await;
    for _ in 0..ROUNDS / 4 {
        let (delivered, _) = join(
            deliver_again(world, &run, 4),
            join_all(
                (0..3).map(|_| carry_out(world, JobKind::Invalidate, Selection::default(), false)),
            ),
        )
        .await;
        delivered.expect("deliveries go on");
    }
}
