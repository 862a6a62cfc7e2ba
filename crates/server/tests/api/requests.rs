//! Requests that fail before they reach the ledger.

use crate::support::{Api, JSON_API, LINKS, NOBODY};
use axum::body::Body;
use axum::http::{Request, header};
use wellhead_jsonapi::media_type::ATOMIC;
use wellhead_jsonapi::member_name::{is_custom_parameter_name, is_parameter_name};

crate::on_both_engines![
    unknown_paths_and_methods,
    malformed_json_says_where,
    a_repeated_member_is_refused,
    a_byte_order_mark_is_skipped,
    bodies_have_a_limit,
    media_types_are_negotiated,
    malformed_ids_are_not_found,
    a_trace_id_goes_through,
    health_needs_no_key,
];

/// JSON:API reserves all-lower-case names for itself; deliveries are not JSON:API.
#[test]
fn endpoints_own_parameters_are_named_as_json_api_asks() {
    let mut count = 0;
    for served in wellhead_server::catalogue() {
        for name in served.query.custom {
            assert!(is_parameter_name(name), "{name}");
            assert!(served.streams || is_custom_parameter_name(name), "{name}");
            count += 1;
        }
    }
    assert!(count > 5);
}

async fn unknown_paths_and_methods(api: &Api) {
    for path in ["/v1", "/v2/people", "/v1/people/", "/v1/people/a/b/c"] {
        api.get(path).await.is_error(404, "not_found", "");
    }
    let put = Request::put("/v1/people").body(Body::empty()).unwrap();
    let reply = api.call(put).await;
    reply.is_error(405, "method_not_allowed", "");
    let allowed = reply.headers[header::ALLOW].to_str().unwrap();
    assert!(
        allowed.contains("GET") && allowed.contains("POST"),
        "{allowed}"
    );
}

fn post(api: &Api, body: impl Into<Body>) -> Request<Body> {
    Request::post(LINKS)
        .header(header::AUTHORIZATION, format!("Bearer {}", api.here.sync))
        .header(header::CONTENT_TYPE, JSON_API)
        .body(body.into())
        .unwrap()
}

async fn malformed_json_says_where(api: &Api) {
    for body in ["", "{", "{\"data\": }", "nonsense", "\u{feff}"] {
        let reply = api.call(post(api, body)).await;
        reply.is_error(400, "invalid_json", "");
        let detail = reply.body["errors"][0]["detail"].as_str().unwrap();
        assert!(detail.contains("line"), "{detail}");
    }
    let deep = "[".repeat(100_000);
    api.call(post(api, deep))
        .await
        .is_error(400, "invalid_json", "");
    let bytes = b"{\"data\": \"\xff\"}".to_vec();
    api.call(post(api, bytes))
        .await
        .is_error(400, "invalid_json", "");
}

async fn a_repeated_member_is_refused(api: &Api) {
    let person = r#"{"data":{"type":"people","attributes":{"full_name":"one","full_name":"two"}}}"#;
    let mut request = post(api, person);
    *request.uri_mut() = "/v1/people".parse().unwrap();
    let place = "/data/attributes/full_name";
    let refused = api.call(request).await;
    refused.is_error(400, "repeated_member", place);

    let operations = r#"{"atomic:operations":[
        {"op":"add","data":{"type":"people","attributes":{"full_name":"one"}}},
        {"op":"add","data":{"type":"people","attributes":{"full_name":"one","full_name":"two"}}}
    ]}"#;
    let mut request = post(api, operations);
    *request.uri_mut() = "/v1/operations".parse().unwrap();
    let content_type = format!("{JSON_API};ext=\"{ATOMIC}\"");
    let headers = request.headers_mut();
    headers.insert(header::CONTENT_TYPE, content_type.parse().unwrap());
    let place = "/atomic:operations/1/data/attributes/full_name";
    let refused = api.call(request).await;
    refused.is_error(400, "repeated_member", place);
    assert_eq!(api.get("/v1/people").await.ids(), [""; 0]);
}

async fn a_byte_order_mark_is_skipped(api: &Api) {
    let person = "{\"data\":{\"type\":\"people\",\"attributes\":{\"full_name\":\"Ada\"}}}";
    let mut request = post(api, format!("\u{feff}{person}"));
    *request.uri_mut() = "/v1/people".parse().unwrap();
    api.call(request).await.created();
}

async fn bodies_have_a_limit(api: &Api) {
    let large = vec![b' '; (1 << 20) + 1];
    let reply = api.call(post(api, large.clone())).await;
    reply.is_error(413, "body_too_large", "");
    // Without a length, the limit is noticed while reading.
    let chunks = large
        .chunks(1 << 16)
        .map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec()));
    let stream = Body::from_stream(futures_util::stream::iter(chunks.collect::<Vec<_>>()));
    let reply = api.call(post(api, stream)).await;
    reply.is_error(413, "body_too_large", "");
}

async fn media_types_are_negotiated(api: &Api) {
    for (content_type, status) in [
        (JSON_API, 400),
        ("application/json", 400),
        ("application/json; charset=utf-8", 400),
        ("application/vnd.api+json; charset=utf-8", 415),
        (
            "application/vnd.api+json; ext=\"https://example.org/x\"",
            415,
        ),
        ("text/plain", 415),
    ] {
        let mut request = post(api, "{}");
        request
            .headers_mut()
            .insert(header::CONTENT_TYPE, content_type.parse().unwrap());
        let reply = api.call(request).await;
        assert_eq!(
            reply.status.as_u16(),
            status,
            "{content_type}: {}",
            reply.body
        );
    }
    for (accept, status) in [
        ("*/*", 200),
        ("application/vnd.api+json", 200),
        ("application/json", 200),
        ("text/html, application/vnd.api+json; charset=utf-8", 406),
        (
            "application/vnd.api+json; charset=utf-8, application/vnd.api+json",
            200,
        ),
        ("text/html", 406),
    ] {
        let request = Request::get(LINKS)
            .header(header::AUTHORIZATION, format!("Bearer {}", api.here.reader))
            .header(header::ACCEPT, accept)
            .body(Body::empty())
            .unwrap();
        let reply = api.call(request).await;
        assert_eq!(reply.status.as_u16(), status, "{accept}: {}", reply.body);
        assert_eq!(reply.headers[header::VARY], "Accept");
        let content_type = reply.headers[header::CONTENT_TYPE].to_str().unwrap();
        assert!(content_type.starts_with(JSON_API), "{content_type}");
    }
}

async fn malformed_ids_are_not_found(api: &Api) {
    for resource in [
        "people",
        "workspace-connectors",
        "people-workspace-connectors",
        "connectors",
    ] {
        for id in ["1", "me", "%00", &NOBODY.replace('-', "")] {
            let reply = api.get(&format!("/v1/{resource}/{id}")).await;
            reply.is_error(404, "not_found", "");
        }
    }
}

async fn a_trace_id_goes_through(api: &Api) {
    let request = Request::get("/v1/people")
        .header(
            "traceparent",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        )
        .body(Body::empty())
        .unwrap();
    let reply = api.call(request).await;
    reply.is_error(401, "unauthenticated", "Authorization");
    let id = "4bf92f3577b34da6a3ce929d0e0e4736";
    assert_eq!(reply.body["errors"][0]["meta"]["trace_id"], id);
    assert_eq!(reply.headers["x-request-id"], id);
}

async fn health_needs_no_key(api: &Api) {
    for path in ["/healthz", "/readyz"] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        assert_eq!(api.call(request).await.status, 200);
    }
}
