//! Webhook endpoints: how they are made, changed and shown, and what they are told.

mod delivering;
mod receiver;

use crate::support::{Api, NOBODY, Workspace};
use axum::http::header::{ETAG, IF_MATCH, LOCATION};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use wellhead_core::webhook::{MAX_ENDPOINTS, MAX_SECRETS};

crate::on_both_engines![
    an_endpoint_is_made_with_a_secret_that_is_shown_once,
    an_endpoint_is_changed,
    an_endpoint_is_changed_only_in_the_version_that_was_seen,
    an_endpoint_is_deleted_for_good,
    a_url_that_webhooks_do_not_go_to_is_refused,
    kinds_are_named_once,
    what_the_ledger_sets_is_refused,
    a_position_ahead_of_the_journal_is_refused,
    there_are_so_many_endpoints_and_no_more,
    endpoints_are_listed_page_by_page,
    a_secret_is_rotated,
];

pub(crate) const PATH: &str = "/v1/webhook-endpoints";
/// Nothing listens there.
const NOWHERE: &str = "http://127.0.0.1:9/hook";

/// The document of a new endpoint.
fn new(url: &str, attributes: &Value) -> Value {
    let mut attributes = attributes.clone();
    attributes["url"] = json!(url);
    json!({"data": {"type": "webhook_endpoint", "attributes": attributes}})
}

/// Creates an endpoint where nothing listens, and returns its id.
pub(crate) async fn create(api: &Api, workspace: &Workspace, attributes: &Value) -> String {
    let body = new(NOWHERE, attributes);
    let reply = api.send(Method::POST, PATH, &workspace.admin, &body).await;
    reply.created()
}

/// The document that changes an endpoint.
fn change(id: &str, attributes: &Value) -> Value {
    json!({"data": {"type": "webhook_endpoint", "id": id, "attributes": attributes}})
}

async fn get(api: &Api, path: &str) -> Value {
    api.get_as(&api.here.admin, path).await.ok()
}

/// The attributes of an endpoint.
async fn attributes(api: &Api, id: &str) -> Value {
    let found = get(api, &format!("{PATH}/{id}")).await;
    found["data"]["attributes"].clone()
}

async fn an_endpoint_is_made_with_a_secret_that_is_shown_once(api: &Api) {
    let kinds = json!({"kinds": ["invoice", "people"]});
    let created = api.post(PATH, &new("HTTP://LocalHost:8099", &kinds)).await;
    let id = created.created();
    assert_eq!(created.headers[LOCATION], format!("{PATH}/{id}"));
    let shown = &created.body["data"];
    assert_eq!(shown["type"], "webhook_endpoint");
    let secret = shown["attributes"]["secret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_"), "{secret}");
    assert_eq!(secret.len(), 50);
    let mut expected = shown["attributes"].clone();
    expected.as_object_mut().unwrap().remove("secret");
    assert_eq!(expected["url"], "http://localhost:8099/");
    assert_eq!(expected["kinds"], json!(["invoice", "people"]));
    assert_eq!(expected["status"], "enabled");
    assert_eq!(expected["failures"], 0);
    assert_eq!(expected["secrets"].as_array().unwrap().len(), 1);
    assert_eq!(expected["last_outcome"], Value::Null);
    assert_eq!(attributes(api, &id).await, expected);
    let listed = get(api, PATH).await;
    assert_eq!(listed["data"][0]["attributes"], expected);
    let disabled = change(&id, &json!({"status": "disabled", "kinds": null}));
    let changed = api.patch(&format!("{PATH}/{id}"), &disabled).await.ok();
    assert_eq!(changed["data"]["attributes"]["kinds"], Value::Null);
    for document in [listed, changed] {
        assert!(!document.to_string().contains("whsec_"), "{document}");
    }
}

async fn an_endpoint_is_changed(api: &Api) {
    api.person(&api.here, "Ada").await;
    let id = create(api, &api.here, &json!({"status": "disabled"})).await;
    let one = format!("{PATH}/{id}");
    assert_eq!(attributes(api, &id).await["position"], 1);
    let all = json!({
        "url": "http://[::1]:9/", "status": "enabled", "kinds": ["company"], "position": 0
    });
    let changed = api.patch(&one, &change(&id, &all)).await.ok();
    for (name, value) in all.as_object().unwrap() {
        assert_eq!(changed["data"]["attributes"][name], *value, "{name}");
    }
    assert_eq!(get(api, &one).await, changed);
    let missing = format!("{PATH}/{NOBODY}");
    for attributes in [
        json!({"status": "enabled"}),
        json!({"url": "https://10.0.0.1/"}),
    ] {
        let refused = api.patch(&missing, &change(NOBODY, &attributes)).await;
        refused.is_error(404, "not_found", "");
    }
}

