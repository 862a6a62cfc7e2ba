//! A webhook that was under way when its server was killed is sent by another one.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use serde_json::{Value, json};

use crate::server::{Server, get, send};
use crate::support::{Engine, on_both_engines, until};

on_both_engines![another_server_sends_what_one_was_sending];

/// Reads a request; returns its `webhook-id` and its body.
fn request(stream: &mut TcpStream) -> (String, Value) {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && let Ok(body) = serde_json::from_str(body)
        {
            let id = head.lines().find_map(|it| it.strip_prefix("webhook-id: "));
            return (id.expect("a message has an id").to_owned(), body);
        }
        let mut part = [0; 4_096];
        let read = stream.read(&mut part).unwrap();
        assert_ne!(read, 0, "a request");
        bytes.extend(&part[..read]);
    }
}

fn another_server_sends_what_one_was_sending(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let token = &*engine.token(&workspace, "admin");
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", receiver.local_addr().unwrap());
    let mut server = Server::start(engine);
    let create = |server: &Server, path: &str, document: Value| {
        let path = format!("{}{path}", server.url);
        let (status, answer) = send("POST", &path, Some(token), Some(&document)).unwrap();
        assert_eq!(status, 201, "{answer}");
        answer["data"]["id"].as_str().unwrap().to_owned()
    };
    let endpoint = json!({"data": {"type": "webhook_endpoint", "attributes": {"url": url}}});
    let endpoint = create(&server, "/v1/webhook-endpoints", endpoint);
    let person = json!({"data": {"type": "people", "attributes": {"first_name": "Ada"}}});
    create(&server, "/v1/people", person);
    let (mut first, _) = receiver.accept().unwrap();
    let sent = request(&mut first);
    assert_eq!(sent.1["data"]["position"], 1);
    server.kill();

    let server = Server::start(engine);
    let path = format!("{}/v1/webhook-endpoints/{endpoint}", server.url);
    let attempts = || {
        let (_, found) = get(&format!("{path}/attempts"), Some(token));
        let found = found["data"].as_array().unwrap().iter();
        let outcomes = found.map(|it| it["attributes"]["outcome"].clone());
        outcomes.collect::<Vec<_>>()
    };
    // Nobody knows yet that its process is dead.
    assert_eq!(attempts(), [Value::Null]);
    let silent = if engine.is_sqlite() {
        "heard_ticks = heard_ticks - wait_micros"
    } else {
        "due_at = now()"
    };
    engine.execute(&format!("UPDATE {{webhook_endpoints}} SET {silent}"));
    let (mut second, _) = receiver.accept().unwrap();
    assert_eq!(request(&mut second), sent);
    second
        .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
        .unwrap();
    until("the endpoint has the message", || {
        get(&path, Some(token)).1["data"]["attributes"]["position"] == 1
    });
    assert_eq!(attempts(), [json!("delivered"), json!("lost")]);
}
