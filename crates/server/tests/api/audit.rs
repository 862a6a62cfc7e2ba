//! The audit log: what gets into it, and who reads it.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use futures_util::stream::poll_fn;
use serde_json::{Value, json};
use wellhead_core::audit::Copy;
use wellhead_core::record::Kind;
use wellhead_core::store::BoxError;
use wellhead_server::{Audited, Unaudited, catalogue, console_catalogue};

use crate::console::{get, send, sign_in};
use crate::queries::Counted;
use crate::support::{ACTIVATIONS, Api, JSON_API, LINKS, NDJSON, NOBODY, Workspace, link_of};

crate::on_both_engines![
    a_request_is_one_entry,
    plain_reads_are_no_entries,
    searches_are_entries_without_what_was_looked_for,
    what_is_refused_is_an_entry_too,
    a_job_is_named_and_so_is_a_dry_run,
    visits_of_the_console_are_entries,
    admins_list_it_by_what_they_ask_for,
    it_is_paged_both_ways,
    an_export_can_be_checked,
    an_export_goes_on_from_the_one_before,
    nobody_waits_for_an_answer_and_it_is_in_the_log,
];

const PATH: &str = "/v1/audit-events";

/// The entries of a workspace with this query, the oldest first.
async fn log(api: &Api, of: &Workspace, query: &str) -> Vec<Value> {
    let path = format!("{PATH}?sort=created_at&page[size]=500{query}");
    let listed = api.get_as(&of.admin, &path).await.ok();
    let mut log = listed["data"].as_array().unwrap().clone();
    // In one millisecond, they are in the order of their ids.
    log.sort_by_key(|it| it["attributes"]["position"].as_u64());
    log
}

/// The entries that somebody made by doing something here, without those about the making of the workspace and its keys,
/// and about reading the log.
async fn deeds(api: &Api) -> Vec<Value> {
    let mut deeds = log(api, &api.here, "").await;
    deeds.retain(|it| {
        let it = &it["attributes"];
        it["actor"] != "operator" && it["subject"] != "audit_event"
    });
    deeds
}

/// `act subject id outcome status`
fn told(event: &Value) -> String {
    let it = &event["attributes"];
    let text = |name: &str| it[name].as_str().unwrap_or("-").to_owned();
    let status = &it["status"];
    let [act, subject, id] = ["act", "subject", "subject_id"].map(text);
    format!("{act} {subject} {id} {} {status}", text("outcome"))
}

#[test]
fn every_endpoint_says_what_it_is_audited_as() {
    let forgotten = catalogue().into_iter().filter(|it| it.audited.is_none());
    let forgotten: Vec<_> = forgotten
        .map(|it| format!("{} {}", it.method, it.path))
        .collect();
    assert_eq!(forgotten, [""; 0]);
    for served in catalogue() {
        let (name, reads) = (format!("{served:?}"), served.method == Method::GET);
        match served.audited.unwrap() {
            Audited::Not(Unaudited::Refused) => assert!(served.refused.is_some(), "{name}"),
            Audited::Not(why) => assert!(reads && !why.why().is_empty(), "{name}: a change"),
            Audited::If(filters, ..) => {
                assert!(reads, "{name}");
                let all = &served.query.filters;
                assert!(filters.iter().all(|it| all.contains(it)), "{name}");
            }
            Audited::As(..) | Audited::Durably(..) => {}
        }
    }
}

#[test]
fn every_page_says_what_it_is_audited_as() {
    for visit in console_catalogue() {
        let audited = visit
            .audited
            .unwrap_or_else(|| panic!("{visit:?} does not say"));
        if let Audited::Not(why) = audited {
            let ends = why == Unaudited::Nobody;
            assert!(visit.method == Method::GET || ends, "{visit:?}: a change");
        }
    }
}

