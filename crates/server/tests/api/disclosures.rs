//! Disclosure reports: to whom a record was disclosed, the same whenever it is asked for.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use wellhead_core::privacy::{CONTEXT, HandedOut, SCHEMA};
use wellhead_core::record::Kind;

use crate::identities::create;
use crate::support::{ACTIVATIONS, Api, LINKS, NOBODY, Reply, link_of, merge_of};

crate::on_both_engines![
    a_report_has_everybody_and_how_it_ended,
    every_kind_has_reports,
    a_moment_is_answered_the_same_for_ever,
    a_time_has_the_disclosures_that_lasted_in_it,
    merged_records_are_one_person,
    a_reconnected_connector_is_one_recipient,
    the_legal_entity_is_that_of_the_time,
    what_is_not_a_legal_attribute_is_refused,
    the_document_is_as_the_schema_says,
    the_table_is_safe_and_never_empty,
    strangers_are_not_found,
    a_time_has_to_begin_before_it_ends,
    media_types_are_negotiated,
];

fn url(person: &str) -> String {
    format!("/v1/people/{person}/disclosures")
}

/// The report and the rest of what was handed out.
async fn handed(api: &Api, path: &str) -> Value {
    let mut document = api.get(path).await.ok();
    assert_eq!(document["data"]["type"], "disclosure_report");
    let attributes = document["data"]["attributes"].take();
    // Its digest is right, and whoever has the document can tell.
    HandedOut::read(&attributes).expect("a report as it was handed out");
    attributes
}

async fn report(api: &Api, path: &str) -> Value {
    handed(api, path).await["report"].take()
}

/// Asks in another media type.
async fn sent_as(api: &Api, path: &str, accept: &str) -> Reply {
    let request = Request::get(path.replace('[', "%5B").replace(']', "%5D"))
        .header(header::ACCEPT, accept)
        .header(header::AUTHORIZATION, format!("Bearer {}", api.here.reader))
        .body(Body::empty())
        .unwrap();
    api.call(request).await
}

async fn patch(api: &Api, activation: &str, attributes: Value) -> Reply {
    let path = format!("{ACTIVATIONS}/{activation}");
    let document = json!({"data": {
        "type": "workspace_connector", "id": activation, "attributes": attributes
    }});
    api.patch(&path, &document).await
}

async fn a_report_has_everybody_and_how_it_ended(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let (crm, mailer, idle) = (
        api.activation(&api.here).await,
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    );
    api.link(&ada, &crm, "input").await;
    let first = api.link(&ada, &mailer, "output").await;
    api.link(&ada, &mailer, "output").await;
    create(api, &ada, &mailer, "501").await;
    create(api, &ada, &idle, "502").await;
    api.delete(&format!("{LINKS}/{first}")).await;

    let found = handed(api, &url(&ada)).await;
    assert_eq!(found["requested_by"]["type"], "api_key");
    let found = &found["report"];
    let none: [Value; 0] = [];
    assert_eq!(
        found["subject"],
        json!({"type": "people", "id": ada, "merged": none})
    );
    assert_eq!(
        found["workspace_id"],
        api.here.tenant.workspace().to_string()
    );
    assert_eq!((&found["from"], &found["to"]), (&Value::Null, &Value::Null));
    assert_eq!(found["coverage"]["until"], found["as_of"]);
    assert!(found["coverage"]["from"].as_str() <= found["as_of"].as_str());
    let [source] = &found["sources"].as_array().unwrap()[..] else {
        panic!("{found}");
    };
    assert_eq!(source["connector"], "crm");
    assert_eq!(source["workspace_connector_ids"], json!([crm]));
    assert_eq!(
        (&source["deliveries"], &source["status"]),
        (&json!(1), &json!("active"))
    );
    let [recipient] = &found["recipients"].as_array().unwrap()[..] else {
        panic!("{found}");
    };
    assert_eq!(recipient["workspace_connector_ids"], json!([mailer]));
    assert_eq!(recipient["deliveries"], 2);
    assert_eq!(recipient["active_deliveries"], 1);
    assert_eq!(recipient["status"], "active");
    assert_eq!(recipient["ended_at"], Value::Null);
    assert_eq!(recipient["endings"][0]["reason"], "deleted");
    assert_eq!(recipient["endings"][0]["deliveries"], 1);
    assert_eq!(recipient["known_as"][0]["external_id"], "501");
    let [unlinked] = &found["unlinked"].as_array().unwrap()[..] else {
        panic!("{found}");
    };
    assert_eq!(unlinked["workspace_connector_ids"], json!([idle]));
    assert_eq!(unlinked["known_as"][0]["external_id"], "502");
    assert_eq!(found["unidentified"], json!(["crm"]));
    let text = found.to_string();
    assert!(!text.contains("Ada"), "a report names no person: {text}");

    // Also of a person who is gone.
    api.delete(&format!("/v1/people/{ada}")).await;
    let after = report(api, &url(&ada)).await;
    assert_eq!(after["recipients"][0]["status"], "ended");
    let endings = after["recipients"][0]["endings"].as_array().unwrap();
    let reasons: Vec<_> = endings.iter().map(|it| &it["reason"]).collect();
    assert_eq!(reasons, ["deleted", "record_deleted"]);
    assert_eq!(
        after["recipients"][0]["ended_at"], endings[1]["last_at"],
        "when the last one ended"
    );
}

