//! Erasures, rectifications and restrictions.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};
use wellhead_core::record::Kind;

use crate::support::{Api, JOBS, LINKS, NOBODY, RUNS, identity_of, link_of, run};

crate::on_both_engines![
    records_of_every_kind_are_erased,
    an_erased_person_does_not_come_back,
    everyone_who_received_a_person_is_told,
    a_work_list_is_worked_off,
    nothing_is_destroyed_by_a_rectification,
    what_cannot_be_erased_says_why,
    a_document_may_only_refer,
    a_suppression_is_lifted_with_a_reason,
    another_workspaces_recalls_are_missing,
    roles_are_held_to,
];

const PEOPLE: &str = "/v1/people";
const ERASURES: &str = "/v1/erasures";
pub(crate) const NOTIFICATIONS: &str = "/v1/erasure-notifications";
pub(crate) const SUPPRESSIONS: &str = "/v1/suppressions";

fn document(of: &str) -> Value {
    json!({"data": {"type": of, "attributes": {"reference": "DSR-7"}}})
}

/// Erases a person, and returns the erasure's id.
pub(crate) async fn erase(api: &Api, person: &str) -> String {
    let path = format!("{PEOPLE}/{person}/erasures");
    let admin = &api.here.admin;
    let made = api
        .send(Method::POST, &path, admin, &document("erasure"))
        .await;
    made.created()
}

pub(crate) async fn person(api: &Api, external_id: &str) -> String {
    let attributes = json!({
        "first_name": "Ada",
        "last_name": "Lovelace",
        "email": "ada@engines.example",
        "external_person_id": external_id,
    });
    let body = json!({"data": {"type": "people", "attributes": attributes}});
    api.post(PEOPLE, &body).await.created()
}

async fn records_of_every_kind_are_erased(api: &Api) {
    for kind in Kind::ALL {
        let wire = kind.wire();
        let connector = api.activation(&api.here).await;
        let record = api.record(&api.here, kind).await;
        let link = link_of(kind, &record, &connector, "output");
        let link = api.post(wire.links_path, &link).await.created();
        let identity = identity_of(kind, &record, &connector, "501");
        let identity = api.post(wire.identities_path, &identity).await.created();

        let path = format!("{}/{record}/erasures", wire.records_path);
        let admin = &api.here.admin;
        let made = api
            .send(Method::POST, &path, admin, &document("erasure"))
            .await;
        let id = made.created();
        let location = format!("{ERASURES}/{id}");
        assert_eq!(made.headers[header::LOCATION], *location);
        let data = api.get(&location).await.ok()["data"].take();
        assert_eq!(data, made.body["data"]);
        let attributes = &data["attributes"];
        assert_eq!(attributes["reference"], "DSR-7");
        assert!(attributes["destroyed_at"].is_string(), "{attributes}");
        assert_eq!(attributes["notifications"], 1);
        let relationships = &data["relationships"];
        let subject = json!({"type": kind.as_str(), "id": record});
        assert_eq!(relationships["subject"]["data"], subject);
        assert_eq!(relationships["job"]["data"]["id"], id);
        assert_eq!(
            relationships["created_by"]["data"]["id"],
            api.here.admin_key.to_string()
        );
        let job = api.get(&format!("{JOBS}/{id}")).await.ok();
        let job = &job["data"]["attributes"];
        assert_eq!(
            (&job["kind"], &job["status"]),
            (&json!("erase"), &json!("success"))
        );

        let gone = api.get(&format!("{}/{record}", wire.records_path)).await;
        gone.is_error(404, "not_found", "");
        let seen = format!("{}/{record}?filter[deleted]=include", wire.records_path);
        let tombstone = api.get(&seen).await.ok();
        let left = tombstone["data"]["attributes"].as_object().unwrap();
        for (name, value) in left {
            let field = kind.fields().iter().find(|field| field.name == name);
            let is_empty = match field {
                Some(field) if !field.is_nullable() => true,
                Some(_) => value.is_null(),
                None => !name.ends_with("_id") || value.is_null(),
            };
            assert!(is_empty, "{kind} {name}: {value}");
        }
        let gone = format!(
            "{}/{identity}?filter[deleted]=include",
            wire.identities_path
        );
        api.get(&gone).await.is_error(404, "not_found", "");
        let link = format!("{}/{link}?filter[deleted]=include", wire.links_path);
        let link = api.get(&link).await.ok();
        assert!(link["data"]["attributes"]["deleted_at"].is_string());
        let listed = api
            .get(&format!("{ERASURES}?filter[subject]={record}"))
            .await;
        assert_eq!(listed.ids(), [id]);
    }
    let listed = api.get(&format!("{ERASURES}?page[total]=true")).await.ok();
    assert_eq!(listed["meta"]["page"]["total"], Kind::COUNT);
    assert_eq!(api.get("/v1/rectifications").await.ids(), [""; 0]);
}

