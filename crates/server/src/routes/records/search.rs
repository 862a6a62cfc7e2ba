//! `filter[search]`: a few records by the start of their name, by their external id or by their id.

use wellhead_core::ledger::Ledger;
use wellhead_core::page::Page;
use wellhead_core::record::{Kind, Record};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::error::kind::INVALID_PARAMETER;
use wellhead_jsonapi::query::{Filter, Query};
use wellhead_jsonapi::{Error, Errors};

use crate::extract::query;

pub(super) const FILTER: &str = "search";

/// The text to search for. A search has its own order and a single page, so no other list parameter goes with it
/// except `page[size]`, which limits the number of results.
pub(super) fn text(query: &Query) -> Result<Option<&str>, Errors> {
    let Some(filter) = query.filter(FILTER) else {
        return Ok(None);
    };
    let mut errors = Errors::new();
    // It may be an external id, so it can be as long as one.
    errors.check(query::external_id(filter));
    let others = query.filters.iter().filter(|it| it.name != FILTER);
    let others = others.map(Filter::parameter);
    let page = &query.page;
    let paging = [
        ("sort", !query.sort.is_empty()),
        ("page[after]", page.after.is_some()),
        ("page[before]", page.before.is_some()),
        ("page[total]", page.total),
    ];
    let paging = paging.into_iter().filter(|(_, sent)| *sent);
    for name in others.chain(paging.map(|(name, _)| name.to_owned())) {
        let detail = "a search returns a few records ordered by name: leave this out";
        errors.push(Error::new(&INVALID_PARAMETER, detail).in_parameter(name));
    }
    errors.or(Some(&*filter.value))
}

/// The results, at most `limit`.
pub(super) async fn found(
    ledger: &Ledger,
    tenant: Tenant,
    kind: Kind,
    text: &str,
    limit: usize,
) -> Result<Page<Record>, StoreError> {
    let items = ledger.records_search(tenant, kind, text, limit).await?;
    Ok(Page {
        items,
        has_previous: false,
        has_next: false,
        truncated: false,
        upto: None,
    })
}
