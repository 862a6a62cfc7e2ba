//! Deliveries over a real socket, with both sides streaming at once.

use std::time::Duration;

use crate::support::{Api, LINKS, NDJSON, PATIENCE, RUNS, Served, parse_lines};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

crate::on_both_engines![
    lines_are_committed_while_the_client_still_sends,
    behind_a_proxy_the_answer_begins_at_the_end,
    a_client_may_read_only_when_it_has_sent_everything,
    committed_lines_stay_when_the_client_disconnects,
    a_refused_client_learns_why,
];

/// The run of a client that sends nothing for a long time is not taken for abandoned.
#[tokio::test]
async fn a_run_is_kept_alive_while_nothing_comes() {
    let api = Api::sqlite().await;
    let run = open(&api).await;
    let path = format!("{RUNS}/{run}");
    let updated_at = async || api.get(&path).await.ok()["data"]["attributes"]["updated_at"].clone();
    let parts = futures_util::stream::pending::<std::io::Result<String>>();
    let body = axum::body::Body::from_stream(parts);
    let response = api.begin(api.delivery(&run, "", body)).await;
    let before = updated_at().await;
    tokio::time::pause();
    while updated_at().await == before {
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    drop(response);
}

/// A client in the middle of a delivery, and its server.
struct Client {
    socket: TcpStream,
    /// What has arrived of the answer's body.
    answer: Vec<u8>,
    _served: Served,
}

impl Client {
    /// Serves `api` and begins a delivery to a run.
    async fn begin(api: &Api, run: &str, query: &str) -> Self {
        Self::begin_with(api, run, query, "").await
    }

    /// The same, with more headers.
    async fn begin_with(api: &Api, run: &str, query: &str, headers: &str) -> Self {
        let served = Served::begin(api).await;
        let mut socket = served.connect().await.socket;
        let head = format!(
            "POST {RUNS}/{run}/deliveries{query} HTTP/1.1\r\nHost: localhost\r\n\
             Authorization: Bearer {}\r\nContent-Type: {NDJSON}\r\n\
             Transfer-Encoding: chunked\r\nConnection: close\r\n{headers}\r\n",
            api.here.sync
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        Self {
            socket,
            answer: Vec::new(),
            _served: served,
        }
    }

    async fn send(&mut self, lines: &str) {
        let chunk = format!("{:x}\r\n{lines}\r\n", lines.len());
        let sent = timeout(PATIENCE, self.socket.write_all(chunk.as_bytes())).await;
        sent.expect("the server reads").unwrap();
    }

    async fn end(&mut self) {
        self.socket.write_all(b"0\r\n\r\n").await.unwrap();
    }

    /// Reads until the answer holds `text`.
    async fn read_until(&mut self, text: &str) {
        let is_there = |answer: &[u8]| String::from_utf8_lossy(answer).contains(text);
        while !is_there(&self.answer) {
            let read = timeout(PATIENCE, self.socket.read_buf(&mut self.answer)).await;
            let read = read.expect("the server answers").unwrap();
            let seen = String::from_utf8_lossy(&self.answer);
            assert_ne!(read, 0, "the answer ended without {text}: {seen}");
        }
    }

    /// Reads to the answer's end: its head, and its body line by line.
    async fn read_all(mut self) -> (String, Vec<Value>) {
        let read = timeout(PATIENCE, self.socket.read_to_end(&mut self.answer)).await;
        read.expect("the server answers").unwrap();
        let text = String::from_utf8(self.answer).unwrap();
        let (head, mut rest) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("transfer-encoding: chunked"), "{head}");
        let mut body = String::new();
        while let Some((size, after)) = rest.split_once("\r\n") {
            let size = usize::from_str_radix(size, 16).unwrap();
            body.push_str(&after[..size]);
            rest = &after[size + 2..];
        }
        (head.to_owned(), parse_lines(&body))
    }
}

fn line(i: usize) -> String {
    format!("{{\"external_person_id\":\"E-{i}\"}}\n")
}

async fn open(api: &Api) -> String {
    let connector = api.activation(&api.here).await;
    api.run(
        &connector,
        &json!({"direction": "input", "mode": "incremental"}),
    )
    .await
}

async fn links(api: &Api) -> usize {
    api.get(&format!("{LINKS}?page[size]=500"))
        .await
        .ids()
        .len()
}

async fn lines_are_committed_while_the_client_still_sends(api: &Api) {
    let run = open(api).await;
    let mut client = Client::begin(api, &run, "").await;
    for i in 1..=2 {
        client.send(&line(i)).await;
        client.read_until(&format!("\"committed\":{i},")).await;
        assert_eq!(links(api).await, i);
    }
    client.send("no\n").await;
    client.read_until("\"line\":3").await;
    client.end().await;
    let (head, said) = client.read_all().await;
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    assert!(head.contains(NDJSON), "{head}");
    assert_eq!(said.last().unwrap()["summary"]["committed"], 3);
}

/// A proxy may stop to send once the answer has begun.
async fn behind_a_proxy_the_answer_begins_at_the_end(api: &Api) {
    let run = open(api).await;
    let proxied = "X-Forwarded-For: 192.0.2.1\r\n";
    let mut client = Client::begin_with(api, &run, "", proxied).await;
    client.send(&line(1)).await;
    while links(api).await == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let begun = client.socket.try_read(&mut [0]);
    assert!(begun.is_err(), "committed, and not a word yet: {begun:?}");
    client.send(&line(2)).await;
    client.end().await;
    let (_, said) = client.read_all().await;
    assert_eq!(said[0]["progress"]["committed"], 0);
    assert_eq!(said.last().unwrap()["summary"]["committed"], 2);
}

async fn a_client_may_read_only_when_it_has_sent_everything(api: &Api) {
    const LINES: usize = 200_000;
    let run = open(api).await;
    let mut client = Client::begin(api, &run, "").await;
    for _ in 0..LINES / 1_000 {
        client.send(&"no\n".repeat(1_000)).await;
    }
    client.send(&line(1)).await;
    client.end().await;
    let (_, said) = client.read_all().await;
    let summary = &said.last().unwrap()["summary"];
    assert_eq!(summary["rejected"], LINES);
    assert_eq!(summary["links_created"], 1);
    let listed = said
        .iter()
        .filter(|it| it.get("rejected").is_some())
        .count();
    assert!(listed >= 10_000, "{listed}");
    let unlisted = summary["rejected_unlisted"].as_u64().unwrap();
    assert_eq!(listed + usize::try_from(unlisted).unwrap(), LINES);
}

async fn committed_lines_stay_when_the_client_disconnects(api: &Api) {
    let run = open(api).await;
    let query = "?delivery=0190a1b2-0000-7000-8000-000000000001&on_duplicate=append";
    let mut client = Client::begin(api, &run, query).await;
    client.send(&line(1)).await;
    client.read_until("\"committed\":1,").await;
    client.send(&line(2)[..10]).await;
    drop(client);
    let whole = line(1) + &line(2);
    // The server may still be busy with the broken delivery; then it is sent once more.
    let mut said = api.deliver(&run, query, whole.clone()).await;
    while said.last().unwrap()["error"]["code"] == "delivery_elsewhere" {
        said = api.deliver(&run, query, whole.clone()).await;
    }
    assert_eq!(said.last().unwrap()["summary"]["committed"], 2);
    assert_eq!(links(api).await, 2);
}

/// A client that reads only at the end still learns why a delivery was refused.
async fn a_refused_client_learns_why(api: &Api) {
    let run = open(api).await;
    let mut client = Client::begin(api, &run, "?atomic=true").await;
    client.send("no\n").await;
    client.read_until("\"error\"").await;
    for i in 0..50 {
        client.send(&line(i).repeat(1_000)).await;
    }
    client.end().await;
    let (_, said) = client.read_all().await;
    assert_eq!(said.last().unwrap()["error"]["code"], "line_rejected");
    assert_eq!(links(api).await, 0);
}
