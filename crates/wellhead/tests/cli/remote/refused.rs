//! How an import handles the answers of a server or an impostor, and where a key is never sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread;

use crate::support::{Engine, ended};

/// Answers every request with this status, header and body.
fn answering(head: &str, body: &str) -> String {
    let length = body.len();
    answering_raw(format!(
        "HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    ))
}

fn answering_raw(answer: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            while lines
                .next()
                .is_some_and(|line| !line.unwrap_or_default().is_empty())
            {}
            stream.write_all(answer.as_bytes()).ok();
        }
    });
    url
}

/// The messages of an import into a server, and how it ends.
fn import(status: i32, server: &str, more: &[&str]) -> String {
    let engine = Engine::sqlite();
    let file = engine.file("one.csv", "external_person_id\nA\n");
    let mut command = engine.command(&["import", "--server", server, &file]);
    command.args(["--connector", "crm", "--direction", "input"]);
    command.args(more).env("WELLHEAD_KEY", "whk_1");
    ended(status, &command.output().unwrap()).1
}

#[test]
fn final_errors_are_shown_and_not_retried() {
    for (head, body, word) in [
        (
            "302 Found\r\nLocation: https://elsewhere.example",
            "",
            "it redirects to 'https://elsewhere.example'",
        ),
        (
            "200 OK",
            "<h1>It\u{9b}2J works!</h1>",
            "not from Wellhead: <h1>It\\u{9b}2J works!",
        ),
        ("413 Payload Too Large", "nginx", "Payload Too Large (413)"),
        (
            "422 X",
            r#"{"errors":[{"code":"odd","detail":"\u001b[31m"}]}"#,
            "\\u{1b}[31m (422 odd)",
        ),
    ] {
        let said = import(1, &answering(head, body), &["--give-up-after", "5"]);
        assert!(said.contains(word), "{said}");
        assert!(!said.contains("retrying"), "{said}");
        assert!(!said.contains('\u{1b}'), "{said}");
    }
}

#[test]
fn temporary_errors_are_retried_as_the_server_says() {
    let busy = answering("429 Too Many Requests\r\nRetry-After: 1", "");
    let said = import(1, &busy, &["--give-up-after", "3"]);
    assert!(said.contains("(429); retrying in 1.0 s"), "{said}");
    let broken = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_owned();
    let said = import(1, &answering_raw(broken), &["--give-up-after", "1"]);
    assert!(
        said.contains("the server cannot be reached: the answer broke off"),
        "{said}"
    );
}

#[test]
fn a_key_goes_nowhere_in_clear_text_by_accident() {
    // Anyone who connected got nothing to read.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    for (server, word) in [
        (format!("http://192.0.2.1:{port}"), "--insecure-http"),
        (format!("http://ledger.example:{port}"), "--insecure-http"),
        (format!("http://me:secret@127.0.0.1:{port}"), "or password"),
        (format!("ftp://127.0.0.1:{port}"), "'ftp:'"),
        ("ledger.example.org".to_owned(), "no scheme"),
    ] {
        let said = import(2, &server, &[]);
        assert!(said.contains(word), "{said}");
        assert!(!said.contains("secret"), "{said}");
    }
    assert!(listener.accept().is_err());
    // With the option that the message suggests, it connects.
    let said = import(
        1,
        "http://wellhead.invalid",
        &["--insecure-http", "--give-up-after", "1"],
    );
    assert!(said.contains("no host with this name"), "{said}");
    assert!(!said.contains("retrying"), "{said}");
}

/// A proxy from the environment does not see requests to this machine.
#[test]
fn a_proxy_sees_no_requests_to_this_machine() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    let heard = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    });
    let engine = Engine::sqlite();
    let file = engine.file("one.csv", "external_person_id\nA\n");
    let server = answering("404 X", "");
    let mut command = engine.command(&["import", "--server", &server, &file]);
    command.args(["--connector", "crm", "--direction", "input"]);
    command.env("WELLHEAD_KEY", "whk_1");
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env(name, &proxy);
    }
    let (_, said) = ended(1, &command.output().unwrap());
    assert!(said.contains("(404)"), "{said}");
    assert!(!heard.is_finished(), "nobody called the proxy");
}
