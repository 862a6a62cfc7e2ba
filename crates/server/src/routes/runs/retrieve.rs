use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::SyncRunId;

use crate::answer::Answer;
use crate::app::App;
use crate::conditions::Conditions;
use crate::endpoint::Endpoint;
use crate::failure::Failure;
use crate::path::{Id, self_link};
use crate::permission::Reader;
use crate::resources::sync_run;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, sync_run::QUERY, retrieve).shows(&sync_run::SHAPE)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<SyncRunId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = sync_run::QUERY.parse(uri.query())?;
    let run = super::find(&app.ledger, tenant, id).await?;
    let url = &self_link(&uri);
    let answer = super::answer(&app.ledger, tenant, &run, &query, url, None).await?;
    answer.under(&conditions)
}
