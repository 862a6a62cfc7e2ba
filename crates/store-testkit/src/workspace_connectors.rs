use wellhead_core::command::{
    Command, NewWorkspaceConnector, Outcome, Rejection, WorkspaceConnectorChanges,
};
use wellhead_core::id::{NewId, WorkspaceConnectorId};
use wellhead_core::identity::MatchRule;
use wellhead_core::page::{Interval, Positioned};
use wellhead_core::resource::{
    Deleted, Direction, Status, Times, WorkspaceConnector, WorkspaceConnectorFilter,
};

use crate::disclosures::legal;
use crate::world::{ALL, World, activation, fresh, rejection, second};

crate::cases![
    keeps_what_it_was_given,
    may_activate_a_connector_twice,
    refuses_an_unknown_connector,
    refuses_an_id_that_the_workspace_has,
    changes_status,
    deleting_takes_the_links_along,
    restores_without_links,
    does_not_see_another_tenants_activation,
    lists_by_connector_status_and_deletion,
    finds_the_existing_ones,
    ensures_one_activation,
];

fn new(world: &World, id: NewId<WorkspaceConnectorId>) -> NewWorkspaceConnector {
    NewWorkspaceConnector {
        id,
        connector: world.connectors[0].id,
        status: Status::ToConfigure,
        match_rule: MatchRule::Nothing,
        rank: None,
        legal: legal("Engines Ltd"),
        continues: None,
    }
}

async fn get(
    world: &World,
    id: WorkspaceConnectorId,
    deleted: Deleted,
) -> Option<WorkspaceConnector> {
    world
        .store()
        .workspace_connector_get(world.here.tenant, id, deleted)
        .await
        .expect("an activation can be read")
}

async fn keeps_what_it_was_given(world: &World) {
    let new = new(world, NewId::Brought(fresh()));
    let made = world
        .apply(
            &world.here,
            second(3),
            Command::WorkspaceConnectorCreate(new.clone()),
        )
        .await;
    let expected = WorkspaceConnector {
        id: new.id.get(),
        connector: new.connector,
        status: Status::ToConfigure,
        match_rule: MatchRule::Nothing,
        rank: None,
        legal: new.legal.clone(),
        continues: None,
        times: Times {
            created_at: second(3),
            updated_at: Some(second(3)),
            deleted_at: None,
        },
    };
    assert_eq!(activation(made.unwrap()), expected);
    assert_eq!(
        get(world, expected.id, Deleted::Exclude).await,
        Some(expected)
    );
}

async fn may_activate_a_connector_twice(world: &World) {
    let new = new(world, NewId::Minted(fresh()));
    let made = world
        .apply(
            &world.here,
            second(3),
            Command::WorkspaceConnectorCreate(new),
        )
        .await;
    let made = activation(made.unwrap());
    assert_eq!(made.connector, world.here.crm.connector);
    assert_ne!(made.id, world.here.crm.id);
}

async fn refuses_an_unknown_connector(world: &World) {
    let new = NewWorkspaceConnector {
        connector: fresh(),
        ..new(world, NewId::Minted(fresh()))
    };
    let create = Command::WorkspaceConnectorCreate(new);
    assert_eq!(
        rejection(world.apply(&world.here, second(3), create).await),
        Rejection::ConnectorNotFound
    );
}

async fn refuses_an_id_that_the_workspace_has(world: &World) {
    let here = &world.here;
    let again = Command::WorkspaceConnectorCreate(new(world, NewId::Brought(here.crm.id)));
    assert_eq!(
        rejection(world.apply(here, second(3), again.clone()).await),
        Rejection::IdTaken
    );
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    world.apply(here, second(3), delete).await.unwrap();
    assert_eq!(
        rejection(world.apply(here, second(3), again).await),
        Rejection::IdTaken
    );
    let theirs = Command::WorkspaceConnectorCreate(new(world, NewId::Brought(world.there.crm.id)));
    activation(world.apply(here, second(3), theirs).await.unwrap());
}

async fn changes_status(world: &World) {
    let here = &world.here;
    for (i, status) in Status::ALL.into_iter().enumerate() {
        let at = second(10 + i64::try_from(i).unwrap());
        let changes = WorkspaceConnectorChanges {
            status: Some(status),
            match_rule: None,
            rank: None,
            restore: false,
            ..WorkspaceConnectorChanges::default()
        };
        let update = Command::WorkspaceConnectorUpdate(here.crm.id, changes);
        let after = activation(world.apply(here, at, update).await.unwrap());
        assert_eq!(after.status, status);
        assert_eq!(after.times.updated_at, Some(at));
        assert_eq!(
            get(world, after.id, Deleted::Exclude).await,
            Some(after.clone())
        );
    }
}

async fn deleting_takes_the_links_along(world: &World) {
    let here = &world.here;
    let gone = world
        .link(second(1), here.ada.id, here.crm.id, Direction::Input)
        .await;
    let kept = world
        .link(second(1), here.ada.id, here.mailer.id, Direction::Input)
        .await;
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    let outcome = world.apply(here, second(2), delete.clone()).await;
    assert_eq!(outcome.unwrap(), Outcome::Deleted);
    assert_eq!(get(world, here.crm.id, Deleted::Exclude).await, None);
    let after = get(world, here.crm.id, Deleted::Only).await.unwrap();
    assert_eq!(after.times.deleted_at, Some(second(2)));
    let gone = world.link_get(gone.id, Deleted::Only).await.unwrap();
    assert_eq!(gone.times.deleted_at, Some(second(2)));
    assert!(world.link_get(kept.id, Deleted::Exclude).await.is_some());
    assert_eq!(
        rejection(world.apply(here, second(3), delete).await),
        Rejection::NotFound
    );
}

