//! Records that turn out to be one.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};
use wellhead_core::record::Kind;

use crate::support::{
    Api, JOBS, LINKS, NOBODY, RUNS, Reply, identity_of, link, link_of, merge_of, run,
};

crate::on_both_engines![
    records_of_every_kind_are_merged_and_parted,
    a_merged_record_says_which_one_to_use,
    nothing_new_names_a_merged_record,
    operations_meet_a_merged_record,
    merges_are_listed_newest_first,
    a_document_has_to_name_records_to_merge,
    a_missing_record_is_named,
    what_contradicts_an_undoing_is_named,
    a_job_moves_what_does_not_move_at_once,
    an_undoing_honours_preconditions,
    another_workspaces_merges_are_missing,
    a_reader_cannot_merge,
];

const PATH: &str = "/v1/people/merges";
const PEOPLE: &str = "/v1/people";

/// Merges people, and returns the merge's path.
async fn merge(api: &Api, survivor: &str, merged: &[&str]) -> String {
    let document = merge_of(Kind::People, survivor, merged);
    format!("{PATH}/{}", api.post(PATH, &document).await.created())
}

/// Checks an error about a merged record.
#[track_caller]
fn is_merged_into(reply: &Reply, (status, code, place): (u16, &str, &str), survivor: &str) {
    reply.is_error(status, code, place);
    let error = &reply.body["errors"][0];
    assert_eq!(error["meta"]["id"], survivor);
    assert!(
        error["detail"].as_str().unwrap().contains(survivor),
        "{error}"
    );
}

async fn records_of_every_kind_are_merged_and_parted(api: &Api) {
    for kind in Kind::ALL {
        let wire = kind.wire();
        let connector = api.activation(&api.here).await;
        let (ada, twin) = (
            api.record(&api.here, kind).await,
            api.record(&api.here, kind).await,
        );
        let links = link_of(kind, &twin, &connector, "input");
        let moved = api.post(wire.links_path, &links).await.created();
        let identity = identity_of(kind, &twin, &connector, "501");
        api.post(wire.identities_path, &identity).await.created();

        let collection = format!("{}/merges", wire.records_path);
        let made = api.post(&collection, &merge_of(kind, &ada, &[&twin])).await;
        let id = made.created();
        let path = format!("{collection}/{id}");
        assert_eq!(made.headers[header::LOCATION], *path);
        let read = api.get(&path).await.ok();
        assert_eq!(read["data"], made.body["data"]);
        let data = &read["data"];
        assert_eq!(data["type"], format!("{kind}_merge"));
        assert!(data["attributes"]["moved_at"].is_string());
        assert_eq!(data["attributes"]["undone_at"], Value::Null);
        let relationships = &data["relationships"];
        let record = |id: &str| json!({"type": kind.as_str(), "id": id});
        assert_eq!(relationships["survivor"]["data"], record(&ada));
        assert_eq!(relationships["merged"]["data"], json!([record(&twin)]));
        assert_eq!(relationships["job"]["data"]["id"], id);
        assert_eq!(relationships["created_by"]["data"]["type"], "api_key");
        assert_eq!(relationships["undone_by"]["data"], Value::Null);
        let job = api.get(&format!("{JOBS}/{id}")).await.ok();
        let job = &job["data"]["attributes"];
        assert_eq!(
            (&job["kind"], &job["status"]),
            (&json!("merge"), &json!("success"))
        );
        assert_eq!(job["changed"], 1);

        let of_ada = format!("{}/{ada}", wire.records_path);
        let links = format!("{of_ada}/{}", wire.links);
        let identities = format!("{of_ada}/{}", wire.identities);
        assert_eq!(api.get(&links).await.ids(), [&*moved]);
        assert_eq!(api.get(&identities).await.ids().len(), 1);

        for _ in 0..2 {
            let undone = api.delete(&path).await;
            assert_eq!(undone.status, StatusCode::NO_CONTENT, "{}", undone.body);
        }
        let read = api.get(&path).await.ok();
        assert!(read["data"]["attributes"]["undone_at"].is_string());
        let by = &read["data"]["relationships"]["undone_by"]["data"];
        assert_eq!(by["type"], "api_key");
        let of_twin = format!("{}/{twin}", wire.records_path);
        api.get(&of_twin).await.ok();
        let links = format!("{of_twin}/{}", wire.links);
        assert_eq!(api.get(&links).await.ids(), [&*moved]);
        assert!(api.get(&identities).await.ids().is_empty());
    }
}

