//! The commands of the ledger's writer, and their outcomes.
//!
//! A batch of commands is applied whole or not at all, in order, and each command sees what the ones before it did.

use crate::cause::{Cause, Causes};
use crate::id::{
    ConnectorId, IdentityId, JobId, LinkId, NewId, RecordId, SuppressionId, SyncRunId,
    WorkspaceConnectorId,
};
use crate::identity::{Contradiction, Identity, MatchRule, MergedInto, NewIdentity, Unresolved};
use crate::key::MAX_KEYS;
use crate::limits::QuotaExceeded;
use crate::privacy::{LegalChanges, LegalEntity, NotificationStatus};
use crate::record::{Kind, RecordRef, ValueChanges, Values};
use crate::resource::{Direction, ExternalId, Link, Status, Times, WorkspaceConnector};
use crate::source::{Held, Rank};
use crate::time::Timestamp;
use crate::webhook::{MAX_ENDPOINTS, MAX_SECRETS};

/// One change to one resource in the tenant's workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Creates a link.
    LinkCreate(NewLink),
    /// Changes or restores a link.
    LinkUpdate(Kind, LinkId, LinkChanges),
    /// Soft-deletes an active link.
    LinkDelete(Kind, LinkId),
    /// Creates a record, or finds the active one of its kind with the same external id.
    RecordCreate(NewRecord),
    /// Changes or restores a record.
    RecordUpdate(RecordRef, RecordChanges),
    /// Soft-deletes an active record and all its active links.
    RecordDelete(RecordRef),
    /// Makes an identity.
    IdentityCreate(NewIdentity),
    /// Soft-deletes an active identity.
    IdentityDelete(Kind, IdentityId),
    /// Activates a connector.
    WorkspaceConnectorCreate(NewWorkspaceConnector),
    /// Changes or restores an activation.
    WorkspaceConnectorUpdate(WorkspaceConnectorId, WorkspaceConnectorChanges),
    /// Soft-deletes an activation and all its active links.
    WorkspaceConnectorDelete(WorkspaceConnectorId),
    /// Continues only if a resource is as the caller expects it.
    Expect(Subject, Expected),
}

impl Command {
    /// Whether it also finds a soft-deleted row, to restore it.
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
            | Self::IdentityCreate(_)
            | Self::IdentityDelete(..)
            | Self::WorkspaceConnectorCreate(_)
            | Self::WorkspaceConnectorDelete(_) => false,
        }
    }
}

/// The resource that a command is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A link.
    Link(Kind, LinkId),
    /// A record.
    Record(RecordRef),
    /// An identity.
    Identity(Kind, IdentityId),
    /// An activation.
    WorkspaceConnector(WorkspaceConnectorId),
}

/// What a batch expects of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// It is in one of these versions.
    pub accepted: Versions,
    /// It is in none of these versions.
    pub refused: Versions,
    /// It will be restored. Otherwise a soft-deleted row counts as missing.
    pub restore: bool,
}

/// Versions of a resource, identified by [`Times::version`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Versions {
    /// Any version.
    Any,
    /// These; none if empty.
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
    /// Checks that a resource with these times is as expected.
    ///
    /// # Errors
    /// [`Rejection::NotFound`], [`Rejection::Changed`] or [`Rejection::Unwanted`] if it is not.
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

/// A link to create.
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
    /// Whether the record came in or went out.
    pub direction: Direction,
}

impl NewLink {
    /// The link that `by` made of it at `at`; `record` is the one that it was resolved to.
    #[must_use]
    pub fn made(&self, record: RecordId, at: Timestamp, by: Cause) -> Link {
        Link {
            id: self.id.get(),
            record,
            workspace_connector: self.workspace_connector,
            direction: self.direction,
            times: Times {
                created_at: at,
                updated_at: Some(at),
                deleted_at: None,
            },
            causes: Causes::made_by(by),
        }
    }
}

/// Changes to a link; `None` leaves a value as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinkChanges {
    /// The new direction.
    pub direction: Option<Direction>,
    /// Another active record of the workspace.
    pub record: Option<RecordId>,
    /// Another active connector of the workspace.
    pub workspace_connector: Option<WorkspaceConnectorId>,
    /// Restore it. Otherwise a soft-deleted row counts as missing.
    pub restore: bool,
}

