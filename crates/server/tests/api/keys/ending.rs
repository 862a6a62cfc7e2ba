//! How keys end: they expire, are rotated or are revoked.

use super::{KEYS, attributes, create, token};
use crate::support::{Api, NOBODY, Reply};
use axum::http::header::{CACHE_CONTROL, ETAG, IF_MATCH, LOCATION};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

crate::on_both_engines![
    a_key_that_has_expired_opens_nothing,
    a_key_is_rotated_and_goes_on_for_a_day,
    a_rotated_key_can_end_at_once,
    a_rotation_says_only_how_long,
    a_key_that_has_ended_is_not_rotated,
    a_key_is_revoked,
    a_key_is_revoked_only_in_the_version_that_was_seen,
    an_admin_revokes_itself,
    what_is_done_to_keys_is_audited,
];

const PEOPLE: &str = "/v1/people";

async fn rotate(api: &Api, id: &str, attributes: &Value) -> Reply {
    let body = json!({"data": {"type": "api_key_rotation", "attributes": attributes}});
    let path = format!("{KEYS}/{id}/rotations");
    api.send(Method::POST, &path, &api.here.admin, &body).await
}

async fn revoke(api: &Api, id: &str) -> Reply {
    let path = format!("{KEYS}/{id}");
    let (admin, nothing) = (&api.here.admin, &Value::Null);
    api.send(Method::DELETE, &path, admin, nothing).await
}

async fn is_unauthenticated(api: &Api, token: &str) {
    let refused = api.get_as(token, PEOPLE).await;
    refused.is_error(401, "unauthenticated", "Authorization");
}

async fn a_key_that_has_expired_opens_nothing(api: &Api) {
    let good = api.key_made(&api.here, 0).await;
    api.get_as(&good, PEOPLE).await.ok();
    let expired = api.key_made(&api.here, 61).await;
    is_unauthenticated(api, &expired).await;
    let listed = api.get_as(&api.here.admin, KEYS).await;
    assert_eq!(listed.ids().len(), 5, "they stay to be seen");
}

async fn a_key_is_rotated_and_goes_on_for_a_day(api: &Api) {
    let made = create(api, &json!({"role": "sync", "name": "The nightly import"})).await;
    let (id, old) = (made.created(), token(&made));
    let rotated = rotate(api, &id, &json!({})).await;
    let (successor, new) = (rotated.created(), token(&rotated));
    assert_ne!((&successor, &new), (&id, &old));
    assert_eq!(rotated.headers[LOCATION], format!("{KEYS}/{successor}"));
    assert_eq!(rotated.headers[CACHE_CONTROL], "no-store");
    for token in [&old, &new] {
        api.get_as(token, PEOPLE).await.ok();
    }
    let (before, after) = (
        attributes(api, &id).await,
        attributes(api, &successor).await,
    );
    assert_eq!(
        (&after["role"], &after["name"]),
        (&before["role"], &before["name"])
    );
    assert_eq!(after["expires_at"], Value::Null, "the first had no end");
    let hour = |value: &Value| value.as_str().unwrap()[11..].to_owned();
    assert_eq!(
        hour(&before["expires_at"]),
        hour(&after["created_at"]),
        "a day later"
    );
    assert_eq!(before["updated_at"], after["created_at"]);
}

async fn a_rotated_key_can_end_at_once(api: &Api) {
    let made = create(api, &json!({"role": "reader"})).await;
    let (id, old) = (made.created(), token(&made));
    // So that it is in the cache.
    api.get_as(&old, PEOPLE).await.ok();
    let rotated = rotate(api, &id, &json!({"overlap_seconds": 0})).await;
    is_unauthenticated(api, &old).await;
    api.get_as(&token(&rotated), PEOPLE).await.ok();
}

