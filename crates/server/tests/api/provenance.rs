//! Where people came from and where they went.

use axum::http::Method;
use serde_json::{Value, json};
use wellhead_core::record::Kind;

use crate::identities::create;
use crate::support::{self, ACTIVATIONS, Api, LINKS, escaped, merge_of};

crate::on_both_engines![
    a_person_has_each_connector_once_for_each_direction,
    deleted_links_are_listed_but_not_active,
    a_past_moment_shows_the_state_of_that_time,
    names_are_those_of_the_moment,
    a_reconnected_connector_is_one_source_with_its_gaps,
    strangers_are_not_found,
    a_moment_is_a_time,
    flows_count_people_not_links,
    flows_of_a_time_range_have_the_links_created_in_it,
    no_attribute_uses_a_reserved_name,
];

fn provenance(person: &str) -> String {
    format!("/v1/people/{person}/provenance")
}

async fn attributes(api: &Api, path: &str) -> Value {
    let mut document = api.get(path).await.ok();
    assert_eq!(document["data"]["links"]["self"], escaped(path));
    document["data"]["attributes"].take()
}

async fn a_person_has_each_connector_once_for_each_direction(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let (crm, mailer) = (
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    );
    for (connector, direction) in [
        (&crm, "input"),
        (&crm, "input"),
        (&mailer, "output"),
        (&crm, "output"),
    ] {
        api.link(&ada, connector, direction).await;
    }
    let document = api.get(&provenance(&ada)).await.ok();
    assert_eq!(document["data"]["type"], "people_provenance");
    assert_eq!(document["data"]["id"], *ada);
    let found = &document["data"]["attributes"];
    assert_eq!(found["as_of"], Value::Null);
    let [source] = &found["sources"].as_array().unwrap()[..] else {
        panic!("{found}");
    };
    assert_eq!(source["workspace_connector_id"], *crm);
    assert_eq!(source["connector"], "crm");
    assert_eq!(source["name"], "The CRM");
    assert_eq!(source["status"], "enabled");
    assert_eq!(source["total_links"], 2);
    assert_eq!(source["active_links"], 2);
    assert_eq!(source["is_active"], true);
    assert!(source["first_at"].as_str() <= source["last_at"].as_str());
    let went: Vec<_> = found["destinations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["workspace_connector_id"].as_str().unwrap())
        .collect();
    assert_eq!(went, [&*mailer, &*crm], "the first one first");
}

async fn deleted_links_are_listed_but_not_active(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let crm = api.activation(&api.here).await;
    let link = api.link(&ada, &crm, "input").await;
    api.delete(&format!("{LINKS}/{link}")).await;
    let found = attributes(api, &provenance(&ada)).await;
    assert_eq!(found["sources"][0]["total_links"], 1);
    assert_eq!(found["sources"][0]["active_links"], 0);
    assert_eq!(found["sources"][0]["is_active"], false);
    // The person, too, may be deleted.
    api.delete(&format!("/v1/people/{ada}")).await;
    let after = attributes(api, &provenance(&ada)).await;
    assert_eq!(after, found);
}

async fn a_past_moment_shows_the_state_of_that_time(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let crm = api.activation(&api.here).await;
    let link = api.link(&ada, &crm, "input").await;
    let url = format!("{LINKS}/{link}");
    let made = api.get(&url).await.ok()["data"]["attributes"]["created_at"].clone();
    let made = made.as_str().unwrap().to_owned();
    api.delete(&url).await;
    let before = format!(
        "{}?filter[as_of]=2020-01-01T00:00:00%2B01:00",
        provenance(&ada)
    );
    let before = attributes(api, &before).await;
    assert_eq!(before["as_of"], "2019-12-31T23:00:00.000Z");
    assert_eq!(before["sources"], json!([]));
    // At the printed time of either, it has happened: a printed time means its whole millisecond.
    let deleted = api.get(&format!("{url}?filter[deleted]=only")).await.ok();
    let deleted = deleted["data"]["attributes"]["deleted_at"].clone();
    let deleted = deleted.as_str().unwrap();
    for (moment, is_active) in [(&*made, made != deleted), (deleted, false)] {
        let then = format!("{}?filter[as_of]={moment}", provenance(&ada));
        let source = &attributes(api, &then).await["sources"][0];
        assert_eq!(source["is_active"], is_active, "{moment}");
    }
    let later = format!("{}?filter[as_of]=2999-01-01T00:00:00Z", provenance(&ada));
    assert_eq!(
        attributes(api, &later).await["sources"][0]["is_active"],
        false
    );
}

async fn names_are_those_of_the_moment(api: &Api) {
    let (ada, bob) = (
        api.person(&api.here, "Ada").await,
        api.person(&api.here, "Bob").await,
    );
    let (crm, mailer) = (
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    );
    api.link(&ada, &crm, "input").await;
    api.link(&ada, &crm, "output").await;
    create(api, &ada, &crm, "501").await;
    create(api, &ada, &crm, "502").await;
    create(api, &bob, &mailer, "leid-1").await;
    let apart = api.moment().await;
    let merge = merge_of(Kind::People, &ada, &[&bob]);
    api.post("/v1/people/merges", &merge).await.created();
    let now = attributes(api, &provenance(&ada)).await;
    for end in ["sources", "destinations"] {
        assert_eq!(now[end][0]["known_as"], json!(["501", "502"]));
    }
    // Who has a name and no link is told, too.
    let [unlinked] = &now["unlinked"].as_array().unwrap()[..] else {
        panic!("{now}");
    };
    assert_eq!(unlinked["workspace_connector_id"], *mailer);
    assert_eq!(unlinked["known_as"], json!(["leid-1"]));
    let then = |id: &str| format!("{}?filter[as_of]={apart}", provenance(id));
    let of_ada = attributes(api, &then(&ada)).await;
    assert_eq!(of_ada["sources"][0]["known_as"], json!(["501", "502"]));
    assert_eq!(of_ada["unlinked"], json!([]));
    let of_bob = attributes(api, &then(&bob)).await;
    assert_eq!(of_bob["unlinked"][0]["known_as"], json!(["leid-1"]));
}

async fn a_reconnected_connector_is_one_source_with_its_gaps(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let first = api.activation(&api.here).await;
    api.link(&ada, &first, "input").await;
    create(api, &ada, &first, "501").await;
    let before = api.moment().await;
    let second = api.reconnect(&first).await;
    let third = api.reconnect(&second).await;
    api.link(&ada, &third, "input").await;
    let found = attributes(api, &provenance(&ada)).await;
    let [source] = &found["sources"].as_array().unwrap()[..] else {
        panic!("{found}");
    };
    assert_eq!(source["workspace_connector_id"], *third);
    assert_eq!(source["deleted_at"], Value::Null);
    assert_eq!(source["known_as"], json!(["501"]));
    assert_eq!(source["total_links"], 2);
    assert_eq!(source["active_links"], 1);
    let connections = source["connections"].as_array().unwrap();
    let ids: Vec<_> = connections
        .iter()
        .map(|it| it["workspace_connector_id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, [&*first, &*second, &*third]);
    assert_eq!(connections[0]["gap"], Value::Null);
    for (earlier, it) in connections.iter().zip(&connections[1..]) {
        let id = |it: &Value| it["workspace_connector_id"].as_str().unwrap().to_owned();
        let (earlier, next) = (id(earlier), id(it));
        let gone = format!("{ACTIVATIONS}/{earlier}?filter[deleted]=only");
        let gone = api.get(&gone).await.ok();
        assert_eq!(it["gap"]["from"], gone["data"]["attributes"]["deleted_at"]);
        let made = format!("{ACTIVATIONS}/{next}");
        let made = api
            .get(&format!("{made}?filter[deleted]=include"))
            .await
            .ok();
        assert_eq!(it["gap"]["until"], made["data"]["attributes"]["created_at"]);
    }
    assert_eq!(connections[1]["total_links"], 0);
    assert_eq!(connections[1]["first_at"], Value::Null);
    assert_eq!(connections[2]["first_at"], source["last_at"]);
    let then = format!("{}?filter[as_of]={before}", provenance(&ada));
    let source = attributes(api, &then).await["sources"][0].take();
    assert_eq!(source["workspace_connector_id"], *first);
    assert_eq!(source["connections"].as_array().unwrap().len(), 1);
}

async fn strangers_are_not_found(api: &Api) {
    let eve = api.person(&api.there, "Eve").await;
    for id in [&*eve, support::NOBODY, "nobody"] {
        let reply = api.get(&provenance(id)).await;
        reply.is_error(404, "not_found", "");
    }
    let url = provenance(&eve);
    api.get_as(&api.there.reader, &url).await.ok();
}

async fn a_moment_is_a_time(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let url = format!("{}?filter[as_of]=yesterday", provenance(&ada));
    let reply = api.get(&url).await;
    reply.is_error(400, "invalid_parameter", "filter[as_of]");
}

async fn flows_count_people_not_links(api: &Api) {
    let (ada, bob) = (
        api.person(&api.here, "Ada").await,
        api.person(&api.here, "Bob").await,
    );
    api.person(&api.here, "Nobody's").await;
    let (crm, mailer) = (
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    );
    for (person, connector, direction) in [
        (&ada, &crm, "input"),
        (&ada, &crm, "input"),
        (&ada, &mailer, "output"),
        (&bob, &crm, "input"),
    ] {
        api.link(person, connector, direction).await;
    }
    let eve = api.person(&api.there, "Eve").await;
    let theirs = api.activation(&api.there).await;
    let link = support::link(&eve, &theirs, "input");
    api.send(Method::POST, LINKS, &api.there.sync, &link)
        .await
        .created();

    let document = api.get("/v1/provenance/flows").await.ok();
    assert_eq!(document["data"]["type"], "provenance_flows");
    assert_eq!(
        document["data"]["id"],
        api.here.tenant.workspace().to_string()
    );
    let flows = &document["data"]["attributes"];
    assert_eq!(flows["people"], 2);
    let end = |side: &str| {
        let ends = flows[side].as_array().unwrap();
        assert_eq!(ends.len(), 1, "{ends:?}");
        assert_eq!(ends[0]["connector"], "crm");
        (
            ends[0]["workspace_connector_id"].clone(),
            ends[0]["people"].clone(),
        )
    };
    assert_eq!(end("sources"), (json!(crm), json!(2)));
    assert_eq!(end("destinations"), (json!(mailer), json!(1)));
    assert_eq!(
        flows["pairs"],
        json!([{
            "source_workspace_connector_id": crm,
            "destination_workspace_connector_id": mailer,
            "people": 1
        }])
    );
}

async fn flows_of_a_time_range_have_the_links_created_in_it(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let crm = api.activation(&api.here).await;
    let link = api.link(&ada, &crm, "input").await;
    let people = async |query: &str| {
        let flows = attributes(api, &format!("/v1/provenance/flows?{query}")).await;
        flows["people"].as_u64().unwrap()
    };
    assert_eq!(
        people("filter[created_at][gte]=2020-01-01T00:00:00Z").await,
        1
    );
    assert_eq!(
        people("filter[created_at][lt]=2020-01-01T00:00:00Z").await,
        0
    );
    api.delete(&format!("{LINKS}/{link}")).await;
    assert_eq!(people("filter[deleted]=exclude").await, 0);
    assert_eq!(people("filter[deleted]=include").await, 1);
}

/// JSON:API 1.0 reserved these names, and clients of that version still give them another meaning.
async fn no_attribute_uses_a_reserved_name(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let crm = api.activation(&api.here).await;
    for direction in ["input", "output"] {
        api.link(&ada, &crm, direction).await;
    }
    for path in [&*provenance(&ada), "/v1/provenance/flows"] {
        let found = attributes(api, path).await;
        let lists = found
            .as_object()
            .unwrap()
            .values()
            .filter_map(Value::as_array);
        let objects: Vec<_> = lists.flatten().collect();
        assert!(!objects.is_empty());
        for object in objects {
            assert!(object.get("links").is_none() && object.get("relationships").is_none());
        }
    }
}
