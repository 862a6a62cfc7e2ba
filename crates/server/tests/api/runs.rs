//! Sync runs: opened and listed.

mod closing;

use crate::support::{ACTIVATIONS, Api, NOBODY, RUNS, Reply, run};
use axum::http::Method;
use axum::http::header::{ETAG, LOCATION};
use serde_json::{Value, json};

crate::on_both_engines![
    a_run_is_the_contracts_document,
    an_id_cannot_be_chosen,
    one_run_is_open_for_each_connector_and_direction,
    a_disabled_connector_gets_no_run,
    invalid_runs_are_refused_with_a_reason,
    runs_are_listed_and_filtered,
    a_connectors_runs_are_found_from_it,
];

fn close(id: &str, attributes: &Value) -> Value {
    json!({"data": {
        "type": "workspace_connector_sync_log", "id": id, "attributes": attributes
    }})
}

async fn patch(api: &Api, id: &str, attributes: &Value) -> Reply {
    api.patch(&format!("{RUNS}/{id}"), &close(id, attributes))
        .await
}

async fn a_run_is_the_contracts_document(api: &Api) {
    let connector = api.activation(&api.here).await;
    let document = run(&connector, &json!({"direction": "input"}));
    let opened = api
        .send(Method::POST, RUNS, &api.here.sync, &document)
        .await;
    let id = opened.created();
    assert_eq!(opened.headers[LOCATION], format!("{RUNS}/{id}"));
    let found = api.get(&format!("{RUNS}/{id}")).await;
    assert_eq!(found.headers[ETAG], opened.headers[ETAG]);
    let data = found.ok()["data"].clone();
    assert_eq!(data, opened.body["data"]);
    assert_eq!(data["type"], "workspace_connector_sync_log");
    let started = &data["attributes"]["started_at"];
    assert!(started.is_string());
    let expected = json!({
        "record": "people",
        "direction": "input",
        "trigger_type": "api",
        "mode": "incremental",
        "status": "in_progress",
        "started_at": started,
        "completed_at": null,
        "duration_ms": null,
        "error": null,
        "metadata": {
            "records_synced": 0,
            "records_created": 0,
            "records_matched": 0,
            "links_created": 0,
            "links_touched": 0,
            "rejected": 0,
            "conflicts": 0,
            "records_updated": 0,
            "values_kept": 0, "suppressed": 0,
            "links_swept": 0,
        },
        "created_at": started,
        "updated_at": started,
    });
    assert_eq!(data["attributes"], expected);
    assert_eq!(
        data["relationships"]["workspace_connector"]["data"],
        json!({"type": "workspace_connector", "id": connector})
    );
    let all = json!({
        "record": "invoice", "direction": "output", "trigger_type": "webhook", "mode": "full"
    });
    let other = api.post(RUNS, &run(&connector, &all)).await;
    other.created();
    for (name, value) in all.as_object().unwrap() {
        assert_eq!(&other.body["data"]["attributes"][name], value);
    }
}

async fn an_id_cannot_be_chosen(api: &Api) {
    let connector = api.activation(&api.here).await;
    let mut document = run(&connector, &json!({"direction": "input"}));
    document["data"]["id"] = json!(NOBODY);
    let refused = api.post(RUNS, &document).await;
    refused.is_error(403, "unsupported", "/data/id");
}

async fn one_run_is_open_for_each_connector_and_direction(api: &Api) {
    let connector = api.activation(&api.here).await;
    let other = api.activation(&api.here).await;
    let input = json!({"direction": "input"});
    let open = api.run(&connector, &input).await;
    let refused = api.post(RUNS, &run(&connector, &input)).await;
    refused.is_error(409, "run_open", "");
    assert_eq!(refused.body["errors"][0]["meta"]["id"], open);
    api.run(&connector, &json!({"direction": "output"})).await;
    api.run(&other, &input).await;
    patch(api, &open, &json!({"status": "success"})).await.ok();
    api.run(&connector, &input).await;
}

async fn a_disabled_connector_gets_no_run(api: &Api) {
    let connector = api.activation(&api.here).await;
    let path = format!("{ACTIVATIONS}/{connector}");
    let disable = json!({"data": {
        "type": "workspace_connector", "id": connector, "attributes": {"status": "disabled"}
    }});
    api.done(api.patch(&path, &disable).await).await;
    let document = run(&connector, &json!({"direction": "input"}));
    let refused = api.post(RUNS, &document).await;
    let place = "/data/relationships/workspace_connector";
    refused.is_error(409, "connector_disabled", place);
}

