use std::time::Duration;

use wellhead_core::key::KeyCache;
use wellhead_core::page::Slice;
use wellhead_core::store::StoreError;
use wellhead_core::store::shares::Shares;
use wellhead_core::store::together::Together;
use wellhead_core::tenant::Tenant;

use crate::alarm::Alarm;
use crate::error::ConnectError;
use crate::hosts::Hosts;
use crate::lane::{Lanes, Load};
use crate::links;
use crate::migrate::{self, Schema};
use crate::pool::{Pool, Purpose, for_cores};
use crate::session::Session;
use crate::tls::Tls;
use crate::url::Url;

/// A ledger in one PostgreSQL database; cheap to share.
#[derive(Debug)]
pub struct PostgresStore {
    pub(crate) writes: Pool,
    pub(crate) long_reads: Pool,
    pub(crate) lanes: Lanes,
    /// For keys, so that whoever asks with one does not wait behind those who read.
    pub(crate) gate: Lanes,
    /// For monitoring, which is no measure of how busy tenants are.
    pub(crate) probe: Lanes,
    /// Of the lanes.
    lookups: Shares,
    pub(crate) together: Together,
    /// For batches that would wait for each other in the database.
    pub(crate) turns: Shares,
    /// For batches of deliveries. A few at a time are written as fast as many.
    pub(crate) deliveries: Shares,
    pub(crate) operator: Pool,
    pub(crate) keys: KeyCache,
    version: u32,
    name: String,
    in_the_clear: Option<String>,
    owner: Option<String>,
}

/// The most rows that are read over a shared connection, where others may have to wait for it.
const QUICK: usize = 128;

/// How long a large batch waits for those before it.
const TURN: Duration = Duration::from_secs(30);

impl PostgresStore {
    /// Connects to the database `url` and brings its schema up to date. Several processes may do so at once.
    ///
    /// `sslmode` and `sslrootcert` in the URL mean what they mean to libpq, but for `require`, which is the same as
    /// `verify-full`, and for a missing `sslrootcert`: then whom this system trusts counts.
    ///
    /// # Errors
    /// When the URL or a certificate cannot be read, the server cannot be reached or is too old, or the schema is newer than
    /// this program or cannot be migrated.
    pub async fn connect(url: &str) -> Result<Self, ConnectError> {
        Self::connected(url, false).await
    }

    /// The same, and gives the database's roles the rights that somebody has taken from them by hand, if the login owns the
    /// schema.
    ///
    /// # Errors
    /// Those of [`Self::connect`].
    pub async fn migrate(url: &str) -> Result<Self, ConnectError> {
        Self::connected(url, true).await
    }

    async fn connected(url: &str, mends: bool) -> Result<Self, ConnectError> {
        let url = Url::parse(url)?;
        let tls = Tls::new(&url.mode)?;
        let hosts = Hosts::new(url.config.clone(), tls.clone());
        let Schema {
            version,
            roles,
            owner,
        } = migrate::migrate(&hosts, mends).await?;
        let is_open = !tls.is_encrypted() && url.leads_elsewhere();
        let alarm = Alarm::new(hosts.clone());
        let pool = |purpose| Pool::new(hosts.clone(), &roles, alarm.clone(), purpose);
        let writes = pool(Purpose::Writes);
        Ok(Self {
            lanes: Lanes::new(pool(Purpose::Lookups)),
            gate: Lanes::new(pool(Purpose::Keys)),
            probe: Lanes::new(pool(Purpose::Readiness)),
            lookups: Shares::new("lookups", 64, 10_000, TURN),
            together: links::together(&writes),
            turns: Shares::new("large_batches", 1, 100, TURN),
            deliveries: Shares::new("delivered_batches", for_cores(1, 2), 1_000, TURN),
            writes,
            long_reads: pool(Purpose::LongReads),
            operator: pool(Purpose::Operator),
            keys: KeyCache::default(),
            version,
            name: url.to_string(),
            in_the_clear: is_open.then(|| url.place()),
            owner,
        })
    }

    /// The version of the database's schema.
    #[must_use]
    pub fn schema_version(&self) -> u32 {
        self.version
    }

    /// The database's URL without its secrets.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The login, if it owns the tables that the service is kept from.
    #[must_use]
    pub fn owner(&self) -> Option<&str> {
        self.owner.as_deref()
    }

    /// The server, if it is another machine and what is sent to it is not encrypted.
    #[must_use]
    pub fn in_the_clear(&self) -> Option<&str> {
        self.in_the_clear.as_deref()
    }

    /// A session of `tenant` for quick statements.
    pub(crate) async fn session(&self, tenant: Tenant) -> Result<Session, StoreError> {
        self.shared_session(tenant, Load::Lookup).await
    }

    /// A session of `tenant` for a page of a list.
    pub(crate) async fn page_session(
        &self,
        tenant: Tenant,
        slice: Slice,
        load: Load,
    ) -> Result<Session, StoreError> {
        self.session_for(tenant, slice.limit, load).await
    }

    /// A session of `tenant` for a statement that returns so many rows.
    pub(crate) async fn session_for(
        &self,
        tenant: Tenant,
        rows: usize,
        load: Load,
    ) -> Result<Session, StoreError> {
        if Self::is_quick(rows) {
            self.shared_session(tenant, load).await
        } else {
            self.long_session(tenant).await
        }
    }

    /// Whether so many rows may be read where others wait for them.
    pub(crate) const fn is_quick(rows: usize) -> bool {
        rows <= QUICK
    }

    async fn shared_session(&self, tenant: Tenant, load: Load) -> Result<Session, StoreError> {
        let share = self.lookups.take(tenant).await?;
        let slot = self.lanes.get_for(load, share).await?;
        Ok(Session::shared(slot, tenant))
    }

    /// A session of `tenant` for a statement whose cost grows with its result.
    pub(crate) async fn long_session(&self, tenant: Tenant) -> Result<Session, StoreError> {
        Ok(Session::own(self.long_reads.get_for(tenant).await?, tenant))
    }
}
