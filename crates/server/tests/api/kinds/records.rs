//! Records: the same for all kinds.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};
use wellhead_core::record::Kind;

use crate::support::{Api, NOBODY, example, record};

crate::on_both_engines![
    a_record_comes_back_as_sent,
    a_known_external_id_resolves,
    a_record_is_changed_deleted_and_restored,
    required_fields_must_be_present,
    a_list_is_filtered_sorted_and_paged,
    fields_and_included_are_chosen,
    an_entity_tag_guards_a_change,
    a_search_finds_by_the_beginning_of_a_name,
    a_search_stands_alone,
    operations_make_change_and_remove,
    a_record_of_another_kind_is_not_found,
];

/// A field of free text, which can be changed to anything, and its position in a change.
fn text_field(kind: Kind) -> &'static str {
    kind.declaration().display[0]
}

fn changed(kind: Kind, id: &str, attributes: &Value) -> Value {
    json!({"data": {"type": kind.as_str(), "id": id, "attributes": attributes}})
}

async fn a_record_comes_back_as_sent(api: &Api) {
    for kind in Kind::ALL {
        let (collection, external_id) = (kind.wire().records_path, kind.declaration().external_id);
        let mut sent = example(kind);
        sent[external_id] = json!("E-1");
        let made = api.post(collection, &record(kind, &sent)).await;
        let path = format!("{collection}/{}", made.created());
        assert_eq!(made.headers[header::LOCATION], path);
        let data = api.get(&path).await.ok()["data"].clone();
        assert_eq!(data, made.body["data"]);
        assert_eq!(data["type"], kind.as_str());
        for (name, value) in sent.as_object().unwrap() {
            assert_eq!(data["attributes"][name], *value, "{kind}: {name}");
        }
        assert_eq!(data["attributes"]["deleted_at"], Value::Null);
        let relationships = data["relationships"].as_object().unwrap();
        let names: Vec<_> = relationships.keys().collect();
        let [links, identities] = [kind.wire().links, kind.wire().identities];
        assert_eq!(names, ["workspace", links, identities]);
        let workspace = api.get(&format!("{path}/workspace")).await.ok();
        assert_eq!(
            workspace["data"]["id"],
            relationships["workspace"]["data"]["id"]
        );
    }
}

async fn a_known_external_id_resolves(api: &Api) {
    for kind in Kind::ALL {
        let (path, external_id) = (kind.wire().records_path, kind.declaration().external_id);
        let mut first = example(kind);
        first[external_id] = json!("E-1");
        let id = api.post(path, &record(kind, &first)).await.created();
        let mut again = example(kind);
        again[external_id] = json!("E-1");
        again[text_field(kind)] = json!("Another");
        let found = api.post(path, &record(kind, &again)).await.ok();
        assert_eq!(found["data"]["id"], id);
        assert_eq!(
            found["data"]["attributes"][text_field(kind)],
            first[text_field(kind)]
        );
        let second = api.record(&api.here, kind).await;
        let change = changed(kind, &second, &json!({external_id: "E-1"}));
        let refused = api.patch(&format!("{path}/{second}"), &change).await;
        let place = format!("/data/attributes/{external_id}");
        refused.is_error(409, &format!("{external_id}_taken"), &place);
        assert_eq!(refused.body["errors"][0]["meta"]["id"], id);
        let list = format!("{path}?filter[{external_id}]=E-1");
        assert_eq!(api.get(&list).await.ids(), [id]);
    }
}

async fn a_record_is_changed_deleted_and_restored(api: &Api) {
    for kind in Kind::ALL {
        let id = api.record(&api.here, kind).await;
        let path = format!("{}/{id}", kind.wire().records_path);
        let name = text_field(kind);
        let change = changed(kind, &id, &json!({name: "Changed"}));
        let after = api.patch(&path, &change).await.ok();
        let mut expected = example(kind);
        expected[name] = json!("Changed");
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(after["data"]["attributes"][name], *value, "{kind}: {name}");
        }
        assert_eq!(api.delete(&path).await.status, StatusCode::NO_CONTENT);
        api.get(&path).await.is_error(404, "not_found", "");
        api.delete(&path).await.is_error(404, "not_found", "");
        api.get(&format!("{path}?filter[deleted]=only")).await.ok();
        let restore = changed(kind, &id, &json!({"deleted_at": null}));
        api.patch(&path, &restore).await.ok();
        let back = api.get(&path).await.ok();
        assert_eq!(back["data"]["attributes"][name], "Changed");
    }
}

