use serde_json::Value;

use super::body::{Object, malformed};
use crate::error::{Error, kind};
use crate::pointer::Pointer;

/// A resource that a request refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// Its type.
    pub of: String,
    /// Its id or local id.
    pub identity: Identity,
    /// Where the identifier object is.
    pub pointer: Pointer,
}

/// What distinguishes a resource from others of its type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identity {
    /// Its permanent id.
    Id(String),
    /// Its local id in this document.
    Lid(String),
}

impl Identifier {
    pub(crate) fn from_value(value: Value, pointer: Pointer) -> Result<Self, Error> {
        Self::take_from(&mut Object::from(value, pointer)?)
    }

    pub(crate) fn take_from(object: &mut Object) -> Result<Self, Error> {
        let of = object.require_string("type")?;
        let identity = match (object.take_string("id")?, object.take_string("lid")?) {
            (Some(id), None) => Identity::Id(id),
            (None, Some(lid)) => Identity::Lid(lid),
            (None, None) => {
                return Err(malformed(
                    object.pointer.clone(),
                    "the member id or lid is missing",
                ));
            }
            (Some(_), Some(_)) => {
                return Err(malformed(
                    object.pointer.clone(),
                    "id and lid exclude each other",
                ));
            }
        };
        Ok(Self {
            of,
            identity,
            pointer: object.pointer.clone(),
        })
    }

    /// Where the identifying member is.
    #[must_use]
    pub fn identity_pointer(&self) -> Pointer {
        self.pointer.member(match self.identity {
            Identity::Id(_) => "id",
            Identity::Lid(_) => "lid",
        })
    }

    /// The id, where local ids are not allowed; [`Lids`](crate::atomic::Lids) resolves those.
    ///
    /// # Errors
    /// If it is a local id.
    pub fn id(&self) -> Result<&str, Error> {
        match &self.identity {
            Identity::Id(id) => Ok(id),
            Identity::Lid(lid) => {
                let detail = format!("no earlier operation added the local id {lid:?}");
                Err(Error::new(&kind::UNKNOWN_LID, detail).at(self.identity_pointer()))
            }
        }
    }

    /// # Errors
    /// 409 if the relationship leads to another type.
    pub(super) fn of_type(self, of: &str) -> Result<Self, Error> {
        if self.of == of {
            return Ok(self);
        }
        let detail = format!("this relationship leads to {of}, not to {:?}", self.of);
        Err(Error::new(&kind::TYPE_MISMATCH, detail).at(self.pointer.member("type")))
    }
}
