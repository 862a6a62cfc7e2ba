//! Updating relationships at their own URLs.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::{ACTIVATIONS, PEOPLE, furnish, link_path};
use crate::support::{Api, NOBODY};

crate::on_both_engines![
    a_to_one_relationship_is_replaced,
    a_to_one_relationship_takes_a_document_with_linkage,
    a_required_relationship_cannot_be_emptied,
    a_related_resource_that_does_not_exist_is_404,
    a_to_many_relationship_that_follows_from_others_is_403,
    a_to_one_relationship_that_is_for_good_is_403,
];

async fn a_to_one_relationship_is_replaced(api: &Api) {
    let furniture = furnish(api).await;
    let link = link_path(&furniture.links[0]);
    let path = format!("{link}/relationships/people");
    let bob = json!({"data": {"type": "people", "id": furniture.bob}});
    let after = api.patch(&path, &bob).await.ok();
    assert_eq!(after["data"], bob["data"]);
    assert_eq!(api.get(&path).await.ok()["data"], bob["data"]);
    let resource = api.get(&link).await.ok();
    assert_eq!(
        resource["data"]["relationships"]["people"]["data"],
        bob["data"]
    );
    let other = &resource["data"]["relationships"]["workspace_connector"]["data"];
    assert_eq!(other["id"], *furniture.activation);

    let path = format!("{link}/relationships/workspace_connector");
    let idle = json!({"data": {"type": "workspace_connector", "id": furniture.idle}});
    assert!(api.patch(&path, &idle).await.status.is_success());
    assert_eq!(api.get(&path).await.ok()["data"], idle["data"]);
}

async fn a_to_one_relationship_takes_a_document_with_linkage(api: &Api) {
    let furniture = furnish(api).await;
    let path = format!("{}/relationships/people", link_path(&furniture.links[0]));
    let before = api.get(&path).await.ok();
    for (document, status, place) in [
        (json!({}), 400, ""),
        (json!({"data": 7}), 400, "/data"),
        (json!({"data": {"type": "people"}}), 400, "/data"),
        (
            json!({"data": [{"type": "people", "id": furniture.bob}]}),
            422,
            "/data",
        ),
        (
            json!({"data": {"type": "dogs", "id": furniture.bob}}),
            409,
            "/data/type",
        ),
        (
            json!({"data": {"type": "people", "id": "bob"}}),
            422,
            "/data/id",
        ),
    ] {
        let reply = api.patch(&path, &document).await;
        assert_eq!(reply.status.as_u16(), status, "{document}: {}", reply.body);
        assert_eq!(
            reply.body["errors"][0]["source"]["pointer"], place,
            "{document}"
        );
    }
    assert_eq!(api.get(&path).await.ok()["data"], before["data"]);
}

async fn a_required_relationship_cannot_be_emptied(api: &Api) {
    let furniture = furnish(api).await;
    for name in ["people", "workspace_connector"] {
        let path = format!("{}/relationships/{name}", link_path(&furniture.links[0]));
        let reply = api.patch(&path, &json!({"data": null})).await;
        reply.is_error(422, "invalid_relationship", "/data");
        assert!(api.get(&path).await.ok()["data"].is_object());
    }
}

async fn a_related_resource_that_does_not_exist_is_404(api: &Api) {
    let furniture = furnish(api).await;
    let path = format!("{}/relationships/people", link_path(&furniture.links[0]));
    let stranger = json!({"data": {"type": "people", "id": NOBODY}});
    let reply = api.patch(&path, &stranger).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND, "{}", reply.body);
    let nowhere = format!("{}/relationships/people", link_path(NOBODY));
    let bob = json!({"data": {"type": "people", "id": furniture.bob}});
    api.patch(&nowhere, &bob)
        .await
        .is_error(404, "not_found", "");
}

async fn a_to_many_relationship_that_follows_from_others_is_403(api: &Api) {
    let furniture = furnish(api).await;
    let linkage = json!({"data": [
        {"type": "people_workspace_connector", "id": furniture.links[2]}
    ]});
    for path in [
        format!("{PEOPLE}/{}", furniture.ada),
        format!("{ACTIVATIONS}/{}", furniture.idle),
    ] {
        let path = format!("{path}/relationships/people_workspace_connectors");
        let before = api.get(&path).await.ids();
        for method in [Method::PATCH, Method::POST, Method::DELETE] {
            let reply = api.send(method, &path, &api.here.admin, &linkage).await;
            assert_eq!(
                reply.status,
                StatusCode::FORBIDDEN,
                "{path}: {}",
                reply.body
            );
        }
        assert_eq!(api.get(&path).await.ids(), before);
    }
}

async fn a_to_one_relationship_that_is_for_good_is_403(api: &Api) {
    let furniture = furnish(api).await;
    for (path, of, id) in [
        (
            format!("{PEOPLE}/{}/relationships/workspace", furniture.ada),
            "workspace",
            api.there.tenant.workspace().to_string(),
        ),
        (
            format!("{ACTIVATIONS}/{}/relationships/connector", furniture.idle),
            "connector",
            api.connector.clone(),
        ),
    ] {
        let before = api.get(&path).await.ok();
        let linkage = json!({"data": {"type": of, "id": id}});
        let reply = api.patch(&path, &linkage).await;
        assert_eq!(
            reply.status,
            StatusCode::FORBIDDEN,
            "{path}: {}",
            reply.body
        );
        assert_eq!(api.get(&path).await.ok()["data"], before["data"]);
    }
}
