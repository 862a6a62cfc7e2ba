use axum::extract::State;
use axum::http::{StatusCode, Uri};
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::Author;
use wellhead_core::resource::{JobKind, Selection};
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::QuerySpec;
use wellhead_jsonapi::request::ResourceObject;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::catalogue::exchange::{Shows, Takes};
use crate::extract::body::Body;
use crate::extract::incoming;
use crate::extract::parameter::flag;
use crate::extract::permission::Admin;
use crate::resources::retention::REQUEST;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};

const QUERY: QuerySpec = QuerySpec {
    custom: &["dry_run"],
    ..QuerySpec::NONE
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::post(REQUEST.path, Role::Admin, QUERY, begin)
        .takes(Takes::New(&REQUEST))
        .defers()
        .answers(StatusCode::OK, Shows::Job)
        .audited(Act::Retain, About::Retention)
}

async fn begin(
    Admin(Author { tenant, .. }): Admin,
    State(app): State<App>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let dry_run = flag(&query, "dry_run")?;
    incoming::retention::request(ResourceObject::create(&body, REQUEST.of)?)?;
    let all = Selection::default();
    let deferred = app.defer(tenant, JobKind::Retain, all, dry_run).await;
    deferred.map_err(|error| Pointers::data().blame(error))
}
