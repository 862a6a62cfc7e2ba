mod indexes;

use std::time::Duration;

use futures_util::TryFutureExt;
use refinery_core::Migration;
use refinery_core::traits::r#async::{AsyncMigrate, AsyncQuery, AsyncTransaction};
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use wellhead_core::checkup::{Finding, SCHEMA};

use crate::alarm::Alarm;
use crate::error::ConnectError;
use crate::hosts::Hosts;
use crate::roles::{self, Roles};
use crate::url::place;

refinery::embed_migrations!("migrations");

/// Qualified, so that it does not depend on the `search_path`.
const HISTORY: &str = "public.wellhead_schema_history";

/// The advisory lock that processes hold while they check and change the schema.
const LOCK: i64 = 0x7765_6c6c_6865_6164;

/// How long the server may take to let somebody in, and to answer what it knows.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// How long to wait for another process that migrates.
const TURN: Duration = Duration::from_mins(1);

/// How often to ask whether it still does.
const LOCK_AGAIN: Duration = Duration::from_millis(100);

/// How long a migration waits for a lock. Whoever comes after it waits as long.
const LOCK_WITHIN: &str = "3s";

/// How often a migration that did not get its locks starts again.
const TRIES: u32 = 20;

/// How long others may have the locks before it starts again.
const PAUSE: Duration = Duration::from_secs(3);

/// The oldest version that supports the schema, as a `server_version_num`.
const OLDEST: i32 = 150_000;

/// A schema that is up to date.
pub(crate) struct Schema {
    pub(crate) version: u32,
    pub(crate) roles: Roles,
    /// The login, if it owns the schema.
    pub(crate) owner: Option<String>,
}

/// Brings the schema up to date. With `mends`, it also gives its roles what they should be able to do, if somebody took that
/// away by hand.
///
/// Only the migrations themselves may take long, as long as the server lets others in.
pub(crate) async fn migrate(hosts: &Hosts, mends: bool) -> Result<Schema, ConnectError> {
    let mut client = connect(hosts).await?;
    let soon = Soon(hosts);
    lock(&client, soon).await?;
    let mut runner = migrations::runner();
    runner.set_migration_table_name(HISTORY);
    let known = known();
    let found = soon.answered(applied_or_told(&client)).await?;
    if found > known && !soon.answered(serves(&client, known)).await? {
        return Err(ConnectError::Newer { found, known });
    }
    let standing = soon.answered(roles::standing(&client, found)).await?;
    // A login that may not change the schema can still use one that is up to date.
    let roles = match standing.sound() {
        Some(roles) if found >= known => {
            if mends && standing.is_owner() {
                soon.or_later(roles::give(&client)).await?;
            }
            roles.clone()
        }
        _ if !standing.is_owner() => return Err(ConnectError::NotOwner),
        _ => {
            if soon.answered(roles::are_lost(&client, found)).await? {
                return Err(ConnectError::RolesLost);
            }
            let roles = soon.answered(roles::settle(&client, &standing)).await?;
            soon.answered(wait_for_locks(&client, LOCK_WITHIN)).await?;
            soon.or_later(roles::restore(&client, &standing, &roles))
                .await?;
            if found < known {
                let mut named = Named(&mut client, &roles);
                let migrated = runner.run_async(&mut named);
                let migrated = migrated.map_err(|error| ConnectError::Migration(error.into()));
                soon.or_later(migrated).await?;
                soon.or_later(roles::keep(&client, &roles)).await?;
            }
            roles
        }
    };
    if standing.is_owner() {
        soon.of_migration(let_all_see_the_version(&client)).await?;
        let missing = soon.of_migration(indexes::missing(&client)).await?;
        let built = indexes::build(&client, missing);
        soon.or_later(built.map_err(ConnectError::of_migration))
            .await?;
    }
    soon.answered(roles::admit(&client, &roles)).await?;
    Ok(Schema {
        version: found.max(known),
        roles,
        owner: standing.owner(),
    })
}

/// Waits for answers that a server has at once.
#[derive(Clone, Copy)]
struct Soon<'h>(&'h Hosts);

impl Soon<'_> {
    async fn answered<T>(
        self,
        answer: impl Future<Output = Result<T, ConnectError>>,
    ) -> Result<T, ConnectError> {
        let answer = tokio::time::timeout(ANSWER_WITHIN, answer).await;
        answer.map_err(|_| self.silent())?
    }

    /// Waits for what may take long, unless the server says nothing to anybody.
    async fn or_later<T>(
        self,
        work: impl Future<Output = Result<T, ConnectError>>,
    ) -> Result<T, ConnectError> {
        let done = Alarm::new(self.0.clone()).unless_gone(work).await;
        done.map_err(|_| self.silent())?
    }

    fn silent(self) -> ConnectError {
        ConnectError::Silent {
            place: place(self.0.config()),
        }
    }

    async fn of_migration<T>(
        self,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, ConnectError> {
        self.answered(answer.map_err(ConnectError::of_migration))
            .await
    }
}

/// Runs migrations with the database's own roles in them, each in a transaction of its own. One that waited for a lock, before which
/// all others would queue, gives up its place after a moment and starts again.
struct Named<'a>(&'a mut Client, &'a Roles);

impl AsyncTransaction for Named<'_> {
    type Error = tokio_postgres::Error;

    async fn execute<'a, T: Iterator<Item = &'a str> + Send + 'a>(
        &'a mut self,
        queries: T,
    ) -> Result<usize, Self::Error> {
        let queries: Vec<String> = queries.map(|sql| self.1.named_in(sql)).collect();
        let mut tries = 1;
        loop {
            match self.0.execute(queries.iter().map(String::as_str)).await {
                Err(error) if is_locked(&error) && tries < TRIES => {
                    tracing::info!(tries, "the migration waits for others who use the tables");
                    tries += 1;
                    tokio::time::sleep(PAUSE).await;
                }
                done => return done,
            }
        }
    }
}

