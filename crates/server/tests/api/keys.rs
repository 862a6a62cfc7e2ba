//! Keys: who has access to a workspace.

mod ending;

use crate::support::{Api, NOBODY, Reply};
use axum::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH, LOCATION};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

crate::on_both_engines![
    admins_see_the_keys_of_their_workspace,
    nobody_sees_a_token,
    a_key_is_retrieved_and_has_a_version,
    keys_are_listed_page_by_page,
    a_key_is_made_and_its_token_shown_once,
    what_is_not_said_of_a_key_is_left_out,
    what_a_key_cannot_be_is_refused,
    only_admins_make_and_end_keys,
    it_is_known_when_a_key_was_used,
];

const KEYS: &str = "/v1/api-keys";

/// Makes a key.
async fn create(api: &Api, attributes: &Value) -> Reply {
    let body = json!({"data": {"type": "api_key", "attributes": attributes}});
    api.send(Method::POST, KEYS, &api.here.admin, &body).await
}

/// The token of a new key.
fn token(made: &Reply) -> String {
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let token = made.body["data"]["attributes"]["token"].as_str();
    token.unwrap().to_owned()
}

/// The attributes of a key.
async fn attributes(api: &Api, id: &str) -> Value {
    let found = api.get_as(&api.here.admin, &format!("{KEYS}/{id}")).await;
    found.ok()["data"]["attributes"].take()
}

async fn admins_see_the_keys_of_their_workspace(api: &Api) {
    let listed = api.get_as(&api.here.admin, KEYS).await;
    assert_eq!(listed.ids().len(), 3);
    let roles = listed.body["data"].as_array().unwrap().iter();
    let mut roles: Vec<_> = roles.map(|it| &it["attributes"]["role"]).collect();
    roles.sort_by_key(ToString::to_string);
    assert_eq!(roles, [&json!("admin"), &json!("reader"), &json!("sync")]);
    let theirs = api.there.admin_key.to_string();
    assert!(!listed.ids().contains(&theirs));
    for id in [theirs.as_str(), NOBODY, "all"] {
        let refused = api.get_as(&api.here.admin, &format!("{KEYS}/{id}")).await;
        refused.is_error(404, "not_found", "");
    }
    for token in [&api.here.reader, &api.here.sync] {
        let own = api.here.admin_key;
        for path in [KEYS.to_owned(), format!("{KEYS}/{own}")] {
            let refused = api.get_as(token, &path).await;
            refused.is_error(403, "forbidden", "");
        }
    }
}

async fn nobody_sees_a_token(api: &Api) {
    let key = format!("{KEYS}/{}", api.here.admin_key);
    for path in [KEYS, &key] {
        let text = api.get_as(&api.here.admin, path).await.ok().to_string();
        assert!(
            !text.contains("\"token\"") && !text.contains("hash"),
            "{text}"
        );
        for token in [&api.here.admin, &api.here.sync, &api.here.reader] {
            let secret = token.trim_start_matches("whk_");
            assert!(!text.contains(secret), "{text}");
        }
    }
}

async fn a_key_is_retrieved_and_has_a_version(api: &Api) {
    let revoked = api.here.reader_key;
    let path = format!("{KEYS}/{revoked}");
    let before = api.get_as(&api.here.admin, &path).await;
    let tag = before.headers[ETAG].to_str().unwrap().to_owned();
    let before = before.ok();
    let data = &before["data"];
    assert_eq!(
        (&data["type"], &data["id"]),
        (&json!("api_key"), &json!(revoked.to_string()))
    );
    let names: Vec<_> = data["attributes"].as_object().unwrap().keys().collect();
    let expected = [
        "role",
        "name",
        "prefix",
        "expires_at",
        "last_used_at",
        "created_at",
        "updated_at",
        "revoked_at",
    ];
    assert_eq!(names, expected);
    assert_eq!(data["attributes"]["revoked_at"], Value::Null);
    assert_eq!(data["links"]["self"], path);
    let again = api
        .ask(Method::GET, &path, &[(IF_NONE_MATCH, &tag)], &Value::Null)
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    api.revoke(revoked).await;
    let after = api
        .ask(Method::GET, &path, &[(IF_NONE_MATCH, &tag)], &Value::Null)
        .await
        .ok();
    assert_ne!(after["data"]["attributes"]["revoked_at"], Value::Null);
    let only = api
        .get_as(&api.here.admin, &format!("{path}?fields[api_key]=role"))
        .await
        .ok();
    assert_eq!(only["data"]["attributes"], json!({"role": "reader"}));
}

async fn keys_are_listed_page_by_page(api: &Api) {
    let all = api
        .get_as(&api.here.admin, &format!("{KEYS}?sort=created_at"))
        .await
        .ids();
    let mut found = Vec::new();
    let mut next = Some(format!(
        "{KEYS}?sort=created_at&page[size]=1&page[total]=true"
    ));
    while let Some(path) = next {
        let page = api.get_as(&api.here.admin, &path).await;
        found.extend(page.ids());
        assert_eq!(page.body["meta"]["page"]["total"], 3);
        next = page.body["links"]["next"].as_str().map(str::to_owned);
    }
    assert_eq!(found, all);
    let refused = api
        .get_as(&api.here.admin, &format!("{KEYS}?filter[role]=admin"))
        .await;
    refused.is_error(400, "unknown_parameter", "filter[role]");
}