async fn every_kind_has_reports(api: &Api) {
    for kind in Kind::ALL {
        let wire = kind.wire();
        let record = api.record(&api.here, kind).await;
        let connector = api.activation(&api.here).await;
        let link = link_of(kind, &record, &connector, "output");
        api.post(wire.links_path, &link).await.created();
        let path = format!("{}/{record}/disclosures", wire.records_path);
        let found = report(api, &path).await;
        assert_eq!(found["subject"]["type"], kind.as_str());
        assert_eq!(found["recipients"][0]["deliveries"], 1, "{kind}");
    }
}

async fn a_moment_is_answered_the_same_for_ever(api: &Api) {
    let (ada, bob) = (
        api.person(&api.here, "Ada").await,
        api.person(&api.here, "Bob").await,
    );
    let crm = api.activation(&api.here).await;
    let link = api.link(&ada, &crm, "output").await;
    api.link(&bob, &crm, "input").await;
    patch(api, &crm, json!({"legal_name": "Engines Ltd"}))
        .await
        .ok();
    let moment = api.moment().await;
    let then = |id: &str| format!("{}?filter[as_of]={moment}", url(id));
    let before = handed(api, &then(&ada)).await;
    assert_eq!(before["report"]["as_of"], moment);

    api.delete(&format!("{LINKS}/{link}")).await;
    api.link(&ada, &crm, "output").await;
    patch(
        api,
        &crm,
        json!({"legal_name": "Engines PLC", "country": "GB"}),
    )
    .await
    .ok();
    create(api, &ada, &crm, "501").await;
    let merge = merge_of(Kind::People, &bob, &[&ada]);
    let merge = api.post("/v1/people/merges", &merge).await.created();
    let after = handed(api, &then(&ada)).await;
    for part in ["report", "sha256", "requested_by"] {
        assert_eq!(after[part], before[part], "{part}");
    }
    api.get(&url(&ada)).await.is_error(410, "merged", "");
    api.delete(&format!("/v1/people/merges/{merge}")).await;
    assert_eq!(handed(api, &then(&ada)).await["sha256"], before["sha256"]);

    // Asked for now, it says as of when, and is the same when asked for that.
    let now = handed(api, &url(&ada)).await;
    assert_ne!(now["sha256"], before["sha256"]);
    let as_of = now["report"]["as_of"].as_str().unwrap();
    let again = format!("{}?filter[as_of]={as_of}", url(&ada));
    assert_eq!(handed(api, &again).await["sha256"], now["sha256"]);
    // A moment in the future is the present.
    let future = format!("{}?filter[as_of]=2999-01-01T00:00:00Z", url(&ada));
    let future = report(api, &future).await;
    assert!(future["as_of"].as_str().unwrap() < "2999");
    assert_eq!(future["recipients"], now["report"]["recipients"]);
    // What is finer than a millisecond is said.
    let finer = moment.replace('Z', "456Z");
    let finer = format!("{}?filter[as_of]={finer}&filter[to]={finer}", url(&ada));
    let finer = report(api, &finer).await;
    assert_eq!(finer["as_of"], moment.replace('Z', "456Z"));
    assert_eq!(finer["to"], moment.replace('Z', "456Z"));
}

