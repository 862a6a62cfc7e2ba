//! What a collector gets.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::server::{Server, send};
use crate::support::{Engine, on_both_engines};

on_both_engines![a_request_and_what_it_asks_the_database_are_one_trace];

/// A collector, and the heads and bodies of what it gets.
fn collector() -> (String, Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut bytes = Vec::new();
            while !is_whole(&bytes) {
                let mut part = [0; 4_096];
                match stream.read(&mut part) {
                    Ok(read @ 1..) => bytes.extend(&part[..read]),
                    _ => break,
                }
            }
            let end = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            stream.write_all(end.as_bytes()).ok();
            if let Some(at) = head(&bytes) {
                let head = String::from_utf8(bytes[..at].to_vec()).unwrap();
                sender.send((head, bytes[at..].to_vec())).ok();
            }
        }
    });
    (url, receiver)
}

fn head(bytes: &[u8]) -> Option<usize> {
    let found = bytes.windows(4).position(|it| it == b"\r\n\r\n");
    found.map(|at| at + 4)
}

fn is_whole(bytes: &[u8]) -> bool {
    let Some(at) = head(bytes) else { return false };
    let head = String::from_utf8_lossy(&bytes[..at]).to_lowercase();
    let length = head
        .lines()
        .find_map(|it| it.strip_prefix("content-length: "));
    let length: usize = length.unwrap().parse().unwrap();
    bytes.len() >= at + length
}

fn has(body: &[u8], what: &[u8]) -> bool {
    body.windows(what.len()).any(|it| it == what)
}

fn a_request_and_what_it_asks_the_database_are_one_trace(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "reader");
    let (url, received) = collector();
    let server = Server::start_in(
        engine,
        &[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &*url),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=ours"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ],
    );
    assert_eq!(server.started["traces"], true);
    let ask = |trace: &str, parent: &str, flags: &str| {
        let given = format!("00-{trace}-{parent}-{flags}");
        let answer = ureq::get(&format!("{}/v1/people", server.url))
            .header("Authorization", format!("Bearer {token}"))
            .header("traceparent", given)
            .call();
        let answer = answer.unwrap();
        assert_eq!(answer.headers()["x-request-id"], trace);
    };
    let hidden = "1bf92f3577b34da6a3ce929d0e0e4736";
    let shown = "4bf92f3577b34da6a3ce929d0e0e4736";
    ask(hidden, "00f067aa0ba902b7", "00");
    ask(shown, "11f067aa0ba902b7", "01");
    let (status, _) = send("GET", &format!("{}/v1/zzyzx", server.url), None, None).unwrap();
    assert_eq!(status, 404);
    // What is left is sent at the end.
    server.signal("TERM");
    let mut all = Vec::new();
    let whole = Duration::from_mins(1);
    let bytes = |hex: &str| u128::from_str_radix(hex, 16).unwrap().to_be_bytes();
    while !(has(&all, &bytes(shown)) && has(&all, b"database") && has(&all, b"(no such path)")) {
        let (head, body) = received.recv_timeout(whole).expect("all spans come");
        assert!(head.starts_with("POST /v1/traces "), "{head}");
        let head = head.to_lowercase();
        assert!(
            head.contains("content-type: application/x-protobuf"),
            "{head}"
        );
        assert!(head.contains("x-tenant: ours"), "{head}");
        all.extend(body);
    }
    for part in [
        &b"wellhead"[..],
        b"GET /v1/people",
        b"http.request.method",
        b"http.response.status_code",
        b"lookups",
        workspace.as_bytes(),
        &bytes("11f067aa0ba902b7")[8..],
    ] {
        assert!(has(&all, part), "{}", String::from_utf8_lossy(part));
    }
    assert!(
        !has(&all, &bytes(hidden)),
        "whoever began it does not keep it"
    );
    assert!(!has(&all, token.as_bytes()));
}
