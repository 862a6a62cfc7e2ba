use std::time::Duration;

use futures_util::future::join_all;
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, NewRecord};
use wellhead_core::id::{WebhookAttemptId, WebhookEndpointId};
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::{Kind, Values};
use wellhead_core::store::{ClaimedWebhook, KEPT_ATTEMPTS, WebhookClaim, WebhookResult};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::{
    EndpointStatus, NewWebhookEndpoint, Outcome, WebhookAttempt, WebhookEndpoint,
    WebhookEndpointChanges,
};

use super::{get, new, secret, update};
use crate::world::{ALL, World, fresh, rejection, second};

crate::cases![
    nothing_is_due_until_something_changes,
    a_message_is_sent_by_one_process,
    a_delivered_message_moves_the_position,
    a_failed_message_is_due_later_and_stays_the_same,
    a_message_tells_of_so_many_changes,
    a_message_begins_in_the_middle_of_a_transaction,
    an_endpoint_is_told_of_its_kinds,
    what_is_kept_no_more_may_have_been_anything,
    one_that_is_gone_is_disabled,
    a_changed_endpoint_is_tried_at_once,
    changes_are_replayed,
    what_was_under_way_when_the_endpoint_changed_does_not_count,
    another_process_takes_over,
    messages_are_signed_with_what_has_not_expired,
    the_last_attempts_are_kept,
    another_tenant_sends_nothing,
];

const HOUR: Duration = Duration::from_hours(1);

fn hour_after(at: Timestamp) -> Timestamp {
    at.plus_micros(3_600_000_000)
}

/// Creates so many records, in one transaction.
async fn change(world: &World, count: usize) {
    let records = (0..count).map(|_| Command::RecordCreate(world.new_record("Somebody", None)));
    let author = Author::operator(world.here.tenant);
    let made = world.store().apply(author, second(50), records.collect());
    made.await.expect("records can be made");
}

async fn endpoint(world: &World, kinds: Vec<Kind>) -> WebhookEndpoint {
    let new = NewWebhookEndpoint { kinds, ..new() };
    let created = world
        .store()
        .webhook_create(world.here.tenant, second(0), new);
    created.await.expect("an endpoint can be created")
}

async fn is_due(world: &World) -> bool {
    let due = world.store().webhooks_due().await;
    let due = due.expect("what is due can be asked");
    assert!(!due.contains(&world.there.tenant));
    due.contains(&world.here.tenant)
}

const CLAIM: (Duration, usize) = (HOUR, 1_000);

async fn claim_as(
    world: &World,
    tenant: Tenant,
    at: Timestamp,
    (lease, read_ahead): (Duration, usize),
) -> Option<ClaimedWebhook> {
    let claim = WebhookClaim {
        attempt: fresh(),
        message: fresh(),
        lease,
        read_ahead,
    };
    let claimed = world.store().webhook_claim(tenant, at, claim).await;
    claimed.expect("a message can be taken up")
}

async fn claim(world: &World, at: Timestamp) -> ClaimedWebhook {
    let claimed = claim_as(world, world.here.tenant, at, CLAIM).await;
    claimed.expect("one is due")
}

async fn nothing_to_claim(world: &World) {
    let claimed = claim_as(world, world.here.tenant, second(60), CLAIM).await;
    assert_eq!(claimed, None);
    assert!(!is_due(world).await);
}

fn result(outcome: Outcome, pause: Duration) -> WebhookResult {
    WebhookResult {
        outcome,
        status_code: Some(204),
        detail: Some("as it is".to_owned()),
        took: Duration::from_millis(250),
        pause,
    }
}

async fn settle(
    world: &World,
    at: Timestamp,
    claimed: &ClaimedWebhook,
    outcome: Outcome,
    pause: Duration,
) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let settled = store
        .webhook_settle(tenant, at, claimed.attempt, result(outcome, pause))
        .await;
    settled.expect("an attempt can be settled");
}

async fn delivered(world: &World, at: Timestamp, claimed: &ClaimedWebhook) {
    settle(world, at, claimed, Outcome::Delivered, Duration::ZERO).await;
}