/// A record to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecord {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: NewId<RecordId>,
    /// The values of its fields, [completed](Values::completed), and not [lacking](Values::lacking) any.
    pub values: Values,
    /// The id that its own system knows it by.
    pub external_id: Option<ExternalId>,
}

impl NewRecord {
    /// The record it will be, unless its external id is already known.
    #[must_use]
    pub fn reference(&self) -> RecordRef {
        RecordRef {
            kind: self.kind,
            id: self.id.get(),
        }
    }
}

/// Changes to a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordChanges {
    /// The new values. Fields that may not be empty are not emptied.
    pub values: ValueChanges,
    /// The external id: `None` leaves it as it is, `Some(None)` removes it.
    pub external_id: Option<Option<ExternalId>>,
    /// Restore the record; its links stay as they are.
    pub restore: bool,
}

/// An activation to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWorkspaceConnector {
    /// Its id.
    pub id: NewId<WorkspaceConnectorId>,
    /// The connector to activate.
    pub connector: ConnectorId,
    /// Its status.
    pub status: Status,
    /// By what its records are matched with those that the workspace knows.
    pub match_rule: MatchRule,
    /// Its place in the order in which the workspace trusts its connectors, if it has one.
    pub rank: Option<Rank>,
    /// What the workspace says of who is behind it in law, where that is not what the definition says.
    pub legal: LegalEntity,
    /// The activation of the same connector that it continues, active or not.
    pub continues: Option<WorkspaceConnectorId>,
}

impl NewWorkspaceConnector {
    /// An enabled activation that matches nothing, has no rank and continues none.
    #[must_use]
    pub fn enabled(id: NewId<WorkspaceConnectorId>, connector: ConnectorId) -> Self {
        Self {
            id,
            connector,
            status: Status::Enabled,
            match_rule: MatchRule::Nothing,
            rank: None,
            legal: LegalEntity::default(),
            continues: None,
        }
    }
}

/// Changes to an activation; `None` leaves a value as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkspaceConnectorChanges {
    /// The new status.
    pub status: Option<Status>,
    /// The new match rule.
    pub match_rule: Option<MatchRule>,
    /// The new rank; `Some(None)` takes it away.
    pub rank: Option<Option<Rank>>,
    /// Changes to what the workspace says of who is behind it in law.
    pub legal: LegalChanges,
    /// Restore it; its links stay as they are.
    pub restore: bool,
}

/// What a command did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The link as it stands now.
    Link(Link),
    /// The record as it stands now.
    Record(Held),
    /// The existing record with the external id of the new one, unchanged. In the rest of the batch, the new
    /// record's id refers to this one.
    RecordResolved(Held),
    /// The identity as it stands now.
    Identity(Identity),
    /// The activation as it stands now.
    WorkspaceConnector(WorkspaceConnector),
    /// The row is soft-deleted.
    Deleted,
    /// The resource is as expected, and stays so until the batch is done.
    AsExpected,
}

