//! Sweeps: what a full run did not deliver is removed, as far as that is safe.

use std::collections::BTreeSet;
use std::io;

use crate::support::{ACTIVATIONS, Api, LINKS, RUNS, Reply};
use axum::body::Body;
use futures_util::stream;
use serde_json::{Value, json};

crate::on_both_engines![
    exactly_the_unseen_links_are_swept,
    a_sweep_that_is_too_large_is_refused_with_the_count,
    a_sweep_is_never_of_everything,
    a_dry_run_counts_and_leaves_the_run_open,
    a_sweep_can_be_skipped,
    nothing_is_swept_after_a_rejected_line,
    nothing_is_swept_after_a_broken_delivery_until_it_is_sent_again,
    nothing_is_swept_by_runs_that_failed_or_were_not_full,
    a_swept_run_leaves_a_job,
];

/// Lines that name the people with these numbers.
fn lines(people: impl IntoIterator<Item = usize>) -> String {
    let line = |i| format!("{{\"external_person_id\":\"E-{i}\"}}\n");
    people.into_iter().map(line).collect()
}

/// A connector that has delivered ten people, and its links in the order of the people's numbers.
async fn furnish(api: &Api) -> (String, Vec<String>) {
    let connector = api.activation(&api.here).await;
    let run = api.run(&connector, &json!({"direction": "input"})).await;
    api.deliver(&run, "", lines(0..10)).await;
    finish(api, &run, "").await.ok();
    let mut links = Vec::new();
    for i in 0..10 {
        let path = format!("/v1/people?filter[external_person_id]=E-{i}");
        let person = api.get(&path).await.ids().remove(0);
        links.extend(
            api.get(&format!("{LINKS}?filter[people]={person}"))
                .await
                .ids(),
        );
    }
    assert_eq!(links.len(), 10);
    (connector, links)
}

async fn full(api: &Api, connector: &str) -> String {
    let attributes = json!({"direction": "input", "mode": "full"});
    api.run(connector, &attributes).await
}

async fn close(api: &Api, run: &str, query: &str, status: &str) -> Reply {
    let document = json!({"data": {
        "type": "workspace_connector_sync_log", "id": run, "attributes": {"status": status}
    }});
    api.patch(&format!("{RUNS}/{run}{query}"), &document).await
}

async fn finish(api: &Api, run: &str, query: &str) -> Reply {
    close(api, run, query, "success").await
}

/// The positions in `links` of those that are active.
async fn active(api: &Api, links: &[String]) -> Vec<usize> {
    let found: BTreeSet<_> = api
        .get(&format!("{LINKS}?page[size]=500"))
        .await
        .ids()
        .into_iter()
        .collect();
    (0..links.len())
        .filter(|i| found.contains(&links[*i]))
        .collect()
}

fn all() -> Vec<usize> {
    (0..10).collect()
}

async fn exactly_the_unseen_links_are_swept(api: &Api) {
    let (connector, mut links) = furnish(api).await;
    let other = api.activation(&api.here).await;
    let person = api.person(&api.here, "Ada").await;
    links.push(api.link(&person, &other, "input").await);
    links.push(api.link(&person, &connector, "output").await);
    let run = full(api, &connector).await;
    api.deliver(&run, "", lines([0, 2, 4, 6, 8, 9])).await;
    let swept = finish(api, &run, "").await.ok();
    let metadata = &swept["data"]["attributes"]["metadata"];
    assert_eq!(metadata["links_swept"], 4);
    assert_eq!(metadata["links_touched"], 6);
    assert_eq!(swept["data"]["attributes"]["status"], "success");
    assert_eq!(active(api, &links).await, [0, 2, 4, 6, 8, 9, 10, 11]);
}

async fn a_sweep_that_is_too_large_is_refused_with_the_count(api: &Api) {
    let (connector, links) = furnish(api).await;
    let run = full(api, &connector).await;
    api.deliver(&run, "", lines([0, 1, 2, 3, 20])).await;
    for query in ["", "?sweep_limit=59"] {
        let refused = finish(api, &run, query).await;
        refused.is_error(409, "sweep_too_large", "");
        let meta = &refused.body["errors"][0]["meta"];
        assert_eq!(
            [&meta["would_sweep"], &meta["active"], &meta["older"]],
            [6, 11, 10]
        );
        assert_eq!(active(api, &links).await, all());
    }
    let open = api.get(&format!("{RUNS}/{run}")).await.ok();
    assert_eq!(open["data"]["attributes"]["status"], "in_progress");
    finish(api, &run, "?sweep_limit=60").await.ok();
    assert_eq!(active(api, &links).await, [0, 1, 2, 3]);

    let run = full(api, &connector).await;
    api.deliver(&run, "", lines([0])).await;
    finish(api, &run, "")
        .await
        .is_error(409, "sweep_too_large", "");
    finish(api, &run, "?confirm_sweep=true").await.ok();
    assert_eq!(active(api, &links).await, [0]);
}

