//! What connectors call records, and the lines that mean records by it.

use axum::http::StatusCode;
use serde_json::{Value, json};
use wellhead_core::record::Kind;

use crate::support::{ACTIVATIONS, Api, LINKS, RUNS, identity_of, reconnection};

crate::on_both_engines![
    an_identity_comes_back_as_sent_and_is_deleted,
    an_identity_is_taken_once,
    identities_are_found_from_both_ends,
    operations_make_a_record_and_its_identity,
    a_line_means_a_record_by_the_connectors_own_id,
    names_that_disagree_are_rejected_or_settled,
    people_are_matched_by_address_where_that_is_wanted,
    a_connection_is_continued_once,
];

const PATH: &str = "/v1/people-identities";

pub(crate) async fn create(api: &Api, record: &str, connector: &str, id: &str) -> String {
    let document = identity_of(Kind::People, record, connector, id);
    api.post(PATH, &document).await.created()
}

async fn an_identity_comes_back_as_sent_and_is_deleted(api: &Api) {
    for kind in Kind::ALL {
        let (record, connector) = (
            api.record(&api.here, kind).await,
            api.activation(&api.here).await,
        );
        let collection = kind.wire().identities_path;
        let document = identity_of(kind, &record, &connector, " 501 ");
        let made = api.post(collection, &document).await;
        let path = format!("{collection}/{}", made.created());
        let include = format!("?include={kind},workspace_connector.connector");
        let read = api.get(&format!("{path}{include}")).await.ok();
        let data = &read["data"];
        assert_eq!(data["type"], kind.wire().identity);
        assert_eq!(data["attributes"]["external_id"], "501");
        assert_eq!(data["attributes"]["deleted_at"], Value::Null);
        assert_eq!(data["relationships"][kind.as_str()]["data"]["id"], record);
        let of = &data["relationships"]["workspace_connector"]["data"]["id"];
        assert_eq!(*of, connector);
        assert_eq!(read["included"].as_array().unwrap().len(), 3);
        let below = format!("{path}/{kind}");
        assert_eq!(api.get(&below).await.ok()["data"]["id"], record);
        let below = format!("{path}/relationships/workspace_connector");
        assert_eq!(api.get(&below).await.ok()["data"]["id"], connector);

        assert_eq!(api.delete(&path).await.status, StatusCode::NO_CONTENT);
        api.get(&path).await.is_error(404, "not_found", "");
        let gone = api.get(&format!("{path}?filter[deleted]=only")).await.ok();
        assert!(gone["data"]["attributes"]["deleted_at"].is_string());
        assert_eq!(
            gone["data"]["relationships"]["deleted_by"]["data"]["type"],
            "api_key"
        );
    }
}

