//! From bytes to objects whose members can be asked for.

use serde_json::{Map, Value};
use wellhead_json::{JsonError, Step};

use crate::error::{Error, kind};
use crate::member_name::is_at_member;
use crate::pointer::Pointer;

/// A JSON object of a request, and where it is.
#[derive(Debug, Clone)]
pub(crate) struct Object {
    pub(crate) members: Map<String, Value>,
    pub(crate) pointer: Pointer,
}

/// Some programs begin every text of theirs with it. JSON has none, but parsers may pass it over (RFC 8259, 8.1).
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The top level of a document.
pub(crate) fn read_document(body: &[u8]) -> Result<Object, Error> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let mut value = wellhead_json::from_slice(body).map_err(unread)?;
    drop_at_members(&mut value);
    Object::from(value, Pointer::root())
}

fn unread(error: JsonError) -> Error {
    // The parser's own words name the line and the column.
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

/// Says that the document is not of the right form at this place.
pub(crate) fn malformed(pointer: Pointer, detail: impl Into<String>) -> Error {
    Error::new(&kind::INVALID_DOCUMENT, detail).at(pointer)
}

impl Object {
    pub(crate) fn from(value: Value, pointer: Pointer) -> Result<Self, Error> {
        match value {
            Value::Object(members) => Ok(Self { members, pointer }),
            other => Err(malformed(
                pointer,
                format!("an object belongs here, not {}", a_kind_of(&other)),
            )),
        }
    }

    /// Takes a member out, with its place.
    pub(crate) fn take(&mut self, name: &str) -> Option<(Value, Pointer)> {
        // Keeping the order costs, and nobody looks at it.
        let value = self.members.swap_remove(name)?;
        Some((value, self.pointer.member(name)))
    }

    /// Takes a member out that must be there; complains about the object where it is not.
    pub(crate) fn require(&mut self, name: &str) -> Result<(Value, Pointer), Error> {
        self.take(name).ok_or_else(|| {
            malformed(
                self.pointer.clone(),
                format!("the member {name} is missing"),
            )
        })
    }

    /// Takes a member out that is a string, where it is there.
    pub(crate) fn take_string(&mut self, name: &str) -> Result<Option<String>, Error> {
        match self.take(name) {
            None => Ok(None),
            Some((Value::String(text), _)) => Ok(Some(text)),
            Some((other, pointer)) => Err(malformed(
                pointer,
                format!("a string belongs here, not {}", a_kind_of(&other)),
            )),
        }
    }

    /// Takes a member out that must be there and be a string.
    pub(crate) fn require_string(&mut self, name: &str) -> Result<String, Error> {
        self.take_string(name)?.ok_or_else(|| {
            malformed(
                self.pointer.clone(),
                format!("the member {name} is missing"),
            )
        })
    }

    /// Takes a member out that is an object, where it is there. Where it is not, an empty one stands for it,
    /// whose place is the object that lacks it: a pointer leads to what exists.
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

/// What a value is, for a human.
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

/// As deep as the parser goes, which bounds its own recursion.
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
