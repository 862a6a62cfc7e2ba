//! Pages of runs: for their own list, and for their connectors.

use axum::http::Uri;
use wellhead_core::ledger::Ledger;
use wellhead_core::page::{Page, PageRequest};
use wellhead_core::resource::{RunFilter, SyncRun};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::document::Identifier;
use wellhead_jsonapi::query::Query;

use crate::extract::query;
use crate::resources::sync_run;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;
use crate::respond::related::Related;

/// What lists of runs can be sorted by: two names of one time.
pub(in crate::routes) const SORT: &[&str] = &["started_at", "created_at"];

/// `filter`, narrowed by what `query` says.
pub(in crate::routes) fn filter(query: &Query, mut filter: RunFilter) -> Result<RunFilter, Errors> {
    let mut errors = Errors::new();
    let connector = errors.check(query::filter(query, sync_run::CONNECTOR));
    let record = errors.check(query::filter(query, "record"));
    let direction = errors.check(query::filter(query, "direction"));
    let status = errors.check(query::filter(query, "status"));
    filter.workspace_connector = filter.workspace_connector.or(connector.flatten());
    filter.record = record.flatten();
    filter.direction = direction.flatten();
    filter.status = status.flatten();
    errors.or(filter)
}

/// A page as resources.
pub(in crate::routes) async fn resources(
    ledger: &Ledger,
    tenant: Tenant,
    filter: RunFilter,
    query: &Query,
    uri: &Uri,
) -> Result<Answer, Failure> {
    let (request, page, total) = read(ledger, tenant, filter, query).await?;
    let related = Related::of_runs(ledger, tenant, &page.items, query).await?;
    let listing = Listing {
        uri,
        related: None,
        request,
        page: &page,
        total,
    };
    let item = |it, meta| sync_run::resource(it, &query.fields).with_meta(meta);
    Ok(listing.answer(item, related.included(query)))
}

/// A page as linkage of a relationship, whose resources are found at `related`.
pub(in crate::routes) async fn linkage(
    ledger: &Ledger,
    tenant: Tenant,
    filter: RunFilter,
    query: &Query,
    uri: &Uri,
    related: String,
) -> Result<Answer, Failure> {
    let (request, page, total) = read(ledger, tenant, filter, query).await?;
    let listing = Listing {
        uri,
        related: Some(related),
        request,
        page: &page,
        total,
    };
    let item =
        |it: &SyncRun, meta| Identifier::new(sync_run::TYPE, it.id.to_string()).with_meta(meta);
    Ok(listing.answer(item, None))
}

async fn read(
    ledger: &Ledger,
    tenant: Tenant,
    filter: RunFilter,
    query: &Query,
) -> Result<(PageRequest, Page<SyncRun>, Option<u64>), Failure> {
    let request = query::page_request(query)?;
    let page = ledger.runs(tenant, filter, request).await?;
    let total = query::total(query, ledger.runs_total(tenant, filter, request)).await?;
    Ok((request, page, total))
}