async fn a_rotation_says_only_how_long(api: &Api) {
    let id = api.here.reader_key.to_string();
    let at = |name: &str| format!("/data/attributes/{name}");
    for (attributes, status, code, place) in [
        (
            json!({"overlap_seconds": 604_801}),
            422,
            "invalid_attribute",
            at("overlap_seconds"),
        ),
        (
            json!({"overlap_seconds": "1h"}),
            422,
            "invalid_attribute",
            at("overlap_seconds"),
        ),
        (
            json!({"role": "admin"}),
            422,
            "unknown_attribute",
            at("role"),
        ),
    ] {
        let refused = rotate(api, &id, &attributes).await;
        refused.is_error(status, code, &place);
    }
    rotate(api, NOBODY, &json!({}))
        .await
        .is_error(404, "not_found", "");
    let listed = api.get_as(&api.here.admin, KEYS).await;
    assert_eq!(listed.ids().len(), 3, "none was made");
}

async fn a_key_that_has_ended_is_not_rotated(api: &Api) {
    let made = create(api, &json!({"role": "reader"})).await;
    let id = made.created();
    assert_eq!(revoke(api, &id).await.status, StatusCode::NO_CONTENT);
    let refused = rotate(api, &id, &json!({})).await;
    refused.is_error(409, "key_has_ended", "");
}

async fn a_key_is_revoked(api: &Api) {
    let made = create(api, &json!({"role": "reader"})).await;
    let (id, token) = (made.created(), token(&made));
    api.get_as(&token, PEOPLE).await.ok();
    assert_eq!(revoke(api, &id).await.status, StatusCode::NO_CONTENT);
    is_unauthenticated(api, &token).await;
    let revoked = attributes(api, &id).await;
    assert_eq!(revoked["updated_at"], revoked["revoked_at"]);
    assert!(revoked["revoked_at"].is_string());
    assert_eq!(revoke(api, &id).await.status, StatusCode::NO_CONTENT);
    assert_eq!(attributes(api, &id).await, revoked, "the first time stands");
    revoke(api, NOBODY).await.is_error(404, "not_found", "");
}

async fn a_key_is_revoked_only_in_the_version_that_was_seen(api: &Api) {
    let made = create(api, &json!({"role": "reader"})).await;
    let (id, seen) = (made.created(), made.headers[ETAG].to_str().unwrap());
    let path = format!("{KEYS}/{id}");
    let revoke = async |seen: &str| {
        let seen = [(IF_MATCH, seen)];
        api.ask(Method::DELETE, &path, &seen, &Value::Null).await
    };
    rotate(api, &id, &json!({})).await.created();
    revoke(seen)
        .await
        .is_error(412, "precondition_failed", "If-Match");
    let found = api.get_as(&api.here.admin, &path).await;
    let seen = found.headers[ETAG].to_str().unwrap();
    assert_eq!(revoke(seen).await.status, StatusCode::NO_CONTENT);
}

/// Even if it is the last one: whoever operates the service makes another.
async fn an_admin_revokes_itself(api: &Api) {
    let own = api.here.admin_key.to_string();
    assert_eq!(revoke(api, &own).await.status, StatusCode::NO_CONTENT);
    is_unauthenticated(api, &api.here.admin).await;
    api.get_as(&api.here.reader, PEOPLE).await.ok();
}

async fn what_is_done_to_keys_is_audited(api: &Api) {
    let made = create(api, &json!({"role": "reader", "name": "Ada's laptop"})).await;
    let id = made.created();
    let successor = rotate(api, &id, &json!({})).await.created();
    revoke(api, &id).await;
    let path = "/v1/audit-events?filter[subject]=api_key&sort=created_at&filter[actor]=api_key";
    let log = api.get_as(&api.here.admin, path).await.ok();
    let said: Vec<_> = log["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["attributes"])
        .map(|it| (&it["act"], &it["subject_id"], &it["detail"], &it["status"]))
        .collect();
    let (id, nothing) = (json!(id), json!({}));
    let replaced = json!({"successor": successor});
    let (create, rotate, revoke) = (json!("create"), json!("rotate"), json!("revoke"));
    let (created, no_content) = (json!(201), json!(204));
    assert_eq!(
        said,
        [
            (&create, &id, &nothing, &created),
            (&rotate, &id, &replaced, &created),
            (&revoke, &id, &nothing, &no_content),
        ]
    );
    let text = log.to_string();
    assert!(!text.contains("whk_") && !text.contains("laptop"), "{text}");
}
