//! A server that disappears silently, as in a failover or after a pulled cable.

#![expect(
    clippy::disallowed_methods,
    reason = "tests have no host but this machine"
)]

#[path = "scratch/roles.rs"]
mod named;
mod proxy;
mod scratch;

use std::time::Instant;

use proxy::Proxy;
use tokio::net::TcpListener;
use wellhead_core::key::TokenHash;
use wellhead_core::store::{KeyStore, Store, StoreError};
use wellhead_store_postgres::{ConnectError, PostgresStore};

use named::roles;

#[tokio::test]
async fn a_silent_connection_is_given_up() {
    let url = scratch::database("silence").await;
    let (proxy, url) = Proxy::before(&url).await;
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
    let [service, operator] = roles(&owner).await;
    owner
        .batch_execute(&format!(
            "CREATE ROLE {login} LOGIN; GRANT {service}, {operator} TO {login}"
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
