//! Several changes in one request, beyond what `specification/operations.rs` covers.

use crate::support::{Api, JSON_API, LINKS, NOBODY, Reply, link};
use axum::http::{HeaderName, Method, StatusCode, header};
use serde_json::{Value, json};
use wellhead_jsonapi::media_type::ATOMIC;

crate::on_both_engines![
    each_operation_takes_the_role_that_its_resources_take,
    a_request_has_at_most_a_thousand_operations,
    a_document_may_be_large_and_has_a_limit,
    what_is_not_supported_is_403,
    a_target_that_is_not_there_is_404,
    a_target_of_the_wrong_sort_is_400,
    data_must_match_the_target,
    a_known_person_stands_for_the_new_one,
    each_operation_sees_the_previous_ones,
    conflicts_name_their_source,
    the_extension_must_be_named,
    no_query_parameters_are_taken,
];

fn add_person(attributes: &Value) -> Value {
    json!({"op": "add", "data": {"type": "people", "attributes": attributes}})
}

fn add_link(person: &str, connector: &str) -> Value {
    json!({"op": "add", "data": link(person, connector, "input")["data"]})
}

fn remove(of: &str, id: &str) -> Value {
    json!({"op": "remove", "ref": {"type": of, "id": id}})
}

async fn operate(api: &Api, operations: &[Value]) -> Reply {
    api.operate(&api.here.admin, &json!(operations)).await
}

async fn people(api: &Api) -> usize {
    api.get("/v1/people?page[size]=500").await.ids().len()
}

async fn each_operation_takes_the_role_that_its_resources_take(api: &Api) {
    let activation = api.activation(&api.here).await;
    let person = api.person(&api.here, "Ada").await;
    let connector = json!({"data": {"type": "connector", "id": api.connector}});
    let operations = [
        (
            json!({"op": "add", "data": {
                "type": "workspace_connector", "relationships": {"connector": connector}
            }}),
            "/data",
        ),
        (
            json!({"op": "update", "data": {"type": "workspace_connector", "id": activation}}),
            "/data",
        ),
        (remove("workspace_connector", &activation), "/ref"),
        (
            json!({"op": "remove", "href": format!("/v1/workspace-connectors/{activation}")}),
            "/href",
        ),
    ];
    for (operation, place) in operations {
        let both = json!([remove("people", &person), operation]);
        let refused = api.operate(&api.here.sync, &both).await;
        refused.is_error(403, "forbidden", &format!("/atomic:operations/1{place}"));
        let refused = api.operate(&api.here.reader, &both).await;
        refused.is_error(403, "forbidden", "");
        let alone = json!([operation]);
        // What the last operation removes is gone for the next one.
        let done = api.operate(&api.here.admin, &alone).await;
        assert_ne!(done.status, StatusCode::FORBIDDEN, "{}", done.body);
    }
    assert_eq!(people(api).await, 1);
    let done = json!([add_person(&json!({})), remove("people", &person)]);
    api.operate(&api.here.sync, &done).await.ok();
}

async fn a_request_has_at_most_a_thousand_operations(api: &Api) {
    let mut operations = vec![add_person(&json!({"first_name": "Ada"})); 1_001];
    let refused = operate(api, &operations).await;
    refused.is_error(413, "too_many_operations", "/atomic:operations");
    assert_eq!(people(api).await, 0);
    operations.pop();
    let done = operate(api, &operations).await.ok();
    assert_eq!(done["atomic:results"].as_array().unwrap().len(), 1_000);
    let list = api
        .get("/v1/people?page[size]=1&page[total]=true")
        .await
        .ok();
    assert_eq!(list["meta"]["page"]["total"], 1_000);
}

async fn a_document_may_be_large_and_has_a_limit(api: &Api) {
    let long = "x".repeat(500);
    let person = add_person(&json!({"first_name": long, "last_name": long, "full_name": long}));
    let operations = vec![person; 800];
    let size = json!(operations).to_string().len();
    assert!(size > 1 << 20, "more than one resource may have: {size}");
    operate(api, &operations).await.ok();
    let huge = json!([{"op": "add", "data": {"type": "people", "meta": "x".repeat(4 << 20)}}]);
    let refused = api.operate(&api.here.admin, &huge).await;
    refused.is_error(413, "body_too_large", "");
}

