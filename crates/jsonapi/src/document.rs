//! Documents that go out.
//!
//! You need it to answer with data. Attributes are any struct or map that serialises; the [`Fieldset`] is
//! applied while it is written, so that no tree is built in between. For errors there is
//! [`ErrorDocument`](crate::error::ErrorDocument).
//!
//! ```
//! use serde::Serialize;
//! use wellhead_jsonapi::document::{Document, Identifier, Links, Relationship, Resource};
//! use wellhead_jsonapi::query::Fieldset;
//!
//! #[derive(Serialize)]
//! struct Article<'a> {
//!     title: &'a str,
//!     body: &'a str,
//! }
//!
//! let article = Resource::new("articles", "1", Article { title: "On wells", body: "…" })
//!     .with_fields(Fieldset::only(&["title", "author"]))
//!     .with_relationship("author", Relationship::to_one(Some(Identifier::new("people", "9"))))
//!     .with_links(Links::to("self", "/articles/1"));
//! assert_eq!(
//!     serde_json::to_string(&Document::of(article)).unwrap(),
//!     concat!(
//!         r#"{"jsonapi":{"version":"1.1"},"data":{"type":"articles","id":"1","#,
//!         r#""attributes":{"title":"On wells"},"#,
//!         r#""relationships":{"author":{"data":{"type":"people","id":"9"}}},"#,
//!         r#""links":{"self":"/articles/1"}}}"#,
//!     ),
//! );
//! ```
//!
//! [`Fieldset`]: crate::query::Fieldset

use serde::Serialize;

use crate::jsonapi::JsonApi;

mod included;
mod links;
mod meta;
mod relationship;
mod resource;
mod sparse;
#[cfg(test)]
mod tests;

pub use included::{Included, Nothing};
pub use links::Links;
pub use meta::{EstimatedTotal, Meta, PageMeta};
pub use relationship::{Identifier, Linkage, Relationship};
pub use resource::Resource;

/// A document with primary data `D` and included resources with attributes `I`.
///
/// `D` is a [`Resource`], an [`Identifier`], an `Option` of either, or a `Vec` of them.
#[derive(Debug, Clone, Serialize)]
pub struct Document<'a, D, I = Nothing> {
    /// What the document speaks: version, extensions and profiles.
    pub jsonapi: JsonApi<'a>,
    /// Links for the whole document.
    #[serde(skip_serializing_if = "Links::is_empty")]
    pub links: Links<'a>,
    /// The primary data.
    pub data: D,
    /// What the client asked to include. Present, even if empty, whenever it asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub included: Option<Included<'a, I>>,
    /// Meta-information about the whole document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta<'a>>,
}

/// A document with meta-information and no data.
#[derive(Debug, Clone, Serialize)]
pub struct MetaDocument<'a> {
    /// What the document speaks.
    pub jsonapi: JsonApi<'a>,
    /// The meta-information.
    pub meta: Meta<'a>,
}

impl<D> Document<'_, D> {
    /// A document with this primary data and nothing included.
    pub fn of(data: D) -> Self {
        Self {
            jsonapi: JsonApi::default(),
            links: Links::default(),
            data,
            included: None,
            meta: None,
        }
    }
}

impl<'a, D, I> Document<'a, D, I> {
    /// Sets what the document speaks.
    #[must_use]
    pub fn with_jsonapi(mut self, jsonapi: JsonApi<'a>) -> Self {
        self.jsonapi = jsonapi;
        self
    }

    /// Sets the links.
    #[must_use]
    pub fn with_links(mut self, links: Links<'a>) -> Self {
        self.links = links;
        self
    }

    /// Sets the included resources; `None` if the client did not ask for any.
    #[must_use]
    pub fn with_included<J>(self, included: Option<Included<'a, J>>) -> Document<'a, D, J> {
        Document {
            jsonapi: self.jsonapi,
            links: self.links,
            data: self.data,
            included,
            meta: self.meta,
        }
    }

    /// Sets the meta-information.
    #[must_use]
    pub fn with_meta(mut self, meta: Meta<'a>) -> Self {
        self.meta = Some(meta);
        self
    }
}
