use serde_json::Value;

use super::body::{Object, malformed};
use crate::error::{Error, kind};
use crate::pointer::Pointer;

/// A resource that a request refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// Its type.
    pub of: String,
    /// Which one.
    pub identity: Identity,
    /// Where the identifier object is.
    pub pointer: Pointer,
}

/// What tells a resource from others of its type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identity {
    /// The id that it has for good.
    Id(String),
    /// The id that it has in this document.
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

    /// The id, where no local ids are known; [`Lids`](crate::atomic::Lids) knows them.
    ///
    /// # Errors
    /// For a local id.
    pub fn id(&self) -> Result<&str, Error> {
        match &self.identity {
            Identity::Id(id) => Ok(id),
            Identity::Lid(lid) => {
                let detail = format!("nothing before this has the local id {lid:?}");
                Err(Error::new(&kind::UNKNOWN_LID, detail).at(self.identity_pointer()))
            }
        }
    }

    /// # Errors
    /// 409, where the identifier is of another type than the relationship leads to.
    pub(super) fn of_type(self, of: &str) -> Result<Self, Error> {
        if self.of == of {
            return Ok(self);
        }
        let detail = format!("this relationship leads to {of}, not to {:?}", self.of);
        Err(Error::new(&kind::TYPE_MISMATCH, detail).at(self.pointer.member("type")))
    }
}
