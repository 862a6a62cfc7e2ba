//! What can be asked of the ledger's writer, and what it answers.
//!
//! A batch of commands is applied whole or not at all, in order, each seeing what the ones before it did.

use crate::id::{ConnectorId, LinkId, NewId, RecordId, SyncRunId, WorkspaceConnectorId};
use crate::record::{Kind, Record, RecordRef, ValueChanges, Values};
use crate::resource::{Direction, ExternalId, Link, Status, Times, WorkspaceConnector};
use crate::time::Timestamp;

/// One change to one resource, in the tenant's workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Makes a link.
    LinkCreate(NewLink),
    /// Changes or restores a link.
    LinkUpdate(Kind, LinkId, LinkChanges),
    /// Soft-deletes an active link.
    LinkDelete(Kind, LinkId),
    /// Makes a record, or finds the active one of its kind that has its external id.
    RecordCreate(NewRecord),
    /// Changes or restores a record.
    RecordUpdate(RecordRef, RecordChanges),
    /// Soft-deletes an active record and all its active links.
    RecordDelete(RecordRef),
    /// Activates a connector.
    WorkspaceConnectorCreate(NewWorkspaceConnector),
    /// Changes or restores an activation.
    WorkspaceConnectorUpdate(WorkspaceConnectorId, WorkspaceConnectorChanges),
    /// Soft-deletes an activation and all its active links.
    WorkspaceConnectorDelete(WorkspaceConnectorId),
    /// Goes on only while a resource is as the caller expects it.
    Expect(Subject, Expected),
}

impl Command {
    /// Whether it finds a soft-deleted row, to make it active again.
    #[must_use]
    pub fn restores(&self) -> bool {
        match self {
            Self::LinkUpdate(_, _, changes) => changes.restore,
            Self::RecordUpdate(_, changes) => changes.restore,
            Self::WorkspaceConnectorUpdate(_, changes) => changes.restore,
            Self::Expect(_, expected) => expected.restore,
            Self::LinkCreate(_)
            | Self::LinkDelete(..)
            | Self::RecordCreate(_)
            | Self::RecordDelete(_)
            | Self::WorkspaceConnectorCreate(_)
            | Self::WorkspaceConnectorDelete(_) => false,
        }
    }
}

/// A resource that a command is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A link.
    Link(Kind, LinkId),
    /// A record.
    Record(RecordRef),
    /// An activation.
    WorkspaceConnector(WorkspaceConnectorId),
}

/// How a resource has to be, for a batch to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// It is in one of these versions.
    pub accepted: Versions,
    /// It is in none of these versions.
    pub refused: Versions,
    /// It is to be made active again. Without this, a soft-deleted row is a missing one.
    pub restore: bool,
}

/// Some versions of a resource, each told by [`Times::version`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Versions {
    /// Whatever there is.
    Any,
    /// These; none where it is empty.
    These(Vec<Timestamp>),
}

impl Versions {
    fn contain(&self, version: Timestamp) -> bool {
        match self {
            Self::Any => true,
            Self::These(versions) => versions.contains(&version),
        }
    }
}

impl Expected {
    /// Looks whether a resource with these times is as expected.
    ///
    /// # Errors
    /// [`Rejection::NotFound`], [`Rejection::Changed`] or [`Rejection::Unwanted`] when it is not.
    pub fn check(&self, times: &Times) -> Result<(), Rejection> {
        let version = times.version();
        if times.deleted_at.is_some() && !self.restore {
            Err(Rejection::NotFound)
        } else if !self.accepted.contain(version) {
            Err(Rejection::Changed)
        } else if self.refused.contain(version) {
            Err(Rejection::Unwanted)
        } else {
            Ok(())
        }
    }
}

/// A link to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// The kind of record.
    pub kind: Kind,
    /// Its id.
    pub id: NewId<LinkId>,
    /// An active record of the workspace.
    pub record: RecordId,
    /// An active connector of the workspace.
    pub workspace_connector: WorkspaceConnectorId,
    /// Which way the record went.
    pub direction: Direction,
}

