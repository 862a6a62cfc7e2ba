//! Fetching resources, collections and relationships; sorting and paging.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

use super::{ACTIVATIONS, CONNECTORS, PEOPLE, furnish, items, link_path};
use crate::support::{Api, JOBS, LINKS, NOBODY, RUNS};

crate::on_both_engines![
    a_resource_is_fetched_with_200,
    a_resource_that_does_not_exist_is_404,
    a_relationship_is_fetched_with_200,
    a_relationship_that_does_not_exist_is_404,
    an_empty_relationship_is_200_and_an_empty_array,
    head_is_get_without_a_body,
    every_list_is_sorted_as_asked,
    sorting_that_is_not_supported_is_400,
    pagination_links_are_beside_the_collection,
];

async fn a_resource_is_fetched_with_200(api: &Api) {
    let furniture = furnish(api).await;
    for (path, of) in [
        (link_path(&furniture.links[0]), "people_workspace_connector"),
        (format!("{PEOPLE}/{}", furniture.ada), "people"),
        (
            format!("{ACTIVATIONS}/{}", furniture.idle),
            "workspace_connector",
        ),
        (format!("{CONNECTORS}/{}", api.connector), "connector"),
        (
            format!("/v1/workspaces/{}", api.here.tenant.workspace()),
            "workspace",
        ),
        (
            format!("{}/people", link_path(&furniture.links[0])),
            "people",
        ),
    ] {
        let document = api.get(&path).await.ok();
        assert_eq!(document["data"]["type"], of, "{path}");
    }
}

async fn a_resource_that_does_not_exist_is_404(api: &Api) {
    for path in [LINKS, PEOPLE, ACTIVATIONS, CONNECTORS, "/v1/workspaces"] {
        let reply = api.get(&format!("{path}/{NOBODY}")).await;
        reply.is_error(404, "not_found", "");
    }
    for below in ["people", "workspace_connector"] {
        let reply = api.get(&format!("{}/{below}", link_path(NOBODY))).await;
        reply.is_error(404, "not_found", "");
    }
}

async fn a_relationship_is_fetched_with_200(api: &Api) {
    let furniture = furnish(api).await;
    let link = link_path(&furniture.links[0]);
    let to_one = api.get(&format!("{link}/relationships/people")).await.ok();
    assert_eq!(
        to_one["data"],
        serde_json::json!({"type": "people", "id": furniture.ada})
    );
    let path = format!(
        "{PEOPLE}/{}/relationships/people_workspace_connectors",
        furniture.ada
    );
    let to_many = api.get(&path).await;
    assert_eq!(to_many.ids(), [&*furniture.links[1], &furniture.links[0]]);
    for identifier in items(&to_many.body["data"]) {
        assert_eq!(identifier["type"], "people_workspace_connector");
        assert_eq!(identifier.get("attributes"), None);
    }
}

async fn a_relationship_that_does_not_exist_is_404(api: &Api) {
    let furniture = furnish(api).await;
    for path in [
        format!("{}/relationships/people", link_path(NOBODY)),
        format!("{PEOPLE}/{NOBODY}/relationships/people_workspace_connectors"),
        format!("{ACTIVATIONS}/{NOBODY}/relationships/connector"),
        format!("{}/relationships/colour", link_path(&furniture.links[0])),
        format!("{}/colour", link_path(&furniture.links[0])),
    ] {
        api.get(&path).await.is_error(404, "not_found", "");
    }
}

async fn an_empty_relationship_is_200_and_an_empty_array(api: &Api) {
    let furniture = furnish(api).await;
    for below in [
        "relationships/people_workspace_connectors",
        "people_workspace_connectors",
    ] {
        let path = format!("{ACTIVATIONS}/{}/{below}", furniture.idle);
        let document = api.get(&path).await.ok();
        assert_eq!(document["data"], serde_json::json!([]), "{path}");
    }
}

