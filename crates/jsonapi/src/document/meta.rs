use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value};

/// A meta object: the profile's `page` member, and whatever else there is to say.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Meta<'a> {
    /// What the cursor pagination profile says here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<PageMeta<'a>>,
    /// The other members.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub members: Option<Box<Map<String, Value>>>,
}

/// The cursor pagination profile's member of a meta object.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PageMeta<'a> {
    /// Of an item: the cursor that falls on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cow<'a, str>>,
    /// Of a list: how many items there are on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Of a list: whether there is more between the two cursors than fits the page.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub range_truncated: bool,
}

impl<'a> Meta<'a> {
    /// Meta-information on an item that this cursor falls on.
    pub fn cursor(cursor: impl Into<Cow<'a, str>>) -> Self {
        Self::page(PageMeta {
            cursor: Some(cursor.into()),
            ..PageMeta::default()
        })
    }

    /// Meta-information on a page.
    #[must_use]
    pub const fn page(page: PageMeta<'a>) -> Self {
        Self {
            page: Some(page),
            members: None,
        }
    }

    /// Adds a member of our own, or replaces it.
    #[must_use]
    pub fn and(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members
            .get_or_insert_default()
            .insert(name.to_owned(), value.into());
        self
    }
}
