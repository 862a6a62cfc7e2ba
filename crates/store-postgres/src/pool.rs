use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, PoolError, RecyclingMethod, Runtime, TimeoutType,
};
use tokio::time::Instant;
use tracing::Span;
use wellhead_core::measured::{DATABASE_WAIT, failure};
use wellhead_core::store::shares::Shares;
use wellhead_core::store::{Hindrance, StoreError};
use wellhead_core::tenant::Tenant;

use crate::alarm::Alarm;
use crate::error::{of_driver, unavailable};
use crate::hosts::Hosts;
use crate::lease::Lease;
use crate::roles::Roles;
use crate::tls::Tls;
use crate::trouble::Trouble;

/// What a pool's connections are for. Each has its own pool, so that none waits for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Quick reads, on connections that many share. Bound, as those that follow but the last, by row-level security to one workspace
    /// at a time.
    Lookups,
    /// The same, of keys alone.
    Keys,
    /// The same, for monitoring.
    Readiness,
    /// Reads whose cost grows with their answer.
    LongReads,
    /// Writes.
    Writes,
    /// The operator's work. Sees workspaces, keys and connectors, but no row of a tenant's ledger.
    Operator,
}

impl Purpose {
    /// The settings of a new connection.
    ///
    /// Every list should be read in the order of an index, up to the end of the page. The planner does not know how
    /// many rows a parameter lets through, or that the policies hide none of them, and would rather gather and sort a
    /// whole connector. So the settings discourage sorting, which is needed only at the end of a page, and one plan
    /// serves all parameters. They also discourage sequential scans, as a table that is small when the plan is made can
    /// grow.
    ///
    /// Nothing waits for ever: neither for a statement, nor for a lock, nor for a client that has begun a transaction and is gone.
    fn session(self, roles: &Roles) -> String {
        let Roles { service, operator } = roles;
        let (role, settings, statement) = match self {
            Self::Lookups | Self::Keys | Self::Readiness => (service, SERVICE, "15s"),
            Self::LongReads => (service, SERVICE, "30s"),
            Self::Writes => (service, SERVICE, "60s"),
            // It recounts and removes whole workspaces, in transactions that wait for nobody else's.
            Self::Operator => (operator, "", "0"),
        };
        let marked = match self {
            Self::Keys | Self::Readiness => format!("SELECT pg_advisory_lock_shared({SERVING}); "),
            _ => String::new(),
        };
        format!(
            "SET ROLE {role}; {marked}{settings}SET statement_timeout = '{statement}'; SET lock_timeout = '5s'; \
             SET idle_in_transaction_session_timeout = '60s'"
        )
    }

    /// As it is [measured](wellhead_core::measured).
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Lookups => "lookups",
            Self::Keys => "keys",
            Self::Readiness => "readiness",
            Self::LongReads => "long_reads",
            Self::Writes => "writes",
            Self::Operator => "operator",
        }
    }

    /// The part of a trace in which such a connection works.
    pub(crate) fn span(self) -> Span {
        tracing::debug_span!("database", purpose = self.as_str())
    }

    /// The most connections. PostgreSQL does little more with many than with a few for each core.
    const fn connections(self) -> usize {
        match self {
            // As many as there are lanes; what is taken for a lane is replaced in the pool.
            Self::Lookups | Self::Keys | Self::Readiness => 4,
            Self::LongReads => 6,
            Self::Writes => 16,
            Self::Operator => 2,
        }
    }

    /// How many of them one workspace may have, and how many of its requests may wait for those.
    fn shares(self) -> Shares {
        let (most, queue) = match self {
            Self::LongReads => (2, 200),
            Self::Writes => (for_cores(2, 4), 1_000),
            _ => (self.connections() / 2, 1_000),
        };
        Shares::new(self.as_str(), most, queue, WAIT)
    }
}

/// How many at a time do as much as more would, and leave the others their time: so many for each core, and between `least` and 8.
/// The database has about as many cores as this machine, or more.
pub(crate) fn for_cores(each: usize, least: usize) -> usize {
    let cores = available_parallelism().map_or(1, usize::from);
    (each * cores).clamp(least, 8)
}

/// The most connections that a process which serves opens: three kinds of lookups, long reads, and writes.
pub(crate) const MOST_CONNECTIONS: usize = Purpose::Lookups.connections()
    + Purpose::Keys.connections()
    + Purpose::Readiness.connections()
    + Purpose::LongReads.connections()
    + Purpose::Writes.connections();

/// The advisory lock by which processes that serve are known, whatever they call themselves. It keeps nobody waiting: all share it.
pub(crate) const SERVING: i64 = 0x7765_6c6c_7365_7276;

/// The settings of whoever works for tenants.
const SERVICE: &str = "SET plan_cache_mode = force_generic_plan; \
     SET enable_bitmapscan = off; \
     SET enable_seqscan = off; \
     SET enable_sort = off; \
     SET enable_incremental_sort = off; \
     SET jit = off; ";

