//! `wellhead serve` and `wellhead demo`, over a real socket.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Engine, on_both_engines};

on_both_engines![
    serves_while_other_commands_write_and_stops_when_asked,
    the_demo_serves_what_it_prints,
];

/// A server that is killed when the test is done with it.
struct Server {
    child: Child,
    url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn serve(engine: &Engine) -> Server {
    let mut child = engine
        .command(&["serve", "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut url = None;
    let mut line = String::new();
    while url.is_none() && log.read_line(&mut line).unwrap() > 0 {
        let logged: Value = serde_json::from_str(&line).unwrap();
        let message = logged["message"].as_str().unwrap_or_default();
        url = message.strip_prefix("listening on ").map(str::to_owned);
        line.clear();
    }
    // Somebody must read the log, or the server waits for it.
    std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
    let url = url.expect("the server says where it listens");
    Server { child, url }
}

fn get(url: &str, token: Option<&str>) -> (u16, Value) {
    let config = ureq::Agent::config_builder().http_status_as_error(false);
    let agent: ureq::Agent = config.build().into();
    let mut request = agent.get(url);
    if let Some(token) = token {
        request = request.header("Authorization", format!("Bearer {token}"));
    }
    let mut response = request.call().unwrap();
    let body = response.body_mut().read_to_string().unwrap();
    (
        response.status().as_u16(),
        serde_json::from_str(&body).unwrap_or(Value::Null),
    )
}

/// Asks until the answer has this status; gives up when no answer could be so late.
fn until(url: &str, token: Option<&str>, status: u16) {
    let began = Instant::now();
    while get(url, token).0 != status {
        assert!(
            began.elapsed() < Duration::from_mins(1),
            "{url} is not {status}"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn serves_while_other_commands_write_and_stops_when_asked(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "reader");
    let mut server = serve(engine);
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

    let pid = server.child.id().to_string();
    let asked = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
    assert!(asked.success());
    assert!(
        server.child.wait().unwrap().success(),
        "it stops of its own accord"
    );
}

fn the_demo_serves_what_it_prints(engine: &Engine) {
    let demo = engine
        .command(&["demo", "--listen", "127.0.0.1:0", "--output", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut server = Server {
        child: demo,
        url: String::new(),
    };
    let mut printed = String::new();
    let mut out = BufReader::new(server.child.stdout.take().unwrap());
    while !printed.ends_with("}\n") && out.read_line(&mut printed).unwrap() > 0 {}
    let ready: Value = serde_json::from_str(&printed).unwrap();
    let [url, token, person] =
        ["url", "token", "person_id"].map(|name| ready[name].as_str().unwrap());
    for path in [
        "/v1/people-workspace-connectors?page[size]=3".to_owned(),
        format!("/v1/people-workspace-connectors?filter[people]={person}"),
        "/v1/workspace-connectors".to_owned(),
    ] {
        let path = path.replace('[', "%5B").replace(']', "%5D");
        let (status, document) = get(&format!("{url}{path}"), Some(token));
        assert_eq!(status, 200, "{path}");
        assert!(!document["data"].as_array().unwrap().is_empty(), "{path}");
    }
}

#[test]
fn readyz_says_when_postgresql_is_away_and_comes_back() {
    let engine = Engine::postgres();
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "reader");
    let server = serve(&engine);
    let ready = format!("{}/readyz", server.url);
    let people = format!("{}/v1/people", server.url);
    until(&ready, None, 200);
    let database = engine.url.rsplit('/').next().unwrap();
    let elsewhere = Engine {
        url: crate::scratch::server(),
        directory: tempfile::tempdir().unwrap(),
    };
    elsewhere.execute(&format!(
        "ALTER DATABASE {database} ALLOW_CONNECTIONS false"
    ));
    elsewhere.execute(&format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
    ));
    until(&ready, None, 503);
    let (status, document) = get(&people, Some(&token));
    assert_eq!(status, 503);
    assert_eq!(document["errors"][0]["code"], "database_unavailable");
    assert_eq!(get(&format!("{}/healthz", server.url), None).0, 200);
    elsewhere.execute(&format!("ALTER DATABASE {database} ALLOW_CONNECTIONS true"));
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
