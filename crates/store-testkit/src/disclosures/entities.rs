//! Who is behind a connector in law, and what was known of it when.

use wellhead_core::command::{
    Command, NewWorkspaceConnector, Rejection, WorkspaceConnectorChanges,
};
use wellhead_core::id::{NewId, WorkspaceConnectorId};
use wellhead_core::privacy::{FIELDS, LegalChanges, LegalEntity, LegalStates};
use wellhead_core::resource::{Connector, Slug, WorkspaceConnector};
use wellhead_core::store::OperatorError;
use wellhead_core::time::Timestamp;

use super::{legal, named};
use crate::world::{World, activation, fresh, rejection, second};

crate::cases![
    an_operator_says_who_is_behind_a_connector,
    an_unknown_connector_cannot_be_changed,
    a_workspace_says_otherwise,
    tells_no_other_tenant,
];

async fn states(world: &World, until: Timestamp) -> LegalStates {
    let definitions = world.connectors.each_ref().map(|it| it.id);
    let activations = [world.here.crm.id, world.here.mailer.id, world.there.crm.id];
    let (store, tenant) = (world.store(), world.here.tenant);
    let found = store.legal_states(tenant, &definitions, &activations, until);
    found.await.expect("legal states can be read")
}

/// What is told of a definition: since when it is what.
async fn of_definition(world: &World, until: i64) -> Vec<(Timestamp, LegalEntity)> {
    let mut found = states(world, second(until)).await;
    let found = found.connectors.remove(&world.connectors[0].id);
    let found = found.into_iter().flatten();
    found.map(|it| (it.since, it.entity)).collect()
}

async fn of_activation(world: &World, id: WorkspaceConnectorId) -> Vec<(Timestamp, LegalEntity)> {
    let mut found = states(world, second(1_000)).await;
    let found = found.workspace_connectors.remove(&id);
    let found = found.into_iter().flatten();
    found.map(|it| (it.since, it.entity)).collect()
}

async fn update(world: &World, at: i64, changes: &LegalChanges) -> Connector {
    let (operator, slug) = (&world.backend.operator, &world.connectors[0].slug);
    let updated = operator.connector_update(second(at), slug, changes).await;
    updated.expect("a connector can be changed")
}

async fn an_operator_says_who_is_behind_a_connector(world: &World) {
    assert_eq!(of_definition(world, 100).await, []);
    let made = update(world, 10, &named("Engines Ltd")).await;
    assert_eq!(made.legal, legal("Engines Ltd"));
    assert_eq!(made.times.updated_at, Some(second(10)));
    assert_eq!(made.slug, world.connectors[0].slug);
    let read = world
        .store()
        .connector_get(world.there.tenant, made.id)
        .await;
    assert_eq!(read.unwrap().as_ref(), Some(&made));

    // What changes nothing is no state, and no change of the connector.
    let same = update(world, 20, &named("Engines Ltd")).await;
    assert_eq!(same, made);
    assert_eq!(update(world, 20, &LegalChanges::default()).await, made);

    // Whatever the clock says, states have an order.
    let moved = update(world, 5, &named("Engines PLC")).await;
    let later = second(10).plus_micros(1);
    assert_eq!(moved.times.updated_at, Some(later));
    let mut none = LegalChanges::default();
    (0..FIELDS.len()).for_each(|position| none.clear(position));
    let cleared = update(world, 30, &none).await;
    assert!(cleared.legal.is_empty());
    let all = [
        (second(10), legal("Engines Ltd")),
        (later, legal("Engines PLC")),
        (second(30), LegalEntity::default()),
    ];
    assert_eq!(of_definition(world, 30).await, all);
    assert_eq!(of_definition(world, 29).await, all[..2]);
    assert_eq!(of_definition(world, 9).await, []);
    let others = states(world, second(100)).await;
    assert_eq!(
        others.connectors.len(),
        1,
        "of the other one nothing is known"
    );
    assert!(others.workspace_connectors.is_empty());
}

async fn an_unknown_connector_cannot_be_changed(world: &World) {
    let slug = Slug::parse("no-such-connector").expect("a slug");
    let operator = &world.backend.operator;
    let nobody = named("Nobody");
    let refused = operator.connector_update(second(1), &slug, &nobody);
    assert!(
        matches!(refused.await, Err(OperatorError::ConnectorNotFound(it)) if it == slug),
        "there is none"
    );
}

async fn change(
    world: &World,
    at: i64,
    id: WorkspaceConnectorId,
    legal: LegalChanges,
) -> WorkspaceConnector {
    let changes = WorkspaceConnectorChanges {
        legal,
        ..WorkspaceConnectorChanges::default()
    };
    let update = Command::WorkspaceConnectorUpdate(id, changes);
    let updated = world.apply(&world.here, second(at), update).await;
    activation(updated.expect("an activation can be changed"))
}

async fn a_workspace_says_otherwise(world: &World) {
    let crm = &world.here.crm;
    let changed = change(world, 10, crm.id, named("Engines GmbH")).await;
    assert_eq!(changed.legal, legal("Engines GmbH"));
    let same = change(world, 20, crm.id, named("Engines GmbH")).await;
    assert_eq!(same.legal, changed.legal);
    let other = change(world, 30, crm.id, LegalChanges::default()).await;
    assert_eq!(other.legal, changed.legal);
    let mut country = LegalChanges::default();
    country.set(2, "DE").unwrap();
    let german = change(world, 40, crm.id, country).await;
    assert_eq!(german.legal.get("country"), Some("DE"));
    assert_eq!(german.legal.name(), Some("Engines GmbH"));
    let states = [
        (second(10), legal("Engines GmbH")),
        (second(40), german.legal.clone()),
    ];
    assert_eq!(of_activation(world, crm.id).await, states);

    let new = NewWorkspaceConnector {
        legal: legal("Engines SA"),
        ..NewWorkspaceConnector::enabled(NewId::Minted(fresh()), crm.connector)
    };
    let create = Command::WorkspaceConnectorCreate(new);
    let made = world.apply(&world.here, second(50), create).await;
    let made = activation(made.unwrap());
    assert_eq!(made.legal, legal("Engines SA"));
    let (store, tenant) = (world.store(), world.here.tenant);
    let found = store
        .legal_states(tenant, &[], &[made.id], second(50))
        .await;
    let found = found.unwrap().workspace_connectors.remove(&made.id);
    let found = found.expect("it has a state");
    assert_eq!((found.len(), found[0].since), (1, second(50)));
    assert_eq!(found[0].entity, legal("Engines SA"));
}

async fn tells_no_other_tenant(world: &World) {
    let crm = world.here.crm.id;
    change(world, 10, crm, named("Engines GmbH")).await;
    let (store, there) = (world.store(), world.there.tenant);
    let told = store.legal_states(there, &[], &[crm], second(100)).await;
    assert!(told.unwrap().workspace_connectors.is_empty());
    let changes = WorkspaceConnectorChanges {
        legal: named("Others"),
        ..WorkspaceConnectorChanges::default()
    };
    let change = Command::WorkspaceConnectorUpdate(crm, changes);
    let refused = world.apply(&world.there, second(20), change).await;
    assert_eq!(rejection(refused), Rejection::NotFound);
}