async fn an_endpoint_is_changed_only_in_the_version_that_was_seen(api: &Api) {
    let id = create(api, &api.here, &json!({})).await;
    let one = format!("{PATH}/{id}");
    let seen = api.get_as(&api.here.admin, &one).await;
    let seen = seen.headers[ETAG].to_str().unwrap().to_owned();
    let body = change(&id, &json!({"status": "disabled"}));
    let changed = api
        .ask(Method::PATCH, &one, &[(IF_MATCH, &seen)], &body)
        .await;
    let now = changed.headers[ETAG].to_str().unwrap().to_owned();
    changed.ok();
    for method in [Method::PATCH, Method::DELETE] {
        let refused = api.ask(method, &one, &[(IF_MATCH, &seen)], &body).await;
        refused.is_error(412, "precondition_failed", "If-Match");
    }
    let deleted = api
        .ask(Method::DELETE, &one, &[(IF_MATCH, &now)], &body)
        .await;
    assert_eq!(deleted.status, StatusCode::NO_CONTENT);
}

async fn an_endpoint_is_deleted_for_good(api: &Api) {
    let id = create(api, &api.here, &json!({})).await;
    let one = format!("{PATH}/{id}");
    assert_eq!(api.delete(&one).await.status, StatusCode::NO_CONTENT);
    api.delete(&one).await.is_error(404, "not_found", "");
    for path in [one.clone(), format!("{one}/attempts")] {
        let missing = api.get_as(&api.here.admin, &path).await;
        missing.is_error(404, "not_found", "");
    }
    assert_eq!(get(api, PATH).await["data"], json!([]));
}

async fn a_url_that_webhooks_do_not_go_to_is_refused(api: &Api) {
    let id = create(api, &api.here, &json!({})).await;
    let one = format!("{PATH}/{id}");
    for (url, why) in [
        ("", "is not a URL"),
        ("example.com/hook", "is not a URL"),
        ("http://example.com/", "must begin with https://"),
        ("ftp://localhost/", "must begin with https://"),
        ("https://me:pw@example.com/", "must not have a user name"),
        ("https://nobody.invalid/", "nobody.invalid does not resolve"),
        ("https://10.1.2.3/", "10.1.2.3 is a private address"),
        ("https://0xa010203/", "10.1.2.3 is a private address"),
        ("https://169.254.169.254/latest", "is a metadata address"),
        ("https://169.254.1.1/", "is a link-local address"),
        ("https://[fd00::1]/", "is a private address"),
        ("https://[fe80::1]/", "is a link-local address"),
        (
            "https://[::ffff:127.0.0.1]/",
            "is an IPv4 address in disguise",
        ),
        ("https://0.0.0.0/", "is an address of this host"),
        ("https://224.0.0.1/", "is a multicast address"),
    ] {
        let created = api.post(PATH, &new(url, &json!({}))).await;
        let changed = api.patch(&one, &change(&id, &json!({"url": url}))).await;
        for refused in [created, changed] {
            refused.is_error(422, "invalid_attribute", "/data/attributes/url");
            let detail = refused.body["errors"][0]["detail"].as_str().unwrap();
            assert!(detail.contains(why), "{url}: {detail}");
        }
    }
    assert_eq!(attributes(api, &id).await["url"], NOWHERE);
    let without = json!({"data": {"type": "webhook_endpoint"}});
    let refused = api.post(PATH, &without).await;
    refused.is_error(422, "missing_attribute", "/data");
}

async fn kinds_are_named_once(api: &Api) {
    for (kinds, place) in [
        (json!([]), "/data/attributes/kinds"),
        (json!("people"), "/data/attributes/kinds"),
        (json!(["person"]), "/data/attributes/kinds/0"),
        (json!(["people", 7]), "/data/attributes/kinds/1"),
        (json!(["people", "people"]), "/data/attributes/kinds/1"),
    ] {
        let refused = api
            .post(PATH, &new(NOWHERE, &json!({"kinds": kinds})))
            .await;
        refused.is_error(422, "invalid_attribute", place);
    }
}

