use std::time::Duration;

use hyper::header::{HeaderMap, HeaderName};
use standardwebhooks::Webhook;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wellhead_core::webhook::{Outcome, Secret};

use super::context;
use super::server::{Server, request};
use super::{BODY, LONG, SHORT, message, secret, send, sender, url};

fn answer(status: &str, headers: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\n\r\n")
}

#[tokio::test]
async fn a_receiver_can_verify_the_message_with_any_of_its_secrets() {
    let server = Server::answering(answer("204 No Content", "")).await;
    let secrets = [
        secret(),
        Secret::from_stored("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()),
    ];
    let to = url(&server.url());
    let sent = sender(LONG)
        .send(&to, &secrets, message(), context(), BODY)
        .await;
    assert_eq!(sent.outcome, Outcome::Delivered, "{sent:?}");
    assert_eq!((sent.status_code, sent.detail), (Some(204), None));
    let port = server.port;
    let request = server.first.await.unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, BODY);
    let mut lines = head.lines();
    assert_eq!(lines.next(), Some("POST /hook?a=b HTTP/1.1"));
    let headers: HeaderMap = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| {
            let name: HeaderName = name.parse().unwrap();
            (name, value.parse().unwrap())
        })
        .collect();
    assert_eq!(headers["host"], format!("127.0.0.1:{port}"));
    assert_eq!(headers["content-type"], "application/json");
    assert_eq!(headers["webhook-id"], message().to_string());
    let trace = format!("00-{}-", message().uuid().simple());
    let traceparent = headers["traceparent"].to_str().unwrap();
    assert!(traceparent.starts_with(&trace), "{traceparent}");
    for secret in &secrets {
        let key = Webhook::new(secret.reveal()).unwrap();
        key.verify(body.as_bytes(), &headers).unwrap();
        key.verify(b"another body", &headers).unwrap_err();
    }
    let other = Webhook::new("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").unwrap();
    other.verify(body.as_bytes(), &headers).unwrap_err();
}

#[tokio::test]
async fn each_status_has_its_outcome() {
    for (status, outcome) in [
        ("200 OK", Outcome::Delivered),
        ("299 Whatever", Outcome::Delivered),
        ("300 Multiple Choices", Outcome::Redirected),
        ("304 Not Modified", Outcome::Redirected),
        ("400 Bad Request", Outcome::Refused),
        ("410 Gone", Outcome::Gone),
        ("429 Too Many Requests", Outcome::Refused),
        ("500 Internal Server Error", Outcome::Refused),
        ("999 Nonsense", Outcome::Refused),
    ] {
        let server = Server::answering(answer(status, "")).await;
        let sent = send(&sender(LONG), &server.url()).await;
        assert_eq!(sent.outcome, outcome, "{status}");
        let code = status.split(' ').next().unwrap().parse().unwrap();
        assert_eq!(sent.status_code, Some(code));
        assert_eq!(sent.detail.is_none(), outcome == Outcome::Delivered);
        assert_eq!(sent.retry_after, None);
    }
}

#[tokio::test]
async fn retry_after_is_read() {
    let answer = answer("503 Service Unavailable", "Retry-After: 120\r\n");
    let server = Server::answering(answer).await;
    let sent = send(&sender(LONG), &server.url()).await;
    assert_eq!(sent.retry_after, Some(Duration::from_mins(2)));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::answering(answer("200 OK", "")).await;
    for status in ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"] {
        let location = format!("Location: {}\r\n", elsewhere.url());
        let server = Server::answering(answer(status, &location)).await;
        let sent = send(&sender(LONG), &server.url()).await;
        assert_eq!(sent.outcome, Outcome::Redirected);
        server.first.await.unwrap();
    }
    assert_eq!(elsewhere.accepted(), 0);
}

/// Reads until the other side closes the connection.
async fn closed(mut stream: TcpStream) -> String {
    let mut bytes = [0; 4_096];
    while !matches!(stream.read(&mut bytes).await, Ok(0) | Err(_)) {}
    "closed".to_owned()
}

#[tokio::test]
async fn one_that_hangs_is_given_up_and_its_connection_closed() {
    let server = Server::start(closed).await;
    let sent = send(&sender(SHORT), &server.url()).await;
    assert_eq!(sent.outcome, Outcome::TimedOut, "{sent:?}");
    assert_eq!(sent.status_code, None);
    assert_eq!(server.first.await.unwrap(), "closed");
}

