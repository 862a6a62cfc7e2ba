use serde_json::Value;

use super::body::{Object, a_kind_of, none_left};
use crate::error::{Error, Errors, kind};
use crate::pointer::Pointer;

/// The attributes of a resource that have not been taken yet.
#[derive(Debug, Clone)]
pub struct Attributes(pub(super) Object);

/// An attribute and where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Its value.
    pub value: Value,
    /// Where it is.
    pub pointer: Pointer,
}

impl Attributes {
    /// Takes an attribute, if the client sent it.
    pub fn take(&mut self, name: &str) -> Option<Attribute> {
        let (value, pointer) = self.0.take(name)?;
        Some(Attribute { value, pointer })
    }

    /// Looks at the value of an attribute that the client sent.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.members.get(name)
    }

    /// Whether none is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.members.is_empty()
    }

    /// Takes a required attribute.
    ///
    /// # Errors
    /// 422 if the client did not send it.
    pub fn require(&mut self, name: &str) -> Result<Attribute, Error> {
        self.take(name).ok_or_else(|| {
            Error::new(&kind::MISSING_ATTRIBUTE, format!("{name:?} is required"))
                .at(self.0.pointer.clone())
        })
    }

    /// Where the attributes are, or the resource if it has none.
    #[must_use]
    pub fn pointer(&self) -> &Pointer {
        &self.0.pointer
    }

    /// # Errors
    /// One for each attribute that is left.
    pub(super) fn finish(self) -> Result<(), Errors> {
        none_left(
            &kind::UNKNOWN_ATTRIBUTE,
            &self.0.pointer,
            self.0.members.keys(),
        )
    }
}

impl Attribute {
    /// The value as a string.
    ///
    /// # Errors
    /// If it is not a string.
    pub fn string(self) -> Result<String, Error> {
        match self.value {
            Value::String(text) => Ok(text),
            _ => Err(self.expected("a string")),
        }
    }

    /// The value as a string, or `None` for null.
    ///
    /// # Errors
    /// If it is neither.
    pub fn nullable_string(self) -> Result<Option<String>, Error> {
        match self.value {
            Value::String(text) => Ok(Some(text)),
            Value::Null => Ok(None),
            _ => Err(self.expected("a string or null")),
        }
    }

    /// Complains about the value.
    pub fn invalid(&self, detail: impl Into<String>) -> Error {
        Error::new(&kind::INVALID_ATTRIBUTE, detail).at(self.pointer.clone())
    }

    /// Complains that the value is not `what`.
    #[must_use]
    pub fn expected(&self, what: &str) -> Error {
        self.invalid(format!("expected {what}, not {}", a_kind_of(&self.value)))
    }
}
