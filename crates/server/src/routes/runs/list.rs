use axum::extract::State;
use axum::http::Uri;
use wellhead_core::resource::RunFilter;

use super::Runs;
use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::resources::sync_run;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::relationship::List;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(sync_run::PATH, Runs::ALL, list)
        .unaudited(Unaudited::Impersonal)
        .lists(&sync_run::SHAPE)
}

async fn list(Reader(tenant): Reader, State(app): State<App>, uri: Uri) -> Result<Answer, Failure> {
    let query = Runs::ALL.parse(uri.query())?;
    let filter = Runs.filter(&query, RunFilter::default())?;
    Runs.resources(&app.ledger, tenant, filter, &query, &uri)
        .await
}
