//! The ledger on PostgreSQL 15 or newer: the only PostgreSQL SQL.
//!
//! You need [`PostgresStore`] where a ledger is to survive the machine, or many processes serve it. A
//! newcomer's ledger is an SQLite file: `wellhead-store-sqlite`.
//!
//! A tenant's statements run on a session, which tells the database the workspace with every query; row-level
//! security then holds whatever the statement forgot. Reads share a few connections, writes have one each. What
//! concerns one family of rows is in one folder, one file a verb; `apply` runs a batch of commands over them.

mod apply;
mod arguments;
mod connectors;
mod deliveries;
mod epoch;
mod error;
mod jobs;
mod keys;
mod lane;
mod links;
mod migrate;
mod operator;
mod pool;
mod provenance;
mod records;
mod row;
mod runs;
// These tests look at statements that are nobody else's business: they live in `tests/`, and are compiled in here.
#[cfg(test)]
#[path = "../tests/plans/sync.rs"]
mod plans;
#[cfg(test)]
#[path = "../tests/scratch/mod.rs"]
mod scratch;
mod session;
mod silence;
mod table;
mod tls;
mod value;
mod work;
mod workspace_connectors;
mod workspaces;
mod writer;

use std::time::Duration;

use tokio_postgres::Config;

pub use error::ConnectError;

use error::unavailable;
use lane::{Lanes, Load};
use links::Together;
use pool::{Pool, Role};
use session::Session;
use wellhead_core::key::KeyCache;
use wellhead_core::page::Slice;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;

/// A ledger in one PostgreSQL database; cheap to share.
#[derive(Debug)]
pub struct PostgresStore {
    service: Pool,
    lanes: Lanes,
    together: Together,
    operator: Pool,
    keys: KeyCache,
    schema_version: u32,
}

/// The most rows of a page that others may have to wait for.
const QUICK: usize = 128;

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
        let service = Pool::new(&config, tls.clone(), Role::Service);
        Ok(Self {
            lanes: Lanes::new(service.clone()),
            together: Together::new(&service),
            service,
            operator: Pool::new(&config, tls, Role::Operator),
            keys: KeyCache::default(),
            schema_version,
        })
    }

    /// The version of the database's schema.
    #[must_use]
    pub fn schema_version(&self) -> u32 {
        self.schema_version
    }

    /// A connection that acts for `tenant`, for a statement that takes a moment.
    async fn session(&self, tenant: Tenant) -> Result<Session, StoreError> {
        let place = self.lanes.get(Load::Lookup).await?;
        Ok(Session::shared(place, tenant))
    }

    /// A connection that acts for `tenant`, for a page of a list.
    async fn page_session(
        &self,
        tenant: Tenant,
        slice: Slice,
        load: Load,
    ) -> Result<Session, StoreError> {
        if slice.limit > QUICK {
            return self.long_session(tenant).await;
        }
        let place = self.lanes.get(load).await?;
        Ok(Session::shared(place, tenant))
    }

    /// A connection that acts for `tenant`, for a statement that costs what it counts.
    async fn long_session(&self, tenant: Tenant) -> Result<Session, StoreError> {
        Ok(Session::own(self.service.get().await?, tenant))
    }

    /// Asks as a reader does: over a shared connection, which is given up where it does not answer.
    async fn is_ready(&self) -> Result<(), StoreError> {
        let place = self.lanes.get(Load::Lookup);
        let place = tokio::time::timeout(READY_WITHIN, place).await;
        let place = place.map_err(unavailable)??;
        let asked = place.client.simple_query("SELECT");
        match tokio::time::timeout(READY_WITHIN, asked).await {
            Ok(answer) => answer.map(|_| ()).map_err(error::failed),
            Err(elapsed) => {
                place.discard().await;
                Err(unavailable(elapsed))
            }
        }
    }
}
