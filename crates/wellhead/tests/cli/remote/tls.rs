//! A server behind TLS: its certificate must be trusted.

use std::sync::Arc;
use std::thread;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::{Far, people};
use crate::support::{Engine, ended};

/// Terminates TLS and forwards to `address`; returns the port, and the certificate.
fn in_front_of(address: String) -> (u16, String) {
    let names = vec!["localhost".to_owned()];
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let (tell, port) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap().port()).unwrap();
            let acceptor = TlsAcceptor::from(Arc::new(config));
            loop {
                let (client, _) = listener.accept().await.unwrap();
                let (acceptor, address) = (acceptor.clone(), address.clone());
                tokio::spawn(async move {
                    let Ok(mut client) = acceptor.accept(client).await else {
                        return;
                    };
                    let mut server = TcpStream::connect(address).await.unwrap();
                    tokio::io::copy_bidirectional(&mut client, &mut server)
                        .await
                        .ok();
                });
            }
        });
    });
    (port.recv().unwrap(), cert.pem())
}

#[test]
fn only_a_trusted_server_gets_the_key() {
    let engine = Engine::sqlite();
    let far = Far::new(&engine);
    let address = far.server.url.strip_prefix("http://").unwrap().to_owned();
    let (port, certificate) = in_front_of(address);
    let trusted = engine.file("trusted.pem", certificate);
    let many = people(&engine, "many.csv", 0..9_000);
    let import = |status, host: &str, trusted: Option<&str>| {
        let server = format!("https://{host}:{port}");
        let mut command = engine.command(&["import", "--server", &server, &many]);
        command.args(["--connector", "crm", "--direction", "input"]);
        command.args(["--key-file", &far.key, "--give-up-after", "20"]);
        if let Some(trusted) = trusted {
            command.env("SSL_CERT_FILE", trusted);
        }
        ended(status, &command.output().unwrap()).1
    };
    let said = import(1, "localhost", None);
    assert!(said.to_lowercase().contains("certificate"), "{said}");
    assert!(!said.contains("retrying"), "{said}");
    assert_eq!(far.active(), [""; 0]);
    // The certificate is for another host.
    let said = import(1, "127.0.0.1", Some(&trusted));
    assert!(said.to_lowercase().contains("certificate"), "{said}");
    import(0, "localhost", Some(&trusted));
    assert_eq!(far.active().len(), 9_000);
}
