//! Answers that are ready before their requests have been read, over a real socket: they arrive all the same.

use std::time::Duration;

use crate::support::{Api, JSON_API, NDJSON, NOBODY, RUNS, Served};
use axum::http::Method;
use serde_json::json;
use wellhead_server::{catalogue, console_catalogue};

crate::on_both_engines![
    a_refusal_arrives_after_everything_is_sent,
    a_late_body_breaks_nothing,
    a_connection_is_kept_if_the_body_was_read,
    a_body_that_is_held_back_is_not_requested,
    a_stop_is_not_held_up_for_long,
];

/// More than socket buffers hold, so that it can only be sent to a server that reads.
const LARGE: usize = 16 << 20;
const PERSON: &str = "{\"data\":{\"type\":\"people\"}}";
const CHUNKED: &str = "Transfer-Encoding: chunked\r\n";
const CLOSES: &str = "\r\nconnection: close\r\n";

/// The head of a request; `more` are additional headers.
fn head(request: &str, token: &str, content_type: &str, more: &str) -> String {
    format!(
        "{request} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: {content_type}\r\n{more}\r\n"
    )
}

fn length_of(body: &str) -> String {
    format!("Content-Length: {}\r\n", body.len())
}

/// To a client that reads the answer and continues sending.
#[tokio::test]
async fn every_route_announces_the_close_and_drains() {
    let api = Api::sqlite().await;
    let served = Served::begin(&api).await;
    let unread = ["/healthz", "/readyz", "/openapi.json", "/", "/no/where"];
    let routes = catalogue()
        .into_iter()
        .map(|it| (it.method, it.path))
        .chain(
            console_catalogue()
                .into_iter()
                .map(|it| (it.method, it.path)),
        )
        .chain(unread.map(|path| (Method::GET, path.to_owned())))
        .chain(["/v1/people", "/healthz"].map(|path| (Method::PUT, path.to_owned())));
    for (method, path) in routes {
        let request = format!("{method} {}", path.replace("{id}", NOBODY));
        let mut client = served.connect().await;
        client
            .send(head(&request, "whk_unknown", JSON_API, CHUNKED))
            .await;
        let (head, _) = client.answer().await;
        assert!(head.contains(CLOSES), "{request}: {head}");
        client.send_chunk(&vec![b'x'; 100_000]).await;
        client.send("0\r\n\r\n").await;
        let rest = client.rest().await;
        assert!(rest.is_empty(), "{request}: {rest:?}");
    }
}

/// To a client that sends everything before it reads.
async fn a_refusal_arrives_after_everything_is_sent(api: &Api) {
    let served = Served::begin(api).await;
    let connector = api.activation(&api.here).await;
    let run = api.run(&connector, &json!({"direction": "input"})).await;
    let close = json!({"data": {
        "type": "workspace_connector_sync_log", "id": run, "attributes": {"status": "success"}
    }});
    api.patch(&format!("{RUNS}/{run}"), &close).await.ok();
    let deliver = &*format!("POST {RUNS}/{run}/deliveries");
    let nowhere = &*format!("POST {RUNS}/{NOBODY}/deliveries");
    let wrongly = &*format!("{deliver}?atomic=x");
    let create = "POST /v1/people";
    let length = format!("Content-Length: {LARGE}\r\n");
    let sync = &*api.here.sync;
    for (request, token, content_type, answer, code) in [
        (deliver, "whk_unknown", NDJSON, 401, "unauthenticated"),
        (nowhere, sync, NDJSON, 404, "not_found"),
        ("PUT /v1/people", sync, NDJSON, 405, "method_not_allowed"),
        (deliver, sync, NDJSON, 409, "run_closed"),
        (create, sync, JSON_API, 413, "body_too_large"),
        (deliver, sync, "text/csv", 415, "unsupported_media_type"),
        (wrongly, sync, NDJSON, 400, "invalid_parameter"),
    ] {
        for framing in [&*length, CHUNKED] {
            let mut client = served.connect().await;
            client
                .send(head(request, token, content_type, framing))
                .await;
            let part = vec![b' '; 1 << 20];
            for _ in 0..LARGE / part.len() {
                match framing {
                    CHUNKED => client.send_chunk(&part).await,
                    _ => client.send(&part).await,
                }
            }
            if framing == CHUNKED {
                client.send("0\r\n\r\n").await;
            }
            let (head, body) = client.answer().await;
            let status = format!("HTTP/1.1 {answer} ");
            assert!(head.starts_with(&status), "{request}: {head}");
            assert!(head.contains(CLOSES), "{request}: {head}");
            assert!(body.contains(code), "{request}: {body}");
            assert!(client.rest().await.is_empty());
        }
    }
}

