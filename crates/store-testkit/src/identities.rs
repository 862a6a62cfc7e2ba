//! Identities, and what lines of deliveries mean by them.

pub(crate) mod delivering;
pub(crate) mod names;

use wellhead_core::cause::Cause;
use wellhead_core::command::{Command, NewWorkspaceConnector, Outcome, RecordChanges, Rejection};
use wellhead_core::id::{IdentityId, NewId, RecordId, WorkspaceConnectorId};
use wellhead_core::identity::{Identity, IdentityFilter, NewIdentity};
use wellhead_core::page::{Interval, Order, Positioned, Slice, Total};
use wellhead_core::resource::{Deleted, Times};
use wellhead_core::store::ApplyError;

use crate::world::{ALL, Actor, World, activation, external, fresh, rejection, second};

crate::cases![
    every kind:
    keeps_what_it_was_given,
    is_unique_for_a_connector_while_it_is_active,
    ends_and_returns_with_its_record,
    does_not_see_another_tenants_identity;
    people:
    lists_by_record_connector_and_external_id,
    needs_active_ends,
    a_new_connection_has_those_of_the_one_that_it_continues,
    continues_only_what_nobody_continues,
];

pub(crate) fn new(
    world: &World,
    record: RecordId,
    connector: WorkspaceConnectorId,
    id: &str,
) -> NewIdentity {
    NewIdentity {
        kind: world.kind,
        id: NewId::Minted(fresh()),
        record,
        workspace_connector: connector,
        external_id: external(id),
    }
}

pub(crate) async fn create(
    world: &World,
    seconds: i64,
    new: NewIdentity,
) -> Result<Identity, ApplyError> {
    let create = Command::IdentityCreate(new);
    let made = world.apply(&world.here, second(seconds), create).await;
    made.map(|outcome| match outcome {
        Outcome::Identity(identity) => identity,
        other => panic!("not an identity: {other:?}"),
    })
}

pub(crate) async fn list(world: &World, filter: IdentityFilter) -> Vec<Identity> {
    list_of(world, &world.here, filter, ALL).await
}

async fn list_of(
    world: &World,
    actor: &Actor,
    filter: IdentityFilter,
    slice: Slice,
) -> Vec<Identity> {
    let (store, kind) = (world.store(), world.kind);
    let found = store.identity_list(actor.tenant, kind, &filter, slice);
    found.await.expect("identities can be listed")
}

async fn get(world: &World, id: IdentityId, deleted: Deleted) -> Option<Identity> {
    let (store, kind) = (world.store(), world.kind);
    let found = store.identity_get(world.here.tenant, kind, id, deleted);
    found.await.expect("an identity can be read")
}

async fn keeps_what_it_was_given(world: &World) {
    let here = &world.here;
    let new = NewIdentity {
        id: NewId::Brought(fresh()),
        ..new(world, here.ada.id, here.crm.id, "501")
    };
    let made = create(world, 3, new.clone()).await.unwrap();
    let expected = Identity {
        id: new.id.get(),
        record: here.ada.id,
        workspace_connector: here.crm.id,
        external_id: external("501"),
        times: Times {
            created_at: second(3),
            updated_at: Some(second(3)),
            deleted_at: None,
        },
        created: Cause::Operator,
        deleted: None,
    };
    assert_eq!(made, expected);
    let read = get(world, made.id, Deleted::Exclude).await;
    assert_eq!(read.as_ref(), Some(&expected));
    let again = create(world, 4, new).await;
    assert_eq!(rejection(again), Rejection::IdTaken);

    let delete = Command::IdentityDelete(world.kind, made.id);
    let deleted = world.apply(here, second(5), delete.clone()).await;
    assert_eq!(deleted.unwrap(), Outcome::Deleted);
    assert_eq!(get(world, made.id, Deleted::Exclude).await, None);
    let gone = get(world, made.id, Deleted::Only).await;
    let expected = Identity {
        times: Times {
            updated_at: Some(second(5)),
            deleted_at: Some(second(5)),
            ..expected.times
        },
        deleted: Some(Cause::Operator),
        ..expected
    };
    assert_eq!(gone, Some(expected));
    let again = world.apply(here, second(6), delete).await;
    assert_eq!(rejection(again), Rejection::NotFound);
}