async fn invalid_runs_are_refused_with_a_reason(api: &Api) {
    let connector = api.activation(&api.here).await;
    let attribute = |name: &str| format!("/data/attributes/{name}");
    for (attributes, status, code, place) in [
        (
            json!({}),
            422,
            "missing_attribute",
            "/data/attributes".to_owned(),
        ),
        (
            json!({"direction": "up"}),
            422,
            "invalid_attribute",
            attribute("direction"),
        ),
        (
            json!({"direction": 1}),
            422,
            "invalid_attribute",
            attribute("direction"),
        ),
        (
            json!({"direction": "input", "trigger_type": "moon"}),
            422,
            "invalid_attribute",
            attribute("trigger_type"),
        ),
        (
            json!({"direction": "input", "mode": null}),
            422,
            "invalid_attribute",
            attribute("mode"),
        ),
        (
            json!({"direction": "input", "status": "success"}),
            403,
            "read_only",
            attribute("status"),
        ),
        (
            json!({"direction": "input", "started_at": "2020-01-01T00:00:00Z"}),
            403,
            "read_only",
            attribute("started_at"),
        ),
        (
            json!({"direction": "input", "colour": "red"}),
            422,
            "unknown_attribute",
            attribute("colour"),
        ),
    ] {
        let refused = api.post(RUNS, &run(&connector, &attributes)).await;
        refused.is_error(status, code, &place);
    }
    let nowhere = json!({"data": {
        "type": "workspace_connector_sync_log", "attributes": {"direction": "input"}
    }});
    let refused = api.post(RUNS, &nowhere).await;
    refused.is_error(422, "missing_relationship", "/data");
    let nobodys = run(NOBODY, &json!({"direction": "input"}));
    let refused = api.post(RUNS, &nobodys).await;
    let place = "/data/relationships/workspace_connector";
    refused.is_error(404, "related_not_found", place);
    assert!(api.get(RUNS).await.ids().is_empty());
}

/// Runs of two connectors, oldest first: a success, a failure and an open one; and the connectors.
async fn furnish(api: &Api) -> ([String; 3], [String; 2]) {
    let first = api.activation(&api.here).await;
    let second = api.activation(&api.here).await;
    let input = json!({"direction": "input"});
    let runs = [
        api.run(&first, &input).await,
        api.run(&second, &input).await,
        api.run(&first, &json!({"direction": "output"})).await,
    ];
    patch(api, &runs[0], &json!({"status": "success"}))
        .await
        .ok();
    patch(api, &runs[1], &json!({"status": "error"})).await.ok();
    (runs, [first, second])
}

async fn runs_are_listed_and_filtered(api: &Api) {
    let (runs, [first, second]) = furnish(api).await;
    for (query, expected) in [
        (String::new(), vec![2, 1, 0]),
        ("sort=started_at".to_owned(), vec![0, 1, 2]),
        ("sort=-started_at".to_owned(), vec![2, 1, 0]),
        ("sort=created_at".to_owned(), vec![0, 1, 2]),
        (format!("filter[workspace_connector]={first}"), vec![2, 0]),
        (
            format!("filter[workspace_connector]={second}&filter[status]=error"),
            vec![1],
        ),
        ("filter[status]=in_progress".to_owned(), vec![2]),
        ("filter[direction]=input".to_owned(), vec![1, 0]),
        (
            "filter[started_at][gte]=2020-01-01T00:00:00Z".to_owned(),
            vec![2, 1, 0],
        ),
        (
            "filter[started_at][lt]=2020-01-01T00:00:00Z".to_owned(),
            vec![],
        ),
        (format!("filter[workspace_connector]={NOBODY}"), vec![]),
    ] {
        let page = api.get(&format!("{RUNS}?page[total]=true&{query}")).await;
        let expected: Vec<_> = expected.into_iter().map(|i: usize| &*runs[i]).collect();
        assert_eq!(page.ids(), expected, "{query}");
        assert_eq!(page.body["meta"]["page"]["total"], expected.len());
    }
    let page = api.get(&format!("{RUNS}?page[size]=2")).await;
    let next = page.body["links"]["next"].as_str().unwrap();
    assert_eq!(api.get(next).await.ids(), [&*runs[0]]);
    for (query, code, parameter) in [
        ("filter[status]=well", "invalid_parameter", "filter[status]"),
        (
            "filter[started_at][gte]=now",
            "invalid_parameter",
            "filter[started_at][gte]",
        ),
        (
            "filter[created_at][gte]=2020-01-01T00:00:00Z",
            "unknown_parameter",
            "filter[created_at][gte]",
        ),
    ] {
        let refused = api.get(&format!("{RUNS}?{query}")).await;
        refused.is_error(400, code, parameter);
    }
    let path = format!("{RUNS}?include=workspace_connector.connector");
    let included = api.get(&path).await.ok()["included"].clone();
    let types: Vec<_> = included
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["type"])
        .collect();
    assert_eq!(
        types,
        ["workspace_connector", "workspace_connector", "connector"]
    );
}

async fn a_connectors_runs_are_found_from_it(api: &Api) {
    let (runs, [first, _]) = furnish(api).await;
    let path = format!("{ACTIVATIONS}/{first}");
    let below = |name: &str| format!("{path}/{name}");
    for name in [
        "workspace_connector_sync_logs",
        "relationships/workspace_connector_sync_logs",
    ] {
        assert_eq!(api.get(&below(name)).await.ids(), [&*runs[2], &runs[0]]);
        let open = format!("{}?filter[status]=in_progress", below(name));
        assert_eq!(api.get(&open).await.ids(), [&*runs[2]]);
        let owner = format!("{}?filter[workspace_connector]={first}", below(name));
        let refused = api.get(&owner).await;
        refused.is_error(400, "unknown_parameter", "filter[workspace_connector]");
    }
    let run = format!("{RUNS}/{}", runs[0]);
    api.done(api.delete(&path).await).await;
    // Its runs outlive it, and link to it.
    let related = api.get(&format!("{run}/workspace_connector")).await.ok();
    assert_eq!(related["data"]["id"], first);
    assert!(related["data"]["attributes"]["deleted_at"].is_string());
    let gone = api.get(&below("workspace_connector_sync_logs")).await;
    gone.is_error(404, "not_found", "");
    let path = below("workspace_connector_sync_logs?filter[deleted]=include");
    assert_eq!(api.get(&path).await.ids().len(), 2);
}
