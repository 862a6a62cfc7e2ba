use serde::Serialize;
use wellhead_core::id::IdentityId;
use wellhead_core::identity::Identity;
use wellhead_core::record::{EachKind, Kind};
use wellhead_core::resource::{Deed, ExternalId};
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{Attribute, CREATED_AT, Relationship, Set, Shape, UPDATED_AT};
use super::{Home, Resource, cause, connector, link, record, workspace_connector};
use crate::codes;

/// The relationship to the connector, named as its type.
pub(crate) const CONNECTOR: &str = workspace_connector::TYPE;
/// The relationships to who made and deleted it.
pub(crate) const CAUSES: [&str; 2] = [cause::name(Deed::Created), cause::name(Deed::Deleted)];

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    external_id: &'a str,
    created_at: Timestamp,
    updated_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
}

static SHAPES: EachKind<Shape> = EachKind::by(describe);
static QUERIES: EachKind<QuerySpec> = EachKind::by(|kind| QuerySpec {
    include: vec![kind.as_str(), CONNECTOR, link::CONNECTOR_DEFINITION].leak(),
    fields: vec![
        (kind.wire().identity, shape(kind).names()),
        (kind.as_str(), record::shape(kind).names()),
        (workspace_connector::TYPE, workspace_connector::FIELDS),
        (connector::TYPE, connector::FIELDS),
    ]
    .leak(),
    ..QuerySpec::NONE
});

/// The shape of identities of records of this kind.
pub(crate) fn shape(kind: Kind) -> &'static Shape {
    SHAPES.of(kind)
}

/// The query options for documents about identities of records of this kind.
pub(crate) fn query(kind: Kind) -> QuerySpec {
    *QUERIES.of(kind)
}

fn describe(kind: Kind) -> Shape {
    let declaration = kind.declaration();
    let (words, wire) = (&declaration.words, &declaration.wire);
    Shape {
        of: wire.identity,
        path: wire.identities_path,
        one: format!("an identity of {}", words.one).leak(),
        many: format!("identities of {}", words.many).leak(),
        about: "What a workspace connector calls a record. It stands for the record in the lines of this connector, and of \
                those that continue it.",
        example: declaration.examples.identity,
        relationships: vec![
            Relationship::ToOne(kind.as_str(), Set::Once),
            Relationship::ToOne(CONNECTOR, Set::Once),
            Relationship::Cause(CAUSES[0]),
            Relationship::Cause(CAUSES[1]),
        ]
        .leak(),
        ..ALIKE
    }
}

/// What identities of records of all kinds have in common.
const ALIKE: Shape = Shape {
    attributes: &[
        Attribute::text("external_id", ExternalId::MAX_CHARS, "501").set(Set::Once),
        CREATED_AT,
        UPDATED_AT,
        Attribute::time("deleted_at").nullable(),
    ],
    hindrances: &[
        &codes::ID_TAKEN,
        &codes::IDENTITY_TAKEN,
        &codes::SUPPRESSED,
        &codes::RELATED_MERGED,
    ],
    ..Shape::NONE
};

pub(crate) fn path(kind: Kind, id: IdentityId) -> String {
    format!("{}/{id}", kind.wire().identities_path)
}

pub(crate) fn home(kind: Kind, identity: &Identity) -> Home {
    Home::new(
        kind.wire().identities_path,
        identity.id.uuid(),
        identity.times.deleted_at,
    )
}

pub(crate) fn resource<'a>(
    kind: Kind,
    identity: &'a Identity,
    fields: &'a Fieldsets,
) -> Resource<'a> {
    let home = home(kind, identity);
    let attributes = Attributes {
        external_id: identity.external_id.as_str(),
        created_at: identity.times.created_at,
        updated_at: identity.times.updated_at,
        deleted_at: identity.times.deleted_at,
    };
    let of = kind.wire().identity;
    let attributes = super::Attributes::Identity(attributes);
    let mut resource = Resource::new(of, identity.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(of));
    resource.relationships = vec![
        home.to_one(kind.as_str(), identity.record.uuid()),
        home.to_one(CONNECTOR, identity.workspace_connector.uuid()),
        (CAUSES[0], cause::relationship(Some(identity.created))),
        (CAUSES[1], cause::relationship(identity.deleted)),
    ];
    resource
}
