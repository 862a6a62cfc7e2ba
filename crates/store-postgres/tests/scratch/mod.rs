//! Throw-away databases on the server that `WELLHEAD_TEST_POSTGRES` names.

use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::{Client, NoTls};

/// The server's URL.
///
/// # Panics
/// If there is none: a missing engine is a failure, not a skip.
pub(crate) fn server() -> String {
    std::env::var("WELLHEAD_TEST_POSTGRES").expect(
        "WELLHEAD_TEST_POSTGRES should name a PostgreSQL server, \
         such as postgres://postgres@127.0.0.1:5432/postgres; ./scripts/test starts one",
    )
}

/// A connection with the login of `url`.
pub(crate) async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .expect("the test server can be reached");
    tokio::spawn(connection);
    client
}

/// A test's own database, by its URL. It is dropped with this value.
pub(crate) struct Database(String);

impl Database {
    pub(crate) fn name(&self) -> &str {
        let (_, name) = self.0.rsplit_once('/').expect("a database's name");
        name
    }
}

impl std::ops::Deref for Database {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = self.name();
        // Not in one string: that would be one transaction.
        let drops = [
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            format!(
                "DROP ROLE IF EXISTS wellhead_service_{name}, wellhead_operator_{name}, wellhead_app_{name}"
            ),
        ];
        // A runtime cannot block inside another one.
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("a runtime");
                runtime.block_on(async {
                    let client = connect(&server()).await;
                    for drop in drops {
                        client.batch_execute(&drop).await.ok();
                    }
                });
            });
        });
    }
}

/// A new, empty database.
pub(crate) async fn database(purpose: &str) -> Database {
    made(purpose, None).await
}

/// A new database, empty or a copy of another one.
pub(crate) async fn made(purpose: &str, of: Option<&Database>) -> Database {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("wellhead_{purpose}_{}_{next}", std::process::id());
    let like = of.map_or_else(String::new, |of| format!(" TEMPLATE {}", of.name()));
    let server = server();
    let client = connect(&server).await;
    for statement in [
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        format!("CREATE DATABASE {name}{like}"),
    ] {
        client
            .batch_execute(&statement)
            .await
            .expect("the test server lets a database be made");
    }
    let (base, _) = server
        .rsplit_once('/')
        .expect("the URL ends with a database's name");
    Database(format!("{base}/{name}"))
}
