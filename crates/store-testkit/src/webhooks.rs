pub(crate) mod delivering;

use wellhead_core::command::Rejection;
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::Kind;
use wellhead_core::store::{ApplyError, StoreError};
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::{
    EndpointStatus, EndpointUrl, MAX_ENDPOINTS, MAX_SECRETS, NewWebhookEndpoint, Secret,
    SecretLife, WebhookEndpoint, WebhookEndpointChanges,
};

use crate::world::{ALL, World, fresh, rejection, second, version};

crate::cases![
    keeps_what_it_was_given,
    an_endpoint_is_changed,
    an_endpoint_is_changed_only_as_expected,
    a_position_ahead_of_the_journal_is_refused,
    there_are_so_many_endpoints_and_no_more,
    lists_the_tenants_own,
    secrets_are_rotated,
    there_are_so_many_secrets_and_no_more,
    another_tenants_endpoint_is_a_missing_one,
];

pub(crate) fn url(text: &str) -> EndpointUrl {
    EndpointUrl::parse(text).expect("a case's URL is a URL")
}

pub(crate) fn secret(text: &str) -> Secret {
    Secret::from_stored(format!("whsec_{text}"))
}

pub(crate) fn new() -> NewWebhookEndpoint {
    NewWebhookEndpoint {
        id: fresh(),
        url: url("https://example.com/hook"),
        kinds: Vec::new(),
        status: EndpointStatus::Enabled,
        position: None,
        secret: secret("c2VjcmV0"),
    }
}

async fn create(world: &World, at: Timestamp, new: NewWebhookEndpoint) -> WebhookEndpoint {
    let created = world.store().webhook_create(world.here.tenant, at, new);
    created.await.expect("an endpoint can be created")
}

pub(crate) async fn get(world: &World, id: WebhookEndpointId) -> WebhookEndpoint {
    let found = world.store().webhook_get(world.here.tenant, id).await;
    found
        .expect("an endpoint can be read")
        .expect("there is one")
}

pub(crate) async fn update(
    world: &World,
    at: Timestamp,
    id: WebhookEndpointId,
    changes: WebhookEndpointChanges,
) -> WebhookEndpoint {
    let updated = world
        .store()
        .webhook_update(world.here.tenant, at, id, changes, None);
    updated.await.expect("an endpoint can be changed")
}

async fn keeps_what_it_was_given(world: &World) {
    let given = NewWebhookEndpoint {
        kinds: vec![Kind::Company, Kind::People],
        status: EndpointStatus::Disabled,
        position: Some(0),
        ..new()
    };
    let created = create(world, second(5), given.clone()).await;
    assert_eq!(created.id, given.id);
    assert_eq!(created.url, given.url);
    assert_eq!(created.kinds, given.kinds);
    assert_eq!(created.status, EndpointStatus::Disabled);
    assert_eq!(created.position, 0);
    let life = SecretLife {
        created_at: second(5),
        expires_at: None,
    };
    assert_eq!(created.secrets, [life]);
    assert_eq!((created.failures, created.failing_since), (0, None));
    assert_eq!(
        (created.last_outcome, created.next_attempt_at),
        (None, None)
    );
    assert_eq!(created.times.created_at, second(5));
    assert_eq!(created.times.updated_at, Some(second(5)));
    assert_eq!(get(world, given.id).await, created);
    let other = create(world, second(6), new()).await;
    assert_eq!(other.kinds, []);
    assert_eq!(other.status, EndpointStatus::Enabled);
}

async fn an_endpoint_is_changed(world: &World) {
    let created = create(world, second(5), new()).await;
    let id = created.id;
    let same = update(world, second(4), id, WebhookEndpointChanges::default()).await;
    // It grows, even if the clock goes back.
    assert_eq!(same.times.updated_at, Some(second(5).plus_micros(1)));
    let mut times = created.times;
    times.updated_at = same.times.updated_at;
    assert_eq!(same, WebhookEndpoint { times, ..created });
    let changes = WebhookEndpointChanges {
        url: Some(url("https://example.org/")),
        kinds: Some(vec![Kind::Invoice]),
        status: Some(EndpointStatus::Disabled),
        position: Some(0),
    };
    let moved = update(world, second(7), id, changes).await;
    assert_eq!(moved.url, url("https://example.org/"));
    assert_eq!(moved.kinds, [Kind::Invoice]);
    assert_eq!(moved.status, EndpointStatus::Disabled);
    assert_eq!(moved.times.updated_at, Some(second(7)));
    assert_eq!(get(world, id).await, moved);
    let (store, tenant) = (world.store(), world.here.tenant);
    let deleted = store.webhook_delete(tenant, second(8), id, None).await;
    deleted.expect("it can be deleted");
    assert_eq!(store.webhook_get(tenant, id).await.unwrap(), None);
    let again = store.webhook_delete(tenant, second(9), id, None).await;
    assert_eq!(rejection(again), Rejection::NotFound);
}

async fn an_endpoint_is_changed_only_as_expected(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let id = create(world, second(5), new()).await.id;
    let changes = WebhookEndpointChanges::default();
    let [old, now] = [second(4), second(5)].map(|at| Some(version(at)));
    let refused = store
        .webhook_update(tenant, second(6), id, changes.clone(), old.clone())
        .await;
    assert_eq!(rejection(refused), Rejection::Changed);
    let refused = store.webhook_delete(tenant, second(6), id, old).await;
    assert_eq!(rejection(refused), Rejection::Changed);
    let updated = store
        .webhook_update(tenant, second(6), id, changes, now.clone())
        .await;
    updated.expect("it is as expected");
    let refused = store.webhook_delete(tenant, second(7), id, now).await;
    assert_eq!(rejection(refused), Rejection::Changed);
    let now = Some(version(second(6)));
    let deleted = store.webhook_delete(tenant, second(7), id, now).await;
    deleted.expect("it is as expected");
}