async fn a_merged_record_says_which_one_to_use(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let twin = api.person(&api.here, "Ada").await;
    let last = api.person(&api.here, "Ada").await;
    merge(api, &ada, &[&twin]).await;
    let path = format!("{PEOPLE}/{twin}");
    let gone = (410, "merged", "");
    for below in [
        "",
        "/workspace",
        "/relationships/workspace",
        "/people_workspace_connectors",
        "/relationships/people_workspace_connectors",
        "/people_identities",
    ] {
        let reply = api.get(&format!("{path}{below}")).await;
        is_merged_into(&reply, gone, &ada);
    }
    for attributes in [json!({"first_name": "Eve"}), json!({"deleted_at": null})] {
        let change = json!({"data": {"type": "people", "id": twin, "attributes": attributes}});
        is_merged_into(&api.patch(&path, &change).await, gone, &ada);
    }
    is_merged_into(&api.delete(&path).await, gone, &ada);
    let shown = api
        .get(&format!("{path}?filter[deleted]=include"))
        .await
        .ok();
    assert!(shown["data"]["attributes"]["deleted_at"].is_string());
    assert_eq!(shown["data"]["meta"]["merged_into"], ada);
    // It follows its survivor.
    merge(api, &last, &[&ada]).await;
    is_merged_into(&api.get(&path).await, gone, &last);
    let deleted = api.person(&api.here, "Bob").await;
    let path = format!("{PEOPLE}/{deleted}");
    api.delete(&path).await;
    api.get(&path).await.is_error(404, "not_found", "");
}

async fn nothing_new_names_a_merged_record(api: &Api) {
    let connector = api.activation(&api.here).await;
    let ada = api.person(&api.here, "Ada").await;
    let twin = api.person(&api.here, "Ada").await;
    let bob = api.person(&api.here, "Bob").await;
    merge(api, &ada, &[&twin]).await;
    let end = (409, "related_merged", "/data/relationships/people");
    let document = link(&twin, &connector, "input");
    is_merged_into(&api.post(LINKS, &document).await, end, &ada);
    let document = identity_of(Kind::People, &twin, &connector, "501");
    let refused = api.post("/v1/people-identities", &document).await;
    is_merged_into(&refused, end, &ada);
    let of_bob = api.link(&bob, &connector, "input").await;
    let path = format!("{LINKS}/{of_bob}");
    let data = json!({"type": "people", "id": twin});
    let change = json!({"data": {
        "type": "people_workspace_connector", "id": of_bob,
        "relationships": {"people": {"data": data}}
    }});
    is_merged_into(&api.patch(&path, &change).await, end, &ada);
    let path = format!("{path}/relationships/people");
    let refused = api.patch(&path, &json!({"data": data})).await;
    is_merged_into(&refused, (409, "related_merged", "/data"), &ada);

    let refused = api
        .post(PATH, &merge_of(Kind::People, &bob, &[&ada, &twin]))
        .await;
    let place = "/data/relationships/merged/data/1";
    is_merged_into(&refused, (409, "related_merged", place), &ada);
    let refused = api
        .post(PATH, &merge_of(Kind::People, &twin, &[&bob]))
        .await;
    let place = "/data/relationships/survivor";
    is_merged_into(&refused, (409, "related_merged", place), &ada);
}

async fn operations_meet_a_merged_record(api: &Api) {
    let connector = api.activation(&api.here).await;
    let ada = api.person(&api.here, "Ada").await;
    let twin = api.person(&api.here, "Ada").await;
    merge(api, &ada, &[&twin]).await;
    let target = json!({"type": "people", "id": twin});
    let changed = json!({"type": "people", "id": twin, "attributes": {"first_name": "Eve"}});
    for operation in [
        json!({"op": "update", "ref": target, "data": changed}),
        json!({"op": "remove", "ref": target}),
    ] {
        let refused = api.operate(&api.here.admin, &json!([operation])).await;
        is_merged_into(&refused, (410, "merged", "/atomic:operations/0/ref"), &ada);
    }
    let added = json!([{"op": "add", "data": link(&twin, &connector, "input")["data"]}]);
    let refused = api.operate(&api.here.admin, &added).await;
    let place = "/atomic:operations/0/data/relationships/people";
    is_merged_into(&refused, (409, "related_merged", place), &ada);
}

async fn merges_are_listed_newest_first(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let mut made = Vec::new();
    for _ in 0..3 {
        let twin = api.person(&api.here, "Ada").await;
        let path = merge(api, &ada, &[&twin]).await;
        made.push(path.rsplit('/').next().unwrap().to_owned());
    }
    made.reverse();
    assert_eq!(api.get(PATH).await.ids(), made);
    let page = api.get(&format!("{PATH}?page[size]=2")).await.ok();
    let next = page["links"]["next"].as_str().unwrap();
    assert_eq!(api.get(next).await.ids(), [&*made[2]]);
    made.reverse();
    let oldest = format!("{PATH}?sort=created_at&fields[people_merge]=survivor");
    assert_eq!(api.get(&oldest).await.ids(), made);
    assert!(api.get("/v1/companies/merges").await.ids().is_empty());
    let path = format!("/v1/companies/merges/{}", made[0]);
    api.get(&path).await.is_error(404, "not_found", "");
    api.delete(&path).await.is_error(404, "not_found", "");
    let counted = api.get(&format!("{PATH}?page[total]=true")).await;
    assert_eq!(counted.body["meta"]["page"]["total"], made.len());
}

