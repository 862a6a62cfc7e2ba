//! People and workspace connectors, and what is read beside them.

use crate::support::{Api, NOBODY};
use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

crate::on_both_engines![
    a_person_comes_back_as_sent,
    a_known_external_id_resolves_to_its_person,
    a_person_is_changed_and_emptied,
    a_restored_person_may_have_lost_its_external_id,
    names_have_bounds,
    an_activation_has_a_status_and_a_connector,
    connectors_are_shared_and_read_only,
    a_workspace_is_the_keys_own,
];

fn person(attributes: &Value) -> Value {
    json!({"data": {"type": "people", "attributes": attributes}})
}

async fn a_person_comes_back_as_sent(api: &Api) {
    let sent = json!({
        "first_name": "Ada",
        "last_name": "Lovelace",
        "external_person_id": "E-1",
    });
    let made = api.post("/v1/people", &person(&sent)).await;
    let id = made.created();
    let path = format!("/v1/people/{id}");
    assert_eq!(made.headers[header::LOCATION], path);
    let data = api.get(&path).await.ok()["data"].clone();
    assert_eq!(data, made.body["data"]);
    let attributes = &data["attributes"];
    assert_eq!(attributes["first_name"], "Ada");
    assert_eq!(attributes["full_name"], "Ada Lovelace", "made of the two");
    assert_eq!(attributes["external_person_id"], "E-1");
    assert_eq!(attributes["deleted_at"], Value::Null);
    let workspace = &data["relationships"]["workspace"]["data"];
    assert_eq!(workspace["type"], "workspace");
    assert_eq!(workspace["id"], api.here.tenant.workspace().to_string());
    let found = api.get("/v1/people?filter[external_person_id]=E-1").await;
    assert_eq!(found.ids(), [id]);
}

async fn a_known_external_id_resolves_to_its_person(api: &Api) {
    let first = person(&json!({"full_name": "Ada", "external_person_id": "E-1"}));
    let id = api.post("/v1/people", &first).await.created();
    let again = person(&json!({"full_name": "Another", "external_person_id": "E-1"}));
    let found = api.post("/v1/people", &again).await.ok();
    assert_eq!(found["data"]["id"], id);
    assert_eq!(found["data"]["attributes"]["full_name"], "Ada");
    let there = api
        .send(Method::POST, "/v1/people", &api.there.sync, &first)
        .await;
    assert_ne!(there.created(), id);
    let other = api
        .post("/v1/people", &person(&json!({"external_person_id": "E-2"})))
        .await
        .created();
    let change = json!({"data": {
        "type": "people", "id": other, "attributes": {"external_person_id": "E-1"}
    }});
    let refused = api.patch(&format!("/v1/people/{other}"), &change).await;
    refused.is_error(
        409,
        "external_person_id_taken",
        "/data/attributes/external_person_id",
    );
    assert_eq!(refused.body["errors"][0]["meta"]["id"], id);
}

async fn a_person_is_changed_and_emptied(api: &Api) {
    let id = api.person(&api.here, "Ada").await;
    let path = format!("/v1/people/{id}");
    let change = json!({"data": {"type": "people", "id": id, "attributes": {
        "first_name": null, "last_name": "Byron"
    }}});
    let after = api.patch(&path, &change).await.ok();
    let attributes = &after["data"]["attributes"];
    assert_eq!(attributes["first_name"], Value::Null);
    assert_eq!(attributes["last_name"], "Byron");
    assert_eq!(attributes["full_name"], "Byron", "it follows its parts");
    assert_eq!(api.delete(&path).await.status, StatusCode::NO_CONTENT);
    api.get(&path).await.is_error(404, "not_found", "");
    let restore = json!({"data": {
        "type": "people", "id": id, "attributes": {"deleted_at": null}
    }});
    api.patch(&path, &restore).await.ok();
    api.get(&path).await.ok();
}

