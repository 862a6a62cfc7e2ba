//! `wellhead serve` and `wellhead demo`, over a real socket.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};
use wellhead_core::record::Kind;

use crate::server::{Server, get, send};
use crate::support::{self, Engine, on_both_engines};

on_both_engines![
    serves_while_other_commands_write_and_stops_when_asked,
    the_demo_serves_what_it_prints,
    a_restarted_server_resumes_its_own_jobs,
    it_knows_its_public_url_and_who_may_ask,
];

/// Polls until the answer has this status.
#[track_caller]
fn until(url: &str, token: Option<&str>, status: u16) {
    support::until(url, || get(url, token).0 == status);
}

fn serves_while_other_commands_write_and_stops_when_asked(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "reader");
    let mut server = Server::start(engine);
    for path in ["/healthz", "/readyz"] {
        assert_eq!(get(&format!("{}{path}", server.url), None).0, 200);
    }
    let people = format!("{}/v1/people", server.url);
    assert_eq!(get(&people, None).0, 401);
    assert_eq!(
        get(&people, Some(&token)).1["data"],
        Value::Array(Vec::new())
    );

    let file = engine.file("people.csv", "external_person_id\nA\nB\n");
    engine.json(&[
        "import",
        "--workspace",
        &workspace,
        "--connector",
        "crm",
        "--direction",
        "input",
        &file,
    ]);
    let (_, listed) = get(&people, Some(&token));
    assert_eq!(listed["data"].as_array().unwrap().len(), 2);

    let keys = engine.json(&["key", "list", "--workspace", &workspace]);
    engine.json(&["key", "revoke", keys[0]["key_id"].as_str().unwrap()]);
    until(&people, Some(&token), 401);

    server.signal("TERM");
    assert!(
        server.child.wait().unwrap().success(),
        "it stops of its own accord"
    );
}

/// It leaves alone another server's job that had a heartbeat a moment ago.
fn a_restarted_server_resumes_its_own_jobs(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "sync");
    let mut server = Server::start(engine);
    let deduplicate = json!({"data": {"type": "deduplication"}});
    let begin = || {
        let path = "/v1/people-workspace-connectors/deduplications";
        let url = format!("{}{path}", server.url);
        let (status, job) = send("POST", &url, Some(&token), Some(&deduplicate)).unwrap();
        assert_eq!(status, 202, "{job}");
        format!("/v1/jobs/{}", job["data"]["id"].as_str().unwrap())
    };
    let [own, other] = [begin(), begin()];
    let status = |server: &Server, job: &str| {
        let (_, job) = get(&format!("{}{job}", server.url), Some(&token));
        job["data"]["attributes"]["status"].clone()
    };
    for job in [&own, &other] {
        support::until("it is done", || status(&server, job) == "success");
    }
    server.kill();
    engine.execute(
        "UPDATE {jobs} SET status = 'in_progress', completed_at = NULL; \
         UPDATE {jobs} SET worker = 'another one' WHERE pk = (SELECT max(pk) FROM {jobs})",
    );
    let server = Server::start(engine);
    support::until("it is done again", || status(&server, &own) == "success");
    assert_eq!(status(&server, &other), "in_progress");
}

fn the_demo_serves_what_it_prints(engine: &Engine) {
    let demo = engine
        .command(&["demo", "--listen", "127.0.0.1:0", "--output", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut server = Server::of(demo);
    let mut printed = String::new();
    let mut out = BufReader::new(server.child.stdout.take().unwrap());
    while !printed.ends_with("\n}\n") && out.read_line(&mut printed).unwrap() > 0 {}
    let ready: Value = serde_json::from_str(&printed).unwrap();
    let [url, token, person] =
        ["url", "token", "person_id"].map(|name| ready[name].as_str().unwrap());
    let listed = |path: &str| {
        let path = path.replace('[', "%5B").replace(']', "%5D");
        let (status, document) = get(&format!("{url}{path}"), Some(token));
        assert_eq!(status, 200, "{path}");
        let listed = document["data"].as_array().unwrap().clone();
        assert!(!listed.is_empty(), "{path}");
        listed
    };
    listed("/v1/people-workspace-connectors?page[size]=3");
    listed("/v1/people-workspace-connectors?filter[deleted]=only");
    for (kind, member) in [("company", "company_id"), ("invoice", "invoice_id")] {
        let wire = kind.parse::<Kind>().unwrap().wire();
        let id = ready[member].as_str().unwrap();
        assert!(ready["records"][kind].as_u64() > Some(20), "{ready}");
        listed(&format!("{}?filter[{kind}]={id}", wire.links_path));
        listed(&format!("{}?page[size]=3", wire.records_path));
    }
    let links = listed(&format!(
        "/v1/people-workspace-connectors?filter[people]={person}&filter[deleted]=include"
    ));
    assert_eq!(links.len(), 7, "every system that runs knows this person");
    let connectors = listed("/v1/workspace-connectors");
    for status in ["enabled", "disabled", "need_reconnect", "to_configure"] {
        let stands_so = |it: &Value| it["attributes"]["status"] == status;
        assert!(connectors.iter().any(stands_so), "{status}");
    }
    let runs = "/v1/workspace-connector-sync-logs";
    for run in listed(&format!("{runs}?filter[status]=error")) {
        assert!(run["attributes"]["error"].is_string(), "{run}");
    }
    let newest = listed(&format!("{runs}?page[size]=100"));
    let swept = |run: &Value| run["attributes"]["metadata"]["links_swept"].as_u64();
    assert!(newest.iter().any(|run| swept(run) > Some(0)));
}

#[test]
fn readyz_says_when_postgresql_is_away_and_comes_back() {
    let engine = Engine::postgres();
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "reader");
    let server = Server::start(&engine);
    let ready = format!("{}/readyz", server.url);
    let people = format!("{}/v1/people", server.url);
    until(&ready, None, 200);
    engine.close_doors();
    until(&ready, None, 503);
    let (status, document) = get(&people, Some(&token));
    assert_eq!(status, 503);
    assert_eq!(document["errors"][0]["code"], "database_unavailable");
    assert_eq!(get(&format!("{}/healthz", server.url), None).0, 200);
    engine.open_doors();
    until(&ready, None, 200);
    assert_eq!(get(&people, Some(&token)).0, 200);
}

#[test]
fn an_address_that_is_taken_is_named() {
    let engine = Engine::sqlite();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let said = engine.fails(&["serve", "--listen", &address]);
    assert!(
        said.contains(&address) && said.contains("--listen"),
        "{said}"
    );
}

fn it_knows_its_public_url_and_who_may_ask(engine: &Engine) {
    for (line, why) in [
        (["--public-url", "ledger.example"], "whole URL"),
        (["--public-url", "https://ledger.example?x"], "leave out"),
        (["--cors-origin", "*"], "whole URL"),
        (
            ["--cors-origin", "https://app.example/path"],
            "leave out the path",
        ),
    ] {
        let said = engine.fails(&["serve", "--listen", "127.0.0.1:0", line[0], line[1]]);
        assert!(said.contains(line[0]) && said.contains(why), "{said}");
    }
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "reader");
    let server = Server::start_in(
        engine,
        &[
            ("WELLHEAD_PUBLIC_URL", "https://ledger.example/"),
            (
                "WELLHEAD_CORS_ORIGINS",
                "https://a.example,https://b.example",
            ),
        ],
    );
    let (_, listed) = get(&format!("{}/v1/people", server.url), Some(&token));
    let own = &listed["links"]["self"]["href"];
    assert_eq!(own, "https://ledger.example/v1/people", "{listed}");
}
