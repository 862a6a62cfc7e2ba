//! Closing a run.

use super::{close, patch};
use crate::support::{Api, JSON_API, NOBODY, RUNS};
use axum::http::header::{ETAG, IF_MATCH};
use axum::http::{HeaderName, Method, StatusCode};
use serde_json::{Value, json};

crate::on_both_engines![
    a_run_is_closed_once,
    a_run_that_failed_keeps_the_reason,
    only_the_end_of_a_run_can_change,
    a_run_is_closed_only_in_the_version_that_was_seen,
    dry_runs_close_nothing,
    a_run_without_a_good_line_is_not_a_success,
];

async fn a_run_is_closed_once(api: &Api) {
    let connector = api.activation(&api.here).await;
    let id = api.run(&connector, &json!({"direction": "input"})).await;
    let success = json!({"status": "success"});
    let closed = patch(api, &id, &success).await.ok();
    let attributes = &closed["data"]["attributes"];
    assert_eq!(attributes["status"], "success");
    assert!(attributes["completed_at"].is_string() && attributes["duration_ms"].is_u64());
    let found = api.get(&format!("{RUNS}/{id}")).await.ok();
    assert_eq!(found["data"], closed["data"]);
    for again in [&success, &json!({"status": "error"})] {
        let refused = patch(api, &id, again).await;
        refused.is_error(409, "run_closed", "");
    }
    let missing = patch(api, NOBODY, &success).await;
    missing.is_error(404, "not_found", "");
}

async fn a_run_that_failed_keeps_the_reason(api: &Api) {
    let connector = api.activation(&api.here).await;
    for (error, kept) in [
        (json!("the token ran out"), "the token ran out"),
        (Value::Null, "no reason given"),
    ] {
        let id = api
            .run(&connector, &json!({"direction": "input", "mode": "full"}))
            .await;
        let closed = patch(api, &id, &json!({"status": "error", "error": error}))
            .await
            .ok();
        assert_eq!(closed["data"]["attributes"]["status"], "error");
        assert_eq!(closed["data"]["attributes"]["error"], kept);
    }
}

async fn only_the_end_of_a_run_can_change(api: &Api) {
    let connector = api.activation(&api.here).await;
    let id = api.run(&connector, &json!({"direction": "input"})).await;
    let before = api.get(&format!("{RUNS}/{id}")).await.ok();
    for (attributes, status, code, member) in [
        (json!({}), 422, "missing_attribute", ""),
        (
            json!({"status": "in_progress"}),
            422,
            "invalid_attribute",
            "/status",
        ),
        (
            json!({"status": "scheduled"}),
            422,
            "invalid_attribute",
            "/status",
        ),
        (
            json!({"status": "done"}),
            422,
            "invalid_attribute",
            "/status",
        ),
        (
            json!({"status": "success", "error": "no"}),
            422,
            "invalid_attribute",
            "/status",
        ),
        (
            json!({"status": "error", "error": "a\0b"}),
            422,
            "invalid_attribute",
            "/error",
        ),
        (
            json!({"status": "error", "error": "x".repeat(2_001)}),
            422,
            "invalid_attribute",
            "/error",
        ),
        (
            json!({"status": "success", "direction": "output"}),
            403,
            "read_only",
            "/direction",
        ),
        (
            json!({"status": "success", "metadata": {}}),
            403,
            "read_only",
            "/metadata",
        ),
        (
            json!({"status": "success", "colour": 1}),
            422,
            "unknown_attribute",
            "/colour",
        ),
    ] {
        let refused = patch(api, &id, &attributes).await;
        refused.is_error(status, code, &format!("/data/attributes{member}"));
    }
    let mut moved = close(&id, &json!({"status": "success"}));
    let data = json!({"type": "workspace_connector", "id": NOBODY});
    moved["data"]["relationships"] = json!({"workspace_connector": {"data": data}});
    let refused = api.patch(&format!("{RUNS}/{id}"), &moved).await;
    let place = "/data/relationships/workspace_connector/data";
    refused.is_error(403, "read_only", place);
    for (query, parameter) in [
        ("sweep_limit=101", "sweep_limit"),
        ("sweep_limit=half", "sweep_limit"),
        ("dry_run=yes", "dry_run"),
    ] {
        let path = format!("{RUNS}/{id}?{query}");
        let refused = api
            .patch(&path, &close(&id, &json!({"status": "success"})))
            .await;
        refused.is_error(400, "invalid_parameter", parameter);
    }
    let path = format!("{RUNS}/{id}?skip_sweep=true");
    let refused = api
        .patch(&path, &close(&id, &json!({"status": "error"})))
        .await;
    refused.is_error(400, "invalid_parameter", "skip_sweep");
    assert_eq!(api.get(&format!("{RUNS}/{id}")).await.ok(), before);
}

