//! The cursor pagination profile, beyond what `lists.rs` covers.

use serde_json::Value;

use super::{ACTIVATIONS, PEOPLE, furnish, items};
use crate::support::{Api, LINKS};

crate::on_both_engines![
    an_items_cursor_falls_on_it,
    a_range_is_between_its_cursors,
    a_range_that_does_not_fit_is_truncated,
    a_range_continues_at_both_ends,
    beyond_the_ends_is_an_empty_page,
    the_total_is_returned_on_request,
    a_size_over_the_maximum_names_the_maximum,
];

/// Six links, oldest first, and their cursors.
async fn list(api: &Api) -> (Vec<String>, Vec<String>) {
    let furniture = furnish(api).await;
    for direction in ["input", "output", "input"] {
        api.link(&furniture.bob, &furniture.idle, direction).await;
    }
    let all = api.get(&format!("{LINKS}?sort=created_at")).await;
    let cursor = |item: &Value| item["meta"]["page"]["cursor"].as_str().unwrap().to_owned();
    let cursors = items(&all.body["data"]).iter().map(cursor).collect();
    let ids = all.ids();
    assert_eq!(ids.len(), 6);
    (ids, cursors)
}

async fn an_items_cursor_falls_on_it(api: &Api) {
    let (ids, cursors) = list(api).await;
    for (i, cursor) in cursors.iter().enumerate() {
        let path = format!("{LINKS}?sort=created_at");
        let after = api.get(&format!("{path}&page[after]={cursor}")).await;
        assert_eq!(after.ids(), ids[i + 1..]);
        let before = api.get(&format!("{path}&page[before]={cursor}")).await;
        assert_eq!(before.ids(), ids[..i]);
        // The page before a cursor ends there, however small it is.
        let nearest = api
            .get(&format!("{path}&page[size]=1&page[before]={cursor}"))
            .await;
        assert_eq!(nearest.ids(), ids[i.saturating_sub(1)..i]);
        // Newest first, the same cursor has the others on its other side.
        let newer = api.get(&format!("{LINKS}?page[before]={cursor}")).await;
        let mut expected = ids[i + 1..].to_vec();
        expected.reverse();
        assert_eq!(newer.ids(), expected);
    }
}

async fn a_range_is_between_its_cursors(api: &Api) {
    let (ids, cursors) = list(api).await;
    for from in 0..ids.len() {
        for to in 0..ids.len() {
            let (after, before) = (&cursors[from], &cursors[to]);
            let path = format!("{LINKS}?sort=created_at&page[after]={after}&page[before]={before}");
            let range = api.get(&path).await;
            let expected = ids.get(from + 1..to).unwrap_or_default();
            assert_eq!(range.ids(), expected, "{from}..{to}");
            let truncated = &range.body["meta"]["page"]["rangeTruncated"];
            assert_eq!(truncated, &Value::Null, "{from}..{to}");
        }
    }
}

async fn a_range_that_does_not_fit_is_truncated(api: &Api) {
    let (ids, cursors) = list(api).await;
    let range = format!(
        "{LINKS}?sort=created_at&page[after]={}&page[before]={}",
        cursors[0], cursors[5]
    );
    for size in 1..=4 {
        let page = api.get(&format!("{range}&page[size]={size}")).await;
        assert_eq!(page.ids(), ids[1..=size], "as though there were no end");
        let truncated = &page.body["meta"]["page"]["rangeTruncated"];
        assert_eq!(
            truncated == &Value::Bool(true),
            size < 4,
            "{size}: {truncated}"
        );
    }
}

async fn a_range_continues_at_both_ends(api: &Api) {
    let (ids, cursors) = list(api).await;
    let range = format!(
        "{LINKS}?sort=created_at&page[size]=2&page[after]={}&page[before]={}",
        cursors[1], cursors[4]
    );
    let page = api.get(&range).await;
    assert_eq!(page.ids(), ids[2..4]);
    let follow = async |name: &str| {
        let url = page.body["links"][name].as_str().unwrap();
        api.get(url).await.ids()
    };
    assert_eq!(follow("next").await, ids[4..]);
    assert_eq!(follow("prev").await, ids[..2]);
}

async fn beyond_the_ends_is_an_empty_page(api: &Api) {
    let (_, cursors) = list(api).await;
    for (parameter, cursor) in [("page[after]", &cursors[5]), ("page[before]", &cursors[0])] {
        let page = api
            .get(&format!("{LINKS}?sort=created_at&{parameter}={cursor}"))
            .await
            .ok();
        assert_eq!(page["data"], serde_json::json!([]));
        let links = page["links"].as_object().unwrap();
        assert!(links.contains_key("prev") && links.contains_key("next"));
    }
}

async fn the_total_is_returned_on_request(api: &Api) {
    let (ids, cursors) = list(api).await;
    let total = async |path: &str| {
        let page = api.get(path).await.ok();
        page["meta"]["page"]["total"].clone()
    };
    assert_eq!(total(LINKS).await, Value::Null);
    assert_eq!(
        total(&format!("{LINKS}?page[total]=false")).await,
        Value::Null
    );
    for (path, expected) in [
        (format!("{LINKS}?page[total]=true"), ids.len()),
        (format!("{LINKS}?page[total]=true&page[size]=1"), ids.len()),
        (
            format!("{LINKS}?page[total]=true&page[after]={}", cursors[2]),
            ids.len(),
        ),
        (
            format!("{LINKS}?page[total]=true&filter[direction]=output"),
            2,
        ),
        (format!("{PEOPLE}?page[total]=true"), 2),
        (format!("{ACTIVATIONS}?page[total]=true"), 2),
    ] {
        assert_eq!(total(&path).await, expected, "{path}");
    }
}

async fn a_size_over_the_maximum_names_the_maximum(api: &Api) {
    for path in [LINKS, PEOPLE, ACTIVATIONS] {
        let reply = api.get(&format!("{path}?page[size]=501")).await;
        reply.is_error(400, "page_size_exceeded", "page[size]");
        let error = &reply.body["errors"][0];
        assert_eq!(error["meta"]["page"], serde_json::json!({"maxSize": 500}));
        assert_eq!(
            error["links"]["type"],
            "https://jsonapi.org/profiles/ethanresnick/cursor-pagination/max-size-exceeded"
        );
    }
}
