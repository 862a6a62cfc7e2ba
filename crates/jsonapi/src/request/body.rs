//! From bytes to objects with members.

use serde_json::{Map, Value};
use wellhead_json::{JsonError, Step};

use crate::error::{Error, Errors, Kind, kind};
use crate::member_name::is_at_member;
use crate::pointer::Pointer;

/// A JSON object of a request, and where it is.
#[derive(Debug, Clone)]
pub(crate) struct Object {
    pub(crate) members: Map<String, Value>,
    pub(crate) pointer: Pointer,
}

/// Some programs start every text with it. JSON does not allow it, but lets parsers ignore it (RFC 8259, 8.1).
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The top level of a document.
pub(crate) fn read_document(body: &[u8]) -> Result<Object, Error> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let mut value = wellhead_json::from_slice(body).map_err(unread)?;
    drop_at_members(&mut value);
    Object::from(value, Pointer::root())
}

fn unread(error: JsonError) -> Error {
    // The parser's own message names the line and column.
    let detail = error.to_string();
    match error {
        JsonError::Syntax(_) => Error::new(&kind::INVALID_JSON, detail),
        JsonError::Repeated { member, within } => {
            let object = within
                .iter()
                .fold(Pointer::root(), |place, step| match step {
                    Step::Member(name) => place.member(name),
                    Step::Item(index) => place.item(*index),
                });
            Error::new(&kind::REPEATED_MEMBER, detail).at(object.member(&member))
        }
    }
}

/// The document is malformed at this place.
pub(crate) fn malformed(pointer: Pointer, detail: impl Into<String>) -> Error {
    Error::new(&kind::INVALID_DOCUMENT, detail).at(pointer)
}

/// # Errors
/// One of this kind for each member of the object at `pointer` that nobody has taken.
pub(super) fn none_left<'n>(
    kind: &'static Kind,
    pointer: &Pointer,
    names: impl Iterator<Item = &'n String>,
) -> Result<(), Errors> {
    let mut errors = Errors::new();
    for name in names {
        errors.add(kind, |kind| {
            Error::new(kind, format!("{name:?} cannot be set")).at(pointer.member(name))
        });
    }
    errors.or(())
}

impl Object {
    pub(crate) fn from(value: Value, pointer: Pointer) -> Result<Self, Error> {
        match value {
            Value::Object(members) => Ok(Self { members, pointer }),
            other => Err(malformed(
                pointer,
                format!("expected an object, not {}", a_kind_of(&other)),
            )),
        }
    }

    /// Takes out a member, with its place.
    pub(crate) fn take(&mut self, name: &str) -> Option<(Value, Pointer)> {
        // Nobody looks at the order, and keeping it costs.
        let value = self.members.swap_remove(name)?;
        Some((value, self.pointer.member(name)))
    }

    /// Takes out a required member; complains about the object if it is missing.
    pub(crate) fn require(&mut self, name: &str) -> Result<(Value, Pointer), Error> {
        self.take(name).ok_or_else(|| {
            malformed(
                self.pointer.clone(),
                format!("the member {name} is missing"),
            )
        })
    }

    /// Takes out a string, if present.
    pub(crate) fn take_string(&mut self, name: &str) -> Result<Option<String>, Error> {
        match self.take(name) {
            None => Ok(None),
            Some((Value::String(text), _)) => Ok(Some(text)),
            Some((other, pointer)) => Err(malformed(
                pointer,
                format!("expected a string, not {}", a_kind_of(&other)),
            )),
        }
    }

    /// Takes out a string, if present. Null is as good as absent.
    pub(crate) fn take_nullable_string(&mut self, name: &str) -> Result<Option<String>, Error> {
        if self.members.get(name).is_some_and(Value::is_null) {
            self.take(name);
            return Ok(None);
        }
        self.take_string(name)
    }

    /// Takes out a required string.
    pub(crate) fn require_string(&mut self, name: &str) -> Result<String, Error> {
        self.take_string(name)?.ok_or_else(|| {
            malformed(
                self.pointer.clone(),
                format!("the member {name} is missing"),
            )
        })
    }

    /// Takes out an object, if present. If not, returns an empty one at the place of the object that lacks it: a
    /// pointer must lead to something that exists.
    pub(crate) fn take_object(&mut self, name: &str) -> Result<Self, Error> {
        match self.take(name) {
            Some((value, pointer)) => Self::from(value, pointer),
            None => Ok(Self {
                members: Map::new(),
                pointer: self.pointer.clone(),
            }),
        }
    }
}

/// The kind of a value, for humans.
pub(crate) fn a_kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Recurses as deep as the parser did, which has a limit.
fn drop_at_members(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| !is_at_member(name));
            members.values_mut().for_each(drop_at_members);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_at_members),
        _ => {}
    }
}
