use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use wellhead_core::webhook::Outcome;

use super::server::Server;
use super::{LONG, SHORT, send, sender, url};
use crate::connect::Failure;
use crate::resolve::Resolve;
use crate::send::Sender;

/// Gives the addresses of each look-up in turn.
struct Scripted(Mutex<Vec<Vec<&'static str>>>);

#[async_trait]
impl Resolve for Scripted {
    async fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        let next = self.0.lock().unwrap().remove(0);
        if next.is_empty() {
            return Err(io::Error::other("no such name"));
        }
        Ok(next.iter().map(|it| it.parse().unwrap()).collect())
    }
}

fn resolving(answers: impl Into<Vec<Vec<&'static str>>>) -> Sender {
    Sender {
        resolver: Arc::new(Scripted(Mutex::new(answers.into()))),
        ..sender(LONG)
    }
}

#[tokio::test]
async fn a_name_that_leads_to_a_private_address_is_refused() {
    for addresses in [
        vec!["10.0.0.1"],
        vec!["127.0.0.1"],
        vec!["169.254.169.254"],
        vec!["::ffff:10.0.0.1"],
        vec!["fd00::1"],
        // One bad address spoils the name.
        vec!["1.1.1.1", "192.168.0.1"],
        vec!["192.168.0.1", "1.1.1.1"],
    ] {
        let sender = resolving([addresses.clone(), addresses.clone()]);
        let checked = sender.check(&url("https://example.com/")).await;
        assert!(matches!(checked, Err(Failure::Forbidden(_))), "{checked:?}");
        let sent = send(&sender, "https://example.com/").await;
        assert_eq!(sent.outcome, Outcome::Forbidden, "{addresses:?}");
    }
}

#[tokio::test]
async fn an_address_is_checked_like_a_name() {
    for address in [
        "10.0.0.1",
        "169.254.169.254",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
    ] {
        let to = format!("https://{address}/");
        let checked = resolving([]).check(&url(&to)).await;
        assert!(matches!(checked, Err(Failure::Forbidden(_))), "{checked:?}");
    }
}

/// The name was public when it was checked.
#[tokio::test]
async fn a_name_that_moves_to_this_machine_is_not_followed() {
    let server = Server::answering("HTTP/1.1 200 OK\r\n\r\n").await;
    let sender = resolving([vec!["1.1.1.1"], vec!["127.0.0.1"]]);
    let to = format!("https://example.com:{}/", server.port);
    sender.check(&url(&to)).await.unwrap();
    let sent = send(&sender, &to).await;
    assert_eq!(sent.outcome, Outcome::Forbidden);
    let detail = sent.detail.unwrap();
    assert!(
        detail.contains("127.0.0.1 is a loopback address"),
        "{detail}"
    );
    assert_eq!(server.accepted(), 0);
}

/// `localhost` is this machine, whatever a resolver says.
#[tokio::test]
async fn localhost_leads_nowhere_else() {
    let sender = resolving([vec!["1.1.1.1"]]);
    let sent = send(&sender, "http://localhost:9/").await;
    assert_eq!(sent.outcome, Outcome::Forbidden);
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_a_failure() {
    let sender = resolving([vec![], vec![]]);
    let checked = sender.check(&url("https://example.com/")).await;
    let said = checked.unwrap_err().to_string();
    assert_eq!(said, "the name example.com does not resolve");
    let sent = send(&sender, "https://example.com/").await;
    assert_eq!(sent.outcome, Outcome::Unreachable);
}

struct Never;

#[async_trait]
impl Resolve for Never {
    async fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_resolver_that_hangs_is_given_up() {
    let sender = Sender {
        resolver: Arc::new(Never),
        ..sender(SHORT)
    };
    let checked = sender.check(&url("https://example.com/")).await;
    assert!(matches!(checked, Err(Failure::TimedOut)), "{checked:?}");
    let sent = send(&sender, "https://example.com/").await;
    assert_eq!(sent.outcome, Outcome::TimedOut);
}

#[tokio::test]
async fn the_systems_resolver_knows_this_machine() {
    let server = Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let to = format!("http://localhost:{}/", server.port);
    let sent = send(&sender(LONG), &to).await;
    assert_eq!(sent.outcome, Outcome::Delivered, "{sent:?}");
}