async fn a_late_body_breaks_nothing(api: &Api) {
    let served = Served::begin(api).await;
    let create = |token| head("POST /v1/people", token, JSON_API, &length_of(PERSON));
    let mut client = served.connect().await;
    client.send(create("whk_unknown")).await;
    let (head, _) = client.answer().await;
    assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
    assert!(head.contains(CLOSES), "{head}");
    client.send(PERSON).await;
    assert!(client.rest().await.is_empty());

    // A body that is needed is waited for, and the connection is kept.
    let mut client = served.connect().await;
    for _ in 0..2 {
        client.send(create(&api.here.sync)).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        client.send(PERSON).await;
        let (head, _) = client.answer().await;
        assert!(head.starts_with("HTTP/1.1 201 "), "{head}");
        assert!(!head.contains("\r\nconnection:"), "{head}");
    }
}

async fn a_connection_is_kept_if_the_body_was_read(api: &Api) {
    let served = Served::begin(api).await;
    let mut client = served.connect().await;
    let (sync, admin) = (&*api.here.sync, &*api.here.admin);
    for (request, token, body, answer) in [
        ("POST /v1/people", sync, PERSON, 201),
        ("GET /v1/people", sync, "", 200),
        (
            "POST /v1/people",
            sync,
            "{\"data\":{\"type\":\"dogs\"}}",
            409,
        ),
        // Nothing reads the body, but it has arrived with the head.
        ("POST /v1/people", "whk_unknown", PERSON, 401),
        ("DELETE /v1/people/me", admin, PERSON, 404),
        ("GET /v1/people", sync, "", 200),
    ] {
        let framing = match body {
            "" => String::new(),
            body => length_of(body),
        };
        let request_head = head(request, token, JSON_API, &framing);
        client.send(request_head + body).await;
        let (head, _) = client.answer().await;
        let status = format!("HTTP/1.1 {answer} ");
        assert!(head.starts_with(&status), "{request}: {head}");
        assert!(!head.contains("\r\nconnection:"), "{request}: {head}");
    }
}

async fn a_body_that_is_held_back_is_not_requested(api: &Api) {
    let served = Served::begin(api).await;
    let framing = length_of(PERSON) + "Expect: 100-continue\r\n";
    let create = |token| head("POST /v1/people", token, JSON_API, &framing);
    let mut client = served.connect().await;
    client.send(create("whk_unknown")).await;
    let (head, _) = client.answer().await;
    assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
    assert!(head.contains(CLOSES), "{head}");
    // A client that has waited long enough sends it anyway.
    client.send(PERSON).await;
    assert!(client.rest().await.is_empty());

    let mut client = served.connect().await;
    client.send(create(&api.here.sync)).await;
    assert_eq!(client.head().await, "HTTP/1.1 100 Continue\r\n\r\n");
    client.send(PERSON).await;
    let (head, _) = client.answer().await;
    assert!(head.starts_with("HTTP/1.1 201 "), "{head}");
}

/// Not even for a client that is refused and then neither sends nor disconnects.
async fn a_stop_is_not_held_up_for_long(api: &Api) {
    let served = Served::begin(api).await;
    let mut client = served.connect().await;
    client
        .send(head("POST /v1/people", "whk_unknown", JSON_API, CHUNKED))
        .await;
    client.answer().await;
    served.stop().await;
    assert!(client.rest().await.is_empty());
}
