//! Updating resources.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use super::shape;
use super::{ACTIVATIONS, PEOPLE, change, furnish, link_path};
use crate::support::{Api, NOBODY, Reply};

crate::on_both_engines![
    an_update_answers_200_with_the_resource_as_get_shows_it,
    an_update_that_is_only_tried_answers_200_with_the_resource_as_get_shows_it,
    missing_attributes_keep_their_values,
    missing_relationships_keep_their_values,
    relationships_are_replaced_by_their_data,
    what_is_not_supported_is_403,
    a_resource_that_does_not_exist_is_404,
    a_related_resource_that_does_not_exist_is_404,
    another_type_or_id_is_a_distinct_conflict,
    a_request_has_one_resource_with_type_and_id,
    an_update_that_fails_changes_nothing,
];

/// A resource of each type that can be updated: its path, its type, its id and a change.
async fn changes(api: &Api) -> [(String, &'static str, String, Value); 3] {
    let furniture = furnish(api).await;
    let [link, ..] = &*furniture.links else {
        panic!("there are links");
    };
    [
        (
            format!("{PEOPLE}/{}", furniture.ada),
            "people",
            furniture.ada.clone(),
            json!({"last_name": "Byron"}),
        ),
        (
            format!("{ACTIVATIONS}/{}", furniture.idle),
            "workspace_connector",
            furniture.idle.clone(),
            json!({"status": "suspended"}),
        ),
        (
            link_path(link),
            "people_workspace_connector",
            link.clone(),
            json!({"direction": "output"}),
        ),
    ]
}

async fn an_update_answers_200_with_the_resource_as_get_shows_it(api: &Api) {
    for (path, of, id, attributes) in changes(api).await {
        let before = api.get(&path).await;
        let after = api.patch(&path, &change(of, &id, &attributes)).await;
        // The server changes more than requested (the time), and shows it; a version has microseconds.
        let version = |reply: &Reply| {
            let tag = reply.headers[header::ETAG].to_str().unwrap();
            let (version, _) = tag[1..].split_once('-').unwrap();
            u64::from_str_radix(version, 16).unwrap()
        };
        assert!(version(&after) > version(&before), "{path}");
        assert_eq!(after.ok()["data"], api.get(&path).await.ok()["data"]);
        let same = api
            .patch(&path, &json!({"data": {"type": of, "id": id}}))
            .await;
        assert_eq!(
            same.status,
            StatusCode::OK,
            "also where nothing is asked for"
        );
        assert_eq!(same.body["data"]["id"], id);
    }
}

async fn an_update_that_is_only_tried_answers_200_with_the_resource_as_get_shows_it(api: &Api) {
    let id = furnish(api).await.activation;
    let path = format!("{ACTIVATIONS}/{id}");
    let before = api.get(&path).await.ok();
    let disable = change("workspace_connector", &id, &json!({"status": "disabled"}));
    let tried = api.patch(&format!("{path}?dry_run=true"), &disable).await;
    let tried = tried.ok();
    shape::check(&tried);
    assert_eq!(tried["data"], before["data"]);
    assert_eq!(api.get(&path).await.ok(), before);
}

async fn missing_attributes_keep_their_values(api: &Api) {
    for (path, of, id, attributes) in changes(api).await {
        let before = api.get(&path).await.ok();
        let after = api.patch(&path, &change(of, &id, &attributes)).await.ok();
        let mut expected = before["data"]["attributes"].clone();
        expected["updated_at"] = after["data"]["attributes"]["updated_at"].clone();
        for (name, value) in attributes.as_object().unwrap() {
            expected[name] = value.clone();
        }
        // A full name that was made of others follows them.
        if of == "people" {
            let parts = ["first_name", "last_name"].map(|name| expected[name].as_str());
            let parts: Vec<_> = parts.into_iter().flatten().collect();
            expected["full_name"] = parts.join(" ").into();
        }
        assert_eq!(after["data"]["attributes"], expected);
    }
}

async fn missing_relationships_keep_their_values(api: &Api) {
    for (path, of, id, attributes) in changes(api).await {
        let before = api.get(&path).await.ok();
        let after = api.patch(&path, &change(of, &id, &attributes)).await.ok();
        assert_eq!(
            after["data"]["relationships"],
            before["data"]["relationships"]
        );
    }
}

fn to_person(link: &str, person: &str) -> Value {
    json!({"data": {
        "type": "people_workspace_connector",
        "id": link,
        "relationships": {"people": {"data": {"type": "people", "id": person}}}
    }})
}

async fn relationships_are_replaced_by_their_data(api: &Api) {
    let furniture = furnish(api).await;
    let id = &furniture.links[0];
    let path = link_path(id);
    let before = api.get(&path).await.ok();
    let after = api.patch(&path, &to_person(id, &furniture.bob)).await.ok();
    let relationships = &after["data"]["relationships"];
    assert_eq!(relationships["people"]["data"]["id"], *furniture.bob);
    let other = "workspace_connector";
    assert_eq!(relationships[other], before["data"]["relationships"][other]);
    let mut without_data = to_person(id, &furniture.bob);
    without_data["data"]["relationships"]["people"] = json!({});
    let refused = api.patch(&path, &without_data).await;
    refused.is_error(400, "invalid_document", "/data/relationships/people");
}

async fn what_is_not_supported_is_403(api: &Api) {
    let furniture = furnish(api).await;
    for (path, of, id, _) in changes(api).await {
        for field in ["created_at", "updated_at", "deleted_at"] {
            let document = change(of, &id, &json!({ field: "2020-01-01T00:00:00Z" }));
            let refused = api.patch(&path, &document).await;
            refused.is_error(403, "read_only", &format!("/data/attributes/{field}"));
        }
    }
    let path = format!("{PEOPLE}/{}", furniture.ada);
    for (name, data) in [
        ("workspace", json!({"type": "workspace", "id": NOBODY})),
        ("people_workspace_connectors", json!([])),
    ] {
        let document = json!({"data": {
            "type": "people", "id": furniture.ada, "relationships": {name: {"data": data}}
        }});
        let refused = api.patch(&path, &document).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
    }
}

async fn a_resource_that_does_not_exist_is_404(api: &Api) {
    for (path, of, _, attributes) in changes(api).await {
        let (collection, _) = path.rsplit_once('/').unwrap();
        let document = change(of, NOBODY, &attributes);
        let refused = api
            .patch(&format!("{collection}/{NOBODY}"), &document)
            .await;
        refused.is_error(404, "not_found", "");
    }
}

async fn a_related_resource_that_does_not_exist_is_404(api: &Api) {
    let furniture = furnish(api).await;
    let id = &furniture.links[0];
    let refused = api.patch(&link_path(id), &to_person(id, NOBODY)).await;
    refused.is_error(404, "related_not_found", "/data/relationships/people");
}

async fn another_type_or_id_is_a_distinct_conflict(api: &Api) {
    for (path, of, id, attributes) in changes(api).await {
        let refused = api
            .patch(&path, &change("connector", &id, &attributes))
            .await;
        refused.is_error(409, "type_mismatch", "/data/type");
        let refused = api.patch(&path, &change(of, NOBODY, &attributes)).await;
        refused.is_error(409, "id_mismatch", "/data/id");
    }
}

async fn a_request_has_one_resource_with_type_and_id(api: &Api) {
    for (path, of, id, _) in changes(api).await {
        for data in [
            json!(null),
            json!([{"type": of, "id": id}]),
            json!({"type": of}),
            json!({"id": id}),
        ] {
            let refused = api.patch(&path, &json!({ "data": data })).await;
            refused.is_error(400, "invalid_document", "/data");
        }
    }
}

async fn an_update_that_fails_changes_nothing(api: &Api) {
    let furniture = furnish(api).await;
    let id = &furniture.links[0];
    let path = link_path(id);
    let before = api.get(&path).await.ok();
    let mut half = to_person(id, NOBODY);
    half["data"]["attributes"] = json!({"direction": "output"});
    assert_eq!(api.patch(&path, &half).await.status, StatusCode::NOT_FOUND);
    let mut half = to_person(id, &furniture.bob);
    half["data"]["attributes"] = json!({"direction": "sideways"});
    assert_eq!(
        api.patch(&path, &half).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(api.get(&path).await.ok()["data"], before["data"]);
}
