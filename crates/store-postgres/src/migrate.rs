mod indexes;

use std::time::Duration;

use tokio_postgres::{Client, Config};

use crate::error::{ConnectError, DatabaseError};
use crate::tls::Tls;
use crate::url::place;

refinery::embed_migrations!("migrations");

/// Qualified, so that it does not depend on the `search_path`.
const HISTORY: &str = "public.wellhead_schema_history";

/// The advisory lock that processes hold while they check and change the schema.
const LOCK: i64 = 0x7765_6c6c_6865_6164;

/// How long to wait for the server when connecting.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);

/// The oldest version that supports the schema, as a `server_version_num`.
const OLDEST: i32 = 150_000;

/// Brings the schema up to date and returns its version.
pub(crate) async fn migrate(config: &Config, tls: Tls) -> Result<u32, ConnectError> {
    let unreachable = |why| ConnectError::Unreachable {
        place: place(config),
        why,
    };
    let connected = tokio::time::timeout(CONNECT_WITHIN, tls.connect(config)).await;
    let connected = connected.map_err(|_| ConnectError::Silent {
        place: place(config),
    })?;
    let mut client = connected.map_err(unreachable)?;
    refuse_old_server(&client, config).await?;
    let failed = |error: tokio_postgres::Error| {
        ConnectError::Migration(DatabaseError(&error).to_string().into())
    };
    lock(&client).await.map_err(failed)?;
    let mut runner = migrations::runner();
    runner.set_migration_table_name(HISTORY);
    let known = runner
        .get_migrations()
        .iter()
        .map(|migration| version(migration.version()))
        .max()
        .unwrap_or(0);
    let found = applied(&client).await.map_err(failed)?;
    if found > known {
        return Err(ConnectError::Newer { found, known });
    }
    // A login that may not change the schema can still use one that is up to date.
    if found < known {
        let migrated = runner.run_async(&mut client).await;
        migrated.map_err(|error| ConnectError::Migration(error.into()))?;
        let readable = format!("GRANT SELECT ON {HISTORY} TO PUBLIC");
        client.batch_execute(&readable).await.map_err(failed)?;
    }
    indexes::build(&client).await.map_err(failed)?;
    Ok(known)
}

/// How often to ask whether another process still migrates.
const LOCK_AGAIN: Duration = Duration::from_millis(100);

/// Waits until no other process migrates. The lock ends with the connection.
///
/// It asks again and again, because the other process may build an index while others write: PostgreSQL then waits for every
/// statement that began before, and so for one that waits for the lock.
async fn lock(client: &Client) -> Result<(), tokio_postgres::Error> {
    let mut is_first = true;
    loop {
        let free = client.query_one("SELECT pg_try_advisory_lock($1)", &[&LOCK]);
        if free.await?.get(0) {
            return Ok(());
        }
        if is_first {
            tracing::info!("another process migrates the database; waiting for it");
            is_first = false;
        }
        tokio::time::sleep(LOCK_AGAIN).await;
    }
}

/// The newest migration that the database has; 0 if it has none.
async fn applied(client: &Client) -> Result<u32, tokio_postgres::Error> {
    let known = client.query_one("SELECT to_regclass($1) IS NOT NULL", &[&HISTORY]);
    if !known.await?.get::<_, bool>(0) {
        return Ok(0);
    }
    let sql = format!("SELECT coalesce(max(version), 0)::int8 FROM {HISTORY}");
    let newest: i64 = client.query_one(&sql, &[]).await?.get(0);
    Ok(version(newest))
}

fn version(version: impl TryInto<u32>) -> u32 {
    version.try_into().unwrap_or(u32::MAX)
}

async fn refuse_old_server(client: &Client, config: &Config) -> Result<(), ConnectError> {
    let sql =
        "SELECT current_setting('server_version_num')::int, current_setting('server_version')";
    let row = client
        .query_one(sql, &[])
        .await
        .map_err(|why| ConnectError::Unreachable {
            place: place(config),
            why,
        })?;
    if row.get::<_, i32>(0) < OLDEST {
        return Err(ConnectError::TooOld {
            place: place(config),
            found: row.get(1),
        });
    }
    Ok(())
}

#[cfg(test)]
#[path = "../tests/half_folded/mod.rs"]
mod half_folded;
