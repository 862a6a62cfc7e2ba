use serde::Serialize;

use crate::JsonApi;
use crate::document::{Meta, Nothing, Resource};

/// A document of results, as many as there were operations and in their order.
#[derive(Debug, Clone, Serialize)]
pub struct Results<'a, A = Nothing> {
    /// What of JSON:API is spoken; the extension is part of it.
    pub jsonapi: JsonApi<'a>,
    /// What each operation came to.
    #[serde(rename = "atomic:results")]
    pub outcomes: Vec<Outcome<'a, A>>,
}

/// What one operation came to.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome<'a, A> {
    /// The resource as it is now, where there is one to tell of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Resource<'a, A>>,
    /// Meta-information on the result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta<'a>>,
}

impl<'a, A> Outcome<'a, A> {
    /// A resource was made or changed.
    #[must_use]
    pub const fn of(resource: Resource<'a, A>) -> Self {
        Self {
            data: Some(resource),
            meta: None,
        }
    }

    /// Done, and nothing to tell.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            data: None,
            meta: None,
        }
    }
}
