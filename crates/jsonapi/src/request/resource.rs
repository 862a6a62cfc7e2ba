use std::fmt::Display;
use std::str::FromStr;

use serde_json::Value;

use super::attributes::Attributes;
use super::body::{Object, malformed, read_document};
use super::relationships::Relationships;
use crate::error::{Error, Errors, kind};
use crate::pointer::Pointer;

/// A resource as a client sends it.
#[derive(Debug, Clone)]
pub struct ResourceObject {
    /// Its type.
    pub of: String,
    /// Its id; `None` asks the server to make one.
    pub id: Option<String>,
    /// Its local id, for the rest of the request.
    pub lid: Option<String>,
    /// Its attributes, to take one by one.
    pub attributes: Attributes,
    /// Its relationships, to take one by one.
    pub relationships: Relationships,
    /// Where the resource object is.
    pub pointer: Pointer,
}

impl ResourceObject {
    /// Reads the body of a request that creates a resource of type `of`.
    ///
    /// # Errors
    /// 400 if the body is not a document with a resource as primary data, or if a relationship has no linkage; 409 for
    /// another type.
    pub fn create(body: &[u8], of: &str) -> Result<Self, Errors> {
        let resource = Self::parse(body)?;
        resource.expect_type(of)?;
        resource.expect_linkage()?;
        Ok(resource)
    }

    /// Reads the body of a request that updates the resource of type `of` with this id. Relationships without linkage
    /// stay as they are.
    ///
    /// # Errors
    /// 400 if the body is not a document with a resource as primary data, or if the id is missing; 409 for another
    /// type or id.
    pub fn update<I>(body: &[u8], of: &str, id: &I) -> Result<Self, Errors>
    where
        I: FromStr + PartialEq + Display,
    {
        let resource = Self::parse(body)?;
        resource.expect_type(of)?;
        resource.expect_id(id)?;
        Ok(resource)
    }

    /// Reads a body with a resource of any type as primary data.
    ///
    /// # Errors
    /// 400 if it has none.
    pub fn parse(body: &[u8]) -> Result<Self, Errors> {
        let (data, pointer) = read_document(body)?.require("data")?;
        Self::from_value(data, pointer)
    }

    pub(crate) fn from_value(value: Value, pointer: Pointer) -> Result<Self, Errors> {
        let mut object = Object::from(value, pointer)?;
        let mut errors = Errors::new();
        let of = errors.check(object.require_string("type"));
        // Some clients send null for what they do not have yet.
        let id = errors.check(object.take_nullable_string("id"));
        let lid = errors.check(object.take_string("lid"));
        let attributes = errors.check(object.take_object("attributes"));
        let relationships = errors.check(
            object
                .take_object("relationships")
                .map_err(Errors::from)
                .and_then(Relationships::from_object),
        );
        let (Some(of), Some(id), Some(lid), Some(attributes), Some(relationships)) =
            (of, id, lid, attributes, relationships)
        else {
            return Err(errors);
        };
        Ok(Self {
            of,
            id,
            lid,
            attributes: Attributes(attributes),
            relationships,
            pointer: object.pointer,
        })
    }

    /// Checks the type.
    ///
    /// # Errors
    /// 409 for another type.
    pub fn expect_type(&self, of: &str) -> Result<(), Error> {
        if self.of == of {
            return Ok(());
        }
        let detail = format!("the type here is {of}, not {:?}", self.of);
        Err(Error::new(&kind::TYPE_MISMATCH, detail).at(self.pointer.member("type")))
    }

    /// Checks the id against the one in the URL or in `ref`. Both are compared by meaning: a UUID can be written in
    /// several ways.
    ///
    /// # Errors
    /// 409 for another id; 400 if there is none.
    pub fn expect_id<I>(&self, id: &I) -> Result<(), Error>
    where
        I: FromStr + PartialEq + Display,
    {
        let Some(sent) = &self.id else {
            return Err(malformed(self.pointer.clone(), "the member id is missing"));
        };
        if sent.parse().is_ok_and(|sent: I| sent == *id) {
            return Ok(());
        }
        let detail = format!("the id here is {id}, not {sent:?}");
        Err(Error::new(&kind::ID_MISMATCH, detail).at(self.pointer.member("id")))
    }

    /// Checks that each relationship says what it is to be, as a new resource has to.
    ///
    /// # Errors
    /// 400 for each relationship without linkage.
    pub fn expect_linkage(&self) -> Result<(), Errors> {
        self.relationships.expect_linkage()
    }

    /// Whether nothing is left that the client asks for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.attributes.is_empty() && self.relationships.is_empty()
    }

    /// Complains about everything that was not taken.
    ///
    /// # Errors
    /// 422 for each attribute and each relationship that is left.
    pub fn finish(self) -> Result<(), Errors> {
        let mut errors = Errors::new();
        errors.check(self.attributes.finish());
        errors.check(self.relationships.finish());
        errors.or(())
    }
}
