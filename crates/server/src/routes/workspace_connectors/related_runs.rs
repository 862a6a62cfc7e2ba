use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::RunFilter;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::{sync_run, workspace_connector};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::runs::page;

/// What the lists of one connector's runs can be asked for. Runs are never deleted; their connector may be.
pub(super) const PAGE: QuerySpec = QuerySpec {
    filters: &[
        "record",
        "direction",
        "status",
        "started_at[gte]",
        "started_at[gt]",
        "started_at[lte]",
        "started_at[lt]",
        "deleted",
    ],
    sort: page::SORT,
    page: Some(query::PAGES),
    ..QuerySpec::NONE
};

const QUERY: QuerySpec = QuerySpec {
    include: sync_run::QUERY.include,
    fields: sync_run::QUERY.fields,
    ..PAGE
};

pub(super) fn endpoint() -> Endpoint {
    let path = format!("{}/{}", super::ONE, workspace_connector::RUNS);
    Endpoint::get(path, QUERY, related_runs).lists(&sync_run::SHAPE)
}

async fn related_runs(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let of_connector = RunFilter {
        workspace_connector: Some(id),
        ..RunFilter::default()
    };
    let filter = page::filter(&query, of_connector)?;
    let deleted = query::deleted(&query)?;
    super::find(&app.ledger, tenant, id, query::owner(deleted)).await?;
    page::resources(&app.ledger, tenant, filter, &query, &uri).await
}