async fn required_fields_must_be_present(api: &Api) {
    for kind in Kind::ALL {
        let required = kind.fields().iter().filter(|it| it.is_required());
        let required: Vec<_> = required.map(|it| it.name).collect();
        let made = api
            .post(kind.wire().records_path, &record(kind, &json!({})))
            .await;
        if required.is_empty() {
            made.created();
            continue;
        }
        assert_eq!(required.len(), 1, "one error names one field");
        made.is_error(422, "missing_attribute", "/data/attributes");
        let id = api.record(&api.here, kind).await;
        let path = format!("{}/{id}", kind.wire().records_path);
        let emptied = changed(kind, &id, &json!({required[0]: null}));
        let place = format!("/data/attributes/{}", required[0]);
        api.patch(&path, &emptied)
            .await
            .is_error(422, "invalid_attribute", &place);
    }
}

async fn a_list_is_filtered_sorted_and_paged(api: &Api) {
    for kind in Kind::ALL {
        let path = kind.wire().records_path;
        let mut made = Vec::new();
        for _ in 0..3 {
            made.push(api.record(&api.here, kind).await);
        }
        let newest: Vec<_> = made.iter().rev().map(String::as_str).collect();
        assert_eq!(api.get(path).await.ids(), newest);
        assert_eq!(
            api.get(&format!("{path}?sort=created_at")).await.ids(),
            made
        );
        let mut page = api
            .get(&format!("{path}?page[size]=2&page[total]=true"))
            .await;
        assert_eq!(page.body["meta"]["page"]["total"], 3);
        let mut walked = page.ids();
        while let Some(next) = page.body["links"]["next"].as_str() {
            let next = next.to_owned();
            page = api.get(&next).await;
            walked.extend(page.ids());
        }
        assert_eq!(walked, newest);
        api.delete(&format!("{path}/{}", made[0])).await;
        assert_eq!(api.get(path).await.ids(), newest[..2]);
        let deleted = format!("{path}?filter[deleted]=only");
        assert_eq!(api.get(&deleted).await.ids(), made[..1]);
        let past = format!("{path}?filter[created_at][lt]=2020-01-01T00:00:00Z");
        assert!(api.get(&past).await.ids().is_empty());
        assert!(api.get_as(&api.there.reader, path).await.ids().is_empty());
    }
}

async fn fields_and_included_are_chosen(api: &Api) {
    for kind in Kind::ALL {
        let id = api.record(&api.here, kind).await;
        let path = format!("{}/{id}", kind.wire().records_path);
        let name = kind.fields()[1].name;
        let chosen = format!("{path}?fields[{kind}]={name},workspace&include=workspace");
        let document = api.get(&chosen).await.ok();
        let data = &document["data"];
        assert_eq!(data["attributes"], json!({name: example(kind)[name]}));
        let relationships = data["relationships"].as_object().unwrap();
        assert_eq!(relationships.keys().collect::<Vec<_>>(), ["workspace"]);
        assert_eq!(document["included"][0]["type"], "workspace");
        let unknown = format!("{path}?fields[{kind}]=colour");
        let refused = api.get(&unknown).await;
        refused.is_error(400, "unknown_field", &format!("fields[{kind}]"));
    }
}

async fn an_entity_tag_guards_a_change(api: &Api) {
    for kind in Kind::ALL {
        let id = api.record(&api.here, kind).await;
        let path = format!("{}/{id}", kind.wire().records_path);
        let seen = api.get(&path).await.headers[header::ETAG].clone();
        let seen = seen.to_str().unwrap();
        let change = changed(kind, &id, &json!({text_field(kind): "Changed"}));
        let guard = [(header::IF_MATCH, seen)];
        api.ask(Method::PATCH, &path, &guard, &change).await.ok();
        let late = api.ask(Method::PATCH, &path, &guard, &change).await;
        late.is_error(412, "precondition_failed", "If-Match");
        let deleted = api.ask(Method::DELETE, &path, &guard, &json!({})).await;
        deleted.is_error(412, "precondition_failed", "If-Match");
    }
}

