//! How much a workspace may have and ask for, where an operator has said so.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::num::NonZeroU32;

use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use futures_util::stream;
use serde_json::{Value, json};
use wellhead_core::limits::LimitChanges;
use wellhead_server::Settings;

use crate::support::{Api, LINKS, Reply, Served, link, parse_lines};

crate::on_both_engines![
    every_way_to_one_more_record_is_refused,
    every_way_to_one_more_link_is_refused,
    operations_are_refused_as_a_whole,
    a_delivery_keeps_what_was_committed,
    an_atomic_delivery_keeps_nothing,
    a_workspace_shows_its_quotas,
    a_key_is_as_fast_as_its_workspace_may_be,
    a_workspace_has_its_own_number_of_deliveries,
];

const PEOPLE: &str = "/v1/people";

async fn quotas(api: &Api, records: Option<u64>, links: Option<u64>) {
    let changes = LimitChanges {
        records: Some(records),
        links: Some(links),
        ..LimitChanges::default()
    };
    api.limit(&api.here, changes).await;
}

#[track_caller]
fn is_exceeded(refused: &Reply, quota: &str, most: u64) {
    refused.is_error(403, "quota_exceeded", "");
    let error = &refused.body["errors"][0];
    assert_eq!(error["meta"]["quota"], quota, "{error}");
    assert_eq!(error["meta"]["most"], most, "{error}");
    let detail = error["detail"].as_str().unwrap();
    assert!(
        detail.contains("delete some, or ask whoever operates"),
        "{detail}"
    );
}

fn person() -> Value {
    json!({"data": {"type": "people", "attributes": {"full_name": "Ada"}}})
}

fn restored(of: &str, id: &str) -> Value {
    json!({"data": {"type": of, "id": id, "attributes": {"deleted_at": null}}})
}

async fn every_way_to_one_more_record_is_refused(api: &Api) {
    let [gone, _] = [
        api.person(&api.here, "Ada").await,
        api.person(&api.here, "Bob").await,
    ];
    let path = format!("{PEOPLE}/{gone}");
    assert_eq!(api.delete(&path).await.status, StatusCode::NO_CONTENT);
    quotas(api, Some(1), None).await;
    is_exceeded(&api.post(PEOPLE, &person()).await, "records", 1);
    let company = json!({"data": {"type": "company", "attributes": {"name": "Acme"}}});
    is_exceeded(&api.post("/v1/companies", &company).await, "records", 1);
    let restore = restored("people", &gone);
    is_exceeded(&api.patch(&path, &restore).await, "records", 1);
    assert_eq!(api.get(PEOPLE).await.ids().len(), 1);
    quotas(api, Some(2), None).await;
    api.patch(&path, &restore).await.ok();
    assert_eq!(api.delete(&path).await.status, StatusCode::NO_CONTENT);
    api.post(PEOPLE, &person()).await.created();
    is_exceeded(&api.post(PEOPLE, &person()).await, "records", 2);
    // Another workspace has a quota of its own.
    api.person(&api.there, "Eve").await;
}

async fn every_way_to_one_more_link_is_refused(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let connector = api.activation(&api.here).await;
    let gone = api.link(&ada, &connector, "input").await;
    let path = format!("{LINKS}/{gone}");
    assert_eq!(api.delete(&path).await.status, StatusCode::NO_CONTENT);
    quotas(api, None, Some(0)).await;
    let mut new = link(&ada, &connector, "input");
    is_exceeded(&api.post(LINKS, &new).await, "links", 0);
    new["data"]["id"] = json!("6f1c2f0e-6d0b-4f8e-9d2f-0b1c2d3e4f50");
    is_exceeded(&api.post(LINKS, &new).await, "links", 0);
    let restore = restored("people_workspace_connector", &gone);
    is_exceeded(&api.patch(&path, &restore).await, "links", 0);
    quotas(api, None, Some(1)).await;
    api.patch(&path, &restore).await.ok();
    is_exceeded(&api.post(LINKS, &new).await, "links", 1);
}

async fn operations_are_refused_as_a_whole(api: &Api) {
    let old = api.person(&api.here, "Ada").await;
    quotas(api, Some(2), None).await;
    let add = json!({"op": "add", "data": person()["data"]});
    let remove = json!({"op": "remove", "ref": {"type": "people", "id": old}});
    let refused = api.operate(&api.here.sync, &json!([add, add])).await;
    is_exceeded(&refused, "records", 2);
    assert_eq!(api.get(PEOPLE).await.ids(), [&*old]);
    let done = api
        .operate(&api.here.sync, &json!([add, add, remove]))
        .await;
    done.ok();
    assert_eq!(api.get(PEOPLE).await.ids().len(), 2);
}

fn lines(number: usize) -> String {
    (0..number).fold(String::new(), |mut text, n| {
        writeln!(
            text,
            "{{\"external_person_id\":\"P-{n}\",\"full_name\":\"Ada\"}}"
        )
        .unwrap();
        text
    })
}

