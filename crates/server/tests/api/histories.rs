//! All that a link ever said.

use crate::support::{self, Api, LINKS, NOBODY};
use serde_json::{Value, json};
use wellhead_core::record::Kind;

crate::on_both_engines![
    a_link_made_and_deleted_once_has_one_state,
    each_state_says_when_and_through_whom,
    a_states_id_is_always_the_same,
    what_states_lead_to_is_included,
    a_long_history_has_pages,
    a_missing_link_has_no_history,
    links_of_every_kind_have_histories,
];

async fn history(api: &Api, link: &str, query: &str) -> Value {
    api.get(&format!("{LINKS}/{link}/history{query}"))
        .await
        .ok()
}

async fn change(api: &Api, link: &str, attributes: Value, relationships: Value) -> Value {
    let document = json!({"data": {
        "type": "people_workspace_connector", "id": link,
        "attributes": attributes, "relationships": relationships
    }});
    let changed = api.patch(&format!("{LINKS}/{link}"), &document).await;
    changed.ok()["data"].clone()
}

fn people(id: &str) -> Value {
    json!({"people": {"data": {"type": "people", "id": id}}})
}

async fn a_link_made_and_deleted_once_has_one_state(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let connector = api.activation(&api.here).await;
    let link = api.link(&ada, &connector, "input").await;
    api.delete(&format!("{LINKS}/{link}")).await;
    let found = api
        .get(&format!("{LINKS}/{link}?filter[deleted]=include"))
        .await
        .ok()["data"]
        .clone();
    let answer = history(api, &link, "").await;
    let links = &answer["links"];
    assert_eq!(links["self"]["href"], format!("{LINKS}/{link}/history"));
    assert_eq!([&links["prev"], &links["next"]], [&Value::Null; 2]);
    let states = answer["data"].as_array().unwrap();
    assert_eq!(states.len(), 1);
    let state = &states[0];
    assert_eq!(state["type"], "people_workspace_connector_state");
    let expected = json!({
        "direction": "input",
        "since": found["attributes"]["created_at"],
        "until": null,
        "seen_at": null,
        "deleted_at": found["attributes"]["deleted_at"],
        "reason": "deleted",
    });
    assert_eq!(state["attributes"], expected);
    let key = json!({"data": {"type": "api_key", "id": api.here.admin_key.to_string()}});
    let expected = json!({
        "people": {"data": {"type": "people", "id": ada}},
        "workspace_connector": {"data": {"type": "workspace_connector", "id": connector}},
        "made_by": key,
        "seen_by": {"data": null},
        "deleted_by": key,
    });
    assert_eq!(state["relationships"], expected);
}

async fn each_state_says_when_and_through_whom(api: &Api) {
    let [ada, bob] = [
        api.person(&api.here, "Ada").await,
        api.person(&api.here, "Bob").await,
    ];
    let connector = api.activation(&api.here).await;
    let link = api.link(&ada, &connector, "input").await;
    change(api, &link, json!({"direction": "output"}), json!({})).await;
    change(api, &link, json!({"direction": "output"}), people(&ada)).await;
    change(api, &link, json!({}), people(&bob)).await;
    api.delete(&format!("{LINKS}/{link}")).await;
    let restored = json!({"deleted_at": null, "direction": "input"});
    let last = change(api, &link, restored, json!({})).await;
    let answer = history(api, &link, "").await;
    let states = answer["data"].as_array().unwrap();
    let told: Vec<_> = states
        .iter()
        .map(|state| {
            let attributes = &state["attributes"];
            (
                attributes["direction"].as_str().unwrap(),
                state["relationships"]["people"]["data"]["id"]
                    .as_str()
                    .unwrap(),
                attributes["reason"].as_str(),
            )
        })
        .collect();
    let expected = [
        ("input", &*ada, None),
        ("output", &*ada, None),
        ("output", &*bob, Some("deleted")),
        ("input", &*bob, None),
    ];
    assert_eq!(told, expected);
    for pair in states.windows(2) {
        assert_eq!(
            pair[0]["attributes"]["until"],
            pair[1]["attributes"]["since"]
        );
    }
    let present = &states[3]["attributes"];
    assert_eq!(present["since"], last["attributes"]["updated_at"]);
    assert_eq!(
        (&present["until"], &present["deleted_at"]),
        (&Value::Null, &Value::Null)
    );
}

