//! How long a workspace keeps what is over, and requests to remove it now.

use serde::Serialize;
use wellhead_core::id::WorkspaceId;
use wellhead_core::privacy::retention::{Category, Cuts, Holding, Period, Policy};
use wellhead_core::record::Kind;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{Attribute, Set, Shape, UPDATED_AT, Value};
use super::{Home, Resource, workspace};
use crate::codes;

pub(crate) const TYPE: &str = "retention_policy";
pub(crate) const PATH: &str = "/v1/retention-policies";
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "a retention policy",
    many: "retention policies",
    about: "For how many days a workspace keeps what is over; null keeps it for ever. Each workspace has one, with the \
            workspace's id.",
    example: workspace::SHAPE.example,
    attributes: &[
        Attribute::new(JOURNAL, DAYS, Set::Optional)
            .about(
                "The feed of changes. It is forgotten with the first links and records that it tells of, and in any case \
                 as the server's own setting says.",
            )
            .nullable(),
        by_kind(Category::Links).about("Links that have ended, with their history."),
        by_kind(Category::History).about("What links said before they were changed."),
        by_kind(Category::Tombstones).about("What stays of records that are gone."),
        by_kind(Category::Rejections).about("The rejected lines of closed runs."),
        by_kind(Category::Runs).about("Closed runs, with their deliveries and rejected lines."),
        Attribute::object("covers_since", &SINCE).about(
            "Since when all links to records of a kind are known as they were; null if nothing was removed.",
        ),
        Attribute::time("begun_at")
            .about("When a job that removes by these rules last began.")
            .nullable(),
        UPDATED_AT,
    ],
    minted: true,
    hindrances: &[&codes::UNSUPPORTED],
    ..Shape::NONE
};
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// The query options for documents about a policy.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    fields: &[(TYPE, FIELDS)],
    ..QuerySpec::NONE
};

/// A request to remove now what the rules do not keep. It is not stored.
pub(crate) const REQUEST: Shape = Shape {
    of: "retention",
    path: "/v1/retentions",
    one: "a retention",
    many: "retentions",
    about: "Removes now what the workspace's rules do not keep.",
    example: SHAPE.example,
    minted: true,
    hindrances: &[&codes::UNSUPPORTED],
    ..Shape::NONE
};

pub(crate) const JOURNAL: &str = Category::Journal.as_str();
const DAYS: Value = Value::Whole(1, Period::LONGEST as u64);

/// A number of days for each kind of record.
const PERIODS: [Attribute; Kind::ALL.len()] = of_kinds(DAYS, Set::Optional);
const SINCE: [Attribute; Kind::ALL.len()] = of_kinds(Value::Time, Set::Never);

const fn by_kind(category: Category) -> Attribute {
    Attribute::new(category.as_str(), Value::Object(&PERIODS), Set::Optional)
}

const fn of_kinds(value: Value, set: Set) -> [Attribute; Kind::ALL.len()] {
    let mut attributes = [Attribute::new("", value, set).nullable(); Kind::ALL.len()];
    let mut i = 0;
    while i < Kind::ALL.len() {
        attributes[i].name = Kind::ALL[i].as_str();
        i += 1;
    }
    attributes
}

/// Something for each kind of record, by the names of the kinds.
type OfKinds<T> = serde_json::Map<String, T>;

#[derive(Serialize)]
pub(crate) struct Attributes {
    journal: Option<u16>,
    links: OfKinds<serde_json::Value>,
    history: OfKinds<serde_json::Value>,
    tombstones: OfKinds<serde_json::Value>,
    rejections: OfKinds<serde_json::Value>,
    runs: OfKinds<serde_json::Value>,
    covers_since: OfKinds<serde_json::Value>,
    begun_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
}

/// A policy, and what was cut off of each kind of record.
pub(crate) fn resource<'a>(
    workspace: WorkspaceId,
    policy: &Policy,
    cuts: &[(Kind, Cuts)],
    fields: &'a Fieldsets,
) -> Resource<'a> {
    let of = |category| {
        Holding::each(category)
            .filter_map(|holding| {
                let days = policy.rules.of(holding).map(Period::days);
                Some((holding.kind()?.to_string(), days.into()))
            })
            .collect()
    };
    let since = cuts
        .iter()
        .map(|(kind, cuts)| (kind.to_string(), serde_json::json!(cuts.covers_since())));
    let attributes = super::Attributes::Retention(Box::new(Attributes {
        journal: policy.rules.of(Holding::JOURNAL).map(Period::days),
        links: of(Category::Links),
        history: of(Category::History),
        tombstones: of(Category::Tombstones),
        rejections: of(Category::Rejections),
        runs: of(Category::Runs),
        covers_since: since.collect(),
        begun_at: policy.begun_at,
        updated_at: policy.updated_at,
    }));
    let home = Home::new(PATH, workspace.uuid(), None);
    Resource::new(TYPE, workspace.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(TYPE))
}
