use std::time::Duration;

use tokio_postgres::Config;
use wellhead_core::key::KeyCache;
use wellhead_core::page::Slice;
use wellhead_core::store::StoreError;
use wellhead_core::store::together::Together;
use wellhead_core::tenant::Tenant;

use crate::error::{ConnectError, failed, unavailable};
use crate::lane::{Lanes, Load};
use crate::links;
use crate::pool::{DatabaseRole, Pool};
use crate::session::Session;
use crate::{migrate, tls};

/// A ledger in one PostgreSQL database; cheap to share.
#[derive(Debug)]
pub struct PostgresStore {
    pub(crate) service: Pool,
    pub(crate) lanes: Lanes,
    pub(crate) together: Together,
    pub(crate) operator: Pool,
    pub(crate) keys: KeyCache,
    version: u32,
}

/// The largest page that is read over a shared connection, where others may have to wait for it.
const QUICK: usize = 128;

/// How long [`PostgresStore::is_ready`] waits for an answer.
const READY_WITHIN: Duration = Duration::from_secs(2);

impl PostgresStore {
    /// Connects to the database `url` and brings its schema up to date. Several processes may do so at once.
    ///
    /// `sslmode=require` in the URL means TLS with a certificate that this system trusts.
    ///
    /// # Errors
    /// When the URL cannot be read, the server cannot be reached or is too old, or the schema is newer than
    /// this program or cannot be migrated.
    pub async fn connect(url: &str) -> Result<Self, ConnectError> {
        let config: Config = url.parse().map_err(ConnectError::Url)?;
        let tls = tls::connector(&config)?;
        let version = migrate::migrate(&config, tls.clone()).await?;
        let service = Pool::new(&config, tls.clone(), DatabaseRole::Service);
        Ok(Self {
            lanes: Lanes::new(service.clone()),
            together: links::together(&service),
            service,
            operator: Pool::new(&config, tls, DatabaseRole::Operator),
            keys: KeyCache::default(),
            version,
        })
    }

    /// The version of the database's schema.
    #[must_use]
    pub fn schema_version(&self) -> u32 {
        self.version
    }

    /// A session of `tenant` for quick statements.
    pub(crate) async fn session(&self, tenant: Tenant) -> Result<Session, StoreError> {
        let slot = self.lanes.get(Load::Lookup).await?;
        Ok(Session::shared(slot, tenant))
    }

    /// A session of `tenant` for a page of a list.
    pub(crate) async fn page_session(
        &self,
        tenant: Tenant,
        slice: Slice,
        load: Load,
    ) -> Result<Session, StoreError> {
        if slice.limit > QUICK {
            return self.long_session(tenant).await;
        }
        let slot = self.lanes.get(load).await?;
        Ok(Session::shared(slot, tenant))
    }

    /// A session of `tenant` for a statement whose cost grows with its result.
    pub(crate) async fn long_session(&self, tenant: Tenant) -> Result<Session, StoreError> {
        Ok(Session::own(self.service.get().await?, tenant))
    }

    /// Asks over a shared connection, as readers do, and gives the connection up if it does not answer.
    pub(crate) async fn is_ready(&self) -> Result<(), StoreError> {
        let slot = self.lanes.get(Load::Lookup);
        let slot = tokio::time::timeout(READY_WITHIN, slot).await;
        let slot = slot.map_err(unavailable)??;
        let asked = slot.client.simple_query("SELECT");
        match tokio::time::timeout(READY_WITHIN, asked).await {
            Ok(answer) => answer.map(|_| ()).map_err(failed),
            Err(elapsed) => {
                slot.discard().await;
                Err(unavailable(elapsed))
            }
        }
    }
}
