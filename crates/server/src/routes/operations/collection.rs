use wellhead_core::record::Kind;
use wellhead_core::tenant::Role;

use crate::resources::shape::Shape;
use crate::resources::{SERVED, link, person, workspace_connector};

/// The resources that operations are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Collection {
    Links(Kind),
    People,
    WorkspaceConnectors,
}

impl Collection {
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let links = SERVED.into_iter().map(Self::Links);
        links.chain([Self::People, Self::WorkspaceConnectors])
    }

    /// The collection of this JSON:API type.
    pub(super) fn of_type(of: &str) -> Option<Self> {
        Self::all().find(|it| it.type_name() == of)
    }

    /// What its resources look like.
    pub(super) const fn shape(self) -> &'static Shape {
        match self {
            Self::Links(kind) => link::shape(kind),
            Self::People => &person::SHAPE,
            Self::WorkspaceConnectors => &workspace_connector::SHAPE,
        }
    }

    pub(super) const fn type_name(self) -> &'static str {
        self.shape().of
    }

    pub(super) const fn path(self) -> &'static str {
        self.shape().path
    }

    /// The least role that may change it.
    pub(super) const fn role(self) -> Role {
        match self {
            Self::Links(_) | Self::People => Role::Sync,
            Self::WorkspaceConnectors => Role::Admin,
        }
    }

    /// Whether its resources have a relationship of this name that cannot be changed.
    pub(super) fn has_fixed(self, relationship: &str) -> bool {
        match self {
            Self::Links(_) => false,
            Self::People => person::READ_ONLY.contains(&relationship),
            Self::WorkspaceConnectors => {
                relationship == crate::resources::connector::TYPE
                    || workspace_connector::READ_ONLY.contains(&relationship)
            }
        }
    }
}
