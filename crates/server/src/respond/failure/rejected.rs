use wellhead_core::command::{RecordChanges, Rejection};
use wellhead_core::limits::QuotaExceeded;
use wellhead_core::measured::LIMITS_HIT;
use wellhead_core::store::ApplyError;
use wellhead_jsonapi::error::kind::INVALID_ATTRIBUTE;
use wellhead_jsonapi::{Error, Pointer};

use super::{Failure, merged_into, not_as_expected, not_found};
use crate::codes;
use crate::resources::{connector, workspace_connector};

/// What the errors of a command point to: the part of the request that it comes from.
#[derive(Debug, Clone)]
pub(crate) struct Pointers {
    /// Where the resource is named; `None` if the URL names it.
    pub(crate) named: Option<Pointer>,
    /// Where the requested state is.
    pub(crate) wanted: Wanted,
}

/// The part of the document with the requested state.
#[derive(Debug, Clone)]
pub(crate) enum Wanted {
    /// None: the resource is deleted.
    Gone,
    /// This resource object.
    Resource(Pointer),
    /// This resource object, which changes a record.
    Record(Pointer),
    /// This resource object, which restores a record without mentioning its external id. If another record has
    /// taken that id since, the object itself is to blame.
    Restored(Pointer),
    /// This linkage of one relationship.
    Linkage(Pointer),
}

impl Wanted {
    /// The resource object with these changes to a record.
    pub(crate) fn record(data: Pointer, changes: &RecordChanges) -> Self {
        if changes.restore && changes.external_id.is_none() {
            Self::Restored(data)
        } else {
            Self::Record(data)
        }
    }
}

impl Pointers {
    /// The URL names the resource, and the primary data is its requested state.
    pub(crate) fn data() -> Self {
        Self {
            named: None,
            wanted: Wanted::Resource(Pointer::data()),
        }
    }

    /// The URL names a relationship, and the primary data is its linkage.
    pub(crate) fn linkage() -> Self {
        Self {
            named: None,
            wanted: Wanted::Linkage(Pointer::data()),
        }
    }

    /// The URL names the resource, and the document has no requested state.
    pub(crate) const GONE: Self = Self {
        named: None,
        wanted: Wanted::Gone,
    };

    /// The failure of commands that all have these pointers.
    pub(crate) fn blame(&self, error: ApplyError) -> Failure {
        rejected(error, |_| self)
    }

    fn relationship(&self, name: &str) -> Option<Pointer> {
        match &self.wanted {
            // Nobody can set a record's relationships.
            Wanted::Gone | Wanted::Record(_) | Wanted::Restored(_) => None,
            Wanted::Resource(data) => Some(data.member("relationships").member(name)),
            Wanted::Linkage(data) => Some(data.clone()),
        }
    }

    fn member(&self, name: &str) -> Option<Pointer> {
        match &self.wanted {
            Wanted::Resource(data) | Wanted::Record(data) | Wanted::Restored(data) => {
                Some(data.member(name))
            }
            Wanted::Gone | Wanted::Linkage(_) => None,
        }
    }

    fn attribute(&self, name: &str) -> Option<Pointer> {
        let name = match self.wanted {
            Wanted::Restored(_) => "deleted_at",
            Wanted::Gone | Wanted::Resource(_) | Wanted::Record(_) | Wanted::Linkage(_) => name,
        };
        Some(self.member("attributes")?.member(name))
    }
}

/// The failure of a batch whose command number `i` has `pointers(i)`.
pub(crate) fn rejected<'p>(error: ApplyError, pointers: impl Fn(usize) -> &'p Pointers) -> Failure {
    match error {
        ApplyError::Store(error) => error.into(),
        ApplyError::Rejected { index, rejection } => refused(&rejection, pointers(index)),
    }
}

