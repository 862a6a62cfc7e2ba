//! For how long what is over is kept, and that it is removed.

use axum::http::header::{ETAG, IF_MATCH};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Api, NOBODY, Reply};

crate::on_both_engines![
    a_policy_is_shown_and_changed,
    a_policy_is_changed_only_in_the_version_that_was_seen,
    what_is_no_period_is_refused,
    a_retention_is_counted_and_begun,
];

fn path(api: &Api) -> String {
    format!("/v1/retention-policies/{}", api.here.tenant.workspace())
}

async fn get(api: &Api) -> Value {
    let found = api.get_as(&api.here.admin, &path(api)).await.ok();
    found["data"]["attributes"].clone()
}

async fn change(api: &Api, attributes: &Value) -> Reply {
    let id = api.here.tenant.workspace().to_string();
    let body = json!({"data": {"type": "retention_policy", "id": id, "attributes": attributes}});
    api.send(Method::PATCH, &path(api), &api.here.admin, &body)
        .await
}

async fn a_policy_is_shown_and_changed(api: &Api) {
    let before = get(api).await;
    assert_eq!(before["journal"], Value::Null);
    assert_eq!(before["links"]["people"], Value::Null);
    assert_eq!(before["covers_since"]["invoice"], Value::Null);
    assert_eq!(before["updated_at"], Value::Null);
    let wanted =
        json!({"journal": 90, "links": {"people": 30, "company": 60}, "runs": {"people": 7}});
    let changed = change(api, &wanted).await.ok();
    let changed = &changed["data"]["attributes"];
    assert_eq!(*changed, get(api).await);
    assert_eq!(changed["journal"], 90);
    assert_eq!(changed["links"]["company"], 60);
    assert_eq!(changed["links"]["invoice"], Value::Null);
    // What is not named stays.
    let wanted = json!({"journal": null, "links": {"people": null}});
    change(api, &wanted).await.ok();
    let changed = get(api).await;
    assert_eq!(changed["journal"], Value::Null);
    assert_eq!(changed["links"]["people"], Value::Null);
    assert_eq!(changed["links"]["company"], 60);
    assert_eq!(changed["runs"]["people"], 7);
    for key in [&api.here.reader, &api.here.sync] {
        let refused = api.get_as(key, &path(api)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    let elsewhere = format!("/v1/retention-policies/{NOBODY}");
    let missing = api.get_as(&api.here.admin, &elsewhere).await;
    missing.is_error(404, "not_found", "");
}

async fn a_policy_is_changed_only_in_the_version_that_was_seen(api: &Api) {
    let shown = api.get_as(&api.here.admin, &path(api)).await;
    let tag = shown.headers[ETAG].to_str().unwrap().to_owned();
    let id = api.here.tenant.workspace().to_string();
    let body = json!({"data": {
        "type": "retention_policy", "id": id, "attributes": {"journal": 30}
    }});
    let ask = async || {
        api.ask(Method::PATCH, &path(api), &[(IF_MATCH, &tag)], &body)
            .await
    };
    assert_eq!(ask().await.status, StatusCode::OK);
    assert_eq!(ask().await.status, StatusCode::PRECONDITION_FAILED);
}

async fn what_is_no_period_is_refused(api: &Api) {
    for (attributes, place) in [
        (json!({"journal": 0}), "journal"),
        (json!({"journal": "30"}), "journal"),
        (json!({"links": 30}), "links"),
        (json!({"links": {}}), "links"),
        (json!({"links": {"people": 36_501}}), "links/people"),
        (json!({"links": {"people": 1.5}}), "links/people"),
        (json!({"history": {"dogs": 3}}), "history/dogs"),
    ] {
        let refused = change(api, &attributes).await;
        refused.is_error(
            422,
            "invalid_attribute",
            &format!("/data/attributes/{place}"),
        );
    }
    let refused = change(api, &json!({"covers_since": {"people": null}})).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let refused = change(api, &json!({"dogs": 3})).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(get(api).await["updated_at"], Value::Null);
}

async fn a_retention_is_counted_and_begun(api: &Api) {
    let person = api.person(&api.here, "Ada").await;
    let connector = api.activation(&api.here).await;
    let link = api.link(&person, &connector, "input").await;
    let link = format!("{}/{link}", crate::support::LINKS);
    assert_eq!(api.delete(&link).await.status, StatusCode::NO_CONTENT);
    change(api, &json!({"links": {"people": 1}, "runs": {"people": 1}}))
        .await
        .ok();
    let body = json!({"data": {"type": "retention"}});
    let begin = async |query: &str| {
        let path = format!("/v1/retentions{query}");
        api.send(Method::POST, &path, &api.here.admin, &body).await
    };
    let counted = begin("?dry_run=true").await.ok();
    let counted = &counted["data"]["attributes"];
    assert_eq!(counted["kind"], "retain");
    assert_eq!(counted["status"], "success");
    assert_eq!(counted["removed"], json!([]), "nothing is over for a day");
    assert_eq!(get(api).await["begun_at"], Value::Null);
    let done = api.done(begin("").await).await;
    assert_eq!(done["attributes"]["changed"], 0);
    assert!(get(api).await["begun_at"].is_string());
    let refused = api
        .send(Method::POST, "/v1/retentions", &api.here.sync, &body)
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