async fn what_the_ledger_sets_is_refused(api: &Api) {
    let id = create(api, &api.here, &json!({})).await;
    for name in [
        "secret",
        "secrets",
        "failures",
        "last_outcome",
        "created_at",
    ] {
        let place = format!("/data/attributes/{name}");
        let created = api.post(PATH, &new(NOWHERE, &json!({name: null}))).await;
        created.is_error(403, "read_only", &place);
        let body = change(&id, &json!({name: "another"}));
        let changed = api.patch(&format!("{PATH}/{id}"), &body).await;
        changed.is_error(403, "read_only", &place);
    }
    let mut own = new(NOWHERE, &json!({}));
    own["data"]["id"] = json!(NOBODY);
    let refused = api.post(PATH, &own).await;
    refused.is_error(403, "unsupported", "/data/id");
}

async fn a_position_ahead_of_the_journal_is_refused(api: &Api) {
    api.person(&api.here, "Ada").await;
    let id = create(api, &api.here, &json!({"position": 1})).await;
    let place = "/data/attributes/position";
    let ahead = json!({"position": 2});
    let created = api.post(PATH, &new(NOWHERE, &ahead)).await;
    created.is_error(409, "position_ahead", place);
    let one = format!("{PATH}/{id}");
    let changed = api.patch(&one, &change(&id, &ahead)).await;
    changed.is_error(409, "position_ahead", place);
    for position in [json!(-1), json!(0.5), json!("0"), json!(null)] {
        let refused = api
            .patch(&one, &change(&id, &json!({"position": position})))
            .await;
        refused.is_error(422, "invalid_attribute", place);
    }
    // A whole number is one, however it is written.
    let moved = api
        .patch(&one, &change(&id, &json!({"position": 0.0})))
        .await;
    moved.ok();
    assert_eq!(attributes(api, &id).await["position"], 0);
}

async fn there_are_so_many_endpoints_and_no_more(api: &Api) {
    for _ in 0..MAX_ENDPOINTS {
        create(api, &api.here, &json!({"status": "disabled"})).await;
    }
    let refused = api.post(PATH, &new(NOWHERE, &json!({}))).await;
    refused.is_error(409, "too_many_webhook_endpoints", "");
    create(api, &api.there, &json!({})).await;
}

async fn endpoints_are_listed_page_by_page(api: &Api) {
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(create(api, &api.here, &json!({})).await);
    }
    create(api, &api.there, &json!({})).await;
    let path = format!("{PATH}?sort=created_at&page[size]=2&page[total]=true");
    let page = api.get_as(&api.here.admin, &path).await;
    assert_eq!(page.ids(), made[..2]);
    assert_eq!(page.body["meta"]["page"]["total"], 3);
    let next = page.body["links"]["next"].as_str().unwrap();
    assert_eq!(api.get_as(&api.here.admin, next).await.ids(), made[2..]);
}

async fn a_secret_is_rotated(api: &Api) {
    let id = create(api, &api.here, &json!({})).await;
    let path = format!("{PATH}/{id}/rotations");
    let rotation =
        |attributes: Value| json!({"data": {"type": "webhook_rotation", "attributes": attributes}});
    let rotated = api.post(&path, &rotation(json!({}))).await.ok();
    let first = &rotated["data"]["attributes"];
    let secret = first["secret"].as_str().unwrap();
    let lives = first["secrets"].as_array().unwrap();
    assert_eq!(lives.len(), 2);
    assert_eq!(lives[0]["expires_at"], Value::Null);
    assert!(lives[1]["expires_at"].is_string());
    // It is known to others: nothing else may sign.
    let now = rotation(json!({"overlap_seconds": 0}));
    let rotated = api.post(&path, &now).await.ok();
    let second = &rotated["data"]["attributes"];
    assert_ne!(second["secret"], secret);
    assert_eq!(second["secrets"].as_array().unwrap().len(), 1);
    for bad in [json!(-1), json!(604_801), json!("1"), json!(1.5)] {
        let bad = rotation(json!({"overlap_seconds": bad}));
        let place = "/data/attributes/overlap_seconds";
        let refused = api.post(&path, &bad).await;
        refused.is_error(422, "invalid_attribute", place);
    }
    for _ in 1..MAX_SECRETS {
        api.post(&path, &rotation(json!({}))).await.ok();
    }
    let refused = api.post(&path, &rotation(json!({}))).await;
    refused.is_error(409, "too_many_secrets", "");
    let nowhere = format!("{PATH}/{NOBODY}/rotations");
    let missing = api.post(&nowhere, &rotation(json!({}))).await;
    missing.is_error(404, "not_found", "");
}