async fn a_search_finds_by_the_beginning_of_a_name(api: &Api) {
    for kind in Kind::ALL {
        let (path, name) = (kind.wire().records_path, text_field(kind));
        let external_id = kind.declaration().external_id;
        let mut ids = Vec::new();
        for (shown, key) in [("Zeta", "E-1"), ("Zebra", "E-2"), ("Ada", "E-3")] {
            let mut attributes = example(kind);
            attributes[name] = json!(shown);
            attributes[external_id] = json!(key);
            ids.push(api.post(path, &record(kind, &attributes)).await.created());
        }
        let [zeta, zebra, ada] = &ids[..] else {
            panic!("three were made");
        };
        let found = async |text: &str| {
            let page = api.get(&format!("{path}?filter[search]={text}")).await;
            assert_eq!(page.body["links"]["next"], Value::Null);
            page.ids()
        };
        assert_eq!(found("ze").await, [&**zebra, zeta], "{kind}: by name");
        assert_eq!(found("E-3").await, [&**ada]);
        assert_eq!(found(ada).await, [&**ada]);
        assert!(found("nobody").await.is_empty());
        assert_eq!(found("ze&page[size]=1").await, [&**zebra]);
        assert_eq!(found(&format!("ze&fields[{kind}]={name}")).await.len(), 2);
        api.delete(&format!("{path}/{zeta}")).await;
        assert_eq!(found("ze").await, [&**zebra]);
        let search = format!("{path}?filter[search]=ze");
        let there = api.get_as(&api.there.reader, &search).await;
        assert!(there.ids().is_empty());
    }
}

async fn a_search_stands_alone(api: &Api) {
    let path = Kind::People.wire().records_path;
    for (beside, parameter) in [
        ("filter[deleted]=include", "filter[deleted]"),
        (
            "filter[external_person_id]=E-1",
            "filter[external_person_id]",
        ),
        (
            "filter[created_at][gte]=2020-01-01T00:00:00Z",
            "filter[created_at][gte]",
        ),
        ("sort=created_at", "sort"),
        ("page[total]=true", "page[total]"),
    ] {
        let refused = api.get(&format!("{path}?filter[search]=a&{beside}")).await;
        refused.is_error(400, "invalid_parameter", parameter);
    }
    for text in [String::new(), "+".to_owned(), "x".repeat(501)] {
        let refused = api.get(&format!("{path}?filter[search]={text}")).await;
        refused.is_error(400, "invalid_parameter", "filter[search]");
    }
}

async fn operations_make_change_and_remove(api: &Api) {
    for kind in Kind::ALL {
        let (of, path, link) = (kind.as_str(), kind.wire().records_path, kind.wire().link);
        let connector = api.activation(&api.here).await;
        let made = api
            .operate(
                &api.here.sync,
                &json!([
                    {"op": "add", "data": {"type": of, "lid": "a", "attributes": example(kind)}},
                    {"op": "add", "data": {
                        "type": link,
                        "lid": "l",
                        "attributes": {"direction": "input"},
                        "relationships": {
                            of: {"data": {"type": of, "lid": "a"}},
                            "workspace_connector": {
                                "data": {"type": "workspace_connector", "id": connector}
                            },
                        },
                    }},
                    {"op": "add", "href": path, "data": {
                        "type": of, "lid": "b", "attributes": example(kind),
                    }},
                    {"op": "update", "ref": {"type": link, "lid": "l", "relationship": of},
                        "data": {"type": of, "lid": "b"}},
                ]),
            )
            .await
            .ok();
        let results = made["atomic:results"].as_array().unwrap();
        let id = |result: &Value| result["data"]["id"].as_str().unwrap().to_owned();
        let [a, l, b] = [0, 1, 2].map(|i| id(&results[i]));
        let links = api.get(&format!("{path}/{b}/{}", kind.wire().links)).await;
        assert_eq!(links.ids(), [&*l], "{kind}: it was moved");
        api.operate(
            &api.here.sync,
            &json!([
                {"op": "update", "data": {
                    "type": of, "id": a, "attributes": {text_field(kind): "Changed"},
                }},
                {"op": "remove", "href": format!("{path}/{b}")},
            ]),
        )
        .await
        .ok();
        let a = api.get(&format!("{path}/{a}")).await.ok();
        assert_eq!(a["data"]["attributes"][text_field(kind)], "Changed");
        let gone = api.get(&format!("{}/{l}", kind.wire().links_path)).await;
        gone.is_error(404, "not_found", "");
    }
}

async fn a_record_of_another_kind_is_not_found(api: &Api) {
    for kind in Kind::ALL {
        let stranger = api.record(&api.here, super::other(kind)).await;
        for id in [&*stranger, NOBODY, "none"] {
            let path = format!("{}/{id}", kind.wire().records_path);
            for path in [path.clone(), format!("{path}/provenance")] {
                api.get(&path).await.is_error(404, "not_found", "");
            }
        }
    }
}
