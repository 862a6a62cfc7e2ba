//! The log names nobody, however much of it is asked for.

use serde_json::{Value, json};

use crate::server::{Server, send};
use crate::support::{Engine, on_both_engines, until};

on_both_engines![
    a_log_has_ids_and_no_names,
    lines_say_who_asked_and_probes_are_quiet,
];

/// What everything is marked with that says who somebody is.
const MARK: &str = "zzyzx";

/// Sends a document, and returns the answer's status and the id of its resource.
fn ask(
    server: &Server,
    token: &str,
    method: &str,
    path: &str,
    data: Option<Value>,
) -> (u16, String) {
    let url = format!("{}{path}", server.url);
    let document = data.map(|data| json!({"data": data}));
    let (status, answer) = send(method, &url, Some(token), document.as_ref()).unwrap();
    let id = answer["data"]["id"].as_str().unwrap_or_default();
    (status, id.to_owned())
}

fn a_log_has_ids_and_no_names(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "admin");
    let file = format!(
        "Record ID,first_name,email,external_person_id\n\
         {MARK}-1,{MARK} one,one@{MARK}.io,{MARK}-A\n\
         {MARK}-2,{MARK} two,two@{MARK}.io,{MARK}-B\n"
    );
    let file = engine.file("people.csv", &file);
    let import = [
        "import",
        "--workspace",
        &workspace,
        "--connector",
        "crm",
        "--direction",
        "input",
    ];
    let import = [
        &import[..],
        &["--id", "Record ID", "--match", "email", &file],
    ]
    .concat();
    let done = engine
        .command(&import)
        .env("WELLHEAD_LOG", "trace")
        .output()
        .unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success(), "{said}");
    assert!(!said.to_lowercase().contains(MARK), "{said}");

    let server = Server::start_in(engine, &[("WELLHEAD_LOG", "trace")]);
    let ask = |method: &str, path: &str, data| ask(&server, &token, method, path, data);
    let person = |number: u32| {
        json!({"type": "people", "attributes": {
            "full_name": format!("{MARK} three"), "email": format!("three@{MARK}.io"),
            "external_person_id": format!("{MARK}-{number}")}})
    };
    let people = "/v1/people";
    let (status, one) = ask("POST", people, Some(person(1)));
    assert_eq!(status, 201);
    let (_, other) = ask("POST", people, Some(person(2)));
    let (status, _) = ask("POST", people, Some(person(1)));
    assert_eq!(status, 200, "it resolves to the first");
    let named = |id: &str| json!({"type": "people", "id": id});
    let changed = json!({"type": "people", "id": one, "attributes": {
        "first_name": MARK, "external_person_id": format!("{MARK}-2")}});
    let (status, _) = ask("PATCH", &format!("{people}/{one}"), Some(changed));
    assert_eq!(status, 409, "the other has that id");
    for query in [
        format!("?filter[search]={MARK}"),
        format!("?filter[external_person_id]={MARK}-1"),
        format!("?filter[{MARK}]=1"),
        format!("/duplicates?filter[by]={MARK}"),
        "/duplicates".to_owned(),
        format!("/{MARK}@x.io"),
        format!("/{one}/provenance"),
    ] {
        ask("GET", &format!("{people}{query}"), None);
    }
    ask("GET", &format!("/{MARK}"), None);
    let merge = json!({"type": "people_merge", "relationships": {
        "survivor": {"data": named(&one)}, "merged": {"data": [named(&other)]}}});
    let (status, _) = ask("POST", &format!("{people}/merges"), Some(merge));
    assert_eq!(status, 201);
    recalled(engine, &workspace, &one, &ask);
    // Values that no column takes.
    let huge = json!({"type": "people", "attributes": {"full_name": MARK.repeat(200)}});
    assert_eq!(ask("POST", people, Some(huge)).0, 422);
    let zero = json!({"type": "people", "attributes": {"full_name": format!("{MARK}\0")}});
    ask("POST", people, Some(zero));

    let log = server.log();
    let lines: Vec<Value> = log
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    let answered = lines
        .iter()
        .filter(|it| it["message"] == "answered")
        .count();
    assert!(answered > 12, "{answered} answers: {log}");
    if engine.is_sqlite() {
        assert!(lines.iter().any(|it| it["level"] == "TRACE"), "{log}");
    }
    assert!(log.contains(&one), "ids are there");
    let named = log.lines().find(|it| it.to_lowercase().contains(MARK));
    assert_eq!(named, None);
}

