//! The feed of changes: as pages, and as events.

use std::time::Duration;

use crate::support::{Api, LINKS, PATIENCE, Served, escaped};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::time::timeout;

crate::on_both_engines![
    every_change_is_at_the_next_position,
    a_reader_goes_on_from_a_cursor_also_after_an_empty_page,
    a_filter_leaves_out_what_is_not_wanted,
    a_cursor_of_another_list_or_workspace_is_refused,
    a_change_has_a_url_of_its_own,
    events_come_while_things_change,
    events_go_on_from_the_last_one_seen,
    events_end_when_the_key_is_revoked_or_the_server_stops,
];

const CHANGES: &str = "/v1/changes";

/// A person and a link of it, made, touched, turned around, deleted and restored by different hands.
struct Life {
    person: String,
    link: String,
    connector: String,
    run: String,
}

impl Life {
    async fn of(api: &Api) -> Self {
        let person = api.person(&api.here, "Ada").await;
        let connector = api.activation(&api.here).await;
        let run = api.run(&connector, &json!({"direction": "input"})).await;
        let lines = format!("{{\"people_id\":\"{person}\"}}\n{{\"external_person_id\":\"b\"}}\n");
        let report = api.deliver(&run, "", lines).await;
        assert_eq!(
            report.last().unwrap()["summary"]["links_created"],
            2,
            "{report:?}"
        );
        let found = api
            .get(&format!(
                "/v1/people/{person}/{}",
                "people_workspace_connectors"
            ))
            .await;
        let link = found.ok()["data"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("{LINKS}/{link}");
        let turned = json!({"data": {"type": "people_workspace_connector", "id": link,
            "attributes": {"direction": "output"}}});
        api.patch(&path, &turned).await.ok();
        // Nothing but the time changes.
        api.patch(&path, &turned).await.ok();
        assert_eq!(api.delete(&path).await.status, StatusCode::NO_CONTENT);
        let restored = json!({"data": {"type": "people_workspace_connector", "id": link,
            "attributes": {"deleted_at": null}}});
        api.patch(&path, &restored).await.ok();
        Self {
            person,
            link,
            connector,
            run,
        }
    }
}

async fn page(api: &Api, query: &str) -> Value {
    api.get(&escaped(&format!("{CHANGES}?{query}"))).await.ok()
}

fn acts(page: &Value) -> Vec<String> {
    let changes = page["data"].as_array().unwrap().iter();
    changes
        .map(|it| {
            let (attributes, relationships) = (&it["attributes"], &it["relationships"]);
            let of = if relationships["link"]["data"].is_null() {
                "record"
            } else {
                "link"
            };
            let (position, act) = (&attributes["position"], attributes["act"].as_str());
            format!("{position} {of} {}", act.unwrap())
        })
        .collect()
}

async fn every_change_is_at_the_next_position(api: &Api) {
    let life = Life::of(api).await;
    let all = page(api, "").await;
    assert_eq!(
        acts(&all),
        [
            "1 record created",
            "2 record created",
            "3 link created",
            "4 link created",
            "5 link updated",
            "6 link deleted",
            "7 link restored",
        ]
    );
    assert_eq!(all["meta"]["head"], 7);
    let made = &all["data"][2]["relationships"];
    assert_eq!(made["cause"]["data"]["id"], life.run);
    assert_eq!(made["workspace_connector"]["data"]["id"], life.connector);
    let turned = &all["data"][4];
    assert_eq!(turned["attributes"]["direction"], "output");
    assert_eq!(turned["attributes"]["before"]["direction"], "input");
    assert_eq!(turned["attributes"]["before"]["record"], life.person);
    assert_eq!(turned["relationships"]["link"]["data"]["id"], life.link);
    assert_eq!(
        turned["relationships"]["cause"]["data"],
        json!({"type": "api_key", "id": api.here.admin_key.to_string()})
    );
    assert_eq!(all["data"][5]["attributes"]["reason"], "deleted");
    let theirs = api.get_as(&api.there.reader, CHANGES).await.ok();
    assert_eq!(theirs["data"], json!([]));
}

async fn a_reader_goes_on_from_a_cursor_also_after_an_empty_page(api: &Api) {
    let first = page(api, "").await;
    assert_eq!(
        (&first["data"], &first["meta"]["head"]),
        (&json!([]), &json!(0))
    );
    Life::of(api).await;
    let mut next = first["links"]["next"].as_str().unwrap().to_owned();
    next += "&page%5Bsize%5D=3";
    let mut seen = Vec::new();
    for length in [3, 3, 1, 0, 0] {
        let page = api.get(&next).await.ok();
        assert_eq!(page["data"].as_array().unwrap().len(), length);
        seen.extend(acts(&page));
        let cursor = page["meta"]["page"]["cursor"].as_str().unwrap();
        page["links"]["next"]
            .as_str()
            .unwrap()
            .clone_into(&mut next);
        assert!(next.contains(cursor), "{next}");
        if length == 0 {
            assert_eq!(page["meta"]["end"], cursor);
        }
    }
    assert_eq!(seen, acts(&page(api, "").await));
    let end = page(api, "page[size]=1").await["meta"]["end"].clone();
    api.person(&api.here, "Eve").await;
    let new = page(api, &format!("page[after]={}", end.as_str().unwrap())).await;
    assert_eq!(acts(&new), ["8 record created"]);
}

async fn a_filter_leaves_out_what_is_not_wanted(api: &Api) {
    let life = Life::of(api).await;
    api.record(&api.here, wellhead_core::record::Kind::Company)
        .await;
    for (filter, positions) in [
        ("record=company", vec![8]),
        ("record=people", (1..=7).collect()),
        (&*format!("record={}", life.person), vec![1, 3, 5, 6, 7]),
        (
            &*format!("workspace_connector={}", life.connector),
            (3..=7).collect(),
        ),
        (&*format!("cause={}", life.run), vec![2, 3, 4]),
        ("cause=00000000-0000-4000-8000-000000000000", vec![]),
    ] {
        let (name, value) = filter.split_once('=').unwrap();
        let found = page(api, &format!("filter[{name}]={value}")).await;
        let found_at = found["data"].as_array().unwrap().iter();
        let found_at: Vec<_> = found_at
            .map(|it| it["attributes"]["position"].as_u64().unwrap())
            .collect();
        assert_eq!(found_at, positions, "{filter}");
        assert_eq!(found["meta"]["page"]["cursor"], found["meta"]["end"]);
    }
    let refused = api
        .get(&escaped(&format!("{CHANGES}?filter[record]=person")))
        .await;
    refused.is_error(400, "invalid_parameter", "filter[record]");
    let refused = api
        .get(&escaped(&format!("{CHANGES}?page[total]=true")))
        .await;
    refused.is_error(400, "unknown_parameter", "page[total]");
}

async fn a_cursor_of_another_list_or_workspace_is_refused(api: &Api) {
    Life::of(api).await;
    let people = api.get("/v1/people").await.ok();
    let of_people = &people["data"][0]["meta"]["page"]["cursor"];
    let theirs = api.get_as(&api.there.reader, CHANGES).await.ok();
    for cursor in [of_people, &theirs["meta"]["end"]] {
        let path = format!("{CHANGES}?page[after]={}", cursor.as_str().unwrap());
        let refused = api.get(&escaped(&path)).await;
        refused.is_error(400, "invalid_cursor", "page[after]");
    }
}

async fn a_change_has_a_url_of_its_own(api: &Api) {
    Life::of(api).await;
    let all = page(api, "").await;
    for change in all["data"].as_array().unwrap() {
        let url = change["links"]["self"].as_str().unwrap();
        let one = api.get(url).await.ok();
        assert_eq!(one["data"]["attributes"], change["attributes"]);
        let theirs = api.get_as(&api.there.reader, url).await;
        theirs.is_error(404, "not_found", "");
    }
}

fn events(api: &Api, query: &str, last: Option<&str>) -> Request<Body> {
    let mut request = Request::get(escaped(&format!("{CHANGES}?{query}")))
        .header(header::AUTHORIZATION, format!("Bearer {}", api.here.reader))
        .header(header::ACCEPT, "text/event-stream");
    if let Some(last) = last {
        request = request.header("Last-Event-ID", last);
    }
    request.body(Body::empty()).unwrap()
}

/// The next event that is not a checkpoint: its id and its data.
async fn next(
    parts: &mut (impl futures_util::Stream<Item = Result<axum::body::Bytes, axum::Error>> + Unpin),
) -> Option<(String, Value)> {
    loop {
        let part = timeout(PATIENCE, parts.next()).await.expect("an event")?;
        let text = String::from_utf8(part.unwrap().to_vec()).unwrap();
        let field = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.map(|value| value.trim().to_owned())
        };
        if field("event:").as_deref() == Some("change") {
            let data = serde_json::from_str(&field("data:").unwrap()).unwrap();
            return Some((field("id:").unwrap(), data));
        }
    }
}

