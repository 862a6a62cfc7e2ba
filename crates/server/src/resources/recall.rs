use serde::Serialize;
use wellhead_core::audit::Act;
use wellhead_core::id::RecallId;
use wellhead_core::privacy::{Recall, Reference, SubjectRight};
use wellhead_core::record::{EachKind, Kind};
use wellhead_core::resource::{Deed, Times};
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::document::{Identifier, Relationship as Link};
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{Attribute, CREATED_AT, Relationship, Set, Shape};
use super::{Home, Resource, cause, job, linkage};
use crate::codes;

/// The relationship to the record that is recalled.
pub(crate) const SUBJECT: &str = "subject";
/// The attributes that clients cannot set.
pub(crate) const KEPT: [&str; 4] = ["created_at", "destroyed_at", "notifications", "open"];
/// The relationships that clients cannot set.
pub(crate) const FIXED: [&str; 3] = [SUBJECT, job::TYPE, CREATED_BY];

const CREATED_BY: &str = cause::name(Deed::Created);

const ERASURE: Shape = Shape {
    of: "erasure",
    path: "/v1/erasures",
    one: "an erasure",
    many: "erasures",
    about: "A record that is erased: it is soft-deleted, what names it is destroyed, its ids may not come back, and everyone \
            who received it is to be told (GDPR Art. 17 and 19). Its id is also that of the job that carries it out.",
    hindrances: &[
        &codes::UNSUPPORTED,
        &codes::ERASED,
        &codes::ERASE_INSTEAD,
        &codes::MERGED,
        &codes::MERGE_UNDER_WAY,
    ],
    ..ALIKE
};
const RECTIFICATION: Shape = Shape {
    of: "rectification",
    path: "/v1/rectifications",
    one: "a rectification",
    many: "rectifications",
    about: "A record whose data were wrong: everyone who received it is to be told (GDPR Art. 16 and 19). Nothing is \
            destroyed.",
    ..ALIKE
};
const RESTRICTION: Shape = Shape {
    of: "restriction",
    path: "/v1/restrictions",
    one: "a restriction",
    many: "restrictions",
    about: "A record whose processing is restricted: everyone who received it is to be told (GDPR Art. 18 and 19). Nothing \
            is destroyed.",
    ..ALIKE
};

/// What recalls by all rights have in common.
const ALIKE: Shape = Shape {
    example: job::SHAPE.example,
    attributes: &[
        Attribute::text("reference", Reference::MAX_CHARS, "DSR-2026-17")
            .nullable()
            .set(Set::AtFirst)
            .about("What the request is called elsewhere. It names nobody: it outlives the erasure."),
        Attribute::time("destroyed_at")
            .nullable()
            .about("When an erasure had destroyed what names the record; null until then, and for other rights."),
        Attribute::count("notifications").about("How many recipients are to be told."),
        Attribute::count("open").about("How many of them are pending or notified."),
        CREATED_AT,
    ],
    relationships: &[
        Relationship::Any(SUBJECT, kinds),
        Relationship::Perhaps(job::TYPE),
        Relationship::Cause(CREATED_BY),
    ],
    minted: true,
    hindrances: &[&codes::UNSUPPORTED, &codes::ERASED, &codes::MERGED],
    ..Shape::NONE
};

const FIELDS: &[&str] = &ALIKE.fields::<{ ALIKE.count() }>();

/// The names of the kinds of record.
pub(super) fn kinds() -> Vec<&'static str> {
    Kind::ALL.map(Kind::as_str).to_vec()
}

/// The names of the types of recall.
pub(super) fn types() -> Vec<&'static str> {
    SubjectRight::ALL
        .iter()
        .map(|right| shape(*right).of)
        .collect()
}

/// The shape of recalls by this right.
pub(crate) const fn shape(right: SubjectRight) -> &'static Shape {
    match right {
        SubjectRight::Erasure => &ERASURE,
        SubjectRight::Rectification => &RECTIFICATION,
        SubjectRight::Restriction => &RESTRICTION,
    }
}

/// What the audit log has of one that is made.
pub(crate) const fn act(right: SubjectRight) -> Act {
    match right {
        SubjectRight::Erasure => Act::Erase,
        SubjectRight::Rectification => Act::Rectify,
        SubjectRight::Restriction => Act::Restrict,
    }
}

/// The query options for documents about recalls by this right.
pub(crate) const fn query(right: SubjectRight) -> QuerySpec {
    const fn of(fields: &'static [(&'static str, &'static [&'static str])]) -> QuerySpec {
        QuerySpec {
            fields,
            ..QuerySpec::NONE
        }
    }
    match right {
        SubjectRight::Erasure => of(&[(ERASURE.of, FIELDS)]),
        SubjectRight::Rectification => of(&[(RECTIFICATION.of, FIELDS)]),
        SubjectRight::Restriction => of(&[(RESTRICTION.of, FIELDS)]),
    }
}

/// The path at which a record of this kind is recalled.
pub(crate) fn collection(kind: Kind, right: SubjectRight) -> &'static str {
    static PATHS: EachKind<[&str; 3]> = EachKind::by(|kind| {
        ["erasures", "rectifications", "restrictions"]
            .map(|of| &*format!("{}/{{id}}/{of}", kind.wire().records_path).leak())
    });
    let [erasures, rectifications, restrictions] = *PATHS.of(kind);
    match right {
        SubjectRight::Erasure => erasures,
        SubjectRight::Rectification => rectifications,
        SubjectRight::Restriction => restrictions,
    }
}

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    reference: Option<&'a str>,
    destroyed_at: Option<Timestamp>,
    notifications: u64,
    open: u64,
    created_at: Timestamp,
}

pub(crate) fn path(right: SubjectRight, id: RecallId) -> String {
    format!("{}/{id}", shape(right).path)
}

/// When it was made, and when it was carried out.
pub(crate) fn times(recall: &Recall) -> Times {
    Times {
        created_at: recall.created_at,
        updated_at: recall.destroyed_at,
        deleted_at: None,
    }
}

/// What a relationship to a recall leads to.
pub(super) fn identifier(right: SubjectRight, id: RecallId) -> Link<'static> {
    Link::to_one(Some(Identifier::new(shape(right).of, id.to_string())))
}

pub(crate) fn resource<'a>(recall: &'a Recall, fields: &'a Fieldsets) -> Resource<'a> {
    let Shape { of, path, .. } = *shape(recall.right);
    let attributes = super::Attributes::Recall(Attributes {
        reference: recall.reference.as_ref().map(Reference::as_str),
        destroyed_at: recall.destroyed_at,
        notifications: recall.notifications,
        open: recall.open,
        created_at: recall.created_at,
    });
    let home = Home::new(path, recall.id.uuid(), None);
    Resource::new(of, recall.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(of))
        .with_relationship(SUBJECT, super::to_record(recall.record))
        .with_relationship(job::TYPE, linkage(job::TYPE, recall.job()))
        .with_relationship(CREATED_BY, cause::relationship(Some(recall.created)))
}
