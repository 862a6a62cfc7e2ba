//! Single changes, each with its result.

use crate::cause::Author;
use crate::command::{
    Command, Expected, LinkChanges, NewLink, NewRecord, NewWorkspaceConnector, Outcome,
    RecordChanges, Subject, WorkspaceConnectorChanges,
};
use crate::id::{IdentityId, LinkId, WorkspaceConnectorId};
use crate::identity::{Identity, NewIdentity};
use crate::ledger::Ledger;
use crate::record::{Kind, RecordRef};
use crate::resource::{Link, WorkspaceConnector};
use crate::source::Held;
use crate::store::{ApplyError, StoreError};

/// The result of creating a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// The record as it stands now.
    pub held: Held,
    /// Whether a record with this external id already existed. It is then returned unchanged.
    pub resolved: bool,
}

/// Each method fails if the change is refused or the store fails. With `expected`, the resource is changed only if it
/// is as expected, and the check and the change are one atomic step.
impl Ledger {
    /// Makes a link.
    ///
    /// # Errors
    /// See [`Command::LinkCreate`].
    pub async fn link_create(&self, author: Author, new: NewLink) -> Result<Link, ApplyError> {
        let outcome = self.change(author, None, Command::LinkCreate(new)).await?;
        link(outcome)
    }

    /// Changes or restores a link.
    ///
    /// # Errors
    /// See [`Command::LinkUpdate`].
    pub async fn link_update(
        &self,
        author: Author,
        kind: Kind,
        id: LinkId,
        changes: LinkChanges,
        expected: Option<Expected>,
    ) -> Result<Link, ApplyError> {
        let expected = expected.map(|it| (Subject::Link(kind, id), it));
        let command = Command::LinkUpdate(kind, id, changes);
        link(self.change(author, expected, command).await?)
    }

    /// Soft-deletes an active link.
    ///
    /// # Errors
    /// See [`Command::LinkDelete`].
    pub async fn link_delete(
        &self,
        author: Author,
        kind: Kind,
        id: LinkId,
        expected: Option<Expected>,
    ) -> Result<(), ApplyError> {
        let expected = expected.map(|it| (Subject::Link(kind, id), it));
        let command = Command::LinkDelete(kind, id);
        deleted(&self.change(author, expected, command).await?)
    }

    /// Makes a record, or finds the one of its kind with its external id.
    ///
    /// # Errors
    /// See [`Command::RecordCreate`].
    pub async fn record_create(
        &self,
        author: Author,
        new: NewRecord,
    ) -> Result<Created, ApplyError> {
        let command = Command::RecordCreate(new);
        let (held, resolved) = match self.change(author, None, command).await? {
            Outcome::Record(held) => (held, false),
            Outcome::RecordResolved(held) => (held, true),
            other => return Err(unfitting(&other)),
        };
        Ok(Created { held, resolved })
    }

    /// Changes or restores a record.
    ///
    /// # Errors
    /// See [`Command::RecordUpdate`].
    pub async fn record_update(
        &self,
        author: Author,
        record: RecordRef,
        changes: RecordChanges,
        expected: Option<Expected>,
    ) -> Result<Held, ApplyError> {
        let expected = expected.map(|it| (Subject::Record(record), it));
        let command = Command::RecordUpdate(record, changes);
        match self.change(author, expected, command).await? {
            Outcome::Record(held) => Ok(held),
            other => Err(unfitting(&other)),
        }
    }

    /// Soft-deletes an active record and all its active links.
    ///
    /// # Errors
    /// See [`Command::RecordDelete`].
    pub async fn record_delete(
        &self,
        author: Author,
        record: RecordRef,
        expected: Option<Expected>,
    ) -> Result<(), ApplyError> {
        let expected = expected.map(|it| (Subject::Record(record), it));
        let command = Command::RecordDelete(record);
        deleted(&self.change(author, expected, command).await?)
    }

    /// Makes an identity.
    ///
    /// # Errors
    /// See [`Command::IdentityCreate`].
    pub async fn identity_create(
        &self,
        author: Author,
        new: NewIdentity,
    ) -> Result<Identity, ApplyError> {
        match self
            .change(author, None, Command::IdentityCreate(new))
            .await?
        {
            Outcome::Identity(identity) => Ok(identity),
            other => Err(unfitting(&other)),
        }
    }

    /// Soft-deletes an active identity.
    ///
    /// # Errors
    /// See [`Command::IdentityDelete`].
    pub async fn identity_delete(
        &self,
        author: Author,
        kind: Kind,
        id: IdentityId,
        expected: Option<Expected>,
    ) -> Result<(), ApplyError> {
        let expected = expected.map(|it| (Subject::Identity(kind, id), it));
        let command = Command::IdentityDelete(kind, id);
        deleted(&self.change(author, expected, command).await?)
    }

    /// Activates a connector.
    ///
    /// # Errors
    /// See [`Command::WorkspaceConnectorCreate`].
    pub async fn workspace_connector_create(
        &self,
        author: Author,
        new: NewWorkspaceConnector,
    ) -> Result<WorkspaceConnector, ApplyError> {
        let command = Command::WorkspaceConnectorCreate(new);
        activation(self.change(author, None, command).await?)
    }

    /// Changes or restores an activation.
    ///
    /// # Errors
    /// See [`Command::WorkspaceConnectorUpdate`].
    pub async fn workspace_connector_update(
        &self,
        author: Author,
        id: WorkspaceConnectorId,
        changes: WorkspaceConnectorChanges,
        expected: Option<Expected>,
    ) -> Result<WorkspaceConnector, ApplyError> {
        let expected = expected.map(|it| (Subject::WorkspaceConnector(id), it));
        let command = Command::WorkspaceConnectorUpdate(id, changes);
        activation(self.change(author, expected, command).await?)
    }

    /// Applies one command, while its subject is as expected.
    async fn change(
        &self,
        author: Author,
        expected: Option<(Subject, Expected)>,
        command: Command,
    ) -> Result<Outcome, ApplyError> {
        let expect = expected.map(|(subject, expected)| Command::Expect(subject, expected));
        let commands = expect.into_iter().chain([command]).collect();
        let mut outcomes = self.apply(author, commands).await?;
        let last = outcomes.pop();
        last.ok_or_else(|| failed("a command came to nothing".to_owned()))
    }
}

fn link(outcome: Outcome) -> Result<Link, ApplyError> {
    match outcome {
        Outcome::Link(link) => Ok(link),
        other => Err(unfitting(&other)),
    }
}

fn activation(outcome: Outcome) -> Result<WorkspaceConnector, ApplyError> {
    match outcome {
        Outcome::WorkspaceConnector(activation) => Ok(activation),
        other => Err(unfitting(&other)),
    }
}

fn deleted(outcome: &Outcome) -> Result<(), ApplyError> {
    match outcome {
        Outcome::Deleted => Ok(()),
        other => Err(unfitting(other)),
    }
}

/// The store broke the port's promise: each command has one outcome of its own type.
fn unfitting(outcome: &Outcome) -> ApplyError {
    failed(format!("a command came to {outcome:?}"))
}

fn failed(why: String) -> ApplyError {
    StoreError::Failed(why.into()).into()
}
