//! Pages of a list, by the cursor pagination profile.
//!
//! You need it where a list is served: a [`PageSpec`] declares the sizes, [`Page`] is what was asked for, a
//! [`Cursor`] names a place in the list, and [`link()`] makes the URLs of the neighbouring pages.
//!
//! ```
//! use wellhead_jsonapi::page::{Cursor, PageSpec, Reach, Turn, link};
//! use wellhead_jsonapi::query::QuerySpec;
//!
//! const LIST: QuerySpec = QuerySpec {
//!     page: Some(PageSpec { default_size: 20, max_size: 500, reach: Reach::Counted }),
//!     ..QuerySpec::NONE
//! };
//!
//! let cursor = Cursor { micros: 1_778_423_520_000_000, id: [7; 16] };
//! let raw = format!("page[size]=3&page[after]={cursor}");
//! let page = LIST.parse(Some(&raw)).unwrap().page;
//! assert_eq!((page.size, page.after, page.total), (3, Some(cursor), false));
//!
//! let next = link("/v1/people", Some(&raw), Turn::After(cursor));
//! assert_eq!(next, format!("/v1/people?page%5Bsize%5D=3&page%5Bafter%5D={cursor}"));
//!
//! let errors = LIST.parse(Some("page[size]=501")).unwrap_err();
//! assert_eq!(errors.as_slice()[0].meta().unwrap()["page"]["maxSize"], 500);
//! ```

use crate::error::{Error, kind};

mod cursor;
mod link;
#[cfg(test)]
mod tests;

pub use cursor::{Cursor, InvalidCursor};
pub use link::{Turn, link};

/// The profile's error type for a page size over the maximum.
pub const MAX_SIZE_EXCEEDED: &str =
    "https://jsonapi.org/profiles/ethanresnick/cursor-pagination/max-size-exceeded";
/// The profile's error type for an order that cannot be paged through.
pub const UNSUPPORTED_SORT: &str =
    "https://jsonapi.org/profiles/ethanresnick/cursor-pagination/unsupported-sort";

const SIZE: &str = "page[size]";
const AFTER: &str = "page[after]";
const BEFORE: &str = "page[before]";
const TOTAL: &str = "page[total]";

/// How an endpoint pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSpec {
    /// The page size if the client gives none.
    pub default_size: usize,
    /// The largest page; also the size of a range if the client gives no size.
    pub max_size: usize,
    /// What can be done with the list.
    pub reach: Reach,
}

/// What can be done with a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It can be read both ways, and counted.
    Counted,
    /// It can be read both ways. To count it would take too long.
    Both,
    /// It can only be read forwards: a feed, which has no end.
    Forwards,
}

/// A page as a client asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Page {
    /// The most items to return.
    pub size: usize,
    /// The page starts after this place.
    pub after: Option<Cursor>,
    /// The page ends before this place.
    pub before: Option<Cursor>,
    /// Whether the client wants the length of the whole list.
    pub total: bool,
}

/// The `page` parameters read so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PageParameters {
    size: Option<usize>,
    after: Option<Cursor>,
    before: Option<Cursor>,
    total: bool,
}

impl PageSpec {
    /// The names of the parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &'static str> + use<> {
        let all: &[_] = match self.reach {
            Reach::Counted => &[SIZE, AFTER, BEFORE, TOTAL],
            Reach::Both => &[SIZE, AFTER, BEFORE],
            Reach::Forwards => &[SIZE, AFTER],
        };
        all.iter().copied()
    }

    /// The page that the parameters ask for.
    pub(crate) fn page(self, parameters: PageParameters) -> Page {
        let PageParameters {
            size,
            after,
            before,
            total,
        } = parameters;
        let default = if after.is_some() && before.is_some() {
            self.max_size
        } else {
            self.default_size
        };
        Page {
            size: size.unwrap_or(default),
            after,
            before,
            total,
        }
    }

    /// The size of the page that a query asks for, whatever else is right or wrong with the query.
    #[must_use]
    pub fn size_asked(self, raw: &str) -> usize {
        let mut parameters = PageParameters::default();
        for (name, value) in form_urlencoded::parse(raw.as_bytes()) {
            if matches!(&*name, SIZE | AFTER | BEFORE) {
                // One that cannot be read gets no page.
                let _ = self.read(&name, &value, &mut parameters);
            }
        }
        self.page(parameters).size
    }

    /// Reads one of [`Self::parameters`].
    pub(crate) fn read(
        self,
        name: &str,
        value: &str,
        page: &mut PageParameters,
    ) -> Result<(), Error> {
        let cursor = |parameter| {
            value.parse().map(Some).map_err(|InvalidCursor| {
                Error::new(
                    &kind::INVALID_CURSOR,
                    "use a cursor from meta.page.cursor or from a link",
                )
                .in_parameter(parameter)
            })
        };
        match name {
            SIZE => page.size = Some(self.size(value)?),
            AFTER => page.after = cursor(AFTER)?,
            BEFORE => page.before = cursor(BEFORE)?,
            _ => {
                page.total = value.parse().map_err(|_| {
                    Error::new(&kind::INVALID_PARAMETER, "use true or false").in_parameter(TOTAL)
                })?;
            }
        }
        Ok(())
    }

    fn size(self, value: &str) -> Result<usize, Error> {
        // `parse` alone would accept a plus sign. On digits alone, it fails only on overflow, so the size is too
        // large.
        let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        match digits.then(|| value.parse().unwrap_or(usize::MAX)) {
            Some(size @ 1..) if size <= self.max_size => Ok(size),
            Some(1..) => Err(Error::new(
                &kind::PAGE_SIZE_EXCEEDED,
                format!("a page has at most {} items", self.max_size),
            )
            .in_parameter(SIZE)
            .with_type_link(MAX_SIZE_EXCEEDED)
            .with_meta("page", serde_json::json!({ "maxSize": self.max_size }))),
            _ => {
                let detail = format!("use a whole number from 1 to {}", self.max_size);
                Err(Error::new(&kind::INVALID_PARAMETER, detail).in_parameter(SIZE))
            }
        }
    }
}
