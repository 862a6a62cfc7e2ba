//! The port: what the ledger asks of a database, and what it may rely on.
//!
//! These rules hold for every method, and `wellhead-store-testkit` checks them on every adapter:
//!
//! - **The tenant comes first.** A row of another workspace counts as missing: reads return `None` or leave it out,
//!   and writes answer as for an id that does not exist.
//! - **A mutation is one atomic command or batch.** There are no transaction objects. When a method returns `Ok`,
//!   its effect is durable; when it returns `Err`, it has none.
//! - **Time and ids are given.** An adapter reads no clock and makes no id. `at` is when the mutation happens;
//!   `updated_at` becomes `at`, or its old value plus one microsecond if `at` is not later.
//! - **Times are labels; epochs decide.** Callers' clocks differ and are set back, so no given time decides what is
//!   swept. A workspace has an epoch, a counter that only grows. Opening a run or a job raises it and keeps the new
//!   value, in the same atomic step. Creating, touching, changing or restoring a link stores the current epoch with
//!   the link. So a link is newer than a run or a job if its epoch is not lower. A write that overlaps the opening
//!   may fall on either side.
//! - **A suspended workspace is left alone.** Its keys say so, and the methods that name the workspaces with something to do
//!   leave it out. Whoever has its tenant can go on reading and writing.
//! - **The store measures silence**, on a clock that all its processes share and no caller sets.
//! - **Lists are slices** in the order (`created_at`, public id). The cost of a slice grows with its limit and the
//!   number of connectors, never with the number of rows in the workspace. Where no index has just the rows of a list, the
//!   method takes the most rows that it may look at, and tells where it [ended its look](crate::page::Looked).

mod audit;
mod connectors;
mod deliveries;
mod disclosures;
mod folds;
mod identities;
mod jobs;
mod journal;
mod keys;
mod links;
mod merges;
mod operator;
mod provenance;
mod recalls;
mod records;
mod retention;
mod runs;
pub mod shares;
pub mod together;
mod webhooks;
mod workload;
mod workspaces;

pub use audit::AuditStore;
pub use connectors::ConnectorStore;
pub use deliveries::{
    Delivered, DeliveredRecord, DeliveryBatch, DeliveryStore, LINES_AT_ONCE, OnDuplicate,
};
pub use disclosures::DisclosureStore;
pub use folds::FoldStore;
pub use identities::IdentityStore;
pub use jobs::{Abandoned, Idle, JobStore, NewJob, Stepped, TAKEN_ALONG};
pub use journal::JournalStore;
pub use keys::KeyStore;
pub use links::{ActiveLinks, Activity, LinkStore};
pub use merges::MergeStore;
pub use operator::{OperatorError, OperatorStore};
pub use provenance::ProvenanceStore;
pub use recalls::RecallStore;
pub use records::RecordStore;
pub use retention::RetentionStore;
pub use runs::{EXPIRED, NewRun, RunStore, Unseen};
pub use webhooks::{ClaimedWebhook, KEPT_ATTEMPTS, WebhookClaim, WebhookResult, WebhookStore};
pub use workload::{Behind, MOST_COUNTED, Unfinished, Workload, WorkloadStore};
pub use workspaces::WorkspaceStore;

use async_trait::async_trait;

use crate::cause::Author;
use crate::command::{Command, Outcome, Rejection};
use crate::time::Timestamp;

/// A store that works for tenants: everything a service needs.
#[async_trait]
pub trait Store:
    KeyStore
    + LinkStore
    + RecordStore
    + IdentityStore
    + MergeStore
    + RecallStore
    + ConnectorStore
    + WorkspaceStore
    + ProvenanceStore
    + FoldStore
    + DisclosureStore
    + RunStore
    + DeliveryStore
    + JobStore
    + JournalStore
    + WebhookStore
    + AuditStore
    + RetentionStore
    + WorkloadStore
{
    /// Applies `commands` of `author` in order, all or none, each seeing what the ones before it did. Returns one outcome per
    /// command.
    ///
    /// # Errors
    /// [`ApplyError::Rejected`] with the first command that is refused.
    async fn apply(
        &self,
        author: Author,
        at: Timestamp,
        commands: Vec<Command>,
    ) -> Result<Vec<Outcome>, ApplyError>;

    /// Whether the database can be reached now. Does not wait.
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
    /// It was lost after it was asked to commit, or takes too long with that, so nobody knows whether the change was made. What has an
    /// id or a name of its own can be sent again.
    #[error("the database did not say whether the change was made: {0}")]
    CommitUnknown(BoxError),
    /// It answers, and cannot do this now. Nothing was done.
    #[error("{0}: {1}")]
    Hindered(Hindrance, BoxError),
    /// The database returned something that should not happen.
    #[error("the database failed: {0}")]
    Failed(BoxError),
}

/// What keeps a database that answers from doing what it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Hindrance {
    /// Others hold a lock for longer than anyone should wait.
    #[error("others hold what this needs")]
    Locked,
    /// It takes longer than anyone should wait.
    #[error("this takes too long")]
    TooLong,
    /// The workspace has all of its share, and wants more.
    #[error("the workspace asks for too much at once")]
    TooMuchAtOnce,
    /// The disk, or what the database may use of it, is full.
    #[error("the database has no room left")]
    Full,
    /// It can be read, and not written.
    #[error("the database is read-only")]
    ReadOnly,
    /// What is stored is not as the database has written it.
    #[error("the database is damaged")]
    Damaged,
    /// All of the server's connections are taken.
    #[error("the database takes no more connections")]
    Crowded,
}

/// Any error, for the log.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a batch was not applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// A command is refused.
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
