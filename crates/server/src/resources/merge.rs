use serde::Serialize;
use wellhead_core::id::{JobId, RecordId};
use wellhead_core::identity::{MOST_MERGED, Merge};
use wellhead_core::record::{EachKind, Kind};
use wellhead_core::resource::{Deed, Times};
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::document::{Identifier, Linkage, Relationship};
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{self, Attribute, CREATED_AT, Set, Shape};
use super::{Home, Resource, cause, job, linkage, record};
use crate::codes;

/// The last part of the path of a kind's merges.
pub(crate) const COLLECTION: &str = "merges";
/// The relationship to the record that stays.
pub(crate) const SURVIVOR: &str = "survivor";
/// The relationship to the others.
pub(crate) const MERGED: &str = "merged";
/// The attributes that clients cannot set.
pub(crate) const KEPT: [&str; 3] = ["created_at", "moved_at", "undone_at"];
/// The relationships that clients cannot set.
pub(crate) const FIXED: [&str; 3] = [job::TYPE, CAUSES[0], CAUSES[1]];

/// The relationships to who made and undid it.
const CAUSES: [&str; 2] = [cause::name(Deed::Created), "undone_by"];

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the attributes are named so")]
pub(crate) struct Attributes {
    created_at: Timestamp,
    moved_at: Option<Timestamp>,
    undone_at: Option<Timestamp>,
}

static SHAPES: EachKind<Shape> = EachKind::by(describe);
static QUERIES: EachKind<QuerySpec> = EachKind::by(|kind| QuerySpec {
    include: &[SURVIVOR, MERGED],
    fields: vec![
        (shape(kind).of, shape(kind).names()),
        (kind.as_str(), record::shape(kind).names()),
    ]
    .leak(),
    ..QuerySpec::NONE
});

/// The shape of merges of records of this kind.
pub(crate) fn shape(kind: Kind) -> &'static Shape {
    SHAPES.of(kind)
}

/// The query options for documents about merges of records of this kind.
pub(crate) fn query(kind: Kind) -> QuerySpec {
    *QUERIES.of(kind)
}

fn describe(kind: Kind) -> Shape {
    let declaration = kind.declaration();
    let (words, wire) = (&declaration.words, &declaration.wire);
    let of = wire.record;
    Shape {
        of: format!("{of}_merge").leak(),
        path: format!("{}/{COLLECTION}", wire.records_path).leak(),
        one: format!("a merge of {}", words.many).leak(),
        many: format!("merges of {}", words.many).leak(),
        relationships: vec![
            shape::Relationship::Given(SURVIVOR, of, Set::Once),
            shape::Relationship::Several(MERGED, of, MOST_MERGED, Set::Once),
            shape::Relationship::Perhaps(job::TYPE),
            shape::Relationship::Cause(CAUSES[0]),
            shape::Relationship::Cause(CAUSES[1]),
        ]
        .leak(),
        ..ALIKE
    }
}

/// What merges of records of all kinds have in common.
const ALIKE: Shape = Shape {
    about: "Several records that turned out to be one. Its id is also that of the job that moves the links.",
    example: job::SHAPE.example,
    attributes: &[
        CREATED_AT,
        Attribute::time("moved_at")
            .nullable()
            .about("When all links had moved; null while the job is at work."),
        Attribute::time("undone_at").nullable(),
    ],
    minted: true,
    hindrances: &[
        &codes::UNSUPPORTED,
        &codes::RELATED_MERGED,
        &codes::MERGE_UNDER_WAY,
    ],
    ..Shape::NONE
};

pub(crate) fn path(kind: Kind, id: JobId) -> String {
    format!("{}/{id}", shape(kind).path)
}

/// When it was made, and when its links had moved or moved back.
pub(crate) fn times(merge: &Merge) -> Times {
    Times {
        created_at: merge.created_at,
        updated_at: merge.undone_at.or(merge.moved_at),
        deleted_at: None,
    }
}

pub(crate) fn resource<'a>(merge: &Merge, fields: &'a Fieldsets) -> Resource<'a> {
    let Shape { of, path, .. } = *shape(merge.kind);
    let attributes = Attributes {
        created_at: merge.created_at,
        moved_at: merge.moved_at,
        undone_at: merge.undone_at,
    };
    let home = Home::new(path, merge.id.uuid(), None);
    let mut resource = Resource::new(
        of,
        merge.id.to_string(),
        super::Attributes::Merge(attributes),
    )
    .with_links(home.links())
    .with_fields(fields.of(of));
    let one = |id: &RecordId| Identifier::new(merge.kind.as_str(), id.to_string());
    let merged = Relationship {
        data: Some(Linkage::ToMany(merge.others.iter().map(one).collect())),
        ..Relationship::to_one(None)
    };
    resource.relationships = vec![
        (SURVIVOR, Relationship::to_one(Some(one(&merge.survivor)))),
        (MERGED, merged),
        (job::TYPE, linkage(job::TYPE, Some(merge.id))),
        (CAUSES[0], cause::relationship(Some(merge.created))),
        (CAUSES[1], cause::relationship(merge.undone)),
    ];
    resource
}