async fn a_time_has_the_disclosures_that_lasted_in_it(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let crm = api.activation(&api.here).await;
    let mailer = api.activation(&api.here).await;
    let before = api.moment().await;
    let link = api.link(&ada, &crm, "output").await;
    let during = api.moment().await;
    api.delete(&format!("{LINKS}/{link}")).await;
    let ended = api.moment().await;
    api.link(&ada, &mailer, "output").await;
    let recipients = async |query: &str| {
        let found = report(api, &format!("{}?{query}", url(&ada))).await;
        let found = found["recipients"].as_array().unwrap().iter();
        let ids = found.map(|it| {
            it["workspace_connector_ids"][0]
                .as_str()
                .unwrap()
                .to_owned()
        });
        ids.collect::<Vec<_>>()
    };
    let both = [crm.clone(), mailer.clone()];
    assert_eq!(recipients("").await, both);
    assert_eq!(recipients(&format!("filter[to]={before}")).await, [""; 0]);
    assert_eq!(recipients(&format!("filter[to]={during}")).await, both[..1]);
    assert_eq!(recipients(&format!("filter[from]={during}")).await, both);
    assert_eq!(
        recipients(&format!("filter[from]={ended}")).await,
        both[1..]
    );
    let within = format!("filter[from]={before}&filter[to]={ended}");
    assert_eq!(recipients(&within).await, both[..1]);
    // As of then, it had not ended.
    let then = format!("filter[from]={during}&filter[as_of]={during}");
    assert_eq!(recipients(&then).await, both[..1]);
}

async fn merged_records_are_one_person(api: &Api) {
    let (ada, twin) = (
        api.person(&api.here, "Ada").await,
        api.person(&api.here, "Twin").await,
    );
    let (crm, mailer) = (
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    );
    api.link(&ada, &crm, "output").await;
    let gone = api.link(&twin, &mailer, "output").await;
    api.delete(&format!("{LINKS}/{gone}")).await;
    create(api, &twin, &mailer, "twin-1").await;
    let merge = merge_of(Kind::People, &ada, &[&twin]);
    api.post("/v1/people/merges", &merge).await.created();
    let whole = report(api, &url(&ada)).await;
    assert_eq!(whole["subject"]["merged"], json!([twin]));
    let recipients = whole["recipients"].as_array().unwrap();
    assert_eq!(recipients.len(), 2);
    assert_eq!(recipients[1]["status"], "ended");
    assert_eq!(recipients[1]["known_as"][0]["external_id"], "twin-1");
    let reply = api.get(&url(&twin)).await;
    reply.is_error(410, "merged", "");
    assert_eq!(reply.body["errors"][0]["meta"]["id"], ada);
}

async fn a_reconnected_connector_is_one_recipient(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let crm = api.activation(&api.here).await;
    api.link(&ada, &crm, "output").await;
    let again = json!({"data": {
        "type": "workspace_connector",
        "attributes": {"status": "enabled", "legal_name": "Engines PLC"},
        "relationships": {
            "connector": {"data": {"type": "connector", "id": api.connector}},
            "continues": {"data": {"type": "workspace_connector", "id": crm}}
        }
    }});
    let again = api.post(ACTIVATIONS, &again).await.created();
    api.link(&ada, &again, "output").await;
    let found = report(api, &url(&ada)).await;
    let [recipient] = &found["recipients"].as_array().unwrap()[..] else {
        panic!("{found}");
    };
    assert_eq!(recipient["workspace_connector_ids"], json!([crm, again]));
    assert_eq!(recipient["deliveries"], 2);
    let legal = recipient["legal"].as_array().unwrap();
    assert_eq!(legal.len(), 2);
    assert_eq!(legal[0]["recorded_later"], json!(["legal_name"]));
    assert_eq!(legal[1]["recorded_later"], json!([]));
    assert_eq!(legal[0]["until"], legal[1]["from"]);
}

