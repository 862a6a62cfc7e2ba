//! How keys end: they expire, are rotated or are revoked, by their own workspace or by an operator.

use std::time::Instant;

use wellhead_core::audit::Act;
use wellhead_core::command::Rejection;
use wellhead_core::id::KeyId;
use wellhead_core::key::{Holder, Key, KeyRotation, MAX_KEYS, NewKey, Rotated, Shut, TokenHash};
use wellhead_core::store::OperatorError;
use wellhead_core::tenant::Role;
use wellhead_core::time::Timestamp;

use crate::world::{World, audited, fresh, key, name, rejection, second, secret, version};

crate::cases![
    a_tenant_makes_a_key,
    says_when_it_expires,
    a_rotated_key_goes_on_for_a_while,
    a_rotation_ends_a_key_no_later,
    what_takes_its_place_lasts_as_long,
    a_rotated_key_is_rotated_again,
    a_key_that_has_ended_is_not_rotated,
    a_tenant_revokes_a_key,
    another_workspaces_key_is_missing,
    there_are_only_so_many,
    remembers_the_latest_use,
];

pub(crate) fn rotation(until: Timestamp) -> KeyRotation {
    KeyRotation {
        successor: fresh(),
        hash: secret(),
        prefix: "whk_89abcdef".parse().expect("a case's prefix is one"),
        until,
    }
}

async fn create(world: &World, at: Timestamp, new: NewKey) -> Key {
    let made = world.store().key_create(world.here.tenant, at, new).await;
    made.expect("a key can be made")
}

async fn rotate(world: &World, at: Timestamp, id: KeyId, rotation: KeyRotation) -> Rotated {
    let store = world.store();
    let rotated = store.key_rotate(world.here.tenant, at, id, rotation).await;
    rotated.expect("a key can be rotated")
}

async fn get(world: &World, id: KeyId) -> Key {
    let found = world.store().key_find(world.here.tenant, &[id]).await;
    found.expect("keys can be found").remove(0)
}

async fn holder(world: &World, hash: TokenHash) -> Option<Holder> {
    let found = world.store().authenticate(Instant::now(), hash).await;
    found.expect("a key can be looked up")
}

async fn a_tenant_makes_a_key(world: &World) {
    let new = NewKey {
        name: Some(name("the nightly import")),
        expires_at: Some(second(60)),
        ..key(Role::Sync, secret())
    };
    let made = create(world, second(3), new.clone()).await;
    let expected = Key {
        id: new.id,
        workspace: world.here.tenant.workspace(),
        role: Role::Sync,
        name: new.name,
        prefix: Some(new.prefix),
        created_at: second(3),
        updated_at: None,
        expires_at: Some(second(60)),
        last_used_at: None,
        revoked_at: None,
    };
    assert_eq!(made, expected);
    assert_eq!(get(world, new.id).await, expected);
    let opened = holder(world, new.hash).await.expect("it opens");
    assert_eq!(opened.principal.key, new.id);
    assert_eq!(opened.principal.tenant, world.here.tenant);
}

async fn says_when_it_expires(world: &World) {
    let new = NewKey {
        expires_at: Some(second(60)),
        ..key(Role::Reader, secret())
    };
    create(world, second(3), new.clone()).await;
    let found = holder(world, new.hash).await.expect("it is not revoked");
    assert_eq!(found.admitted(second(59)), Ok(found.principal));
    assert_eq!(found.admitted(second(60)), Err(Shut::Unknown));
    let now = world.store().key_holder(world.here.tenant, new.id).await;
    assert_eq!(now.unwrap(), Some(found));
}

async fn a_rotated_key_goes_on_for_a_while(world: &World) {
    let new = NewKey {
        name: Some(name("the nightly import")),
        ..key(Role::Admin, secret())
    };
    let made = create(world, second(3), new.clone()).await;
    // So that it is in the cache.
    assert!(holder(world, new.hash).await.is_some());
    let rotation = rotation(second(60));
    let Rotated { key, successor } = rotate(world, second(5), new.id, rotation.clone()).await;
    let expected = Key {
        updated_at: Some(second(5)),
        expires_at: Some(second(60)),
        ..made.clone()
    };
    assert_eq!(key, expected);
    let expected = Key {
        id: rotation.successor,
        prefix: Some(rotation.prefix),
        created_at: second(5),
        ..made
    };
    assert_eq!(successor, expected);
    assert_eq!(get(world, key.id).await, key);
    assert_eq!(get(world, successor.id).await, successor);
    let ends = holder(world, new.hash).await.expect("it goes on");
    assert_eq!(ends.expires_at, Some(second(60)));
    let stays = holder(world, rotation.hash).await.expect("it opens");
    assert_eq!(
        (stays.principal.key, stays.expires_at),
        (successor.id, None)
    );
}

async fn a_rotation_ends_a_key_no_later(world: &World) {
    let new = NewKey {
        expires_at: Some(second(10)),
        ..key(Role::Reader, secret())
    };
    create(world, second(3), new.clone()).await;
    let rotated = rotate(world, second(5), new.id, rotation(second(60))).await;
    assert_eq!(rotated.key.expires_at, Some(second(10)));
}