async fn open(api: &Api) -> String {
    let connector = api.activation(&api.here).await;
    api.run(&connector, &json!({"direction": "input"})).await
}

#[track_caller]
fn broke_off(said: &[Value], committed: u64) {
    let error = &said.last().unwrap()["error"];
    assert_eq!(error["code"], "quota_exceeded", "{said:?}");
    assert_eq!(error["committed"], committed, "{error}");
    let detail = error["detail"].as_str().unwrap();
    assert!(detail.contains("may have 3000 active records"), "{detail}");
}

async fn total(api: &Api, path: &str) -> u64 {
    let list = api
        .get(&format!("{path}?page[total]=true&page[size]=1"))
        .await
        .ok();
    list["meta"]["page"]["total"].as_u64().unwrap()
}

async fn a_delivery_keeps_what_was_committed(api: &Api) {
    let run = open(api).await;
    quotas(api, Some(3_000), None).await;
    let id = "?delivery=7c1e9a54-3f2b-4d86-8a0c-5b7d9e1f3a2c";
    let said = api.deliver(&run, id, lines(4_500)).await;
    let committed = said.last().unwrap()["error"]["committed"].as_u64().unwrap();
    assert!((1..=3_000).contains(&committed), "{committed}");
    broke_off(&said, committed);
    assert_eq!(
        [total(api, PEOPLE).await, total(api, LINKS).await],
        [committed; 2]
    );
    // It goes on where it was once there is room.
    quotas(api, None, None).await;
    let said = api.deliver(&run, id, lines(4_500)).await;
    assert_eq!(said.last().unwrap()["summary"]["committed"], 4_500);
    assert_eq!(total(api, PEOPLE).await, 4_500);
}

async fn an_atomic_delivery_keeps_nothing(api: &Api) {
    let run = open(api).await;
    quotas(api, Some(3_000), None).await;
    let said = api.deliver(&run, "?atomic=true", lines(3_001)).await;
    broke_off(&said, 0);
    assert_eq!([total(api, PEOPLE).await, total(api, LINKS).await], [0, 0]);
    let said = api.deliver(&run, "?atomic=true", lines(3_000)).await;
    assert_eq!(said.last().unwrap()["summary"]["committed"], 3_000);
}

async fn a_workspace_shows_its_quotas(api: &Api) {
    let path = format!("/v1/workspaces/{}", api.here.tenant.workspace());
    let shown = async || {
        let workspace = api.get(&path).await.ok();
        let attributes = &workspace["data"]["attributes"];
        [&attributes["max_records"], &attributes["max_links"]].map(Value::clone)
    };
    assert_eq!(shown().await, [json!(null), json!(null)]);
    quotas(api, Some(7), Some(0)).await;
    assert_eq!(shown().await, [json!(7), json!(0)]);
}

async fn a_key_is_as_fast_as_its_workspace_may_be(api: &Api) {
    let changes = LimitChanges {
        requests_per_second: Some(NonZeroU32::new(3)),
        ..LimitChanges::default()
    };
    api.limit(&api.here, changes).await;
    let served = Served::begin_with(api, Settings::default()).await;
    let mut connection = served.connect().await;
    let mut policy = async |key: &str| {
        let head = format!(
            "GET {PEOPLE} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n\r\n"
        );
        connection.send(head).await;
        let (head, _) = connection.answer().await;
        let header = head
            .lines()
            .find_map(|it| it.strip_prefix("ratelimit-policy: "));
        header.expect("a policy").to_owned()
    };
    assert_eq!(policy(&api.here.reader).await, "\"key\";q=3;w=1");
    assert_eq!(policy(&api.there.reader).await, "\"key\";q=1000;w=1");
    let lifted = LimitChanges {
        requests_per_second: Some(None),
        ..LimitChanges::default()
    };
    api.limit(&api.here, lifted).await;
    assert_eq!(policy(&api.here.reader).await, "\"key\";q=1000;w=1");
    served.stop().await;
}

async fn a_workspace_has_its_own_number_of_deliveries(api: &Api) {
    let run = open(api).await;
    let changes = LimitChanges {
        deliveries: Some(NonZeroU32::new(1)),
        ..LimitChanges::default()
    };
    api.limit(&api.here, changes).await;
    let (more, sent) = tokio::sync::mpsc::channel::<String>(1);
    let body = stream::unfold(sent, async |mut sent| {
        Some((Ok::<_, Infallible>(sent.recv().await?), sent))
    });
    let first = api
        .begin(api.delivery(&run, "", Body::from_stream(body)))
        .await;
    assert_eq!(first.status(), StatusCode::OK);
    let second = api.call(api.delivery(&run, "", lines(1))).await;
    second.is_error(429, "too_many_requests", "");
    more.send(lines(2)).await.unwrap();
    drop(more);
    let first = to_bytes(first.into_body(), usize::MAX).await.unwrap();
    let said = parse_lines(std::str::from_utf8(&first).unwrap());
    assert_eq!(said.last().unwrap()["summary"]["committed"], 2, "{said:?}");
}