/// What is to change of a link; `None` keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinkChanges {
    /// The other way.
    pub direction: Option<Direction>,
    /// Another active record of the workspace.
    pub record: Option<RecordId>,
    /// Another active connector of the workspace.
    pub workspace_connector: Option<WorkspaceConnectorId>,
    /// Make it active again. Without this, a soft-deleted row is a missing one.
    pub restore: bool,
}

/// A record to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecord {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: NewId<RecordId>,
    /// The values of its fields, [completed](Values::completed), with none [lacking](Values::lacking).
    pub values: Values,
    /// What its own system knows it by.
    pub external_id: Option<ExternalId>,
}

impl NewRecord {
    /// Which one it will be, where its external id is not known.
    #[must_use]
    pub fn reference(&self) -> RecordRef {
        RecordRef {
            kind: self.kind,
            id: self.id.get(),
        }
    }
}

/// What is to change of a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordChanges {
    /// The values that it gets. A field that is never empty gets one.
    pub values: ValueChanges,
    /// The external id: `None` keeps, `Some(None)` empties.
    pub external_id: Option<Option<ExternalId>>,
    /// Make the record active again; its links stay as they are.
    pub restore: bool,
}

/// An activation to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWorkspaceConnector {
    /// Its id.
    pub id: NewId<WorkspaceConnectorId>,
    /// What is activated.
    pub connector: ConnectorId,
    /// How it stands.
    pub status: Status,
}

/// What is to change of an activation; `None` keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WorkspaceConnectorChanges {
    /// How it stands.
    pub status: Option<Status>,
    /// Make it active again; its links stay as they are.
    pub restore: bool,
}

/// What a command did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The link as it stands now.
    Link(Link),
    /// The record as it stands now.
    Record(Record),
    /// The record that had the external id of the one to be made; unchanged. In the rest of the batch the
    /// id that was given for the new record stands for this one.
    RecordResolved(Record),
    /// The activation as it stands now.
    WorkspaceConnector(WorkspaceConnector),
    /// The row is soft-deleted.
    Deleted,
    /// The resource is as it was expected, and stays so until the batch is done.
    AsExpected,
}

/// Why a command cannot be done. What another workspace has counts as missing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The row that the command names is missing or soft-deleted.
    #[error("there is no such resource")]
    NotFound,
    /// The record that a link should point to is missing or soft-deleted.
    #[error("there is no such {0}")]
    RecordNotFound(Kind),
    /// The workspace connector that a link should point to is missing or soft-deleted.
    #[error("there is no such workspace_connector")]
    WorkspaceConnectorNotFound,
    /// The connector to activate is missing.
    #[error("there is no such connector")]
    ConnectorNotFound,
    /// The workspace has a row with this id, active or not.
    #[error("a resource with this id exists")]
    IdTaken,
    /// Another active record of the workspace has this external id.
    #[error(
        "the {} {} has this {}",
        .0.kind.declaration().words.noun, .0.id, .0.kind.declaration().external_id
    )]
    ExternalIdTaken(RecordRef),
    /// A link cannot be restored while the record or the connector that it points to is soft-deleted.
    #[error("the {0} of this link is deleted; restore that first")]
    EndDeleted(&'static str),
    /// The resource has changed since the caller saw it.
    #[error("the resource has changed since")]
    Changed,
    /// The resource is in a version that the caller does not want it to be in.
    #[error("the resource is there, in a version that is not wanted")]
    Unwanted,
    /// The connector is disabled and takes no deliveries.
    #[error("the workspace_connector is disabled; set its status to enabled first")]
    ConnectorDisabled,
    /// The connector has an open run of this kind and direction.
    #[error(
        "the run {0} is open for this workspace_connector, kind of record and direction; finish that first"
    )]
    RunIsOpen(SyncRunId),
    /// The run is closed, or is being swept, and takes nothing more.
    #[error("the run is closed; open another one")]
    RunIsClosed,
    /// The delivery goes on behind another line than the caller thinks.
    #[error("line {0} is the last of this delivery that is committed; send it again from there")]
    DeliveryIsElsewhere(u64),
    /// A run that has not seen all that there is cannot say what is gone.
    #[error("the run cannot sweep: {0}")]
    CannotSweep(&'static str),
    /// The job is done.
    #[error("the job is done")]
    JobIsDone,
}