async fn attempts(world: &World, id: WebhookEndpointId) -> Vec<WebhookAttempt> {
    let listed = world
        .store()
        .webhook_attempt_list(world.here.tenant, id, ALL);
    listed.await.expect("attempts can be listed")
}

async fn attempt(world: &World, id: WebhookAttemptId) -> WebhookAttempt {
    let found = world.store().webhook_attempt_get(world.here.tenant, id);
    found
        .await
        .expect("an attempt can be read")
        .expect("there is one")
}

async fn nothing_is_due_until_something_changes(world: &World) {
    change(world, 1).await;
    let endpoint = endpoint(world, Vec::new()).await;
    nothing_to_claim(world).await;
    change(world, 1).await;
    assert!(is_due(world).await);
    let disabled = WebhookEndpointChanges {
        status: Some(EndpointStatus::Disabled),
        ..WebhookEndpointChanges::default()
    };
    update(world, second(1), endpoint.id, disabled).await;
    nothing_to_claim(world).await;
}

async fn a_message_is_sent_by_one_process(world: &World) {
    endpoint(world, Vec::new()).await;
    change(world, 1).await;
    let tenant = world.here.tenant;
    let claims = (0..8).map(|_| claim_as(world, tenant, second(60), CLAIM));
    let claimed: Vec<_> = join_all(claims).await.into_iter().flatten().collect();
    assert_eq!(claimed.len(), 1);
    nothing_to_claim(world).await;
}

async fn a_delivered_message_moves_the_position(world: &World) {
    let before = endpoint(world, Vec::new()).await;
    change(world, 3).await;
    let claimed = claim(world, second(60)).await;
    assert_eq!(claimed.endpoint, before.id);
    assert_eq!(claimed.url, before.url);
    assert_eq!(claimed.secrets, [secret("c2VjcmV0")]);
    assert_eq!(claimed.failures, 0);
    let message = &claimed.message;
    assert_eq!(message.at, second(60));
    assert_eq!(message.after, before.position);
    assert_eq!(message.position, before.position + 3);
    assert_eq!(message.kinds, [world.kind]);
    let under_way = attempt(world, claimed.attempt).await;
    assert_eq!(under_way.endpoint, before.id);
    assert_eq!(under_way.message, message.id);
    assert_eq!(under_way.position, message.position);
    assert_eq!((under_way.number, under_way.outcome), (1, None));
    assert_eq!(under_way.started_at, second(60));
    delivered(world, second(61), &claimed).await;
    let after = get(world, before.id).await;
    assert_eq!(after.position, message.position);
    assert_eq!(after.last_attempt_at, Some(second(60)));
    assert_eq!(after.last_outcome, Some(Outcome::Delivered));
    assert_eq!((after.failures, after.next_attempt_at), (0, None));
    assert_eq!(after.times, before.times);
    let done = attempt(world, claimed.attempt).await;
    let expected = WebhookAttempt {
        outcome: Some(Outcome::Delivered),
        duration_ms: Some(250),
        status_code: Some(204),
        detail: Some("as it is".to_owned()),
        ..under_way
    };
    assert_eq!(done, expected);
    assert_eq!(attempts(world, before.id).await, [done]);
    nothing_to_claim(world).await;
    change(world, 1).await;
    let next = claim(world, second(62)).await;
    assert_eq!(next.message.after, after.position);
    assert_ne!(next.message.id, claimed.message.id);
    // It may be left alone for a while, but is not waiting for anything.
    settle(world, second(63), &next, Outcome::Delivered, HOUR).await;
    change(world, 1).await;
    nothing_to_claim(world).await;
    assert_eq!(get(world, before.id).await.next_attempt_at, None);
}

