//! Deliveries that are repeated, and several at once.

use std::io;

use super::{ID, last, lines, open, run_metadata, totals};
use crate::support::{Api, NOBODY, RUNS};
use axum::body::Body;
use futures_util::stream;
use serde_json::json;

crate::on_both_engines![
    a_repeated_delivery_doubles_nothing,
    a_delivery_resumes_at_its_position,
    what_was_committed_stays_when_the_body_breaks_off,
    racing_deliveries_make_no_twins,
    the_same_delivery_twice_at_once_doubles_nothing,
];

async fn a_repeated_delivery_doubles_nothing(api: &Api) {
    let (_, run) = open(api).await;
    let query = format!("?delivery={ID}&on_duplicate=append");
    let body = format!("{}no\n", lines(0..5));
    for again in 0..3 {
        let said = api.deliver(&run, &query, body.clone()).await;
        let summary = last(&said, "summary");
        assert_eq!(summary["committed"], 6);
        assert_eq!(summary["links_created"], if again == 0 { 5 } else { 0 });
        assert_eq!(totals(api).await, [5, 5]);
    }
    assert_eq!(run_metadata(api, &run).await["rejected"], 1);
    // The same lines under another id are another delivery.
    api.deliver(&run, "?on_duplicate=append", body).await;
    assert_eq!(totals(api).await, [10, 5]);
}

async fn a_delivery_resumes_at_its_position(api: &Api) {
    let (_, run) = open(api).await;
    let go_on = |from: u64| format!("?delivery={ID}&on_duplicate=append&from_line={from}");
    api.deliver(&run, &go_on(1), lines(0..3)).await;
    let refused = api.call(api.delivery(&run, &go_on(5), lines(4..6))).await;
    refused.is_error(409, "delivery_elsewhere", "");
    assert_eq!(refused.body["errors"][0]["meta"]["committed"], 3);
    // Lines that were sent before are skipped; then it continues.
    let said = api.deliver(&run, &go_on(3), lines(2..6)).await;
    assert_eq!(
        said[0]["progress"]["committed"], 3,
        "the client learns where it is"
    );
    let summary = last(&said, "summary");
    assert_eq!([&summary["committed"], &summary["links_created"]], [6, 3]);
    assert_eq!(totals(api).await, [6, 6]);
    // A delivery that was refused has not broken off.
    let nowhere = format!("?delivery={NOBODY}&from_line=2");
    let refused = api.call(api.delivery(&run, &nowhere, lines([1]))).await;
    refused.is_error(409, "delivery_elsewhere", "");
    let close = json!({"data": {
        "type": "workspace_connector_sync_log", "id": run, "attributes": {"status": "success"}
    }});
    let counted = api
        .patch(&format!("{RUNS}/{run}?dry_run=true"), &close)
        .await
        .ok();
    assert_eq!(counted["meta"]["interrupted"], 0);
}

/// A body that breaks off after these lines.
fn broken(lines: String) -> Body {
    let parts: [io::Result<String>; 2] = [Ok(lines), Err(io::Error::other("gone"))];
    Body::from_stream(stream::iter(parts))
}

async fn what_was_committed_stays_when_the_body_breaks_off(api: &Api) {
    let (_, run) = open(api).await;
    let query = format!("?delivery={ID}&on_duplicate=append");
    let half = format!("{}{{\"external_person_id\":\"half\"", lines(0..2_500));
    let said = api.deliver(&run, &query, broken(half)).await;
    let error = last(&said, "error");
    assert_eq!(error["code"], "body_broke_off");
    assert_eq!(error["committed"], 2_500, "a partial line is not committed");
    assert_eq!(totals(api).await, [2_500, 2_500]);
    let said = api.deliver(&run, &query, lines(0..2_600)).await;
    assert_eq!(last(&said, "summary")["links_created"], 100);
    assert_eq!(totals(api).await, [2_600, 2_600]);
    // An atomic delivery keeps nothing.
    let said = api
        .deliver(&run, "?atomic=true", broken(lines(5_000..5_010)))
        .await;
    assert_eq!(last(&said, "error")["committed"], 0);
    assert_eq!(totals(api).await, [2_600, 2_600]);
}

async fn racing_deliveries_make_no_twins(api: &Api) {
    let (_, run) = open(api).await;
    let racers = (0..4).map(|i| {
        let people: Vec<_> = (0..2_400)
            .map(|person| (person * 7 + i * 600) % 2_400)
            .collect();
        api.deliver(&run, "", lines(people))
    });
    let answers = futures_util::future::join_all(racers).await;
    let mut created = 0;
    for said in &answers {
        created += last(said, "summary")["links_created"].as_u64().unwrap();
    }
    assert_eq!(created, 2_400);
    assert_eq!(totals(api).await, [2_400, 2_400]);
}

async fn the_same_delivery_twice_at_once_doubles_nothing(api: &Api) {
    let (_, run) = open(api).await;
    let query = format!("?delivery={ID}&on_duplicate=append");
    let both = [0, 1].map(|_| api.deliver(&run, &query, lines(0..5_000)));
    let answers = futures_util::future::join_all(both).await;
    let mut whole = 0;
    for said in &answers {
        match said.last().unwrap().get("error") {
            Some(error) => assert_eq!(error["code"], "delivery_elsewhere"),
            None => whole += 1,
        }
    }
    if whole == 0 {
        let said = api.deliver(&run, &query, lines(0..5_000)).await;
        last(&said, "summary");
    }
    assert_eq!(totals(api).await, [5_000, 5_000]);
}
