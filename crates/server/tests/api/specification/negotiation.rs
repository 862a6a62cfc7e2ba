//! Media types, extensions and profiles.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use wellhead_jsonapi::media_type::CURSOR_PAGINATION;

use super::{CONNECTORS, PEOPLE, furnish, items, link_path};
use crate::support::{Api, JSON_API, LINKS, NOBODY, Reply};

crate::on_both_engines![
    documents_go_out_as_json_api,
    lists_declare_the_profile_that_they_apply,
    requests_may_be_json_api_or_plain_json,
    a_request_with_a_foreign_parameter_is_415,
    a_request_with_an_unsupported_extension_is_415,
    a_request_without_a_supported_media_type_is_415,
    accept_with_nothing_but_foreign_parameters_is_406,
    accept_with_nothing_but_unsupported_extensions_is_406,
    unknown_profiles_are_ignored,
    every_response_varies_by_accept,
];

async fn create_person(api: &Api, content_type: Option<&str>) -> Reply {
    let document = json!({"data": {"type": "people", "attributes": {"first_name": "Ada"}}});
    let mut request =
        Request::post(PEOPLE).header(header::AUTHORIZATION, format!("Bearer {}", api.here.sync));
    if let Some(content_type) = content_type {
        request = request.header(header::CONTENT_TYPE, content_type);
    }
    let body = Body::from(document.to_string());
    api.call(request.body(body).unwrap()).await
}

async fn get(api: &Api, path: &str, accept: &str) -> Reply {
    let request = Request::get(path)
        .header(header::AUTHORIZATION, format!("Bearer {}", api.here.reader))
        .header(header::ACCEPT, accept)
        .body(Body::empty())
        .unwrap();
    api.call(request).await
}

fn content_type(reply: &Reply) -> &str {
    reply.headers[header::CONTENT_TYPE].to_str().unwrap()
}

async fn documents_go_out_as_json_api(api: &Api) {
    let furniture = furnish(api).await;
    let link = link_path(&furniture.links[0]);
    for reply in [
        api.get(&link).await,
        api.get(LINKS).await,
        api.get(&format!("{link}/relationships/people")).await,
        api.get(&link_path(NOBODY)).await,
        create_person(api, Some(JSON_API)).await,
        get(api, LINKS, "application/json").await,
    ] {
        let mut parts = content_type(&reply).split(';');
        assert_eq!(parts.next(), Some(JSON_API));
        for parameter in parts {
            let (name, _) = parameter.split_once('=').unwrap();
            assert!(["ext", "profile"].contains(&name.trim()), "{parameter}");
        }
    }
}

async fn lists_declare_the_profile_that_they_apply(api: &Api) {
    for path in [LINKS, PEOPLE, CONNECTORS] {
        let reply = api.get(path).await;
        let expected = format!("{JSON_API};profile=\"{CURSOR_PAGINATION}\"");
        assert_eq!(content_type(&reply), expected);
        assert_eq!(reply.body["jsonapi"]["profile"], json!([CURSOR_PAGINATION]));
    }
}

async fn requests_may_be_json_api_or_plain_json(api: &Api) {
    for content_type in [
        JSON_API,
        "application/json",
        "application/json; charset=utf-8",
        "Application/Vnd.Api+JSON",
    ] {
        create_person(api, Some(content_type)).await.created();
    }
}

async fn is_415(api: &Api, content_type: Option<&str>) {
    let before = api.get(PEOPLE).await.ids();
    let reply = create_person(api, content_type).await;
    reply.is_error(415, "unsupported_media_type", "content-type");
    assert_eq!(api.get(PEOPLE).await.ids(), before);
}

async fn a_request_with_a_foreign_parameter_is_415(api: &Api) {
    for parameter in ["charset=utf-8", "version=\"1.1\"", "q=1"] {
        is_415(api, Some(&format!("{JSON_API}; {parameter}"))).await;
    }
}

async fn a_request_with_an_unsupported_extension_is_415(api: &Api) {
    let unknown = format!("{JSON_API}; ext=\"https://example.com/unknown\"");
    is_415(api, Some(&unknown)).await;
}

async fn a_request_without_a_supported_media_type_is_415(api: &Api) {
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/xml"),
        Some("nonsense"),
    ] {
        is_415(api, content_type).await;
    }
    let furniture = furnish(api).await;
    let path = link_path(&furniture.links[0]);
    for path in [path.clone(), format!("{path}/relationships/people")] {
        let request = Request::builder()
            .method(Method::PATCH)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", api.here.sync))
            .header(header::CONTENT_TYPE, "text/plain")
            .body(Body::from("{}"))
            .unwrap();
        let reply = api.call(request).await;
        reply.is_error(415, "unsupported_media_type", "content-type");
    }
}

async fn accept_with_nothing_but_foreign_parameters_is_406(api: &Api) {
    for path in [LINKS, CONNECTORS, &link_path(NOBODY)] {
        let reply = get(api, path, &format!("{JSON_API}; charset=utf-8, */*")).await;
        reply.is_error(406, "not_acceptable", "accept");
    }
    let mixed = format!("{JSON_API}; charset=utf-8, {JSON_API}");
    get(api, LINKS, &mixed).await.ok();
}

async fn accept_with_nothing_but_unsupported_extensions_is_406(api: &Api) {
    let unknown = format!("{JSON_API}; ext=\"https://example.com/unknown\"");
    let reply = get(api, LINKS, &unknown).await;
    reply.is_error(406, "not_acceptable", "accept");
    get(api, LINKS, &format!("{unknown}, {JSON_API}"))
        .await
        .ok();
}

async fn unknown_profiles_are_ignored(api: &Api) {
    let unknown = format!("{JSON_API}; profile=\"https://example.com/unknown\"");
    let document = get(api, LINKS, &unknown).await.ok();
    let applied = items(&document["jsonapi"]["profile"]);
    assert!(!applied.contains(&Value::from("https://example.com/unknown")));
    create_person(api, Some(&unknown)).await.created();
}

async fn every_response_varies_by_accept(api: &Api) {
    let furniture = furnish(api).await;
    let link = link_path(&furniture.links[0]);
    for reply in [
        api.get(&link).await,
        api.get(LINKS).await,
        get(api, LINKS, "text/html").await,
        api.get(&link_path(NOBODY)).await,
        create_person(api, Some(JSON_API)).await,
        create_person(api, Some("text/plain")).await,
        api.delete(&link).await,
    ] {
        let vary = reply.headers.get_all(header::VARY).iter();
        let names: Vec<_> = vary.map(|value| value.to_str().unwrap()).collect();
        assert_eq!(names, ["Accept"], "{}", reply.status);
    }
}
