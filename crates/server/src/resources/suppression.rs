use serde::Serialize;
use wellhead_core::privacy::{SubjectRight, Suppression};
use wellhead_core::resource::Times;
use wellhead_core::text::Note;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{Attribute, CREATED_AT, Relationship, Set, Shape};
use super::{Home, Resource, cause, linkage, recall, workspace_connector};

pub(crate) const TYPE: &str = "suppression";
pub(crate) const PATH: &str = "/v1/suppressions";
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "a suppression",
    many: "suppressions",
    about: "An id of an erased record that may not come back. Only a keyed hash of it is kept, so nobody can read it here. \
            Patching one with a reason lifts it.",
    example: "5eedc0de-7b1c-8d2e-9f30-415263748596",
    attributes: &[
        Attribute::one_of("record", recall::kinds, Set::Never).about("The kind of record."),
        Attribute::time("lifted_at").nullable(),
        Attribute::text(REASON, Note::MAX_CHARS, "She has become a customer again.")
            .nullable()
            .set(Set::Always)
            .about("Why it was lifted."),
        CREATED_AT,
    ],
    relationships: &[
        Relationship::Any(ERASURE, recall::types),
        Relationship::Perhaps(workspace_connector::TYPE),
        Relationship::Cause(LIFTED_BY),
    ],
    minted: true,
    ..Shape::NONE
};
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// The query options for documents about suppressions.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    fields: &[(TYPE, FIELDS)],
    ..QuerySpec::NONE
};

/// Why it was lifted.
pub(crate) const REASON: &str = "lift_reason";
/// The relationship to the erasure that made it.
pub(crate) const ERASURE: &str = "erasure";
/// The relationship to who lifted it.
pub(crate) const LIFTED_BY: &str = "lifted_by";
/// The attributes and relationships that clients cannot set.
pub(crate) const KEPT: [&str; 3] = ["record", "lifted_at", "created_at"];
pub(crate) const FIXED: [&str; 3] = [ERASURE, workspace_connector::TYPE, LIFTED_BY];

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    record: &'static str,
    lifted_at: Option<Timestamp>,
    lift_reason: Option<&'a str>,
    created_at: Timestamp,
}

/// When it was made, and when it was lifted.
pub(crate) fn times(suppression: &Suppression) -> Times {
    Times {
        created_at: suppression.created_at,
        updated_at: suppression.lifted_at,
        deleted_at: None,
    }
}

pub(crate) fn resource<'a>(suppression: &'a Suppression, fields: &'a Fieldsets) -> Resource<'a> {
    let attributes = super::Attributes::Suppression(Attributes {
        record: suppression.kind.as_str(),
        lifted_at: suppression.lifted_at,
        lift_reason: suppression.lift_reason.as_ref().map(Note::as_str),
        created_at: suppression.created_at,
    });
    let home = Home::new(PATH, suppression.id.uuid(), None);
    Resource::new(TYPE, suppression.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(TYPE))
        .with_relationship(
            ERASURE,
            recall::identifier(SubjectRight::Erasure, suppression.erasure),
        )
        .with_relationship(
            workspace_connector::TYPE,
            linkage(workspace_connector::TYPE, suppression.workspace_connector),
        )
        .with_relationship(LIFTED_BY, cause::relationship(suppression.lifted))
}