/// The failure of a command with these pointers.
#[expect(clippy::too_many_lines, reason = "an arm for each rejection")]
pub(crate) fn refused(rejection: &Rejection, pointers: &Pointers) -> Failure {
    let detail = rejection.to_string();
    let (error, pointer) = match rejection {
        Rejection::NotFound => (not_found(), None),
        Rejection::Changed => {
            let detail = "the resource has changed since this version";
            (not_as_expected("If-Match", detail), None)
        }
        Rejection::Unwanted => {
            let detail = "the resource exists in this version";
            (not_as_expected("If-None-Match", detail), None)
        }
        Rejection::RecordNotFound(of) => (
            Error::new(&codes::RELATED_NOT_FOUND, detail),
            pointers.relationship(of.as_str()),
        ),
        Rejection::WorkspaceConnectorNotFound => (
            Error::new(&codes::RELATED_NOT_FOUND, detail),
            pointers.relationship(workspace_connector::TYPE),
        ),
        Rejection::ConnectorNotFound => (
            Error::new(&codes::RELATED_NOT_FOUND, detail),
            pointers.relationship(connector::TYPE),
        ),
        Rejection::IdTaken => (Error::new(&codes::ID_TAKEN, detail), pointers.member("id")),
        Rejection::ExternalIdTaken(by) => (
            Error::new(codes::external_id_taken(by.kind), detail)
                .with_meta("id", by.id.to_string()),
            pointers.attribute(by.kind.declaration().external_id),
        ),
        Rejection::IdentityTaken(by) => (
            Error::new(&codes::IDENTITY_TAKEN, detail).with_meta("id", by.id.to_string()),
            pointers.attribute("external_id"),
        ),
        Rejection::Merged(merged) => match pointers.relationship(merged.record.kind.as_str()) {
            Some(end) => (merged_into(&codes::RELATED_MERGED, merged), Some(end)),
            None => (merged_into(&codes::MERGED, merged), None),
        },
        Rejection::Erased(_) => (Error::new(&codes::ERASED, detail), None),
        Rejection::EraseInstead(by) => (
            Error::new(&codes::ERASE_INSTEAD, detail).with_meta("id", by.id.to_string()),
            None,
        ),
        Rejection::Suppressed(kind, by) => (
            Error::new(&codes::SUPPRESSED, detail).with_meta("id", by.to_string()),
            pointers.attribute(kind.declaration().external_id),
        ),
        Rejection::IdentitySuppressed(_, by) => (
            Error::new(&codes::SUPPRESSED, detail).with_meta("id", by.to_string()),
            pointers.attribute("external_id"),
        ),
        Rejection::AnotherKey => (Error::new(&codes::SUPPRESSED, detail), None),
        Rejection::ReasonNeeded(_) => (
            Error::new(&INVALID_ATTRIBUTE, detail),
            pointers.attribute("reason"),
        ),
        Rejection::MergeUnderWay(by) => (
            Error::new(&codes::MERGE_UNDER_WAY, detail).with_meta("id", by.to_string()),
            None,
        ),
        Rejection::CannotUndo(_) => (Error::new(&codes::MERGE_STAYS, detail), None),
        Rejection::NothingToContinue => (
            Error::new(&codes::RELATED_NOT_FOUND, detail),
            pointers.relationship(workspace_connector::CONTINUES),
        ),
        Rejection::ContinuedAlready(by) => (
            Error::new(&codes::CONTINUED_ALREADY, detail).with_meta("id", by.to_string()),
            pointers.relationship(workspace_connector::CONTINUES),
        ),
        Rejection::Unresolved(..) => (Error::new(&codes::LINE_REJECTED, detail), None),
        Rejection::ConnectorDisabled => (
            Error::new(&codes::CONNECTOR_DISABLED, detail),
            pointers.relationship(workspace_connector::TYPE),
        ),
        Rejection::RunIsOpen(open) => (
            Error::new(&codes::RUN_OPEN, detail).with_meta("id", open.to_string()),
            None,
        ),
        Rejection::RunIsClosed => (Error::new(&codes::RUN_CLOSED, detail), None),
        Rejection::DeliveryIsElsewhere(committed) => (
            Error::new(&codes::DELIVERY_ELSEWHERE, detail).with_meta("committed", *committed),
            None,
        ),
        Rejection::CannotSweep(_) => (Error::new(&codes::CANNOT_SWEEP, detail), None),
        Rejection::JobIsDone => (Error::new(&codes::JOB_DONE, detail), None),
        Rejection::PositionAhead(_) => (
            Error::new(&codes::POSITION_AHEAD, detail),
            pointers.attribute("position"),
        ),
        Rejection::TooManyEndpoints => (Error::new(&codes::TOO_MANY_ENDPOINTS, detail), None),
        Rejection::TooManySecrets => (Error::new(&codes::TOO_MANY_SECRETS, detail), None),
        Rejection::TooManyKeys => {
            LIMITS_HIT.add(1, ["keys".into()]);
            (Error::new(&codes::TOO_MANY_KEYS, detail), None)
        }
        Rejection::KeyHasEnded => (Error::new(&codes::KEY_HAS_ENDED, detail), None),
        // All that the request changes is too much, and no part of it.
        Rejection::QuotaExceeded(QuotaExceeded { of, most, .. }) => {
            LIMITS_HIT.add(1, ["quota".into()]);
            return Error::new(&codes::QUOTA_EXCEEDED, detail)
                .with_meta("quota", of.as_str())
                .with_meta("most", *most)
                .into();
        }
        Rejection::WorkspaceSuspended => (Error::new(&codes::WORKSPACE_SUSPENDED, detail), None),
        Rejection::EndDeleted(_) => (
            Error::new(&codes::END_DELETED, detail),
            pointers.attribute("deleted_at"),
        ),
    };
    match pointer.or_else(|| pointers.named.clone()) {
        Some(pointer) => error.at(pointer).into(),
        None => error.into(),
    }
}