async fn an_erased_person_does_not_come_back(api: &Api) {
    let connector = api.activation(&api.here).await;
    let ada = person(api, "crm-1").await;
    let identity = identity_of(Kind::People, &ada, &connector, "501");
    api.post("/v1/people-identities", &identity).await.created();
    let bob = person(api, "crm-2").await;
    erase(api, &ada).await;

    let again = json!({"data": {"type": "people", "attributes": {"external_person_id": "crm-1"}}});
    let refused = api.post(PEOPLE, &again).await;
    refused.is_error(409, "suppressed", "/data/attributes/external_person_id");
    let by = refused.body["errors"][0]["meta"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        !refused.body.to_string().contains("crm-1"),
        "{}",
        refused.body
    );
    let data = json!({"data": {"type": "people", "id": bob, "attributes": {"external_person_id": "crm-1"}}});
    let refused = api.patch(&format!("{PEOPLE}/{bob}"), &data).await;
    refused.is_error(409, "suppressed", "/data/attributes/external_person_id");
    let identity = identity_of(Kind::People, &bob, &connector, "501");
    let refused = api.post("/v1/people-identities", &identity).await;
    refused.is_error(409, "suppressed", "/data/attributes/external_id");
    let restore =
        json!({"data": {"type": "people", "id": ada, "attributes": {"deleted_at": null}}});
    let refused = api.patch(&format!("{PEOPLE}/{ada}"), &restore).await;
    refused.is_error(410, "erased", "");

    let run_id = api
        .post(RUNS, &run(&connector, &json!({"direction": "input"})))
        .await
        .created();
    let lines = "{\"external_person_id\":\"crm-1\"}\n{\"external_id\":\"501\"}\n{\"external_person_id\":\"crm-2\"}\n";
    let report = api.deliver(&run_id, "", lines).await;
    let rejected: Vec<_> = report
        .iter()
        .filter(|line| line["rejected"]["code"] == "suppressed")
        .collect();
    assert_eq!(rejected.len(), 2, "{report:?}");
    let skipped = api.deliver(&run_id, "?on_suppressed=skip", lines).await;
    assert!(
        skipped.iter().all(|line| line["rejected"].is_null()),
        "{skipped:?}"
    );
    let wrong = api
        .call(api.delivery(&run_id, "?on_suppressed=drop", ""))
        .await;
    wrong.is_error(400, "invalid_parameter", "on_suppressed");
    let read = api.get(&format!("{RUNS}/{run_id}")).await.ok();
    let counts = &read["data"]["attributes"]["metadata"];
    assert_eq!(
        (&counts["rejected"], &counts["suppressed"]),
        (&json!(2), &json!(4))
    );

    let listed = api.get(&format!("{SUPPRESSIONS}?page[size]=10")).await;
    assert_eq!(listed.ids().len(), 2);
    assert!(listed.ids().contains(&by));
    let shown = listed.body.to_string();
    assert!(
        !shown.contains("crm-1") && !shown.contains("501\""),
        "{shown}"
    );
}