async fn a_request_is_one_entry(api: &Api) {
    let person = api.person(&api.here, "Ada").await;
    let connector = api.activation(&api.here).await;
    let link = link_of(Kind::People, &person, &connector, "input");
    let link = api.post(LINKS, &link).await.created();
    let record = format!("/v1/people/{person}");
    let patch = json!({"data": {"type": "people", "id": person, "attributes": {"last_name": "L"}}});
    api.patch(&record, &patch).await.ok();
    api.get(&format!("{record}/provenance")).await.ok();
    let run = api.run(&connector, &json!({"direction": "input"})).await;
    let lines = "{\"external_person_id\":\"E-1\"}\n{\"external_person_id\":\"E-2\"}\n";
    api.deliver(&run, "", lines).await;
    let remove =
        json!([{"op": "remove", "ref": {"type": "people_workspace_connector", "id": link}}]);
    let removed = api.operate(&api.here.sync, &remove).await;
    assert_eq!(removed.status, StatusCode::OK, "{}", removed.body);
    assert_eq!(api.delete(&record).await.status, StatusCode::NO_CONTENT);

    let deeds = deeds(api).await;
    let told: Vec<_> = deeds.iter().map(told).collect();
    let workspace = "-";
    assert_eq!(
        told,
        [
            format!("create people {person} done 201"),
            format!("create workspace_connector {connector} done 201"),
            format!("create people_workspace_connector {link} done 201"),
            format!("update people {person} done 200"),
            format!("provenance people {person} done 200"),
            format!("create workspace_connector_sync_log {run} done 201"),
            format!("deliver workspace_connector_sync_log {run} done 200"),
            format!("apply workspace {workspace} done 200"),
            format!("delete people {person} done 204"),
        ]
    );
    let who = |at: usize| {
        let key = &deeds[at]["relationships"]["api_key"]["data"]["id"];
        key.as_str().unwrap().to_owned()
    };
    assert_eq!(who(0), api.here.sync_key.to_string());
    assert_eq!(who(3), api.here.admin_key.to_string());
    assert_eq!(who(4), api.here.reader_key.to_string());
    assert_eq!(deeds[7]["attributes"]["detail"], json!({"operations": 1}));
    let theirs = log(api, &api.there, "").await;
    let theirs = theirs
        .iter()
        .filter(|it| it["attributes"]["actor"] == "api_key");
    assert_eq!(theirs.count(), 0, "the other workspace's log is its own");
}

async fn plain_reads_are_no_entries(api: &Api) {
    let person = api.person(&api.here, "Ada").await;
    for path in [
        "/v1/people".to_owned(),
        format!("/v1/people/{person}"),
        format!("/v1/people/{person}/workspace"),
        LINKS.to_owned(),
        "/v1/changes".to_owned(),
        "/v1/connectors".to_owned(),
        "/v1/provenance/flows".to_owned(),
    ] {
        let read = api.get(&path).await;
        assert!(read.status.as_u16() < 500, "{path}");
    }
    assert_eq!(deeds(api).await.len(), 1, "the person was created");
}

async fn searches_are_entries_without_what_was_looked_for(api: &Api) {
    for path in [
        "/v1/people?filter[search]=Lovelace",
        "/v1/people?filter%5Bexternal_person_id%5D=Lovelace",
        "/v1/companies?filter[search]=Lovelace",
        "/v1/people-identities?filter[external_id]=Lovelace",
        "/v1/people/duplicates",
    ] {
        api.get(path).await.ok();
    }
    let deeds = deeds(api).await;
    let told: Vec<_> = deeds.iter().map(told).collect();
    assert_eq!(
        told,
        [
            "search people - done 200",
            "search people - done 200",
            "search company - done 200",
            "search people_identity - done 200",
            "duplicates people - done 200",
        ]
    );
    assert!(!Value::from(deeds).to_string().contains("Lovelace"));
}

async fn what_is_refused_is_an_entry_too(api: &Api) {
    let create = json!({"data": {"type": "people", "attributes": {"first_name": "Ada"}}});
    let reader = &api.here.reader;
    let refused = api.send(Method::POST, "/v1/people", reader, &create).await;
    refused.is_error(403, "forbidden", "");
    let provenance = format!("/v1/people/{NOBODY}/provenance");
    api.get(&provenance).await.is_error(404, "not_found", "");
    let bad = json!({"data": {"type": "company"}});
    let conflict = api.post("/v1/people", &bad).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    let unknown = api.send(Method::POST, "/v1/people", "whk_1", &create).await;
    assert_eq!(unknown.status, StatusCode::UNAUTHORIZED);
    let read = api.get(PATH).await;
    read.is_error(403, "forbidden", "");
    let told: Vec<_> = deeds(api).await.iter().map(told).collect();
    assert_eq!(
        told,
        [
            "create people - refused 403".to_owned(),
            format!("provenance people {NOBODY} refused 404"),
            "create people - refused 409".to_owned(),
        ]
    );
    let reading = log(api, &api.here, "&filter[subject]=audit_event").await;
    assert_eq!(self::told(&reading[0]), "read audit_event - refused 403");
}

