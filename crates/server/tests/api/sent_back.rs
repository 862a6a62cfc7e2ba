//! Resources that a client sends back as it has read them, with what it cannot set.

use std::collections::BTreeSet;

use axum::http::Method;
use axum::http::header::ETAG;
use serde_json::{Value, json};
use wellhead_core::record::Kind;
use wellhead_server::catalogue;

use crate::recalls::{NOTIFICATIONS, SUPPRESSIONS, erase, person};
use crate::support::{ACTIVATIONS, Api, NOBODY, RUNS, Reply, link_of};
use crate::webhooks;

crate::on_both_engines![
    a_resource_as_it_was_read_is_accepted_and_changes_nothing,
    what_cannot_be_set_is_refused_only_where_it_differs,
    only_what_differs_is_changed,
    a_time_may_be_written_in_another_way,
    a_soft_deleted_resource_is_restored_with_all_it_has,
    a_run_is_sent_back_or_closed,
    a_relationship_without_data_stays,
    a_missing_resource_is_404,
];

/// The path of one resource of each type that can be updated, and of each state that matters.
async fn resources(api: &Api) -> Vec<String> {
    let mut paths = Vec::new();
    let earlier = api.activation(&api.here).await;
    let connector = api.reconnect(&earlier).await;
    for kind in Kind::ALL {
        let wire = kind.wire();
        let record = api.record(&api.here, kind).await;
        let link = link_of(kind, &record, &connector, "output");
        let link = api.post(wire.links_path, &link).await.created();
        paths.push(format!("{}/{record}", wire.records_path));
        paths.push(format!("{}/{link}", wire.links_path));
    }
    paths.push(format!("{ACTIVATIONS}/{connector}"));
    for direction in ["input", "output"] {
        let run = api.run(&connector, &json!({"direction": direction})).await;
        paths.push(format!("{RUNS}/{run}"));
        if direction == "output" {
            let end = json!({"status": "error", "error": "the CRM did not answer"});
            patch(api, paths.last().unwrap(), &json!({"attributes": end})).await;
        }
    }
    let ada = person(api, "P-1").await;
    let link = link_of(Kind::People, &ada, &connector, "output");
    api.post(Kind::People.wire().links_path, &link)
        .await
        .created();
    erase(api, &ada).await;
    for list in [NOTIFICATIONS, SUPPRESSIONS] {
        let id = api.get(list).await.ids().remove(0);
        paths.push(format!("{list}/{id}"));
    }
    let endpoint = webhooks::create(api, &api.here, &json!({"kinds": ["people"]})).await;
    paths.push(format!("{}/{endpoint}", webhooks::PATH));
    let workspace = api.here.tenant.workspace();
    paths.push(format!("/v1/retention-policies/{workspace}"));
    paths
}

/// The resource there, as an admin sees it, with the version in its entity tag.
async fn read(api: &Api, path: &str) -> Value {
    let found = api.get_as(&api.here.admin, path).await;
    let tag = found.headers[ETAG].to_str().unwrap();
    let version = json!(tag.split('-').next());
    let mut data = found.ok()["data"].take();
    data["version"] = version;
    data
}

/// Changes the resource there; `data` has the rest of it.
async fn patch(api: &Api, path: &str, data: &Value) -> Reply {
    let shown = read(api, path).await;
    let mut data = data.clone();
    for member in ["type", "id"] {
        data[member] = shown[member].clone();
    }
    api.patch(path, &json!({ "data": data })).await
}

#[test]
fn every_type_that_can_be_updated_is_tried() {
    let tried: BTreeSet<String> = Kind::ALL
        .iter()
        .flat_map(|kind| [kind.wire().records_path, kind.wire().links_path])
        .chain([
            ACTIVATIONS,
            RUNS,
            NOTIFICATIONS,
            SUPPRESSIONS,
            webhooks::PATH,
            "/v1/retention-policies",
        ])
        .map(|it| format!("{it}/{{id}}"))
        .collect();
    let served = catalogue().into_iter();
    let patched = served.filter(|it| it.method == Method::PATCH && it.refused.is_none());
    let patched: BTreeSet<_> = patched
        .map(|it| it.path)
        .filter(|it| !it.contains("/relationships/"))
        .collect();
    assert_eq!(tried, patched);
}

async fn a_resource_as_it_was_read_is_accepted_and_changes_nothing(api: &Api) {
    for path in resources(api).await {
        let before = read(api, &path).await;
        let reply = patch(api, &path, &before).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        let mut after = read(api, &path).await;
        if path.starts_with(webhooks::PATH) {
            // Any request to change one makes it try again, and counts as a change.
            after["version"] = before["version"].clone();
            after["attributes"]["updated_at"] = before["attributes"]["updated_at"].clone();
        }
        assert_eq!(after, before, "{path}");
    }
}

