//! Creating resources.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use super::{ACTIVATIONS, PEOPLE, furnish};
use crate::support::{Api, LINKS, NOBODY, RUNS, link, run};

crate::on_both_engines![
    a_new_resource_is_answered_with_201_its_location_and_itself,
    an_id_can_be_chosen,
    an_id_of_null_is_none,
    a_taken_id_is_a_distinct_conflict,
    another_type_is_a_distinct_conflict,
    a_related_resource_that_does_not_exist_is_404,
    a_relationship_without_data_is_400,
    a_request_has_one_resource_with_a_type,
    a_failed_request_creates_nothing,
];

/// A new resource of each type that can be created, and its collection.
async fn news(api: &Api) -> [(&'static str, Value); 3] {
    let furniture = furnish(api).await;
    [
        (
            PEOPLE,
            json!({"data": {"type": "people", "attributes": {"first_name": "Cleo"}}}),
        ),
        (
            ACTIVATIONS,
            json!({"data": {
                "type": "workspace_connector",
                "relationships": {
                    "connector": {"data": {"type": "connector", "id": api.connector}}
                }
            }}),
        ),
        (LINKS, link(&furniture.bob, &furniture.activation, "output")),
    ]
}

async fn a_new_resource_is_answered_with_201_its_location_and_itself(api: &Api) {
    for (path, document) in news(api).await {
        let made = api.post(path, &document).await;
        let id = made.created();
        let location = made.headers[header::LOCATION].to_str().unwrap();
        assert_eq!(location, format!("{path}/{id}"));
        assert_eq!(made.body["data"]["links"]["self"], location);
        assert_eq!(api.get(location).await.ok()["data"], made.body["data"]);
    }
}

async fn an_id_can_be_chosen(api: &Api) {
    for (i, (path, mut document)) in news(api).await.into_iter().enumerate() {
        let id = format!("0190a1b2-0000-7000-8000-00000000000{i}");
        document["data"]["id"] = json!(id);
        let made = api.post(path, &document).await;
        assert_eq!(made.created(), id);
        assert_eq!(made.headers[header::LOCATION], format!("{path}/{id}"));
        document["data"]["id"] = json!("seven");
        let refused = api.post(path, &document).await;
        refused.is_error(422, "invalid_id", "/data/id");
    }
}

async fn an_id_of_null_is_none(api: &Api) {
    for (path, mut document) in news(api).await {
        document["data"]["id"] = Value::Null;
        let made = api.post(path, &document).await.created();
        let again = api.post(path, &document).await.created();
        assert_ne!(made, again, "{path}");
    }
    // Also where the ledger makes all ids.
    let connector = api.activation(&api.here).await;
    let mut run = run(&connector, &json!({"direction": "input"}));
    run["data"]["id"] = Value::Null;
    api.post(RUNS, &run).await.created();
    // An update needs one.
    let ada = api.person(&api.here, "Ada").await;
    let unnamed = json!({"data": {"type": "people", "id": null}});
    let refused = api.patch(&format!("/v1/people/{ada}"), &unnamed).await;
    refused.is_error(400, "invalid_document", "/data");
}

async fn a_taken_id_is_a_distinct_conflict(api: &Api) {
    for (path, mut document) in news(api).await {
        let id = api.post(path, &document).await.created();
        document["data"]["id"] = json!(id);
        let refused = api.post(path, &document).await;
        refused.is_error(409, "id_taken", "/data/id");
    }
}

async fn another_type_is_a_distinct_conflict(api: &Api) {
    for (path, mut document) in news(api).await {
        document["data"]["type"] = json!("connector");
        let refused = api.post(path, &document).await;
        refused.is_error(409, "type_mismatch", "/data/type");
    }
}

async fn a_related_resource_that_does_not_exist_is_404(api: &Api) {
    for (path, document) in news(api).await {
        let relationships = document["data"]["relationships"].as_object();
        for name in relationships.into_iter().flat_map(|it| it.keys()) {
            let mut changed = document.clone();
            changed["data"]["relationships"][name]["data"]["id"] = json!(NOBODY);
            let refused = api.post(path, &changed).await;
            let place = format!("/data/relationships/{name}");
            refused.is_error(404, "related_not_found", &place);
        }
    }
}

async fn a_relationship_without_data_is_400(api: &Api) {
    for (path, document) in news(api).await {
        let relationships = document["data"]["relationships"].as_object();
        for name in relationships.into_iter().flat_map(|it| it.keys()) {
            let mut changed = document.clone();
            changed["data"]["relationships"][name] = json!({"links": {}});
            let refused = api.post(path, &changed).await;
            let place = format!("/data/relationships/{name}");
            refused.is_error(400, "invalid_document", &place);
        }
    }
}

async fn a_request_has_one_resource_with_a_type(api: &Api) {
    for (path, document) in news(api).await {
        let many = json!({"data": [document["data"]]});
        api.post(path, &many)
            .await
            .is_error(400, "invalid_document", "/data");
        api.post(path, &json!({"data": null}))
            .await
            .is_error(400, "invalid_document", "/data");
        let mut untyped = document;
        untyped["data"].as_object_mut().unwrap().remove("type");
        api.post(path, &untyped)
            .await
            .is_error(400, "invalid_document", "/data");
    }
}

async fn a_failed_request_creates_nothing(api: &Api) {
    let news = news(api).await;
    let lists = async || {
        let mut ids = Vec::new();
        for path in [PEOPLE, ACTIVATIONS, LINKS] {
            ids.push(api.get(path).await.ids());
        }
        ids
    };
    let before = lists().await;
    for (path, document) in news {
        let mut odd = document.clone();
        odd["data"]["attributes"]["colour"] = json!("blue");
        let reply = api.post(path, &odd).await;
        assert_eq!(
            reply.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            reply.body
        );
        if document["data"].get("relationships").is_some() {
            let name = if path == LINKS { "people" } else { "connector" };
            let mut stranger = document;
            stranger["data"]["relationships"][name]["data"]["id"] = json!(NOBODY);
            let reply = api.post(path, &stranger).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{}", reply.body);
        }
    }
    assert_eq!(lists().await, before);
}
