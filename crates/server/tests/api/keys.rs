//! Keys: who has access to a workspace.

use crate::support::{Api, NOBODY};
use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

crate::on_both_engines![
    admins_see_the_keys_of_their_workspace,
    nobody_sees_a_token,
    a_key_is_retrieved_and_has_a_version,
    keys_are_listed_page_by_page,
];

const KEYS: &str = "/v1/api-keys";

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
        assert!(!text.contains("whk_") && !text.contains("hash"), "{text}");
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
    assert_eq!(names, ["role", "created_at", "revoked_at"]);
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
