//! Lists of related links, and unsupported requests to relationships.

use crate::support::{Api, LINKS};
use axum::http::{Method, header};
use serde_json::{Value, json};

crate::on_both_engines![
    related_links_are_filtered_and_paged,
    the_owner_is_not_a_filter,
    linkage_takes_the_query_of_a_list_without_resources,
    to_many_relationships_are_changed_by_their_links,
    methods_that_json_api_does_not_know_are_405,
    two_relationships_never_mix,
];

/// A person with links through two connectors, alternately: person, connectors, links from the oldest on.
async fn furnish(api: &Api) -> (String, [String; 2], Vec<String>) {
    let person = api.person(&api.here, "Ada").await;
    let connectors = [
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    ];
    let mut links = Vec::new();
    for i in 0..6 {
        let direction = if i < 2 { "output" } else { "input" };
        links.push(api.link(&person, &connectors[i % 2], direction).await);
    }
    (person, connectors, links)
}

async fn related_links_are_filtered_and_paged(api: &Api) {
    let (person, [first, second], links) = furnish(api).await;
    let of_person = format!("/v1/people/{person}");
    let of_first = format!("/v1/workspace-connectors/{first}");
    for (owner, filter, expected) in [
        (&of_person, String::new(), vec![5, 4, 3, 2, 1, 0]),
        (
            &of_person,
            "filter[direction]=output".to_owned(),
            vec![1, 0],
        ),
        (
            &of_person,
            format!("filter[workspace_connector]={second}"),
            vec![5, 3, 1],
        ),
        (&of_first, String::new(), vec![4, 2, 0]),
        (&of_first, "sort=created_at".to_owned(), vec![0, 2, 4]),
        (&of_first, format!("filter[people]={person}"), vec![4, 2, 0]),
        (
            &of_first,
            "filter[created_at][lt]=2020-01-01T00:00:00Z".to_owned(),
            vec![],
        ),
    ] {
        let expected: Vec<_> = expected.iter().map(|i| &*links[*i]).collect();
        for below in [
            "people_workspace_connectors",
            "relationships/people_workspace_connectors",
        ] {
            let path = format!("{owner}/{below}?page[total]=true&{filter}");
            let page = api.get(&path).await;
            assert_eq!(page.ids(), expected, "{path}");
            assert_eq!(page.body["meta"]["page"]["total"], expected.len());
            let mut page = api.get(&format!("{path}&page[size]=2")).await;
            let mut walked = page.ids();
            while let Some(next) = page.body["links"]["next"].as_str() {
                let next = next.to_owned();
                page = api.get(&next).await;
                walked.extend(page.ids());
            }
            assert_eq!(walked, expected, "{path}");
        }
    }
}

async fn the_owner_is_not_a_filter(api: &Api) {
    let (person, [connector, _], _) = furnish(api).await;
    for (owner, filter) in [
        (format!("/v1/people/{person}"), "filter[people]"),
        (
            format!("/v1/workspace-connectors/{connector}"),
            "filter[workspace_connector]",
        ),
    ] {
        for below in [
            "people_workspace_connectors",
            "relationships/people_workspace_connectors",
        ] {
            let path = format!("{owner}/{below}?{filter}={person}");
            let refused = api.get(&path).await;
            refused.is_error(400, "unknown_parameter", filter);
        }
    }
}

async fn linkage_takes_the_query_of_a_list_without_resources(api: &Api) {
    let (person, ..) = furnish(api).await;
    let path = format!("/v1/people/{person}/relationships/people_workspace_connectors");
    let page = api.get(&path).await.ok();
    for identifier in page["data"].as_array().unwrap() {
        let members = identifier.as_object().unwrap().keys();
        assert_eq!(members.collect::<Vec<_>>(), ["type", "id", "meta"]);
        assert!(identifier["meta"]["page"]["cursor"].is_string());
    }
    let related = format!("/v1/people/{person}/people_workspace_connectors");
    assert_eq!(page["links"]["related"], related);
    for (query, code, parameter) in [
        ("include=people", "unsupported_include", "include"),
        (
            "fields[people]=first_name",
            "unknown_parameter",
            "fields[people]",
        ),
    ] {
        let refused = api.get(&format!("{path}?{query}")).await;
        refused.is_error(400, code, parameter);
    }
}

async fn to_many_relationships_are_changed_by_their_links(api: &Api) {
    let (person, [connector, _], links) = furnish(api).await;
    let linkage = json!({"data": [{"type": "people_workspace_connector", "id": links[0]}]});
    for owner in [
        format!("/v1/people/{person}"),
        format!("/v1/workspace-connectors/{connector}"),
    ] {
        let path = format!("{owner}/relationships/people_workspace_connectors");
        for method in [Method::POST, Method::PATCH, Method::DELETE] {
            for body in [&linkage, &json!({"data": []}), &Value::Null] {
                let refused = api.ask(method.clone(), &path, &[], body).await;
                refused.is_error(403, "unsupported", "");
            }
        }
    }
    assert_eq!(api.get(LINKS).await.ids().len(), links.len());
}

async fn methods_that_json_api_does_not_know_are_405(api: &Api) {
    let (person, [connector, _], links) = furnish(api).await;
    let link = format!("{LINKS}/{}", links[0]);
    for (path, methods, allowed) in [
        (
            format!("{link}/relationships/people"),
            [Method::POST, Method::DELETE],
            "PATCH",
        ),
        (
            format!("{link}/people"),
            [Method::PATCH, Method::DELETE],
            "GET",
        ),
        (
            format!("/v1/people/{person}/people_workspace_connectors"),
            [Method::POST, Method::PATCH],
            "GET",
        ),
        (
            format!("/v1/workspace-connectors/{connector}"),
            [Method::POST, Method::PUT],
            "DELETE",
        ),
        (
            "/v1/operations".to_owned(),
            [Method::GET, Method::PATCH],
            "POST",
        ),
    ] {
        for method in methods {
            let refused = api.ask(method, &path, &[], &Value::Null).await;
            refused.is_error(405, "method_not_allowed", "");
            let allow = refused.headers[header::ALLOW].to_str().unwrap();
            assert!(allow.split(',').any(|it| it == allowed), "{path}: {allow}");
        }
    }
}

async fn two_relationships_never_mix(api: &Api) {
    let (person, [first, second], links) = furnish(api).await;
    let link = format!("{LINKS}/{}", links[0]);
    let body = json!({"data": {"type": "workspace_connector", "id": second}});
    let refused = api
        .patch(&format!("{link}/relationships/people"), &body)
        .await;
    refused.is_error(409, "type_mismatch", "/data/type");
    let path = format!("{link}/relationships/workspace_connector");
    let moved = api.patch(&path, &body).await.ok();
    assert_eq!(moved["data"]["id"], second);
    assert_eq!(moved["links"]["self"], path);
    assert_eq!(
        moved["links"]["related"],
        format!("{link}/workspace_connector")
    );
    let now = api.get(&link).await.ok();
    let relationships = &now["data"]["relationships"];
    assert_eq!(relationships["people"]["data"]["id"], person);
    let of_first = format!("/v1/workspace-connectors/{first}/people_workspace_connectors");
    assert_eq!(api.get(&of_first).await.ids().len(), 2);
}
