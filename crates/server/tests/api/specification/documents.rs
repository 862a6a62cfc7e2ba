//! The form of documents, and the targets of their links.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::shape::{self, key, primary};
use super::{ACTIVATIONS, CONNECTORS, PEOPLE, change, furnish, items, link_path};
use crate::support::{Api, JOBS, LINKS, NOBODY, RUNS, link};

crate::on_both_engines![
    every_link_leads_to_a_well_formed_document,
    self_links_lead_to_their_resources,
    self_links_of_documents_lead_to_themselves,
    relationship_links_lead_to_linkage,
    related_links_lead_to_related_resources,
    related_links_stay_when_the_relationship_changes,
    a_collection_is_an_array_however_long,
    errors_come_in_a_document_without_data,
    unknown_and_at_members_of_a_request_are_ignored,
    names_have_case,
];

/// Every document that can be reached by links from the lists, by its URL.
async fn crawl(api: &Api) -> BTreeMap<String, Value> {
    let furniture = furnish(api).await;
    let run = json!({"direction": "input"});
    api.run(&furniture.activation, &run).await;
    let deduplication = json!({"data": {"type": "deduplication"}});
    let path = format!("{LINKS}/deduplications");
    api.done(api.post(&path, &deduplication).await).await;
    let mut open: Vec<_> = [LINKS, PEOPLE, ACTIVATIONS, CONNECTORS, RUNS, JOBS]
        .map(str::to_owned)
        .into();
    open.push(format!("{ACTIVATIONS}/{}/activity", furniture.activation));
    open.push(format!("{LINKS}?page[size]=2"));
    open.push(format!(
        "{LINKS}?include=people,workspace_connector.connector,created_by,seen_by,deleted_by"
    ));
    let mut documents = BTreeMap::new();
    while let Some(url) = open.pop() {
        if documents.contains_key(&url) {
            continue;
        }
        // Some links, such as those of keys, are only for admins.
        let reply = api.get_as(&api.here.admin, &url).await;
        assert_eq!(reply.status, StatusCode::OK, "{url}: {}", reply.body);
        links(&reply.body, &mut open);
        documents.insert(url, reply.body);
    }
    assert!(documents.len() > 30, "{:?}", documents.keys());
    documents
}

/// All links in a document, wherever they are.
fn links(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if name == "links" {
                    let links = value.as_object().unwrap().values();
                    let urls = links.filter_map(target);
                    found.extend(urls.map(str::to_owned));
                } else {
                    links(value, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| links(item, found)),
        _ => {}
    }
}

/// The target of a link, in either form.
fn target(link: &Value) -> Option<&str> {
    link.as_str().or_else(|| link["href"].as_str())
}

/// All resource objects of a document.
fn resources(document: &Value) -> impl Iterator<Item = &Value> {
    let data = primary(document).into_iter();
    data.chain(items(&document["included"]))
        .filter(|it| it.get("links").is_some())
}

/// All relationship objects of all documents.
fn relationships(documents: &BTreeMap<String, Value>) -> impl Iterator<Item = &Value> {
    let resources = documents.values().flat_map(resources);
    resources.flat_map(|it| {
        it["relationships"]
            .as_object()
            .into_iter()
            .flat_map(|it| it.values())
    })
}

async fn every_link_leads_to_a_well_formed_document(api: &Api) {
    crawl(api).await.values().for_each(shape::check);
}

async fn self_links_lead_to_their_resources(api: &Api) {
    let documents = crawl(api).await;
    for resource in documents.values().flat_map(resources) {
        let found = &documents[resource["links"]["self"].as_str().unwrap()];
        assert!(found["data"].is_object());
        assert_eq!(key(&found["data"]), key(resource));
        assert_eq!(found["data"]["attributes"], resource["attributes"]);
    }
}

async fn self_links_of_documents_lead_to_themselves(api: &Api) {
    let documents = crawl(api).await;
    for (url, document) in &documents {
        let found = &documents[target(&document["links"]["self"]).unwrap()];
        assert_eq!(found["data"], document["data"], "{url}");
    }
}

async fn relationship_links_lead_to_linkage(api: &Api) {
    let documents = crawl(api).await;
    let mut count = 0;
    for relationship in relationships(&documents) {
        let Some(url) = relationship["links"]["self"].as_str() else {
            continue;
        };
        count += 1;
        let found = &documents[url];
        let linkage = primary(found);
        assert!(
            linkage.iter().all(|it| it.get("attributes").is_none()),
            "{found}"
        );
        assert_eq!(target(&found["links"]["self"]), Some(url));
        assert_eq!(found["links"]["related"], relationship["links"]["related"]);
        if let Some(expected) = relationship.get("data") {
            assert_eq!(&found["data"], expected, "{url}");
        } else {
            assert!(found["data"].is_array(), "{url}");
        }
    }
    assert!(count > 10);
}

