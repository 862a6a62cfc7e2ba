use super::Direction;
use crate::id::{SyncRunId, WorkspaceConnectorId};
use crate::labels::labels;
use crate::page::{Position, Positioned};
use crate::record::Kind;
use crate::time::Timestamp;

/// One run of a connector's sync: a `workspace_connector_sync_log`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncRun {
    /// The public id.
    pub id: SyncRunId,
    /// Whose run it is.
    pub workspace_connector: WorkspaceConnectorId,
    /// The kind of its records.
    pub record: Kind,
    /// Which way the records go.
    pub direction: Direction,
    /// What triggered it.
    pub trigger: Trigger,
    /// Whether it brings everything, or only what has changed.
    pub mode: Mode,
    /// Its status.
    pub status: RunStatus,
    /// When it was opened.
    pub started_at: Timestamp,
    /// When it was last heard of.
    pub heartbeat_at: Timestamp,
    /// When it was closed, if it was.
    pub completed_at: Option<Timestamp>,
    /// Why it failed, if it did.
    pub error: Option<String>,
    /// What it has committed.
    pub tally: Tally,
}

impl SyncRun {
    /// How long it took, in milliseconds; `None` while it is open.
    #[must_use]
    pub fn duration_ms(&self) -> Option<i64> {
        let completed = self.completed_at?.as_micros();
        Some((completed - self.started_at.as_micros()) / 1_000)
    }
}

impl Positioned for SyncRun {
    fn position(&self) -> Position {
        Position {
            created_at: self.started_at,
            id: self.id.uuid(),
        }
    }
}

/// What the lines of a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many records were made.
    pub records_created: u64,
    /// How many lines named a record that existed, from before or from a line above.
    pub records_matched: u64,
    /// How many links were made.
    pub links_created: u64,
    /// How many lines touched an existing link.
    pub links_touched: u64,
    /// How many lines were rejected.
    pub rejected: u64,
    /// How many links the sweep soft-deleted.
    pub links_swept: u64,
    /// How many lines had names that mean two records; they were rejected, or the connector's own counted.
    pub conflicts: u64,
    /// How many known records got other values, once for each batch that changed them.
    pub records_updated: u64,
    /// How many values of lines a known record did not take, because a better source gave the present ones, or a later
    /// one.
    pub values_kept: u64,
    /// How many lines named an erased record; they were rejected or left out.
    pub suppressed: u64,
}

impl Tally {
    /// How many lines are in the ledger.
    #[must_use]
    pub const fn records_synced(&self) -> u64 {
        self.links_created + self.links_touched
    }

    /// Adds another tally to this one.
    pub fn add(&mut self, other: Self) {
        self.records_created += other.records_created;
        self.records_matched += other.records_matched;
        self.links_created += other.links_created;
        self.links_touched += other.links_touched;
        self.rejected += other.rejected;
        self.links_swept += other.links_swept;
        self.conflicts += other.conflicts;
        self.records_updated += other.records_updated;
        self.values_kept += other.values_kept;
        self.suppressed += other.suppressed;
    }
}

/// Which runs a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunFilter {
    /// Only this connector's.
    pub workspace_connector: Option<WorkspaceConnectorId>,
    /// Only those of this kind of record.
    pub record: Option<Kind>,
    /// Only those that go this way.
    pub direction: Option<Direction>,
    /// Only those with this status.
    pub status: Option<RunStatus>,
}

labels! {
    /// What triggered a run.
    Trigger, InvalidTrigger, "not a trigger_type; there are manual, scheduled, webhook and api";
    /// A person.
    Manual => "manual",
    /// A schedule.
    Scheduled => "scheduled",
    /// A call from the connected system.
    Webhook => "webhook",
    /// A program.
    Api => "api",
}

labels! {
    /// What a run brings.
    Mode, InvalidMode, "not a mode; there are incremental and full";
    /// What has changed. It says nothing about the other records.
    Incremental => "incremental",
    /// Everything. What it does not bring is gone.
    Full => "full",
}

labels! {
    /// The status of a run.
    RunStatus, InvalidRunStatus, "not a status; there are scheduled, in_progress, success and error";
    /// Another system will start it.
    Scheduled => "scheduled",
    /// It is open.
    InProgress => "in_progress",
    /// It was closed as a success.
    Success => "success",
    /// It was closed as a failure.
    Error => "error",
}
