//! The removal of a whole workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use wellhead_core::audit::Act;
use wellhead_core::cause::{Author, Cause};
use wellhead_core::command::{Command, LinkChanges, WorkspaceConnectorChanges};
use wellhead_core::identity::NewIdentity;
use wellhead_core::privacy::removal::DeletedWorkspace;
use wellhead_core::privacy::retention::Category;
use wellhead_core::record::Kind;
use wellhead_core::resource::Direction;
use wellhead_core::store::{OperatorError, WebhookClaim};
use wellhead_core::tenant::Role;

use crate::causes::act;
use crate::disclosures::named;
use crate::identities::reconnect;
use crate::merges::merge;
use crate::recalls::erase;
use crate::retention::{day, go, keep, link, run};
use crate::world::{
    self, Actor, Backend, World, activation, audited, external, fresh, link_of, second, secret,
};

crate::cases![
    only_a_closed_workspace_is_emptied,
    a_closed_workspace_is_no_tenant,
    is_gone_after_steps_of_any_size,
];

/// Lets the first tenant have rows in every table that a tenant can have rows in, but those of keys.
async fn furnish(world: &World) {
    let (here, store) = (&world.here, world.store());
    let (tenant, author) = (here.tenant, Author::operator(here.tenant));
    for record in [&here.ada, &here.bob].into_iter().chain(&here.others) {
        let link = link_of(record, here.crm.id, Direction::Input);
        act(world, Cause::Operator, second(1), Command::LinkCreate(link)).await;
        let identity = NewIdentity {
            kind: record.kind,
            id: wellhead_core::id::NewId::Minted(fresh()),
            record: record.id,
            workspace_connector: here.crm.id,
            external_id: external(&format!("own {}", record.id)),
        };
        let create = Command::IdentityCreate(identity);
        act(world, Cause::Operator, second(1), create).await;
    }
    // Ways and hours; what comes later is not folded.
    world.fold(tenant, 5).await;
    // States, and a merge.
    let pointed = link(world, second(2), None, here.ada.id).await;
    let changes = LinkChanges {
        direction: Some(Direction::Input),
        ..LinkChanges::default()
    };
    let update = Command::LinkUpdate(world.kind, pointed, changes);
    act(world, Cause::Operator, day(45), update).await;
    merge(world, 5_000_000, here.ada.id, &[here.bob.id]).await;
    // Two that continue another.
    let delete = Command::WorkspaceConnectorDelete(here.mailer.id);
    act(world, Cause::Operator, second(3), delete).await;
    // Runs, closed and open, with deliveries and rejected lines; a cut.
    link(world, second(4), Some(second(5)), here.ada.id).await;
    link(world, second(6), None, here.ada.id).await;
    run(world, day(40), Some(day(41))).await;
    keep(world, &[Category::Links]).await;
    let job = go(world, day(50), false, 1_000).await;
    assert!(job.changed > 0);
    run(world, day(51), None).await;
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    act(world, Cause::Operator, day(52), delete).await;
    let again = reconnect(world, 5_000_000, here.crm.id).await.unwrap();
    let delete = Command::WorkspaceConnectorDelete(again);
    act(world, Cause::Operator, day(53), delete).await;
    reconnect(world, 5_000_000, again).await.unwrap();
    // An erasure, of somebody who has received a connector's name and gone out.
    let new = world.new_record("erased", Some("erased"));
    let erased = new.id.get();
    act(world, Cause::Operator, day(53), Command::RecordCreate(new)).await;
    let active = reconnect_mailer(world).await;
    let legal = WorkspaceConnectorChanges {
        legal: named("Mailer Ltd"),
        ..WorkspaceConnectorChanges::default()
    };
    let update = Command::WorkspaceConnectorUpdate(active, legal);
    act(world, Cause::Operator, day(53), update).await;
    let out = world.draft(erased, active, Direction::Output);
    act(world, Cause::Operator, day(53), Command::LinkCreate(out)).await;
    erase(world, 5_000_000, erased).await;
    // A webhook with an attempt.
    let endpoint = store.webhook_create(tenant, second(1), crate::webhooks::new());
    endpoint.await.expect("an endpoint can be made");
    let new = Command::RecordCreate(world.new_record("newest", None));
    store
        .apply(author, day(54), vec![new])
        .await
        .expect("a record can be made");
    let claim = WebhookClaim {
        attempt: fresh(),
        message: fresh(),
        lease: Duration::from_hours(1),
        read_ahead: 100,
    };
    let claimed = store.webhook_claim(tenant, day(54), claim).await;
    claimed
        .expect("a message can be taken up")
        .expect("one is due");
}

