//! Links to records of each kind, and what is derived from them.

use axum::http::StatusCode;
use serde_json::{Value, json};
use wellhead_core::record::Kind;

use crate::support::{ACTIVATIONS, Api, link_of};

crate::on_both_engines![
    a_link_leads_to_its_ends,
    both_ends_lead_to_the_link,
    a_link_to_a_record_of_another_kind_is_refused,
    invalidations_keep_to_their_kind,
    deduplications_keep_to_their_kind,
    a_disconnect_takes_the_links_of_all_kinds,
    provenance_flows_and_activity_keep_to_their_kind,
    a_connector_counts_its_active_links_by_kind,
    an_unknown_kind_is_refused_with_the_known_ones,
];

async fn link(api: &Api, kind: Kind, record: &str, connector: &str, direction: &str) -> String {
    let document = link_of(kind, record, connector, direction);
    api.post(kind.wire().links_path, &document).await.created()
}

/// A link of each kind through one connector: the connector, and for each kind the record and the link.
async fn furnish(api: &Api) -> (String, Vec<(Kind, String, String)>) {
    let connector = api.activation(&api.here).await;
    let mut made = Vec::new();
    for kind in Kind::ALL {
        let record = api.record(&api.here, kind).await;
        let link = link(api, kind, &record, &connector, "input").await;
        made.push((kind, record, link));
    }
    (connector, made)
}

async fn active(api: &Api, kind: Kind) -> Vec<String> {
    api.get(kind.wire().links_path).await.ids()
}

async fn a_link_leads_to_its_ends(api: &Api) {
    let (connector, made) = furnish(api).await;
    for (kind, record, link) in &made {
        let (of, path) = (kind.as_str(), format!("{}/{link}", kind.wire().links_path));
        let included = format!("{path}?include={of},workspace_connector.connector");
        let document = api.get(&included).await.ok();
        assert_eq!(document["data"]["type"], kind.wire().link);
        assert_eq!(document["data"]["attributes"]["direction"], "input");
        let types = document["included"].as_array().unwrap().iter();
        let types: Vec<_> = types.map(|it| it["type"].as_str().unwrap()).collect();
        assert_eq!(types, [of, "workspace_connector", "connector"]);
        for (name, id) in [(of, record), ("workspace_connector", &connector)] {
            let related = api.get(&format!("{path}/{name}")).await.ok();
            assert_eq!(related["data"]["id"], **id);
            let linkage = api.get(&format!("{path}/relationships/{name}")).await.ok();
            assert_eq!(linkage["data"], json!({"type": name, "id": id}));
        }
        let another = api.record(&api.here, *kind).await;
        let moved = json!({"data": {"type": of, "id": another}});
        let relationship = format!("{path}/relationships/{of}");
        let after = api.patch(&relationship, &moved).await.ok();
        assert_eq!(after["data"]["id"], another);
        let turned = json!({"data": {
            "type": kind.wire().link, "id": link, "attributes": {"direction": "output"},
        }});
        let after = api.patch(&path, &turned).await.ok();
        assert_eq!(after["data"]["attributes"]["direction"], "output");
        assert_eq!(after["data"]["relationships"][of]["data"]["id"], another);
        assert_eq!(api.delete(&path).await.status, StatusCode::NO_CONTENT);
        assert!(active(api, *kind).await.is_empty());
    }
}

async fn both_ends_lead_to_the_link(api: &Api) {
    let (connector, made) = furnish(api).await;
    let owner = format!("{ACTIVATIONS}/{connector}");
    let relationships = api.get(&owner).await.ok()["data"]["relationships"].clone();
    for (kind, record, link) in &made {
        let (of, links) = (kind.as_str(), kind.wire().links);
        assert!(
            relationships[links]["links"]["related"].is_string(),
            "{kind}"
        );
        let record_path = format!("{}/{record}", kind.wire().records_path);
        for owner in [&owner, &record_path] {
            for path in [
                format!("{owner}/{links}"),
                format!("{owner}/relationships/{links}"),
            ] {
                let page = api.get(&format!("{path}?filter[direction]=input")).await;
                assert_eq!(page.ids(), [&**link], "{path}");
            }
        }
        let path = kind.wire().links_path;
        let filters = format!("filter[{of}]={record}&filter[workspace_connector]={connector}");
        let filtered = format!("{path}?{filters}");
        assert_eq!(api.get(&filtered).await.ids(), [&**link]);
    }
}