async fn a_document_has_to_name_records_to_merge(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let twin = api.person(&api.here, "Ada").await;
    let company = api.record(&api.here, Kind::Company).await;
    let many = vec![&*twin; 101];
    let of = |merged: &[&str]| merge_of(Kind::People, &ada, merged);
    let changed = |pointer: &str, value: Value| {
        let mut document = of(&[&twin]);
        *document.pointer_mut(pointer).unwrap() = value;
        document
    };
    let with = |member: &str, value: Value| {
        let mut document = of(&[&twin]);
        document["data"][member] = value;
        document
    };
    let merged = "/data/relationships/merged/data";
    let survivor = "/data/relationships/survivor";
    let data = "/data/relationships/survivor/data";
    let only = |name: &str| {
        let document = of(&[&twin]);
        let kept = document["data"]["relationships"][name].clone();
        with("relationships", json!({name: kept}))
    };
    let cases = [
        (of(&[]), 422, "invalid_relationship", merged.to_owned()),
        (of(&many), 422, "invalid_relationship", merged.to_owned()),
        (
            of(&[&twin, &ada]),
            422,
            "invalid_relationship",
            format!("{merged}/1"),
        ),
        (of(&["7"]), 422, "invalid_id", format!("{merged}/0/id")),
        (
            changed(data, Value::Null),
            422,
            "invalid_relationship",
            data.to_owned(),
        ),
        (
            changed(merged, json!({"type": "people", "id": twin})),
            422,
            "invalid_relationship",
            merged.to_owned(),
        ),
        (
            changed(data, json!({"type": "company", "id": company})),
            409,
            "type_mismatch",
            format!("{data}/type"),
        ),
        (
            only("survivor"),
            422,
            "missing_relationship",
            "/data/relationships".to_owned(),
        ),
        (
            only("merged"),
            422,
            "missing_relationship",
            "/data/relationships".to_owned(),
        ),
        (
            with("type", json!("company_merge")),
            409,
            "type_mismatch",
            "/data/type".to_owned(),
        ),
        (
            with("id", json!(NOBODY)),
            403,
            "unsupported",
            "/data/id".to_owned(),
        ),
        (
            with("attributes", json!({"moved_at": null})),
            403,
            "read_only",
            "/data/attributes/moved_at".to_owned(),
        ),
    ];
    for (document, status, code, place) in cases {
        let refused = api.post(PATH, &document).await;
        refused.is_error(status, code, &place);
    }
    assert_eq!(api.get(PATH).await.ids().len(), 0, "{survivor}");
}

async fn a_missing_record_is_named(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let twin = api.person(&api.here, "Ada").await;
    let theirs = api.person(&api.there, "Ada").await;
    let gone = api.person(&api.here, "Ada").await;
    api.delete(&format!("{PEOPLE}/{gone}")).await;
    for missing in [NOBODY, &theirs, &gone] {
        // The twin is there twice, which is no mistake.
        let document = merge_of(Kind::People, &ada, &[&twin, &twin, missing]);
        let refused = api.post(PATH, &document).await;
        refused.is_error(
            404,
            "related_not_found",
            "/data/relationships/merged/data/2",
        );
        let document = merge_of(Kind::People, missing, &[&twin]);
        let refused = api.post(PATH, &document).await;
        refused.is_error(404, "related_not_found", "/data/relationships/survivor");
    }
    api.get(&format!("{PEOPLE}/{twin}")).await.ok();
    let merge = merge(api, &ada, &[&twin, &twin]).await;
    let merged = api.get(&merge).await.ok();
    let merged = &merged["data"]["relationships"]["merged"]["data"];
    assert_eq!(*merged, json!([{"type": "people", "id": twin}]));
}

