use std::time::Duration;

use rusqlite::Connection;
use tokio::time::sleep;

use crate::database::{Database, connect};

/// Waits until the service has folded all that was written: it would do so beside what is measured. An older one has nothing to
/// fold.
pub(crate) async fn folded(database: &Database) -> anyhow::Result<()> {
    while waits(database).await? {
        sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

async fn waits(database: &Database) -> anyhow::Result<bool> {
    const WAITS: &str = "SELECT EXISTS (SELECT 1 FROM {unfolded})";
    match database {
        Database::Postgres(url) => {
            let client = connect(url).await?;
            let there = "SELECT to_regclass('core_api.unfolded') IS NOT NULL";
            if !client.query_one(there, &[]).await?.get::<_, bool>(0) {
                return Ok(false);
            }
            let sql = WAITS.replace("{unfolded}", "core_api.unfolded");
            Ok(client.query_one(&sql, &[]).await?.get(0))
        }
        Database::Sqlite(path) => {
            let connection = Connection::open(path)?;
            let there = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'unfolded')";
            if !connection.query_row(there, [], |row| row.get(0))? {
                return Ok(false);
            }
            let sql = WAITS.replace("{unfolded}", "unfolded");
            Ok(connection.query_row(&sql, [], |row| row.get(0))?)
        }
    }
}