async fn what_cannot_be_set_is_refused_only_where_it_differs(api: &Api) {
    for path in resources(api).await {
        let before = read(api, &path).await;
        let attributes = before["attributes"].as_object().unwrap();
        let mut refused = 0;
        for (name, value) in attributes {
            let another = match value {
                Value::String(text) if text.ends_with('Z') => json!("2001-02-03T04:05:06.789Z"),
                Value::Null if name.ends_with("_at") => json!("2001-02-03T04:05:06.789Z"),
                Value::Number(_) => json!(987_654),
                Value::Object(_) => json!({"people": 987_654}),
                _ => continue,
            };
            let is_set = ["rank", "journal", "size", "position", "due_at"].contains(&&**name);
            if is_set || path.contains("retention") && value.is_object() {
                continue;
            }
            let mut data = before.clone();
            data["attributes"][name] = another;
            let reply = patch(api, &path, &data).await;
            if matches!(reply.body["errors"][0]["code"].as_str(), Some("read_only")) {
                reply.is_error(403, "read_only", &format!("/data/attributes/{name}"));
                refused += 1;
            }
        }
        assert!(refused > 0, "{path}");
        let relationships = before["relationships"].as_object();
        for (name, shown) in relationships.into_iter().flatten() {
            let Some(of) = shown["data"]["type"].as_str() else {
                continue;
            };
            if path.contains("-workspace-connectors/") && !name.ends_with("_by") {
                continue;
            }
            let mut data = before.clone();
            data["relationships"][name]["data"] = json!({"type": of, "id": NOBODY});
            let place = format!("/data/relationships/{name}/data");
            patch(api, &path, &data)
                .await
                .is_error(403, "read_only", &place);
        }
        assert_eq!(read(api, &path).await, before, "{path}");
    }
}

async fn only_what_differs_is_changed(api: &Api) {
    let ada = person(api, "P-1").await;
    let path = format!("/v1/people/{ada}");
    let mut data = read(api, &path).await;
    data["attributes"]["last_name"] = json!("Byron");
    patch(api, &path, &data).await.ok();
    let mut after = read(api, &path).await;
    for changed in ["updated_at", "full_name"] {
        after["attributes"][changed] = data["attributes"][changed].clone();
    }
    assert_eq!(after["attributes"], data["attributes"]);
    // What was read before is out of date now.
    let place = "/data/attributes/updated_at";
    patch(api, &path, &data)
        .await
        .is_error(403, "read_only", place);
}

async fn a_time_may_be_written_in_another_way(api: &Api) {
    let ada = person(api, "P-1").await;
    let path = format!("/v1/people/{ada}");
    let mut data = read(api, &path).await;
    let before = data.clone();
    for name in ["created_at", "updated_at"] {
        let time = data["attributes"][name].as_str().unwrap();
        data["attributes"][name] = json!(time.replace('Z', "000+00:00"));
    }
    patch(api, &path, &data).await.ok();
    assert_eq!(read(api, &path).await, before);
}

async fn a_soft_deleted_resource_is_restored_with_all_it_has(api: &Api) {
    let ada = person(api, "P-1").await;
    let path = format!("/v1/people/{ada}");
    api.delete(&path).await;
    let shown = format!("{path}?filter[deleted]=include");
    let deleted = read(api, &shown).await;
    let mut data = json!({"data": deleted});
    // As it is, it is not there to be changed.
    api.patch(&path, &data).await.is_error(404, "not_found", "");
    data["data"]["attributes"]["deleted_at"] = Value::Null;
    api.patch(&path, &data).await.ok();
    assert_eq!(
        read(api, &path).await["attributes"]["deleted_at"],
        Value::Null
    );
}

async fn a_run_is_sent_back_or_closed(api: &Api) {
    let connector = api.activation(&api.here).await;
    let run = api.run(&connector, &json!({"direction": "input"})).await;
    let path = format!("{RUNS}/{run}");
    let mut data = read(api, &path).await;
    data["attributes"]["status"] = json!("success");
    let closed = patch(api, &path, &data).await.ok();
    assert_eq!(closed["data"]["attributes"]["status"], "success");
    // The whole run is one that was read; its status alone asks to close it.
    let whole = read(api, &path).await;
    patch(api, &path, &whole).await.ok();
    let alone = json!({"attributes": {"status": "success"}});
    patch(api, &path, &alone)
        .await
        .is_error(409, "run_closed", "");
}

async fn a_relationship_without_data_stays(api: &Api) {
    for path in resources(api).await {
        let shown = read(api, &path).await;
        let mut relationships = shown["relationships"].clone();
        let each = relationships.as_object_mut();
        for relationship in each.into_iter().flat_map(|it| it.values_mut()) {
            *relationship = json!({"links": {"self": "/"}});
        }
        let data = match shown["type"].as_str() {
            _ if relationships.is_null() => continue,
            Some("workspace_connector_sync_log") => shown.clone(),
            Some("suppression") => json!({"attributes": {"lift_reason": null}}),
            _ => json!({}),
        };
        let mut sent = data.clone();
        sent["relationships"] = relationships;
        let reply = patch(api, &path, &sent).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        sent["relationships"]["colour"] = json!({"links": {}});
        let place = "/data/relationships/colour";
        let before = read(api, &path).await;
        let reply = patch(api, &path, &sent).await;
        let errors = reply.body["errors"].as_array().unwrap();
        let places: Vec<_> = errors.iter().map(|it| &it["source"]["pointer"]).collect();
        assert!(places.contains(&&json!(place)), "{path}: {}", reply.body);
        assert_eq!(read(api, &path).await, before, "{path}");
    }
}

async fn a_missing_resource_is_404(api: &Api) {
    for path in resources(api).await {
        let (collection, _) = path.rsplit_once('/').unwrap();
        let mut data = read(api, &path).await;
        data["id"] = json!(NOBODY);
        let missing = format!("{collection}/{NOBODY}");
        let reply = api.patch(&missing, &json!({ "data": data })).await;
        reply.is_error(404, "not_found", "");
    }
}
