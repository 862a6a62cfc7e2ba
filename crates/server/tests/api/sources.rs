//! Which system gave each value of a record, and whose values known records take.

use axum::http::Method;
use serde_json::{Value, json};
use wellhead_core::record::Kind;

use crate::support::{ACTIVATIONS, Api, RUNS};

crate::on_both_engines![
    deliveries_update_when_told_and_say_who_it_was,
    a_rank_is_set_and_taken_away,
    a_record_of_every_kind_says_who_gave_its_values,
];

/// Delivers lines in a run of their own, and returns its counts.
async fn deliver(api: &Api, connector: &str, record: &str, query: &str, lines: &str) -> Value {
    let run = api
        .run(connector, &json!({"record": record, "direction": "input"}))
        .await;
    let said = api.deliver(&run, query, lines.to_owned()).await;
    let end = json!({"data": {"type": "workspace_connector_sync_log", "id": run,
        "attributes": {"status": "success"}}});
    let closed = api.patch(&format!("{RUNS}/{run}"), &end).await.ok();
    let counts = closed["data"]["attributes"]["metadata"].clone();
    let last = said.last().expect("a delivery ends with a summary");
    for count in ["records_updated", "values_kept"] {
        assert_eq!(last["summary"][count], counts[count], "{last}");
    }
    counts
}

fn outcome(counts: &Value) -> [u64; 2] {
    ["records_updated", "values_kept"].map(|name| counts[name].as_u64().unwrap())
}

const UPDATE: &str = "?on_known=update";

async fn deliveries_update_when_told_and_say_who_it_was(api: &Api) {
    let [crm, mailer] = [
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    ];
    let ada = |last: &str| {
        format!(
            "{{\"external_person_id\":\"ada\",\"first_name\":\"Ada\",\"last_name\":\"{last}\"}}\n"
        )
    };
    deliver(api, &crm, "people", "", &ada("Byron")).await;
    let found = api.get("/v1/people?filter[external_person_id]=ada").await;
    let path = format!("/v1/people/{}", found.ids()[0]);
    let kept = deliver(api, &mailer, "people", "", &ada("King")).await;
    assert_eq!(outcome(&kept), [0, 0]);
    let before = api.get(&path).await.ok()["data"].clone();
    assert_eq!(before["attributes"]["full_name"], "Ada Byron");
    assert_eq!(before["meta"]["sources"]["last_name"]["id"], crm);
    assert_eq!(
        before["meta"]["sources"]["last_name"]["at"],
        before["attributes"]["created_at"]
    );
    assert_eq!(before["meta"]["sources"].get("email"), None);

    let updated = deliver(api, &mailer, "people", UPDATE, &ada("King")).await;
    assert_eq!(outcome(&updated), [1, 0]);
    let after = api.get(&path).await.ok()["data"].clone();
    assert_eq!(after["attributes"]["full_name"], "Ada King");
    let sources = &after["meta"]["sources"];
    assert_eq!(
        sources["first_name"],
        before["meta"]["sources"]["first_name"]
    );
    for name in ["last_name", "full_name"] {
        assert_eq!(sources[name]["type"], "workspace_connector");
        assert_eq!(sources[name]["id"], mailer);
    }
    let newest = api.get("/v1/changes").await.ok();
    let changes = newest["data"].as_array().unwrap().iter();
    let of_ada = changes.filter(|it| {
        let about = &it["relationships"]["record"]["data"];
        about["id"] == found.ids()[0].as_str() && it["attributes"]["act"] == "updated"
    });
    assert_eq!(of_ada.count(), 1, "{newest}");

    // By hand.
    let id = &found.ids()[0];
    let renamed =
        json!({"data": {"type": "people", "id": id, "attributes": {"last_name": "Lovelace"}}});
    api.patch(&path, &renamed).await.ok();
    let by_hand = api.get(&path).await.ok()["data"].clone();
    assert_eq!(by_hand["attributes"]["full_name"], "Ada Lovelace");
    assert_eq!(by_hand["meta"]["sources"]["last_name"]["type"], "api_key");
    assert_eq!(by_hand["meta"]["sources"]["first_name"]["id"], crm);
    let listed = api.get("/v1/people").await.ok();
    assert!(!listed.to_string().contains("\"sources\""));

    let run = api.run(&crm, &json!({"direction": "input"})).await;
    let request = api.delivery(&run, "?on_known=overwrite", "");
    let refused = api.call(request).await;
    refused.is_error(400, "invalid_parameter", "on_known");
}

async fn a_rank_is_set_and_taken_away(api: &Api) {
    let [crm, mailer] = [
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    ];
    let path = format!("{ACTIVATIONS}/{crm}");
    let rank = |rank: Value| json!({"data": {"type": "workspace_connector", "id": crm, "attributes": {"rank": rank}}});
    for wrong in [json!(0), json!(1_001), json!(1.5), json!("1"), json!(-1)] {
        let refused = api.patch(&path, &rank(wrong)).await;
        refused.is_error(422, "invalid_attribute", "/data/attributes/rank");
    }
    let ranked = api.patch(&path, &rank(json!(1))).await.ok();
    assert_eq!(ranked["data"]["attributes"]["rank"], 1);
    let of = |last: &str| {
        format!(
            "{{\"external_id\":\"1\",\"external_person_id\":\"E-7\",\"last_name\":\"{last}\"}}\n"
        )
    };
    deliver(api, &crm, "people", "", &of("Byron")).await;
    let refused = deliver(api, &mailer, "people", UPDATE, &of("King")).await;
    assert_eq!(outcome(&refused), [0, 1]);
    let unranked = api.patch(&path, &rank(Value::Null)).await.ok();
    assert_eq!(unranked["data"]["attributes"]["rank"], Value::Null);
    let taken = deliver(api, &mailer, "people", UPDATE, &of("King")).await;
    assert_eq!(outcome(&taken), [1, 0]);
    // Whoever may deliver may not rank.
    let forbidden = api
        .send(Method::PATCH, &path, &api.here.sync, &rank(json!(1)))
        .await;
    forbidden.is_error(403, "forbidden", "");
}

async fn a_record_of_every_kind_says_who_gave_its_values(api: &Api) {
    let connector = api.activation(&api.here).await;
    for kind in Kind::ALL {
        let fields = kind.fields().iter();
        let mut line: Value = fields
            .map(|field| {
                let value = field.parse(field.example).unwrap();
                (field.name.to_owned(), json!(value))
            })
            .collect();
        line["external_id"] = json!("501");
        let line = format!("{line}\n");
        for (query, expected) in [("", [0, 0]), (UPDATE, [0, 0])] {
            let counts = deliver(api, &connector, kind.as_str(), query, &line).await;
            assert_eq!(outcome(&counts), expected, "{kind}");
        }
        let identities = format!("{}?filter[external_id]=501", kind.wire().identities_path);
        let identities = api.get(&identities).await.ok();
        let relationships = &identities["data"][0]["relationships"];
        let id = relationships[kind.as_str()]["data"]["id"].as_str().unwrap();
        let path = format!("{}/{id}", kind.wire().records_path);
        let read = api.get(&path).await.ok();
        let sources = read["data"]["meta"]["sources"].as_object().unwrap();
        assert_eq!(sources.len(), kind.fields().len(), "{kind}");
        assert!(sources.values().all(|it| it["id"] == connector.as_str()));
    }
}
