use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use rusqlite::{Connection, OpenFlags};
use tokio_postgres::{Client, NoTls};

/// The two engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Engine {
    Postgres,
    Sqlite,
}

impl Engine {
    pub(crate) const ALL: [Self; 2] = [Self::Postgres, Self::Sqlite];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::Sqlite => "SQLite",
        }
    }

    /// The database server's program, if it is a process besides the service.
    pub(crate) const fn server(self) -> Option<&'static str> {
        match self {
            Self::Postgres => Some("PostgreSQL"),
            Self::Sqlite => None,
        }
    }
}

/// The run's own database.
#[derive(Debug, Clone)]
pub(crate) enum Database {
    /// Its owner's URL.
    Postgres(String),
    /// The file.
    Sqlite(PathBuf),
}

impl Database {
    /// A new, empty database on `server`; drops one left over from before.
    pub(crate) async fn on_postgres(server: &str) -> anyhow::Result<Self> {
        const NAME: &str = "wellhead_bench";
        let client = connect(server).await?;
        for sql in [
            format!("DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"),
            format!("CREATE DATABASE {NAME}"),
        ] {
            client.batch_execute(&sql).await?;
        }
        let (base, _) = server
            .rsplit_once('/')
            .context("--postgres ends with a database's name")?;
        Ok(Self::Postgres(format!("{base}/{NAME}")))
    }

    pub(crate) fn in_directory(directory: &Path) -> Self {
        Self::Sqlite(directory.join("ledger.db"))
    }

    pub(crate) const fn engine(&self) -> Engine {
        match self {
            Self::Postgres(_) => Engine::Postgres,
            Self::Sqlite(_) => Engine::Sqlite,
        }
    }

    /// In the form that `wellhead --database` takes.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Postgres(url) => url.clone(),
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
        }
    }

    /// The table of links.
    const fn links(&self) -> &'static str {
        match self {
            Self::Postgres(_) => "core_api.people_workspace_connectors",
            Self::Sqlite(_) => "people_workspace_connectors",
        }
    }

    /// The number of links that meet `condition`: `*`, or `DISTINCT` something.
    pub(crate) async fn count(&self, what: &str, condition: &str) -> anyhow::Result<u64> {
        let links = self.links();
        let sql = format!("SELECT count({what}) FROM {links} WHERE {condition}");
        let count: i64 = match self {
            Self::Postgres(url) => {
                let client = connect(url).await?;
                client.query_one(&sql, &[]).await?.get(0)
            }
            Self::Sqlite(path) => {
                let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let connection = Connection::open_with_flags(path, flags)?;
                connection.busy_timeout(Duration::from_secs(30))?;
                connection.query_row(&sql, [], |row| row.get(0))?
            }
        };
        Ok(u64::try_from(count)?)
    }
}

/// The server's process.
pub(crate) async fn postmaster(client: &Client) -> anyhow::Result<u32> {
    let pid = "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int";
    let pid: i32 = client.query_one(pid, &[]).await?.get(0);
    Ok(u32::try_from(pid)?)
}

/// A connection as the user in `url`.
pub(crate) async fn connect(url: &str) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .with_context(|| format!("{url} cannot be reached"))?;
    tokio::spawn(connection);
    Ok(client)
}