async fn what_takes_its_place_lasts_as_long(world: &World) {
    let new = NewKey {
        expires_at: Some(second(100)),
        ..key(Role::Reader, secret())
    };
    create(world, second(40), new.clone()).await;
    let one = rotate(world, second(90), new.id, rotation(second(91))).await;
    assert_eq!(one.successor.expires_at, Some(second(150)));
    let other = rotate(world, second(120), one.successor.id, rotation(second(121))).await;
    assert_eq!(other.successor.expires_at, Some(second(180)));
}

/// Whoever lost the answer asks again.
async fn a_rotated_key_is_rotated_again(world: &World) {
    let new = key(Role::Reader, secret());
    create(world, second(3), new.clone()).await;
    rotate(world, second(5), new.id, rotation(second(60))).await;
    let again = rotate(world, second(6), new.id, rotation(second(70))).await;
    assert_eq!(again.key.expires_at, Some(second(60)));
    assert_eq!(again.successor.expires_at, None, "it was made to last");
}

async fn a_key_that_has_ended_is_not_rotated(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let operator = &world.backend.operator;
    let expired = NewKey {
        expires_at: Some(second(10)),
        ..key(Role::Reader, secret())
    };
    let revoked = key(Role::Reader, secret());
    for new in [expired, revoked.clone()] {
        create(world, second(3), new.clone()).await;
        if new.id == revoked.id {
            let done = store.key_revoke(tenant, second(9), new.id, None).await;
            done.unwrap();
        }
        let rotation = rotation(second(60));
        let refused = store
            .key_rotate(tenant, second(10), new.id, rotation.clone())
            .await;
        assert_eq!(rejection(refused), Rejection::KeyHasEnded);
        assert!(holder(world, rotation.hash).await.is_none());
        let entry = audited(second(10), Act::Rotate, new.id);
        let refused = operator
            .key_rotate(second(10), new.id, rotation.clone(), entry)
            .await;
        assert!(matches!(refused, Err(OperatorError::KeyHasEnded(id)) if id == new.id));
        assert!(holder(world, rotation.hash).await.is_none());
    }
}

async fn a_tenant_revokes_a_key(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let new = key(Role::Admin, secret());
    create(world, second(3), new.clone()).await;
    assert!(holder(world, new.hash).await.is_some());
    let stale = store
        .key_revoke(tenant, second(5), new.id, Some(version(second(2))))
        .await;
    assert_eq!(rejection(stale), Rejection::Changed);
    assert!(holder(world, new.hash).await.is_some());
    let revoked = store
        .key_revoke(tenant, second(5), new.id, Some(version(second(3))))
        .await
        .unwrap();
    assert_eq!(revoked.revoked_at, Some(second(5)));
    assert_eq!(holder(world, new.hash).await, None, "at once");
    let again = store.key_revoke(tenant, second(6), new.id, None).await;
    assert_eq!(again.unwrap(), revoked, "the first time stands");
}

async fn another_workspaces_key_is_missing(world: &World) {
    let (store, there) = (world.store(), world.there.tenant);
    let new = key(Role::Admin, secret());
    let made = create(world, second(3), new.clone()).await;
    for id in [new.id, fresh()] {
        let refused = store.key_revoke(there, second(5), id, None).await;
        assert_eq!(rejection(refused), Rejection::NotFound);
        let rotation = rotation(second(6));
        let refused = store
            .key_rotate(there, second(5), id, rotation.clone())
            .await;
        assert_eq!(rejection(refused), Rejection::NotFound);
        assert!(holder(world, rotation.hash).await.is_none());
    }
    let uses = [(new.id, second(9))];
    store.key_used(there, second(9), &uses).await.unwrap();
    assert_eq!(get(world, new.id).await, made);
}

async fn there_are_only_so_many(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let first = key(Role::Reader, secret());
    create(world, second(3), first.clone()).await;
    // One that has expired does not count.
    let short = NewKey {
        expires_at: Some(second(4)),
        ..key(Role::Reader, secret())
    };
    create(world, second(3), short).await;
    for _ in 1..MAX_KEYS {
        create(world, second(4), key(Role::Reader, secret())).await;
    }
    let another = || key(Role::Reader, secret());
    let refused = store.key_create(tenant, second(5), another()).await;
    assert_eq!(rejection(refused), Rejection::TooManyKeys);
    let refused = store.key_rotate(tenant, second(5), first.id, rotation(second(6)));
    assert_eq!(rejection(refused.await), Rejection::TooManyKeys);
    let revoked = store.key_revoke(tenant, second(5), first.id, None).await;
    revoked.unwrap();
    create(world, second(5), another()).await;
}

async fn remembers_the_latest_use(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let [one, other] = [(); 2].map(|()| key(Role::Reader, secret()));
    for new in [&one, &other] {
        create(world, second(3), new.clone()).await;
    }
    let uses = [(one.id, second(20)), (fresh(), second(20))];
    store.key_used(tenant, second(21), &uses).await.unwrap();
    let uses = [(other.id, second(30)), (one.id, second(10))];
    store.key_used(tenant, second(31), &uses).await.unwrap();
    let found = get(world, one.id).await;
    assert_eq!(found.last_used_at, Some(second(20)), "the later one stands");
    assert_eq!(found.updated_at, None, "a use is no change");
    assert_eq!(get(world, other.id).await.last_used_at, Some(second(30)));
    store.key_used(tenant, second(31), &[]).await.unwrap();
}
