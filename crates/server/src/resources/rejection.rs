use serde::Serialize;
use wellhead_core::sync::{KeptRejections, Refused, RejectedLine, SourcePlace};
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::Fieldsets;

use super::Resource;
use super::shape::{Attribute, CREATED_AT, Set, Shape, Value};

pub(crate) const TYPE: &str = "rejection";
/// It has no path: it is found at its run.
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    one: "a rejected line",
    many: "rejected lines",
    about: "A line that a delivery rejected, as its run keeps it: with its reason, and without its content.",
    example: "f1a2b3c4-5d6e-7f80-91a2-b3c4d5e6f708",
    attributes: &[
        Attribute::new("delivery", Value::Id, Set::Never),
        Attribute::count("line").about("Its number in the delivery, counted from 1."),
        Attribute::text("code", Refused::MAX_CODE, "missing_member").about("Stable: for programs."),
        Attribute::text(
            "detail",
            Refused::MAX_DETAIL,
            "the line has neither people_id nor external_person_id",
        )
        .about("For people; may change."),
        Attribute::object(
            "source",
            &[
                Attribute::text("file", SourcePlace::MAX_CHARS, "people.csv"),
                Attribute::count("line"),
            ],
        )
        .nullable()
        .about("Where the sender has the line from, if it says so."),
        Attribute::new("taken", Value::Flag, Set::Never).about(
            "Whether it was taken all the same: its ids mean two records, and the connector's own counted.",
        ),
        Attribute::new("undid_delivery", Value::Flag, Set::Never).about(
            "Whether nothing of its delivery was kept because of it: the delivery was atomic. The run's count of \
             rejected lines leaves it out.",
        ),
        CREATED_AT,
    ],
    minted: true,
    ..Shape::NONE
};
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// What a list of them says of all.
pub(crate) const META: Attribute = Attribute::object(
    "meta",
    &[
        Attribute::count("rejected").about("How many lines were rejected in all."),
        Attribute::count("kept").about("How many of them are kept, and so listed: the first ones."),
    ],
);

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    delivery: String,
    line: u64,
    code: &'a str,
    detail: &'a str,
    source: Option<Source<'a>>,
    taken: bool,
    undid_delivery: bool,
    created_at: Timestamp,
}

#[derive(Serialize)]
struct Source<'a> {
    file: &'a str,
    line: u64,
}

/// The members of [`META`], of a run whose tally counts this many.
pub(crate) fn counts(kept: KeptRejections, counted: u64) -> [(&'static str, u64); 2] {
    [("rejected", kept.of(counted)), ("kept", kept.all)]
}

pub(crate) fn resource<'a>(line: &'a RejectedLine, fields: &'a Fieldsets) -> Resource<'a> {
    let source = line.why.source.as_ref();
    let attributes = super::Attributes::Rejection(Attributes {
        delivery: line.delivery.to_string(),
        line: line.line,
        code: &line.why.code,
        detail: &line.why.detail,
        source: source.map(|it| Source {
            file: &it.file,
            line: it.line,
        }),
        taken: line.taken,
        undid_delivery: line.undid_delivery,
        created_at: line.created_at,
    });
    Resource::new(TYPE, line.id.to_string(), attributes).with_fields(fields.of(TYPE))
}