async fn a_failed_message_is_due_later_and_stays_the_same(world: &World) {
    let id = endpoint(world, Vec::new()).await.id;
    change(world, 1).await;
    let first = claim(world, second(60)).await;
    settle(world, second(61), &first, Outcome::Refused, HOUR).await;
    nothing_to_claim(world).await;
    let failing = get(world, id).await;
    assert_eq!(failing.position, first.message.after);
    assert_eq!(failing.failures, 1);
    assert_eq!(failing.failing_since, Some(second(60)));
    assert_eq!(failing.next_attempt_at, Some(hour_after(second(61))));
    assert_eq!(failing.last_outcome, Some(Outcome::Refused));
    let failed = attempt(world, first.attempt).await;
    assert_eq!(failed.next_attempt_at, failing.next_attempt_at);

    // Another endpoint is not held up.
    let other = endpoint(world, Vec::new()).await;
    change(world, 1).await;
    let elsewhere = claim(world, second(62)).await;
    assert_eq!(elsewhere.endpoint, other.id);
    settle(
        world,
        second(62),
        &elsewhere,
        Outcome::TimedOut,
        Duration::ZERO,
    )
    .await;
    assert!(is_due(world).await);
    let again = claim(world, second(63)).await;
    assert_eq!(again.message, elsewhere.message);
    assert_eq!(again.failures, 1);
    assert_eq!(attempt(world, again.attempt).await.number, 2);
    change(world, 1).await;
    settle(world, second(64), &again, Outcome::Lost, Duration::ZERO).await;
    let third = claim(world, second(65)).await;
    assert_eq!(
        third.message, elsewhere.message,
        "it has not been taken yet"
    );
    assert_eq!(third.failures, 2);
    let failing = get(world, other.id).await;
    assert_eq!(failing.failing_since, Some(second(62)));
    delivered(world, second(66), &third).await;
    let fine = get(world, other.id).await;
    assert_eq!((fine.failures, fine.failing_since), (0, None));
    let rest = claim(world, second(67)).await;
    assert_eq!(rest.message.after, third.message.position);
    assert_eq!(rest.message.position, third.message.position + 1);
}

async fn a_message_tells_of_so_many_changes(world: &World) {
    let start = endpoint(world, Vec::new()).await.position;
    for count in [1, 4, 2] {
        change(world, count).await;
    }
    for (from, upto) in [(0, 5), (5, 7)] {
        let claimed = claim_as(world, world.here.tenant, second(60), (HOUR, 2)).await;
        let claimed = claimed.expect("one is due");
        assert_eq!(claimed.message.after, start + from);
        assert_eq!(claimed.message.position, start + upto);
        delivered(world, second(61), &claimed).await;
    }
    nothing_to_claim(world).await;
}

async fn a_message_begins_in_the_middle_of_a_transaction(world: &World) {
    let start = endpoint(world, Vec::new()).await;
    change(world, 5).await;
    let other = NewRecord {
        kind: Kind::Company,
        values: Values::example(Kind::Company),
        ..world.new_record("Somebody", None)
    };
    let other = Command::RecordCreate(other);
    let other = world.apply(&world.here, second(50), other).await;
    other.expect("a company can be made");
    for (back, kinds) in [
        (3, [world.kind, Kind::Company].to_vec()),
        (1, [world.kind, Kind::Company].to_vec()),
        (0, [Kind::Company].to_vec()),
    ] {
        let position = start.position + 5 - back;
        let changes = WebhookEndpointChanges {
            position: Some(position),
            ..WebhookEndpointChanges::default()
        };
        update(world, second(55), start.id, changes).await;
        let claimed = claim(world, second(60)).await;
        assert_eq!(claimed.message.after, position);
        assert_eq!(claimed.message.position, start.position + 6);
        assert_eq!(claimed.message.kinds, kinds);
        delivered(world, second(61), &claimed).await;
    }
}

async fn an_endpoint_is_told_of_its_kinds(world: &World) {
    let mine = endpoint(world, vec![Kind::Invoice, world.kind]).await;
    let other = endpoint(world, vec![Kind::Invoice]).await;
    change(world, 2).await;
    let claimed = claim(world, second(60)).await;
    assert_eq!(claimed.endpoint, mine.id);
    assert_eq!(claimed.message.kinds, [world.kind]);
    delivered(world, second(61), &claimed).await;
    nothing_to_claim(world).await;
    // The other one knows that there is nothing to know.
    let passed = get(world, other.id).await;
    assert_eq!(passed.position, claimed.message.position);
    assert_eq!(passed.times, other.times);
    assert_eq!(attempts(world, other.id).await, []);
}