async fn the_legal_entity_is_that_of_the_time(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let crm = api.activation(&api.here).await;
    let general = json!({"legal_name": "Engines Ltd", "country": "GB"});
    api.say_of_connector(&general).await;
    let connector = api
        .get(&format!("/v1/connectors/{}", api.connector))
        .await
        .ok();
    assert_eq!(connector["data"]["attributes"]["legal_name"], "Engines Ltd");
    assert_eq!(connector["data"]["attributes"]["purpose"], Value::Null);
    api.link(&ada, &crm, "output").await;
    let own = patch(
        api,
        &crm,
        json!({
            "legal_name": " Engines GmbH ", "country": "de", "address": "Berlin",
            "contact": "dpo@engines.example", "purpose": "Mail"
        }),
    )
    .await
    .ok();
    let own = &own["data"]["attributes"];
    assert_eq!(
        (&own["legal_name"], &own["country"]),
        (&json!("Engines GmbH"), &json!("DE"))
    );
    let found = report(api, &url(&ada)).await;
    let [first, second] = &found["recipients"][0]["legal"].as_array().unwrap()[..] else {
        panic!("{found}");
    };
    assert_eq!(first["legal_name"], "Engines Ltd");
    assert_eq!(first["country"], "GB");
    assert_eq!(first["purpose"], "Mail");
    assert_eq!(
        first["recorded_later"],
        json!(["address", "contact", "purpose"])
    );
    assert_eq!(first["until"], second["from"]);
    assert_eq!(second["legal_name"], "Engines GmbH");
    assert_eq!(second["country"], "DE");
    assert_eq!(second["until"], Value::Null);
    assert_eq!(found["unidentified"], json!([]));
    // Taken back, the definition's is there again.
    patch(api, &crm, json!({"legal_name": null})).await.ok();
    let found = report(api, &url(&ada)).await;
    let last = found["recipients"][0]["legal"].as_array().unwrap().last();
    assert_eq!(last.unwrap()["legal_name"], "Engines Ltd");
    assert_eq!(last.unwrap()["country"], "DE");
}

async fn what_is_not_a_legal_attribute_is_refused(api: &Api) {
    let crm = api.activation(&api.here).await;
    for (name, value) in [
        ("legal_name", json!(" ")),
        ("address", json!("x".repeat(1_001))),
        ("country", json!("UK")),
        ("contact", json!("ring twice")),
        ("purpose", json!(7)),
    ] {
        let reply = patch(api, &crm, json!({name: value})).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let pointer = &reply.body["errors"][0]["source"]["pointer"];
        assert_eq!(pointer, &format!("/data/attributes/{name}"));
    }
    let shown = api.get(&format!("{ACTIVATIONS}/{crm}")).await.ok();
    assert_eq!(shown["data"]["attributes"]["legal_name"], Value::Null);
}

async fn the_document_is_as_the_schema_says(api: &Api) {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(&schema).unwrap();
    let ada = api.person(&api.here, "Ada").await;
    let crm = api.activation(&api.here).await;
    let check = async |path: &str| {
        let reply = sent_as(api, path, "application/ld+json").await;
        assert_eq!(reply.headers[header::CONTENT_TYPE], "application/ld+json");
        assert_eq!(reply.headers[header::CACHE_CONTROL], "no-store");
        let wrong: Vec<_> = validator.iter_errors(&reply.body).collect();
        assert!(wrong.is_empty(), "{wrong:?}: {}", reply.body);
        let said = reply.body["sha256"].clone();
        let read = HandedOut::read(&reply.body).expect("a report as it was handed out");
        assert_eq!(said, read.sha256);
        reply.body
    };
    check(&url(&ada)).await;
    let link = api.link(&ada, &crm, "output").await;
    api.link(&ada, &crm, "input").await;
    api.delete(&format!("{LINKS}/{link}")).await;
    create(api, &ada, &crm, "501").await;
    patch(
        api,
        &crm,
        json!({"legal_name": "Engines Ltd", "contact": "https://x.example"}),
    )
    .await
    .ok();
    let full = check(&url(&ada)).await;
    check(&format!(
        "{}?filter[from]=2020-01-01T00:00:00.000001Z&filter[to]=2020-01-02T00:00:00Z",
        url(&ada)
    ))
    .await;
    // The schema tells what is wrong.
    for (pointer, value) in [
        ("/report/recipients/0/status", json!("over")),
        ("/report/subject/name", json!("Ada")),
        ("/report/as_of", json!("yesterday")),
        ("/sha256", json!("")),
    ] {
        let mut wrong = full.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        wrong.pointer_mut(parent).unwrap()[name] = value;
        assert!(!validator.is_valid(&wrong), "{pointer}");
    }
    // And the digest, what was changed.
    let mut changed = full.clone();
    changed["report"]["recipients"][0]["deliveries"] = json!(7);
    assert!(HandedOut::read(&changed).is_err());

    let served = api.open("/schemas/disclosure-report.schema.json").await;
    assert_eq!(served, schema);
    let context: Value = serde_json::from_str(CONTEXT).unwrap();
    let served = api.open("/schemas/disclosure-report.context.jsonld").await;
    assert_eq!(served, context);
    assert_eq!(full["@context"], context["@context"]);
    let mut names = BTreeSet::new();
    members(&full, &mut names);
    for name in names {
        assert!(
            !context["@context"][&name].is_null(),
            "{name} has no meaning"
        );
    }
}

