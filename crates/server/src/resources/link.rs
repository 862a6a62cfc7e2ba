use serde::Serialize;
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;
use wellhead_core::resource::Link;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{Attribute, CREATED_AT, DELETED_AT, Relationship, Set, Shape, UPDATED_AT};
use super::{Home, Resource, connector, direction, person, workspace_connector};
use crate::codes;

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

/// What links to people look like.
const PEOPLE: Shape = Shape {
    of: Kind::People.wire().link,
    path: Kind::People.wire().links_path,
    one: "a link",
    many: "links",
    about: "Which connector sourced or consumed which person, when and in which direction.",
    example: "a3f92c11-8d14-4e2b-b305-7c1e0f3a9d82",
    attributes: &[
        Attribute::one_of("direction", direction::all, Set::Required),
        CREATED_AT,
        UPDATED_AT,
        DELETED_AT,
    ],
    relationships: &[
        Relationship::ToOne(person::TYPE, Set::Required),
        Relationship::ToOne(CONNECTOR, Set::Required),
    ],
    hindrances: &[&codes::ID_TAKEN],
    conflicts: &[&codes::END_DELETED],
    ..Shape::NONE
};

/// What links to records of this kind look like.
pub(crate) const fn shape(kind: Kind) -> &'static Shape {
    match kind {
        Kind::People => &PEOPLE,
        _ => panic!("no others are served"),
    }
}

/// What a document about links to records of this kind can be asked for.
pub(crate) const fn query(kind: Kind) -> QuerySpec {
    match kind {
        Kind::People => QuerySpec {
            include: &[person::TYPE, CONNECTOR, CONNECTOR_DEFINITION],
            fields: const {
                &[
                    (PEOPLE.of, &PEOPLE.fields::<{ PEOPLE.count() }>()),
                    (person::TYPE, person::FIELDS),
                    (workspace_connector::TYPE, workspace_connector::FIELDS),
                    (connector::TYPE, connector::FIELDS),
                ]
            },
            ..QuerySpec::NONE
        },
        _ => panic!("no others are served"),
    }
}

pub(crate) fn path(kind: Kind, id: LinkId) -> String {
    format!("{}/{id}", kind.wire().links_path)
}

pub(crate) fn home(kind: Kind, link: &Link) -> Home {
    Home::new(
        kind.wire().links_path,
        link.id.uuid(),
        link.times.deleted_at,
    )
}

pub(crate) fn resource<'a>(kind: Kind, link: &Link, fields: &'a Fieldsets) -> Resource<'a> {
    let attributes = Attributes {
        direction: link.direction.as_str(),
        created_at: link.times.created_at,
        updated_at: link.times.updated_at,
        deleted_at: link.times.deleted_at,
    };
    let home = home(kind, link);
    let of = kind.wire().link;
    let mut resource = Resource::new(of, link.id.to_string(), super::Attributes::Link(attributes))
        .with_links(home.links())
        .with_fields(fields.of(of));
    resource.relationships = vec![
        home.to_one(kind.as_str(), link.record.uuid()),
        home.to_one(CONNECTOR, link.workspace_connector.uuid()),
    ];
    resource
}
