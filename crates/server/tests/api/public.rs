//! A service that knows its public URL.

use std::collections::BTreeSet;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, LOCATION};
use axum::http::{Method, Request};
use futures_util::StreamExt;
use serde_json::{Value, json};
use tower::ServiceExt;
use wellhead_jsonapi::media_type::ATOMIC;
use wellhead_server::{Settings, catalogue};

use crate::described;
use crate::support::{ACTIVATIONS, Api, JOBS, JSON_API, LINKS, Reply, link};

crate::on_both_engines![
    links_begin_with_it,
    a_new_resource_and_a_job_are_located_by_it,
    events_have_it,
    operations_take_the_links_that_were_read,
    the_console_takes_forms_only_from_there,
];

const BASE: &str = "https://ledger.example/x";

fn settings() -> Settings {
    Settings {
        public_url: Some(BASE.parse().unwrap()),
        ..Settings::default()
    }
}

fn router(api: &Api) -> Router {
    wellhead_server::router(api.ledger.clone(), &settings())
}

async fn send(api: &Api, method: Method, path: &str, body: &Value) -> Reply {
    send_to(&router(api), api, method, path, body).await
}

async fn send_to(router: &Router, api: &Api, method: Method, path: &str, body: &Value) -> Reply {
    let content_type = match path {
        "/v1/operations" => format!("{JSON_API};ext=\"{ATOMIC}\""),
        _ => JSON_API.to_owned(),
    };
    let body = match body {
        Value::Null => Body::empty(),
        body => Body::from(body.to_string()),
    };
    let request = Request::builder()
        .method(method.clone())
        .uri(path)
        .header(AUTHORIZATION, format!("Bearer {}", api.here.admin))
        .header(CONTENT_TYPE, content_type)
        .body(body)
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let reply = Reply {
        status: parts.status,
        headers: parts.headers,
        body: serde_json::from_slice(&bytes).unwrap_or_default(),
    };
    described::check(&method, path, &reply);
    reply
}

/// The URLs in the `links` of a document, at any depth.
fn links(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|it| links(it, found)),
        Value::Object(members) => {
            for (name, member) in members {
                let within = member.as_object().filter(|_| name == "links");
                for link in within.into_iter().flat_map(|it| it.values()) {
                    let url = link.as_str().or(link["href"].as_str());
                    found.extend(url.map(str::to_owned));
                }
                links(member, found);
            }
        }
        _ => {}
    }
}

async fn links_begin_with_it(api: &Api) {
    let connector = api.activation(&api.here).await;
    let person = api.person(&api.here, "Ada").await;
    api.link(&person, &connector, "input").await;
    api.run(&connector, &json!({"direction": "input"})).await;
    let served = catalogue().into_iter();
    let lists = served.filter(|it| it.method == Method::GET && !it.path.contains('{'));
    let mut next: Vec<_> = lists
        .map(|it| it.path)
        .filter(|it| !it.ends_with("/export"))
        .collect();
    let mut seen: BTreeSet<_> = next.iter().cloned().collect();
    let mut followed = 0;
    while let Some(path) = next.pop() {
        let reply = send(api, Method::GET, &path, &Value::Null).await;
        assert!(!reply.status.is_server_error(), "{path}: {}", reply.body);
        let mut found = Vec::new();
        links(&reply.body, &mut found);
        assert!(!found.is_empty() || reply.status != 200, "{path}");
        for url in found {
            let below = url.strip_prefix(BASE);
            let below = below.unwrap_or_else(|| panic!("{path} has {url}"));
            if below.starts_with("/v1/") && seen.insert(below.to_owned()) {
                next.push(below.to_owned());
                followed += 1;
            }
        }
    }
    assert!(followed > 50, "{followed}");
}

async fn a_new_resource_and_a_job_are_located_by_it(api: &Api) {
    let ada = json!({"data": {"type": "people", "attributes": {"first_name": "Ada"}}});
    let router = router(api);
    let path = "/v1/people?include=workspace";
    let made = send_to(&router, api, Method::POST, path, &ada).await;
    let id = made.body["data"]["id"].as_str().unwrap();
    let location = format!("{BASE}/v1/people/{id}");
    assert_eq!(made.headers[LOCATION], *location);
    assert_eq!(
        made.body["links"]["self"],
        format!("{location}?include=workspace")
    );
    assert_eq!(made.body["data"]["links"]["self"], location);
    // The audit log reads from it what was made.
    let path = format!("/v1/audit-events?filter[subject_id]={id}");
    let noted = send_to(&router, api, Method::GET, &path, &Value::Null).await;
    assert_eq!(noted.body["data"][0]["attributes"]["act"], "create");

    let connector = api.activation(&api.here).await;
    let path = format!("{ACTIVATIONS}/{connector}");
    let job = send(api, Method::DELETE, &path, &Value::Null).await;
    let location = job.headers[LOCATION].to_str().unwrap();
    assert!(
        location.starts_with(&format!("{BASE}{JOBS}/")),
        "{location}"
    );
    for of in [&job.body["links"], &job.body["data"]["links"]] {
        assert_eq!(of["self"], location);
    }
}

async fn events_have_it(api: &Api) {
    api.person(&api.here, "Ada").await;
    let request = Request::get("/v1/changes")
        .header(AUTHORIZATION, format!("Bearer {}", api.here.reader))
        .header(ACCEPT, "text/event-stream")
        .body(Body::empty())
        .unwrap();
    let response = router(api).oneshot(request).await.unwrap();
    let mut parts = response.into_body().into_data_stream();
    loop {
        let part = parts.next().await.unwrap().unwrap();
        let text = String::from_utf8(part.to_vec()).unwrap();
        if text.contains("event: change") {
            assert!(text.contains(&format!("{BASE}/v1/changes/")), "{text}");
            return;
        }
    }
}

async fn operations_take_the_links_that_were_read(api: &Api) {
    let connector = api.activation(&api.here).await;
    let ada = api.person(&api.here, "Ada").await;
    let id = api.link(&ada, &connector, "input").await;
    let path = format!("{LINKS}/{id}");
    let read = send(api, Method::GET, &path, &Value::Null).await;
    let href = read.body["data"]["links"]["self"].clone();
    let remove = json!({"atomic:operations": [{"op": "remove", "href": href}]});
    let done = send(api, Method::POST, "/v1/operations", &remove).await;
    assert_eq!(done.status, 200, "{}", done.body);
    api.get(&path).await.is_error(404, "not_found", "");
    assert_ne!(
        api.post(LINKS, &link(&ada, &connector, "input"))
            .await
            .created(),
        id
    );
}

async fn the_console_takes_forms_only_from_there(api: &Api) {
    for (origin, status) in [
        ("https://ledger.example", 303),
        ("http://ledger.example", 403),
        ("https://ledger.example:8443", 403),
        ("http://127.0.0.1:8080", 403),
    ] {
        let request = Request::post("/console/sign-in")
            .header("host", "127.0.0.1:8080")
            .header("origin", origin)
            .body(Body::from(format!("key={}", api.here.reader)))
            .unwrap();
        let response = router(api).oneshot(request).await.unwrap();
        assert_eq!(response.status(), status, "{origin}");
        if status == 303 {
            let cookie = response.headers()["set-cookie"].to_str().unwrap();
            assert!(cookie.ends_with("; Secure"), "{cookie}");
        }
    }
}
