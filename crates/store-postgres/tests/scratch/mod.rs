//! Throw-away databases on the server that `WELLHEAD_TEST_POSTGRES` names.

use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::{Client, NoTls};

/// The server's URL.
///
/// # Panics
/// Where there is none: a missing engine is a failure, not a skip.
pub(crate) fn server() -> String {
    std::env::var("WELLHEAD_TEST_POSTGRES").expect(
        "WELLHEAD_TEST_POSTGRES should name a PostgreSQL server, \
         such as postgres://postgres@127.0.0.1:5432/postgres; ./scripts/test starts one",
    )
}

/// A connection as whoever `url` logs in as.
pub(crate) async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .expect("the test server can be reached");
    tokio::spawn(connection);
    client
}

/// The URL of a new, empty database.
pub(crate) async fn database(purpose: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("wellhead_{purpose}_{}_{next}", std::process::id());
    let server = server();
    let client = connect(&server).await;
    for statement in [
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        format!("CREATE DATABASE {name}"),
    ] {
        client
            .batch_execute(&statement)
            .await
            .expect("the test server lets a database be made");
    }
    let (base, _) = server
        .rsplit_once('/')
        .expect("the URL ends with a database's name");
    format!("{base}/{name}")
}
