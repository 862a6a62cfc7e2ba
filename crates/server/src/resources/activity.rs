use std::collections::BTreeMap;

use serde::Serialize;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::{Bucket, Direction};
use wellhead_core::store::Activity;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::document::Links;

use super::shape::{Attribute, Set, Shape};
use super::{Resource, workspace_connector};

pub(crate) const SHAPE: Shape = Shape {
    of: "workspace_connector_activity",
    path: workspace_connector::PATH,
    one: "the activity of a workspace connector",
    many: "activities of workspace connectors",
    about: "How many links were made in each bucket of time. Its id is the connector's.",
    example: workspace_connector::SHAPE.example,
    attributes: &[
        Attribute::one_of(
            "bucket",
            || Bucket::ALL.map(Bucket::as_str).to_vec(),
            Set::Never,
        ),
        Attribute::object(
            "created_at",
            &[Attribute::time("gte"), Attribute::time("lt")],
        ),
        Attribute::objects(
            "buckets",
            &[
                Attribute::time("start"),
                Attribute::count("input").optional(),
                Attribute::count("output").optional(),
            ],
        ),
    ],
    minted: true,
    ..Shape::NONE
};

/// The time and direction that an activity covers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) bucket: Bucket,
    /// The first instant.
    pub(crate) since: Timestamp,
    /// The end of the span, exclusive.
    pub(crate) until: Timestamp,
    /// Only links of this direction.
    pub(crate) direction: Option<Direction>,
}

#[derive(Serialize)]
pub(crate) struct Attributes {
    bucket: &'static str,
    created_at: Range,
    buckets: Vec<Stretch>,
}

#[derive(Serialize)]
struct Range {
    gte: Timestamp,
    lt: Timestamp,
}

#[derive(Serialize)]
struct Stretch {
    start: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<u64>,
}

/// A connector's links by stretch of time, including the empty stretches. `url` is the document's own URL.
pub(crate) fn resource(
    connector: WorkspaceConnectorId,
    span: Span,
    found: &[Activity],
    url: &str,
) -> Resource<'static> {
    let mut counts = BTreeMap::new();
    for one in found {
        *counts.entry((one.start, one.direction)).or_default() += one.links;
    }
    let count = |start, direction| {
        let asked = span.direction.is_none_or(|it| it == direction);
        asked.then(|| counts.get(&(start, direction)).copied().unwrap_or(0))
    };
    let step = span.bucket.micros();
    let starts = std::iter::successors(Some(span.bucket.start(span.since)), |start| {
        Some(start.plus_micros(step))
    });
    let buckets = starts
        .take_while(|start| *start < span.until)
        .map(|start| Stretch {
            start,
            input: count(start, Direction::Input),
            output: count(start, Direction::Output),
        });
    let attributes = super::Attributes::Activity(Attributes {
        bucket: span.bucket.as_str(),
        created_at: Range {
            gte: span.since,
            lt: span.until,
        },
        buckets: buckets.collect(),
    });
    Resource::new(SHAPE.of, connector.to_string(), attributes)
        .with_links(Links::to("self", url.to_owned()))
}