async fn events_come_while_things_change(api: &Api) {
    api.person(&api.here, "Ada").await;
    let response = api.begin(events(api, "", None)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "text/event-stream"
    );
    let mut parts = response.into_body().into_data_stream();
    let (_, first) = next(&mut parts).await.unwrap();
    assert_eq!(first["attributes"]["position"], 1);
    api.person(&api.there, "Not here").await;
    api.person(&api.here, "Bob").await;
    let (id, second) = next(&mut parts).await.unwrap();
    assert_eq!(second["attributes"]["position"], 2);
    let after = page(api, &format!("page[after]={id}")).await;
    assert_eq!(after["data"], json!([]));
}

async fn events_go_on_from_the_last_one_seen(api: &Api) {
    Life::of(api).await;
    let all = page(api, "").await;
    let seen = all["data"][3]["meta"]["page"]["cursor"].as_str().unwrap();
    let response = api.begin(events(api, "", Some(seen))).await;
    let mut parts = response.into_body().into_data_stream();
    for position in 5..=7 {
        let (_, change) = next(&mut parts).await.unwrap();
        assert_eq!(change["attributes"]["position"], position);
    }
    let refused = api.call(events(api, "", Some("nonsense"))).await;
    refused.is_error(400, "invalid_cursor", "Last-Event-ID");
}

async fn events_end_when_the_key_is_revoked_or_the_server_stops(api: &Api) {
    let mut request = events(api, "", None);
    let admin = format!("Bearer {}", api.here.admin).parse().unwrap();
    request.headers_mut().insert(header::AUTHORIZATION, admin);
    let response = api.begin(request).await;
    let mut parts = response.into_body().into_data_stream();
    // The first checkpoint comes at once.
    timeout(PATIENCE, parts.next())
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    api.revoke(api.here.admin_key).await;
    tokio::time::pause();
    let ended = async { while parts.next().await.is_some() {} };
    tokio::select! {
        () = ended => {}
        () = async { loop { tokio::time::advance(Duration::from_secs(1)).await; } } => {}
    }
    tokio::time::resume();

    let served = Served::begin(api).await;
    let mut reader = served.connect().await;
    let (host, key) = ("Host: localhost", &api.here.reader);
    reader
        .send(format!(
            "GET {CHANGES} HTTP/1.1\r\n{host}\r\nAuthorization: Bearer {key}\r\nAccept: text/event-stream\r\n\r\n"
        ))
        .await;
    reader.until("event: checkpoint").await;
    served.stop().await;
    reader.rest().await;
}