async fn is_unique_for_a_connector_while_it_is_active(world: &World) {
    let here = &world.here;
    let first = new(world, here.ada.id, here.crm.id, "501");
    let first = create(world, 1, first).await.unwrap();
    for record in [here.bob.id, here.ada.id] {
        let second = create(world, 2, new(world, record, here.crm.id, "501")).await;
        assert_eq!(
            rejection(second),
            Rejection::IdentityTaken(here.ada.reference())
        );
    }
    // Any number of one record, and the same of another connector.
    for (record, connector, id) in [
        (here.ada.id, here.crm.id, "502"),
        (here.bob.id, here.mailer.id, "501"),
    ] {
        let made = create(world, 3, new(world, record, connector, id)).await;
        assert_eq!(made.unwrap().record, record);
    }
    let delete = Command::IdentityDelete(world.kind, first.id);
    world.apply(here, second(4), delete).await.unwrap();
    let made = create(world, 5, new(world, here.bob.id, here.crm.id, "501")).await;
    assert_eq!(made.unwrap().record, here.bob.id);
    assert_eq!(list(world, IdentityFilter::default()).await.len(), 3);
}

async fn ends_and_returns_with_its_record(world: &World) {
    let here = &world.here;
    let mut made = Vec::new();
    for id in ["1", "2", "3"] {
        let identity = new(world, here.ada.id, here.crm.id, id);
        made.push(create(world, 1, identity).await.unwrap());
    }
    let by_hand = Command::IdentityDelete(world.kind, made[0].id);
    world.apply(here, second(2), by_hand).await.unwrap();
    let delete = Command::RecordDelete(world.of(here.ada.id));
    world.apply(here, second(3), delete).await.unwrap();
    assert_eq!(list(world, IdentityFilter::default()).await, []);
    // One of the names means another record by now.
    let other = create(world, 4, new(world, here.bob.id, here.crm.id, "2")).await;
    let other = other.unwrap();
    let restore = RecordChanges {
        restore: true,
        ..RecordChanges::default()
    };
    let restore = Command::RecordUpdate(here.ada.reference(), restore);
    world.apply(here, second(5), restore).await.unwrap();
    let active = list(world, IdentityFilter::default()).await;
    let active: Vec<_> = active.iter().map(|it| (it.id, it.deleted)).collect();
    assert_eq!(active, [(made[2].id, None), (other.id, None)]);
}

async fn does_not_see_another_tenants_identity(world: &World) {
    let (here, there) = (&world.here, &world.there);
    let theirs = list_of(world, there, IdentityFilter::default(), ALL).await;
    let theirs = &theirs[0];
    assert_eq!(theirs.record, there.ada.id);
    assert_eq!(get(world, theirs.id, Deleted::Include).await, None);
    let delete = Command::IdentityDelete(world.kind, theirs.id);
    let refused = world.apply(here, second(1), delete).await;
    assert_eq!(rejection(refused), Rejection::NotFound);
    for filter in [
        IdentityFilter::default(),
        IdentityFilter {
            record: Some(there.ada.id),
            ..IdentityFilter::default()
        },
        IdentityFilter {
            workspace_connector: Some(theirs.workspace_connector),
            ..IdentityFilter::default()
        },
        IdentityFilter {
            external_id: Some(theirs.external_id.clone()),
            ..IdentityFilter::default()
        },
    ] {
        assert_eq!(list(world, filter).await, []);
    }
    // Neither end may be theirs.
    let refused = create(world, 1, new(world, there.ada.id, here.crm.id, "1")).await;
    assert_eq!(rejection(refused), Rejection::RecordNotFound(world.kind));
    let refused = create(world, 1, new(world, here.ada.id, there.crm.id, "1")).await;
    assert_eq!(rejection(refused), Rejection::WorkspaceConnectorNotFound);
    // Their name and their id are free here.
    let mine = NewIdentity {
        id: NewId::Brought(theirs.id),
        ..new(world, here.bob.id, here.crm.id, theirs.external_id.as_str())
    };
    let mine = create(world, 2, mine).await.unwrap();
    assert_eq!(get(world, mine.id, Deleted::Exclude).await, Some(mine));
}

