//! The port: what the ledger asks of a database, and what it may rely on.
//!
//! The rules that hold for every method, and that `wellhead-store-testkit` checks on every adapter:
//!
//! - **The tenant comes first.** A row of another workspace is a missing row: reads answer `None` or leave
//!   it out, writes answer as they do for an id that nobody has.
//! - **A mutation is one atomic command or batch.** There are no transaction objects. When a method
//!   answers `Ok`, what it did is durable; when it answers `Err`, nothing of it is there.
//! - **Time and ids are given.** An adapter reads no clock and makes no id. `at` is when the mutation
//!   happens; `updated_at` becomes `at`, or one microsecond more than it was where `at` is not later.
//! - **Times are labels; epochs decide.** Callers' clocks differ and are set back, so no time that was given
//!   decides what goes or who is gone. A workspace has an epoch, a counter that only grows: whoever opens a
//!   run or a job raises it and keeps what it became, in the same atomic step, and whoever makes, touches,
//!   changes or restores a link leaves with the link what the epoch is. So a link is newer than a run or a job
//!   when it has an epoch that is not lower. A write that overlaps the opening falls on either side.
//! - **Silence is the store's to measure**, on a clock that all its processes share and no caller sets.
//! - **Lists are slices** in the order (`created_at`, public id); the cost of a slice follows its limit and
//!   the number of connectors, never the number of rows in the workspace.

mod connectors;
mod deliveries;
mod jobs;
mod keys;
mod links;
mod operator;
mod provenance;
mod records;
mod runs;
mod workspaces;

pub use connectors::ConnectorStore;
pub use deliveries::{Delivered, DeliveredRecord, DeliveryBatch, DeliveryStore, OnDuplicate};
pub use jobs::{Idle, JobStore, NewJob, Stepped, TAKEN_ALONG};
pub use keys::KeyStore;
pub use links::{ActiveLinks, Activity, LinkStore};
pub use operator::{OperatorError, OperatorStore};
pub use provenance::ProvenanceStore;
pub use records::RecordStore;
pub use runs::{NewRun, RunStore, Unseen};
pub use workspaces::WorkspaceStore;

use async_trait::async_trait;

use crate::command::{Command, Outcome, Rejection};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// A store that works for tenants: all that a service needs.
#[async_trait]
pub trait Store:
    KeyStore
    + LinkStore
    + RecordStore
    + ConnectorStore
    + WorkspaceStore
    + ProvenanceStore
    + RunStore
    + DeliveryStore
    + JobStore
{
    /// Applies `commands` in order, all or none, each seeing what the ones before it did; answers one
    /// outcome a command.
    ///
    /// # Errors
    /// [`ApplyError::Rejected`] with the first command that cannot be done.
    async fn apply(
        &self,
        tenant: Tenant,
        at: Timestamp,
        commands: Vec<Command>,
    ) -> Result<Vec<Outcome>, ApplyError>;

    /// Answers at once whether the database can be reached now.
    ///
    /// # Errors
    /// Why it cannot.
    async fn ready(&self) -> Result<(), StoreError>;
}

/// A fault that is not the caller's.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached or has no connection free; trying again later may work.
    #[error("the database cannot be reached: {0}")]
    Unavailable(BoxError),
    /// The database answered with something that should not happen.
    #[error("the database failed: {0}")]
    Failed(BoxError),
}

/// Any error, for the log.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a batch was not applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// A command cannot be done.
    #[error("command {index}: {rejection}")]
    Rejected {
        /// Which one, counted from 0.
        index: usize,
        /// Why.
        rejection: Rejection,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