async fn an_identity_is_taken_once(api: &Api) {
    let connector = api.activation(&api.here).await;
    let ada = api.person(&api.here, "Ada").await;
    let bob = api.person(&api.here, "Bob").await;
    create(api, &ada, &connector, "501").await;
    let document = identity_of(Kind::People, &bob, &connector, "501");
    let refused = api.post(PATH, &document).await;
    refused.is_error(409, "identity_taken", "/data/attributes/external_id");
    assert_eq!(refused.body["errors"][0]["meta"]["id"], ada);
    let mut document = identity_of(Kind::People, &bob, &connector, "");
    let refused = api.post(PATH, &document).await;
    refused.is_error(422, "invalid_attribute", "/data/attributes/external_id");
    document["data"]["attributes"] = json!({});
    let refused = api.post(PATH, &document).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn identities_are_found_from_both_ends(api: &Api) {
    let connector = api.activation(&api.here).await;
    let other = api.activation(&api.here).await;
    let ada = api.person(&api.here, "Ada").await;
    let bob = api.person(&api.here, "Bob").await;
    let first = create(api, &ada, &connector, "501").await;
    let second = create(api, &ada, &other, "cus 1&2").await;
    let third = create(api, &bob, &other, "501").await;
    let ids = async |path: String| {
        let mut ids = api.get(&path).await.ids();
        ids.sort_unstable();
        ids
    };
    let sorted = |ids: &[&String]| {
        let mut ids: Vec<String> = ids.iter().map(|id| (*id).clone()).collect();
        ids.sort_unstable();
        ids
    };
    let of_ada = ids(format!("/v1/people/{ada}/people_identities")).await;
    assert_eq!(of_ada, sorted(&[&first, &second]));
    let of_other = format!("{ACTIVATIONS}/{other}");
    let found = ids(format!("{of_other}/people_identities")).await;
    assert_eq!(found, sorted(&[&second, &third]));
    let found = ids(format!("{of_other}/relationships/people_identities")).await;
    assert_eq!(found, sorted(&[&second, &third]));
    let found = ids(format!("{PATH}?filter[external_id]=501")).await;
    assert_eq!(found, sorted(&[&first, &third]));
    let filter = "filter[external_id]=cus%201%262";
    let found = ids(format!(
        "{PATH}?{filter}&filter[workspace_connector]={other}"
    ))
    .await;
    assert_eq!(found, sorted(&[&second]));
    let total = api
        .get(&format!("{PATH}?page[size]=1&page[total]=true"))
        .await;
    assert_eq!(total.ok()["meta"]["page"]["total"], 3);
}

async fn operations_make_a_record_and_its_identity(api: &Api) {
    let connector = api.activation(&api.here).await;
    let operations = json!([
        {"op": "add", "data": {"type": "people", "lid": "ada", "attributes": {"first_name": "Ada"}}},
        {"op": "add", "data": {
            "type": "people_identity",
            "attributes": {"external_id": "501"},
            "relationships": {
                "people": {"data": {"type": "people", "lid": "ada"}},
                "workspace_connector": {"data": {"type": "workspace_connector", "id": connector}},
            }
        }},
    ]);
    let made = api.operate(&api.here.sync, &operations).await.ok();
    let results = &made["atomic:results"];
    let person = &results[0]["data"]["id"];
    assert_eq!(
        results[1]["data"]["relationships"]["people"]["data"]["id"],
        *person
    );
    let target = json!({"type": "people_identity", "id": results[1]["data"]["id"]});
    let change = json!({"op": "update", "ref": target, "data": {
        "type": "people_identity", "id": target["id"], "attributes": {"external_id": "502"}
    }});
    let refused = api.operate(&api.here.sync, &json!([change])).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let remove = json!([{"op": "remove", "ref": target}]);
    let removed = api.operate(&api.here.sync, &remove).await;
    assert_eq!(removed.status, StatusCode::OK);
}

async fn run(api: &Api, connector: &str) -> String {
    api.run(connector, &json!({"direction": "input"})).await
}

/// Closes the run, and returns its counts.
async fn close(api: &Api, run: &str) -> Value {
    let path = format!("{RUNS}/{run}");
    let document = json!({"data": {
        "type": "workspace_connector_sync_log", "id": run, "attributes": {"status": "success"}
    }});
    let closed = api.patch(&path, &document).await.ok();
    closed["data"]["attributes"]["metadata"].clone()
}

async fn a_line_means_a_record_by_the_connectors_own_id(api: &Api) {
    let (crm, shop) = (
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    );
    let lines = "{\"external_id\":501,\"full_name\":\"Ada\"}\n";
    for (connector, created) in [(&crm, 1), (&crm, 0), (&shop, 1)] {
        let run = run(api, connector).await;
        api.deliver(&run, "", lines).await;
        assert_eq!(close(api, &run).await["records_created"], created);
    }
    let both = "{\"external_id\":\"502\",\"external_person_id\":\"E-1\"}\n";
    let run = run(api, &crm).await;
    api.deliver(&run, "", both).await;
    close(api, &run).await;
    let found = api.get("/v1/people?filter[external_person_id]=E-1").await;
    let person = found.ids().remove(0);
    let path = format!("/v1/people/{person}/people_identities");
    let identity = api.get(&path).await.ok()["data"][0].clone();
    assert_eq!(identity["attributes"]["external_id"], "502");
    assert_eq!(
        identity["relationships"]["created_by"]["data"]["id"], run,
        "it says which run learnt it"
    );
    // The neighbour's connector calls nobody so.
    let theirs = api.get_as(&api.there.reader, PATH).await.ids();
    assert!(theirs.is_empty());
}

async fn names_that_disagree_are_rejected_or_settled(api: &Api) {
    let connector = api.activation(&api.here).await;
    let ada = api.person(&api.here, "Ada").await;
    let bob = api.person(&api.here, "Bob").await;
    create(api, &ada, &connector, "501").await;
    let line = format!("{{\"external_id\":\"501\",\"people_id\":\"{bob}\"}}\n");
    for (query, rejected, taken) in [("", 1, false), ("?on_conflict=identity", 0, true)] {
        let run = run(api, &connector).await;
        let said = api.deliver(&run, query, line.clone()).await;
        let told = said
            .iter()
            .any(|it| it["rejected"]["code"] == "identity_conflict");
        assert_eq!(told, !taken, "{said:?}");
        let read = api.get(&format!("{RUNS}/{run}")).await.ok();
        let counts = &read["data"]["attributes"]["metadata"];
        assert_eq!(counts["rejected"], rejected);
        assert_eq!(counts["conflicts"], 1);
        let kept = api.get(&format!("{RUNS}/{run}/rejections")).await.ok();
        let kept = &kept["data"][0]["attributes"];
        assert_eq!(kept["taken"], taken);
        let detail = kept["detail"].as_str().unwrap();
        assert!(detail.contains(&ada) && detail.contains(&bob), "{detail}");
        let end = json!({"data": {"type": "workspace_connector_sync_log", "id": run,
            "attributes": {"status": "error", "error": "enough"}}});
        api.patch(&format!("{RUNS}/{run}"), &end).await.ok();
    }
    let linked = api.get(&format!("{LINKS}?filter[people]={ada}")).await;
    assert_eq!(linked.ids().len(), 1);
    let run = run(api, &connector).await;
    let request = api.delivery(&run, "?on_conflict=guess", "");
    let refused = api.call(request).await;
    refused.is_error(400, "invalid_parameter", "on_conflict");
}

async fn people_are_matched_by_address_where_that_is_wanted(api: &Api) {
    let (crm, mailer) = (
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    );
    let first = run(api, &crm).await;
    api.deliver(
        &first,
        "",
        "{\"external_id\":\"1\",\"email\":\"Ada@X.io\"}\n",
    )
    .await;
    close(api, &first).await;
    let path = format!("{ACTIVATIONS}/{mailer}");
    let read = api.get(&path).await.ok();
    assert_eq!(read["data"]["attributes"]["match_rule"], "none");
    let rule = |rule: &str| {
        json!({"data": {"type": "workspace_connector", "id": mailer,
            "attributes": {"match_rule": rule}}})
    };
    let refused = api.patch(&path, &rule("name")).await;
    refused.is_error(422, "invalid_attribute", "/data/attributes/match_rule");
    api.patch(&path, &rule("email")).await.ok();
    let second = run(api, &mailer).await;
    api.deliver(
        &second,
        "",
        "{\"external_id\":\"leid\",\"email\":\" ada@x.io\"}\n",
    )
    .await;
    let counts = close(api, &second).await;
    assert_eq!(
        (&counts["records_created"], &counts["records_matched"]),
        (&json!(0), &json!(1))
    );
}

async fn a_connection_is_continued_once(api: &Api) {
    let old = api.activation(&api.here).await;
    let read = api.get(&format!("{ACTIVATIONS}/{old}")).await.ok();
    let relationships = &read["data"]["relationships"];
    assert_eq!(relationships["continues"]["data"], Value::Null);
    let ada = api.person(&api.here, "Ada").await;
    create(api, &ada, &old, "501").await;
    let again = reconnection(&api.connector, &old);
    let made = api.post(ACTIVATIONS, &again).await;
    let new = made.created();
    assert_eq!(
        made.body["data"]["relationships"]["continues"]["data"]["id"],
        old
    );
    let known = api
        .get(&format!("{ACTIVATIONS}/{new}/people_identities"))
        .await;
    assert_eq!(known.ids().len(), 1);
    let twice = api.post(ACTIVATIONS, &again).await;
    twice.is_error(409, "continued_already", "/data/relationships/continues");
    assert_eq!(twice.body["errors"][0]["meta"]["id"], new);
    let change = json!({"data": {"type": "workspace_connector", "id": new, "relationships": {
        "continues": {"data": null}
    }}});
    let refused = api.patch(&format!("{ACTIVATIONS}/{new}"), &change).await;
    refused.is_error(403, "read_only", "/data/relationships/continues/data");
    let theirs = api.activation(&api.there).await;
    let mut stranger = again;
    stranger["data"]["relationships"]["continues"]["data"]["id"] = theirs.into();
    let refused = api.post(ACTIVATIONS, &stranger).await;
    refused.is_error(404, "related_not_found", "/data/relationships/continues");
}
