use serde_json::{Map, Value};
use wellhead_json::JsonError;

use super::{MAX_LINE_BYTES, Refused};
use crate::id::RecordId;
use crate::identity::Unresolved;
use crate::record::{Field, Kind, Named, RecordKey, Values};
use crate::resource::ExternalId;

/// 2⁶³, which a double holds exactly.
const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;

impl Refused {
    /// The code of a line whose names disagree.
    pub const CONFLICT: &'static str = "identity_conflict";

    /// The code of a line that names an erased record.
    pub const SUPPRESSED: &'static str = "suppressed";

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

    /// The line has no record. `lacking` is the field that it lacks if it would be a new one.
    #[must_use]
    pub fn unresolved(kind: Kind, why: Unresolved<RecordId>, lacking: Option<&Field>) -> Self {
        match (why, lacking) {
            (Unresolved::Disagree { identity, key }, _) => Self::disagree(kind, identity, key),
            (Unresolved::Suppressed, _) => Self::suppressed(kind),
            (Unresolved::Missing, Some(field)) => Self::lacking(kind, field),
            (Unresolved::Missing, None) => Self::unknown_record(kind),
        }
    }

    /// The connector's id means one record, and the line's other name means another one, or none.
    fn disagree(kind: Kind, identity: RecordId, key: Option<RecordId>) -> Self {
        let (noun, key_member) = (
            kind.declaration().words.noun,
            kind.declaration().external_id,
        );
        let own = Named::MEMBER;
        let detail = match key {
            Some(key) => format!(
                "{own} means the {noun} {identity}, and the other id of the line means {key}; \
                 merge them if they are the same, or correct the line"
            ),
            None => format!(
                "{own} means the {noun} {identity}, which the other id of the line does not mean; \
                 correct the line, or the {key_member}"
            ),
        };
        Self::new(Self::CONFLICT, detail)
    }

    /// The line names an erased record.
    fn suppressed(kind: Kind) -> Self {
        let detail = format!(
            "the line names an erased {}, which may not come back; leave it out, or skip such lines",
            kind.declaration().words.noun
        );
        Self::new(Self::SUPPRESSED, detail)
    }

    /// The line names a record by a public id that the workspace does not have.
    #[must_use]
    pub fn unknown_record(kind: Kind) -> Self {
        let (noun, record_id) = (kind.declaration().words.noun, kind.wire().record_id);
        let detail = format!("this workspace has no {noun} with this {record_id}");
        Self::new("record_not_found", detail)
    }

    /// The line names a record by an external id that the workspace does not have, and lacks a field that a new record
    /// needs.
    #[must_use]
    pub fn lacking(kind: Kind, field: &Field) -> Self {
        let (noun, external_id) = (
            kind.declaration().words.noun,
            kind.declaration().external_id,
        );
        let detail = format!(
            "{} is missing: no {noun} has this {external_id} yet",
            field.name
        );
        Self::new("missing_member", detail)
    }
}

impl Named {
    /// The member of a line with what the connector calls the record.
    pub const MEMBER: &'static str = "external_id";

    /// The record that a line of a delivery names: one JSON object.
    ///
    /// Unknown and repeated members are refused, so that a typo does not look like success.
    ///
    /// # Errors
    /// `not_utf8`, `invalid_json`, `repeated_member`, `not_an_object`, `missing_member`, `ambiguous_record`,
    /// `invalid_value` or `unknown_member`; or what the line itself says in [`Refused::MEMBER`].
    pub fn from_line(kind: Kind, line: &[u8]) -> Result<Self, Refused> {
        let mut members = members(line)?;
        if let Some(told) = members.swap_remove(Refused::MEMBER) {
            return Err(Refused::told(told, &members));
        }
        let (id_member, key_member) = (kind.wire().record_id, kind.declaration().external_id);
        let id = id(&mut members, id_member)?;
        let key = external_id(&mut members, key_member)?;
        let known_as = external_id(&mut members, Self::MEMBER)?;
        let key = match (id, key) {
            (Some(_), Some(_)) => {
                let detail = format!("{id_member} and {key_member} exclude each other");
                return Err(Refused::new("ambiguous_record", detail));
            }
            (Some(id), None) => Some(RecordKey::Id(id)),
            (None, key) => key.map(RecordKey::External),
        };
        if key.is_none() && known_as.is_none() {
            let detail = format!(
                "the line has no {}, {key_member} or {id_member}",
                Self::MEMBER
            );
            return Err(Refused::new("missing_member", detail));
        }
        let values = match id {
            Some(_) => Values::none(kind),
            None => values(kind, &mut members)?,
        };
        let named = Self {
            known_as,
            key,
            values,
        };
        match members.keys().next() {
            None => Ok(named),
            Some(member) if kind.declaration().field(member).is_some() => {
                let detail = format!(
                    "{member} belongs to a new record, and {id_member} names one that exists"
                );
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

/// Parses a line as a JSON object without repeated members.
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
            // The parser reports line 1 for every line of the delivery.
            let detail = error.to_string().replace(" at line 1 column", " at column");
            Err(Refused::new("invalid_json", detail))
        }
    }
}

/// The text of an external id, which is a string or a whole number. A number must be written in one way, so that one
/// record has one id: `7`, but not `7.0` or `7e0`.
///
/// # Errors
/// What is wrong with any other value, as the rest of a sentence about it.
pub fn id_text(value: Value) -> Result<String, &'static str> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(number) if number.is_i64() || number.is_u64() => Ok(number.to_string()),
        // The parser rounds what 64 bits cannot hold, so its digits are lost.
        Value::Number(number) if number.as_f64().is_some_and(is_too_large) => {
            Err("is too large for a number: write it as a string")
        }
        _ => Err("is neither a string nor a whole number"),
    }
}

/// Whether a number that was parsed as a double is beyond the integers of 64 bits, with or without sign.
fn is_too_large(number: f64) -> bool {
    number <= -TWO_TO_63 || number >= 2.0 * TWO_TO_63
}

/// Takes the public id; null means none.
fn id(members: &mut Map<String, Value>, member: &str) -> Result<Option<RecordId>, Refused> {
    match members.swap_remove(member) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => match text.parse() {
            Ok(id) => Ok(Some(id)),
            Err(why) => Err(Refused::value(member, format!("is {why}"))),
        },
        Some(_) => Err(Refused::value(member, "is not a string")),
    }
}

/// Takes the external id; null means none.
fn external_id(
    members: &mut Map<String, Value>,
    member: &str,
) -> Result<Option<ExternalId>, Refused> {
    match members.swap_remove(member) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let text = id_text(value).map_err(|why| Refused::value(member, why))?;
            let id = ExternalId::parse(&text).map_err(|why| Refused::value(member, why))?;
            Ok(Some(id))
        }
    }
}

/// Takes the values of the fields; null and an empty text mean none.
fn values(kind: Kind, members: &mut Map<String, Value>) -> Result<Values, Refused> {
    let mut values = Values::none(kind);
    for (position, field) in kind.fields().iter().enumerate() {
        let value = match members.swap_remove(field.name) {
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) if text.trim().is_empty() => continue,
            Some(value) => field.of.parse_json(&value),
        };
        let value = value.map_err(|why| Refused::value(field.name, why))?;
        values.set(position, Some(value));
    }
    Ok(values)
}

#[cfg(test)]
mod tests;
