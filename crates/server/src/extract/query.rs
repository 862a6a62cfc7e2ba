//! The queries of lists: the page, filters, soft-deleted rows.

use std::str::FromStr;

use uuid::Uuid;
use wellhead_core::id::RecordId;
use wellhead_core::page::{Interval, Order, PageRequest, Position};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, ExternalId, Past};
use wellhead_core::time::{InvalidTimestamp, Moment, Timestamp};
use wellhead_jsonapi::page::{Cursor, PageSpec, Reach};
use wellhead_jsonapi::query::{Filter, Query, QuerySpec};
use wellhead_jsonapi::{Error, Errors};

/// How every list pages.
pub(crate) const PAGES: PageSpec = PageSpec {
    default_size: 20,
    max_size: 500,
    reach: Reach::Counted,
};

/// What every list can be sorted by.
pub(crate) const SORT: &[&str] = &["created_at"];

/// The filters of lists by creation time.
pub(crate) const CREATED: [&str; 4] = [
    "created_at[gte]",
    "created_at[gt]",
    "created_at[lte]",
    "created_at[lt]",
];

/// The query options of endpoints that can also show soft-deleted rows, and nothing more.
pub(crate) const DELETED: QuerySpec = QuerySpec {
    filters: &["deleted"],
    ..QuerySpec::NONE
};

/// The page that `query` asks for.
pub(crate) fn page_request(query: &Query) -> Result<PageRequest, Errors> {
    let ascending = query.sort.first().is_some_and(|sort| !sort.descending);
    let mut errors = Errors::new();
    let mut created = Interval::default();
    for filter in &query.filters {
        let time = ["created_at", "started_at"]
            .into_iter()
            .find_map(|time| filter.name.strip_prefix(time));
        if let Some(comparison) = time
            && let Some(interval) = errors.check(created_interval(comparison, filter))
        {
            created = created.and(interval);
        }
    }
    errors.or(PageRequest {
        size: query.page.size,
        order: if ascending {
            Order::OldestFirst
        } else {
            Order::NewestFirst
        },
        created,
        after: query.page.after.map(position),
        before: query.page.before.map(position),
    })
}

fn created_interval(comparison: &str, filter: &Filter) -> Result<Interval, Error> {
    let at = time(filter)?;
    Ok(match comparison {
        "[gte]" => Interval::since(at.first()),
        "[gt]" => Interval::since(at.last().plus_micros(1)),
        "[lte]" => Interval::until(at.last().plus_micros(1)),
        _ => Interval::until(at.first()),
    })
}

/// The value of a filter, parsed as a time.
pub(crate) fn time(filter: &Filter) -> Result<Moment, Error> {
    // In a query string an unescaped plus sign means a space; in a time it can only begin an offset.
    let text = filter.value.replace(' ', "+");
    text.parse()
        .map_err(|error: InvalidTimestamp| filter.invalid(format!("'{}' is {error}", filter.value)))
}

/// The value of a filter, parsed as a `T`.
pub(crate) fn filter<T: FromStr<Err: ToString>>(
    query: &Query,
    name: &str,
) -> Result<Option<T>, Error> {
    query
        .filter(name)
        .map(|filter| {
            let invalid = |error: T::Err| {
                filter.invalid(format!("'{}' is {}", filter.value, error.to_string()))
            };
            filter.value.parse().map_err(invalid)
        })
        .transpose()
}

/// The value of a filter, parsed as an id of whatever it is.
pub(crate) fn id(query: &Query, name: &str) -> Result<Option<Uuid>, Error> {
    let id: Option<RecordId> = filter(query, name)?;
    Ok(id.map(RecordId::uuid))
}

/// `filter[record]`: the kind of record; people by default.
pub(crate) fn record(query: &Query) -> Result<Kind, Error> {
    filter(query, "record").map(Option::unwrap_or_default)
}

/// The value of a filter, parsed as an external id.
pub(crate) fn external_id(filter: &Filter) -> Result<ExternalId, Error> {
    let parsed = ExternalId::parse(&filter.value);
    parsed.map_err(|error| filter.invalid(format!("the value {error}")))
}

/// `filter[deleted]`
pub(crate) fn deleted(query: &Query) -> Result<Deleted, Error> {
    let Some(filter) = query.filter("deleted") else {
        return Ok(Deleted::default());
    };
    match &*filter.value {
        "exclude" => Ok(Deleted::Exclude),
        "include" => Ok(Deleted::Include),
        "only" => Ok(Deleted::Only),
        _ => Err(filter.invalid("use exclude, include or only")),
    }
}

/// The filters of looks into the past.
pub(crate) const PAST: [&str; 3] = ["as_of", "active[gte]", "active[lt]"];

/// The look into the past that `query` asks for: at a moment, or at a time with one end or two.
pub(crate) fn past(query: &Query) -> Result<Option<Past>, Errors> {
    let mut errors = Errors::new();
    let mut time = |name| {
        let filter = query.filter(name)?;
        Some((filter, errors.check(self::time(filter))?))
    };
    let [as_of, from, until] = PAST.map(&mut time);
    if let (Some(_), Some((filter, _))) = (as_of, from.or(until)) {
        errors
            .push(filter.invalid("a moment or a time, not both: leave this or filter[as_of] out"));
    }
    let past = match (as_of, from, until) {
        (Some((_, at)), ..) => Some(Past::AsOf(at.last())),
        (None, None, None) => None,
        (None, from, until) => Some(Past::Within {
            from: from.map_or(Timestamp::MIN, |(_, at)| at.first()),
            until: until.map_or(Timestamp::MAX, |(_, at)| at.first()),
        }),
    };
    errors.or(past)
}

/// Whether `query` asks for a look into the past.
pub(crate) fn is_past(query: &Query) -> bool {
    PAST.iter().any(|name| query.filter(name).is_some())
}

/// Which owners are visible: soft-deleted ones too, if the list shows soft-deleted rows or the past.
pub(crate) fn owner(query: &Query) -> Result<Deleted, Error> {
    Ok(match deleted(query)? {
        Deleted::Exclude if !is_past(query) => Deleted::Exclude,
        _ => Deleted::Include,
    })
}

/// The place in a list that a cursor names.
pub(crate) fn position(cursor: Cursor) -> Position {
    Position {
        created_at: Timestamp::from_micros(cursor.micros),
        id: Uuid::from_bytes(cursor.id),
    }
}
