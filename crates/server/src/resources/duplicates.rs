use serde::Serialize;
use wellhead_core::identity::{Duplicates, Likeness, MOST_ALIKE};
use wellhead_core::page::Positioned;
use wellhead_core::record::{EachKind, Kind, Record};
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::document::{Identifier, Linkage, Relationship};
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{self, Attribute, Set, Shape, Value};
use super::{Resource, record};

/// The relationship to the records of a group.
pub(crate) const RECORDS: &str = "records";

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    by: Vec<&'static str>,
    equal: &'a [&'static str],
    created_at: Timestamp,
}

static SHAPES: EachKind<Shape> = EachKind::by(describe);
static QUERIES: EachKind<QuerySpec> = EachKind::by(|kind| QuerySpec {
    include: &[RECORDS],
    fields: vec![
        (shape(kind).of, shape(kind).names()),
        (kind.as_str(), record::shape(kind).names()),
    ]
    .leak(),
    ..QuerySpec::NONE
});

/// The shape of groups of records of this kind that may be the same.
pub(crate) fn shape(kind: Kind) -> &'static Shape {
    SHAPES.of(kind)
}

/// The query options for documents about such groups.
pub(crate) fn query(kind: Kind) -> QuerySpec {
    *QUERIES.of(kind)
}

fn describe(kind: Kind) -> Shape {
    let declaration = kind.declaration();
    let (words, wire) = (&declaration.words, &declaration.wire);
    let of = wire.record;
    Shape {
        of: format!("{of}_duplicates").leak(),
        one: format!("a group of {} that may be the same", words.many).leak(),
        many: format!("groups of {} that may be the same", words.many).leak(),
        example: declaration.examples.record,
        attributes: vec![
            Attribute::new("by", Value::SomeOf(likenesses(kind)), Set::Never)
                .about("In what they are alike."),
            Attribute::new("equal", Value::SomeOf(members), Set::Never)
                .about("The members that some of them have equal."),
            Attribute::time("created_at").about("When the newest of them was created."),
        ]
        .leak(),
        relationships: vec![shape::Relationship::Several(
            RECORDS,
            of,
            MOST_ALIKE,
            Set::Never,
        )]
        .leak(),
        ..ALIKE
    }
}

/// What such groups of records of all kinds have in common.
const ALIKE: Shape = Shape {
    about: "Records that have one e-mail address in any spelling, or one name in any spelling and besides it an equal member \
            that tells. Its id is that of the newest of them. Nobody but people decide whether they are the same.",
    minted: true,
    ..Shape::NONE
};

/// In what records of a kind can be alike.
fn likenesses(kind: Kind) -> fn() -> Vec<&'static str> {
    match kind.declaration().email {
        Some(_) => || names(Likeness::ALL),
        None => || names(&[Likeness::Name]),
    }
}

fn names(likenesses: &[Likeness]) -> Vec<&'static str> {
    likenesses.iter().map(|it| it.as_str()).collect()
}

/// The members of records of every kind.
fn members() -> Vec<&'static str> {
    let mut names: Vec<_> = Kind::ALL
        .iter()
        .flat_map(|kind| kind.fields().iter().map(|field| field.name))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The records of a group, from the newest to the oldest.
pub(crate) fn records(group: &Duplicates) -> impl Iterator<Item = &Record> {
    [&group.newest].into_iter().chain(group.others.iter().rev())
}

pub(crate) fn resource<'a>(group: &'a Duplicates, fields: &'a Fieldsets) -> Resource<'a> {
    let kind = group.newest.kind;
    let of = shape(kind).of;
    let attributes = Attributes {
        by: names(&group.by),
        equal: &group.equal,
        created_at: group.position().created_at,
    };
    let attributes = super::Attributes::Duplicates(attributes);
    let mut resource =
        Resource::new(of, group.newest.id.to_string(), attributes).with_fields(fields.of(of));
    let one = |it: &Record| Identifier::new(kind.as_str(), it.id.to_string());
    let all = Relationship {
        data: Some(Linkage::ToMany(records(group).map(one).collect())),
        ..Relationship::to_one(None)
    };
    resource.relationships = vec![(RECORDS, all)];
    resource
}
