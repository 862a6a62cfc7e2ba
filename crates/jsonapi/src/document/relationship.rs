use std::borrow::Cow;

use serde::Serialize;

use super::{Links, Meta};

/// A resource identifier object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Identifier<'a> {
    /// The resource's type.
    #[serde(rename = "type")]
    pub of: &'static str,
    /// The resource's id.
    pub id: Cow<'a, str>,
    /// Meta-information about this mention of the resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta<'a>>,
}

impl<'a> Identifier<'a> {
    /// Names a resource.
    pub fn new(of: &'static str, id: impl Into<Cow<'a, str>>) -> Self {
        Self {
            of,
            id: id.into(),
            meta: None,
        }
    }

    /// Sets the meta-information.
    #[must_use]
    pub fn with_meta(mut self, meta: Meta<'a>) -> Self {
        self.meta = Some(meta);
        self
    }
}

/// Resource linkage: what a relationship leads to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Linkage<'a> {
    /// A to-one relationship, possibly empty.
    ToOne(Option<Identifier<'a>>),
    /// A to-many relationship.
    ToMany(Vec<Identifier<'a>>),
}

/// A relationship object. It has linkage or links, or both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Relationship<'a> {
    /// Where to fetch or change it (`self`), and where the related resources are (`related`).
    #[serde(skip_serializing_if = "Links::is_empty")]
    pub links: Links<'a>,
    /// What it leads to, if included here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Linkage<'a>>,
    /// Meta-information about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta<'a>>,
}

impl<'a> Relationship<'a> {
    /// A to-one relationship with its linkage.
    #[must_use]
    pub fn to_one(target: Option<Identifier<'a>>) -> Self {
        Self {
            links: Links::default(),
            data: Some(Linkage::ToOne(target)),
            meta: None,
        }
    }

    /// A relationship that only links to its target.
    #[must_use]
    pub const fn linked(links: Links<'a>) -> Self {
        Self {
            links,
            data: None,
            meta: None,
        }
    }

    /// Sets the links.
    #[must_use]
    pub fn with_links(mut self, links: Links<'a>) -> Self {
        self.links = links;
        self
    }

    /// Sets the meta-information, if there is any.
    #[must_use]
    pub fn with_meta(mut self, meta: Option<Meta<'a>>) -> Self {
        self.meta = meta;
        self
    }
}