async fn a_states_id_is_always_the_same(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let connector = api.activation(&api.here).await;
    let link = api.link(&ada, &connector, "input").await;
    let ids = |answer: &Value| -> Vec<String> {
        let states = answer["data"].as_array().unwrap().iter();
        states
            .map(|it| it["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let mut known = ids(&history(api, &link, "").await);
    for direction in ["output", "input", "output"] {
        change(api, &link, json!({"direction": direction}), json!({})).await;
        let found = ids(&history(api, &link, "").await);
        assert_eq!(found[..known.len()], known);
        let last = found.last().unwrap();
        assert!(!known.contains(last) && *last != link);
        known = found;
    }
}

async fn what_states_lead_to_is_included(api: &Api) {
    let [ada, bob] = [
        api.person(&api.here, "Ada").await,
        api.person(&api.here, "Bob").await,
    ];
    let connector = api.activation(&api.here).await;
    let link = api.link(&ada, &connector, "input").await;
    change(api, &link, json!({}), people(&bob)).await;
    let include = "?include=people,workspace_connector.connector,made_by,seen_by,deleted_by";
    let fields = "&fields[people]=first_name&fields[people_workspace_connector_state]=people,since";
    let answer = history(api, &link, &format!("{include}{fields}")).await;
    let included = answer["included"].as_array().unwrap();
    let of = |of: &str| included.iter().filter(|it| it["type"] == of).count();
    assert_eq!(of("people"), 2);
    assert_eq!(of("workspace_connector"), 1);
    assert_eq!(of("connector"), 1);
    assert_eq!(of("api_key"), 1);
    let state = answer["data"][0].as_object().unwrap();
    assert_eq!(state["attributes"].as_object().unwrap().len(), 1);
    assert_eq!(state["relationships"].as_object().unwrap().len(), 1);
    for query in [
        "include=links",
        "filter[deleted]=include",
        "page[number]=1",
        "sort=since",
    ] {
        let refused = api.get(&format!("{LINKS}/{link}/history?{query}")).await;
        assert_eq!(refused.status, 400, "{query}");
    }
}

async fn a_long_history_has_pages(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let connector = api.activation(&api.here).await;
    let link = api.link(&ada, &connector, "input").await;
    for turn in 0..52 {
        let direction = ["output", "input"][turn % 2];
        change(api, &link, json!({"direction": direction}), json!({})).await;
    }
    let whole = history(api, &link, "?page[size]=500&page[total]=true").await;
    assert_eq!(whole["meta"]["page"]["total"], 53);
    assert_eq!(whole["links"]["next"], Value::Null);
    let all = whole["data"].as_array().unwrap();
    assert_eq!(all.len(), 53);
    let mut read = Vec::new();
    let mut next = Some(format!("{LINKS}/{link}/history"));
    while let Some(url) = next {
        let page = api.get(&url).await.ok();
        let states = page["data"].as_array().unwrap();
        assert!((1..=20).contains(&states.len()));
        read.extend(states.clone());
        next = page["links"]["next"].as_str().map(str::to_owned);
    }
    assert_eq!(read, *all);
    let cursor = |place: usize| all[place]["meta"]["page"]["cursor"].as_str().unwrap();
    let behind = async |place| {
        let query = format!("?page[size]=500&page[after]={}", cursor(place));
        history(api, &link, &query).await["data"].clone()
    };
    assert_eq!(behind(0).await, json!(all[1..]));
    // Behind the end there is nothing, but the link is there.
    assert_eq!(behind(52).await, json!([]));
    let before = format!("?page[size]=2&page[before]={}", cursor(5));
    assert_eq!(history(api, &link, &before).await["data"], json!(all[3..5]));
}

async fn a_missing_link_has_no_history(api: &Api) {
    for id in [NOBODY, "none"] {
        let refused = api.get(&format!("{LINKS}/{id}/history")).await;
        refused.is_error(404, "not_found", "");
    }
}

async fn links_of_every_kind_have_histories(api: &Api) {
    let connector = api.activation(&api.here).await;
    for kind in Kind::ALL {
        let record = api.record(&api.here, kind).await;
        let wire = kind.wire();
        let document = support::link_of(kind, &record, &connector, "input");
        let link = api.post(wire.links_path, &document).await.created();
        let path = format!("{}/{link}", wire.links_path);
        let turn = json!({"data": {
            "type": wire.link, "id": link, "attributes": {"direction": "output"}
        }});
        api.patch(&path, &turn).await.ok();
        let answer = api
            .get(&format!("{path}/history?include={kind}"))
            .await
            .ok();
        let states = answer["data"].as_array().unwrap();
        assert_eq!(states.len(), 2);
        for state in states {
            assert_eq!(state["type"], format!("{}_state", wire.link));
            assert_eq!(state["relationships"][kind.as_str()]["data"]["id"], record);
        }
        assert_eq!(answer["included"][0]["id"], record);
    }
}
