//! The state of a connector's sync, and its activity over time.

use crate::support::{ACTIVATIONS, Api, LINKS, NOBODY, RUNS, escaped};
use axum::http::header::IF_NONE_MATCH;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

crate::on_both_engines![
    a_connector_carries_its_last_run_and_its_active_links,
    activity_is_counted_by_stretch_and_direction,
    activity_has_every_stretch_of_its_time,
    bad_times_are_refused,
];

async fn a_connector_carries_its_last_run_and_its_active_links(api: &Api) {
    let connector = api.activation(&api.here).await;
    let path = format!("{ACTIVATIONS}/{connector}");
    let idle = api.get(&path).await;
    assert_eq!(idle.body["meta"]["last_run"], Value::Null);
    let none = json!({"input": 0, "output": 0});
    assert_eq!(idle.body["meta"]["active_links"], none);

    let ada = api.person(&api.here, "Ada").await;
    let gone = api.link(&ada, &connector, "input").await;
    api.delete(&format!("{LINKS}/{gone}")).await;
    for direction in ["input", "output", "output"] {
        api.link(&ada, &connector, direction).await;
    }
    api.run(&connector, &json!({"direction": "output"})).await;
    let run = api.run(&connector, &json!({"direction": "input"})).await;
    api.deliver(&run, "", "{\"external_person_id\":\"E-1\"}\nno\n")
        .await;
    let close = json!({"data": {
        "type": "workspace_connector_sync_log",
        "id": run,
        "attributes": {"status": "error", "error": "it broke"},
    }});
    let closed = api.patch(&format!("{RUNS}/{run}"), &close).await.ok();
    let status = api.get(&path).await.ok()["meta"].clone();
    assert_eq!(status["active_links"], json!({"input": 2, "output": 2}));
    let last = &status["last_run"];
    assert_eq!(
        (&last["id"], &last["status"]),
        (&json!(run), &json!("error"))
    );
    assert_eq!(last["error"], "it broke");
    assert_eq!([&last["records_synced"], &last["rejected"]], [1, 1]);
    let completed = &closed["data"]["attributes"]["completed_at"];
    assert_eq!(&last["completed_at"], completed);

    // A run of another kind is the last one now, and does not hide that of people.
    let companies = json!({"direction": "input", "record": "company"});
    let other = api.run(&connector, &companies).await;
    let status = api.get(&path).await.ok()["meta"].clone();
    assert_eq!(status["last_run"]["id"], other);
    let by_record = status["last_runs_by_record"].as_array().unwrap();
    let by_record: Vec<_> = by_record
        .iter()
        .map(|it| (it["record"].as_str().unwrap(), it["id"].as_str().unwrap()))
        .collect();
    assert_eq!(by_record, [("people", &*run), ("company", &*other)]);

    // The earlier representation is outdated, though the connector is unchanged.
    let tag = idle.headers["etag"].to_str().unwrap();
    let now = api
        .ask(Method::GET, &path, &[(IF_NONE_MATCH, tag)], &Value::Null)
        .await;
    assert_eq!(now.status, StatusCode::OK);
    let listed = api.get(ACTIVATIONS).await.ok();
    assert_eq!(listed.get("meta"), None, "lists do not count");
}

async fn activity(api: &Api, connector: &str, query: &str) -> Value {
    let path = format!("{ACTIVATIONS}/{connector}/activity{query}");
    let found = api.get(&path).await.ok();
    assert_eq!(found["links"]["self"], escaped(&path));
    assert_eq!(found["data"]["type"], "workspace_connector_activity");
    assert_eq!(found["data"]["id"], connector);
    found["data"]["attributes"].clone()
}

/// The sums of the buckets: in and out.
fn sums(activity: &Value) -> [u64; 2] {
    let buckets = activity["buckets"].as_array().unwrap();
    ["input", "output"].map(|way| buckets.iter().filter_map(|it| it[way].as_u64()).sum())
}

async fn activity_is_counted_by_stretch_and_direction(api: &Api) {
    let connector = api.activation(&api.here).await;
    let other = api.activation(&api.here).await;
    let ada = api.person(&api.here, "Ada").await;
    let gone = api.link(&ada, &connector, "input").await;
    api.delete(&format!("{LINKS}/{gone}")).await;
    for direction in ["input", "input", "output"] {
        api.link(&ada, &connector, direction).await;
        api.link(&ada, &other, direction).await;
    }
    let found = activity(api, &connector, "").await;
    assert_eq!(found["bucket"], "day");
    assert_eq!(sums(&found), [3, 1], "what is deleted came in all the same");
    let days = found["buckets"].as_array().unwrap().len();
    assert_eq!(days, 31, "thirty days and today");
    for bucket in ["hour", "week"] {
        let query = format!("?filter[bucket]={bucket}");
        let found = activity(api, &connector, &query).await;
        assert_eq!(found["bucket"], bucket);
        assert_eq!(sums(&found), [3, 1]);
    }
    let found = activity(api, &connector, "?filter[direction]=output").await;
    assert_eq!(sums(&found), [0, 1]);
    assert_eq!(found["buckets"][0].get("input"), None);
}

async fn activity_has_every_stretch_of_its_time(api: &Api) {
    let connector = api.activation(&api.here).await;
    let query = "?filter[bucket]=week&filter[created_at][gte]=2026-05-05T12:00:00Z\
                 &filter[created_at][lt]=2026-05-18T00:00:00Z";
    let found = activity(api, &connector, query).await;
    let expected = json!({
        "bucket": "week",
        "created_at": {"gte": "2026-05-05T12:00:00.000Z", "lt": "2026-05-18T00:00:00.000Z"},
        "buckets": [
            {"start": "2026-05-04T00:00:00.000Z", "input": 0, "output": 0},
            {"start": "2026-05-11T00:00:00.000Z", "input": 0, "output": 0},
        ],
    });
    assert_eq!(found, expected);
    let query = "?filter[bucket]=hour&filter[created_at][lt]=2026-05-18T00:30:00%2B00:00";
    let found = activity(api, &connector, query).await;
    let buckets = found["buckets"].as_array().unwrap();
    assert_eq!(buckets.len(), 30 * 24 + 1);
    assert_eq!(buckets[0]["start"], "2026-04-18T00:00:00.000Z");
}

async fn bad_times_are_refused(api: &Api) {
    let connector = api.activation(&api.here).await;
    let since = "filter[created_at][gte]";
    for (query, code, parameter) in [
        (
            "filter[bucket]=year".to_owned(),
            "invalid_parameter",
            "filter[bucket]",
        ),
        (format!("{since}=now"), "invalid_parameter", since),
        (
            format!("{since}=9000-01-01T00:00:00Z"),
            "invalid_parameter",
            since,
        ),
        (
            format!("{since}=2000-01-01T00:00:00Z"),
            "invalid_parameter",
            since,
        ),
        (
            "filter[created_at][gt]=2020-01-01T00:00:00Z".to_owned(),
            "unknown_parameter",
            "filter[created_at][gt]",
        ),
    ] {
        let path = format!("{ACTIVATIONS}/{connector}/activity?{query}");
        api.get(&path).await.is_error(400, code, parameter);
    }
    for stranger in [NOBODY, &api.activation(&api.there).await] {
        let missing = api.get(&format!("{ACTIVATIONS}/{stranger}/activity")).await;
        missing.is_error(404, "not_found", "");
    }
}
