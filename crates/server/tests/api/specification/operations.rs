//! The Atomic Operations extension.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use wellhead_jsonapi::media_type::ATOMIC;

use super::{ACTIVATIONS, PEOPLE, furnish, items, link_path, names};
use crate::support::{self, Api, JSON_API, LINKS, NOBODY, Reply};

crate::on_both_engines![
    results_match_the_operations_in_order,
    operations_are_performed_in_order,
    a_lid_names_a_resource_added_before,
    ref_and_href_name_the_target,
    changes_are_returned_and_removals_are_not,
    a_relationship_is_changed_without_an_answer,
    a_failed_operation_undoes_the_others_and_is_named,
    the_extension_is_declared,
    the_extension_is_not_supported_elsewhere,
];

const OPERATIONS: &str = "/v1/operations";

async fn send(api: &Api, path: &str, document: &Value) -> Reply {
    let media_type = format!("{JSON_API};ext=\"{ATOMIC}\"");
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {}", api.here.admin))
        .header(header::CONTENT_TYPE, &media_type)
        .header(header::ACCEPT, &media_type)
        .body(Body::from(document.to_string()))
        .unwrap();
    api.call(request).await
}

async fn operate(api: &Api, operations: Value) -> Reply {
    send(api, OPERATIONS, &json!({ "atomic:operations": operations })).await
}

async fn results(api: &Api, operations: Value) -> Vec<Value> {
    let reply = operate(api, operations).await.ok();
    assert_eq!(names(&reply), ["atomic:results", "jsonapi"]);
    items(&reply["atomic:results"]).to_vec()
}

fn add_person(name: &str) -> Value {
    json!({"op": "add", "data": {"type": "people", "attributes": {"first_name": name}}})
}

async fn results_match_the_operations_in_order(api: &Api) {
    let names = ["Ada", "Bob", "Cleo", "Dora", "Eve"];
    let results = results(api, names.iter().map(|name| add_person(name)).collect()).await;
    assert_eq!(results.len(), names.len());
    for (result, name) in results.iter().zip(names) {
        let data = &result["data"];
        assert_eq!(data["attributes"]["first_name"], name);
        let path = data["links"]["self"].as_str().unwrap();
        assert_eq!(&api.get(path).await.ok()["data"], data);
    }
}

async fn operations_are_performed_in_order(api: &Api) {
    let furniture = furnish(api).await;
    let set = |name: &str| {
        json!({"op": "update", "data": {
            "type": "people", "id": furniture.ada, "attributes": {"last_name": name}
        }})
    };
    let results = results(api, json!([set("Byron"), set("King"), set("Lovelace")])).await;
    let last_names: Vec<_> = results
        .iter()
        .map(|it| &it["data"]["attributes"]["last_name"])
        .collect();
    assert_eq!(last_names, ["Byron", "King", "Lovelace"]);
    let ada = api.get(&format!("{PEOPLE}/{}", furniture.ada)).await.ok();
    assert_eq!(ada["data"]["attributes"]["last_name"], "Lovelace");
}

async fn a_lid_names_a_resource_added_before(api: &Api) {
    let results = results(
        api,
        json!([
            {"op": "add", "data": {"type": "people", "lid": "a"}},
            {"op": "add", "data": {
                "type": "workspace_connector", "lid": "a",
                "relationships": {"connector": {"data": {"type": "connector", "id": api.connector}}}
            }},
            {"op": "add", "data": {
                "type": "people_workspace_connector", "lid": "l",
                "attributes": {"direction": "input"},
                "relationships": {
                    "people": {"data": {"type": "people", "lid": "a"}},
                    "workspace_connector": {"data": {"type": "workspace_connector", "lid": "a"}}
                }
            }},
            {"op": "update", "ref": {"type": "people_workspace_connector", "lid": "l"}, "data": {
                "type": "people_workspace_connector", "lid": "l",
                "attributes": {"direction": "output"}
            }},
        ]),
    )
    .await;
    let ids: Vec<_> = results
        .iter()
        .map(|it| it["data"]["id"].as_str().unwrap())
        .collect();
    let link = api.get(&link_path(ids[2])).await.ok();
    let relationships = &link["data"]["relationships"];
    assert_eq!(relationships["people"]["data"]["id"], ids[0]);
    assert_eq!(relationships["workspace_connector"]["data"]["id"], ids[1]);
    assert_eq!(link["data"]["attributes"]["direction"], "output");
    assert_eq!(ids[2], ids[3]);

    let unknown = json!([{"op": "remove", "ref": {"type": "people", "lid": "a"}}]);
    let refused = operate(api, unknown).await;
    refused.is_error(400, "unknown_lid", "/atomic:operations/0/ref/lid");
    let twice = json!({"op": "add", "data": {"type": "people", "lid": "a"}});
    let refused = operate(api, json!([twice, twice])).await;
    refused.is_error(400, "repeated_lid", "/atomic:operations/1/data/lid");
}