async fn a_run_is_closed_only_in_the_version_that_was_seen(api: &Api) {
    let connector = api.activation(&api.here).await;
    let id = api.run(&connector, &json!({"direction": "input"})).await;
    let path = format!("{RUNS}/{id}");
    let seen = api.get(&path).await.headers[ETAG]
        .to_str()
        .unwrap()
        .to_owned();
    api.deliver(&id, "", "{\"external_person_id\":\"E-1\"}\n")
        .await;
    let body = close(&id, &json!({"status": "success"}));
    let attempt = async |tag: &str| {
        let headers: [(HeaderName, &str); 1] = [(IF_MATCH, tag)];
        api.ask(Method::PATCH, &path, &headers, &body).await
    };
    let refused = attempt(&seen).await;
    refused.is_error(412, "precondition_failed", "If-Match");
    let seen = api.get(&path).await.headers[ETAG]
        .to_str()
        .unwrap()
        .to_owned();
    let closed = attempt(&seen).await;
    assert_eq!(closed.status, StatusCode::OK, "{}", closed.body);
    let content_type = closed.headers["content-type"].to_str().unwrap();
    assert_eq!(content_type, JSON_API);
}

async fn dry_runs_close_nothing(api: &Api) {
    let connector = api.activation(&api.here).await;
    let id = api.run(&connector, &json!({"direction": "input"})).await;
    let path = format!("{RUNS}/{id}?dry_run=true");
    let body = close(&id, &json!({"status": "success"}));
    let counted = api.patch(&path, &body).await.ok();
    let nothing = json!({"would_sweep": 0, "active": 0, "older": 0, "interrupted": 0});
    assert_eq!(counted["meta"], nothing);
    assert_eq!(counted["data"]["attributes"]["status"], "in_progress");
    patch(api, &id, &json!({"status": "success"})).await.ok();
    api.patch(&path, &body)
        .await
        .is_error(409, "run_closed", "");
}

async fn a_run_without_a_good_line_is_not_a_success(api: &Api) {
    let connector = api.activation(&api.here).await;
    for (mode, query) in [
        ("incremental", ""),
        ("full", ""),
        ("full", "?skip_sweep=true"),
    ] {
        let run = json!({"direction": "input", "mode": mode});
        let id = api.run(&connector, &run).await;
        api.deliver(&id, "", "no\n{}\n").await;
        let path = format!("{RUNS}/{id}{query}");
        let close = close(&id, &json!({"status": "success"}));
        let refused = api.patch(&path, &close).await;
        refused.is_error(409, "nothing_accepted", "");
        let detail = refused.body["errors"][0]["detail"].as_str().unwrap();
        assert!(
            detail.contains("2 lines") && detail.contains("error"),
            "{detail}"
        );
        // It is open, and may still get a good line.
        if query.is_empty() {
            let error = json!({"status": "error", "error": "nothing was good"});
            patch(api, &id, &error).await.ok();
        } else {
            let good = "{\"external_person_id\":\"E-1\"}\n";
            api.deliver(&id, "", good).await;
            let closed = api.patch(&path, &close).await.ok();
            assert_eq!(closed["data"]["attributes"]["status"], "success");
        }
    }
    // A run without any lines is fine.
    let id = api.run(&connector, &json!({"direction": "input"})).await;
    patch(api, &id, &json!({"status": "success"})).await.ok();
}