async fn restores_without_links(world: &World) {
    let here = &world.here;
    let link = world
        .link(second(1), here.ada.id, here.crm.id, Direction::Input)
        .await;
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    world.apply(here, second(2), delete).await.unwrap();
    let update = |restore| {
        let changes = WorkspaceConnectorChanges {
            status: None,
            match_rule: None,
            rank: None,
            restore,
            ..WorkspaceConnectorChanges::default()
        };
        Command::WorkspaceConnectorUpdate(here.crm.id, changes)
    };
    assert_eq!(
        rejection(world.apply(here, second(3), update(false)).await),
        Rejection::NotFound
    );
    let back = activation(world.apply(here, second(3), update(true)).await.unwrap());
    assert_eq!(back.times.deleted_at, None);
    assert_eq!(back.status, Status::Enabled);
    assert!(world.link_get(link.id, Deleted::Only).await.is_some());
}

async fn does_not_see_another_tenants_activation(world: &World) {
    for id in [world.there.crm.id, fresh()] {
        for deleted in [Deleted::Exclude, Deleted::Include, Deleted::Only] {
            assert_eq!(get(world, id, deleted).await, None);
        }
        let restore = WorkspaceConnectorChanges {
            status: Some(Status::Error),
            match_rule: None,
            rank: None,
            restore: true,
            ..WorkspaceConnectorChanges::default()
        };
        for command in [
            Command::WorkspaceConnectorUpdate(id, restore),
            Command::WorkspaceConnectorDelete(id),
        ] {
            assert_eq!(
                rejection(world.apply(&world.here, second(3), command).await),
                Rejection::NotFound
            );
        }
    }
}

async fn lists_by_connector_status_and_deletion(world: &World) {
    let here = &world.here;
    let changes = WorkspaceConnectorChanges {
        status: Some(Status::Error),
        match_rule: None,
        rank: None,
        restore: false,
        ..WorkspaceConnectorChanges::default()
    };
    for command in [
        Command::WorkspaceConnectorCreate(new(world, NewId::Minted(fresh()))),
        Command::WorkspaceConnectorUpdate(here.mailer.id, changes),
        Command::WorkspaceConnectorDelete(here.crm.id),
    ] {
        world.apply(here, second(5), command).await.unwrap();
    }
    let count = async |filter| {
        let found = world
            .store()
            .workspace_connector_list(here.tenant, filter, ALL)
            .await
            .expect("activations can be listed");
        assert!(found.is_sorted_by_key(Positioned::position));
        let counted = world
            .store()
            .workspace_connector_count(here.tenant, filter, Interval::default())
            .await
            .expect("activations can be counted");
        assert_eq!(counted, u64::try_from(found.len()).unwrap());
        let later = world
            .store()
            .workspace_connector_count(here.tenant, filter, Interval::since(second(1_000)))
            .await;
        assert_eq!(later.unwrap(), 0);
        found.len()
    };
    let filter = |connector, status, deleted| WorkspaceConnectorFilter {
        connector,
        status,
        deleted,
    };
    let [crm, mailer] = [0, 1].map(|i| Some(world.connectors[i].id));
    let error = Some(Status::Error);
    assert_eq!(count(filter(None, None, Deleted::Exclude)).await, 2);
    assert_eq!(count(filter(None, None, Deleted::Include)).await, 3);
    assert_eq!(count(filter(None, None, Deleted::Only)).await, 1);
    assert_eq!(count(filter(crm, None, Deleted::Include)).await, 2);
    assert_eq!(count(filter(crm, None, Deleted::Exclude)).await, 1);
    assert_eq!(count(filter(mailer, error, Deleted::Exclude)).await, 1);
    assert_eq!(count(filter(crm, error, Deleted::Include)).await, 0);
    assert_eq!(
        count(filter(Some(fresh()), None, Deleted::Include)).await,
        0
    );
}

async fn finds_the_existing_ones(world: &World) {
    let here = &world.here;
    let delete = Command::WorkspaceConnectorDelete(here.mailer.id);
    world.apply(here, second(2), delete).await.unwrap();
    let ids = [here.mailer.id, world.there.crm.id, here.crm.id, fresh()];
    let store = world.store();
    let found = store.workspace_connector_find(here.tenant, &ids).await;
    let mut found: Vec<_> = found.unwrap().into_iter().map(|it| it.id).collect();
    found.sort();
    let mut expected = [here.crm.id, here.mailer.id];
    expected.sort();
    assert_eq!(found, expected);
}

async fn ensures_one_activation(world: &World) {
    let here = &world.here;
    let ensure = async || {
        world
            .store()
            .workspace_connector_ensure(here.tenant, second(5), new(world, NewId::Minted(fresh())))
            .await
    };
    assert_eq!(ensure().await.unwrap(), here.crm, "the one that is there");
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    world.apply(here, second(6), delete).await.unwrap();
    let made = ensure().await.unwrap();
    assert_ne!(made.id, here.crm.id);
    assert_eq!(made.status, Status::ToConfigure);
    assert_eq!(ensure().await.unwrap(), made);

    let unknown = NewWorkspaceConnector {
        connector: fresh(),
        ..new(world, NewId::Minted(fresh()))
    };
    let refused = world
        .store()
        .workspace_connector_ensure(here.tenant, second(7), unknown)
        .await;
    assert_eq!(rejection(refused), Rejection::ConnectorNotFound);
}
