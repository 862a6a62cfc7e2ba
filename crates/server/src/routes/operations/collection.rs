use wellhead_core::record::Kind;
use wellhead_core::tenant::Role;

use crate::resources::shape::Shape;
use crate::resources::{connector, identity, link, record, workspace_connector};

/// The collections that operations can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Collection {
    Links(Kind),
    Records(Kind),
    Identities(Kind),
    WorkspaceConnectors,
}

impl Collection {
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let links = Kind::ALL.map(Self::Links).into_iter();
        let records = Kind::ALL.map(Self::Records);
        let identities = Kind::ALL.map(Self::Identities);
        links
            .chain(records)
            .chain(identities)
            .chain([Self::WorkspaceConnectors])
    }

    /// The collection of this JSON:API type.
    pub(super) fn of_type(of: &str) -> Option<Self> {
        Self::all().find(|it| it.type_name() == of)
    }

    /// The shape of its resources.
    pub(super) fn shape(self) -> &'static Shape {
        match self {
            Self::Links(kind) => link::shape(kind),
            Self::Records(kind) => record::shape(kind),
            Self::Identities(kind) => identity::shape(kind),
            Self::WorkspaceConnectors => &workspace_connector::SHAPE,
        }
    }

    pub(super) fn type_name(self) -> &'static str {
        self.shape().of
    }

    pub(super) fn path(self) -> &'static str {
        self.shape().path
    }

    /// The lowest role that may change it.
    pub(super) const fn role(self) -> Role {
        match self {
            Self::Links(_) | Self::Records(_) | Self::Identities(_) => Role::Sync,
            Self::WorkspaceConnectors => Role::Admin,
        }
    }

    /// Whether its resources have a read-only relationship of this name.
    pub(super) fn has_fixed(self, relationship: &str) -> bool {
        match self {
            Self::Links(_) => false,
            Self::Records(kind) => record::read_only(kind).contains(&relationship),
            Self::Identities(kind) => {
                relationship == kind.as_str() || relationship == identity::CONNECTOR
            }
            Self::WorkspaceConnectors => {
                relationship == connector::TYPE || workspace_connector::is_read_only(relationship)
            }
        }
    }
}
