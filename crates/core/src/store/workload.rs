use std::time::Duration;

use async_trait::async_trait;

use super::StoreError;
use crate::time::Timestamp;

/// Tells how much is to be done in all workspaces together, for monitoring. It tells of no workspace.
#[async_trait]
pub trait WorkloadStore: Send + Sync {
    /// What is unfinished now. It looks at no more than [`MOST_COUNTED`] of each, the longest silent first, so that it costs the
    /// same however much there is.
    ///
    /// # Errors
    /// When the store fails.
    async fn workload(&self) -> Result<Workload, StoreError>;
}

/// The most jobs, runs and endpoints that are counted, and the most changes that are not folded.
pub const MOST_COUNTED: u32 = 1_000;

/// What is unfinished.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Workload {
    /// The unfinished jobs, by [the label of their kind](crate::resource::JobKind::labels). A kind without any is left out.
    pub jobs: Vec<(String, Unfinished)>,
    /// The open runs. One that is being swept is the business of its job.
    pub runs: Unfinished,
    /// The enabled webhook endpoints whose last message was taken, and that have not been told of all changes.
    pub behind: Behind,
    /// The same, of endpoints that do not take their messages.
    pub failing: Behind,
    /// How many notes of changes are not folded.
    pub unfolded: u64,
}

/// Jobs or runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unfinished {
    /// How many.
    pub many: u64,
    /// When the oldest was opened.
    pub oldest: Option<Timestamp>,
    /// For how long nothing was heard of the most silent one, by the store's clock.
    pub silence: Duration,
}

/// Endpoints that are behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Behind {
    /// How many.
    pub endpoints: u64,
    /// When the oldest change was made that one of them was not told of, if the feed still has it.
    pub oldest: Option<Timestamp>,
    /// How many changes the one that is most behind was not told of.
    pub changes: u64,
}
