//! Deliveries that are refused, before a line is read or in the middle.

use std::fmt::Write;
use std::io;

use super::{last, lines, open, total, totals};
use crate::support::{ACTIVATIONS, Api, JSON_API, LINKS, NDJSON, NOBODY, RUNS};
use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use futures_util::stream;
use serde_json::json;

crate::on_both_engines![
    a_run_that_is_closed_takes_no_more_lines,
    invalid_deliveries_are_refused_before_they_are_read,
    wrong_parameters_are_named,
];

async fn a_run_that_is_closed_takes_no_more_lines(api: &Api) {
    let (_, run) = open(api).await;
    let close = json!({"data": {
        "type": "workspace_connector_sync_log", "id": run, "attributes": {"status": "success"}
    }});
    let path = format!("{RUNS}/{run}");
    // The run is closed when more of the body is read.
    let closing = async {
        api.patch(&path, &close).await.ok();
        Ok::<_, io::Error>(lines(4_000..6_000))
    };
    let first = lines(0..2_000);
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    let body = Body::from_stream(stream::unfold(receiver, async |mut receiver| {
        let part: Option<io::Result<String>> = receiver.recv().await;
        part.map(|part| (part, receiver))
    }));
    let sending = async {
        sender.send(Ok(first)).await.unwrap();
        // Exactly one batch of lines, so that they are written at once.
        while total(api, LINKS).await < 2_000 {
            tokio::task::yield_now().await;
        }
        sender.send(closing.await).await.unwrap();
        drop(sender);
    };
    let (said, ()) = tokio::join!(api.deliver(&run, "", body), sending);
    let error = last(&said, "error");
    assert_eq!(
        (&error["code"], &error["committed"]),
        (&json!("run_closed"), &json!(2_000))
    );
    assert_eq!(totals(api).await, [2_000, 2_000]);
}

async fn invalid_deliveries_are_refused_before_they_are_read(api: &Api) {
    let (connector, run) = open(api).await;
    let unread = || Body::from_stream(stream::pending::<io::Result<String>>());
    let with = async |name: HeaderName, value: Option<&str>| {
        let mut request = api.delivery(&run, "", unread());
        match value {
            Some(value) => request.headers_mut().insert(name, value.parse().unwrap()),
            None => request.headers_mut().remove(name),
        };
        api.call(request).await
    };
    for content_type in [
        None,
        Some(JSON_API),
        Some("text/csv"),
        Some("application/json"),
    ] {
        let refused = with(CONTENT_TYPE, content_type).await;
        refused.is_error(415, "unsupported_media_type", "content-type");
        let detail = refused.body["errors"][0]["detail"].as_str().unwrap();
        assert!(detail.contains(NDJSON), "{detail}");
    }
    let refused = with(CONTENT_ENCODING, Some("br")).await;
    refused.is_error(415, "unsupported_media_type", "content-encoding");
    let refused = with(ACCEPT, Some("text/html")).await;
    refused.is_error(406, "not_acceptable", "accept");

    let theirs = {
        let connector = api.activation(&api.there).await;
        let document = crate::support::run(&connector, &json!({"direction": "input"}));
        let method = axum::http::Method::POST;
        api.send(method, RUNS, &api.there.sync, &document)
            .await
            .created()
    };
    for missing in [NOBODY, &theirs, "me"] {
        let refused = api.call(api.delivery(missing, "", unread())).await;
        refused.is_error(404, "not_found", "");
    }
    let path = format!("{ACTIVATIONS}/{connector}");
    let disable = json!({"data": {
        "type": "workspace_connector", "id": connector, "attributes": {"status": "disabled"}
    }});
    assert_eq!(
        api.patch(&path, &disable).await.status,
        StatusCode::ACCEPTED
    );
    let refused = api.call(api.delivery(&run, "", unread())).await;
    refused.is_error(409, "connector_disabled", "");
    let close = json!({"data": {
        "type": "workspace_connector_sync_log", "id": run, "attributes": {"status": "error"}
    }});
    api.patch(&format!("{RUNS}/{run}"), &close).await.ok();
    let refused = api.call(api.delivery(&run, "", unread())).await;
    refused.is_error(409, "run_closed", "");
}

async fn wrong_parameters_are_named(api: &Api) {
    let (_, run) = open(api).await;
    for (query, code, parameter) in [
        ("on_duplicate=ignore", "invalid_parameter", "on_duplicate"),
        ("atomic=yes", "invalid_parameter", "atomic"),
        ("delivery=1", "invalid_parameter", "delivery"),
        ("from_line=0", "invalid_parameter", "from_line"),
        ("from_line=-1", "invalid_parameter", "from_line"),
        ("from_line=x", "invalid_parameter", "from_line"),
        ("dry_run=true", "unknown_parameter", "dry_run"),
        ("atomic=true&atomic=true", "repeated_parameter", "atomic"),
    ] {
        let request = api.delivery(&run, &format!("?{query}"), lines([0]));
        api.call(request).await.is_error(400, code, parameter);
    }
    let mut all = String::new();
    for parameter in ["on_duplicate=x", "atomic=x", "delivery=x", "from_line=x"] {
        write!(all, "&{parameter}").unwrap();
    }
    let refused = api
        .call(api.delivery(&run, &format!("?{all}"), lines([0])))
        .await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(refused.body["errors"].as_array().unwrap().len(), 4);
    assert_eq!(totals(api).await, [0, 0]);
}
