use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::JobId;

use crate::answer::Answer;
use crate::app::App;
use crate::conditions::Conditions;
use crate::endpoint::Endpoint;
use crate::failure::Failure;
use crate::path::{Id, self_link};
use crate::permission::Reader;
use crate::resources::job;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, job::QUERY, retrieve).shows(&job::SHAPE)
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
