//! The five operations on links.

use crate::support::{Api, LINKS, NOBODY, link};
use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

crate::on_both_engines![
    a_link_is_the_contracts_document,
    an_id_can_be_chosen_once,
    a_stranger_cannot_be_linked,
    patch_changes_what_is_named,
    patch_points_elsewhere_inside_the_workspace,
    delete_is_soft_and_patch_restores,
    another_tenants_link_is_not_found,
    deleting_an_end_deletes_its_links,
    timestamps_cannot_be_set,
    bad_documents_are_named_and_change_nothing,
];

struct Ends {
    person: String,
    connector: String,
}

async fn ends(api: &Api) -> Ends {
    Ends {
        person: api.person(&api.here, "Ada").await,
        connector: api.activation(&api.here).await,
    }
}

async fn count(api: &Api) -> usize {
    let path = format!("{LINKS}?filter[deleted]=include&page[size]=500");
    api.get(&path).await.ids().len()
}

async fn a_link_is_the_contracts_document(api: &Api) {
    let Ends { person, connector } = ends(api).await;
    let made = api.post(LINKS, &link(&person, &connector, "input")).await;
    let id = made.created();
    let location = made.headers[header::LOCATION].to_str().unwrap().to_owned();
    assert_eq!(location, format!("{LINKS}/{id}"));
    assert_eq!(made.body["data"]["links"]["self"], location);
    let read = api.get(&location).await.ok();
    assert_eq!(read["data"], made.body["data"]);

    let data = &read["data"];
    assert_eq!(data["type"], "people_workspace_connector");
    let attributes = data["attributes"].as_object().unwrap();
    let names: Vec<_> = attributes.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["direction", "created_at", "updated_at", "deleted_at"]
    );
    assert_eq!(attributes["direction"], "input");
    assert_eq!(attributes["deleted_at"], Value::Null);
    assert_eq!(attributes["created_at"], attributes["updated_at"]);
    let created = attributes["created_at"].as_str().unwrap();
    assert_eq!(
        (created.len(), &created[19..20], &created[23..]),
        (24, ".", "Z")
    );
    let relationships = &data["relationships"];
    assert_eq!(
        relationships["people"]["data"],
        json!({"type": "people", "id": person})
    );
    assert_eq!(
        relationships["workspace_connector"]["data"],
        json!({"type": "workspace_connector", "id": connector})
    );
    assert!(!read.to_string().contains("pk"), "no pk goes out");
}

async fn an_id_can_be_chosen_once(api: &Api) {
    let Ends { person, connector } = ends(api).await;
    let mut document = link(&person, &connector, "input");
    let id = "9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4";
    document["data"]["id"] = json!(id);
    assert_eq!(api.post(LINKS, &document).await.created(), id);
    let again = api.post(LINKS, &document).await;
    again.is_error(409, "id_taken", "/data/id");
    assert_eq!(count(api).await, 1);
    document["data"]["id"] = json!("seven");
    let bad = api.post(LINKS, &document).await;
    bad.is_error(422, "invalid_id", "/data/id");
}

async fn a_stranger_cannot_be_linked(api: &Api) {
    let Ends { person, connector } = ends(api).await;
    let their_person = api.person(&api.there, "Eve").await;
    let their_connector = api.activation(&api.there).await;
    for stranger in [&*their_person, NOBODY] {
        let reply = api.post(LINKS, &link(stranger, &connector, "input")).await;
        reply.is_error(404, "related_not_found", "/data/relationships/people");
    }
    for stranger in [&*their_connector, NOBODY] {
        let reply = api.post(LINKS, &link(&person, stranger, "input")).await;
        reply.is_error(
            404,
            "related_not_found",
            "/data/relationships/workspace_connector",
        );
    }
    assert_eq!(count(api).await, 0);
}

fn patch(id: &str, attributes: &Value, relationships: &Value) -> Value {
    json!({"data": {
        "type": "people_workspace_connector",
        "id": id,
        "attributes": attributes,
        "relationships": relationships,
    }})
}

async fn patch_changes_what_is_named(api: &Api) {
    let Ends { person, connector } = ends(api).await;
    let id = api.link(&person, &connector, "input").await;
    let path = format!("{LINKS}/{id}");
    let before = api.get(&path).await.ok();
    let document = patch(&id, &json!({"direction": "output"}), &json!({}));
    let after = api.patch(&path, &document).await.ok();
    assert_eq!(after["data"]["attributes"]["direction"], "output");
    assert_eq!(
        after["data"]["relationships"],
        before["data"]["relationships"]
    );
    assert_eq!(api.get(&path).await.ok()["data"], after["data"]);
    let nothing = json!({"data": {"type": "people_workspace_connector", "id": id}});
    let same = api.patch(&path, &nothing).await.ok();
    assert_eq!(same["data"]["attributes"]["direction"], "output");
}

