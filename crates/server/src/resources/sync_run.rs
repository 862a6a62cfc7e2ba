use serde::Serialize;
use wellhead_core::id::SyncRunId;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Mode, Reason, RunStatus, SyncRun, Tally, Times, Trigger};
use wellhead_core::store::Unseen;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{Attribute, CREATED_AT, Relationship, Rule, Set, Shape, Value};
use super::{Home, Resource, connector, direction, link, workspace_connector};
use crate::codes;

pub(crate) const TYPE: &str = "workspace_connector_sync_log";
pub(crate) const PATH: &str = "/v1/workspace-connector-sync-logs";
/// How a new run is triggered, unless the request says.
pub(crate) const TRIGGER: Trigger = Trigger::Api;
/// The mode of a new run, unless the request says.
pub(crate) const MODE: Mode = Mode::Incremental;
/// The relationship to the connector, named as its type.
pub(crate) const CONNECTOR: &str = workspace_connector::TYPE;
/// The relationship to its rejected lines.
pub(crate) const REJECTIONS: &str = "rejections";
/// The attributes that only the ledger ever sets.
pub(crate) const KEPT: &[&str] = &[
    "started_at",
    "completed_at",
    "duration_ms",
    "metadata",
    "created_at",
    "updated_at",
];
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "a sync run",
    many: "sync runs",
    about: "The runs in which connectors delivered or received records.",
    example: "e7f8a9b0-1c2d-7e3f-9a4b-5c6d7e8f9a0b",
    attributes: &[
        Attribute::one_of("record", records, Set::AtFirst).or(|| Kind::default().as_str()),
        Attribute::one_of("direction", direction::all, Set::Once),
        Attribute::one_of("trigger_type", triggers, Set::AtFirst).or(|| TRIGGER.as_str()),
        Attribute::one_of("mode", modes, Set::AtFirst).or(|| MODE.as_str()),
        Attribute::one_of("status", statuses, Set::Never),
        Attribute::time("started_at"),
        Attribute::time("completed_at").nullable(),
        Attribute::count("duration_ms").nullable(),
        Attribute::new("error", Value::Message(REASON), Set::Never).nullable(),
        Attribute::object("metadata", METADATA),
        CREATED_AT,
        Attribute::time("updated_at"),
    ],
    relationships: &[
        Relationship::ToOne(CONNECTOR, Set::Once),
        Relationship::ToMany(REJECTIONS),
    ],
    minted: true,
    hindrances: &[
        &codes::UNSUPPORTED,
        &codes::RUN_OPEN,
        &codes::CONNECTOR_DISABLED,
    ],
    ..Shape::NONE
};
/// The shape of the request that closes a run. Clients can change nothing else about it.
pub(crate) const CLOSING: Shape = Shape {
    attributes: &[
        Attribute::one_of("status", ends, Set::Always),
        Attribute::text("error", Reason::MAX_CHARS, REASON)
            .nullable()
            .set(Set::Optional),
    ],
    relationships: &[],
    rules: &[Rule::OnlyWhere("error", "status", "error")],
    hindrances: &[],
    conflicts: &[
        &codes::RUN_CLOSED,
        &codes::NOTHING_ACCEPTED,
        &codes::CANNOT_SWEEP,
        &codes::SWEEP_TOO_LARGE,
        &codes::SWEEP_OF_EVERYTHING,
    ],
    ..SHAPE
};
/// The counts of a run.
const METADATA: &[Attribute] = &[
    Attribute::count("records_synced"),
    Attribute::count("records_created"),
    Attribute::count("records_matched"),
    Attribute::count("links_created"),
    Attribute::count("links_touched"),
    Attribute::count("rejected"),
    Attribute::count("conflicts"),
    Attribute::count("records_updated").about(
        "How many known records got other values, once for each part of a delivery that changed them.",
    ),
    Attribute::count("values_kept").about(
        "How many values a known record did not take: a better source gave the present one, or a later one.",
    ),
    Attribute::count("suppressed")
        .about("How many lines named an erased record. They were rejected, or left out."),
    Attribute::count("links_swept"),
];
/// The counts of delivered lines. A sweep has no lines.
pub(crate) const LINES: &[Attribute] = METADATA.split_at(METADATA.len() - 1).0;
/// What a sweep would do. A dry run reports this beside the run, which it does not close.
pub(crate) const SWEEP: Attribute = Attribute::object("meta", COUNTS).optional();
pub(crate) const COUNTS: &[Attribute] = &[
    Attribute::count("would_sweep"),
    Attribute::count("active"),
    Attribute::count("older"),
    Attribute::count("interrupted"),
];
/// An example of why a run failed.
pub(super) const REASON: &str = "the CRM did not answer";
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// The query options for documents about runs.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    include: &[CONNECTOR, link::CONNECTOR_DEFINITION],
    fields: &[
        (TYPE, FIELDS),
        (workspace_connector::TYPE, workspace_connector::FIELDS),
        (connector::TYPE, connector::FIELDS),
    ],
    ..QuerySpec::NONE
};