async fn everyone_who_received_a_person_is_told(api: &Api) {
    let mut recipients = Vec::new();
    let ada = person(api, "crm-1").await;
    for direction in ["output", "input", "output"] {
        let connector = api.activation(&api.here).await;
        let link = api.link(&ada, &connector, direction).await;
        if direction == "output" {
            recipients.push(connector);
        }
        api.delete(&format!("{LINKS}/{link}")).await;
    }
    recipients.sort();
    let erasure = erase(api, &ada).await;
    let listed = api
        .get(&format!("{NOTIFICATIONS}?filter[recall]={erasure}"))
        .await
        .ok();
    let data = listed["data"].as_array().unwrap();
    let mut told = Vec::new();
    for notification in data {
        let attributes = &notification["attributes"];
        assert_eq!(attributes["status"], "pending");
        assert_eq!(attributes["subject_right"], "erasure");
        let relationships = &notification["relationships"];
        assert_eq!(relationships["subject"]["data"]["id"], ada);
        assert_eq!(relationships["recall"]["data"]["id"], erasure);
        let to = &relationships["workspace_connector"]["data"]["id"];
        told.push(to.as_str().unwrap().to_owned());
        let id = notification["id"].as_str().unwrap();
        let one = api.get(&format!("{NOTIFICATIONS}/{id}")).await.ok();
        assert_eq!(one["data"]["attributes"], *attributes);
    }
    told.sort();
    assert_eq!(told, recipients);
}

async fn a_work_list_is_worked_off(api: &Api) {
    let connector = api.activation(&api.here).await;
    let mut notifications = Vec::new();
    for external_id in ["crm-1", "crm-2"] {
        let person = person(api, external_id).await;
        api.link(&person, &connector, "output").await;
        let erasure = erase(api, &person).await;
        let told = api
            .get(&format!("{NOTIFICATIONS}?filter[recall]={erasure}"))
            .await;
        notifications.extend(told.ids());
    }
    assert_eq!(
        api.get(NOTIFICATIONS).await.ids(),
        notifications,
        "due first"
    );
    let [first, second] = &notifications[..] else {
        panic!("two")
    };
    let path = format!("{NOTIFICATIONS}/{first}");
    let change = |attributes: Value| json!({"data": {"type": "erasure_notification", "id": first, "attributes": attributes}});
    let due = change(json!({"due_at": "2999-01-01T00:00:00Z", "evidence": "Ticket 4711"}));
    let changed = api.patch(&path, &due).await.ok();
    let attributes = &changed["data"]["attributes"];
    assert_eq!(attributes["due_at"], "2999-01-01T00:00:00.000Z");
    assert_eq!(attributes["evidence"], "Ticket 4711");
    let by = &changed["data"]["relationships"]["set_by"]["data"]["id"];
    assert_eq!(*by, api.here.admin_key.to_string());
    assert_eq!(
        api.get(NOTIFICATIONS).await.ids(),
        [second.clone(), first.clone()]
    );
    let latest = api
        .get(&format!("{NOTIFICATIONS}?sort=-due_at&page[size]=1"))
        .await;
    assert_eq!(latest.ids(), [&**first]);

    let unexplained = api
        .patch(&path, &change(json!({"status": "impossible"})))
        .await;
    unexplained.is_error(422, "invalid_attribute", "/data/attributes/reason");
    let explained = json!({"status": "impossible", "reason": "It has shut down."});
    api.patch(&path, &change(explained)).await.ok();
    let unknown = api.patch(&path, &change(json!({"status": "lost"}))).await;
    unknown.is_error(422, "invalid_attribute", "/data/attributes/status");
    let pending = api
        .get(&format!("{NOTIFICATIONS}?filter[status]=pending"))
        .await;
    assert_eq!(pending.ids(), [&**second]);
    let wrong = api
        .get(&format!("{NOTIFICATIONS}?filter[status]=lost"))
        .await;
    wrong.is_error(400, "invalid_parameter", "filter[status]");

    let read = api.get(&path).await;
    let tag = read.headers[header::ETAG].clone();
    api.patch(&path, &change(json!({"status": "confirmed"})))
        .await
        .ok();
    let stale = axum::http::Request::patch(&path)
        .header(header::AUTHORIZATION, format!("Bearer {}", api.here.sync))
        .header(header::CONTENT_TYPE, "application/vnd.api+json")
        .header(header::IF_MATCH, tag)
        .body(change(json!({"status": "pending"})).to_string().into())
        .unwrap();
    api.call(stale)
        .await
        .is_error(412, "precondition_failed", "If-Match");
    let missing = api.get(&format!("{NOTIFICATIONS}/{NOBODY}")).await;
    missing.is_error(404, "not_found", "");
}

