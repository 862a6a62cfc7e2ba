use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::sparse::Sparse;
use super::{Identifier, Links, Meta, Relationship};
use crate::query::Fieldset;

/// A resource object with attributes `A`, a struct or map.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource<'a, A> {
    /// Its type.
    pub of: &'static str,
    /// Its id.
    pub id: Cow<'a, str>,
    /// Its attributes.
    pub attributes: A,
    /// Its relationships, by name.
    pub relationships: Vec<(&'static str, Relationship<'a>)>,
    /// Its links.
    pub links: Links<'a>,
    /// Meta-information about it.
    pub meta: Option<Meta<'a>>,
    /// Which of the attributes and relationships are sent.
    pub fields: Fieldset<'a>,
}

impl<'a, A> Resource<'a, A> {
    /// A resource with all its attributes and no relationships.
    pub fn new(of: &'static str, id: impl Into<Cow<'a, str>>, attributes: A) -> Self {
        Self {
            of,
            id: id.into(),
            attributes,
            relationships: Vec::new(),
            links: Links::default(),
            meta: None,
            fields: Fieldset::ALL,
        }
    }

    /// Adds a relationship.
    #[must_use]
    pub fn with_relationship(mut self, name: &'static str, relationship: Relationship<'a>) -> Self {
        self.relationships.push((name, relationship));
        self
    }

    /// Sets the links.
    #[must_use]
    pub fn with_links(mut self, links: Links<'a>) -> Self {
        self.links = links;
        self
    }

    /// Sets the meta-information.
    #[must_use]
    pub fn with_meta(mut self, meta: Meta<'a>) -> Self {
        self.meta = Some(meta);
        self
    }

    /// Sends only these fields.
    #[must_use]
    pub fn with_fields(mut self, fields: Fieldset<'a>) -> Self {
        self.fields = fields;
        self
    }

    /// The same resource with other attributes. Resources that are included together must share one type.
    #[must_use]
    pub fn map<B>(self, attributes: impl FnOnce(A) -> B) -> Resource<'a, B> {
        Resource {
            of: self.of,
            id: self.id,
            attributes: attributes(self.attributes),
            relationships: self.relationships,
            links: self.links,
            meta: self.meta,
            fields: self.fields,
        }
    }

    /// The identifier of this resource.
    #[must_use]
    pub fn identifier(&self) -> Identifier<'a> {
        Identifier::new(self.of, self.id.clone())
    }
}

impl<A: Serialize> Serialize for Resource<'_, A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("type", self.of)?;
        object.serialize_entry("id", &self.id)?;
        if !self.fields.is_empty() {
            let attributes = Sparse {
                attributes: &self.attributes,
                fields: self.fields,
            };
            object.serialize_entry("attributes", &attributes)?;
            let relationships = Relationships {
                all: &self.relationships,
                fields: self.fields,
            };
            if relationships.sent().next().is_some() {
                object.serialize_entry("relationships", &relationships)?;
            }
        }
        if !self.links.is_empty() {
            object.serialize_entry("links", &self.links)?;
        }
        if let Some(meta) = &self.meta {
            object.serialize_entry("meta", meta)?;
        }
        object.end()
    }
}

struct Relationships<'a> {
    all: &'a [(&'static str, Relationship<'a>)],
    fields: Fieldset<'a>,
}

impl<'a> Relationships<'a> {
    fn sent(&self) -> impl Iterator<Item = &'a (&'static str, Relationship<'a>)> {
        self.all.iter().filter(|(name, _)| self.fields.has(name))
    }
}

impl Serialize for Relationships<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.sent().map(|(name, relationship)| (name, relationship)))
    }
}
