use wellhead_core::audit::Act;
use wellhead_core::id::WorkspaceId;
use wellhead_core::limits::WorkspaceLimits;
use wellhead_core::resource::{Slug, Times, Workspace};
use wellhead_core::store::OperatorError;

use crate::world::{World, audited, external, fresh, name, second};

crate::cases![
    makes_and_lists_workspaces,
    a_tenant_reads_its_own_workspace,
    an_unknown_workspace_is_no_tenant,
    a_slug_is_taken_once,
    ensures_one_connector,
];

async fn makes_and_lists_workspaces(world: &World) {
    let operator = &world.backend.operator;
    let external = external("acme");
    let id: WorkspaceId = fresh();
    let entry = audited(second(4), Act::Create, id);
    let made = operator
        .workspace_create(second(4), id, &name("Acme"), Some(&external), entry)
        .await
        .unwrap();
    let expected = Workspace {
        id: made.id,
        name: name("Acme"),
        external_id: Some(external),
        times: Times {
            created_at: second(4),
            updated_at: Some(second(4)),
            deleted_at: None,
        },
        suspended_at: None,
        limits: WorkspaceLimits::default(),
    };
    assert_eq!(made, expected);
    let all = operator.workspace_list().await.unwrap();
    assert!(all.contains(&made));
    assert!(all.is_sorted_by_key(|workspace| (workspace.times.created_at, workspace.id)));
}

async fn a_tenant_reads_its_own_workspace(world: &World) {
    for actor in [&world.here, &world.there] {
        let found = world.store().workspace_get(actor.tenant).await.unwrap();
        assert_eq!(found.unwrap().id, actor.tenant.workspace());
    }
}

async fn an_unknown_workspace_is_no_tenant(world: &World) {
    let nowhere = fresh();
    let refused = world.backend.operator.tenant(nowhere).await;
    assert!(matches!(refused, Err(OperatorError::WorkspaceNotFound(id)) if id == nowhere));
}

async fn a_slug_is_taken_once(world: &World) {
    let operator = &world.backend.operator;
    let taken = world.connectors[0].slug.clone();
    let refused = operator
        .connector_create(second(1), fresh(), &taken, &name("Another"))
        .await;
    assert!(matches!(refused, Err(OperatorError::SlugTaken(slug)) if slug == taken));
    let all = operator.connectors().await.unwrap();
    assert!(all.is_sorted_by_key(|connector| connector.slug.as_str().to_owned()));
    assert!(all.contains(&world.connectors[0]));
}

async fn ensures_one_connector(world: &World) {
    let operator = &world.backend.operator;
    let known = &world.connectors[0];
    let found = operator
        .connector_ensure(second(1), fresh(), &known.slug, &name("Another"))
        .await;
    assert_eq!(&found.unwrap(), known);

    let id: wellhead_core::id::ConnectorId = fresh();
    let slug = Slug::parse(&format!("new-{id}")).unwrap();
    let ensure = || operator.connector_ensure(second(1), id, &slug, &known.name);
    let (one, two) = futures_util::future::join(ensure(), ensure()).await;
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one, two);
    assert_eq!(one.slug, slug);
}