async fn a_job_is_named_and_so_is_a_dry_run(api: &Api) {
    let connector = api.activation(&api.here).await;
    let path = format!("{ACTIVATIONS}/{connector}");
    let disable = json!({"data": {
        "type": "workspace_connector", "id": connector, "attributes": {"status": "disabled"}
    }});
    api.patch(&format!("{path}?dry_run=true"), &disable)
        .await
        .ok();
    let job = api.done(api.patch(&path, &disable).await).await;
    let duplicates = json!({"data": {"type": "deduplication"}});
    let links = format!("{LINKS}/deduplications");
    let other = api.done(api.post(&links, &duplicates).await).await;
    let deeds = deeds(api).await;
    let told: Vec<_> = deeds[1..].iter().map(told).collect();
    assert_eq!(
        told,
        [
            format!("update workspace_connector {connector} done 200"),
            format!("disconnect workspace_connector {connector} done 202"),
            "deduplicate people_workspace_connector - done 202".to_owned(),
        ]
    );
    let details = deeds[1..].iter().map(|it| &it["attributes"]["detail"]);
    let expected = [
        json!({"dry_run": 1}),
        json!({"job": job["id"]}),
        json!({"job": other["id"]}),
    ];
    assert_eq!(details.collect::<Vec<_>>(), expected.each_ref());
}

async fn visits_of_the_console_are_entries(api: &Api) {
    let person = api.person(&api.here, "Ada").await;
    let cookie = sign_in(api, &api.here.admin).await;
    let record = format!("/console/people/{person}");
    get(api, &cookie, &record).await;
    get(api, &cookie, &format!("{record}/links.csv")).await;
    get(api, &cookie, "/console/people").await;
    get(api, &cookie, "/console/people/duplicates").await;
    get(api, &cookie, "/console/links.csv").await;
    let path = "/console/people/search";
    let found = send(api, Method::POST, path, Some(&cookie), "search=Ada").await;
    assert_eq!(found.status, StatusCode::OK);
    let wrong = send(api, Method::POST, "/console/sign-in", None, "key=whk_1").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);

    let page = get(api, &cookie, "/console/audit?act=read").await;
    assert!(
        page.contains(&record) && page.contains("in the console"),
        "{page}"
    );
    let deeds = deeds(api).await;
    let told: Vec<_> = deeds[1..].iter().map(told).collect();
    assert_eq!(
        told,
        [
            format!("sign_in api_key {} done 303", api.here.admin_key),
            format!("read people {person} done 200"),
            format!("export people {person} done 200"),
            "duplicates people - done 200".to_owned(),
            "export workspace - done 200".to_owned(),
            "search people - done 200".to_owned(),
        ]
    );
    let admin = api.here.admin_key.to_string();
    for deed in &deeds[1..] {
        assert_eq!(deed["attributes"]["actor"], "console");
        assert_eq!(deed["relationships"]["api_key"]["data"]["id"], admin);
    }
    let file = get(api, &cookie, "/console/audit/export").await;
    assert!(checked(&file) > 8, "{file}");
    let reader = sign_in(api, &api.here.reader).await;
    for path in ["/console/audit", "/console/audit/export"] {
        let refused = send(api, Method::GET, path, Some(&reader), "").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
}

