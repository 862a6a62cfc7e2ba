//! Query parameters, checked against what an endpoint declares.
//!
//! Use it at each endpoint, even one that takes no parameters: JSON:API refuses unknown ones.
//! An endpoint declares its parameters in a constant [`QuerySpec`], from which its description is generated too.
//!
//! ```
//! use wellhead_jsonapi::query::QuerySpec;
//!
//! const LIST: QuerySpec = QuerySpec {
//!     include: &["author", "author.company"],
//!     fields: &[("articles", &["title", "author"]), ("people", &["name"])],
//!     sort: &["created_at"],
//!     filters: &["author", "created_at[gte]"],
//!     page: None,
//!     custom: &["dry_run"],
//! };
//!
//! let query = LIST
//!     .parse(Some("include=author&fields[people]=name&sort=-created_at&filter[author]=9&dry_run=true"))
//!     .unwrap();
//! assert!(query.includes("author") && !query.includes("author.company"));
//! assert!(query.fields.of("people").has("name") && query.fields.of("articles").has("title"));
//! assert!(query.sort[0].descending);
//! assert_eq!(query.filter("author").unwrap().value, "9");
//! assert_eq!(query.custom("dry_run").unwrap().value, "true");
//!
//! let errors = LIST.parse(Some("include=editor&limit=3")).unwrap_err();
//! assert_eq!((errors.status(), errors.as_slice().len()), (400, 2));
//! ```

use crate::error::{Error, kind};
use crate::page::{Page, PageSpec};

mod fieldset;
mod include;
mod parse;
#[cfg(test)]
mod tests;

pub use fieldset::{Fieldset, Fieldsets};

/// Which query parameters an endpoint takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuerySpec {
    /// The relationship paths that can be included, each spelt out. If empty, `include` is refused.
    pub include: &'static [&'static str],
    /// The resource types of the response, each with its fields.
    pub fields: &'static [(&'static str, &'static [&'static str])],
    /// The fields to sort by. If empty, `sort` is refused.
    pub sort: &'static [&'static str],
    /// The filters: `people` is `filter[people]`, `created_at[gte]` is `filter[created_at][gte]`.
    pub filters: &'static [&'static str],
    /// How the endpoint pages, if it does.
    pub page: Option<PageSpec>,
    /// The endpoint's own parameters. If it speaks JSON:API, their names contain something other than lower-case
    /// letters.
    pub custom: &'static [&'static str],
}

impl QuerySpec {
    /// No parameters at all.
    pub const NONE: Self = Self {
        include: &[],
        fields: &[],
        sort: &[],
        filters: &[],
        page: None,
        custom: &[],
    };

    /// The names of all parameters.
    pub fn parameters(&self) -> impl Iterator<Item = String> {
        let include = (!self.include.is_empty()).then(|| "include".to_owned());
        let fields = self.fields.iter().map(|(of, _)| format!("fields[{of}]"));
        let sort = (!self.sort.is_empty()).then(|| "sort".to_owned());
        let filters = self.filters.iter().map(|filter| filter_parameter(filter));
        let page = self.page.iter().flat_map(PageSpec::parameters);
        let custom = self.custom.iter().copied();
        include
            .into_iter()
            .chain(fields)
            .chain(sort)
            .chain(filters)
            .chain(page.chain(custom).map(str::to_owned))
    }
}

/// The query parameters of one request, all known and valid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// What to include, if the client says; an empty list asks for an empty `included`.
    pub include: Option<Vec<&'static str>>,
    /// Which fields to send.
    pub fields: Fieldsets,
    /// What to sort by, most important first.
    pub sort: Vec<Sort>,
    /// The filters, in the order they came.
    pub filters: Vec<Filter>,
    /// The page. Its size is 0 if the endpoint has no pages.
    pub page: Page,
    /// The endpoint's own parameters, in the order they came.
    pub custom: Vec<Custom>,
}

impl Query {
    /// Whether to include the resources at `path`, even if only on the way to others.
    #[must_use]
    pub fn includes(&self, path: &str) -> bool {
        let within = |asked: &&str| {
            asked
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.include.iter().flatten().any(within)
    }

    /// The filter with this name, as the [`QuerySpec`] spells it.
    #[must_use]
    pub fn filter(&self, name: &str) -> Option<&Filter> {
        self.filters.iter().find(|filter| filter.name == name)
    }

    /// The endpoint's own parameter with this name.
    #[must_use]
    pub fn custom(&self, name: &str) -> Option<&Custom> {
        self.custom.iter().find(|custom| custom.name == name)
    }
}

/// A field to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The field, as the [`QuerySpec`] spells it.
    pub field: &'static str,
    /// Whether the greatest value comes first.
    pub descending: bool,
}

/// A filter and its value, which the endpoint interprets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The filter, as the [`QuerySpec`] spells it.
    pub name: &'static str,
    /// The value, decoded.
    pub value: String,
}

impl Filter {
    /// The query parameter's name.
    #[must_use]
    pub fn parameter(&self) -> String {
        filter_parameter(self.name)
    }

    /// Complains about the value.
    pub fn invalid(&self, detail: impl Into<String>) -> Error {
        Error::new(&kind::INVALID_PARAMETER, detail).in_parameter(self.parameter())
    }
}

/// One of the endpoint's own parameters and its value, which the endpoint interprets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Custom {
    /// The parameter's name.
    pub name: &'static str,
    /// The value, decoded.
    pub value: String,
}

impl Custom {
    /// Complains about the value.
    pub fn invalid(&self, detail: impl Into<String>) -> Error {
        Error::new(&kind::INVALID_PARAMETER, detail).in_parameter(self.name)
    }
}

/// The query parameter of a filter: `created_at[gte]` is `filter[created_at][gte]`.
#[must_use]
pub fn filter_parameter(filter: &str) -> String {
    let (first, rest) = filter.split_at(filter.find('[').unwrap_or(filter.len()));
    format!("filter[{first}]{rest}")
}