async fn nothing_is_destroyed_by_a_rectification(api: &Api) {
    let connector = api.activation(&api.here).await;
    let ada = person(api, "crm-1").await;
    api.link(&ada, &connector, "output").await;
    let before = api.get(&format!("{PEOPLE}/{ada}")).await.ok();
    for (of, plural) in [
        ("rectification", "rectifications"),
        ("restriction", "restrictions"),
    ] {
        let path = format!("{PEOPLE}/{ada}/{plural}");
        let made = api
            .send(Method::POST, &path, &api.here.admin, &document(of))
            .await;
        let id = made.created();
        assert_eq!(made.body["data"]["type"], of);
        assert_eq!(made.body["data"]["attributes"]["destroyed_at"], Value::Null);
        assert_eq!(
            made.body["data"]["relationships"]["job"]["data"],
            Value::Null
        );
        assert_eq!(api.get(&format!("/v1/{plural}")).await.ids(), [&*id]);
        let elsewhere = api.get(&format!("{ERASURES}/{id}")).await;
        elsewhere.is_error(404, "not_found", "");
    }
    assert_eq!(api.get(NOTIFICATIONS).await.ids().len(), 2);
    assert_eq!(api.get(&format!("{PEOPLE}/{ada}")).await.ok(), before);
    let changes = api.get("/v1/changes?filter[record]=people").await.ok();
    let reasons = changes["data"].as_array().unwrap().iter();
    let reasons = reasons.filter_map(|it| it["attributes"]["reason"].as_str());
    let reasons: Vec<_> = reasons.collect();
    assert!(
        reasons.contains(&"rectified") && reasons.contains(&"restricted"),
        "{reasons:?}"
    );
}

async fn what_cannot_be_erased_says_why(api: &Api) {
    let admin = &api.here.admin;
    let post = async |person: &str| {
        let path = format!("{PEOPLE}/{person}/erasures");
        api.send(Method::POST, &path, admin, &document("erasure"))
            .await
    };
    post(NOBODY).await.is_error(404, "not_found", "");
    let (ada, twin) = (person(api, "crm-1").await, person(api, "crm-2").await);
    let merge = crate::support::merge_of(Kind::People, &ada, &[&twin]);
    api.post("/v1/people/merges", &merge).await.created();
    let merged = post(&twin).await;
    merged.is_error(410, "merged", "");
    assert_eq!(merged.body["errors"][0]["meta"]["id"], ada);
    post(&ada).await.created();
    post(&ada).await.is_error(410, "erased", "");
    let bob = person(api, "crm-3").await;
    let deleted = api.delete(&format!("{PEOPLE}/{bob}")).await;
    assert_eq!(deleted.status, StatusCode::NO_CONTENT);
    let again = person(api, "crm-3").await;
    let refused = post(&bob).await;
    refused.is_error(409, "erase_active_record", "");
    assert_eq!(refused.body["errors"][0]["meta"]["id"], again);
    post(&again).await.created();
    let seen = api
        .get(&format!("{PEOPLE}/{bob}?filter[deleted]=include"))
        .await
        .ok();
    assert_eq!(seen["data"]["attributes"]["first_name"], Value::Null);
}

