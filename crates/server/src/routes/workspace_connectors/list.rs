use axum::extract::State;
use axum::http::Uri;
use wellhead_core::resource::WorkspaceConnectorFilter;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::{connector, workspace_connector};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;
use crate::respond::related::Related;

const QUERY: QuerySpec = QuerySpec {
    filters: &[
        connector::TYPE,
        "status",
        "created_at[gte]",
        "created_at[gt]",
        "created_at[lte]",
        "created_at[lt]",
        "deleted",
    ],
    sort: query::SORT,
    page: Some(query::PAGES),
    ..workspace_connector::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(workspace_connector::PATH, QUERY, list)
        .unaudited(Unaudited::Impersonal)
        .lists(&workspace_connector::SHAPE)
}

async fn list(Reader(tenant): Reader, State(app): State<App>, uri: Uri) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let filter = filter(&query)?;
    let request = query::page_request(&query)?;
    let ledger = &app.ledger;
    let page = ledger.workspace_connectors(tenant, filter, request);
    let count = ledger.workspace_connectors_total(tenant, filter, request);
    let listing = Listing::read(&uri, &query, request, page, count).await?;
    let related = Related::of_workspace_connectors(ledger, tenant, listing.items(), &query).await?;
    let item = |it, meta| workspace_connector::resource(tenant, it, &query.fields).with_meta(meta);
    Ok(listing.answer(item, related.included(&query)))
}

fn filter(query: &Query) -> Result<WorkspaceConnectorFilter, Errors> {
    let mut errors = Errors::new();
    let connector = errors.check(query::filter(query, connector::TYPE));
    let status = errors.check(query::filter(query, "status"));
    let deleted = errors.check(query::deleted(query));
    errors.or(WorkspaceConnectorFilter {
        connector: connector.flatten(),
        status: status.flatten(),
        deleted: deleted.unwrap_or_default(),
    })
}