const WAIT: Duration = Duration::from_secs(10);

/// How long all of opening a connection may take.
const CREATE: Duration = Duration::from_secs(5);

/// Connections for one purpose.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    connections: deadpool_postgres::Pool,
    shares: Arc<Shares>,
    hosts: Hosts,
    /// The settings of a new connection.
    session: Arc<str>,
    purpose: Purpose,
    alarm: Alarm,
    trouble: Arc<Trouble>,
    /// How often the alarm had been raised when the connections were last looked through.
    looked: Arc<AtomicU64>,
}

impl Pool {
    /// Opens no connection yet.
    pub(crate) fn new(hosts: Hosts, roles: &Roles, alarm: Alarm, purpose: Purpose) -> Self {
        let session: Arc<str> = purpose.session(roles).into();
        let trouble = Arc::<Trouble>::default();
        let opened = Arc::clone(&trouble);
        let settings = Arc::clone(&session);
        let become_role =
            Hook::async_fn(move |client: &mut deadpool_postgres::ClientWrapper, _| {
                let (settings, opened) = (Arc::clone(&settings), Arc::clone(&opened));
                Box::pin(async move {
                    let begun = client.batch_execute(&settings).await;
                    begun.map_err(HookError::Backend)?;
                    opened.shut(false);
                    Ok(())
                })
            });
        // A broken connection reports itself; checking each one each time would cost a round trip.
        let recycling = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let manager = Manager::from_connect(hosts.config().clone(), hosts.clone(), recycling);
        let pool = deadpool_postgres::Pool::builder(manager)
            .max_size(purpose.connections())
            .wait_timeout(Some(WAIT))
            .create_timeout(Some(CREATE))
            .recycle_timeout(Some(CREATE))
            .runtime(Runtime::Tokio1)
            .post_create(become_role)
            .build()
            .expect("a pool with time-outs has a runtime");
        Self {
            connections: pool,
            shares: Arc::new(purpose.shares()),
            hosts,
            session,
            purpose,
            looked: Arc::new(AtomicU64::new(alarm.number())),
            alarm,
            trouble,
        }
    }

    /// What its connections are for.
    pub(crate) fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// A free connection, or a new one. How long that took is measured.
    pub(crate) async fn get(&self) -> Result<Lease, StoreError> {
        let began = Instant::now();
        let lease = self.take().await;
        DATABASE_WAIT.took(began.elapsed(), [self.purpose.as_str().into()]);
        lease
    }

    /// The same, for whoever measures it.
    pub(crate) async fn take(&self) -> Result<Lease, StoreError> {
        let raised = self.alarm.number();
        if self.looked.swap(raised, Ordering::Relaxed) != raised {
            self.suspect();
        }
        let client = self.connections.get().await.map_err(|error| {
            if matches!(error, PoolError::Timeout(TimeoutType::Wait)) {
                return crowded(error);
            }
            self.trouble.shut(true);
            match error {
                PoolError::Backend(error)
                | PoolError::PostCreateHook(HookError::Backend(error)) => shut(error),
                error => unavailable(error),
            }
        })?;
        Ok(Lease::new(client, self.clone()))
    }

    /// One of the connections was silent for too long, so those that wait here are closed: the server behind them is the same.
    pub(crate) fn suspect(&self) {
        self.connections.retain(|_, _| false);
    }

    /// For all connections to the database.
    pub(crate) fn alarm(&self) -> &Alarm {
        &self.alarm
    }

    /// What was found out when its connections were opened and used.
    pub(crate) fn trouble(&self) -> Arc<Trouble> {
        Arc::clone(&self.trouble)
    }

    /// Opens a connection for nothing, to see whether that goes, and whether it would have its role and settings.
    pub(crate) async fn try_to_open(&self) -> Result<(), StoreError> {
        let (client, _) = self.hosts.open().await.map_err(shut)?;
        client.batch_execute(&self.session).await.map_err(shut)?;
        self.trouble.shut(false);
        Ok(())
    }

    /// How its connections are encrypted.
    pub(crate) fn tls(&self) -> Tls {
        self.hosts.tls()
    }

    /// A free connection of the tenant's share.
    pub(crate) async fn get_for(&self, tenant: Tenant) -> Result<Lease, StoreError> {
        let share = self.shares.take(tenant).await?;
        Ok(self.get().await?.of(share))
    }
}

/// Whatever keeps a connection from being opened, it keeps the database out of reach.
fn shut(error: tokio_postgres::Error) -> StoreError {
    match of_driver(error) {
        StoreError::Failed(why) => unavailable(why),
        hindered => failure(hindered),
    }
}

fn crowded(error: PoolError) -> StoreError {
    failure(StoreError::Hindered(Hindrance::Crowded, error.into()))
}