async fn admins_list_it_by_what_they_ask_for(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let bob = api.person(&api.here, "Bob").await;
    for person in [&ada, &bob, &ada] {
        api.get(&format!("/v1/people/{person}/provenance"))
            .await
            .ok();
    }
    let (reader, sync) = (api.here.reader_key, api.here.sync_key);
    let until = api.moment().await;
    for (query, expected) in [
        (format!("&filter[subject_id]={ada}"), 3),
        (format!("&filter[subject_id]={ada}&filter[act]=create"), 1),
        ("&filter[act]=provenance".to_owned(), 3),
        (format!("&filter[api_key]={reader}"), 3),
        (format!("&filter[api_key]={sync}&filter[act]=provenance"), 0),
        ("&filter[actor]=operator".to_owned(), 4),
        ("&filter[subject]=api_key".to_owned(), 3),
        (
            format!("&filter[subject]=people&filter[created_at][gt]={until}"),
            0,
        ),
        (
            format!("&filter[subject]=people&filter[created_at][lte]={until}"),
            5,
        ),
    ] {
        let found = log(api, &api.here, &query).await;
        assert_eq!(found.len(), expected, "{query}: {found:?}");
    }
    for query in [
        "filter[act]=think",
        "filter[actor]=me",
        "filter[subject]=person",
        "filter[subject_id]=ada",
        "filter[api_key]=ada",
        "page[total]=true",
        "filter[outcome]=done",
    ] {
        let refused = api
            .get_as(&api.here.admin, &format!("{PATH}?{query}"))
            .await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{query}");
    }
    let all = log(api, &api.here, "").await;
    let one = format!("{PATH}/{}", all[0]["id"].as_str().unwrap());
    let found = api.get_as(&api.here.admin, &one).await.ok();
    assert_eq!(found["data"]["attributes"], all[0]["attributes"]);
    let theirs = api.get_as(&api.there.admin, &one).await;
    theirs.is_error(404, "not_found", "");
    for token in [&api.here.reader, &api.here.sync] {
        for path in [PATH.to_owned(), one.clone(), format!("{PATH}/export")] {
            api.get_as(token, &path)
                .await
                .is_error(403, "forbidden", "");
        }
    }
}

async fn it_is_paged_both_ways(api: &Api) {
    for _ in 0..5 {
        api.person(&api.here, "Ada").await;
    }
    let query = "filter[subject]=people&page[size]=2";
    let mut next = Some(format!("{PATH}?{query}"));
    let (mut found, mut back) = (Vec::new(), None);
    while let Some(path) = next {
        let page = api.get_as(&api.here.admin, &path).await;
        found.extend(page.ids());
        let body = page.ok();
        back = body["links"]["prev"].as_str().map(str::to_owned);
        next = body["links"]["next"].as_str().map(str::to_owned);
    }
    assert_eq!(found.len(), 5);
    let before = api.get_as(&api.here.admin, &back.unwrap()).await.ids();
    assert_eq!(before, found[2..4]);
}

/// Checks an export, and returns how many entries it has.
fn checked(text: &str) -> u64 {
    let mut copy = Copy::default();
    for line in text.lines() {
        copy.line(line).unwrap();
    }
    let verified = copy.end().unwrap();
    verified.upto.position - verified.from.position
}

async fn export(api: &Api, query: &str) -> String {
    let path = format!("{PATH}/export{query}");
    let exported = api.get_as(&api.here.admin, &path).await;
    assert_eq!(exported.status, StatusCode::OK, "{}", exported.body);
    assert_eq!(exported.headers[header::CONTENT_TYPE], NDJSON);
    exported.body.as_str().unwrap().to_owned()
}

async fn an_export_can_be_checked(api: &Api) {
    // More than are read at a time.
    let entries = deeds(api).await.len();
    let people: Vec<_> = (0..600)
        .map(|_| json!({"op": "add", "data": {"type": "people", "attributes": {"first_name": "Ada"}}}))
        .collect();
    api.operate(&api.here.admin, &json!(people)).await;
    for _ in 0..510 {
        api.get("/v1/people?filter[search]=Ada").await.ok();
    }
    let text = export(api, "").await;
    // The workspace, three keys, the batch, the searches, and the list at the beginning.
    assert_eq!(checked(&text), 4 + 1 + 510 + 1, "{entries}");
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let workspace = api.here.tenant.workspace().to_string();
    assert_eq!(lines[0]["audit_log"]["workspace_id"], workspace);
    assert_eq!(lines[1]["position"], 1);
    let end = lines.last().unwrap();
    assert_eq!(end["head"]["hash"], lines[lines.len() - 2]["hash"]);
    let listed = log(api, &api.here, "&filter[act]=export").await;
    assert_eq!(listed.len(), 1, "the export is behind what it exports");
    let expected = json!({"after": 0, "upto": 516});
    assert_eq!(listed[0]["attributes"]["detail"], expected);
    assert_eq!(listed[0]["attributes"]["position"], 517);
}

