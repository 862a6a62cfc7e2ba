use serde_json::{Map, Value};
use wellhead_json::JsonError;

use super::texts::name;
use super::{MAX_LINE_BYTES, Person, Refused};
use crate::id::RecordId;
use crate::record::PersonNames;
use crate::resource::ExternalId;

const ID: &str = "people_id";
const EXTERNAL_ID: &str = "external_person_id";
const NAMES: [&str; 3] = ["first_name", "last_name", "full_name"];

impl Refused {
    /// The line is longer than [`MAX_LINE_BYTES`].
    #[must_use]
    pub fn too_long() -> Self {
        let detail = format!("the line is longer than {MAX_LINE_BYTES} bytes");
        Self::new("line_too_long", detail)
    }

    /// The line is not UTF-8.
    #[must_use]
    pub fn not_utf8() -> Self {
        Self::new("not_utf8", "the line is not UTF-8")
    }

    /// The line names a person by a public id that the workspace does not know.
    #[must_use]
    pub fn missing_person() -> Self {
        let detail = "this workspace has no person with this people_id";
        Self::new("person_not_found", detail)
    }
}

impl Person {
    /// The person that a line of a delivery names: one JSON object.
    ///
    /// A member that is not known is refused, and so is one that is there twice: a typo must not look like success.
    ///
    /// # Errors
    /// `not_utf8`, `invalid_json`, `repeated_member`, `not_an_object`, `missing_member`, `ambiguous_person`,
    /// `invalid_value` or `unknown_member`.
    pub fn from_line(line: &[u8]) -> Result<Self, Refused> {
        let mut members = members(line)?;
        let id = string(&mut members, ID)?;
        let external_id = external_id(&mut members)?;
        let person = match (id, external_id) {
            (Some(id), None) => {
                let id: Result<RecordId, _> = id.parse();
                Self::Id(id.map_err(|why| Refused::value(ID, format!("is {why}")))?)
            }
            (None, Some(id)) => {
                let id = ExternalId::parse(&id).map_err(|why| Refused::value(EXTERNAL_ID, why))?;
                let [first, last, full] = NAMES.map(|member| {
                    let text = string(&mut members, member)?.unwrap_or_default();
                    name(member, &text)
                });
                let names = PersonNames {
                    first: first?,
                    last: last?,
                    full: full?,
                };
                Self::External(id, names)
            }
            (None, None) => {
                let detail = format!("the line has neither {ID} nor {EXTERNAL_ID}");
                return Err(Refused::new("missing_member", detail));
            }
            (Some(_), Some(_)) => {
                let detail = format!("{ID} and {EXTERNAL_ID} exclude each other");
                return Err(Refused::new("ambiguous_person", detail));
            }
        };
        match members.keys().next() {
            None => Ok(person),
            Some(member) if NAMES.contains(&&**member) => {
                let detail = format!("{member} belongs to {EXTERNAL_ID}, not to {ID}");
                Err(Refused::new("unknown_member", detail))
            }
            Some(member) => {
                let member: String = member.chars().take(60).collect();
                let detail = format!("there is no member {member:?}");
                Err(Refused::new("unknown_member", detail))
            }
        }
    }
}

/// The members of the JSON object that a line is, each there once.
///
/// # Errors
/// `not_utf8`, `invalid_json`, `repeated_member` or `not_an_object`.
pub fn members(line: &[u8]) -> Result<Map<String, Value>, Refused> {
    let text = std::str::from_utf8(line).map_err(|_| Refused::not_utf8())?;
    match wellhead_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => {
            let detail = "the line is not a JSON object";
            Err(Refused::new("not_an_object", detail))
        }
        Err(error @ JsonError::Repeated { .. }) => {
            Err(Refused::new("repeated_member", error.to_string()))
        }
        Err(JsonError::Syntax(error)) => {
            // The parser counts lines, too, and knows only this one.
            let detail = error.to_string().replace(" at line 1 column", " at column");
            Err(Refused::new("invalid_json", detail))
        }
    }
}

/// The text of an id as a system writes it: a string or, where its ids are numbers, a whole one. `None` is any other
/// value. A number has one spelling, so that one person has one id: `7`, but neither `7.0` nor `7e0`.
#[must_use]
pub fn id_text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}

fn external_id(members: &mut Map<String, Value>) -> Result<Option<String>, Refused> {
    match members.swap_remove(EXTERNAL_ID) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match id_text(value) {
            Some(id) => Ok(Some(id)),
            None => Err(Refused::value(
                EXTERNAL_ID,
                "is neither a string nor a whole number",
            )),
        },
    }
}

/// Takes a member that is a string; null is as good as nothing.
fn string(members: &mut Map<String, Value>, member: &str) -> Result<Option<String>, Refused> {
    match members.swap_remove(member) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refused::value(member, "is not a string")),
    }
}

#[cfg(test)]
mod tests;
