//! From `--database URL` to a store: the only place that knows both engines.

mod location;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use wellhead_core::checkup::Finding;
use wellhead_core::host::Host;
use wellhead_core::ledger::Ledger;
use wellhead_core::store::{OperatorStore, Store};
use wellhead_store_postgres::{ConnectError, PostgresStore};
use wellhead_store_sqlite::{Examined, OpenError, SqliteStore};

use crate::host::SystemHost;
use location::Location;

pub(crate) use location::read_url;

/// An open, migrated database.
pub(crate) struct Database {
    /// The ledger of tenants.
    pub(crate) store: Arc<dyn Store>,
    /// For operators only; the service never gets it.
    pub(crate) operator: Arc<dyn OperatorStore>,
    /// The schema's version.
    pub(crate) version: u32,
    /// What keeps it.
    pub(crate) engine: &'static str,
    /// Its URL without secrets.
    pub(crate) name: String,
    /// Who else may read it, or what is sent to it, and what to do about that.
    pub(crate) exposures: Vec<String>,
    /// What has to be closed, so that nothing is left beside the file. A server sees to that by itself.
    pub(crate) file: Option<Arc<SqliteStore>>,
}

impl Database {
    /// Opens the database that `url` names and brings its schema up to date. A missing file is an error: it would be an
    /// empty ledger in the place of the one that was meant.
    pub(crate) async fn open(url: &str) -> anyhow::Result<Self> {
        match Location::parse(url)? {
            Location::Sqlite(path) => match SqliteStore::open_existing(&path).await {
                Ok(store) => Ok(Self::sqlite(&path, store)),
                Err(OpenError::Missing { path }) => Err(Missing(path).into()),
                Err(error) => Err(error.into()),
            },
            Location::Postgres(url) => Ok(Self::postgres(PostgresStore::connect(&url).await?)),
        }
    }

    /// The same, but creates a missing file.
    pub(crate) async fn open_or_create(url: &str) -> anyhow::Result<Self> {
        match Location::parse(url)? {
            Location::Sqlite(path) => Ok(Self::sqlite(&path, SqliteStore::open(&path).await?)),
            Location::Postgres(url) => Ok(Self::postgres(PostgresStore::connect(&url).await?)),
        }
    }

    /// The same, and mends what somebody has changed in the rights of the database's roles.
    pub(crate) async fn migrate(url: &str) -> anyhow::Result<Self> {
        match Location::parse(url)? {
            Location::Sqlite(path) => Ok(Self::sqlite(&path, SqliteStore::open(&path).await?)),
            Location::Postgres(url) => Ok(Self::postgres(PostgresStore::migrate(&url).await?)),
        }
    }

    /// Looks at the database that `url` names, and changes nothing.
    pub(crate) async fn checkup(url: &str) -> anyhow::Result<Vec<Finding>> {
        match Location::parse(url)? {
            Location::Sqlite(path) => Ok(SqliteStore::checkup(&path).await),
            Location::Postgres(url) => Ok(PostgresStore::checkup(&url, || SystemHost.now()).await?),
        }
    }

    fn sqlite(path: &Path, store: SqliteStore) -> Self {
        let store = Arc::new(store);
        let path = path.display();
        Self {
            version: store.schema_version(),
            engine: "SQLite",
            name: format!("sqlite:{path}"),
            exposures: Vec::from_iter(store.is_readable_by_others().then(|| {
                format!(
                    "other users of this machine can read the database {path}, and with it the names in it; 'chmod 600 \
                     {path}*' ends that"
                )
            })),
            operator: store.clone(),
            file: Some(store.clone()),
            store,
        }
    }

    fn postgres(store: PostgresStore) -> Self {
        let store = Arc::new(store);
        let in_the_clear = store.in_the_clear().map(|place| {
            format!(
                "the connection to PostgreSQL at {place} is NOT ENCRYPTED: whoever is on the way there can read the \
                 names, the login and its password; use sslmode=verify-full, and sslrootcert=FILE if it needs one"
            )
        });
        let owner = store.owner().map(|login| {
            format!(
                "the login {login} owns the tables, so row-level security does not bind it if it leaves its role; serve with \
                 one that has the service's role only, as docs/operations/postgresql.md says"
            )
        });
        Self {
            version: store.schema_version(),
            engine: "PostgreSQL",
            name: store.name().to_owned(),
            exposures: in_the_clear.into_iter().chain(owner).collect(),
            operator: store.clone(),
            file: None,
            store,
        }
    }

    /// Refuses a file that is damaged, as far as a short look can tell. A server of PostgreSQL looks at what it reads.
    pub(crate) async fn examine(&self) -> anyhow::Result<()> {
        if let Some(file) = &self.file
            && file.examine().await? == Examined::Partly
        {
            tracing::info!(
                "the database is large, and only a part of it was looked through at the start; 'wellhead backup' checks all of it"
            );
        }
        Ok(())
    }

    /// The ledger in this database, with this machine's clock.
    pub(crate) fn ledger(&self) -> Ledger {
        Ledger::new(Arc::clone(&self.store), Arc::new(SystemHost))
    }
}

/// The file that `url` names, whether it is there or not; `None` if the ledger is on a server.
pub(crate) fn file_of(url: &str) -> anyhow::Result<Option<PathBuf>> {
    Ok(match Location::parse(url)? {
        Location::Sqlite(path) => Some(path),
        Location::Postgres(_) => None,
    })
}

/// A file that is not there, and what to do about that.
#[derive(Debug, thiserror::Error)]
#[error(
    "there is no database {}; name another one with --database, WELLHEAD_DATABASE or WELLHEAD_DATABASE_FILE, or create this one with \
     'wellhead workspace create NAME', 'wellhead migrate' or 'wellhead serve --create'",
    std::path::absolute(.0).unwrap_or_else(|_| .0.clone()).display()
)]
pub(crate) struct Missing(pub(crate) PathBuf);

/// Whether a database that could not be opened may be there in a moment: its server may be starting, its disk may be mounted.
pub(crate) fn may_come(error: &anyhow::Error) -> bool {
    if error.is::<Missing>() {
        return true;
    }
    if let Some(error) = error.downcast_ref::<ConnectError>() {
        return error.may_pass();
    }
    matches!(error.downcast_ref(), Some(OpenError::CannotOpen { .. }))
}