async fn related_links_lead_to_related_resources(api: &Api) {
    let documents = crawl(api).await;
    for relationship in relationships(&documents) {
        let links = &relationship["links"];
        let Some(related) = links["related"].as_str() else {
            continue;
        };
        let related = &documents[related];
        let linkage = &documents[links["self"].as_str().unwrap()];
        assert_eq!(related["data"].is_array(), linkage["data"].is_array());
        let keys = |document| primary(document).into_iter().map(key).collect::<Vec<_>>();
        assert_eq!(keys(related), keys(linkage));
        assert!(
            primary(related)
                .iter()
                .all(|it| it["attributes"].is_object())
        );
    }
}

async fn related_links_stay_when_the_relationship_changes(api: &Api) {
    let furniture = furnish(api).await;
    let path = link_path(&furniture.links[0]);
    let before = api.get(&path).await.ok();
    let document = json!({"data": {
        "type": "people_workspace_connector",
        "id": furniture.links[0],
        "relationships": {"people": {"data": {"type": "people", "id": furniture.bob}}}
    }});
    let after = api.patch(&path, &document).await.ok();
    let people = |document: &Value| document["data"]["relationships"]["people"].clone();
    assert_ne!(people(&before)["data"], people(&after)["data"]);
    assert_eq!(people(&before)["links"], people(&after)["links"]);
}

async fn a_collection_is_an_array_however_long(api: &Api) {
    for (path, length) in [(LINKS, 0), (PEOPLE, 0), (ACTIVATIONS, 0), (CONNECTORS, 1)] {
        let document = api.get(path).await.ok();
        assert_eq!(document["data"].as_array().unwrap().len(), length, "{path}");
    }
    api.person(&api.here, "Ada").await;
    assert_eq!(api.get(PEOPLE).await.ids().len(), 1);
}

async fn errors_come_in_a_document_without_data(api: &Api) {
    let furniture = furnish(api).await;
    let path = link_path(&furniture.links[0]);
    let wrong_type = change("people", &furniture.links[0], &json!({}));
    let stranger = link(NOBODY, &furniture.activation, "input");
    for reply in [
        api.get("/v1/nothing").await,
        api.get(&link_path(NOBODY)).await,
        api.get(&format!("{LINKS}?limit=1&sort=x")).await,
        api.get_as("nobody", LINKS).await,
        api.patch(&path, &wrong_type).await,
        api.post(LINKS, &json!([])).await,
        api.post(LINKS, &stranger).await,
        api.post(CONNECTORS, &json!({})).await,
    ] {
        assert!(reply.status.is_client_error(), "{}", reply.body);
        shape::check(&reply.body);
        assert!(reply.body.get("data").is_none());
        let status = reply.status.as_str();
        for error in reply.body["errors"].as_array().unwrap() {
            assert_eq!(error["status"], status);
            for text in ["code", "title", "detail"] {
                assert!(error[text].is_string(), "{error}");
            }
        }
    }
}

async fn unknown_and_at_members_of_a_request_are_ignored(api: &Api) {
    let document = json!({
        "@context": {"@vocab": "x"},
        "colour": "blue",
        "data": {
            "@note": 1,
            "type": "people",
            "colour": "blue",
            "attributes": {"@note": {"first_name": "Eve"}, "first_name": "Ada"},
            "relationships": {"@note": 1}
        }
    });
    let made = api.post(PEOPLE, &document).await;
    made.created();
    assert_eq!(made.body["data"]["attributes"]["first_name"], "Ada");
}

async fn names_have_case(api: &Api) {
    let document = json!({"data": {"type": "people", "attributes": {"First_name": "Ada"}}});
    let reply = api.post(PEOPLE, &document).await;
    reply.is_error(422, "unknown_attribute", "/data/attributes/First_name");
    let document = json!({"data": {"Type": "people"}});
    let reply = api.post(PEOPLE, &document).await;
    reply.is_error(400, "invalid_document", "/data");
    let reply = api.get(&format!("{LINKS}?Sort=created_at")).await;
    reply.is_error(400, "unknown_parameter", "Sort");
}
