//! The ledger on PostgreSQL 15 or newer: the only PostgreSQL SQL.
//!
//! You need [`PostgresStore`] where a ledger is to survive the machine, or many processes serve it. A
//! newcomer's ledger is an SQLite file: `wellhead-store-sqlite`.
//!
//! A tenant's statements run on a `session::Session`, which tells the database the workspace
//! with every query; row-level security then holds whatever the statement forgot. Reads and writes of one
//! family of rows are in one folder, one file a verb; [`apply`] runs a batch of commands over them.

mod apply;
mod arguments;
mod connectors;
mod deliveries;
mod error;
mod jobs;
mod keys;
mod links;
mod migrate;
mod operator;
mod people;
mod pool;
mod provenance;
#[cfg(test)]
mod reads;
mod row;
mod runs;
#[cfg(test)]
#[path = "../tests/scratch/mod.rs"]
mod scratch;
mod session;
mod table;
mod tls;
mod work;
mod workspace_connectors;
mod workspaces;
mod writer;

use std::time::Duration;

use tokio_postgres::Config;

pub use error::ConnectError;

use error::unavailable;
use pool::{Pool, Role};
use session::Session;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;

/// A ledger in one PostgreSQL database; cheap to share.
#[derive(Debug)]
pub struct PostgresStore {
    service: Pool,
    operator: Pool,
    schema_version: u32,
}

/// How long [`PostgresStore::is_ready`] waits for an answer.
const READY_WITHIN: Duration = Duration::from_secs(2);

impl PostgresStore {
    /// Connects to the database that `url` names and brings its schema up to date; several processes may do
    /// so at once.
    ///
    /// `sslmode=require` in the URL means TLS, with a certificate that this system trusts.
    ///
    /// # Errors
    /// When the URL cannot be read, the server cannot be reached or is too old, or the schema is newer than
    /// this program or cannot be migrated.
    pub async fn connect(url: &str) -> Result<Self, ConnectError> {
        let config: Config = url.parse().map_err(ConnectError::Url)?;
        let tls = tls::connector(&config)?;
        let schema_version = migrate::migrate(&config, tls.clone()).await?;
        Ok(Self {
            service: Pool::new(&config, tls.clone(), Role::Service),
            operator: Pool::new(&config, tls, Role::Operator),
            schema_version,
        })
    }

    /// The version of the database's schema.
    #[must_use]
    pub fn schema_version(&self) -> u32 {
        self.schema_version
    }

    /// A connection that acts for `tenant`.
    async fn session(&self, tenant: Tenant) -> Result<Session, StoreError> {
        Ok(Session::new(self.service.get().await?, tenant))
    }

    async fn is_ready(&self) -> Result<(), StoreError> {
        let answer = async {
            let client = self.service.get().await?;
            client.simple_query("SELECT").await.map_err(error::failed)
        };
        match tokio::time::timeout(READY_WITHIN, answer).await {
            Ok(answer) => answer.map(|_| ()),
            Err(elapsed) => Err(unavailable(elapsed)),
        }
    }
}
