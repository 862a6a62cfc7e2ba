//! Lists: order, pages, filters.

use crate::support::{ACTIVATIONS, Api, LINKS, RUNS, escaped};
use serde_json::{Value, json};

crate::on_both_engines![
    newest_first_unless_asked_otherwise,
    pages_are_contiguous_in_both_directions,
    a_page_is_exactly_full,
    an_empty_page_leads_back_to_the_others,
    pages_are_stable_while_rows_come_and_go,
    links_keep_the_rest_of_the_query,
    filters_narrow,
    time_filters_keep_microseconds,
    a_printed_time_finds_its_row,
    every_list_pages,
    bad_queries_name_the_parameter,
];

/// `count` links of one person over two connectors, oldest first.
async fn furnish(api: &Api, count: usize) -> Vec<String> {
    let person = api.person(&api.here, "Ada").await;
    let connectors = [
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    ];
    let mut ids = Vec::new();
    for i in 0..count {
        let direction = if i % 3 == 0 { "output" } else { "input" };
        ids.push(api.link(&person, &connectors[i % 2], direction).await);
    }
    ids
}

fn reversed(ids: &[String]) -> Vec<String> {
    ids.iter().rev().cloned().collect()
}

async fn newest_first_unless_asked_otherwise(api: &Api) {
    let ids = furnish(api, 5).await;
    assert_eq!(api.get(LINKS).await.ids(), reversed(&ids));
    let descending = api.get(&format!("{LINKS}?sort=-created_at")).await;
    assert_eq!(descending.ids(), reversed(&ids));
    let ascending = api.get(&format!("{LINKS}?sort=created_at")).await;
    assert_eq!(ascending.ids(), ids);
}

/// Follows `links.next` from `path`, then `links.prev` back.
async fn walk(api: &Api, path: &str, size: usize) -> (Vec<String>, Vec<String>) {
    let mut page = api.get(path).await;
    let mut forth = page.ids();
    assert_eq!(page.body["links"]["prev"], Value::Null);
    while let Some(next) = page.body["links"]["next"].as_str() {
        assert_eq!(page.ids().len(), size, "only the last page is short");
        let next = next.to_owned();
        page = api.get(&next).await;
        assert!(!page.ids().is_empty(), "no empty page at the end");
        forth.extend(page.ids());
    }
    let mut back = page.ids();
    while let Some(prev) = page.body["links"]["prev"].as_str() {
        let prev = prev.to_owned();
        page = api.get(&prev).await;
        assert!(page.body["links"]["next"].is_string());
        back.splice(0..0, page.ids());
    }
    (forth, back)
}

async fn pages_are_contiguous_in_both_directions(api: &Api) {
    let ids = furnish(api, 11).await;
    for size in [1, 2, 3, 5, 10, 11, 12] {
        for (sort, expected) in [("created_at", ids.clone()), ("-created_at", reversed(&ids))] {
            let path = format!("{LINKS}?sort={sort}&page[size]={size}");
            let (forth, back) = walk(api, &path, size).await;
            assert_eq!(forth, expected, "size {size}");
            assert_eq!(back, expected, "size {size}");
        }
    }
}

async fn a_page_is_exactly_full(api: &Api) {
    furnish(api, 4).await;
    let page = api.get(&format!("{LINKS}?page[size]=4")).await;
    assert_eq!(page.ids().len(), 4);
    assert_eq!(page.body["links"]["next"], Value::Null);
    assert_eq!(page.body["links"]["prev"], Value::Null);
}