#[tokio::test]
async fn one_that_does_not_accept_is_given_up() {
    // The system accepts for it.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let sent = send(&sender(SHORT), &format!("http://127.0.0.1:{port}/")).await;
    assert_eq!(sent.outcome, Outcome::TimedOut, "{sent:?}");
}

/// Sends `first`, and then `again` and again, until the other side closes the connection.
async fn endless(mut stream: TcpStream, first: &str, again: &str, pause: Duration) -> String {
    request(&mut stream).await;
    let mut next = first;
    while stream.write_all(next.as_bytes()).await.is_ok() {
        next = again;
        tokio::time::sleep(pause).await;
    }
    "closed".to_owned()
}

#[tokio::test]
async fn one_that_trickles_is_given_up() {
    const PAUSE: Duration = Duration::from_millis(20);
    for (first, again) in [
        ("HTTP/1.1 200 OK\r\n", "x: y\r\n"),
        (
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\n\r\n",
        ),
    ] {
        let server = Server::start(move |it| endless(it, first, again, PAUSE)).await;
        let sent = send(&sender(SHORT), &server.url()).await;
        assert_eq!(sent.outcome, Outcome::TimedOut, "{sent:?}");
        assert_eq!(server.first.await.unwrap(), "closed");
    }
}

#[tokio::test]
async fn an_endless_head_is_not_read_to_its_end() {
    let head = "HTTP/1.1 200 OK\r\n";
    let line = "x: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n";
    let server = Server::start(move |it| endless(it, head, line, Duration::ZERO)).await;
    let sent = send(&sender(LONG), &server.url()).await;
    assert_eq!(sent.outcome, Outcome::Garbled, "{sent:?}");
    assert_eq!(server.first.await.unwrap(), "closed");
}

#[tokio::test]
async fn an_endless_body_is_not_read_to_its_end() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let chunk = "a\r\n0123456789\r\n";
    let server = Server::start(move |it| endless(it, head, chunk, Duration::ZERO)).await;
    let sent = send(&sender(LONG), &server.url()).await;
    assert_eq!(sent.outcome, Outcome::Delivered, "{sent:?}");
    assert_eq!(server.first.await.unwrap(), "closed");
}

#[tokio::test]
async fn a_body_that_never_comes_does_not_change_the_status() {
    let server = Server::start(async move |mut stream| {
        request(&mut stream).await;
        let head = b"HTTP/1.1 500 Oh\r\nContent-Length: 10\r\n\r\n";
        stream.write_all(head).await.unwrap();
        closed(stream).await
    })
    .await;
    let sent = send(&sender(LONG), &server.url()).await;
    assert_eq!(sent.outcome, Outcome::Refused, "{sent:?}");
    assert_eq!(server.first.await.unwrap(), "closed");
}

#[tokio::test]
async fn what_is_not_http_is_a_failure() {
    for said in ["SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 2", "", "\0\0\0\0"] {
        let server = Server::answering(said).await;
        let sent = send(&sender(LONG), &server.url()).await;
        assert_eq!(sent.outcome, Outcome::Garbled, "{sent:?}");
        assert!(sent.detail.is_some());
    }
}

#[tokio::test]
async fn nobody_there_is_a_failure() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let sent = send(&sender(LONG), &format!("http://127.0.0.1:{port}/")).await;
    assert_eq!(sent.outcome, Outcome::Unreachable, "{sent:?}");
    let detail = sent.detail.unwrap();
    assert!(detail.contains(&format!("127.0.0.1:{port}")), "{detail}");
}

/// Whatever a URL can hold can be sent.
#[tokio::test]
async fn any_url_makes_a_request() {
    let printable: String = (' '..='~').filter(|it| *it != '#').collect();
    for place in ["", "?"] {
        let server = Server::answering(answer("200 OK", "")).await;
        let to = format!("http://127.0.0.1:{}/{place}{printable}ö", server.port);
        let sent = send(&sender(LONG), &to).await;
        assert_eq!(sent.outcome, Outcome::Delivered, "{sent:?}");
    }
}
