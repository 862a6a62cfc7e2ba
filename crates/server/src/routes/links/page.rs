//! Pages of links: for their own list, and for whatever they are related to.

use axum::http::Uri;
use wellhead_core::ledger::Ledger;
use wellhead_core::page::{Page, PageRequest};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Link, LinkFilter};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::document::Identifier;
use wellhead_jsonapi::query::Query;

use crate::extract::query;
use crate::resources::link;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;
use crate::respond::related::Related;

/// `filter`, narrowed by what `query` says.
pub(in crate::routes) fn filter(
    kind: Kind,
    query: &Query,
    mut filter: LinkFilter,
) -> Result<LinkFilter, Errors> {
    let mut errors = Errors::new();
    let record = errors.check(query::filter(query, kind.as_str()));
    let workspace_connector = errors.check(query::filter(query, link::CONNECTOR));
    let direction = errors.check(query::filter(query, "direction"));
    let deleted = errors.check(query::deleted(query));
    filter.record = filter.record.or(record.flatten());
    filter.workspace_connector = filter.workspace_connector.or(workspace_connector.flatten());
    filter.direction = direction.flatten();
    filter.deleted = deleted.unwrap_or_default();
    errors.or(filter)
}

/// A page as resources.
pub(in crate::routes) async fn resources(
    ledger: &Ledger,
    tenant: Tenant,
    kind: Kind,
    filter: LinkFilter,
    query: &Query,
    uri: &Uri,
) -> Result<Answer, Failure> {
    let (request, page, total) = read(ledger, tenant, kind, filter, query).await?;
    let related = Related::of_links(ledger, tenant, kind, &page.items, query).await?;
    let listing = Listing {
        uri,
        related: None,
        request,
        page: &page,
        total,
    };
    let item = |it, meta| link::resource(kind, it, &query.fields).with_meta(meta);
    Ok(listing.answer(item, related.included(query)))
}

/// A page as linkage of a relationship, whose resources are found at `related`.
pub(in crate::routes) async fn linkage(
    ledger: &Ledger,
    tenant: Tenant,
    kind: Kind,
    filter: LinkFilter,
    query: &Query,
    uri: &Uri,
    related: String,
) -> Result<Answer, Failure> {
    let (request, page, total) = read(ledger, tenant, kind, filter, query).await?;
    let listing = Listing {
        uri,
        related: Some(related),
        request,
        page: &page,
        total,
    };
    let item =
        |it: &Link, meta| Identifier::new(kind.wire().link, it.id.to_string()).with_meta(meta);
    Ok(listing.answer(item, None))
}

async fn read(
    ledger: &Ledger,
    tenant: Tenant,
    kind: Kind,
    filter: LinkFilter,
    query: &Query,
) -> Result<(PageRequest, Page<Link>, Option<u64>), Failure> {
    let request = query::page_request(query)?;
    let page = ledger.links(tenant, kind, filter, request).await?;
    let total = query::total(query, ledger.links_total(tenant, kind, filter, request)).await?;
    Ok((request, page, total))
}
