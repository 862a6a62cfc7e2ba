use serde::Serialize;
use wellhead_core::cause::Grounds;
use wellhead_core::id::LinkId;
use wellhead_core::record::{EachKind, Kind};
use wellhead_core::resource::{Deed, Link};
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::document::Meta;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{Attribute, CREATED_AT, DELETED_AT, Relationship, Set, Shape, UPDATED_AT};
use super::{Home, Resource, cause, connector, direction, record, workspace_connector};
use crate::codes;

/// The relationship to the connector, named as its type.
pub(crate) const CONNECTOR: &str = workspace_connector::TYPE;
/// The include path to the definition that the connector activates.
pub(crate) const CONNECTOR_DEFINITION: &str = "workspace_connector.connector";

#[derive(Serialize)]
pub(crate) struct Attributes {
    direction: &'static str,
    created_at: Timestamp,
    updated_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
}

static SHAPES: EachKind<Shape> = EachKind::by(describe);
static QUERIES: EachKind<QuerySpec> = EachKind::by(|kind| QuerySpec {
    include: [
        &[kind.as_str(), CONNECTOR, CONNECTOR_DEFINITION],
        &cause::NAMES[..],
    ]
    .concat()
    .leak(),
    fields: [
        &[
            (kind.wire().link, shape(kind).names()),
            (kind.as_str(), record::shape(kind).names()),
            (workspace_connector::TYPE, workspace_connector::FIELDS),
            (connector::TYPE, connector::FIELDS),
        ],
        &cause::FIELDS[..],
    ]
    .concat()
    .leak(),
    ..QuerySpec::NONE
});

/// The shape of links to records of this kind.
pub(crate) fn shape(kind: Kind) -> &'static Shape {
    SHAPES.of(kind)
}

/// The query options for documents about links to records of this kind.
pub(crate) fn query(kind: Kind) -> QuerySpec {
    *QUERIES.of(kind)
}

fn describe(kind: Kind) -> Shape {
    let declaration = kind.declaration();
    let (words, wire) = (&declaration.words, &declaration.wire);
    Shape {
        of: wire.link,
        path: wire.links_path,
        one: format!("a link to {}", words.one).leak(),
        many: format!("links to {}", words.many).leak(),
        about: words.link,
        example: declaration.examples.link,
        relationships: vec![
            Relationship::ToOne(kind.as_str(), Set::Required),
            Relationship::ToOne(CONNECTOR, Set::Required),
            Relationship::Cause(cause::name(Deed::Created)),
            Relationship::Cause(cause::name(Deed::Seen)),
            Relationship::Cause(cause::name(Deed::Deleted)),
        ]
        .leak(),
        ..ANY
    }
}

/// What links to all kinds of record have in common.
pub(crate) const ANY: Shape = Shape {
    one: "a link",
    many: "links",
    attributes: &[
        Attribute::one_of("direction", direction::all, Set::Required),
        CREATED_AT,
        UPDATED_AT,
        DELETED_AT,
    ],
    meta: &[Attribute {
        about: Some("Why it was deleted."),
        ..Attribute::one_of("reason", reasons, Set::Never)
    }],
    hindrances: &[
        &codes::ID_TAKEN,
        &codes::QUOTA_EXCEEDED,
        &codes::RELATED_MERGED,
    ],
    conflicts: &[
        &codes::END_DELETED,
        &codes::QUOTA_EXCEEDED,
        &codes::RELATED_MERGED,
    ],
    ..Shape::NONE
};

pub(super) fn reasons() -> Vec<&'static str> {
    Grounds::ALL.iter().map(|it| it.as_str()).collect()
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
    at_home(home(kind, link), kind, link, fields)
}

/// A link as it was. It may be deleted by now, and its URLs find it in any case.
pub(crate) fn resource_then<'a>(kind: Kind, link: &Link, fields: &'a Fieldsets) -> Resource<'a> {
    let home = Home::new(kind.wire().links_path, link.id.uuid(), Some(Timestamp::MIN));
    at_home(home, kind, link, fields)
}

fn at_home<'a>(home: Home, kind: Kind, link: &Link, fields: &'a Fieldsets) -> Resource<'a> {
    let attributes = Attributes {
        direction: link.direction.as_str(),
        created_at: link.times.created_at,
        updated_at: link.times.updated_at,
        deleted_at: link.times.deleted_at,
    };
    let of = kind.wire().link;
    let mut resource = Resource::new(of, link.id.to_string(), super::Attributes::Link(attributes))
        .with_links(home.links())
        .with_fields(fields.of(of));
    resource.relationships = vec![
        home.to_one(kind.as_str(), link.record.uuid()),
        home.to_one(CONNECTOR, link.workspace_connector.uuid()),
    ];
    let causes = Deed::ALL.map(|deed| {
        let relationship = cause::relationship(deed.by(&link.causes));
        (cause::name(deed), relationship)
    });
    resource.relationships.extend(causes);
    resource.meta = link.causes.reason.map(|_| meta(link, Meta::default()));
    resource
}

/// Adds why the link was deleted, if it was.
pub(crate) fn meta<'a>(link: &Link, meta: Meta<'a>) -> Meta<'a> {
    match link.causes.reason {
        Some(reason) => meta.and("reason", reason.as_str()),
        None => meta,
    }
}
