use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::SyncRunId;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::resources::sync_run;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, sync_run::QUERY, retrieve)
        .unaudited(Unaudited::Impersonal)
        .shows(&sync_run::SHAPE)
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