async fn what_is_kept_no_more_may_have_been_anything(world: &World) {
    let all = endpoint(world, Vec::new()).await;
    endpoint(world, vec![Kind::Invoice]).await;
    change(world, 2).await;
    change(world, 1).await;
    let (store, tenant) = (world.store(), world.here.tenant);
    let forgotten = store.journal_forget(tenant, second(60), 1_000).await;
    forgotten.expect("the journal can forget");
    for kinds in [Kind::ALL.to_vec(), vec![Kind::Invoice]] {
        let claimed = claim(world, second(60)).await;
        assert_eq!(claimed.message.kinds, kinds);
        assert_eq!(claimed.message.position, all.position + 3);
        delivered(world, second(61), &claimed).await;
    }
    nothing_to_claim(world).await;
}

async fn one_that_is_gone_is_disabled(world: &World) {
    let id = endpoint(world, Vec::new()).await.id;
    change(world, 1).await;
    let claimed = claim(world, second(60)).await;
    settle(world, second(61), &claimed, Outcome::Gone, Duration::ZERO).await;
    let gone = get(world, id).await;
    assert_eq!(gone.status, EndpointStatus::Disabled);
    assert_eq!(gone.last_outcome, Some(Outcome::Gone));
    assert_eq!(gone.position, claimed.message.after);
    assert_eq!(gone.next_attempt_at, None);
    assert_eq!(gone.times.updated_at, Some(second(61)));
    nothing_to_claim(world).await;
    let enabled = WebhookEndpointChanges {
        status: Some(EndpointStatus::Enabled),
        ..WebhookEndpointChanges::default()
    };
    update(world, second(62), id, enabled).await;
    let again = claim(world, second(63)).await;
    assert_eq!(again.message, claimed.message);
}

async fn a_changed_endpoint_is_tried_at_once(world: &World) {
    let id = endpoint(world, Vec::new()).await.id;
    change(world, 1).await;
    let claimed = claim(world, second(60)).await;
    settle(world, second(61), &claimed, Outcome::Untrusted, HOUR).await;
    nothing_to_claim(world).await;
    let changes = WebhookEndpointChanges {
        url: Some(super::url("https://example.org/")),
        ..WebhookEndpointChanges::default()
    };
    let moved = update(world, second(62), id, changes).await;
    assert_eq!((moved.failures, moved.failing_since), (0, None));
    assert_eq!(moved.next_attempt_at, None);
    let again = claim(world, second(63)).await;
    assert_eq!(again.url, moved.url);
    assert_eq!(again.message, claimed.message);
    assert_eq!(again.failures, 0);
}

async fn changes_are_replayed(world: &World) {
    let start = endpoint(world, Vec::new()).await;
    change(world, 4).await;
    let first = claim(world, second(60)).await;
    delivered(world, second(61), &first).await;
    nothing_to_claim(world).await;
    let back = WebhookEndpointChanges {
        position: Some(start.position + 1),
        ..WebhookEndpointChanges::default()
    };
    let moved = update(world, second(62), start.id, back).await;
    assert_eq!(moved.position, start.position + 1);
    let again = claim(world, second(63)).await;
    assert_eq!(again.message.after, start.position + 1);
    assert_eq!(again.message.position, first.message.position);
    assert_ne!(again.message.id, first.message.id);
}

async fn what_was_under_way_when_the_endpoint_changed_does_not_count(world: &World) {
    let start = endpoint(world, Vec::new()).await;
    change(world, 2).await;
    for (outcome, pause) in [
        (Outcome::Delivered, Duration::ZERO),
        (Outcome::Refused, HOUR),
        (Outcome::Gone, Duration::ZERO),
    ] {
        let under_way = claim(world, second(60)).await;
        let back = WebhookEndpointChanges {
            position: Some(start.position),
            ..WebhookEndpointChanges::default()
        };
        update(world, second(61), start.id, back).await;
        // Still one at a time.
        nothing_to_claim(world).await;
        settle(world, second(62), &under_way, outcome, pause).await;
        let after = get(world, start.id).await;
        assert_eq!(after.position, start.position, "{outcome}");
        assert_eq!(after.status, EndpointStatus::Enabled);
        assert_eq!((after.failures, after.next_attempt_at), (0, None));
        let kept = attempt(world, under_way.attempt).await;
        assert_eq!((kept.outcome, kept.next_attempt_at), (Some(outcome), None));
        assert!(is_due(world).await);
    }
}

