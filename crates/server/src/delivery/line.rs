use std::fmt::Display;

use serde_json::{Map, Value};
use wellhead_core::id::RecordId;
use wellhead_core::record::PersonNames;
use wellhead_core::resource::{ExternalId, InvalidText, Name};
use wellhead_core::sync::Person;

use super::lines::MAX_BYTES;

/// Why a line is not taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    /// What a program tells it by. Never changes.
    pub(super) code: &'static str,
    /// What is wrong, for a human.
    pub(super) detail: String,
}

impl Refused {
    fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
        }
    }

    pub(super) fn too_long() -> Self {
        let detail = format!("the line is longer than {MAX_BYTES} bytes");
        Self::new("line_too_long", detail)
    }

    pub(super) fn missing_person() -> Self {
        let detail = "this workspace has no person with this people_id";
        Self::new("person_not_found", detail)
    }

    fn value(member: &str, why: impl Display) -> Self {
        Self::new("invalid_value", format!("{member} {why}"))
    }
}

const ID: &str = "people_id";
const EXTERNAL_ID: &str = "external_person_id";
const NAMES: [&str; 3] = ["first_name", "last_name", "full_name"];

/// The person that a line names.
///
/// A member that is not known is refused: a typo must not look like success.
pub(super) fn parse(line: &[u8]) -> Result<Person, Refused> {
    let text =
        std::str::from_utf8(line).map_err(|_| Refused::new("not_utf8", "the line is not UTF-8"))?;
    let value: Value = serde_json::from_str(text).map_err(|error| {
        // The parser counts lines, too, and knows only this one.
        let detail = error.to_string().replace(" at line 1 column", " at column");
        Refused::new("invalid_json", detail)
    })?;
    let Value::Object(mut members) = value else {
        return Err(Refused::new(
            "not_an_object",
            "the line is not a JSON object",
        ));
    };
    let id = string(&mut members, ID)?;
    let external_id = string(&mut members, EXTERNAL_ID)?;
    let person = match (id, external_id) {
        (Some(id), None) => {
            let id: Result<RecordId, _> = id.parse();
            Person::Id(id.map_err(|why| Refused::value(ID, format!("is {why}")))?)
        }
        (None, Some(id)) => {
            let id = ExternalId::parse(&id).map_err(|why| Refused::value(EXTERNAL_ID, why))?;
            let [first, last, full] = NAMES.map(|member| name(&mut members, member));
            let names = PersonNames {
                first: first?,
                last: last?,
                full: full?,
            };
            Person::External(id, names)
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

/// Takes a member that is a string; null is as good as nothing.
fn string(members: &mut Map<String, Value>, member: &str) -> Result<Option<String>, Refused> {
    match members.swap_remove(member) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refused::value(member, "is not a string")),
    }
}

/// Takes a name; systems that do not know one may say so with an empty text.
fn name(members: &mut Map<String, Value>, member: &str) -> Result<Option<Name>, Refused> {
    let Some(text) = string(members, member)? else {
        return Ok(None);
    };
    match Name::parse(&text) {
        Ok(name) => Ok(Some(name)),
        Err(InvalidText::Empty) => Ok(None),
        Err(why) => Err(Refused::value(member, why)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANYBODY: &str = "d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f";

    #[test]
    fn people_by_either_id() {
        let line = format!(" {{\"people_id\":\"{ANYBODY}\"}}\r");
        let person = parse(line.as_bytes()).unwrap();
        assert_eq!(person, Person::Id(ANYBODY.parse().unwrap()));
        let line =
            r#"{"external_person_id":" E-1 ","people_id":null,"first_name":"Ada","last_name":""}"#;
        let names = PersonNames {
            first: Some(Name::parse("Ada").unwrap()),
            ..PersonNames::default()
        };
        let id = ExternalId::parse("E-1").unwrap();
        assert_eq!(parse(line.as_bytes()), Ok(Person::External(id, names)));
    }

    #[test]
    fn bad_lines_say_what_is_wrong() {
        let long = "x".repeat(501);
        let deep = "[".repeat(100_000);
        for (line, code, word) in [
            ("nonsense", "invalid_json", "at column 2"),
            ("{", "invalid_json", "at column 1"),
            ("{} {}", "invalid_json", "trailing"),
            (&deep, "invalid_json", "recursion"),
            ("[]", "not_an_object", "object"),
            ("\"E-1\"", "not_an_object", "object"),
            ("{}", "missing_member", "neither"),
            (
                r#"{"external_person_id":null}"#,
                "missing_member",
                "neither",
            ),
            (
                r#"{"external_person_id":7}"#,
                "invalid_value",
                "external_person_id is not a string",
            ),
            (
                r#"{"external_person_id":" "}"#,
                "invalid_value",
                "external_person_id must not be empty",
            ),
            (
                r#"{"people_id":"me"}"#,
                "invalid_value",
                "people_id is not a UUID",
            ),
            (
                &format!(r#"{{"external_person_id":"{long}"}}"#),
                "invalid_value",
                "500",
            ),
            (
                r#"{"external_person_id":"\u0000"}"#,
                "invalid_value",
                "U+0000",
            ),
            (
                r#"{"external_person_id":"a","first_name":["A"]}"#,
                "invalid_value",
                "first_name",
            ),
            (
                &format!(r#"{{"external_person_id":"a","full_name":"{long}"}}"#),
                "invalid_value",
                "full_name",
            ),
            (
                r#"{"external_person_id":"a","frist_name":"A"}"#,
                "unknown_member",
                "frist_name",
            ),
            (
                &format!(r#"{{"people_id":"{ANYBODY}","first_name":"A"}}"#),
                "unknown_member",
                "first_name",
            ),
            (
                &format!(r#"{{"people_id":"{ANYBODY}","external_person_id":"a"}}"#),
                "ambiguous_person",
                "exclude",
            ),
        ] {
            let refused = parse(line.as_bytes()).unwrap_err();
            assert_eq!(refused.code, code, "{line:.80}");
            assert!(refused.detail.contains(word), "{refused:?}");
            assert!(refused.detail.len() < 200, "{refused:?}");
        }
        assert_eq!(parse(b"{\"a\": \"\xff\"}").unwrap_err().code, "not_utf8");
    }
}