impl AsyncQuery<Vec<Migration>> for Named<'_> {
    async fn query<'a>(&'a mut self, query: &'a str) -> Result<Vec<Migration>, Self::Error> {
        AsyncQuery::query(self.0, query).await
    }
}

impl AsyncMigrate for Named<'_> {}

/// A connection to a server that is new enough.
pub(crate) async fn connect(hosts: &Hosts) -> Result<Client, ConnectError> {
    let place = || place(hosts.config());
    let connect = async {
        let opened = hosts.open().await;
        let (client, _) = opened.map_err(|why| ConnectError::Unreachable {
            place: place(),
            why,
        })?;
        refuse_old_server(&client, &place()).await?;
        Ok(client)
    };
    Soon(hosts).answered(connect).await
}

/// The newest migration that this program has.
fn known() -> u32 {
    let runner = migrations::runner();
    let versions = runner.get_migrations().iter().map(Migration::version);
    versions.map(version).max().unwrap_or(0)
}

/// How a schema of this version stands to this program.
pub(crate) async fn level(client: &Client, found: u32) -> Result<Finding, ConnectError> {
    let known = known();
    let migrate = "run 'wellhead migrate' with the login that owns the database";
    if found == 0 {
        return Ok(Finding::unsound(SCHEMA, "there is none", migrate));
    }
    let serves = found > known && serves(client, known).await?;
    Ok(Finding::schema(found, known, serves, migrate))
}

/// Waits until no other process migrates. The lock ends with the connection.
///
/// It asks again and again, because the other process may build an index while others write: PostgreSQL then waits for every
/// statement that began before, and so for one that waits for the lock.
async fn lock(client: &Client, soon: Soon<'_>) -> Result<(), ConnectError> {
    let locked = async {
        let mut is_first = true;
        loop {
            let free = client.query_one("SELECT pg_try_advisory_lock($1)", &[&LOCK]);
            if soon.of_migration(free).await?.get(0) {
                return Ok(());
            }
            if is_first {
                tracing::info!("another process migrates the database; waiting for it");
                is_first = false;
            }
            tokio::time::sleep(LOCK_AGAIN).await;
        }
    };
    let locked = tokio::time::timeout(TURN, locked).await;
    locked.map_err(|_| ConnectError::Migrating)?
}

/// Limits how long the next statements wait for a lock.
async fn wait_for_locks(client: &Client, most: &str) -> Result<(), ConnectError> {
    let wait = format!("SET lock_timeout = '{most}'");
    client
        .batch_execute(&wait)
        .await
        .map_err(ConnectError::of_migration)
}

fn is_locked(error: &tokio_postgres::Error) -> bool {
    error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE)
}

/// Whether a schema that is newer than this program, which knows `known`, may be used by it.
async fn serves(client: &Client, known: u32) -> Result<bool, ConnectError> {
    if known < roles::SINCE {
        return Ok(false);
    }
    let readable = "SELECT has_schema_privilege('core_api', 'USAGE')";
    let readable = client
        .query_one(readable, &[])
        .await
        .map_err(ConnectError::of_migration)?;
    if !readable.get::<_, bool>(0) {
        return Ok(false);
    }
    let oldest = client
        .query_opt("SELECT serves::int8 FROM core_api.installation", &[])
        .await
        .map_err(ConnectError::of_migration)?;
    Ok(oldest.is_some_and(|oldest| oldest.get::<_, i64>(0) <= i64::from(known)))
}

/// Lets everyone read which version the schema has. A dump that is restored without privileges has lost that.
async fn let_all_see_the_version(client: &Client) -> Result<(), tokio_postgres::Error> {
    if is_version_seen(client).await? {
        return Ok(());
    }
    let readable = format!("GRANT SELECT ON {HISTORY} TO PUBLIC");
    client.batch_execute(&readable).await
}

/// Whether everyone may read which version the schema has.
pub(crate) async fn is_version_seen(client: &Client) -> Result<bool, tokio_postgres::Error> {
    let seen = "SELECT has_table_privilege('public', $1, 'SELECT')";
    Ok(client.query_one(seen, &[&HISTORY]).await?.get(0))
}

/// The newest migration that the database has. A login that may not see it is told who may.
async fn applied_or_told(client: &Client) -> Result<u32, ConnectError> {
    applied(client).await.map_err(|error| match error.code() {
        Some(&SqlState::INSUFFICIENT_PRIVILEGE) => ConnectError::NotOwner,
        _ => ConnectError::of_migration(error),
    })
}

/// The newest migration that the database has; 0 if it has none.
pub(crate) async fn applied(client: &Client) -> Result<u32, tokio_postgres::Error> {
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

async fn refuse_old_server(client: &Client, place: &str) -> Result<(), ConnectError> {
    let sql =
        "SELECT current_setting('server_version_num')::int, current_setting('server_version')";
    let row = client.query_one(sql, &[]).await;
    let row = row.map_err(|why| ConnectError::Unreachable {
        place: place.to_owned(),
        why,
    })?;
    if row.get::<_, i32>(0) < OLDEST {
        return Err(ConnectError::TooOld {
            place: place.to_owned(),
            found: row.get(1),
        });
    }
    Ok(())
}

#[cfg(test)]
#[path = "../tests/half_folded/mod.rs"]
mod half_folded;
