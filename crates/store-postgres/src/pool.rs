use std::time::Duration;

use deadpool_postgres::{Client, Hook, HookError, Runtime};
use tokio_postgres::Config;
use wellhead_core::store::StoreError;

use crate::error::unavailable;
use crate::tls::Tls;

/// The role in which a connection works, whatever its login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DatabaseRole {
    /// Bound by row-level security to one workspace at a time.
    Service,
    /// Sees workspaces, keys and connectors, but no row of a tenant's ledger.
    Operator,
}

impl DatabaseRole {
    /// The settings of a new connection.
    ///
    /// Every list should be read in the order of an index, up to the end of the page. The planner does not know how
    /// many rows a parameter lets through, or that the policies hide none of them, and would rather gather and sort a
    /// whole connector. So the settings discourage sorting, which is needed only at the end of a page, and one plan
    /// serves all parameters. They also discourage sequential scans, as a table that is small when the plan is made can
    /// grow.
    const fn session(self) -> &'static str {
        match self {
            Self::Service => {
                "SET ROLE wellhead_service; \
                 SET plan_cache_mode = force_generic_plan; \
                 SET enable_bitmapscan = off; \
                 SET enable_seqscan = off; \
                 SET enable_sort = off; \
                 SET enable_incremental_sort = off; \
                 SET jit = off"
            }
            Self::Operator => "SET ROLE wellhead_operator",
        }
    }

    /// The most connections. PostgreSQL does little more with many than with a few for each core.
    const fn connections(self) -> usize {
        match self {
            Self::Service => 16,
            Self::Operator => 2,
        }
    }
}

const WAIT: Duration = Duration::from_secs(10);

/// Connections that work as one role.
#[derive(Debug, Clone)]
pub(crate) struct Pool(deadpool_postgres::Pool);

impl Pool {
    /// Opens no connection yet.
    pub(crate) fn new(config: &Config, tls: Tls, role: DatabaseRole) -> Self {
        let mut config = config.clone();
        if config.get_application_name().is_none() {
            config.application_name("wellhead");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(WAIT);
        }
        let become_role =
            Hook::async_fn(move |client: &mut deadpool_postgres::ClientWrapper, _| {
                Box::pin(async move {
                    client
                        .batch_execute(role.session())
                        .await
                        .map_err(HookError::Backend)
                })
            });
        let pool = deadpool_postgres::Pool::builder(tls.manager(config))
            .max_size(role.connections())
            .wait_timeout(Some(WAIT))
            .create_timeout(Some(WAIT))
            .recycle_timeout(Some(WAIT))
            .runtime(Runtime::Tokio1)
            .post_create(become_role)
            .build()
            .expect("a pool with time-outs has a runtime");
        Self(pool)
    }

    /// A free connection, or a new one.
    pub(crate) async fn get(&self) -> Result<Client, StoreError> {
        self.0.get().await.map_err(unavailable)
    }
}
