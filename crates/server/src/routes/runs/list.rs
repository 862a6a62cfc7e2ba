use axum::extract::State;
use axum::http::Uri;
use wellhead_core::resource::RunFilter;
use wellhead_jsonapi::query::QuerySpec;

use super::page;
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::sync_run;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;

const QUERY: QuerySpec = QuerySpec {
    filters: &[
        sync_run::CONNECTOR,
        "record",
        "direction",
        "status",
        "started_at[gte]",
        "started_at[gt]",
        "started_at[lte]",
        "started_at[lt]",
    ],
    sort: page::SORT,
    page: Some(query::PAGES),
    ..sync_run::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(sync_run::PATH, QUERY, list).lists(&sync_run::SHAPE)
}

async fn list(Reader(tenant): Reader, State(app): State<App>, uri: Uri) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let filter = page::filter(&query, RunFilter::default())?;
    page::resources(&app.ledger, tenant, filter, &query, &uri).await
}
