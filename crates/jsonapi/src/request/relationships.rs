use serde_json::Value;

use super::body::{Object, malformed, none_left, read_document};
use super::identifier::Identifier;
use crate::error::{Error, Errors, kind};
use crate::pointer::Pointer;

/// The relationships of a resource that have not been taken yet.
///
/// One without linkage asks for nothing: a client sends it back as it was read.
#[derive(Debug, Clone)]
pub struct Relationships {
    remaining: Vec<(String, Option<Relationship>)>,
    pointer: Pointer,
}

/// What a client wants a relationship to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// The resources it should lead to.
    pub linkage: Linkage,
    /// Where the linkage is: the `data` member.
    pub pointer: Pointer,
}

/// To-one or to-many linkage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Linkage {
    /// `null` or one identifier.
    ToOne(Option<Identifier>),
    /// An array of identifiers.
    ToMany(Vec<Identifier>),
}

/// Linkage of a to-one relationship.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToOne {
    /// The resource, or `None` for null.
    pub target: Option<Identifier>,
    /// Where the linkage is.
    pub pointer: Pointer,
}

/// Linkage of a to-many relationship.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToMany {
    /// The resources.
    pub targets: Vec<Identifier>,
    /// Where the linkage is.
    pub pointer: Pointer,
}

impl Relationships {
    pub(super) fn from_object(object: Object) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let mut remaining = Vec::with_capacity(object.members.len());
        for (name, value) in object.members {
            let pointer = object.pointer.member(&name);
            let read = Object::from(value, pointer).and_then(Relationship::perhaps_from_object);
            if let Some(relationship) = errors.check(read) {
                remaining.push((name, relationship));
            }
        }
        errors.or(Self {
            remaining,
            pointer: object.pointer,
        })
    }

    /// Takes a relationship, if the client sent it with linkage.
    pub fn take(&mut self, name: &str) -> Option<Relationship> {
        let at = self.remaining.iter().position(|(known, _)| known == name)?;
        self.remaining.swap_remove(at).1
    }

    /// Looks at a relationship that the client sent with linkage.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Relationship> {
        let (_, sent) = self.remaining.iter().find(|(known, _)| known == name)?;
        sent.as_ref()
    }

    /// Whether none is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.remaining.is_empty()
    }

    /// # Errors
    /// One for each relationship without linkage.
    pub(super) fn expect_linkage(&self) -> Result<(), Errors> {
        let without = self.remaining.iter().filter(|(_, sent)| sent.is_none());
        let errors = without.map(|(name, _)| no_data(self.pointer.member(name)));
        errors.collect::<Errors>().or(())
    }

    /// Takes a required relationship.
    ///
    /// # Errors
    /// 422 if the client did not send it.
    pub fn require(&mut self, name: &str) -> Result<Relationship, Error> {
        self.take(name).ok_or_else(|| {
            Error::new(&kind::MISSING_RELATIONSHIP, format!("{name:?} is required"))
                .at(self.pointer.clone())
        })
    }

    /// Where the relationships are, or the resource if it has none.
    #[must_use]
    pub fn pointer(&self) -> &Pointer {
        &self.pointer
    }

    /// # Errors
    /// One for each relationship that is left.
    pub(super) fn finish(self) -> Result<(), Errors> {
        let names = self.remaining.iter().map(|(name, _)| name);
        none_left(&kind::UNKNOWN_RELATIONSHIP, &self.pointer, names)
    }
}

fn no_data(pointer: Pointer) -> Error {
    malformed(pointer, "the member data is missing")
}

impl Relationship {
    /// Reads the body of a request to a relationship's own URL.
    ///
    /// # Errors
    /// 400 if it is not a document with linkage as primary data.
    pub fn parse(body: &[u8]) -> Result<Self, Errors> {
        Ok(Self::from_object(read_document(body)?)?)
    }

    fn from_object(mut object: Object) -> Result<Self, Error> {
        let (data, pointer) = object.require("data")?;
        Self::from_data(data, pointer)
    }

    /// Reads a relationship object, which may say where a relationship is, and not what it is to be.
    fn perhaps_from_object(object: Object) -> Result<Option<Self>, Error> {
        let has = |name| object.members.contains_key(name);
        if !has("data") && (has("links") || has("meta")) {
            return Ok(None);
        }
        Self::from_object(object).map(Some)
    }

    /// Reads linkage.
    pub(crate) fn from_data(data: Value, pointer: Pointer) -> Result<Self, Error> {
        let linkage = match data {
            Value::Null => Linkage::ToOne(None),
            Value::Array(items) => {
                let items = items.into_iter().enumerate();
                let read = items.map(|(i, item)| Identifier::from_value(item, pointer.item(i)));
                Linkage::ToMany(read.collect::<Result<_, _>>()?)
            }
            Value::Object(_) => {
                Linkage::ToOne(Some(Identifier::from_value(data, pointer.clone())?))
            }
            _ => {
                let detail =
                    "linkage must be null, an object with type and id, or an array of these";
                return Err(malformed(pointer, detail));
            }
        };
        Ok(Self { linkage, pointer })
    }

    /// The linkage of a to-one relationship with resources of type `of`.
    ///
    /// # Errors
    /// 422 if it is an array; 409 if it names a resource of another type.
    pub fn to_one(self, of: &str) -> Result<ToOne, Error> {
        let target = match self.linkage {
            Linkage::ToOne(target) => target.map(|target| target.of_type(of)).transpose()?,
            Linkage::ToMany(_) => {
                let detail = "expected one resource or null, not an array";
                return Err(Error::new(&kind::INVALID_RELATIONSHIP, detail).at(self.pointer));
            }
        };
        Ok(ToOne {
            target,
            pointer: self.pointer,
        })
    }

    /// The linkage of a to-many relationship with resources of type `of`.
    ///
    /// # Errors
    /// 422 if it is not an array; 409 if it names resources of another type.
    pub fn to_many(self, of: &str) -> Result<ToMany, Errors> {
        let Linkage::ToMany(targets) = self.linkage else {
            let detail = "expected an array of resources";
            return Err(Error::new(&kind::INVALID_RELATIONSHIP, detail)
                .at(self.pointer)
                .into());
        };
        let mut errors = Errors::new();
        let targets = targets
            .into_iter()
            .filter_map(|target| errors.check(target.of_type(of)))
            .collect();
        errors.or(ToMany {
            targets,
            pointer: self.pointer,
        })
    }
}

impl ToOne {
    /// The resource, for a relationship that cannot be empty.
    ///
    /// # Errors
    /// 422 for null.
    pub fn required(self) -> Result<Identifier, Error> {
        self.target.ok_or_else(|| {
            Error::new(
                &kind::INVALID_RELATIONSHIP,
                "this relationship cannot be empty",
            )
            .at(self.pointer)
        })
    }
}
