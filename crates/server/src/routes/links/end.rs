use uuid::Uuid;
use wellhead_core::command::LinkChanges;
use wellhead_core::record::Kind;
use wellhead_core::resource::Link;

use crate::resources::shape::Shape;
use crate::resources::{record, workspace_connector};

/// One end of a link: its record or its connector, as a relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::routes) enum End {
    Record(Kind),
    Connector(Kind),
}

impl End {
    pub(in crate::routes) const fn both(kind: Kind) -> [Self; 2] {
        [Self::Record(kind), Self::Connector(kind)]
    }

    /// The kind of record that the link is to.
    pub(in crate::routes) const fn kind(self) -> Kind {
        match self {
            Self::Record(kind) | Self::Connector(kind) => kind,
        }
    }

    /// The relationship's name, and the type of the resource that it leads to.
    pub(in crate::routes) const fn name(self) -> &'static str {
        match self {
            Self::Record(kind) => kind.as_str(),
            Self::Connector(_) => workspace_connector::TYPE,
        }
    }

    /// The type of the resource that it leads to.
    pub(super) fn shape(self) -> &'static Shape {
        match self {
            Self::Record(kind) => record::shape(kind),
            Self::Connector(_) => &workspace_connector::SHAPE,
        }
    }

    /// The id at this end.
    pub(super) const fn of(self, link: &Link) -> Uuid {
        match self {
            Self::Record(_) => link.record.uuid(),
            Self::Connector(_) => link.workspace_connector.uuid(),
        }
    }

    /// The change that moves this end to another resource.
    pub(in crate::routes) fn moved(self, id: Uuid) -> LinkChanges {
        match self {
            Self::Record(_) => LinkChanges {
                record: Some(id.into()),
                ..LinkChanges::default()
            },
            Self::Connector(_) => LinkChanges {
                workspace_connector: Some(id.into()),
                ..LinkChanges::default()
            },
        }
    }
}
