use serde::Serialize;
use wellhead_core::id::LinkId;
use wellhead_core::resource::{Link, Record};
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::{Home, Resource, connector, person, workspace_connector};

/// The relationship to the connector, named as its type.
pub(crate) const CONNECTOR: &str = workspace_connector::TYPE;
/// The path to what the connector is an activation of.
pub(crate) const CONNECTOR_DEFINITION: &str = "workspace_connector.connector";

#[derive(Serialize)]
pub(crate) struct Attributes {
    direction: &'static str,
    created_at: Timestamp,
    updated_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
}

/// The fields of a link to a record of this kind.
const fn fields(kind: Record) -> &'static [&'static str] {
    match kind {
        Record::People => &[
            "direction",
            "created_at",
            "updated_at",
            "deleted_at",
            person::TYPE,
            CONNECTOR,
        ],
    }
}

/// What a document about links to records of this kind can be asked for.
pub(crate) const fn query(kind: Record) -> QuerySpec {
    match kind {
        Record::People => QuerySpec {
            include: &[person::TYPE, CONNECTOR, CONNECTOR_DEFINITION],
            fields: const {
                &[
                    (Record::People.link_type(), fields(Record::People)),
                    (person::TYPE, person::FIELDS),
                    (workspace_connector::TYPE, workspace_connector::FIELDS),
                    (connector::TYPE, connector::FIELDS),
                ]
            },
            ..QuerySpec::NONE
        },
    }
}

pub(crate) fn path(kind: Record, id: LinkId) -> String {
    format!("{}/{id}", kind.links_path())
}

pub(crate) fn home(kind: Record, link: &Link) -> Home {
    Home::new(kind.links_path(), link.id.uuid(), link.times.deleted_at)
}

pub(crate) fn resource<'a>(kind: Record, link: &Link, fields: &'a Fieldsets) -> Resource<'a> {
    let attributes = Attributes {
        direction: link.direction.as_str(),
        created_at: link.times.created_at,
        updated_at: link.times.updated_at,
        deleted_at: link.times.deleted_at,
    };
    let home = home(kind, link);
    let of = kind.link_type();
    let mut resource = Resource::new(of, link.id.to_string(), super::Attributes::Link(attributes))
        .with_links(home.links())
        .with_fields(fields.of(of));
    resource.relationships = vec![
        home.to_one(kind.type_name(), link.record.uuid()),
        home.to_one(CONNECTOR, link.workspace_connector.uuid()),
    ];
    resource
}
