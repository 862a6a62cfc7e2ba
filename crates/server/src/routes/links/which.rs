//! Lists that find links by more than what they say now.

use wellhead_core::resource::{Deed, Deleted, DoneBy, LinkFilter, Past};
use wellhead_jsonapi::error::kind::INVALID_PARAMETER;
use wellhead_jsonapi::query::Query;
use wellhead_jsonapi::{Error, Errors};

use crate::extract::query;
use crate::resources::cause;

/// What a list goes by.
#[derive(Debug, Clone, Copy)]
pub(super) enum Which {
    /// What the links say now.
    Present,
    /// What they said in the past.
    Past(Past),
    /// What somebody did to them.
    Done(DoneBy),
}

/// What `query` asks a list to go by, and the filter for it. Apart from the present, a list goes by one thing at a time,
/// and cannot be counted.
pub(super) fn which(query: &Query, filter: &mut LinkFilter) -> Result<Which, Errors> {
    let mut errors = Errors::new();
    let past = query::past(query)?;
    let mut done = Vec::new();
    for deed in Deed::ALL {
        let name = cause::name(deed);
        if let Some(asked) = query.filter(name) {
            let by = errors.check(query::filter(query, name)).flatten();
            done.push((asked, by.map(|by| DoneBy { deed, by })));
        }
    }
    let first = usize::from(past.is_none());
    for (asked, _) in done.iter().skip(first) {
        errors.push(asked.invalid("a list is about a moment, a time or one cause: leave this out"));
    }
    let which = match (past, done.first()) {
        (Some(past), _) => Which::Past(past),
        (None, Some((_, Some(done)))) => Which::Done(*done),
        (None, _) => Which::Present,
    };
    let deleted = query.filter("deleted");
    match which {
        Which::Past(Past::Within { .. }) => {
            if let Some(deleted) = deleted {
                let why = "what was active at that time is listed, whether it ended since or not: leave this out";
                errors.push(deleted.invalid(why));
            }
        }
        // What somebody ended is deleted.
        Which::Done(DoneBy {
            deed: Deed::Deleted,
            ..
        }) if deleted.is_none() => filter.deleted = Deleted::Only,
        _ => {}
    }
    if query.page.total && !matches!(which, Which::Present) {
        let detail = "such links are found page by page and cannot be counted: leave this out";
        errors.push(Error::new(&INVALID_PARAMETER, detail).in_parameter("page[total]"));
    }
    errors.or(which)
}
