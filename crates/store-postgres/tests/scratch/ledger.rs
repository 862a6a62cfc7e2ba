//! Throw-away databases with the tables of the ledger.

use tokio::sync::OnceCell;
use wellhead_store_postgres::PostgresStore;

use super::scratch;

/// A new database with the ledger's tables. They are made once in a process, and then copied: to make them takes longer than
/// most tests.
pub(crate) async fn database(purpose: &str) -> scratch::Database {
    static TEMPLATE: OnceCell<scratch::Database> = OnceCell::const_new();
    let made_once = TEMPLATE.get_or_init(|| async {
        let template = scratch::database("template").await;
        PostgresStore::connect(&template)
            .await
            .expect("a new database");
        // Nobody may be connected to what is copied.
        let name = template.name();
        let sql = format!(
            "ALTER DATABASE {name} ALLOW_CONNECTIONS false;
             SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{name}'"
        );
        let client = scratch::connect(&scratch::server()).await;
        client.batch_execute(&sql).await.expect("it can be closed");
        template
    });
    scratch::made(purpose, Some(made_once.await)).await
}