async fn ref_and_href_name_the_target(api: &Api) {
    let furniture = furnish(api).await;
    let data = |name: &str| json!({"type": "people", "id": furniture.ada, "attributes": {"last_name": name}});
    let path = format!("{PEOPLE}/{}", furniture.ada);
    for (i, target) in [
        json!({"ref": {"type": "people", "id": furniture.ada}}),
        json!({"href": path}),
        json!({}),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("Name {i}");
        let mut operation = target;
        operation["op"] = json!("update");
        operation["data"] = data(&name);
        results(api, json!([operation])).await;
        let ada = api.get(&path).await.ok();
        assert_eq!(ada["data"]["attributes"]["last_name"], name);
    }
    let mut add = add_person("Cleo");
    add["href"] = json!(PEOPLE);
    assert_eq!(results(api, json!([add])).await.len(), 1);

    let other =
        json!({"op": "update", "href": format!("{PEOPLE}/{}", furniture.bob), "data": data("X")});
    let refused = operate(api, json!([other])).await;
    refused.is_error(409, "id_mismatch", "/atomic:operations/0/data/id");
    let mut elsewhere = add_person("Cleo");
    elsewhere["href"] = json!(ACTIVATIONS);
    let refused = operate(api, json!([elsewhere])).await;
    refused.is_error(409, "type_mismatch", "/atomic:operations/0/data/type");
}

async fn changes_are_returned_and_removals_are_not(api: &Api) {
    let furniture = furnish(api).await;
    let results = results(
        api,
        json!([
            {"op": "update", "data": {
                "type": "workspace_connector", "id": furniture.idle,
                "attributes": {"status": "suspended"}
            }},
            {"op": "remove", "ref": {"type": "people_workspace_connector", "id": furniture.links[0]}},
            {"op": "remove", "href": link_path(&furniture.links[1])},
        ]),
    )
    .await;
    assert_eq!(results[0]["data"]["attributes"]["status"], "suspended");
    assert_eq!(results[1..], [json!({}), json!({})]);
    assert_eq!(api.get(LINKS).await.ids(), [&*furniture.links[2]]);
}

async fn a_relationship_is_changed_without_an_answer(api: &Api) {
    let furniture = furnish(api).await;
    let link = &furniture.links[0];
    let bob = json!({"type": "people", "id": furniture.bob});
    let idle = json!({"type": "workspace_connector", "id": furniture.idle});
    let results = results(
        api,
        json!([
            {"op": "update", "data": bob, "ref": {
                "type": "people_workspace_connector", "id": link, "relationship": "people"
            }},
            {"op": "update", "data": idle, "href": format!(
                "{}/relationships/workspace_connector", link_path(link)
            )},
        ]),
    )
    .await;
    assert_eq!(results, [json!({}), json!({})]);
    let link = api.get(&link_path(link)).await.ok();
    assert_eq!(link["data"]["relationships"]["people"]["data"], bob);
    assert_eq!(
        link["data"]["relationships"]["workspace_connector"]["data"],
        idle
    );
}

async fn a_failed_operation_undoes_the_others_and_is_named(api: &Api) {
    let furniture = furnish(api).await;
    let people = api.get(PEOPLE).await.ids();
    let link = |person: &str| json!({"op": "add", "data": support::link(person, &furniture.activation, "input")["data"]});
    let stranger = link(NOBODY);
    let mut sideways = link(&furniture.ada);
    sideways["data"]["attributes"]["direction"] = json!("sideways");
    for (wrong, status, place) in [
        (stranger, 404, "/data/relationships/people"),
        (sideways, 422, "/data/attributes/direction"),
        (
            json!({"op": "remove", "ref": {"type": "people", "id": NOBODY}}),
            404,
            "/ref",
        ),
        (json!({"op": "remove", "href": "/v1/nothing"}), 404, "/href"),
        (json!({"op": "upsert"}), 400, "/op"),
        (json!({"op": "remove"}), 400, ""),
    ] {
        let first = add_person("Cleo");
        let second = json!({"op": "remove", "ref": {"type": "people", "id": furniture.bob}});
        let reply = operate(api, json!([first, second, wrong, first])).await;
        assert_eq!(reply.status.as_u16(), status, "{wrong}: {}", reply.body);
        assert_eq!(reply.body.get("atomic:results"), None);
        let found = reply.body["errors"][0]["source"]["pointer"]
            .as_str()
            .unwrap();
        let expected = format!("/atomic:operations/2{place}");
        assert!(found.starts_with(&expected), "{wrong}: {found}");
        assert_eq!(api.get(PEOPLE).await.ids(), people, "{wrong}");
        assert_eq!(
            api.get(LINKS).await.ids().len(),
            furniture.links.len(),
            "{wrong}"
        );
    }
}

async fn the_extension_is_declared(api: &Api) {
    let reply = operate(api, json!([add_person("Ada")])).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    let media_type = format!("{JSON_API};ext=\"{ATOMIC}\"");
    assert_eq!(reply.headers[header::CONTENT_TYPE], media_type);
    assert_eq!(reply.body["jsonapi"]["ext"], json!([ATOMIC]));
}

async fn the_extension_is_not_supported_elsewhere(api: &Api) {
    let document = json!({"data": {"type": "people"}});
    let reply = send(api, PEOPLE, &document).await;
    assert!(
        [406, 415].contains(&reply.status.as_u16()),
        "{}",
        reply.body
    );
    assert!(api.get(PEOPLE).await.ids().is_empty());
}