/// The mailer again, which was deleted.
async fn reconnect_mailer(world: &World) -> wellhead_core::id::WorkspaceConnectorId {
    let new = wellhead_core::command::NewWorkspaceConnector::enabled(
        wellhead_core::id::NewId::Minted(fresh()),
        world.here.mailer.connector,
    );
    let create = Command::WorkspaceConnectorCreate(new);
    activation(act(world, Cause::Operator, day(53), create).await).id
}

/// Removes the first tenant, in steps of so many rows.
async fn remove(world: &World, most: usize) -> DeletedWorkspace {
    let (operator, id) = (&world.backend.operator, world.here.tenant.workspace());
    let mut removal = operator
        .workspace_close(day(60), id)
        .await
        .expect("it closes");
    let mut removed = 0;
    while removal.completed_at.is_none() {
        removal = operator
            .workspace_empty(day(61), id, most)
            .await
            .expect("it is emptied");
        assert!(removal.removed.total() > removed, "it goes on");
        removed = removal.removed.total();
    }
    removal
}

async fn only_a_closed_workspace_is_emptied(world: &World) {
    let (operator, here) = (&world.backend.operator, &world.here);
    let id = here.tenant.workspace();
    let before = world.estates(here).await;
    let refused = operator.workspace_empty(second(1), id, 1_000).await;
    assert!(matches!(refused, Err(OperatorError::WorkspaceNotFound(it)) if it == id));
    let contents = operator.workspace_contents(id).await.unwrap();
    assert_eq!(contents.workspace.id, id);
    assert_eq!(contents.workspace.times.deleted_at, None);
    let of = |table| contents.rows.iter().find(|(name, _)| *name == table);
    assert_eq!(of("workspaces"), Some(("workspaces", 1)));
    assert_eq!(
        of("workspace_connectors"),
        Some(("workspace_connectors", 2))
    );
    assert_eq!(
        of(Kind::Company.sql().records),
        Some((Kind::Company.sql().records, 1))
    );
    assert_eq!(world.estates(here).await, before);
    let nowhere = fresh();
    for refused in [
        operator.workspace_close(second(1), nowhere).await.err(),
        operator.workspace_empty(second(1), nowhere, 1).await.err(),
        operator.workspace_contents(nowhere).await.err(),
    ] {
        assert!(matches!(refused, Some(OperatorError::WorkspaceNotFound(it)) if it == nowhere));
    }
    let deleted = operator.workspaces_deleted().await.unwrap();
    assert!(deleted.iter().all(|it| it.id != id && it.id != nowhere));
}