async fn head_is_get_without_a_body(api: &Api) {
    let furniture = furnish(api).await;
    for path in [
        LINKS.to_owned(),
        link_path(&furniture.links[0]),
        link_path(NOBODY),
    ] {
        let head = Request::head(&path)
            .header(header::AUTHORIZATION, format!("Bearer {}", api.here.reader))
            .body(Body::empty())
            .unwrap();
        let head = api.call(head).await;
        let get = api.get(&path).await;
        assert_eq!(head.status, get.status);
        assert_eq!(head.body, Value::Null);
        for name in [header::CONTENT_TYPE, header::ETAG, header::VARY] {
            assert_eq!(head.headers.get(&name), get.headers.get(&name), "{path}");
        }
    }
}

async fn every_list_is_sorted_as_asked(api: &Api) {
    let furniture = furnish(api).await;
    for direction in ["input", "output"] {
        api.run(&furniture.activation, &json!({"direction": direction}))
            .await;
        let twins = json!({"data": {"type": "deduplication"}});
        api.post(&format!("{LINKS}/deduplications?dry_run=true"), &twins)
            .await
            .ok();
    }
    for path in [
        RUNS.to_owned(),
        JOBS.to_owned(),
        LINKS.to_owned(),
        PEOPLE.to_owned(),
        ACTIVATIONS.to_owned(),
        CONNECTORS.to_owned(),
        format!("{PEOPLE}/{}/people_workspace_connectors", furniture.ada),
        format!(
            "{ACTIVATIONS}/{}/people_workspace_connectors",
            furniture.activation
        ),
    ] {
        let ascending = api.get(&format!("{path}?sort=created_at")).await.ids();
        let mut descending = api.get(&format!("{path}?sort=-created_at")).await.ids();
        assert_eq!(
            api.get(&path).await.ids(),
            descending,
            "newest first: {path}"
        );
        assert!(ascending.len() > 1 || path == CONNECTORS, "{path}");
        descending.reverse();
        assert_eq!(ascending, descending, "{path}");
    }
    let links = api.get(&format!("{LINKS}?sort=created_at")).await.ids();
    assert_eq!(links, furniture.links);
}

async fn sorting_that_is_not_supported_is_400(api: &Api) {
    let furniture = furnish(api).await;
    for path in [LINKS, PEOPLE, ACTIVATIONS, CONNECTORS] {
        for sort in ["colour", "-colour", "", "created_at,colour"] {
            let reply = api.get(&format!("{path}?sort={sort}")).await;
            reply.is_error(400, "unsupported_sort", "sort");
        }
    }
    // A single resource cannot be sorted.
    for path in [
        link_path(&furniture.links[0]),
        format!("{PEOPLE}/{}", furniture.ada),
    ] {
        let reply = api.get(&format!("{path}?sort=created_at")).await;
        reply.is_error(400, "unsupported_sort", "sort");
    }
}

async fn pagination_links_are_beside_the_collection(api: &Api) {
    let furniture = furnish(api).await;
    for path in [
        LINKS.to_owned(),
        PEOPLE.to_owned(),
        ACTIVATIONS.to_owned(),
        format!(
            "{ACTIVATIONS}/{}/people_workspace_connectors",
            furniture.activation
        ),
        format!(
            "{ACTIVATIONS}/{}/relationships/people_workspace_connectors",
            furniture.activation
        ),
    ] {
        let page = api
            .get(&format!("{path}?page[size]=1&sort=created_at"))
            .await
            .ok();
        let links = page["links"].as_object().unwrap();
        assert_eq!(links["prev"], Value::Null, "{path}");
        let next = links["next"].as_str().unwrap();
        let second = api.get(next).await;
        assert_eq!(second.status, StatusCode::OK);
        // `next` continues in the requested order, `prev` goes back.
        let all = api.get(&format!("{path}?sort=created_at")).await.ids();
        assert_eq!(second.ids(), [&*all[1]], "{path}");
        let prev = second.body["links"]["prev"].as_str().unwrap();
        assert_eq!(api.get(prev).await.ids(), [&*all[0]], "{path}");
    }
}