async fn a_position_ahead_of_the_journal_is_refused(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let created = create(world, second(5), new()).await;
    let head = created.position;
    let ahead = Some(head + 1);
    let given = NewWebhookEndpoint {
        position: ahead,
        ..new()
    };
    let refused = store.webhook_create(tenant, second(5), given).await;
    assert_eq!(rejection(refused), Rejection::PositionAhead(head));
    let changes = WebhookEndpointChanges {
        position: ahead,
        ..WebhookEndpointChanges::default()
    };
    let refused = store
        .webhook_update(tenant, second(6), created.id, changes, None)
        .await;
    assert_eq!(rejection(refused), Rejection::PositionAhead(head));
    assert_eq!(get(world, created.id).await, created);
}

async fn there_are_so_many_endpoints_and_no_more(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let mut last = None;
    for _ in 0..MAX_ENDPOINTS {
        last = Some(create(world, second(5), new()).await.id);
    }
    let refused = store.webhook_create(tenant, second(6), new()).await;
    assert_eq!(rejection(refused), Rejection::TooManyEndpoints);
    let id = last.expect("there are some");
    let deleted = store.webhook_delete(tenant, second(7), id, None).await;
    deleted.expect("it can be deleted");
    create(world, second(8), new()).await;
}

async fn lists_the_tenants_own(world: &World) {
    let mut created = Vec::new();
    for at in [7, 5, 6] {
        created.push(create(world, second(at), new()).await);
    }
    created.sort_by_key(|endpoint| endpoint.times.created_at);
    let list = async |slice| {
        let found = world.store().webhook_list(world.here.tenant, slice).await;
        found.expect("endpoints can be listed")
    };
    assert_eq!(list(ALL).await, created);
    let newest = Slice {
        interval: Interval::until(second(7)),
        order: Order::NewestFirst,
        limit: 1,
    };
    assert_eq!(list(newest).await, created[1..2]);
}

async fn rotate(
    world: &World,
    at: Timestamp,
    id: WebhookEndpointId,
    text: &str,
    expires_at: Timestamp,
) -> Result<WebhookEndpoint, ApplyError> {
    let (store, tenant) = (world.store(), world.here.tenant);
    store
        .webhook_rotate(tenant, at, id, secret(text), expires_at)
        .await
}

fn life(created: i64, expires: Option<i64>) -> SecretLife {
    SecretLife {
        created_at: second(created),
        expires_at: expires.map(second),
    }
}

async fn secrets_are_rotated(world: &World) {
    let id = create(world, second(0), new()).await.id;
    let rotated = rotate(world, second(10), id, "b25l", second(110)).await;
    let rotated = rotated.expect("it can be rotated");
    assert_eq!(rotated.secrets, [life(10, None), life(0, Some(110))]);
    assert_eq!(rotated.times.updated_at, Some(second(10)));
    assert_eq!(get(world, id).await, rotated);
    // The oldest does not sign any longer because there are newer ones.
    let rotated = rotate(world, second(20), id, "dHdv", second(220)).await;
    let lives = rotated.expect("it can be rotated").secrets;
    let [two, one, zero] = [life(20, None), life(10, Some(220)), life(0, Some(110))];
    assert_eq!(lives, [two, one, zero]);
    // What has expired is forgotten.
    let rotated = rotate(world, second(115), id, "dGhy", second(116)).await;
    let lives = rotated.expect("it can be rotated").secrets;
    let [three, two, one] = [life(115, None), life(20, Some(116)), life(10, Some(116))];
    assert_eq!(lives, [three, two, one]);
    // Without an overlap only the new one is left.
    let rotated = rotate(world, second(115), id, "Zm91", second(115)).await;
    let lives = rotated.expect("it can be rotated").secrets;
    assert_eq!(lives, [life(115, None)]);
}

async fn there_are_so_many_secrets_and_no_more(world: &World) {
    let id = create(world, second(0), new()).await.id;
    for _ in 1..MAX_SECRETS {
        let rotated = rotate(world, second(1), id, "b25l", second(9)).await;
        rotated.expect("it can be rotated");
    }
    let refused = rotate(world, second(2), id, "dHdv", second(9)).await;
    assert_eq!(rejection(refused), Rejection::TooManySecrets);
    assert_eq!(get(world, id).await.secrets.len(), MAX_SECRETS);
    let rotated = rotate(world, second(9), id, "dHdv", second(20)).await;
    assert_eq!(rotated.expect("they have expired").secrets.len(), 2);
}

async fn another_tenants_endpoint_is_a_missing_one(world: &World) {
    let (store, there) = (world.store(), world.there.tenant);
    let created = create(world, second(5), new()).await;
    let id = created.id;
    let missing = |found: Result<Option<WebhookEndpoint>, StoreError>| {
        assert_eq!(found.expect("endpoints can be read"), None);
    };
    missing(store.webhook_get(there, id).await);
    let listed = store.webhook_list(there, ALL).await.unwrap();
    assert!(listed.iter().all(|endpoint| endpoint.id != id));
    let changes = WebhookEndpointChanges {
        status: Some(EndpointStatus::Disabled),
        ..WebhookEndpointChanges::default()
    };
    let refused = store
        .webhook_update(there, second(6), id, changes, None)
        .await;
    assert_eq!(rejection(refused), Rejection::NotFound);
    let refused = store
        .webhook_rotate(there, second(6), id, secret("b25l"), second(6))
        .await;
    assert_eq!(rejection(refused), Rejection::NotFound);
    let refused = store.webhook_delete(there, second(6), id, None).await;
    assert_eq!(rejection(refused), Rejection::NotFound);
    assert_eq!(get(world, id).await, created);
}