async fn a_closed_workspace_is_no_tenant(world: &World) {
    let (store, operator) = (world.store(), &world.backend.operator);
    let id = world.here.tenant.workspace();
    let hash = secret();
    let made = operator.key_create(
        second(1),
        id,
        world::key(Role::Admin, hash),
        audited(second(1), Act::Create, id),
    );
    made.await.unwrap();
    let is_known = async || {
        let found = store.authenticate(Instant::now(), hash).await;
        found.unwrap().is_some()
    };
    assert!(is_known().await);
    let closed = operator.workspace_close(second(9), id).await.unwrap();
    assert_eq!((closed.begun_at, closed.completed_at), (second(9), None));
    assert_eq!(closed.removed.total(), 0);
    assert!(!is_known().await);
    let found = operator.tenant(id).await;
    assert!(matches!(found, Err(OperatorError::WorkspaceNotFound(_))));
    let all = operator.workspace_list().await.unwrap();
    assert!(all.iter().all(|workspace| workspace.id != id));
    let contents = operator.workspace_contents(id).await.unwrap();
    assert_eq!(contents.workspace.times.deleted_at, Some(second(9)));
    // Once is enough.
    assert_eq!(
        operator.workspace_close(second(10), id).await.unwrap(),
        closed
    );
    let deleted = operator.workspaces_deleted().await.unwrap();
    assert!(deleted.contains(&closed));
    // Whoever was at work may still write.
    let draft = world.draft(world.here.ada.id, world.here.crm.id, Direction::Input);
    let late = world.apply(&world.here, second(11), Command::LinkCreate(draft));
    drop(late.await);
    remove(world, 3).await;
}

async fn is_gone_after_steps_of_any_size(world: &World) {
    furnish(world).await;
    let (operator, id) = (&world.backend.operator, world.here.tenant.workspace());
    let contents = operator.workspace_contents(id).await.unwrap();
    let removal = remove(world, 7).await;
    assert_eq!(removal.removed, contents.rows, "what there was is removed");
    assert_eq!(
        (removal.begun_at, removal.completed_at),
        (day(60), Some(day(61)))
    );
    let again = operator.workspace_empty(day(70), id, 7).await.unwrap();
    assert_eq!(again, removal, "it is done");
    let gone = operator.workspace_contents(id).await;
    assert!(matches!(gone, Err(OperatorError::WorkspaceNotFound(_))));
    assert!(
        operator
            .workspaces_deleted()
            .await
            .unwrap()
            .contains(&removal)
    );
}

/// The rows of each table of a schema, in any form.
pub type Tables = BTreeMap<String, Vec<String>>;

/// The tables whose rows belong to no workspace, or outlive it.
const SHARED: [&str; 10] = [
    "connectors",
    "connector_legal_states",
    "installation",
    "record_kinds",
    "rights",
    "room",
    "wellhead_schema_history",
    "deleted_workspaces",
    // Of SQLite: a row is there only during a transaction.
    "removals",
    "sqlite_sequence",
];

/// Checks that nothing is left of a workspace that is removed, and that nothing else is missing. `rows` reads the whole
/// schema, so a table that is added later fails this until a workspace has rows there, here, and loses them.
///
/// # Panics
/// If it is not so.
pub async fn removes_all_of_a_workspace(backend: Backend, rows: impl AsyncFn() -> Tables) {
    let mut world = World::new(backend, Kind::People).await;
    furnish(&world).await;
    let before = rows().await;
    world.here = Actor::new(&world.backend, Kind::People, "gone", &world.connectors).await;
    furnish(&world).await;
    let id = world.here.tenant.workspace();
    let key = world.backend.operator.key_create(
        second(1),
        id,
        world::key(Role::Admin, secret()),
        audited(second(1), Act::Create, id),
    );
    key.await.expect("a key can be made");
    let full = rows().await;
    let is_own = |table: &&String| !SHARED.contains(&table.as_str());
    let without: Vec<_> = full
        .keys()
        .filter(is_own)
        .filter(|table| full[*table].len() <= before[*table].len())
        .collect();
    assert_eq!(without, [""; 0], "tables without a row of the workspace");
    let contents = world.backend.operator.workspace_contents(id).await;
    let contents = contents.expect("contents can be counted");
    let counted: BTreeSet<_> = contents
        .rows
        .iter()
        .map(|(table, _)| table.to_owned())
        .collect();
    let own: BTreeSet<_> = full.keys().filter(is_own).cloned().collect();
    assert_eq!(counted, own);
    remove(&world, 11).await;
    let after = rows().await;
    for table in full.keys().filter(is_own) {
        assert_eq!(after[table], before[table], "{table}");
    }
}