async fn a_document_may_only_refer(api: &Api) {
    let ada = person(api, "crm-1").await;
    let path = format!("{PEOPLE}/{ada}/erasures");
    for (data, status, code, place) in [
        (
            json!({"type": "restriction"}),
            409,
            "type_mismatch",
            "/data/type",
        ),
        (
            json!({"type": "erasure", "id": NOBODY}),
            403,
            "unsupported",
            "/data/id",
        ),
        (
            json!({"type": "erasure", "attributes": {"destroyed_at": null}}),
            403,
            "read_only",
            "/data/attributes/destroyed_at",
        ),
        (
            json!({"type": "erasure", "attributes": {"reference": "x".repeat(101)}}),
            422,
            "invalid_attribute",
            "/data/attributes/reference",
        ),
        (
            json!({"type": "erasure", "attributes": {"name": "Ada"}}),
            422,
            "unknown_attribute",
            "/data/attributes/name",
        ),
    ] {
        let sent = json!({"data": data});
        let refused = api.send(Method::POST, &path, &api.here.admin, &sent).await;
        refused.is_error(status, code, place);
    }
    api.get(&format!("{PEOPLE}/{ada}")).await.ok();
    let bare = json!({"data": {"type": "erasure"}});
    let made = api.send(Method::POST, &path, &api.here.admin, &bare).await;
    made.created();
    assert_eq!(made.body["data"]["attributes"]["reference"], Value::Null);
}

async fn a_suppression_is_lifted_with_a_reason(api: &Api) {
    let ada = person(api, "crm-1").await;
    let erasure = erase(api, &ada).await;
    let found = api
        .get(&format!("{SUPPRESSIONS}?filter[erasure]={erasure}"))
        .await;
    let [id] = &found.ids()[..] else {
        panic!("one")
    };
    let path = format!("{SUPPRESSIONS}/{id}");
    let admin = &api.here.admin;
    let lift = |attributes: Value| json!({"data": {"type": "suppression", "id": id, "attributes": attributes}});
    let lift_as = async |attributes| {
        api.send(Method::PATCH, &path, admin, &lift(attributes))
            .await
    };
    let unexplained = lift_as(json!({})).await;
    assert_eq!(unexplained.status, StatusCode::UNPROCESSABLE_ENTITY);
    let empty = lift_as(json!({"lift_reason": " "})).await;
    empty.is_error(422, "invalid_attribute", "/data/attributes/lift_reason");
    let lifted = lift_as(json!({"lift_reason": "She is back."})).await.ok();
    let attributes = &lifted["data"]["attributes"];
    assert!(attributes["lifted_at"].is_string());
    assert_eq!(attributes["record"], "people");
    let relationships = &lifted["data"]["relationships"];
    assert_eq!(relationships["erasure"]["data"]["id"], erasure);
    assert_eq!(relationships["workspace_connector"]["data"], Value::Null);
    assert_eq!(
        relationships["lifted_by"]["data"]["id"],
        api.here.admin_key.to_string()
    );
    assert_eq!(api.get(&path).await.ok()["data"]["attributes"], *attributes);
    assert_ne!(person(api, "crm-1").await, ada);
}

async fn another_workspaces_recalls_are_missing(api: &Api) {
    let connector = api.activation(&api.here).await;
    let ada = person(api, "crm-1").await;
    api.link(&ada, &connector, "output").await;
    let erasure = erase(api, &ada).await;
    let notification = api.get(NOTIFICATIONS).await.ids().remove(0);
    let suppression = api.get(SUPPRESSIONS).await.ids().remove(0);
    let stranger = &api.there.admin;
    for path in [
        format!("{ERASURES}/{erasure}"),
        format!("{NOTIFICATIONS}/{notification}"),
        format!("{SUPPRESSIONS}/{suppression}"),
    ] {
        api.get_as(stranger, &path)
            .await
            .is_error(404, "not_found", "");
    }
    for path in [ERASURES, NOTIFICATIONS, SUPPRESSIONS] {
        assert_eq!(api.get_as(stranger, path).await.ids(), [""; 0]);
    }
    let theirs = api.person(&api.there, "Eve").await;
    let path = format!("{PEOPLE}/{theirs}/erasures");
    let refused = api
        .send(Method::POST, &path, &api.here.admin, &document("erasure"))
        .await;
    refused.is_error(404, "not_found", "");
}

async fn roles_are_held_to(api: &Api) {
    let ada = person(api, "crm-1").await;
    let path = format!("{PEOPLE}/{ada}/erasures");
    for token in [&api.here.reader, &api.here.sync] {
        let refused = api
            .send(Method::POST, &path, token, &document("erasure"))
            .await;
        refused.is_error(403, "forbidden", "");
    }
    api.get(&format!("{PEOPLE}/{ada}")).await.ok();
}
