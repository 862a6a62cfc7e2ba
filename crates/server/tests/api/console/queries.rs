//! What pages and downloads do with queries that they do not understand.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::{furnish, get, send, sign_in, visits};
use crate::recalls::{self, NOTIFICATIONS, SUPPRESSIONS};
use crate::support::{Api, LINKS, link_of, merge_of};
use crate::webhooks;

crate::on_both_engines![
    every_page_says_what_it_did_not_understand,
    a_page_shows_what_is_left_of_its_query,
    a_download_never_has_more_than_was_asked_for,
];

/// For each page: an id that it can be about.
async fn ids(api: &Api) -> impl Fn(&str) -> String {
    let [person, connector, _] = furnish(api, &api.here, "Ada").await;
    let run = api.run(&connector, &json!({"direction": "output"})).await;
    let job = json!({"data": {
        "type": "invalidation", "attributes": {"direction": "input"}
    }});
    let path = format!("{LINKS}/invalidations?dry_run=true");
    let job = api.send(Method::POST, &path, &api.here.admin, &job).await;
    let job = job.ok()["data"]["id"].as_str().unwrap().to_owned();
    let webhook = webhooks::create(api, &api.here, &json!({})).await;
    let mut records = Vec::new();
    for kind in wellhead_core::record::Kind::ALL {
        let id = api.record(&api.here, kind).await;
        let link = link_of(kind, &id, &connector, "output");
        let link = api.post(kind.wire().links_path, &link).await.created();
        let list = kind.wire().records_path.replace("/v1", "/console");
        let twin = api.record(&api.here, kind).await;
        let merge = merge_of(kind, &id, &[&twin]);
        let merges = format!("{}/merges", kind.wire().records_path);
        let merge = api.post(&merges, &merge).await.created();
        records.push((format!("{list}/merges"), merge));
        records.push((list, id));
        records.push((kind.wire().links_path.replace("/v1", "/console"), link));
    }
    let erased = recalls::person(api, "crm-1").await;
    api.link(&erased, &connector, "output").await;
    records.push((
        "/console/recalls".to_owned(),
        recalls::erase(api, &erased).await,
    ));
    for list in [NOTIFICATIONS, SUPPRESSIONS] {
        let id = api.get(list).await.ids().swap_remove(0);
        let page = list.replace("/v1/erasure-", "/console/");
        records.push((page.replace("/v1", "/console"), id));
    }
    move |path| {
        let id = match path.split('/').nth(2) {
            Some("connectors") => &connector,
            Some("runs") => &run,
            Some("jobs") => &job,
            Some("webhooks") => &webhook,
            _ => {
                let of = |(list, _): &&(String, String)| path.starts_with(&format!("{list}/"));
                records.iter().find(of).map_or(&person, |(_, id)| id)
            }
        };
        path.replace("{id}", id)
    }
}

async fn every_page_says_what_it_did_not_understand(api: &Api) {
    let of = ids(api).await;
    let cookie = sign_in(api, &api.here.admin).await;
    for visit in visits().into_iter().filter(|it| it.method == Method::GET) {
        // Whoever is signed in is led on from there.
        let cookie = (visit.path != super::SIGN_IN).then_some(&*cookie);
        let path = of(&visit.path);
        let plain = send(api, Method::GET, &path, cookie, "").await;
        assert_eq!(plain.status, StatusCode::OK, "{path}");
        assert!(!plain.body.to_string().contains("not understood"), "{path}");
        for (query, name) in [
            ("nonsense=1", "nonsense"),
            ("nonsense=", "nonsense"),
            ("record=people&record=people", "record"),
            ("after=&after=", "after"),
        ] {
            let path = format!("{path}?{query}");
            let reply = send(api, Method::GET, &path, cookie, "").await;
            let page = reply.body.as_str().unwrap();
            assert!(
                page.contains("not understood") && page.contains(&format!("<code>{name}</code>")),
                "{path}: {page}"
            );
            // What has no room for words is refused instead.
            let is_whole = page.contains("class=\"unclear\"");
            let status = if is_whole { 200 } else { 400 };
            assert_eq!(reply.status.as_u16(), status, "{path}");
        }
    }
}

async fn a_page_shows_what_is_left_of_its_query(api: &Api) {
    let [person, connector, _] = furnish(api, &api.here, "Ada").await;
    let cookie = sign_in(api, &api.here.reader).await;
    let short = &connector[1..];
    let page = get(
        api,
        &cookie,
        &format!("/console/links?connector={short}&way=output&from=2026-02-30"),
    )
    .await;
    for said in [
        &format!("“{short}” is not a UUID"),
        "“2026-02-30” is not a date",
        "No links.",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // Its form, its tabs and its downloads go on from what was understood.
    assert!(page.contains("value=\"output\" selected"), "{page}");
    assert!(!page.contains(&format!("connector={short}")), "{page}");
    let page = get(api, &cookie, &format!("/console/links?id={}", &person[1..])).await;
    assert!(
        page.contains("not understood") && page.contains(&person),
        "{page}"
    );
    assert!(
        !page.contains("links.csv"),
        "it would have more than was asked for"
    );
    let page = get(api, &cookie, &format!("/console/links?id={person}")).await;
    assert!(page.contains(&format!("links.csv?id={person}")), "{page}");
    // What somebody looks for is in no URL.
    let cursor = api.get("/v1/people?page[size]=1").await.ok();
    let cursor = cursor["data"][0]["meta"]["page"]["cursor"]
        .as_str()
        .unwrap()
        .to_owned();
    for (query, is_clear) in [("", true), ("&search=", false), ("&search=Ada", false)] {
        let page = get(
            api,
            &cookie,
            &format!("/console/people?after={cursor}{query}"),
        )
        .await;
        assert_eq!(!page.contains("not understood"), is_clear, "{query}");
    }
}

async fn a_download_never_has_more_than_was_asked_for(api: &Api) {
    let [person, connector, link] = furnish(api, &api.here, "Ada").await;
    let cookie = sign_in(api, &api.here.reader).await;
    for query in [
        format!("id={}", &person[1..]),
        format!("person={person}"),
        format!("person={}", &person[1..]),
        format!("connector={connector}x"),
        format!("connector={connector}&connector={connector}"),
        "way=in".to_owned(),
        "deleted=all".to_owned(),
        "from=yesterday".to_owned(),
        "to=2026-02-30".to_owned(),
        "to=2026-02-03T10:00:00Z".to_owned(),
        "record=person".to_owned(),
        "after=".to_owned(),
        "=".to_owned(),
        "x".to_owned(),
    ] {
        let path = format!("/console/links.csv?{query}");
        let reply = send(api, Method::GET, &path, Some(&cookie), "").await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
        let page = reply.body.as_str().unwrap();
        assert!(page.contains("not understood"), "{query}: {page}");
        assert!(!page.contains(&link), "{query}: {page}");
    }
    let all =
        format!("record=people&id={person}&connector={connector}&way=input&deleted=&from=&to=");
    let csv = get(api, &cookie, &format!("/console/links.csv?{all}")).await;
    assert!(csv.lines().count() == 2 && csv.contains(&link), "{csv}");
}