async fn a_key_is_made_and_its_token_shown_once(api: &Api) {
    let expires_at = "2126-01-31T10:00:00.000Z";
    let wanted = json!({"role": "sync", "name": " The nightly import ", "expires_at": expires_at});
    let made = create(api, &wanted).await;
    let (id, token) = (made.created(), token(&made));
    assert_eq!(made.headers[CACHE_CONTROL], "no-store");
    assert_eq!(made.headers[LOCATION], format!("{KEYS}/{id}"));
    let shown = &made.body["data"]["attributes"];
    assert_eq!(token.len(), 68);
    assert_eq!(shown["prefix"], token[..12]);
    let found = attributes(api, &id).await;
    let mut without = shown.clone();
    without.as_object_mut().unwrap().remove("token");
    assert_eq!(found, without);
    assert_eq!(
        (&found["role"], &found["name"]),
        (&json!("sync"), &json!("The nightly import"))
    );
    assert_eq!(found["expires_at"], expires_at);
    let person = json!({"data": {"type": "people", "attributes": {"full_name": "Ada"}}});
    let wrote = api.send(Method::POST, "/v1/people", &token, &person).await;
    wrote.created();
    let forbidden = api.get_as(&token, KEYS).await;
    forbidden.is_error(403, "forbidden", "");
}

async fn what_is_not_said_of_a_key_is_left_out(api: &Api) {
    for wanted in [
        json!({"role": "reader"}),
        json!({"role": "reader", "name": null, "expires_at": null}),
    ] {
        let made = create(api, &wanted).await;
        api.get_as(&token(&made), "/v1/people").await.ok();
        let found = attributes(api, &made.created()).await;
        for name in [
            "name",
            "expires_at",
            "last_used_at",
            "updated_at",
            "revoked_at",
        ] {
            assert_eq!(found[name], Value::Null, "{name}");
        }
    }
}

async fn what_a_key_cannot_be_is_refused(api: &Api) {
    let at = |name: &str| format!("/data/attributes/{name}");
    for (attributes, status, code, place) in [
        (
            json!({}),
            422,
            "missing_attribute",
            "/data/attributes".to_owned(),
        ),
        (
            json!({"role": "owner"}),
            422,
            "invalid_attribute",
            at("role"),
        ),
        (json!({"role": 1}), 422, "invalid_attribute", at("role")),
        (
            json!({"role": "reader", "name": "  "}),
            422,
            "invalid_attribute",
            at("name"),
        ),
        (
            json!({"role": "reader", "expires_at": "2020-01-01T00:00:00Z"}),
            422,
            "invalid_attribute",
            at("expires_at"),
        ),
        (
            json!({"role": "reader", "expires_at": "soon"}),
            422,
            "invalid_attribute",
            at("expires_at"),
        ),
        (
            json!({"role": "reader", "token": "whk_"}),
            403,
            "read_only",
            at("token"),
        ),
        (
            json!({"role": "reader", "prefix": "whk_"}),
            403,
            "read_only",
            at("prefix"),
        ),
        (
            json!({"role": "reader", "scope": "all"}),
            422,
            "unknown_attribute",
            at("scope"),
        ),
    ] {
        let refused = create(api, &attributes).await;
        refused.is_error(status, code, &place);
    }
    let body = json!({"data": {"type": "api_key", "id": NOBODY, "attributes": {"role": "reader"}}});
    let refused = api.send(Method::POST, KEYS, &api.here.admin, &body).await;
    refused.is_error(403, "unsupported", "/data/id");
    let listed = api.get_as(&api.here.admin, KEYS).await;
    assert_eq!(listed.ids().len(), 3, "none was made");
}

async fn only_admins_make_and_end_keys(api: &Api) {
    let one = format!("{KEYS}/{}", api.here.admin_key);
    let key = json!({"data": {"type": "api_key", "attributes": {"role": "reader"}}});
    let rotation = json!({"data": {"type": "api_key_rotation"}});
    for token in [&api.here.reader, &api.here.sync] {
        for (method, path, body) in [
            (Method::POST, KEYS, &key),
            (Method::POST, &format!("{one}/rotations"), &rotation),
            (Method::DELETE, &one, &Value::Null),
        ] {
            let refused = api.send(method, path, token, body).await;
            refused.is_error(403, "forbidden", "");
        }
    }
    api.get_as(&api.here.admin, &one).await.ok();
}

async fn it_is_known_when_a_key_was_used(api: &Api) {
    let made = create(api, &json!({"role": "reader"})).await;
    let (id, token) = (made.created(), token(&made));
    api.ledger.write_uses().await.unwrap();
    assert_eq!(attributes(api, &id).await["last_used_at"], Value::Null);
    api.get_as(&token, "/v1/people").await.ok();
    assert_eq!(attributes(api, &id).await["last_used_at"], Value::Null);
    api.ledger.write_uses().await.unwrap();
    let found = attributes(api, &id).await;
    assert!(found["last_used_at"].as_str() >= found["created_at"].as_str());
    assert_eq!(found["updated_at"], Value::Null, "a use is no change");
    api.ledger.write_uses().await.unwrap();
    let again = attributes(api, &id).await;
    assert_eq!(again["last_used_at"], found["last_used_at"]);
}