async fn a_link_to_a_record_of_another_kind_is_refused(api: &Api) {
    let (connector, made) = furnish(api).await;
    for (kind, _, link) in &made {
        let stranger = api.record(&api.here, super::other(*kind)).await;
        let path = kind.wire().links_path;
        let place = format!("/data/relationships/{kind}");
        let document = link_of(*kind, &stranger, &connector, "input");
        let refused = api.post(path, &document).await;
        refused.is_error(404, "related_not_found", &place);
        let linkage = json!({"type": kind.as_str(), "id": stranger});
        let relationship = format!("{path}/{link}/relationships/{kind}");
        let refused = api.patch(&relationship, &json!({ "data": linkage })).await;
        refused.is_error(404, "related_not_found", "/data");
        let moved = json!({"data": {
            "type": kind.wire().link, "id": link,
            "relationships": {kind.as_str(): {"data": linkage}},
        }});
        let refused = api.patch(&format!("{path}/{link}"), &moved).await;
        refused.is_error(404, "related_not_found", &place);
    }
}

async fn invalidations_keep_to_their_kind(api: &Api) {
    let (_, made) = furnish(api).await;
    for (i, (kind, record, _)) in made.iter().enumerate() {
        let path = format!("{}/invalidations", kind.wire().links_path);
        let document = json!({"data": {
            "type": "invalidation",
            "attributes": {"direction": "input"},
            "relationships": {
                kind.as_str(): {"data": [{"type": kind.as_str(), "id": record}]}
            },
        }});
        let job = api.done(api.post(&path, &document).await).await;
        assert_eq!(job["attributes"]["changed"], 1, "{kind}: {job}");
        for (place, (other, ..)) in made.iter().enumerate() {
            let left = usize::from(place > i);
            assert_eq!(
                active(api, *other).await.len(),
                left,
                "{other} after {kind}"
            );
        }
    }
}

async fn deduplications_keep_to_their_kind(api: &Api) {
    let (connector, made) = furnish(api).await;
    for (kind, record, _) in &made {
        link(api, *kind, record, &connector, "input").await;
    }
    for (i, (kind, ..)) in made.iter().enumerate() {
        let path = format!("{}/deduplications", kind.wire().links_path);
        let document = json!({"data": {"type": "deduplication"}});
        let job = api.done(api.post(&path, &document).await).await;
        assert_eq!(job["attributes"]["changed"], 1, "{kind}: {job}");
        for (place, (other, ..)) in made.iter().enumerate() {
            let left = if place > i { 2 } else { 1 };
            assert_eq!(
                active(api, *other).await.len(),
                left,
                "{other} after {kind}"
            );
        }
    }
}

async fn a_disconnect_takes_the_links_of_all_kinds(api: &Api) {
    let (connector, made) = furnish(api).await;
    let (stays, _) = furnish(api).await;
    let document = json!({"data": {
        "type": "workspace_connector", "id": connector, "attributes": {"status": "disabled"}
    }});
    let path = format!("{ACTIVATIONS}/{connector}");
    let tried = api
        .patch(&format!("{path}?dry_run=true"), &document)
        .await
        .ok();
    assert_eq!(tried["meta"]["would_delete"], Kind::COUNT);
    let job = api.done(api.patch(&path, &document).await).await;
    assert_eq!(job["attributes"]["changed"], Kind::COUNT);
    for (kind, ..) in &made {
        let of = format!("filter[workspace_connector]={connector}");
        let gone = api.get(&format!("{}?{of}", kind.wire().links_path)).await;
        assert!(gone.ids().is_empty(), "{kind}");
        let of = format!("filter[workspace_connector]={stays}");
        let left = api.get(&format!("{}?{of}", kind.wire().links_path)).await;
        assert_eq!(left.ids().len(), 1, "{kind}");
    }
}

