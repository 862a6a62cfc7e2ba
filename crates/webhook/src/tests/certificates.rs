use std::sync::Arc;

use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;
use wellhead_core::webhook::Outcome;

use super::server::Server;
use super::{LONG, SHORT, send, sender};
use crate::send::Sender;
use crate::tls::Trust;

/// A self-signed certificate of this name, good until this year.
fn certificate(name: &str, until: i32) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = date_time_ymd(2000, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    let certificate = params.self_signed(&key).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    (certificate.der().clone(), key)
}

/// A server with this certificate that answers 200.
async fn secure(certificate: CertificateDer<'static>, key: PrivateKeyDer<'static>) -> Server {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    Server::start(async move |stream| {
        let Ok(mut stream) = acceptor.accept(stream).await else {
            return String::new();
        };
        let mut bytes = vec![0; 4_096];
        let read = stream.read(&mut bytes).await.unwrap();
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        stream.write_all(answer).await.unwrap();
        stream.shutdown().await.ok();
        String::from_utf8_lossy(&bytes[..read]).into_owned()
    })
    .await
}

#[tokio::test]
async fn a_trusted_certificate_of_the_right_name_is_needed() {
    for (name, until, is_trusted, outcome) in [
        ("localhost", 2999, true, Outcome::Delivered),
        ("localhost", 2999, false, Outcome::Untrusted),
        ("localhost", 2001, true, Outcome::Untrusted),
        ("example.com", 2999, true, Outcome::Untrusted),
    ] {
        let (certificate, key) = certificate(name, until);
        let sender = Sender {
            trust: Trust::only(is_trusted.then(|| certificate.clone())),
            ..sender(LONG)
        };
        let server = secure(certificate, key).await;
        let to = format!("https://localhost:{}/", server.port);
        let sent = send(&sender, &to).await;
        assert_eq!(sent.outcome, outcome, "{name} {until}: {sent:?}");
        let request = server.first.await.unwrap();
        let has_it = request.contains("webhook-signature");
        assert_eq!(has_it, outcome == Outcome::Delivered, "{request}");
    }
}

#[tokio::test]
async fn a_server_without_tls_gets_nothing() {
    let server = Server::start(async move |mut stream| {
        let mut bytes = vec![0; 4_096];
        let read = stream.read(&mut bytes).await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad\r\n\r\n").await.unwrap();
        String::from_utf8_lossy(&bytes[..read]).into_owned()
    })
    .await;
    let to = format!("https://127.0.0.1:{}/secret-path", server.port);
    let sent = send(&sender(LONG), &to).await;
    assert_eq!(sent.outcome, Outcome::Untrusted, "{sent:?}");
    let request = server.first.await.unwrap();
    assert!(!request.contains("secret-path"), "{request}");
}

#[tokio::test]
async fn a_handshake_that_hangs_is_given_up() {
    let server = Server::start(async move |mut stream| {
        let mut bytes = [0; 4_096];
        while !matches!(stream.read(&mut bytes).await, Ok(0) | Err(_)) {}
        "closed".to_owned()
    })
    .await;
    let to = format!("https://127.0.0.1:{}/", server.port);
    let sent = send(&sender(SHORT), &to).await;
    assert_eq!(sent.outcome, Outcome::TimedOut, "{sent:?}");
    assert_eq!(server.first.await.unwrap(), "closed");
}
