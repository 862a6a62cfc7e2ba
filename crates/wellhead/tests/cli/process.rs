//! How `wellhead serve` begins and ends.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixDatagram;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::server::{Server, get};
use crate::support::{Engine, on_both_engines, until};

on_both_engines![
    it_says_what_it_is,
    it_waits_for_its_database,
    it_waits_no_longer_than_it_should,
];

fn it_says_what_it_is(engine: &Engine) {
    let server = Server::start(engine);
    let said = &server.started;
    let expected = if engine.is_sqlite() {
        "SQLite"
    } else {
        "PostgreSQL"
    };
    assert_eq!(said["engine"], expected, "{said}");
    assert_eq!(said["version"], env!("CARGO_PKG_VERSION"), "{said}");
    assert_eq!(said["traces"], false, "{said}");
    assert!(said["schema"].as_u64() > Some(1), "{said}");
    assert!(said["open_files"].as_u64() > Some(1), "{said}");
}

/// Takes the database away.
fn hide(engine: &Engine) {
    match engine.url.strip_prefix("sqlite:") {
        Some(path) => fs::rename(path, format!("{path}.away")).unwrap(),
        None => engine.close_doors(),
    }
}

/// Brings it back.
fn show(engine: &Engine) {
    match engine.url.strip_prefix("sqlite:") {
        Some(path) => fs::rename(format!("{path}.away"), path).unwrap(),
        None => engine.open_doors(),
    }
}

fn it_waits_for_its_database(engine: &Engine) {
    hide(engine);
    let serve = ["serve", "--listen", "127.0.0.1:0", "--wait=600"];
    let child = engine.command(&serve).stderr(Stdio::piped()).spawn();
    let mut server = Server::of(child.unwrap());
    let log = BufReader::new(server.child.stderr.take().unwrap());
    let mut said = log.lines().map(|line| {
        let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
        line["message"].as_str().unwrap_or_default().to_owned()
    });
    assert_eq!(said.next().unwrap(), "waiting for the database");
    show(engine);
    let listens = said.find(|message| message.starts_with("listening on "));
    assert!(listens.is_some());
    // The log must be read to its end, or the server blocks on it.
    server.kill();
}

fn it_waits_no_longer_than_it_should(engine: &Engine) {
    hide(engine);
    let said = engine.fails(&["serve", "--listen", "127.0.0.1:0", "--wait=1"]);
    assert!(said.contains("waited 1 seconds for the database"), "{said}");
    let said = engine.fails(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(!said.contains("wait"), "{said}");
    show(engine);
}

#[test]
fn a_hangup_changes_nothing() {
    let engine = Engine::sqlite();
    let server = Server::start(&engine);
    server.signal("HUP");
    until("it says so", || {
        server.log().contains("SIGHUP changes nothing")
    });
    assert_eq!(get(&format!("{}/readyz", server.url), None).0, 200);
}

#[test]
fn it_says_that_it_will_stop_before_it_does() {
    let engine = Engine::sqlite();
    let mut server = Server::start_in(&engine, &[("WELLHEAD_DRAIN_DELAY", "600")]);
    server.signal("TERM");
    let ready = format!("{}/readyz", server.url);
    until("it is not ready", || get(&ready, None).0 == 503);
    let people = format!("{}/v1/people", server.url);
    assert_eq!(get(&people, None).0, 401, "it goes on serving");
    server.signal("TERM");
    let ended = server.child.wait().unwrap();
    assert_eq!(ended.code(), Some(130), "a second request ends it at once");
}

/// A request whose body does not come.
fn half_a_request(server: &Server, token: &str) -> TcpStream {
    let address = server.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /v1/people HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/vnd.api+json\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    // Its handler waits for the body.
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 100");
    stream
}

#[test]
fn what_does_not_finish_in_time_is_cut_off() {
    let engine = Engine::sqlite();
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "admin");
    let mut server = Server::start_in(&engine, &[("WELLHEAD_DRAIN_SECONDS", "1")]);
    let _waits = half_a_request(&server, &token);
    server.signal("TERM");
    assert!(server.child.wait().unwrap().success());
    let log = server.log();
    assert!(
        log.contains("the requests still in progress are cut off"),
        "{log}"
    );
    assert!(
        log.trim_end()
            .lines()
            .last()
            .unwrap()
            .contains("\"stopped\""),
        "{log}"
    );
}

#[test]
fn systemd_is_told() {
    let engine = Engine::sqlite();
    let path = engine.directory.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket
        .set_read_timeout(Some(Duration::from_mins(1)))
        .unwrap();
    let server = Server::start_in(&engine, &[("NOTIFY_SOCKET", path.to_str().unwrap())]);
    let told = || {
        let mut bytes = [0; 100];
        let read = socket.recv(&mut bytes).unwrap();
        String::from_utf8(bytes[..read].to_vec()).unwrap()
    };
    assert_eq!(told(), "READY=1\n");
    assert_eq!(get(&format!("{}/readyz", server.url), None).0, 200);
    server.signal("TERM");
    assert_eq!(told(), "STOPPING=1\n");
}