/// The words for the kinds of record, used by several types.
pub(super) fn records() -> Vec<&'static str> {
    Kind::ALL.map(Kind::as_str).to_vec()
}

fn triggers() -> Vec<&'static str> {
    Trigger::ALL.iter().map(|it| it.as_str()).collect()
}

pub(super) fn modes() -> Vec<&'static str> {
    Mode::ALL.iter().map(|it| it.as_str()).collect()
}

pub(super) fn statuses() -> Vec<&'static str> {
    RunStatus::ALL.iter().map(|it| it.as_str()).collect()
}

fn ends() -> Vec<&'static str> {
    [RunStatus::Success, RunStatus::Error]
        .map(RunStatus::as_str)
        .to_vec()
}

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    record: &'static str,
    direction: &'static str,
    trigger_type: &'static str,
    mode: &'static str,
    status: &'static str,
    started_at: Timestamp,
    completed_at: Option<Timestamp>,
    duration_ms: Option<i64>,
    error: Option<&'a str>,
    metadata: Metadata,
    created_at: Timestamp,
    updated_at: Timestamp,
}

#[derive(Serialize)]
struct Metadata {
    #[serde(flatten)]
    lines: Lines,
    links_swept: u64,
}

/// The counts of delivered lines.
#[derive(Debug, Serialize)]
pub(crate) struct Lines {
    records_synced: u64,
    records_created: u64,
    records_matched: u64,
    links_created: u64,
    links_touched: u64,
    rejected: u64,
    conflicts: u64,
    records_updated: u64,
    values_kept: u64,
    suppressed: u64,
}

impl From<Tally> for Lines {
    fn from(tally: Tally) -> Self {
        Self {
            records_synced: tally.records_synced(),
            records_created: tally.records_created,
            records_matched: tally.records_matched,
            links_created: tally.links_created,
            links_touched: tally.links_touched,
            rejected: tally.rejected,
            conflicts: tally.conflicts,
            records_updated: tally.records_updated,
            values_kept: tally.values_kept,
            suppressed: tally.suppressed,
        }
    }
}

/// What a sweep would do, by name.
pub(crate) const fn counts(unseen: &Unseen) -> [(&'static str, u64); 4] {
    [
        ("would_sweep", unseen.unseen),
        ("active", unseen.active),
        ("older", unseen.older),
        ("interrupted", unseen.interrupted),
    ]
}

/// When it was made and when it last changed.
pub(crate) const fn times(run: &SyncRun) -> Times {
    Times {
        created_at: run.started_at,
        updated_at: Some(run.heartbeat_at),
        deleted_at: None,
    }
}

pub(crate) fn path(id: SyncRunId) -> String {
    format!("{PATH}/{id}")
}

pub(crate) fn home(run: &SyncRun) -> Home {
    Home::new(PATH, run.id.uuid(), None)
}

pub(crate) fn resource<'a>(run: &'a SyncRun, fields: &'a Fieldsets) -> Resource<'a> {
    let attributes = super::Attributes::SyncRun(Attributes {
        record: run.record.as_str(),
        direction: run.direction.as_str(),
        trigger_type: run.trigger.as_str(),
        mode: run.mode.as_str(),
        status: run.status.as_str(),
        started_at: run.started_at,
        completed_at: run.completed_at,
        duration_ms: run.duration_ms(),
        error: run.error.as_deref(),
        metadata: Metadata {
            lines: run.tally.into(),
            links_swept: run.tally.links_swept,
        },
        created_at: run.started_at,
        updated_at: run.heartbeat_at,
    });
    let home = home(run);
    let mut resource = Resource::new(TYPE, run.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(TYPE));
    resource.relationships = vec![
        home.to_one(CONNECTOR, run.workspace_connector.uuid()),
        home.to_many(REJECTIONS),
    ];
    resource
}