async fn a_sweep_is_never_of_everything(api: &Api) {
    let (connector, links) = furnish(api).await;
    let run = full(api, &connector).await;
    for query in ["", "?confirm_sweep=true", "?sweep_limit=100"] {
        let refused = finish(api, &run, query).await;
        refused.is_error(409, "sweep_of_everything", "");
        assert_eq!(refused.body["errors"][0]["meta"]["would_sweep"], 10);
    }
    api.deliver(&run, "", "\n\n").await;
    let refused = finish(api, &run, "?confirm_sweep=true").await;
    refused.is_error(409, "sweep_of_everything", "");
    assert_eq!(active(api, &links).await, all());
}

async fn a_dry_run_counts_and_leaves_the_run_open(api: &Api) {
    let (connector, links) = furnish(api).await;
    let run = full(api, &connector).await;
    api.deliver(&run, "", lines([0, 1])).await;
    let counted = finish(api, &run, "?dry_run=true").await.ok();
    let expected = json!({"would_sweep": 8, "active": 10, "older": 10, "interrupted": 0});
    assert_eq!(counted["meta"], expected);
    assert_eq!(counted["data"]["attributes"]["status"], "in_progress");
    assert_eq!(active(api, &links).await, all());
    api.deliver(&run, "", lines(2..9)).await;
    let counted = finish(api, &run, "?dry_run=true").await.ok();
    assert_eq!(counted["meta"]["would_sweep"], 1);
    let closed = finish(api, &run, "").await.ok();
    assert_eq!(closed.get("meta"), None);
    assert_eq!(active(api, &links).await, (0..9).collect::<Vec<_>>());
}

async fn a_sweep_can_be_skipped(api: &Api) {
    let (connector, links) = furnish(api).await;
    let run = full(api, &connector).await;
    let closed = finish(api, &run, "?skip_sweep=true").await.ok();
    assert_eq!(closed["data"]["attributes"]["status"], "success");
    assert_eq!(active(api, &links).await, all());
}

async fn nothing_is_swept_after_a_rejected_line(api: &Api) {
    let (connector, links) = furnish(api).await;
    for bad in [
        "nonsense",
        "{\"people_id\":\"00000000-0000-4000-8000-000000000000\"}",
    ] {
        let run = full(api, &connector).await;
        let body = format!("{}{bad}\n", lines(0..9));
        api.deliver(&run, "", body).await;
        for query in ["", "?confirm_sweep=true"] {
            let refused = finish(api, &run, query).await;
            refused.is_error(409, "cannot_sweep", "");
            assert_eq!(refused.body["errors"][0]["meta"]["would_sweep"], 1);
        }
        assert_eq!(active(api, &links).await, all());
        finish(api, &run, "?skip_sweep=true").await.ok();
    }
}

async fn nothing_is_swept_after_a_broken_delivery_until_it_is_sent_again(api: &Api) {
    let (connector, links) = furnish(api).await;
    let run = full(api, &connector).await;
    let query = "?delivery=0190a1b2-0000-7000-8000-000000000001";
    let parts: [io::Result<String>; 2] = [Ok(lines(0..3)), Err(io::Error::other("gone"))];
    let broken = Body::from_stream(stream::iter(parts));
    let said = api.deliver(&run, query, broken).await;
    assert_eq!(said.last().unwrap()["error"]["committed"], 3);
    let refused = finish(api, &run, "?confirm_sweep=true").await;
    refused.is_error(409, "cannot_sweep", "");
    let meta = &refused.body["errors"][0]["meta"];
    assert_eq!([&meta["interrupted"], &meta["would_sweep"]], [1, 7]);
    assert_eq!(active(api, &links).await, all());
    api.deliver(&run, query, lines(0..8)).await;
    let closed = finish(api, &run, "").await.ok();
    assert_eq!(closed["data"]["attributes"]["metadata"]["links_swept"], 2);
    assert_eq!(active(api, &links).await, (0..8).collect::<Vec<_>>());
}

async fn nothing_is_swept_by_runs_that_failed_or_were_not_full(api: &Api) {
    let (connector, links) = furnish(api).await;
    let run = full(api, &connector).await;
    api.deliver(&run, "", lines(0..9)).await;
    close(api, &run, "", "error").await.ok();
    let run = api.run(&connector, &json!({"direction": "input"})).await;
    api.deliver(&run, "", lines(0..9)).await;
    finish(api, &run, "?confirm_sweep=true").await.ok();
    assert_eq!(active(api, &links).await, all());
}

async fn a_swept_run_leaves_a_job(api: &Api) {
    let (connector, _) = furnish(api).await;
    let run = full(api, &connector).await;
    api.deliver(&run, "", lines(0..9)).await;
    finish(api, &run, "").await.ok();
    let jobs = api.get("/v1/jobs").await.ok();
    let job = &jobs["data"][0];
    let attributes = &job["attributes"];
    assert_eq!(attributes["kind"], "sweep");
    assert_eq!(attributes["status"], "success");
    assert_eq!([&attributes["scanned"], &attributes["changed"]], [10, 1]);
    let relationships = &job["relationships"];
    let related = |name: &str| &relationships[name]["data"]["id"];
    assert_eq!(related("workspace_connector_sync_log"), &Value::from(run));
    assert_eq!(
        related("workspace_connector"),
        &Value::from(connector.clone())
    );
    let path = format!("{ACTIVATIONS}/{connector}");
    let status = api.get(&path).await.ok()["meta"].clone();
    assert_eq!(status["active_links"], json!({"input": 9, "output": 0}));
}
