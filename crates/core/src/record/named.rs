use super::{Kind, Values};
use crate::id::RecordId;
use crate::text::ExternalId;

/// A record as a line of a delivery names it: by one of the two names at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What the connector calls it, if it has an id of its own for it.
    pub known_as: Option<ExternalId>,
    /// What the whole workspace calls it.
    pub key: Option<RecordKey>,
    /// The values that a new record gets. None if it is named by a public id.
    pub values: Values,
}

/// What a workspace calls a record, whichever connector speaks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordKey {
    /// The public id of a record that exists.
    Id(RecordId),
    /// The id that the workspace's connectors share, such as `external_person_id`.
    External(ExternalId),
}

impl Named {
    /// The record that the workspace has with this public id.
    #[must_use]
    pub fn by_id(kind: Kind, id: RecordId) -> Self {
        Self {
            known_as: None,
            key: Some(RecordKey::Id(id)),
            values: Values::none(kind),
        }
    }

    /// The record that the workspace's connectors know by this id.
    #[must_use]
    pub const fn by_external_id(id: ExternalId, values: Values) -> Self {
        Self {
            known_as: None,
            key: Some(RecordKey::External(id)),
            values,
        }
    }

    /// The record that the connector knows by an id of its own.
    #[must_use]
    pub const fn by_identity(known_as: ExternalId, values: Values) -> Self {
        Self {
            known_as: Some(known_as),
            key: None,
            values,
        }
    }

    /// The public id, if it is named by one.
    #[must_use]
    pub const fn id(&self) -> Option<RecordId> {
        match self.key {
            Some(RecordKey::Id(id)) => Some(id),
            _ => None,
        }
    }

    /// The workspace's key, if it is named by one.
    #[must_use]
    pub const fn external_id(&self) -> Option<&ExternalId> {
        match &self.key {
            Some(RecordKey::External(id)) => Some(id),
            _ => None,
        }
    }

    /// Whether the line may make the record if it is unknown.
    #[must_use]
    pub const fn may_be_new(&self) -> bool {
        self.id().is_none()
    }
}
