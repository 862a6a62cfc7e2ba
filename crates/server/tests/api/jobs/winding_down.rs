//! Disabling and deleting a workspace connector, whose links a job deletes.

use super::{active, change, disable, furnish, status};
use crate::support::{ACTIVATIONS, Api, JOBS, LINKS, NOBODY};
use axum::http::header::{ETAG, IF_MATCH, IF_NONE_MATCH, LOCATION};
use axum::http::{HeaderName, Method, StatusCode};
use serde_json::json;

crate::on_both_engines![
    disabling_answers_202_with_a_job_that_deletes_the_links,
    disabling_twice_does_no_harm,
    other_changes_are_answered_at_once,
    deleting_takes_a_job,
    only_the_expected_version_is_wound_down,
    a_dry_run_shows_the_connector_and_counts_its_links,
    a_dry_run_of_a_deletion_returns_only_the_count,
    operations_do_not_disable,
];

async fn disabling_answers_202_with_a_job_that_deletes_the_links(api: &Api) {
    let furniture = furnish(api).await;
    let connector = &furniture.connectors[0];
    let deferred = disable(api, connector, "").await;
    assert_eq!(deferred.status, StatusCode::ACCEPTED, "{}", deferred.body);
    let job = &deferred.body["data"];
    assert_eq!(job["type"], "job");
    assert_eq!(
        deferred.headers[LOCATION],
        format!("{JOBS}/{}", job["id"].as_str().unwrap())
    );
    assert_eq!(job["attributes"]["kind"], "disconnect");
    assert_eq!(job["attributes"]["total"], 4);
    assert_eq!(status(api, connector).await, "disabled", "at once");
    let done = api.done(deferred).await;
    let attributes = &done["attributes"];
    assert_eq!(attributes["status"], "success");
    assert_eq!([&attributes["scanned"], &attributes["changed"]], [4, 4]);
    assert_eq!(attributes["progress"], 1.0);
    assert!(attributes["completed_at"].is_string());
    assert_eq!(
        done["relationships"]["workspace_connector"]["data"]["id"],
        *connector
    );
    assert_eq!(active(api, &furniture).await, [4]);
    let gone = api
        .get(&format!(
            "{LINKS}/{}?filter[deleted]=only",
            furniture.links[0]
        ))
        .await;
    assert!(gone.ok()["data"]["attributes"]["deleted_at"].is_string());
}

async fn disabling_twice_does_no_harm(api: &Api) {
    let furniture = furnish(api).await;
    for changed in [4, 0] {
        let job = api
            .done(disable(api, &furniture.connectors[0], "").await)
            .await;
        assert_eq!(job["attributes"]["changed"], changed);
        assert_eq!(job["attributes"]["progress"], 1.0);
    }
    assert_eq!(active(api, &furniture).await, [4]);
    let enabled = change(
        api,
        &furniture.connectors[0],
        "",
        &json!({"status": "enabled"}),
    )
    .await;
    assert_eq!(enabled.ok()["data"]["attributes"]["status"], "enabled");
    assert_eq!(
        active(api, &furniture).await,
        [4],
        "enabling brings nothing back"
    );
}

async fn other_changes_are_answered_at_once(api: &Api) {
    let furniture = furnish(api).await;
    let connector = &furniture.connectors[0];
    for status in ["suspended", "error", "enabled"] {
        change(api, connector, "", &json!({ "status": status }))
            .await
            .ok();
    }
    let refused = change(api, connector, "?dry_run=true", &json!({"status": "error"})).await;
    refused.is_error(400, "invalid_parameter", "dry_run");
    change(
        api,
        connector,
        "?dry_run=false",
        &json!({"status": "error"}),
    )
    .await
    .ok();
    assert_eq!(active(api, &furniture).await.len(), 5);
    assert!(api.get(JOBS).await.ids().is_empty());
}

async fn deleting_takes_a_job(api: &Api) {
    let furniture = furnish(api).await;
    let path = format!("{ACTIVATIONS}/{}", furniture.connectors[0]);
    let job = api.done(api.delete(&path).await).await;
    assert_eq!(job["attributes"]["kind"], "delete");
    assert_eq!(job["attributes"]["changed"], 4);
    api.get(&path).await.is_error(404, "not_found", "");
    assert_eq!(active(api, &furniture).await, [4]);
    api.delete(&path).await.is_error(404, "not_found", "");
    let restored = change(
        api,
        &furniture.connectors[0],
        "",
        &json!({"deleted_at": null}),
    )
    .await;
    assert_eq!(restored.ok()["data"]["attributes"]["status"], "disabled");
    assert_eq!(
        active(api, &furniture).await,
        [4],
        "its links stay as they are"
    );
}

