pub(crate) mod ending;

use std::time::{Duration, Instant};

use wellhead_core::audit::Act;
use wellhead_core::id::KeyId;
use wellhead_core::key::{Cached, Holder, NewKey};
use wellhead_core::limits::Rates;
use wellhead_core::page::{Interval, Order, Positioned, Slice};
use wellhead_core::store::OperatorError;
use wellhead_core::tenant::{Principal, Role};

use crate::world::{ALL, Actor, World, audited, fresh, key, name, second, secret};

crate::cases![
    opens_its_own_workspace,
    an_unknown_key_opens_nothing,
    a_revoked_key_opens_nothing_at_once,
    a_key_that_was_found_is_known_without_asking,
    lists_what_was_made,
    a_tenant_finds_lists_and_counts_its_own,
    refuses_an_unknown_workspace_or_key,
];

async fn opens_its_own_workspace(world: &World) {
    let Actor { tenant, .. } = world.here;
    let bearer = async |hash| world.store().authenticate(Instant::now(), hash).await;
    for role in Role::ALL {
        let new = key(role, secret());
        let (id, hash) = (new.id, new.hash);
        let entry = audited(second(1), Act::Create, id);
        let operator = &world.backend.operator;
        let made = operator.key_create(second(1), tenant.workspace(), new, entry);
        let made = made.await.unwrap();
        assert_eq!((made.id, made.role), (id, role));
        assert_eq!(made.workspace, tenant.workspace());
        assert_eq!((made.created_at, made.revoked_at), (second(1), None));
        let expected = Holder {
            principal: Principal {
                key: id,
                tenant,
                role,
                rates: Rates::default(),
            },
            expires_at: None,
            is_suspended: false,
        };
        assert_eq!(bearer(hash).await.unwrap(), Some(expected));
        let found = world.store().key_holder(tenant, id).await.unwrap();
        assert_eq!(found, Some(expected));
        let elsewhere = world.store().key_holder(world.there.tenant, id).await;
        assert_eq!(elsewhere.unwrap(), None, "another workspace's is missing");
    }
    let theirs = bearer(world.their_key).await.unwrap();
    let theirs = theirs.map(|it| it.principal.tenant);
    assert_eq!(theirs, Some(world.there.tenant));
}

async fn an_unknown_key_opens_nothing(world: &World) {
    assert_eq!(
        world
            .store()
            .authenticate(Instant::now(), secret())
            .await
            .unwrap(),
        None
    );
}

async fn a_revoked_key_opens_nothing_at_once(world: &World) {
    let operator = &world.backend.operator;
    let new = key(Role::Admin, secret());
    let (id, hash) = (new.id, new.hash);
    let workspace = world.here.tenant.workspace();
    let entry = audited(second(1), Act::Create, id);
    let made = operator.key_create(second(1), workspace, new, entry);
    made.await.unwrap();
    assert!(
        world
            .store()
            .authenticate(Instant::now(), hash)
            .await
            .unwrap()
            .is_some()
    );
    let revoked = operator
        .key_revoke(second(2), id, audited(second(2), Act::Revoke, id))
        .await
        .unwrap();
    assert_eq!(revoked.revoked_at, Some(second(2)));
    assert_eq!(revoked.updated_at, Some(second(2)));
    assert_eq!(
        world
            .store()
            .authenticate(Instant::now(), hash)
            .await
            .unwrap(),
        None
    );
    let found = world.store().key_holder(world.here.tenant, id).await;
    assert_eq!(found.unwrap(), None);
    let again = operator
        .key_revoke(second(3), id, audited(second(3), Act::Revoke, id))
        .await
        .unwrap();
    assert_eq!(again, revoked, "the first time stands");
}

async fn a_key_that_was_found_is_known_without_asking(world: &World) {
    let new = key(Role::Sync, secret());
    let (id, hash) = (new.id, new.hash);
    let workspace = world.here.tenant.workspace();
    let operator = &world.backend.operator;
    let entry = audited(second(1), Act::Create, id);
    let made = operator.key_create(second(1), workspace, new, entry);
    made.await.unwrap();
    let (store, now) = (world.store(), Instant::now());
    assert_eq!(store.cached(now, hash), Cached::Unknown, "nobody has asked");
    let found = store.authenticate(now, hash).await.unwrap().unwrap();
    assert_eq!(store.cached(now, hash), Cached::Fresh(found));
    let later = now + Duration::from_hours(1);
    assert_eq!(store.cached(later, hash), Cached::WasGood);
    let revoked = operator.key_revoke(second(2), id, audited(second(2), Act::Revoke, id));
    revoked.await.unwrap();
    assert_eq!(store.cached(now, hash), Cached::Unknown);
    let wrong = secret();
    assert_eq!(store.authenticate(now, wrong).await.unwrap(), None);
    assert_eq!(store.cached(now, wrong), Cached::Unknown);
}