async fn what_is_not_supported_is_403(api: &Api) {
    let person = api.person(&api.here, "Ada").await;
    let activation = api.activation(&api.here).await;
    let link = api.link(&person, &activation, "input").await;
    let related = |op: &str, of: &str, id: &str, relationship: &str, data: Value| {
        json!({
            "op": op, "data": data, "ref": {"type": of, "id": id, "relationship": relationship}
        })
    };
    let one = json!({"type": "people", "id": person});
    let links = json!([{"type": "people_workspace_connector", "id": link}]);
    let of_link = "people_workspace_connector";
    let workspace = json!({"type": "workspace", "id": NOBODY});
    let connector = json!({"type": "connector", "id": api.connector});
    for (operation, place) in [
        (
            json!({"op": "add", "data": {"type": "connector"}}),
            "/data/type",
        ),
        (remove("connector", &api.connector), "/ref/type"),
        (remove("workspace", NOBODY), "/ref/type"),
        (
            json!({"op": "add", "href": "/v1/connectors", "data": {"type": "connector"}}),
            "/href",
        ),
        (
            related("add", of_link, &link, "people", one.clone()),
            "/ref",
        ),
        (related("remove", of_link, &link, "people", one), "/ref"),
        (
            related(
                "add",
                "people",
                &person,
                "people_workspace_connectors",
                links.clone(),
            ),
            "/ref",
        ),
        (
            related(
                "update",
                "people",
                &person,
                "people_workspace_connectors",
                json!([]),
            ),
            "/ref",
        ),
        (
            related(
                "remove",
                "people",
                &person,
                "people_workspace_connectors",
                links,
            ),
            "/ref",
        ),
        (
            related("update", "people", &person, "workspace", workspace),
            "/ref",
        ),
        (
            related(
                "update",
                "workspace_connector",
                &activation,
                "connector",
                connector,
            ),
            "/ref",
        ),
    ] {
        let refused = operate(api, &[operation]).await;
        let place = format!("/atomic:operations/0{place}");
        refused.is_error(403, "unsupported", &place);
    }
    let refused = operate(
        api,
        &[json!({"op": "update", "data": {
            "type": "people", "id": person, "attributes": {"created_at": "2020-01-01T00:00:00Z"}
        }})],
    )
    .await;
    let place = "/atomic:operations/0/data/attributes/created_at";
    refused.is_error(403, "read_only", place);
}

async fn a_target_that_is_not_there_is_404(api: &Api) {
    let person = api.person(&api.here, "Ada").await;
    let colour = json!({"type": "people", "id": person, "relationship": "colour"});
    for (operation, place) in [
        (remove("dogs", NOBODY), "/ref/type"),
        (remove("people", "me"), "/ref/id"),
        (remove("people", NOBODY), "/ref"),
        (json!({"op": "update", "ref": colour, "data": null}), "/ref"),
        (json!({"op": "remove", "href": "/v1/people/me"}), "/href"),
        (
            json!({"op": "remove", "href": format!("/v1/people/{NOBODY}")}),
            "/href",
        ),
        (
            json!({"op": "remove", "href": format!("/v1/people/{person}/a/b")}),
            "/href",
        ),
        (
            json!({"op": "update", "data": {"type": "people", "id": NOBODY}}),
            "/data",
        ),
        (
            json!({"op": "update", "data": {"type": "people", "id": "me"}}),
            "/data/id",
        ),
    ] {
        let refused = operate(api, &[add_person(&json!({})), operation]).await;
        let place = format!("/atomic:operations/1{place}");
        refused.is_error(404, "not_found", &place);
    }
    assert_eq!(people(api).await, 1);
}

async fn a_target_of_the_wrong_sort_is_400(api: &Api) {
    let person = api.person(&api.here, "Ada").await;
    let data = json!({"type": "people", "id": person});
    for (operation, place) in [
        (
            json!({"op": "add", "ref": data, "data": {"type": "people"}}),
            "/ref",
        ),
        (
            json!({"op": "add", "href": format!("/v1/people/{person}"), "data": {"type": "people"}}),
            "/href",
        ),
        (
            json!({"op": "update", "href": "/v1/people", "data": data}),
            "/href",
        ),
        (json!({"op": "remove", "href": "/v1/people"}), "/href"),
        (json!({"op": "update", "data": {"type": "people"}}), "/data"),
        (json!({"op": "update", "ref": data}), ""),
    ] {
        let refused = operate(api, &[operation]).await;
        let place = format!("/atomic:operations/0{place}");
        refused.is_error(400, "invalid_document", &place);
    }
}

async fn data_must_match_the_target(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let bob = api.person(&api.here, "Bob").await;
    let target = json!({"type": "people", "id": ada});
    let add = json!({"op": "add", "data": {"type": "people", "lid": "new"}});
    for (data, code, place) in [
        (json!({"type": "people", "id": bob}), "id_mismatch", "id"),
        (
            json!({"type": "people", "lid": "new"}),
            "id_mismatch",
            "lid",
        ),
        (
            json!({"type": "workspace_connector", "id": ada}),
            "type_mismatch",
            "type",
        ),
    ] {
        let update = json!({"op": "update", "ref": target, "data": data});
        let refused = operate(api, &[add.clone(), update]).await;
        refused.is_error(409, code, &format!("/atomic:operations/1/data/{place}"));
    }
}