async fn only_the_expected_version_is_wound_down(api: &Api) {
    let furniture = furnish(api).await;
    let connector = &furniture.connectors[0];
    let path = format!("{ACTIVATIONS}/{connector}");
    let tag = async || {
        api.get(&path).await.headers[ETAG]
            .to_str()
            .unwrap()
            .to_owned()
    };
    let outdated = tag().await;
    change(api, connector, "", &json!({"status": "error"}))
        .await
        .ok();
    let document = json!({"data": {
        "type": "workspace_connector", "id": connector, "attributes": {"status": "disabled"}
    }});
    let attempt = async |method, query: &str, header: HeaderName, tag: &str| {
        let path = format!("{path}{query}");
        api.ask(method, &path, &[(header, tag)], &document).await
    };
    for query in ["", "?dry_run=true"] {
        for method in [Method::PATCH, Method::DELETE] {
            for (header, place, tags) in [
                (IF_MATCH, "If-Match", outdated.clone()),
                (IF_NONE_MATCH, "If-None-Match", tag().await),
                (IF_NONE_MATCH, "If-None-Match", "*".to_owned()),
            ] {
                let refused = attempt(method.clone(), query, header, &tags).await;
                refused.is_error(412, "precondition_failed", place);
            }
        }
    }
    assert_eq!(status(api, connector).await, "error");
    assert!(api.get(JOBS).await.ids().is_empty());
    api.done(attempt(Method::PATCH, "", IF_MATCH, &tag().await).await)
        .await;
    api.done(attempt(Method::DELETE, "", IF_MATCH, &tag().await).await)
        .await;
    assert_eq!(active(api, &furniture).await, [4]);
}

async fn a_dry_run_shows_the_connector_and_counts_its_links(api: &Api) {
    let furniture = furnish(api).await;
    let connector = &furniture.connectors[0];
    let path = format!("{ACTIVATIONS}/{connector}");
    let found = api.get(&path).await.ok();
    let counted = disable(api, connector, "?dry_run=true").await;
    assert_eq!(counted.headers.get(LOCATION), None);
    assert!(counted.headers.contains_key(ETAG));
    let counted = counted.ok();
    assert_eq!(counted["data"], found["data"], "as it is");
    assert_eq!(counted["meta"], json!({"would_delete": 4}));
    assert_eq!(counted.get("included"), None);
    let query = "?dry_run=true&include=connector&fields[workspace_connector]=status,connector";
    let asked = disable(api, connector, query).await.ok();
    let status = json!({"status": "enabled"});
    assert_eq!(asked["data"]["attributes"], status);
    assert_eq!(asked["included"][0]["type"], "connector");
    assert_eq!(asked["meta"], json!({"would_delete": 4}));
    assert_eq!(api.get(&path).await.ok(), found, "nothing has changed");
    assert_eq!(active(api, &furniture).await.len(), 5);
    assert!(api.get(JOBS).await.ids().is_empty());
    let missing = disable(api, NOBODY, "?dry_run=true").await;
    missing.is_error(404, "not_found", "");
    api.done(api.delete(&path).await).await;
    let gone = disable(api, connector, "?dry_run=true").await;
    gone.is_error(404, "not_found", "");
    let both = json!({"status": "disabled", "deleted_at": null});
    let restored = change(api, connector, "?dry_run=true", &both).await.ok();
    assert!(restored["data"]["attributes"]["deleted_at"].is_string());
    assert_eq!(restored["meta"], json!({"would_delete": 0}));
}

async fn a_dry_run_of_a_deletion_returns_only_the_count(api: &Api) {
    let furniture = furnish(api).await;
    let connector = &furniture.connectors[0];
    let path = format!("{ACTIVATIONS}/{connector}?dry_run=true");
    let counted = api.delete(&path).await;
    for header in [LOCATION, ETAG] {
        assert_eq!(counted.headers.get(header), None);
    }
    let expected = json!({"jsonapi": {"version": "1.1"}, "meta": {"would_delete": 4}});
    assert_eq!(counted.ok(), expected);
    assert_eq!(status(api, connector).await, "enabled");
    assert_eq!(active(api, &furniture).await.len(), 5);
    assert!(api.get(JOBS).await.ids().is_empty());
    let missing = format!("{ACTIVATIONS}/{NOBODY}?dry_run=true");
    api.delete(&missing).await.is_error(404, "not_found", "");
}

async fn operations_do_not_disable(api: &Api) {
    let furniture = furnish(api).await;
    let connector = &furniture.connectors[0];
    let update = |status: &str| {
        json!([{"op": "update", "data": {
            "type": "workspace_connector", "id": connector, "attributes": {"status": status}
        }}])
    };
    let refused = api.operate(&api.here.admin, &update("disabled")).await;
    let place = "/atomic:operations/0/data/attributes/status";
    refused.is_error(403, "unsupported", place);
    api.operate(&api.here.admin, &update("suspended"))
        .await
        .ok();
    assert_eq!(status(api, connector).await, "suspended");
    for of in ["job", "workspace_connector_sync_log"] {
        let remove = json!([{"op": "remove", "ref": {"type": of, "id": NOBODY}}]);
        let refused = api.operate(&api.here.admin, &remove).await;
        refused.is_error(403, "unsupported", "/atomic:operations/0/ref/type");
    }
}