async fn an_empty_page_leads_back_to_the_others(api: &Api) {
    let ids = furnish(api, 4).await;
    let cursor = async |sort: &str, at: usize| {
        let page = api.get(&format!("{LINKS}?sort={sort}")).await;
        let cursor = &page.body["data"][at]["meta"]["page"]["cursor"];
        cursor.as_str().unwrap().to_owned()
    };
    for (sort, ids) in [("created_at", ids.clone()), ("-created_at", reversed(&ids))] {
        let path = format!("{LINKS}?sort={sort}&page[size]=3");
        let last = cursor(sort, 3).await;
        let empty = api.get(&format!("{path}&page[after]={last}")).await;
        assert!(empty.ids().is_empty());
        assert_eq!(empty.body["links"]["next"], Value::Null);
        let prev = empty.body["links"]["prev"].as_str().unwrap();
        assert_eq!(api.get(prev).await.ids(), ids[1..]);

        let first = cursor(sort, 0).await;
        let empty = api.get(&format!("{path}&page[before]={first}")).await;
        assert!(empty.ids().is_empty());
        assert_eq!(empty.body["links"]["prev"], Value::Null);
        let next = empty.body["links"]["next"].as_str().unwrap();
        assert_eq!(api.get(next).await.ids(), ids[..3]);
    }
}

async fn pages_are_stable_while_rows_come_and_go(api: &Api) {
    let ids = furnish(api, 6).await;
    let first = api.get(&format!("{LINKS}?page[size]=2")).await;
    assert_eq!(first.ids(), [&*ids[5], &ids[4]]);
    let next = first.body["links"]["next"].as_str().unwrap().to_owned();
    // The row at the cursor is deleted, and a new one is added.
    api.delete(&format!("{LINKS}/{}", ids[4])).await;
    furnish(api, 1).await;
    let second = api.get(&next).await;
    assert_eq!(second.ids(), [&*ids[3], &ids[2]]);
    let prev = second.body["links"]["prev"].as_str().unwrap().to_owned();
    assert_eq!(api.get(&prev).await.ids().len(), 2);
}

async fn links_keep_the_rest_of_the_query(api: &Api) {
    furnish(api, 8).await;
    let path = format!("{LINKS}?filter[direction]=input&sort=created_at&page[size]=2");
    let (forth, back) = walk(api, &path, 2).await;
    assert_eq!(forth, back);
    assert_eq!(forth.len(), 5);
    let page = api.get(&path).await.ok();
    assert_eq!(page["links"]["self"]["href"], escaped(&path));
}

async fn filters_narrow(api: &Api) {
    let ids = furnish(api, 6).await;
    let first = api.get(&format!("{LINKS}/{}", ids[0])).await.ok();
    let relationships = &first["data"]["relationships"];
    let [person, connector] = ["people", "workspace_connector"]
        .map(|name| relationships[name]["data"]["id"].as_str().unwrap());
    for (filter, expected) in [
        (format!("filter[people]={person}"), 6),
        (format!("filter[workspace_connector]={connector}"), 3),
        ("filter[direction]=output".to_owned(), 2),
        (
            format!("filter[workspace_connector]={connector}&filter[direction]=output"),
            1,
        ),
        ("filter[deleted]=exclude".to_owned(), 6),
        ("filter[deleted]=only".to_owned(), 0),
    ] {
        let found = api.get(&format!("{LINKS}?{filter}")).await.ids();
        assert_eq!(found.len(), expected, "{filter}");
    }
}

async fn time_filters_keep_microseconds(api: &Api) {
    let ids = furnish(api, 5).await;
    let third = api.get(&format!("{LINKS}/{}", ids[2])).await.ok();
    let created = third["data"]["attributes"]["created_at"].as_str().unwrap();
    // The API shows milliseconds: the row is within the millisecond that it shows.
    let since = api
        .get(&format!("{LINKS}?filter[created_at][gte]={created}"))
        .await
        .ids();
    assert!(since.contains(&ids[2]) && since.contains(&ids[4]));
    let both = format!(
        "{LINKS}?filter[created_at][gt]=2020-01-01T00:00:00Z\
         &filter[created_at][lt]=2020-01-01T02:00:00%2B01:00"
    );
    assert!(api.get(&both).await.ids().is_empty());
    // An unescaped plus sign is still read as one.
    let raw = format!("{LINKS}?filter[created_at][gte]=2020-01-01T00:00:00+01:00");
    assert_eq!(api.get(&raw).await.ids().len(), 5);
    let future = format!("{LINKS}?filter[created_at][lte]=9998-01-01T00:00:00Z");
    assert_eq!(api.get(&future).await.ids().len(), 5);
}

