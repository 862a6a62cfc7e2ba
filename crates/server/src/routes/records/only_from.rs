//! `filter[only_source]`: the records that no other connector sourced.

use wellhead_core::record::OnlySource;
use wellhead_jsonapi::error::kind::INVALID_PARAMETER;
use wellhead_jsonapi::query::{Filter, Query};
use wellhead_jsonapi::{Error, Errors};

use crate::extract::query;

/// By the active links.
const NOW: &str = "only_source";
/// By all links, soft-deleted ones as well.
const EVER: &str = "only_source_ever";

pub(super) const FILTERS: [&str; 2] = [NOW, EVER];

/// The only source that is asked for. The list has an order of its own and no index, so it cannot be filtered by much
/// else, nor counted.
pub(super) fn source(query: &Query) -> Result<Option<OnlySource>, Errors> {
    let is_ours = |filter: &Filter| FILTERS.contains(&filter.name);
    let mut asked = query.filters.iter().filter(|filter| is_ours(filter));
    let Some(filter) = asked.next() else {
        return Ok(None);
    };
    let mut errors = Errors::new();
    let connector = errors.check(query::filter(query, filter.name));
    let deleted = errors.check(query::deleted(query));
    let others = query
        .filters
        .iter()
        .filter(|filter| !is_ours(filter) && filter.name != "deleted");
    for filter in asked.chain(others) {
        errors.push(filter.invalid(
            "a list of records with a single source takes no filter but deleted: leave this out",
        ));
    }
    if query.page.total {
        let detail = "records with a single source are found page by page and cannot be counted: leave this out";
        errors.push(Error::new(&INVALID_PARAMETER, detail).in_parameter("page[total]"));
    }
    let source = connector.flatten().map(|connector| OnlySource {
        connector,
        ever: filter.name == EVER,
        deleted: deleted.unwrap_or_default(),
    });
    errors.or(source)
}