async fn what_contradicts_an_undoing_is_named(api: &Api) {
    let connector = api.activation(&api.here).await;
    let ada = api.person(&api.here, "Ada").await;
    let twin = api.person(&api.here, "Ada").await;
    let last = api.person(&api.here, "Ada").await;
    let first = merge(api, &ada, &[&twin]).await;
    let second = merge(api, &last, &[&ada]).await;
    let refused = api.delete(&first).await;
    refused.is_error(409, "merge_cannot_be_undone", "");
    let detail = refused.body["errors"][0]["detail"].as_str().unwrap();
    assert!(detail.contains(&ada), "{detail}");
    assert_eq!(api.delete(&second).await.status, StatusCode::NO_CONTENT);

    let opened = run(&connector, &json!({"direction": "input"}));
    let run = api.post(RUNS, &opened).await.created();
    api.deliver(&run, "", format!("{{\"people_id\":\"{twin}\"}}\n"))
        .await;
    let links = format!("{PEOPLE}/{ada}/people_workspace_connectors");
    let [made] = &*api.get(&links).await.ids() else {
        panic!("the line means the survivor")
    };
    let refused = api.delete(&first).await;
    refused.is_error(409, "merge_cannot_be_undone", "");
    let detail = refused.body["errors"][0]["detail"].as_str().unwrap();
    assert!(detail.contains(made), "{detail}");
    assert_eq!(
        api.get(&first).await.ok()["data"]["attributes"]["undone_at"],
        Value::Null
    );
}

async fn a_job_moves_what_does_not_move_at_once(api: &Api) {
    const LINES: usize = 10_001;
    let connector = api.activation(&api.here).await;
    let ada = api.person(&api.here, "Ada").await;
    let twin = api.person(&api.here, "Ada").await;
    let opened = run(&connector, &json!({"direction": "input"}));
    let run = api.post(RUNS, &opened).await.created();
    let line = format!("{{\"people_id\":\"{twin}\"}}\n");
    let body = line.repeat(LINES);
    api.deliver(&run, "?on_duplicate=append", body).await;
    let document = merge_of(Kind::People, &ada, &[&twin]);
    let deferred = api.post(PATH, &document).await;
    let job = api.done(deferred).await;
    assert_eq!(job["attributes"]["status"], "success", "{job}");
    assert_eq!(job["attributes"]["changed"], LINES);
    let path = format!("{PATH}/{}", job["id"].as_str().unwrap());
    let merge = api.get(&path).await.ok();
    assert!(merge["data"]["attributes"]["moved_at"].is_string());
    let links = format!("{PEOPLE}/{ada}/people_workspace_connectors");
    let counted = api
        .get(&format!("{links}?page[size]=1&page[total]=true"))
        .await;
    assert_eq!(counted.ok()["meta"]["page"]["total"], LINES);
    let refused = api.delete(&path).await;
    refused.is_error(409, "merge_cannot_be_undone", "");
}

async fn an_undoing_honours_preconditions(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let twin = api.person(&api.here, "Ada").await;
    let path = merge(api, &ada, &[&twin]).await;
    let tag = api.get(&path).await.headers[header::ETAG].clone();
    let tag = tag.to_str().unwrap();
    let undo = async |tag: &str| {
        let headers = [(header::IF_MATCH, tag)];
        api.ask(Method::DELETE, &path, &headers, &Value::Null).await
    };
    let refused = undo("\"1-1\"").await;
    refused.is_error(412, "precondition_failed", "If-Match");
    assert_eq!(undo(tag).await.status, StatusCode::NO_CONTENT);
    undo(tag)
        .await
        .is_error(412, "precondition_failed", "If-Match");
}

async fn another_workspaces_merges_are_missing(api: &Api) {
    let ada = api.person(&api.there, "Ada").await;
    let twin = api.person(&api.there, "Ada").await;
    let document = merge_of(Kind::People, &ada, &[&twin]);
    let made = api
        .send(Method::POST, PATH, &api.there.sync, &document)
        .await;
    let path = format!("{PATH}/{}", made.created());
    api.get(&path).await.is_error(404, "not_found", "");
    api.delete(&path).await.is_error(404, "not_found", "");
    assert!(api.get(PATH).await.ids().is_empty());
    // That it was merged is not told, either.
    let path = format!("{PEOPLE}/{twin}");
    api.get(&path).await.is_error(404, "not_found", "");
    let change = json!({"data": {"type": "people", "id": twin, "attributes": {}}});
    api.patch(&path, &change)
        .await
        .is_error(404, "not_found", "");
    let connector = api.activation(&api.here).await;
    let refused = api.post(LINKS, &link(&twin, &connector, "input")).await;
    refused.is_error(404, "related_not_found", "/data/relationships/people");
}

async fn a_reader_cannot_merge(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let twin = api.person(&api.here, "Ada").await;
    let document = merge_of(Kind::People, &ada, &[&twin]);
    let (reader, sync) = (&api.here.reader, &api.here.sync);
    let refused = api.send(Method::POST, PATH, reader, &document).await;
    refused.is_error(403, "forbidden", "");
    let made = api.send(Method::POST, PATH, sync, &document).await;
    let path = format!("{PATH}/{}", made.created());
    let nothing = Value::Null;
    let refused = api.send(Method::DELETE, &path, reader, &nothing).await;
    refused.is_error(403, "forbidden", "");
    let undone = api.send(Method::DELETE, &path, sync, &nothing).await;
    assert_eq!(undone.status, StatusCode::NO_CONTENT);
}
