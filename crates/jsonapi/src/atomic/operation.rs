use serde_json::Value;

use crate::error::{Error, Errors, kind};
use crate::pointer::Pointer;
use crate::request::{Identifier, Object, Relationship, ResourceObject, malformed, read_document};

const OPERATIONS: &str = "atomic:operations";

/// Reads documents of operations.
#[derive(Debug)]
pub enum Operations {}

/// One operation, as far as it can be read without knowing the server's URLs.
#[derive(Debug, Clone)]
pub struct Operation {
    /// What to do.
    pub op: Op,
    /// To what.
    pub target: Target,
    /// With what.
    pub data: Data,
    /// Where the operation is.
    pub pointer: Pointer,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Create a resource, or add to a to-many relationship.
    Add,
    /// Update a resource, or replace what a relationship leads to.
    Update,
    /// Delete a resource, or remove from a to-many relationship.
    Remove,
}

/// What an operation is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The resource that its data names.
    Data,
    /// `ref`
    Ref(Ref),
    /// `href`
    Href(Href),
}

/// A resource, or one of its relationships.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ref {
    /// The resource.
    pub identifier: Identifier,
    /// The name of the relationship, if the operation is about one.
    pub relationship: Option<String>,
}

/// A URL on this server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Href {
    /// The URL, in full or in part.
    pub url: String,
    /// Where the URL is in the document.
    pub pointer: Pointer,
}

/// An operation's data, not yet read: its form depends on the target.
#[derive(Debug, Clone)]
pub struct Data {
    value: Option<Value>,
    /// Where the operation is.
    operation: Pointer,
}

impl Operations {
    /// Reads a document of 1 to `max` operations.
    ///
    /// # Errors
    /// 400 for a malformed document, 413 for too many operations.
    pub fn parse(body: &[u8], max: usize) -> Result<Vec<Operation>, Errors> {
        let (operations, pointer) = read_document(body)?.require(OPERATIONS)?;
        let Value::Array(operations) = operations else {
            return Err(malformed(pointer, "expected an array of operations").into());
        };
        if operations.is_empty() {
            return Err(malformed(pointer, "expected at least one operation").into());
        }
        if operations.len() > max {
            let detail = format!(
                "there are {} operations; the maximum is {max}",
                operations.len()
            );
            return Err(Error::new(&kind::TOO_MANY_OPERATIONS, detail)
                .at(pointer)
                .into());
        }
        let mut errors = Errors::new();
        let operations = operations
            .into_iter()
            .enumerate()
            .filter_map(|(i, operation)| {
                errors.check(Operation::from_value(operation, pointer.item(i)))
            });
        let operations = operations.collect();
        errors.or(operations)
    }
}

impl Operation {
    fn from_value(value: Value, pointer: Pointer) -> Result<Self, Error> {
        let mut object = Object::from(value, pointer)?;
        let op = match &*object.require_string("op")? {
            "add" => Op::Add,
            "update" => Op::Update,
            "remove" => Op::Remove,
            _ => {
                return Err(malformed(
                    object.pointer.member("op"),
                    "use add, update or remove",
                ));
            }
        };
        let target = match (object.take("ref"), object.take_string("href")?) {
            (Some(_), Some(_)) => {
                return Err(malformed(object.pointer, "ref and href exclude each other"));
            }
            (Some((value, pointer)), None) => {
                Target::Ref(Ref::from_object(Object::from(value, pointer)?)?)
            }
            (None, Some(url)) => Target::Href(Href {
                url,
                pointer: object.pointer.member("href"),
            }),
            (None, None) if op == Op::Remove => {
                return Err(malformed(
                    object.pointer,
                    "the member ref or href is missing",
                ));
            }
            (None, None) => Target::Data,
        };
        Ok(Self {
            op,
            target,
            data: Data {
                value: object.take("data").map(|(value, _)| value),
                operation: object.pointer.clone(),
            },
            pointer: object.pointer,
        })
    }
}

impl Ref {
    fn from_object(mut object: Object) -> Result<Self, Error> {
        Ok(Self {
            identifier: Identifier::take_from(&mut object)?,
            relationship: object.take_string("relationship")?,
        })
    }
}

impl Data {
    /// The data as a resource, for adding or updating one.
    ///
    /// # Errors
    /// 400 if it is not a resource.
    pub fn resource(self) -> Result<ResourceObject, Errors> {
        let (value, pointer) = self.present()?;
        ResourceObject::from_value(value, pointer)
    }

    /// The data as linkage, for changing a relationship.
    ///
    /// # Errors
    /// 400 if it is not linkage.
    pub fn relationship(self) -> Result<Relationship, Errors> {
        let (value, pointer) = self.present()?;
        Ok(Relationship::from_data(value, pointer)?)
    }

    fn present(self) -> Result<(Value, Pointer), Error> {
        match self.value {
            Some(value) => Ok((value, self.operation.member("data"))),
            None => Err(malformed(self.operation, "the member data is missing")),
        }
    }
}