async fn provenance_flows_and_activity_keep_to_their_kind(api: &Api) {
    let (connector, made) = furnish(api).await;
    let mailer = api.activation(&api.here).await;
    for (kind, record, _) in &made {
        link(api, *kind, record, &mailer, "output").await;
        let path = format!("{}/{record}/provenance", kind.wire().records_path);
        let found = api.get(&path).await.ok()["data"].clone();
        assert_eq!(found["type"], kind.wire().provenance);
        assert_eq!(found["id"], **record);
        let end = |side: &str| found["attributes"][side][0]["workspace_connector_id"].clone();
        assert_eq!(end("sources"), connector);
        assert_eq!(end("destinations"), mailer);

        // Each kind has one more record than the one before, so that counts of kinds cannot be confused.
        for _ in 0..*kind as usize {
            let record = api.record(&api.here, *kind).await;
            link(api, *kind, &record, &connector, "input").await;
        }
        let count = *kind as usize + 1;
        let flows = api
            .get(&format!("/v1/provenance/flows?filter[record]={kind}"))
            .await
            .ok();
        let flows = &flows["data"]["attributes"];
        assert_eq!(flows[kind.as_str()], count, "{flows}");
        assert_eq!(flows["sources"][0][kind.as_str()], count);
        assert_eq!(flows["pairs"][0][kind.as_str()], 1);
        let path = format!("{ACTIVATIONS}/{connector}/activity?filter[record]={kind}");
        let activity = api.get(&path).await.ok();
        let buckets = activity["data"]["attributes"]["buckets"]
            .as_array()
            .unwrap();
        let input: u64 = buckets.iter().map(|it| it["input"].as_u64().unwrap()).sum();
        assert_eq!(input, count as u64, "{kind}");
    }
    for path in [
        "/v1/provenance/flows".to_owned(),
        format!("{ACTIVATIONS}/{connector}/activity"),
    ] {
        let people = api.get(&format!("{path}?filter[record]=people")).await.ok();
        let unsaid = api.get(&path).await.ok();
        let counts = |it: &Value| {
            let found = &it["data"]["attributes"];
            (
                found["people"].clone(),
                found["sources"].clone(),
                found["buckets"].clone(),
            )
        };
        assert_eq!(
            counts(&unsaid),
            counts(&people),
            "people, where no kind is named"
        );
    }
}

async fn a_connector_counts_its_active_links_by_kind(api: &Api) {
    let (connector, made) = furnish(api).await;
    for (kind, record, _) in &made {
        for _ in 0..*kind as usize {
            link(api, *kind, record, &connector, "output").await;
        }
    }
    let meta = api.get(&format!("{ACTIVATIONS}/{connector}")).await.ok()["meta"].clone();
    let counts = |kind: Kind| json!({"record": kind.as_str(), "input": 1, "output": kind as usize});
    let expected: Vec<_> = Kind::ALL.map(counts).to_vec();
    assert_eq!(meta["active_links_by_record"], json!(expected));
    let all: usize = Kind::ALL.map(|kind| kind as usize).iter().sum();
    let expected = json!({"input": Kind::COUNT, "output": all});
    assert_eq!(meta["active_links"], expected);
}

async fn an_unknown_kind_is_refused_with_the_known_ones(api: &Api) {
    let connector = api.activation(&api.here).await;
    for path in [
        "/v1/provenance/flows".to_owned(),
        format!("{ACTIVATIONS}/{connector}/activity"),
    ] {
        for unknown in ["firm", "companies", "", "Company"] {
            let refused = api.get(&format!("{path}?filter[record]={unknown}")).await;
            refused.is_error(400, "invalid_parameter", "filter[record]");
            let detail = refused.body["errors"][0]["detail"].as_str().unwrap();
            for kind in Kind::ALL {
                assert!(detail.contains(kind.as_str()), "{detail}");
            }
        }
    }
}
