//! Requests to soft-delete links by what they have in common. A job does it; nothing else is kept of them.

use wellhead_core::record::Kind;
use wellhead_jsonapi::error::kind::MISSING_ATTRIBUTE;

use super::shape::{Attribute, Relationship, Rule, Set, Shape};
use super::{direction, link, person, workspace_connector};
use crate::codes;

/// The most people that one request names.
pub(crate) const MOST_PEOPLE: usize = 1_000;

pub(crate) const INVALIDATION: Shape = Shape {
    of: "invalidation",
    path: Kind::People.wire().links_path,
    one: "an invalidation",
    many: "invalidations",
    about: "Soft-deletes the links that all of this is true of; at least one thing has to be said.",
    example: link::shape(Kind::People).example,
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
    relationships: &[
        Relationship::ToOne(workspace_connector::TYPE, Set::Optional),
        Relationship::Several(person::TYPE, MOST_PEOPLE),
    ],
    rules: &[Rule::Something],
    minted: true,
    hindrances: &[&codes::UNSUPPORTED, &MISSING_ATTRIBUTE],
    ..Shape::NONE
};

pub(crate) const DEDUPLICATION: Shape = Shape {
    of: "deduplication",
    one: "a deduplication",
    many: "deduplications",
    about: "Soft-deletes the links that have an older active twin.",
    attributes: &[],
    relationships: &[Relationship::ToOne(
        workspace_connector::TYPE,
        Set::Optional,
    )],
    rules: &[],
    hindrances: &[&codes::UNSUPPORTED],
    ..INVALIDATION
};