/// Why a command is refused. Whatever belongs to another workspace counts as missing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The row that the command names is missing or soft-deleted.
    #[error("there is no such resource")]
    NotFound,
    /// The record that a link should point to is missing or soft-deleted.
    #[error("there is no such {0}")]
    RecordNotFound(Kind),
    /// A line of a delivery has no record.
    #[error("the line has no {0}: it is unknown, or the names of the line disagree")]
    Unresolved(Kind, Unresolved<RecordId>),
    /// The workspace connector that a link should point to is missing or soft-deleted.
    #[error("there is no such workspace_connector")]
    WorkspaceConnectorNotFound,
    /// The connector to activate is missing.
    #[error("there is no such connector")]
    ConnectorNotFound,
    /// The workspace has a row with this id, active or not.
    #[error("a resource with this id already exists")]
    IdTaken,
    /// Another active record of the workspace has this external id.
    #[error(
        "the {} {} has this {}",
        .0.kind.declaration().words.noun, .0.id, .0.kind.declaration().external_id
    )]
    ExternalIdTaken(RecordRef),
    /// The connector, or one of its line, has an active identity with this external id: that of this record.
    #[error(
        "the connector already knows the {} {} by this external_id",
        .0.kind.declaration().words.noun, .0.id
    )]
    IdentityTaken(RecordRef),
    /// The record was merged into another.
    #[error("{0}; use that one")]
    Merged(MergedInto),
    /// The record was erased.
    #[error("this {} was erased", .0.declaration().words.noun)]
    Erased(Kind),
    /// An active record has the external id of the deleted one that is to be erased.
    #[error(
        "the {} {} has the same {} and is active; erase that one, and this one goes with it",
        .0.kind.declaration().words.noun, .0.id, .0.kind.declaration().external_id
    )]
    EraseInstead(RecordRef),
    /// The external id is that of an erased record.
    #[error(
        "this {} is that of an erased {}, and may not come back; an admin can lift the suppression {}",
        .0.declaration().external_id, .0.declaration().words.noun, .1
    )]
    Suppressed(Kind, SuppressionId),
    /// The external id is what the connector called an erased record.
    #[error(
        "the connector called an erased {} so, which may not come back; an admin can lift the suppression {}",
        .0.declaration().words.noun, .1
    )]
    IdentitySuppressed(Kind, SuppressionId),
    /// A repeated erasure has marks of another key than the workspace's.
    #[error(
        "the workspace has erased something since, and marks it with a key of its own; repeat erasures before that"
    )]
    AnotherKey,
    /// A notification's status needs a reason.
    #[error("the status {0} needs a reason")]
    ReasonNeeded(NotificationStatus),
    /// A merge is still moving links to the record.
    #[error("the merge {0} is still moving links to this record; wait for its job")]
    MergeUnderWay(JobId),
    /// Something contradicts the undoing of a merge.
    #[error("the merge cannot be undone: {0}")]
    CannotUndo(Contradiction),
    /// The activation to continue is missing, or of another connector.
    #[error("there is no such workspace_connector of the same connector to continue")]
    NothingToContinue,
    /// Another activation continues it already.
    #[error("the workspace_connector {0} continues it already; continue that one")]
    ContinuedAlready(WorkspaceConnectorId),
    /// A link cannot be restored while the record or the connector that it points to is soft-deleted.
    #[error("the {0} of this link is deleted; restore it first")]
    EndDeleted(&'static str),
    /// The resource has changed since the caller saw it.
    #[error("the resource has changed since")]
    Changed,
    /// The resource is in one of the versions that the caller refuses.
    #[error("the resource exists in a version that the request refuses")]
    Unwanted,
    /// The connector is disabled and accepts no deliveries.
    #[error("the workspace_connector is disabled; set its status to enabled first")]
    ConnectorDisabled,
    /// The connector has an open run of this kind and direction.
    #[error(
        "the run {0} is already open for this workspace_connector, kind of record and direction; finish it first"
    )]
    RunIsOpen(SyncRunId),
    /// The run is closed, or is sweeping, and accepts no more deliveries.
    #[error("the run is closed; open another one")]
    RunIsClosed,
    /// The delivery is at another line than the caller thinks.
    #[error("the last committed line of this delivery is {0}; resend it from there")]
    DeliveryIsElsewhere(u64),
    /// A run that has not seen everything cannot tell what is gone.
    #[error("the run cannot sweep: {0}")]
    CannotSweep(&'static str),
    /// The job is done.
    #[error("the job is done")]
    JobIsDone,
    /// The journal has not come this far.
    #[error("the journal has {0} positions; use one from 0 to {0}")]
    PositionAhead(u64),
    /// The workspace has as many endpoints as it can have.
    #[error("the workspace has {MAX_ENDPOINTS} webhook endpoints; delete one first")]
    TooManyEndpoints,
    /// The endpoint has as many secrets as it can have.
    #[error(
        "the endpoint has {MAX_SECRETS} secrets; wait until one expires, or let them expire at once"
    )]
    TooManySecrets,
    /// The workspace has as many keys as admins can make.
    #[error("the workspace has {MAX_KEYS} keys; revoke those that nobody uses")]
    TooManyKeys,
    /// The key is revoked, or has expired.
    #[error("the key is revoked or has expired; make another one instead")]
    KeyHasEnded,
    /// The workspace would have more than its quota.
    #[error(transparent)]
    QuotaExceeded(#[from] QuotaExceeded),
    /// The workspace is suspended.
    #[error("the workspace is suspended; what is left is done when it is resumed")]
    WorkspaceSuspended,
}