async fn a_restored_person_may_have_lost_its_external_id(api: &Api) {
    let body = person(&json!({"external_person_id": "E-1"}));
    let first = api.post("/v1/people", &body).await.created();
    let path = format!("/v1/people/{first}");
    assert_eq!(api.delete(&path).await.status, StatusCode::NO_CONTENT);
    api.post("/v1/people", &body).await.created();
    let restore = |attributes: Value| json!({"data": {"type": "people", "id": first, "attributes": attributes}});
    let refused = api
        .patch(&path, &restore(json!({"deleted_at": null})))
        .await;
    refused.is_error(
        409,
        "external_person_id_taken",
        "/data/attributes/deleted_at",
    );
    let attributes = json!({"deleted_at": null, "external_person_id": "E-1"});
    let refused = api.patch(&path, &restore(attributes)).await;
    refused.is_error(
        409,
        "external_person_id_taken",
        "/data/attributes/external_person_id",
    );
    let attributes = json!({"deleted_at": null, "external_person_id": "E-2"});
    api.patch(&path, &restore(attributes)).await.ok();
}

async fn names_have_bounds(api: &Api) {
    for (attributes, field) in [
        (json!({"first_name": ""}), "first_name"),
        (json!({"last_name": 7}), "last_name"),
        (json!({"full_name": "a\u{0}b"}), "full_name"),
        (json!({"full_name": "x".repeat(501)}), "full_name"),
        (json!({"external_person_id": "  "}), "external_person_id"),
    ] {
        let reply = api.post("/v1/people", &person(&attributes)).await;
        let place = format!("/data/attributes/{field}");
        reply.is_error(422, "invalid_attribute", &place);
    }
}

async fn an_activation_has_a_status_and_a_connector(api: &Api) {
    let id = api.activation(&api.here).await;
    let path = format!("/v1/workspace-connectors/{id}");
    let data = api.get(&path).await.ok()["data"].clone();
    assert_eq!(data["type"], "workspace_connector");
    assert_eq!(data["attributes"]["status"], "enabled");
    assert_eq!(
        data["relationships"]["connector"]["data"],
        json!({"type": "connector", "id": api.connector})
    );
    let change = |status| {
        json!({"data": {
            "type": "workspace_connector", "id": id, "attributes": {"status": status}
        }})
    };
    let after = api.patch(&path, &change("need_reconnect")).await.ok();
    assert_eq!(after["data"]["attributes"]["status"], "need_reconnect");
    api.patch(&path, &change("broken")).await.is_error(
        422,
        "invalid_attribute",
        "/data/attributes/status",
    );
    let unknown = json!({"data": {
        "type": "workspace_connector",
        "relationships": {"connector": {"data": {"type": "connector", "id": NOBODY}}}
    }});
    api.post("/v1/workspace-connectors", &unknown)
        .await
        .is_error(404, "related_not_found", "/data/relationships/connector");
}

async fn connectors_are_shared_and_read_only(api: &Api) {
    for token in [&api.here.reader, &api.there.reader] {
        let list = api.get_as(token, "/v1/connectors").await;
        assert_eq!(list.ids(), [&*api.connector]);
        let path = format!("/v1/connectors/{}", api.connector);
        let data = api.get_as(token, &path).await.ok()["data"].clone();
        assert_eq!(data["attributes"]["slug"], "crm");
        assert_eq!(data["attributes"]["name"], "The CRM");
    }
    let refused = api.post("/v1/connectors", &json!({})).await;
    refused.is_error(405, "method_not_allowed", "");
    assert!(
        refused.headers[header::ALLOW]
            .to_str()
            .unwrap()
            .contains("GET")
    );
}

async fn a_workspace_is_the_keys_own(api: &Api) {
    let [here, there] = [&api.here, &api.there].map(|it| it.tenant.workspace().to_string());
    let own = api.get(&format!("/v1/workspaces/{here}")).await.ok();
    assert_eq!(own["data"]["id"], here);
    assert_eq!(own["data"]["attributes"]["name"], "Here");
    for id in [&*there, NOBODY, "here"] {
        let reply = api.get(&format!("/v1/workspaces/{id}")).await;
        reply.is_error(404, "not_found", "");
    }
}
