use axum::extract::State;
use axum::http::{StatusCode, Uri};
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::Author;
use wellhead_core::record::Kind;
use wellhead_core::resource::{JobKind, Selection};
use wellhead_core::tenant::Role;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::query::QuerySpec;
use wellhead_jsonapi::request::ResourceObject;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::catalogue::exchange::{Shows, Takes};
use crate::extract::body::Body;
use crate::extract::incoming::selection;
use crate::extract::parameter::flag;
use crate::extract::permission::Syncer;
use crate::resources::selection::{deduplication, invalidation};
use crate::resources::shape::Shape;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};

const QUERY: QuerySpec = QuerySpec {
    custom: &["dry_run"],
    ..QuerySpec::NONE
};

/// What a job does to a selection of links.
#[derive(Clone, Copy)]
struct Work {
    /// The resource that requests it.
    asked_by: fn(Kind) -> &'static Shape,
    job: JobKind,
    act: Act,
    select: fn(Kind, ResourceObject) -> Result<Selection, Errors>,
}

/// Soft-deletes links that match criteria.
pub(super) fn invalidate(kind: Kind) -> Endpoint {
    let work = Work {
        asked_by: invalidation,
        job: JobKind::Invalidate,
        act: Act::Invalidate,
        select: selection::invalidation,
    };
    endpoint(kind, "invalidations", work)
}

/// Soft-deletes links that have an older active twin.
pub(super) fn deduplicate(kind: Kind) -> Endpoint {
    let work = Work {
        asked_by: deduplication,
        job: JobKind::Deduplicate,
        act: Act::Deduplicate,
        select: selection::deduplication,
    };
    endpoint(kind, "deduplications", work)
}

fn endpoint(kind: Kind, name: &str, work: Work) -> Endpoint {
    let path = format!("{}/{name}", kind.wire().links_path);
    let handler = move |syncer, app, uri, body| defer(kind, work, syncer, app, uri, body);
    Endpoint::post(path, Role::Sync, QUERY, handler)
        .audited(work.act, About::Link(kind))
        .takes(Takes::New((work.asked_by)(kind)))
        .defers()
        .answers(StatusCode::OK, Shows::Job)
}

async fn defer(
    kind: Kind,
    work: Work,
    Syncer(Author { tenant, .. }): Syncer,
    State(app): State<App>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let dry_run = flag(&query, "dry_run")?;
    let object = ResourceObject::create(&body, (work.asked_by)(kind).of)?;
    let selection = (work.select)(kind, object)?;
    let deferred = app.defer(tenant, work.job, selection, dry_run).await;
    deferred.map_err(|error| Pointers::data().blame(error))
}
