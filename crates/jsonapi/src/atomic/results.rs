use serde::Serialize;

use crate::JsonApi;
use crate::document::{Meta, Nothing, Resource};

/// A document of results: one for each operation, in the same order.
#[derive(Debug, Clone, Serialize)]
pub struct Results<'a, A = Nothing> {
    /// What the document speaks, including the extension.
    pub jsonapi: JsonApi<'a>,
    /// The result of each operation.
    #[serde(rename = "atomic:results")]
    pub outcomes: Vec<Outcome<'a, A>>,
}

/// The result of one operation.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome<'a, A> {
    /// The resource as it is now, if there is one to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Resource<'a, A>>,
    /// Meta-information about the result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta<'a>>,
}

impl<'a, A> Outcome<'a, A> {
    /// A resource was created or changed.
    #[must_use]
    pub const fn of(resource: Resource<'a, A>) -> Self {
        Self {
            data: Some(resource),
            meta: None,
        }
    }

    /// Done, with nothing to show.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            data: None,
            meta: None,
        }
    }
}