async fn patch_points_elsewhere_inside_the_workspace(api: &Api) {
    let Ends { person, connector } = ends(api).await;
    let id = api.link(&person, &connector, "input").await;
    let path = format!("{LINKS}/{id}");
    let to_person = |id: &str| json!({"people": {"data": {"type": "people", "id": id}}});
    let bob = api.person(&api.here, "Bob").await;
    let moved = api
        .patch(&path, &patch(&id, &json!({}), &to_person(&bob)))
        .await
        .ok();
    assert_eq!(moved["data"]["relationships"]["people"]["data"]["id"], bob);
    let of_bob = api.get(&format!("{LINKS}?filter[people]={bob}")).await;
    assert_eq!(of_bob.ids(), [&*id]);
    let of_ada = api.get(&format!("{LINKS}?filter[people]={person}")).await;
    assert!(of_ada.ids().is_empty());
    let stranger = api.person(&api.there, "Eve").await;
    let refused = api
        .patch(&path, &patch(&id, &json!({}), &to_person(&stranger)))
        .await;
    refused.is_error(404, "related_not_found", "/data/relationships/people");
    let empty = json!({"people": {"data": null}});
    let refused = api.patch(&path, &patch(&id, &json!({}), &empty)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn delete_is_soft_and_patch_restores(api: &Api) {
    let Ends { person, connector } = ends(api).await;
    let id = api.link(&person, &connector, "input").await;
    let path = format!("{LINKS}/{id}");
    let deleted = api.delete(&path).await;
    assert_eq!(deleted.status, StatusCode::NO_CONTENT);
    assert_eq!(deleted.body, Value::Null);
    api.get(&path).await.is_error(404, "not_found", "");
    api.delete(&path).await.is_error(404, "not_found", "");
    let seen = api
        .get(&format!("{path}?filter[deleted]=include"))
        .await
        .ok();
    let times = &seen["data"]["attributes"];
    assert!(times["deleted_at"].is_string());
    assert_eq!(times["deleted_at"], times["updated_at"]);
    assert!(api.get(LINKS).await.ids().is_empty());
    let only = api.get(&format!("{LINKS}?filter[deleted]=only")).await;
    assert_eq!(only.ids(), [&*id]);

    let turned = patch(&id, &json!({"direction": "output"}), &json!({}));
    let refused = api.patch(&path, &turned).await;
    refused.is_error(404, "not_found", "");
    let restore = patch(&id, &json!({"deleted_at": null}), &json!({}));
    let back = api.patch(&path, &restore).await.ok();
    assert_eq!(back["data"]["attributes"]["deleted_at"], Value::Null);
    assert_eq!(api.get(LINKS).await.ids(), [&*id]);
}

async fn another_tenants_link_is_not_found(api: &Api) {
    let person = api.person(&api.there, "Eve").await;
    let connector = api.activation(&api.there).await;
    let made = api
        .send(
            Method::POST,
            LINKS,
            &api.there.sync,
            &link(&person, &connector, "input"),
        )
        .await;
    let id = made.created();
    let theirs = format!("{LINKS}/{id}");
    let missing = format!("{LINKS}/{NOBODY}");
    let without_trace = |mut body: Value| {
        body["errors"][0]["meta"] = Value::Null;
        body
    };
    for path in [theirs.as_str(), &missing] {
        let id = path.rsplit('/').next().unwrap();
        let document = patch(id, &json!({"deleted_at": null}), &json!({}));
        for reply in [
            api.get(path).await,
            api.get(&format!("{path}?filter[deleted]=include")).await,
            api.patch(path, &document).await,
            api.delete(path).await,
        ] {
            reply.is_error(404, "not_found", "");
        }
    }
    let (one, other) = (api.get(&theirs).await, api.get(&missing).await);
    assert_eq!(without_trace(one.body), without_trace(other.body));
    for filter in [
        format!("filter[people]={person}"),
        format!("filter[workspace_connector]={connector}"),
        "filter[deleted]=include".to_owned(),
    ] {
        assert!(api.get(&format!("{LINKS}?{filter}")).await.ids().is_empty());
    }
    // Using their id is no conflict: that would reveal that it exists.
    let Ends { person, connector } = ends(api).await;
    let mut document = link(&person, &connector, "output");
    document["data"]["id"] = json!(id);
    assert_eq!(api.post(LINKS, &document).await.created(), id);
    let still = api.get_as(&api.there.reader, &theirs).await.ok();
    assert_eq!(still["data"]["attributes"]["direction"], "input");
}

async fn deleting_an_end_deletes_its_links(api: &Api) {
    let Ends { person, connector } = ends(api).await;
    let bob = api.person(&api.here, "Bob").await;
    let of_ada = api.link(&person, &connector, "input").await;
    let of_bob = api.link(&bob, &connector, "input").await;
    let deleted = api.delete(&format!("/v1/people/{person}")).await;
    assert_eq!(deleted.status, StatusCode::NO_CONTENT);
    assert_eq!(api.get(LINKS).await.ids(), [&*of_bob]);
    let restore = patch(&of_ada, &json!({"deleted_at": null}), &json!({}));
    let refused = api.patch(&format!("{LINKS}/{of_ada}"), &restore).await;
    refused.is_error(409, "end_deleted", "/data/attributes/deleted_at");
    let path = format!("/v1/workspace-connectors/{connector}");
    api.done(api.delete(&path).await).await;
    assert!(api.get(LINKS).await.ids().is_empty());
}

async fn timestamps_cannot_be_set(api: &Api) {
    let Ends { person, connector } = ends(api).await;
    let id = api.link(&person, &connector, "input").await;
    let path = format!("{LINKS}/{id}");
    let at = "2020-01-01T00:00:00Z";
    for field in ["created_at", "updated_at", "deleted_at"] {
        let place = format!("/data/attributes/{field}");
        let document = patch(&id, &json!({ field: at }), &json!({}));
        let refused = api.patch(&path, &document).await;
        refused.is_error(403, "read_only", &place);
        let mut document = link(&person, &connector, "input");
        document["data"]["attributes"][field] = json!(at);
        let refused = api.post(LINKS, &document).await;
        refused.is_error(403, "read_only", &place);
    }
    assert_eq!(count(api).await, 1);
}

async fn bad_documents_are_named_and_change_nothing(api: &Api) {
    let Ends { person, connector } = ends(api).await;
    let good = link(&person, &connector, "input");
    let with = |change: &dyn Fn(&mut Value)| {
        let mut document = good.clone();
        change(&mut document["data"]);
        document
    };
    let without = |member: &str| with(&|data| _ = data.as_object_mut().unwrap().remove(member));
    let cases: [(Value, u16, &str, &str); 13] = [
        (json!([]), 400, "invalid_document", ""),
        (json!({}), 400, "invalid_document", ""),
        (json!({"data": null}), 400, "invalid_document", "/data"),
        (
            json!({"data": [good["data"]]}),
            400,
            "invalid_document",
            "/data",
        ),
        (without("type"), 400, "invalid_document", "/data"),
        (
            with(&|data| data["type"] = json!("people")),
            409,
            "type_mismatch",
            "/data/type",
        ),
        (without("attributes"), 422, "missing_attribute", "/data"),
        (
            with(&|data| data["attributes"] = json!({})),
            422,
            "missing_attribute",
            "/data/attributes",
        ),
        (
            with(&|data| data["attributes"]["direction"] = json!("sideways")),
            422,
            "invalid_attribute",
            "/data/attributes/direction",
        ),
        (
            with(&|data| data["attributes"]["colour"] = json!("red")),
            422,
            "unknown_attribute",
            "/data/attributes/colour",
        ),
        (
            with(&|data| {
                data["relationships"]
                    .as_object_mut()
                    .unwrap()
                    .remove("people");
            }),
            422,
            "missing_relationship",
            "/data/relationships",
        ),
        (
            with(&|data| data["relationships"]["people"]["data"]["type"] = json!("dogs")),
            409,
            "type_mismatch",
            "/data/relationships/people/data/type",
        ),
        (
            with(&|data| data["relationships"]["people"]["data"]["id"] = json!("me")),
            422,
            "invalid_id",
            "/data/relationships/people/data/id",
        ),
    ];
    for (document, status, code, place) in cases {
        let reply = api.post(LINKS, &document).await;
        reply.is_error(status, code, place);
    }
    assert_eq!(count(api).await, 0);
    let id = api.link(&person, &connector, "input").await;
    let path = format!("{LINKS}/{id}");
    let reply = api
        .patch(&path, &patch(NOBODY, &json!({}), &json!({})))
        .await;
    reply.is_error(409, "id_mismatch", "/data/id");
    let document = json!({"data": {"type": "people_workspace_connector"}});
    api.patch(&path, &document)
        .await
        .is_error(400, "invalid_document", "/data");
}
