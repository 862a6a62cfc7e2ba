use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::command::Rejection;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::Kind;
use wellhead_core::resource::JobStatus;
use wellhead_core::store::ApplyError;
use wellhead_core::tenant::{Role, Tenant};
use wellhead_jsonapi::Pointer;
use wellhead_jsonapi::request::ResourceObject;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::incoming;
use crate::extract::incoming::merge::Merging;
use crate::extract::permission::Syncer;
use crate::resources::merge;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers, Wanted};
use crate::respond::url::with_query;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler = move |syncer, app, uri, body| create(kind, syncer, app, uri, body);
    let shape = merge::shape(kind);
    Endpoint::post(shape.path, Role::Sync, merge::query(kind), handler)
        .audited(Act::Create, About::Merge(kind))
        .creates(shape)
        .defers()
}

/// 201 if all links moved at once; otherwise 202, and the job moves the rest.
async fn create(
    kind: Kind,
    Syncer(author): Syncer,
    State(app): State<App>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = merge::query(kind).parse(uri.query())?;
    let object = ResourceObject::create(&body, merge::shape(kind).of)?;
    let merging = incoming::merge::create(kind, object)?;
    let (ledger, tenant) = (&app.ledger, author.tenant);
    let made = ledger.merge(author, kind, merging.survivor, merging.others());
    let job = match made.await {
        Ok(job) => job,
        Err(error) => return Err(refused(ledger, tenant, kind, &merging, error).await),
    };
    if job.status == JobStatus::InProgress {
        return Ok(app.start(tenant, job));
    }
    let found = super::find(ledger, tenant, kind, job.id).await?;
    let location = merge::path(kind, job.id);
    let url = with_query(&location, &uri);
    let answer = super::answer(ledger, tenant, &found, &query, &url).await?;
    Ok(answer.created(location))
}

/// The failure, at the record that is to blame.
async fn refused(
    ledger: &Ledger,
    tenant: Tenant,
    kind: Kind,
    merging: &Merging,
    error: ApplyError,
) -> Failure {
    let blamed = match &error {
        ApplyError::Rejected { rejection, .. } => {
            blamed(ledger, tenant, kind, merging, rejection).await
        }
        ApplyError::Store(_) => Ok(None),
    };
    match blamed {
        Ok(Some(pointer)) => Pointers {
            named: None,
            wanted: Wanted::Linkage(pointer),
        }
        .blame(error),
        Ok(None) => Pointers::data().blame(error),
        Err(failure) => failure,
    }
}

/// Where the record is named that a merge was refused for.
async fn blamed(
    ledger: &Ledger,
    tenant: Tenant,
    kind: Kind,
    merging: &Merging,
    rejection: &Rejection,
) -> Result<Option<Pointer>, Failure> {
    let Merging { survivor, named } = merging;
    let place = match rejection {
        Rejection::Merged(merged) => named.iter().position(|id| *id == merged.record.id),
        Rejection::RecordNotFound(_) => {
            let all: Vec<_> = [*survivor].iter().chain(named).copied().collect();
            let found = ledger.records_found(tenant, kind, &all).await?;
            let is_there = |id| {
                let mut found = found.iter();
                found.any(|it| it.id == id && it.times.deleted_at.is_none())
            };
            if is_there(*survivor) {
                named.iter().position(|id| !is_there(*id))
            } else {
                None
            }
        }
        _ => return Ok(None),
    };
    Ok(Some(place.map_or_else(
        Merging::survivor_pointer,
        Merging::other_pointer,
    )))
}
