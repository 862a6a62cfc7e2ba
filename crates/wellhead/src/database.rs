//! From `--database URL` to a store: the only place that knows both engines.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use wellhead_core::ledger::Ledger;
use wellhead_core::store::{OperatorStore, Store};
use wellhead_store_postgres::PostgresStore;
use wellhead_store_sqlite::{OpenError, SqliteStore};

use crate::host::SystemHost;

/// An open, migrated database.
pub(crate) struct Database {
    /// The ledger of tenants.
    pub(crate) store: Arc<dyn Store>,
    /// For operators only; the service never gets it.
    pub(crate) operator: Arc<dyn OperatorStore>,
    /// The schema's version.
    pub(crate) version: u32,
}

impl Database {
    /// Opens the database that `url` names and brings its schema up to date. A missing file is an error: it would be an
    /// empty ledger in the place of the one that was meant.
    pub(crate) async fn open(url: &str) -> anyhow::Result<Self> {
        match Location::parse(url)? {
            Location::Sqlite(path) => match SqliteStore::open_existing(&path).await {
                Ok(store) => Ok(Self::sqlite(store)),
                Err(OpenError::Missing { path }) => Err(missing(&path)),
                Err(error) => Err(error.into()),
            },
            Location::Postgres(url) => Self::postgres(&url).await,
        }
    }

    /// The same, but creates a missing file.
    pub(crate) async fn open_or_create(url: &str) -> anyhow::Result<Self> {
        match Location::parse(url)? {
            Location::Sqlite(path) => Ok(Self::sqlite(SqliteStore::open(&path).await?)),
            Location::Postgres(url) => Self::postgres(&url).await,
        }
    }

    fn sqlite(store: SqliteStore) -> Self {
        let store = Arc::new(store);
        Self {
            version: store.schema_version(),
            operator: store.clone(),
            store,
        }
    }

    async fn postgres(url: &str) -> anyhow::Result<Self> {
        let store = Arc::new(PostgresStore::connect(url).await?);
        Ok(Self {
            version: store.schema_version(),
            operator: store.clone(),
            store,
        })
    }

    /// The ledger in this database, with this machine's clock.
    pub(crate) fn ledger(&self) -> Ledger {
        Ledger::new(Arc::clone(&self.store), Arc::new(SystemHost))
    }
}

/// What to do about a file that is not there.
fn missing(path: &Path) -> anyhow::Error {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    anyhow!(
        "there is no database {}; name another one with --database or WELLHEAD_DATABASE, or create this one with \
         'wellhead workspace create NAME', 'wellhead migrate' or 'wellhead serve --create'",
        path.display()
    )
}

/// `url` without its secrets.
pub(crate) fn redacted(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    // A parameter may also be a password.
    let rest = rest.split_once('?').map_or(rest, |(rest, _)| rest);
    match rest.rsplit_once('@') {
        Some((login, place)) => {
            let user = login.split_once(':').map_or(login, |(user, _)| user);
            format!("{scheme}://{user}@{place}")
        }
        None => format!("{scheme}://{rest}"),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Location {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Location {
    fn parse(url: &str) -> anyhow::Result<Self> {
        let (scheme, rest) = url
            .split_once(':')
            .with_context(|| format!("--database '{url}' has no scheme; {FORMS}"))?;
        match scheme {
            "sqlite" => {
                let path = rest.strip_prefix("//").unwrap_or(rest);
                // SQLite takes 'file:' for a URI, whose parameters say other things than a path.
                if path.is_empty() || path.starts_with(':') || path.starts_with("file:") {
                    bail!("--database '{url}' names no file; {FORMS}");
                }
                Ok(Self::Sqlite(path.into()))
            }
            "postgres" | "postgresql" => Ok(Self::Postgres(url.to_owned())),
            _ => bail!("--database does not support '{scheme}:'; {FORMS}"),
        }
    }
}

const FORMS: &str =
    "use sqlite:PATH, such as sqlite:wellhead.db, or postgres://USER:PASSWORD@HOST:PORT/DATABASE";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls() {
        let sqlite = |path: &str| Location::Sqlite(path.into());
        assert_eq!(Location::parse("sqlite:a.db").unwrap(), sqlite("a.db"));
        assert_eq!(
            Location::parse("sqlite:///tmp/a.db").unwrap(),
            sqlite("/tmp/a.db")
        );
        assert!(matches!(
            Location::parse("postgresql://localhost/a").unwrap(),
            Location::Postgres(_)
        ));
        for bad in [
            "",
            "a.db",
            "sqlite:",
            "sqlite::memory:",
            "sqlite:file:a.db?mode=memory",
            "mysql://localhost",
        ] {
            assert!(Location::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(
            redacted("postgres://me:p@ss@db:5432/a"),
            "postgres://me@db:5432/a"
        );
        assert_eq!(redacted("postgres://db/a"), "postgres://db/a");
        assert_eq!(
            redacted("postgres://me@db/a?password=secret&sslmode=require"),
            "postgres://me@db/a"
        );
        assert_eq!(redacted("sqlite:a.db"), "sqlite:a.db");
    }
}
