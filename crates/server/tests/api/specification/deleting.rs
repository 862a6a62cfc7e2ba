//! Deleting resources.

use axum::http::{StatusCode, header};
use serde_json::Value;

use super::shape;
use super::{ACTIVATIONS, PEOPLE, furnish, link_path};
use crate::support::{Api, LINKS, NOBODY};

crate::on_both_engines![
    a_deletion_is_answered_with_204_and_no_content,
    a_deletion_that_takes_its_time_is_answered_with_202,
    a_deletion_that_is_only_tried_is_answered_with_200_and_meta_alone,
    a_resource_that_does_not_exist_is_404,
];

async fn a_deletion_is_answered_with_204_and_no_content(api: &Api) {
    let furniture = furnish(api).await;
    for path in [
        link_path(&furniture.links[0]),
        format!("{PEOPLE}/{}", furniture.bob),
    ] {
        let reply = api.delete(&path).await;
        assert_eq!(
            reply.status,
            StatusCode::NO_CONTENT,
            "{path}: {}",
            reply.body
        );
        assert_eq!(reply.body, Value::Null);
        assert_eq!(reply.headers.get(header::CONTENT_TYPE), None);
        api.get(&path).await.is_error(404, "not_found", "");
    }
}

async fn a_deletion_that_takes_its_time_is_answered_with_202(api: &Api) {
    let furniture = furnish(api).await;
    let path = format!("{ACTIVATIONS}/{}", furniture.activation);
    let deferred = api.delete(&path).await;
    assert_eq!(deferred.status, StatusCode::ACCEPTED);
    shape::check(&deferred.body);
    assert_eq!(deferred.body["data"]["type"], "job");
    let job = api.done(deferred).await;
    assert_eq!(job["attributes"]["status"], "success");
    api.get(&path).await.is_error(404, "not_found", "");
}

async fn a_deletion_that_is_only_tried_is_answered_with_200_and_meta_alone(api: &Api) {
    let furniture = furnish(api).await;
    let path = format!("{ACTIVATIONS}/{}", furniture.activation);
    let tried = api.delete(&format!("{path}?dry_run=true")).await.ok();
    shape::check(&tried);
    let members: Vec<_> = tried.as_object().unwrap().keys().collect();
    assert_eq!(members, ["jsonapi", "meta"]);
    api.get(&path).await.ok();
}

async fn a_resource_that_does_not_exist_is_404(api: &Api) {
    for collection in [LINKS, PEOPLE, ACTIVATIONS] {
        let reply = api.delete(&format!("{collection}/{NOBODY}")).await;
        reply.is_error(404, "not_found", "");
    }
}
