//! Jobs: work that takes longer than a request.

mod selections;
mod winding_down;

use std::collections::BTreeSet;

use crate::support::{ACTIVATIONS, Api, JOBS, LINKS, NOBODY, Reply};
use axum::http::header::{ETAG, IF_NONE_MATCH, LOCATION};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

crate::on_both_engines![
    a_dry_run_counts_and_changes_nothing,
    jobs_are_listed_and_retrieved,
    an_abandoned_job_is_resumed,
];

async fn disable(api: &Api, connector: &str, query: &str) -> Reply {
    change(api, connector, query, &json!({"status": "disabled"})).await
}

async fn change(api: &Api, connector: &str, query: &str, attributes: &Value) -> Reply {
    let document = json!({"data": {
        "type": "workspace_connector", "id": connector, "attributes": attributes
    }});
    api.patch(&format!("{ACTIVATIONS}/{connector}{query}"), &document)
        .await
}

/// Two people and two connectors, with three links in and one out through the first, and one in through the other.
struct Furniture {
    people: [String; 2],
    connectors: [String; 2],
    links: Vec<String>,
}

async fn furnish(api: &Api) -> Furniture {
    let people = [
        api.person(&api.here, "Ada").await,
        api.person(&api.here, "Bob").await,
    ];
    let connectors = [
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    ];
    let mut links = Vec::new();
    for (person, connector, direction) in [
        (0, 0, "input"),
        (0, 0, "input"),
        (1, 0, "input"),
        (1, 0, "output"),
        (1, 1, "input"),
    ] {
        links.push(
            api.link(&people[person], &connectors[connector], direction)
                .await,
        );
    }
    Furniture {
        people,
        connectors,
        links,
    }
}

/// The positions of the active links.
async fn active(api: &Api, furniture: &Furniture) -> Vec<usize> {
    let found: BTreeSet<_> = api.get(LINKS).await.ids().into_iter().collect();
    let links = &furniture.links;
    (0..links.len())
        .filter(|i| found.contains(&links[*i]))
        .collect()
}

async fn status(api: &Api, connector: &str) -> Value {
    let found = api.get(&format!("{ACTIVATIONS}/{connector}")).await.ok();
    found["data"]["attributes"]["status"].clone()
}

async fn a_dry_run_counts_and_changes_nothing(api: &Api) {
    let furniture = furnish(api).await;
    let counted = [
        invalidate(
            api,
            "?dry_run=true",
            &json!({"attributes": {"direction": "input"}}),
        )
        .await,
        deduplicate(api, "?dry_run=true", &json!({})).await,
    ];
    let expected = [("invalidate", 4), ("deduplicate", 1)];
    for (reply, (kind, changed)) in counted.into_iter().zip(expected) {
        assert_eq!(reply.headers.get(LOCATION), None);
        let attributes = reply.ok()["data"]["attributes"].clone();
        assert_eq!(attributes["kind"], kind);
        assert_eq!(attributes["dry_run"], true);
        assert_eq!(
            (&attributes["status"], &attributes["changed"]),
            (&json!("success"), &json!(changed))
        );
    }
    assert_eq!(active(api, &furniture).await.len(), 5);
}

/// Requests a job on links; `rest` is the resource without its type.
async fn ask(api: &Api, of: &str, query: &str, rest: &Value) -> Reply {
    let mut data = rest.clone();
    data["type"] = json!(of);
    let path = format!("{LINKS}/{of}s{query}");
    let document = json!({ "data": data });
    api.send(Method::POST, &path, &api.here.sync, &document)
        .await
}

async fn invalidate(api: &Api, query: &str, rest: &Value) -> Reply {
    ask(api, "invalidation", query, rest).await
}

async fn deduplicate(api: &Api, query: &str, rest: &Value) -> Reply {
    ask(api, "deduplication", query, rest).await
}

async fn jobs_are_listed_and_retrieved(api: &Api) {
    let mut ids = Vec::new();
    for _ in 0..3 {
        let job = api.done(deduplicate(api, "", &json!({})).await).await;
        ids.insert(0, job["id"].as_str().unwrap().to_owned());
    }
    let page = api
        .get(&format!("{JOBS}?page[size]=2&page[total]=true"))
        .await;
    assert_eq!(page.ids(), ids[..2]);
    assert_eq!(page.body["meta"]["page"]["total"], 3);
    let next = page.body["links"]["next"].as_str().unwrap();
    assert_eq!(api.get(next).await.ids(), ids[2..]);
    let path = format!("{JOBS}/{}", ids[0]);
    let found = api.get(&path).await;
    let tag = found.headers[ETAG].to_str().unwrap();
    let known = api
        .ask(Method::GET, &path, &[(IF_NONE_MATCH, tag)], &Value::Null)
        .await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    let none = json!({
        "record": "people", "direction": null, "created_at": {"gte": null, "lt": null}, "records": null
    });
    assert_eq!(found.body["data"]["attributes"]["selection"], none);
    let relationships = &found.body["data"]["relationships"];
    assert_eq!(relationships["workspace_connector"], json!({"data": null}));
    let sparse = api.get(&format!("{path}?fields[job]=kind")).await.ok();
    assert_eq!(sparse["data"]["attributes"], json!({"kind": "deduplicate"}));
    api.get(&format!("{JOBS}/{NOBODY}"))
        .await
        .is_error(404, "not_found", "");
    assert!(api.get_as(&api.there.reader, JOBS).await.ids().is_empty());
}

/// A job that a dead process left is done by the next server.
async fn an_abandoned_job_is_resumed(api: &Api) {
    let furniture = furnish(api).await;
    let selection = wellhead_core::resource::Selection {
        workspace_connector: Some(furniture.connectors[0].parse().unwrap()),
        ..wellhead_core::resource::Selection::default()
    };
    let kind = wellhead_core::resource::JobKind::Disconnect;
    let tenant = api.here.tenant;
    let left = api
        .ledger
        .job_open(tenant, kind, selection, false)
        .await
        .unwrap();
    let path = format!("{JOBS}/{}", left.id);
    let found = api.get(&path).await.ok();
    assert_eq!(found["data"]["attributes"]["status"], "in_progress");
    assert_eq!(found["data"]["attributes"]["progress"], 0.0);
    let patience = wellhead_core::sync::Patience {
        job: std::time::Duration::ZERO,
        ..wellhead_core::sync::Patience::default()
    };
    api.ledger.tend(patience).await.unwrap();
    let found = api.get(&path).await.ok();
    assert_eq!(found["data"]["attributes"]["status"], "success");
    assert_eq!(active(api, &furniture).await, [4]);
}