async fn another_process_takes_over(world: &World) {
    let start = endpoint(world, Vec::new()).await;
    change(world, 1).await;
    // Its lease is over as soon as it begins.
    let here = world.here.tenant;
    let dead = claim_as(world, here, second(60), (Duration::ZERO, 1_000)).await;
    let dead = dead.expect("one is due");
    assert!(is_due(world).await);
    let heir = claim(world, second(61)).await;
    assert_eq!(heir.message, dead.message);
    assert_ne!(heir.attempt, dead.attempt);
    let lost = attempt(world, dead.attempt).await;
    assert_eq!(
        (lost.outcome, lost.duration_ms),
        (Some(Outcome::Lost), None)
    );
    // It was not dead after all, but it is too late.
    settle(world, second(62), &dead, Outcome::Gone, Duration::ZERO).await;
    assert_eq!(get(world, start.id).await, start);
    assert_eq!(attempt(world, dead.attempt).await, lost);
    delivered(world, second(63), &heir).await;
    assert_eq!(get(world, start.id).await.position, heir.message.position);
    nothing_to_claim(world).await;
}

async fn messages_are_signed_with_what_has_not_expired(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let id = endpoint(world, Vec::new()).await.id;
    let rotated = store
        .webhook_rotate(tenant, second(10), id, secret("bmV3"), second(70))
        .await;
    rotated.expect("it can be rotated");
    change(world, 1).await;
    for (at, secrets) in [
        (69, vec![secret("bmV3"), secret("c2VjcmV0")]),
        (70, vec![secret("bmV3")]),
    ] {
        let claimed = claim(world, second(at)).await;
        assert_eq!(claimed.secrets, secrets);
        let now = Duration::ZERO;
        settle(world, second(at), &claimed, Outcome::TimedOut, now).await;
    }
}

async fn the_last_attempts_are_kept(world: &World) {
    let id = endpoint(world, Vec::new()).await.id;
    change(world, 1).await;
    let mut made = Vec::new();
    for at in 0..103 {
        let claimed = claim(world, second(at)).await;
        let now = Duration::ZERO;
        settle(world, second(at), &claimed, Outcome::Refused, now).await;
        made.push(claimed.attempt);
    }
    let kept = attempts(world, id).await;
    let ids: Vec<_> = kept.iter().map(|attempt| attempt.id).collect();
    assert_eq!(ids, made[103 - KEPT_ATTEMPTS..]);
    assert_eq!(kept.last().map(|attempt| attempt.number), Some(103));
    let newest = Slice {
        interval: Interval::until(second(102)),
        order: Order::NewestFirst,
        limit: 2,
    };
    let listed = world
        .store()
        .webhook_attempt_list(world.here.tenant, id, newest)
        .await
        .expect("attempts can be listed");
    let ids: Vec<_> = listed.iter().map(|attempt| attempt.id).collect();
    assert_eq!(ids, [made[101], made[100]]);
}

async fn another_tenant_sends_nothing(world: &World) {
    let (store, there) = (world.store(), world.there.tenant);
    let id = endpoint(world, Vec::new()).await.id;
    change(world, 1).await;
    assert_eq!(claim_as(world, there, second(60), CLAIM).await, None);
    let claimed = claim(world, second(60)).await;
    let found = store.webhook_attempt_get(there, claimed.attempt).await;
    assert_eq!(found.expect("attempts can be read"), None);
    let listed = store.webhook_attempt_list(there, id, ALL).await;
    assert_eq!(listed.expect("attempts can be listed"), []);
    let result = result(Outcome::Delivered, Duration::ZERO);
    let settled = store
        .webhook_settle(there, second(61), claimed.attempt, result)
        .await;
    settled.expect("a missing attempt is no failure");
    assert_eq!(attempt(world, claimed.attempt).await.outcome, None);
    let gone = store
        .webhook_delete(world.here.tenant, second(62), id, None)
        .await;
    gone.expect("it can be deleted");
    // The process that sends does not know.
    delivered(world, second(63), &claimed).await;
    let again = store
        .webhook_delete(world.here.tenant, second(64), id, None)
        .await;
    rejection(again);
}