/// The names of all members at any depth, except the context's.
fn members(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object.iter().filter(|(name, _)| *name != "@context") {
                names.insert(name.clone());
                members(value, names);
            }
        }
        Value::Array(items) => items.iter().for_each(|it| members(it, names)),
        _ => {}
    }
}

async fn the_table_is_safe_and_never_empty(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let crm = api.activation(&api.here).await;
    let rows = async || {
        let reply = sent_as(api, &url(&ada), "text/csv").await;
        assert_eq!(reply.headers[header::CONTENT_TYPE], "text/csv");
        let text = reply.body.as_str().unwrap().to_owned();
        let mut table = csv::Reader::from_reader(text.as_bytes());
        let header = table.headers().unwrap().clone();
        let rows = table.records().map(|row| {
            let row = row.unwrap();
            let cells = header.iter().zip(row.iter());
            let cells = cells.map(|(name, cell)| (name.to_owned(), json!(cell)));
            cells.collect::<serde_json::Map<_, _>>()
        });
        rows.collect::<Vec<_>>()
    };
    let none = rows().await;
    assert_eq!(none.len(), 1, "the time that is covered");
    assert_eq!(none[0]["part"], "coverage");
    assert_eq!(none[0]["legal_until"], none[0]["as_of"]);
    api.link(&ada, &crm, "output").await;
    create(api, &ada, &crm, "=501").await;
    patch(
        api,
        &crm,
        json!({"legal_name": "+Engines, \"Ltd\"", "address": "1 Row\nLondon"}),
    )
    .await
    .ok();
    let some = rows().await;
    // The entity before it was recorded, and since.
    let [_, first, second] = &some[..] else {
        panic!("{some:?}");
    };
    assert_eq!(first["part"], "recipient");
    assert_eq!(first["recorded_later"], "legal_name; address");
    assert_eq!(second["legal_name"], "'+Engines, \"Ltd\"");
    assert_eq!(second["known_as"], "'=501");
    assert_eq!(second["address"], "1 Row\nLondon");
    assert_eq!(second["subject_id"], ada);
    assert_eq!(second["sha256"].as_str().unwrap().len(), 64);
}

async fn strangers_are_not_found(api: &Api) {
    let eve = api.person(&api.there, "Eve").await;
    for id in [&*eve, NOBODY] {
        api.get(&url(id)).await.is_error(404, "not_found", "");
    }
    let company = format!(
        "/v1/companies/{}/disclosures",
        api.person(&api.here, "Ada").await
    );
    api.get(&company).await.is_error(404, "not_found", "");
}

async fn a_time_has_to_begin_before_it_ends(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let day = "2026-05-10T00:00:00Z";
    let path = format!("{}?filter[from]={day}&filter[to]={day}", url(&ada));
    api.get(&path)
        .await
        .is_error(400, "invalid_parameter", "filter[to]");
    let path = format!("{}?filter[from]=soon&filter[as_of]=then", url(&ada));
    let reply = api.get(&path).await;
    assert_eq!(reply.body["errors"].as_array().unwrap().len(), 2);
    api.get(&format!("{}?filter[since]={day}", url(&ada)))
        .await
        .is_error(400, "unknown_parameter", "filter[since]");
}

async fn media_types_are_negotiated(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    for (accept, content_type) in [
        ("*/*", "application/vnd.api+json"),
        (
            "application/vnd.api+json, text/csv",
            "application/vnd.api+json",
        ),
        ("application/ld+json", "application/ld+json"),
        ("text/*", "text/csv"),
    ] {
        let reply = sent_as(api, &url(&ada), accept).await;
        assert_eq!(
            reply.headers[header::CONTENT_TYPE],
            content_type,
            "{accept}"
        );
    }
    let reply = sent_as(api, &url(&ada), "text/html").await;
    assert_eq!(reply.status, StatusCode::NOT_ACCEPTABLE);
}