async fn lists_what_was_made(world: &World) {
    let operator = &world.backend.operator;
    let workspace = world.here.tenant.workspace();
    let mut made = Vec::new();
    for at in 1..4 {
        let new = key(Role::Sync, secret());
        let entry = audited(second(at), Act::Create, new.id);
        let key = operator.key_create(second(at), workspace, new, entry);
        made.push(key.await.unwrap());
    }
    let entry = audited(second(9), Act::Revoke, made[1].id);
    made[1] = operator
        .key_revoke(second(9), made[1].id, entry)
        .await
        .unwrap();
    assert_eq!(operator.key_list(Some(workspace)).await.unwrap(), made);
    let theirs = world.there.tenant.workspace();
    let listed = operator.key_list(Some(theirs)).await.unwrap();
    assert_eq!(listed.len(), 2);
    assert!(listed.iter().all(|key| key.workspace == theirs));
    let all = operator.key_list(None).await.unwrap();
    assert!(made.iter().all(|key| all.contains(key)));
}

async fn a_tenant_finds_lists_and_counts_its_own(world: &World) {
    let (operator, store) = (&world.backend.operator, world.store());
    let Actor { tenant, .. } = world.here;
    let mut made = Vec::new();
    for (at, role) in (1..).zip([Role::Admin, Role::Sync, Role::Reader, Role::Sync]) {
        let new = NewKey {
            name: Some(name("the nightly import")),
            expires_at: Some(second(1_000 + at)),
            ..key(role, secret())
        };
        let entry = audited(second(at), Act::Create, new.id);
        let key = operator.key_create(second(at), tenant.workspace(), new.clone(), entry);
        let key = key.await.unwrap();
        assert_eq!((&key.name, key.expires_at), (&new.name, new.expires_at));
        assert_eq!(
            (key.prefix.as_ref(), key.last_used_at),
            (Some(&new.prefix), None)
        );
        made.push(key);
    }
    let entry = audited(second(9), Act::Revoke, made[1].id);
    made[1] = operator
        .key_revoke(second(9), made[1].id, entry)
        .await
        .unwrap();

    let theirs = operator
        .key_list(Some(world.there.tenant.workspace()))
        .await;
    let theirs = theirs.unwrap()[0].id;
    let ids = [made[2].id, theirs, made[1].id, fresh(), made[1].id];
    let mut found = store.key_find(tenant, &ids).await.unwrap();
    found.sort_by_key(|key| key.created_at);
    assert_eq!(found, made[1..=2]);
    assert_eq!(store.key_find(tenant, &[]).await.unwrap(), []);

    assert_eq!(store.key_slice(tenant, ALL).await.unwrap(), made);
    let newest = Slice {
        order: Order::NewestFirst,
        limit: 2,
        ..ALL
    };
    let newest = store.key_slice(tenant, newest).await.unwrap();
    assert_eq!(newest, [made[3].clone(), made[2].clone()]);
    let interval = Interval {
        above: Some(made[0].position()),
        below: Some(made[3].position()),
    };
    let between = Slice { interval, ..ALL };
    assert_eq!(store.key_slice(tenant, between).await.unwrap(), made[1..3]);
    assert_eq!(store.key_count(tenant, interval).await.unwrap(), 2);
    let all = Interval::default();
    assert_eq!(store.key_count(tenant, all).await.unwrap(), 4);
    assert_eq!(store.key_count(world.there.tenant, all).await.unwrap(), 2);
}

async fn refuses_an_unknown_workspace_or_key(world: &World) {
    let operator = &world.backend.operator;
    let nowhere = fresh();
    let nobody: KeyId = fresh();
    let entry = audited(second(1), Act::Create, nobody);
    let new = key(Role::Reader, secret());
    let refused = operator.key_create(second(1), nowhere, new, entry.clone());
    let refused = refused.await;
    assert!(matches!(refused, Err(OperatorError::WorkspaceNotFound(id)) if id == nowhere));
    let refused = operator.key_list(Some(nowhere)).await;
    assert!(matches!(refused, Err(OperatorError::WorkspaceNotFound(id)) if id == nowhere));
    let refused = operator.key_revoke(second(1), nobody, entry.clone()).await;
    assert!(matches!(refused, Err(OperatorError::KeyNotFound(id)) if id == nobody));
    let rotation = ending::rotation(second(5));
    let refused = operator
        .key_rotate(second(1), nobody, rotation, entry)
        .await;
    assert!(matches!(refused, Err(OperatorError::KeyNotFound(id)) if id == nobody));
}
