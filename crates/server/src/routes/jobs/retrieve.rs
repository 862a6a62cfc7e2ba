use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::JobId;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::resources::job;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, job::QUERY, retrieve)
        .unaudited(Unaudited::Impersonal)
        .shows(&job::SHAPE)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<JobId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = job::QUERY.parse(uri.query())?;
    let job = app.ledger.job(tenant, id).await?;
    let job = job.ok_or_else(Failure::not_found)?;
    let data = job::resource(&job, &query.fields);
    let answer = Answer::resource(&self_link(&uri), data, None).with_version(&job::times(&job));
    answer.under(&conditions)
}