async fn a_known_person_stands_for_the_new_one(api: &Api) {
    let known = json!({"first_name": "Ada", "external_person_id": "E-1"});
    let body = json!({"data": {"type": "people", "attributes": known}});
    let ada = api.post("/v1/people", &body).await.created();
    let activation = api.activation(&api.here).await;
    let mut again = add_person(&json!({"first_name": "Eve", "external_person_id": "E-1"}));
    again["data"]["lid"] = json!("eve");
    let mut of_eve = add_link(NOBODY, &activation);
    of_eve["data"]["relationships"]["people"]["data"] = json!({"type": "people", "lid": "eve"});
    let done = operate(api, &[again, of_eve]).await.ok();
    let results = &done["atomic:results"];
    assert_eq!(results[0]["data"]["id"], ada);
    assert_eq!(results[0]["data"]["attributes"]["first_name"], "Ada");
    assert_eq!(
        results[1]["data"]["relationships"]["people"]["data"]["id"],
        ada
    );
    assert_eq!(people(api).await, 1);
}

async fn each_operation_sees_the_previous_ones(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let activation = api.activation(&api.here).await;
    let gone = [remove("people", &ada), add_link(&ada, &activation)];
    let refused = operate(api, &gone).await;
    let place = "/atomic:operations/1/data/relationships/people";
    refused.is_error(404, "related_not_found", place);
    let twice = [remove("people", &ada), remove("people", &ada)];
    let refused = operate(api, &twice).await;
    refused.is_error(404, "not_found", "/atomic:operations/1/ref");

    let back = json!({"op": "update", "data": {
        "type": "people", "id": ada, "attributes": {"deleted_at": null}
    }});
    let operations = [remove("people", &ada), back, add_link(&ada, &activation)];
    let done = operate(api, &operations).await.ok();
    let results = &done["atomic:results"];
    assert_eq!(results[0], json!({}));
    assert_eq!(results[1]["data"]["attributes"]["deleted_at"], Value::Null);
    let link = results[2]["data"]["id"].as_str().unwrap();
    assert_eq!(api.get(LINKS).await.ids(), [link]);
}

async fn conflicts_name_their_source(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let external = json!({"external_person_id": "E-1"});
    let mut twin = add_person(&json!({}));
    twin["data"]["id"] = json!(ada);
    let refused = operate(api, &[add_person(&json!({})), twin]).await;
    refused.is_error(409, "id_taken", "/atomic:operations/1/data/id");
    let rename = json!({"op": "update", "data": {
        "type": "people", "id": ada, "attributes": external
    }});
    let refused = operate(api, &[add_person(&external), rename]).await;
    let place = "/atomic:operations/1/data/attributes/external_person_id";
    refused.is_error(409, "external_person_id_taken", place);
    assert_eq!(people(api).await, 1);
}

async fn the_extension_must_be_named(api: &Api) {
    let document = json!({"atomic:operations": [add_person(&json!({}))]});
    let send = async |content_type: &str, accept: &str| {
        let headers: [(HeaderName, &str); 2] = [
            (header::CONTENT_TYPE, content_type),
            (header::ACCEPT, accept),
        ];
        api.ask(Method::POST, "/v1/operations", &headers, &document)
            .await
    };
    let atomic = format!("{JSON_API};ext=\"{ATOMIC}\"");
    let other = format!("{JSON_API};ext=\"https://example.com/ext\"");
    for unnamed in [JSON_API, &other, "text/plain"] {
        let refused = send(unnamed, &atomic).await;
        refused.is_error(415, "unsupported_media_type", "content-type");
    }
    for unnamed in [JSON_API, &other, "text/html"] {
        let refused = send(&atomic, unnamed).await;
        refused.is_error(406, "not_acceptable", "accept");
    }
    assert_eq!(people(api).await, 0);
    for (content_type, accept) in [
        (&*atomic, &*atomic),
        (&atomic, "*/*"),
        ("application/json", "application/json"),
    ] {
        let done = send(content_type, accept).await;
        assert_eq!(done.headers[header::CONTENT_TYPE], atomic);
        done.ok();
    }
}

async fn no_query_parameters_are_taken(api: &Api) {
    let document = json!({"atomic:operations": [add_person(&json!({}))]});
    let media_type = format!("{JSON_API};ext=\"{ATOMIC}\"");
    let headers = [(header::CONTENT_TYPE, &*media_type)];
    for (query, code, parameter) in [
        ("include=people", "unsupported_include", "include"),
        ("pageSize=1", "unknown_parameter", "pageSize"),
    ] {
        let path = format!("/v1/operations?{query}");
        let refused = api.ask(Method::POST, &path, &headers, &document).await;
        refused.is_error(400, code, parameter);
    }
    assert_eq!(people(api).await, 0);
}