/// A person's report, restriction and erasure, what comes of them, and what an operator does with them.
fn recalled(
    engine: &Engine,
    workspace: &str,
    person: &str,
    ask: &impl Fn(&str, &str, Option<Value>) -> (u16, String),
) {
    let people = "/v1/people";
    let of = |what: &str| format!("{people}/{person}/{what}");
    assert_eq!(ask("GET", &of("disclosures"), None).0, 200);
    let recall = |of: &str| json!({"type": of, "attributes": {"reference": format!("{MARK}-7")}});
    let report = ["report", person, "--workspace", workspace];
    let export = ["erasures", "export", "--workspace", workspace];
    let quiet = |arguments: &[&str]| {
        let done = engine
            .command(arguments)
            .env("WELLHEAD_LOG", "trace")
            .output();
        let done = done.unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(done.status.success(), "{arguments:?}: {said}");
        assert!(!said.to_lowercase().contains(MARK), "{arguments:?}: {said}");
        done.stdout
    };
    assert!(!quiet(&report).is_empty());
    let connector = engine.id("workspace_connector_id", "FROM {workspace_connectors}");
    let link = json!({"type": "people_workspace_connector", "attributes": {"direction": "output"}, "relationships": {
        "people": {"data": {"type": "people", "id": person}},
        "workspace_connector": {"data": {"type": "workspace_connector", "id": connector}}}});
    let (status, _) = ask("POST", "/v1/people-workspace-connectors", Some(link));
    assert_eq!(status, 201);
    let (status, _) = ask("POST", &of("restrictions"), Some(recall("restriction")));
    assert_eq!(status, 201);
    let (status, _) = ask("POST", &of("erasures"), Some(recall("erasure")));
    assert_eq!(status, 201);
    let again =
        json!({"type": "people", "attributes": {"external_person_id": format!("{MARK}-1")}});
    assert_eq!(ask("POST", people, Some(again)).0, 409, "it is suppressed");
    let register = engine.file("register.ndjson", quiet(&export));
    quiet(&["erasures", "replay", &register, "--workspace", workspace]);
    let notification = engine.id(
        "notification_id",
        "FROM {recall_notifications} ORDER BY pk LIMIT 1",
    );
    let set = json!({"type": "erasure_notification", "id": notification, "attributes": {
        "status": "impossible", "reason": MARK, "evidence": MARK}});
    let path = format!("/v1/erasure-notifications/{notification}");
    assert_eq!(ask("PATCH", &path, Some(set)).0, 200);
    let suppression = engine.id("suppression_id", "FROM {suppressions} ORDER BY pk LIMIT 1");
    let lifted =
        json!({"type": "suppression", "id": suppression, "attributes": {"lift_reason": MARK}});
    let path = format!("/v1/suppressions/{suppression}");
    assert_eq!(ask("PATCH", &path, Some(lifted)).0, 200);
    for path in [
        "/v1/erasures",
        "/v1/erasure-notifications",
        "/v1/suppressions",
        "/v1/audit-events",
    ] {
        assert_eq!(ask("GET", path, None).0, 200, "{path}");
    }
    let retention = json!({"type": "retention"});
    assert_eq!(ask("POST", "/v1/retentions", Some(retention)).0, 202);
}

/// Whoever has a good key is in the line of each request, also of one that is refused. What monitoring asks is no news.
fn lines_say_who_asked_and_probes_are_quiet(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let create = [
        "key",
        "create",
        "--workspace",
        &workspace,
        "--role",
        "reader",
    ];
    let made = engine.json(&create);
    let (key, token) = (&made["key_id"], made["token"].as_str().unwrap());
    let server = Server::start_in(
        engine,
        &[
            ("WELLHEAD_LOG", "info"),
            ("WELLHEAD_REQUESTS_PER_SECOND", "1"),
        ],
    );
    let get = |path: &str| crate::server::get(&format!("{}{path}", server.url), Some(token)).0;
    for path in ["/healthz", "/readyz"] {
        get(path);
    }
    let mut statuses = vec![get("/v1/people"), get("/v1/webhook-endpoints")];
    // Twice as many as in a second may come at once.
    statuses.push(get("/v1/people"));
    assert_eq!(statuses, [200, 403, 429]);
    let sign_in = || {
        let form = format!("key={token}");
        let sent = ureq::post(format!("{}/console/sign-in", server.url))
            .config()
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .header("sec-fetch-site", "same-origin")
            .content_type("application/x-www-form-urlencoded")
            .send(form.as_str());
        sent.unwrap().status().as_u16()
    };
    assert_eq!(sign_in(), 303);
    engine.json(&["workspace", "suspend", &workspace]);
    until("the key is refused", || get("/v1/people") == 403);
    assert_eq!(sign_in(), 403);
    let log = server.log();
    let lines = log.lines().map(|it| serde_json::from_str(it).unwrap());
    let answered: Vec<Value> = lines
        .filter(|it: &Value| it["message"] == "answered")
        .collect();
    assert!(answered.len() >= 6, "{log}");
    for line in answered {
        assert_eq!(line["workspace"], *workspace, "{line}");
        assert_eq!(line["key"], *key, "{line}");
    }
}
