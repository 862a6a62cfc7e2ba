use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value};

/// A meta object: the profile's `page` member, and any others.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Meta<'a> {
    /// The cursor pagination profile's member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<PageMeta<'a>>,
    /// The other members.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub members: Option<Box<Map<String, Value>>>,
}

/// The cursor pagination profile's `page` member.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PageMeta<'a> {
    /// On an item: the cursor that points at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cow<'a, str>>,
    /// On a list: the number of items on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// On a list whose items were not all counted: how many there may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_total: Option<EstimatedTotal>,
    /// On a list: whether there are more items between the two cursors than fit on the page.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub range_truncated: bool,
}

/// The cursor pagination profile's estimate of the number of items on all pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EstimatedTotal {
    /// The number.
    pub best_guess: u64,
}

impl<'a> Meta<'a> {
    /// Meta-information for an item that this cursor points at.
    pub fn cursor(cursor: impl Into<Cow<'a, str>>) -> Self {
        Self::page(PageMeta {
            cursor: Some(cursor.into()),
            ..PageMeta::default()
        })
    }

    /// Meta-information for a page.
    #[must_use]
    pub const fn page(page: PageMeta<'a>) -> Self {
        Self {
            page: Some(page),
            members: None,
        }
    }

    /// Adds or replaces a member of our own.
    #[must_use]
    pub fn and(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members
            .get_or_insert_default()
            .insert(name.to_owned(), value.into());
        self
    }
}
