use serde::Serialize;
use uuid::{Builder, Uuid};
use wellhead_core::cause::{Cause, Grounds};
use wellhead_core::id::LinkId;
use wellhead_core::record::{EachKind, Kind};
use wellhead_core::resource::LinkState;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::link::{CONNECTOR, CONNECTOR_DEFINITION, reasons};
use super::shape::{Attribute, Relationship, Set, Shape};
use super::{Resource, cause, connector, direction, linkage, record, workspace_connector};
use crate::extract::query::PAGES;

/// The relationship to who made the link so.
pub(crate) const MADE_BY: &str = "made_by";
/// The relationship to the run that saw the link last.
pub(crate) const SEEN_BY: &str = "seen_by";
/// The relationship to who ended it.
pub(crate) const DELETED_BY: &str = "deleted_by";
/// The relationships to causes.
pub(crate) const CAUSES: [&str; 3] = [MADE_BY, SEEN_BY, DELETED_BY];

static SHAPES: EachKind<Shape> = EachKind::by(|kind| {
    let words = &kind.declaration().words;
    Shape {
        of: format!("{}_state", kind.wire().link).leak(),
        one: format!("a state of a link to {}", words.one).leak(),
        many: format!("states of links to {}", words.many).leak(),
        relationships: vec![
            Relationship::Perhaps(kind.as_str()),
            Relationship::Perhaps(CONNECTOR),
            Relationship::Cause(MADE_BY),
            Relationship::Cause(SEEN_BY),
            Relationship::Cause(DELETED_BY),
        ]
        .leak(),
        ..ALIKE
    }
});
static QUERIES: EachKind<QuerySpec> = EachKind::by(|kind| {
    let ends: [(&str, &[&str]); 4] = [
        (shape(kind).of, shape(kind).names()),
        (kind.as_str(), record::shape(kind).names()),
        (workspace_connector::TYPE, workspace_connector::FIELDS),
        (connector::TYPE, connector::FIELDS),
    ];
    let paths = [kind.as_str(), CONNECTOR, CONNECTOR_DEFINITION];
    QuerySpec {
        page: Some(PAGES),
        include: [&paths[..], &CAUSES].concat().leak(),
        fields: [&ends[..], &cause::FIELDS].concat().leak(),
        ..QuerySpec::NONE
    }
});
/// What states of links to all kinds of record have in common. They are read with the link's history, and have no URLs of
/// their own.
const ALIKE: Shape = Shape {
    about: "What a link said for a while: from `since` on, until it said something else or the same again. It was active \
            until `deleted_at`. `seen_at` is when `seen_by`, a run, saw it last.",
    attributes: &[
        Attribute::one_of("direction", direction::all, Set::Never),
        Attribute::time("since"),
        Attribute::time("until").nullable(),
        Attribute::time("seen_at").nullable(),
        Attribute::time("deleted_at").nullable(),
        Attribute::one_of("reason", reasons, Set::Never).nullable(),
    ],
    minted: true,
    ..Shape::NONE
};

/// The shape of the states of links to records of this kind.
pub(crate) fn shape(kind: Kind) -> &'static Shape {
    SHAPES.of(kind)
}

/// The query options for documents about the states of links to records of this kind.
pub(crate) fn query(kind: Kind) -> QuerySpec {
    *QUERIES.of(kind)
}

#[derive(Serialize)]
pub(crate) struct Attributes {
    direction: &'static str,
    since: Timestamp,
    until: Option<Timestamp>,
    seen_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
    reason: Option<&'static str>,
}

/// A state's id: it is made of the link's and the time when the state began, so it is always the same.
fn id(link: LinkId, since: Timestamp) -> Uuid {
    let (high, low) = link.uuid().as_u64_pair();
    let mixed = Uuid::from_u64_pair(high, low ^ since.as_micros().cast_unsigned());
    Builder::from_custom_bytes(mixed.into_bytes()).into_uuid()
}

/// Who caused what a relationship is named after.
pub(crate) fn cause_of(state: &LinkState, name: &str) -> Option<Cause> {
    match name {
        MADE_BY => state.by,
        SEEN_BY => state.seen.map(|(run, _)| Cause::Run(run)),
        _ => state.deleted_by,
    }
}

pub(crate) fn resource<'a>(
    kind: Kind,
    link: LinkId,
    state: &LinkState,
    fields: &'a Fieldsets,
) -> Resource<'a> {
    let attributes = super::Attributes::LinkState(Attributes {
        direction: state.direction.as_str(),
        since: state.since,
        until: state.until,
        seen_at: state.seen.map(|(_, at)| at),
        deleted_at: state.deleted_at,
        reason: state.reason.map(Grounds::as_str),
    });
    let of = shape(kind).of;
    let mut resource =
        Resource::new(of, id(link, state.since).to_string(), attributes).with_fields(fields.of(of));
    resource.relationships = vec![
        (kind.as_str(), linkage(kind.as_str(), Some(state.record))),
        (
            CONNECTOR,
            linkage(CONNECTOR, Some(state.workspace_connector)),
        ),
    ];
    let causes = CAUSES.map(|name| (name, cause::relationship(cause_of(state, name))));
    resource.relationships.extend(causes);
    resource
}