async fn lists_by_record_connector_and_external_id(world: &World) {
    let here = &world.here;
    let mut all = Vec::new();
    for (at, record, connector, id) in [
        (3, here.ada.id, here.crm.id, "1"),
        (1, here.ada.id, here.mailer.id, "1"),
        (2, here.bob.id, here.crm.id, "2"),
        (1, here.ada.id, here.crm.id, "3"),
        (2, here.bob.id, here.mailer.id, "4"),
    ] {
        let made = create(world, at, new(world, record, connector, id)).await;
        all.push(made.unwrap());
    }
    let delete = Command::IdentityDelete(world.kind, all[3].id);
    world.apply(here, second(5), delete).await.unwrap();
    all[3] = get(world, all[3].id, Deleted::Only).await.unwrap();
    all.sort_by_key(Positioned::position);
    for record in [None, Some(here.ada.id), Some(fresh())] {
        for connector in [None, Some(here.crm.id), Some(fresh())] {
            for id in [None, Some("1"), Some("3")] {
                for deleted in [Deleted::Exclude, Deleted::Include, Deleted::Only] {
                    let filter = IdentityFilter {
                        record,
                        workspace_connector: connector,
                        external_id: id.map(external),
                        deleted,
                    };
                    let passes = |it: &&Identity| {
                        let is_deleted = it.times.deleted_at.is_some();
                        record.is_none_or(|id| it.record == id)
                            && connector.is_none_or(|id| it.workspace_connector == id)
                            && id.is_none_or(|id| it.external_id == external(id))
                            && match deleted {
                                Deleted::Exclude => !is_deleted,
                                Deleted::Include => true,
                                Deleted::Only => is_deleted,
                            }
                    };
                    let mut expected: Vec<_> = all.iter().filter(passes).cloned().collect();
                    assert_eq!(list(world, filter.clone()).await, expected, "{filter:?}");
                    let counted = world.store().identity_count(
                        here.tenant,
                        world.kind,
                        &filter,
                        Interval::default(),
                        3,
                    );
                    let total = Total::of(expected.len() as u64, 3);
                    assert_eq!(counted.await.unwrap(), total, "{filter:?}");
                    expected.reverse();
                    expected.truncate(2);
                    let newest = Slice {
                        order: Order::NewestFirst,
                        limit: 2,
                        ..ALL
                    };
                    let found = list_of(world, here, filter.clone(), newest).await;
                    assert_eq!(found, expected, "{filter:?}");
                }
            }
        }
    }
}

async fn needs_active_ends(world: &World) {
    let here = &world.here;
    let delete = Command::RecordDelete(world.of(here.bob.id));
    world.apply(here, second(1), delete).await.unwrap();
    let refused = create(world, 2, new(world, here.bob.id, here.crm.id, "1")).await;
    assert_eq!(rejection(refused), Rejection::RecordNotFound(world.kind));
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    world.apply(here, second(1), delete).await.unwrap();
    let refused = create(world, 2, new(world, here.ada.id, here.crm.id, "1")).await;
    assert_eq!(rejection(refused), Rejection::WorkspaceConnectorNotFound);
}

/// Another activation of the connector of `continues`.
pub(crate) async fn reconnect(
    world: &World,
    seconds: i64,
    continues: WorkspaceConnectorId,
) -> Result<WorkspaceConnectorId, ApplyError> {
    let new = NewWorkspaceConnector {
        continues: Some(continues),
        ..NewWorkspaceConnector::enabled(NewId::Minted(fresh()), world.here.crm.connector)
    };
    let create = Command::WorkspaceConnectorCreate(new);
    let made = world.apply(&world.here, second(seconds), create).await?;
    let made = activation(made);
    assert_eq!(made.continues, Some(continues));
    let read = world.store();
    let read = read.workspace_connector_get(world.here.tenant, made.id, Deleted::Exclude);
    assert_eq!(read.await.unwrap().as_ref(), Some(&made));
    Ok(made.id)
}

async fn a_new_connection_has_those_of_the_one_that_it_continues(world: &World) {
    let here = &world.here;
    let first = new(world, here.ada.id, here.crm.id, "501");
    let first = create(world, 1, first).await.unwrap();
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    world.apply(here, second(2), delete).await.unwrap();
    let again = reconnect(world, 3, here.crm.id).await.unwrap();
    let twice = reconnect(world, 4, again).await.unwrap();
    let taken = create(world, 5, new(world, here.bob.id, twice, "501")).await;
    assert_eq!(
        rejection(taken),
        Rejection::IdentityTaken(here.ada.reference())
    );
    let second = create(world, 5, new(world, here.bob.id, twice, "502")).await;
    let second = second.unwrap();
    for connector in [here.crm.id, again, twice] {
        let filter = IdentityFilter {
            workspace_connector: Some(connector),
            ..IdentityFilter::default()
        };
        assert_eq!(
            list(world, filter.clone()).await,
            [first.clone(), second.clone()]
        );
        let filter = IdentityFilter {
            external_id: Some(external("501")),
            ..filter
        };
        assert_eq!(list(world, filter).await, std::slice::from_ref(&first));
    }
}

async fn continues_only_what_nobody_continues(world: &World) {
    let here = &world.here;
    for nothing in [fresh(), world.there.crm.id, here.mailer.id] {
        let refused = reconnect(world, 1, nothing).await;
        assert_eq!(rejection(refused), Rejection::NothingToContinue);
    }
    let again = reconnect(world, 1, here.crm.id).await.unwrap();
    let refused = reconnect(world, 2, here.crm.id).await;
    assert_eq!(rejection(refused), Rejection::ContinuedAlready(again));
}
