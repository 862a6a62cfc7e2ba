use axum::extract::State;
use axum::http::Uri;
use wellhead_core::resource::{JobKind, Record};
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::QuerySpec;
use wellhead_jsonapi::request::ResourceObject;

use crate::answer::Answer;
use crate::app::App;
use crate::body::Body;
use crate::endpoint::Endpoint;
use crate::exchange::Takes;
use crate::failure::{Failure, Place, rejected};
use crate::incoming::selection;
use crate::parameter::flag;
use crate::permission::Syncer;
use crate::resources::selection::INVALIDATION;

const QUERY: QuerySpec = QuerySpec {
    custom: &["dry_run"],
    ..QuerySpec::NONE
};

pub(super) fn endpoint(kind: Record) -> Endpoint {
    let path = format!("{}/invalidations", kind.links_path());
    Endpoint::post(path, Role::Sync, QUERY, invalidate)
        .takes(Takes::New(&INVALIDATION))
        .defers()
}

/// Soft-deletes links by what they have in common.
async fn invalidate(
    Syncer(tenant): Syncer,
    State(app): State<App>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let dry_run = flag(&query, "dry_run")?;
    let object = ResourceObject::create(&body, INVALIDATION.of)?;
    let selection = selection::invalidation(object)?;
    let place = Place::data();
    app.defer(tenant, JobKind::Invalidate, selection, dry_run)
        .await
        .map_err(|error| rejected(error, |_| &place))
}