async fn an_export_goes_on_from_the_one_before(api: &Api) {
    let first = checked(&export(api, "").await);
    api.person(&api.here, "Ada").await;
    let query = format!("?after_position={first}");
    // The export before, and the person.
    assert_eq!(checked(&export(api, &query).await), 2);
    for bad in ["999", "-1", "x"] {
        let path = format!("{PATH}/export?after_position={bad}");
        let refused = api.get_as(&api.here.admin, &path).await;
        refused.is_error(400, "invalid_parameter", "after_position");
    }
    let refused = api
        .ask(
            Method::GET,
            &format!("{PATH}/export"),
            &[(header::ACCEPT, "application/vnd.api+json")],
            &Value::Null,
        )
        .await;
    assert_eq!(refused.status, StatusCode::NOT_ACCEPTABLE);
}

/// Entries wait while the log cannot be written. What has to be durable is not answered.
#[tokio::test]
async fn no_entry_is_lost_or_doubled_if_the_log_cannot_be_written() {
    let faults = Arc::new(AtomicUsize::new(0));
    let behind = Arc::clone(&faults);
    let api = Api::sqlite_behind(|store| {
        Arc::new(Counted {
            store,
            count: Arc::default(),
            faults: behind,
            silent: Arc::default(),
        })
    })
    .await;
    faults.store(7, Ordering::Relaxed);
    for _ in 0..20 {
        api.get("/v1/people?filter[search]=Ada").await.ok();
    }
    let refused = api.get_as(&api.here.admin, &format!("{PATH}/export")).await;
    refused.is_error(503, "database_unavailable", "");
    while faults.load(Ordering::Relaxed) > 0 {
        api.get("/v1/people?filter[search]=Ada").await.ok();
        api.get_as(&api.here.admin, PATH).await;
    }
    let searches = deeds(&api).await;
    let ids: BTreeSet<_> = searches.iter().map(|it| it["id"].to_string()).collect();
    assert_eq!(ids.len(), searches.len(), "none is there twice");
    assert!(searches.len() > 20, "{}", searches.len());
    checked(&export(&api, "").await);
}

async fn nobody_waits_for_an_answer_and_it_is_in_the_log(api: &Api) {
    let address: SocketAddr = "[::ffff:192.0.2.7]:4711".parse().unwrap();
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let request = |request: axum::http::request::Builder, body| {
        let mut request = request
            .header(header::AUTHORIZATION, format!("Bearer {}", api.here.sync))
            .header(header::CONTENT_TYPE, JSON_API)
            .header("traceparent", format!("00-{trace}-00f067aa0ba902b7-01"))
            .body(body)
            .unwrap();
        request.extensions_mut().insert(ConnectInfo(address));
        request
    };
    let search = Request::get("/v1/people?filter[search]=Ada");
    api.call(request(search, Body::empty())).await.ok();
    // A body that does not come, for which the handler waits until the client is gone.
    let (tell, is_read) = tokio::sync::oneshot::channel();
    let mut tell = Some(tell);
    let body = Body::from_stream(poll_fn(move |_| {
        if let Some(tell) = tell.take() {
            tell.send(()).unwrap();
        }
        Poll::<Option<Result<&str, BoxError>>>::Pending
    }));
    let create = request(Request::post("/v1/people"), body);
    tokio::select! {
        answer = api.begin(create) => panic!("{answer:?}"),
        is_read = is_read => is_read.unwrap(),
    }
    // Nobody waits for the entry, either.
    let mut found = deeds(api).await;
    while found.len() < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
        found = deeds(api).await;
    }
    let told: Vec<_> = found.iter().map(told).collect();
    let expected = [
        "search people - done 200",
        "create people - broken_off null",
    ];
    assert_eq!(told, expected);
    for deed in found {
        let it = &deed["attributes"];
        assert_eq!(
            (&it["address"], &it["trace_id"]),
            (&json!("192.0.2.7"), &json!(trace))
        );
    }
}
