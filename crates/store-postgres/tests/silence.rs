//! A server that disappears silently, as in a failover or after a pulled cable.

#![expect(
    clippy::disallowed_methods,
    reason = "tests have no host but this machine"
)]

mod scratch;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};
use wellhead_core::key::TokenHash;
use wellhead_core::store::{KeyStore, Store, StoreError};
use wellhead_store_postgres::{ConnectError, PostgresStore};

/// A proxy before the real server. Connections from before its current era get no more answers.
struct Proxy {
    address: String,
    era: Arc<AtomicUsize>,
}

impl Proxy {
    async fn start(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let era = Arc::new(AtomicUsize::new(0));
        let current = Arc::clone(&era);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.expect("the server");
                let era = Arc::clone(&current);
                tokio::spawn(forward(client, server, era));
            }
        });
        Self { address, era }
    }

    fn go_silent(&self) {
        self.era.fetch_add(1, Ordering::SeqCst);
    }
}

async fn forward(client: TcpStream, server: TcpStream, era: Arc<AtomicUsize>) {
    let born = era.load(Ordering::SeqCst);
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    tokio::spawn(async move { copy(&mut from_client, &mut to_server).await });
    let mut buffer = [0; 4_096];
    while let Ok(read @ 1..) = from_server.read(&mut buffer).await {
        if era.load(Ordering::SeqCst) != born {
            // Neither answers nor hangs up.
            std::future::pending::<()>().await;
        }
        if to_client.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn a_silent_connection_is_given_up() {
    let url = scratch::database("silence").await;
    let (login, place) = url.split_once('@').expect("a login");
    let (server, database) = place.split_once('/').expect("a database");
    let proxy = Proxy::start(server.to_owned()).await;
    let url = format!("{login}@{}/{database}", proxy.address);
    let store = PostgresStore::connect(&url).await.expect("a new database");
    store.ready().await.expect("it answers");
    proxy.go_silent();
    let silent = store.ready().await.expect_err("nobody answers");
    assert!(matches!(silent, StoreError::Unavailable(_)), "{silent}");
    store.ready().await.expect("a new connection answers");
}

#[tokio::test]
async fn a_port_that_says_nothing_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let url = format!("postgres://nobody:secret@{address}/nothing");
    let refused = PostgresStore::connect(&url)
        .await
        .expect_err("nobody answers");
    assert!(matches!(refused, ConnectError::Silent { .. }), "{refused}");
    let said = refused.to_string();
    assert!(
        said.contains(&address.to_string()) && !said.contains("secret"),
        "{said}"
    );
}

#[tokio::test]
async fn a_login_that_may_not_migrate_may_work() {
    let url = scratch::database("worker").await;
    PostgresStore::connect(&url).await.expect("a new database");
    let owner = scratch::connect(&url).await;
    let login = format!("wellhead_worker_{}", std::process::id());
    owner
        .batch_execute(&format!(
            "CREATE ROLE {login} LOGIN; GRANT wellhead_service, wellhead_operator TO {login}"
        ))
        .await
        .expect("a login can be made");
    let url = url.replace("postgres@", &format!("{login}@"));
    let store = PostgresStore::connect(&url)
        .await
        .expect("the schema is there");
    let nobody = store.authenticate(Instant::now(), TokenHash([0; 32])).await;
    assert_eq!(nobody.expect("it may ask"), None);
}
