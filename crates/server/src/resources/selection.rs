//! Requests to soft-delete links that match criteria. A job does the work; the request itself is not stored.

use wellhead_core::record::{EachKind, Kind};
use wellhead_jsonapi::error::kind::MISSING_ATTRIBUTE;

use super::shape::{Attribute, Relationship, Rule, Set, Shape};
use super::{direction, link, workspace_connector};
use crate::codes;

/// The most records that one request can name.
pub(crate) const MOST_RECORDS: usize = 1_000;

static INVALIDATIONS: EachKind<Shape> = EachKind::by(|kind| Shape {
    kind: Some(kind),
    path: kind.wire().links_path,
    example: link::shape(kind).example,
    relationships: vec![
        Relationship::ToOne(workspace_connector::TYPE, Set::Optional),
        Relationship::Several(kind.as_str(), kind.as_str(), MOST_RECORDS, Set::Optional),
    ]
    .leak(),
    ..INVALIDATION
});

const INVALIDATION: Shape = Shape {
    of: "invalidation",
    one: "an invalidation",
    many: "invalidations",
    about: "Soft-deletes the links that match all criteria. At least one criterion is required.",
    attributes: &[
        Attribute::one_of("direction", direction::all, Set::Optional),
        Attribute::object(
            "created_at",
            &[
                Attribute::time("gte").optional(),
                Attribute::time("lt").optional(),
            ],
        )
        .set(Set::Optional),
    ],
    rules: &[Rule::Something],
    minted: true,
    hindrances: &[&codes::UNSUPPORTED, &MISSING_ATTRIBUTE],
    ..Shape::NONE
};

static DEDUPLICATIONS: EachKind<Shape> = EachKind::by(|kind| Shape {
    kind: Some(kind),
    path: kind.wire().links_path,
    example: link::shape(kind).example,
    ..DEDUPLICATION
});

const DEDUPLICATION: Shape = Shape {
    of: "deduplication",
    one: "a deduplication",
    many: "deduplications",
    about: "Soft-deletes every link that has an older active twin.",
    relationships: &[Relationship::ToOne(
        workspace_connector::TYPE,
        Set::Optional,
    )],
    minted: true,
    hindrances: &[&codes::UNSUPPORTED],
    ..Shape::NONE
};

/// The request to soft-delete links to records of this kind.
pub(crate) fn invalidation(kind: Kind) -> &'static Shape {
    INVALIDATIONS.of(kind)
}

/// The request to soft-delete twins among links to records of this kind.
pub(crate) fn deduplication(kind: Kind) -> &'static Shape {
    DEDUPLICATIONS.of(kind)
}
