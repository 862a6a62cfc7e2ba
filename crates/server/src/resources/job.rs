use serde::Serialize;
use wellhead_core::id::JobId;
use wellhead_core::privacy::retention::Category;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, Job, JobKind, JobStatus, Selection, Times};
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{self, Attribute, CREATED_AT, Set, Shape, Value};
use super::{Home, Resource, direction, linkage, sync_run, workspace_connector};

pub(crate) const TYPE: &str = "job";
pub(crate) const PATH: &str = "/v1/jobs";
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "a job",
    many: "jobs",
    about: "Work that was requested and takes longer than one request.",
    example: "c0d1e2f3-4a5b-7c6d-8e9f-0a1b2c3d4e5f",
    attributes: &[
        Attribute::one_of("kind", JobKind::labels, Set::Never),
        Attribute::one_of("status", statuses, Set::Never),
        Attribute::new("dry_run", Value::Flag, Set::Never),
        Attribute::object(
            "selection",
            &[
                Attribute::one_of("record", sync_run::records, Set::Never).nullable(),
                Attribute::one_of("direction", direction::all, Set::Never).nullable(),
                Attribute::object(
                    "created_at",
                    &[
                        Attribute::time("gte").nullable(),
                        Attribute::time("lt").nullable(),
                    ],
                ),
                Attribute::count("records").nullable(),
            ],
        ),
        Attribute::count("total"),
        Attribute::count("scanned"),
        Attribute::count("changed"),
        Attribute::objects(
            "removed",
            &[
                Attribute::one_of("category", categories, Set::Never),
                Attribute::one_of("record", sync_run::records, Set::Never).nullable(),
                Attribute::count("rows"),
            ],
        )
        .about("What a retention has removed, or would."),
        Attribute::new("progress", Value::Share, Set::Never),
        Attribute::new("error", Value::Message("the run is closed"), Set::Never).nullable(),
        CREATED_AT,
        Attribute::time("updated_at"),
        Attribute::time("completed_at").nullable(),
    ],
    relationships: &[
        shape::Relationship::Perhaps(workspace_connector::TYPE),
        shape::Relationship::Perhaps(sync_run::TYPE),
    ],
    minted: true,
    ..Shape::NONE
};
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// The query options for documents about jobs.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    fields: &[(TYPE, FIELDS)],
    ..QuerySpec::NONE
};

fn categories() -> Vec<&'static str> {
    Category::ALL.iter().map(|it| it.as_str()).collect()
}

fn statuses() -> Vec<&'static str> {
    JobStatus::ALL.iter().map(|it| it.as_str()).collect()
}

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    kind: &'static str,
    status: &'static str,
    dry_run: bool,
    selection: Criteria,
    total: u64,
    scanned: u64,
    changed: u64,
    removed: Vec<RemovedRows>,
    progress: f64,
    error: Option<&'a str>,
    created_at: Timestamp,
    updated_at: Timestamp,
    completed_at: Option<Timestamp>,
}

/// Rows that were removed.
#[derive(Serialize)]
struct RemovedRows {
    category: &'static str,
    record: Option<&'static str>,
    rows: u64,
}

/// Which links a job looks at. The connector is a relationship; of single records, only their number is shown.
#[derive(Serialize)]
struct Criteria {
    record: Option<&'static str>,
    direction: Option<&'static str>,
    created_at: Range,
    records: Option<usize>,
}

#[derive(Serialize)]
struct Range {
    gte: Option<Timestamp>,
    lt: Option<Timestamp>,
}

impl From<&Selection> for Criteria {
    fn from(selection: &Selection) -> Self {
        let records = selection.records.len();
        Self {
            record: selection.record.map(Kind::as_str),
            direction: selection.direction.map(Direction::as_str),
            created_at: Range {
                gte: selection
                    .created
                    .above
                    .map(|it| it.created_at.plus_micros(1)),
                lt: selection.created.below.map(|it| it.created_at),
            },
            records: (records > 0).then_some(records),
        }
    }
}

/// How far a job is, from 0 to 1. Links that were added after it was opened are not in its total.
#[expect(clippy::cast_precision_loss, reason = "it is a share, not a count")]
fn progress(job: &Job) -> f64 {
    if job.status == JobStatus::Success {
        1.0
    } else if job.total == 0 {
        0.0
    } else {
        (job.scanned as f64 / job.total as f64).min(1.0)
    }
}

/// When it was opened, and when it last made progress.
pub(crate) const fn times(job: &Job) -> Times {
    Times {
        created_at: job.created_at,
        updated_at: Some(job.heartbeat_at),
        deleted_at: None,
    }
}

pub(crate) fn path(id: JobId) -> String {
    format!("{PATH}/{id}")
}

pub(crate) fn resource<'a>(job: &'a Job, fields: &'a Fieldsets) -> Resource<'a> {
    let attributes = super::Attributes::Job(Attributes {
        kind: job.kind.as_str(),
        status: job.status.as_str(),
        dry_run: job.dry_run,
        selection: (&job.selection).into(),
        total: job.total,
        scanned: job.scanned,
        changed: job.changed,
        removed: job
            .removed
            .iter()
            .map(|(holding, rows)| RemovedRows {
                category: holding.category().as_str(),
                record: holding.kind().map(Kind::as_str),
                rows,
            })
            .collect(),
        progress: progress(job),
        error: job.error.as_deref(),
        created_at: job.created_at,
        updated_at: job.heartbeat_at,
        completed_at: job.completed_at,
    });
    let run = match job.kind {
        JobKind::Sweep(run) => Some(run),
        JobKind::Disconnect
        | JobKind::Delete
        | JobKind::Invalidate
        | JobKind::Deduplicate
        | JobKind::Merge
        | JobKind::Erase
        | JobKind::Retain => None,
    };
    let connector = job.selection.workspace_connector;
    let home = Home::new(PATH, job.id.uuid(), None);
    Resource::new(TYPE, job.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(TYPE))
        .with_relationship(
            workspace_connector::TYPE,
            linkage(workspace_connector::TYPE, connector),
        )
        .with_relationship(sync_run::TYPE, linkage(sync_run::TYPE, run))
}