async fn a_printed_time_finds_its_row(api: &Api) {
    let person = api.person(&api.here, "Ada").await;
    let connector = api.activation(&api.here).await;
    for direction in ["input", "output", "input"] {
        api.link(&person, &connector, direction).await;
    }
    let run = json!({ "direction": "input", "trigger_type": "api" });
    api.run(&connector, &run).await;
    for (list, time) in [
        (LINKS.to_owned(), "created_at"),
        ("/v1/people".to_owned(), "created_at"),
        (ACTIVATIONS.to_owned(), "created_at"),
        (RUNS.to_owned(), "started_at"),
        (
            format!("/v1/people/{person}/people_workspace_connectors"),
            "created_at",
        ),
        (
            format!("{ACTIVATIONS}/{connector}/people_workspace_connectors"),
            "created_at",
        ),
        (
            format!("{ACTIVATIONS}/{connector}/workspace_connector_sync_logs"),
            "started_at",
        ),
    ] {
        let page = api.get(&list).await;
        let rows = page.body["data"].as_array().unwrap();
        assert!(!rows.is_empty(), "{list}");
        for row in rows {
            let id = row["id"].as_str().unwrap().to_owned();
            let at = row["attributes"][time].as_str().unwrap();
            for (comparison, is_there) in
                [("gte", true), ("lte", true), ("gt", false), ("lt", false)]
            {
                let url = format!("{list}?filter[{time}][{comparison}]={at}");
                let found = api.get(&url).await.ids();
                assert_eq!(found.contains(&id), is_there, "{url}");
            }
        }
    }
}

async fn every_list_pages(api: &Api) {
    furnish(api, 3).await;
    for name in ["Bob", "Cleo", "Dora"] {
        api.person(&api.here, name).await;
        api.person(&api.there, name).await;
        api.activation(&api.there).await;
    }
    for (path, expected) in [
        ("/v1/people", 4),
        ("/v1/workspace-connectors", 2),
        ("/v1/connectors", 1),
    ] {
        let (forth, back) = walk(api, &format!("{path}?page[size]=1"), 1).await;
        assert_eq!(forth.len(), expected, "{path}");
        assert_eq!(forth, back);
    }
}

async fn bad_queries_name_the_parameter(api: &Api) {
    for (query, code, parameter) in [
        ("filter[people]=me", "invalid_parameter", "filter[people]"),
        (
            "filter[workspace_connector]=1",
            "invalid_parameter",
            "filter[workspace_connector]",
        ),
        (
            "filter[direction]=up",
            "invalid_parameter",
            "filter[direction]",
        ),
        (
            "filter[created_at][gte]=yesterday",
            "invalid_parameter",
            "filter[created_at][gte]",
        ),
        (
            "filter[created_at]=2020-01-01T00:00:00Z",
            "unknown_parameter",
            "filter[created_at]",
        ),
        (
            "filter[deleted]=maybe",
            "invalid_parameter",
            "filter[deleted]",
        ),
        ("filter[colour]=red", "unknown_parameter", "filter[colour]"),
        ("sort=colour", "unsupported_sort", "sort"),
        ("page[size]=0", "invalid_parameter", "page[size]"),
        ("page[size]=many", "invalid_parameter", "page[size]"),
        ("page[size]=501", "page_size_exceeded", "page[size]"),
        ("page[after]=pk-17", "invalid_cursor", "page[after]"),
        ("page[before]=", "invalid_cursor", "page[before]"),
        ("page[offset]=3", "unknown_parameter", "page[offset]"),
        ("pageSize=3", "unknown_parameter", "pageSize"),
        ("limit=3", "invalid_parameter_name", "limit"),
    ] {
        let reply = api.get(&format!("{LINKS}?{query}")).await;
        reply.is_error(400, code, parameter);
    }
}
