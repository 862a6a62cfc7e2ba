use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::text::storable;

/// Why one line of a delivery is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// A stable code for programs.
    pub code: Cow<'static, str>,
    /// An explanation for people.
    pub detail: String,
    /// Where the sender has the line from, if it says so.
    pub source: Option<SourcePlace>,
}

/// A line of a file that a sender read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePlace {
    /// The file's name, without its directory.
    pub file: Arc<str>,
    /// The line in it, counted from 1.
    pub line: u64,
}

impl SourcePlace {
    /// The most characters of a file's name.
    pub const MAX_CHARS: usize = 255;
}

/// A refusal as a sender writes it, in place of a record.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    code: String,
    detail: String,
    source: Option<ToldSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldSource {
    file: String,
    line: u64,
}

impl Refused {
    /// The member of a line that, in place of a record, says why the sender could not read a row.
    pub const MEMBER: &'static str = "rejected";
    /// The most characters of a code.
    pub const MAX_CODE: usize = 60;
    /// The most characters of a detail that are kept.
    pub const MAX_DETAIL: usize = 500;

    /// A refusal with this code.
    #[must_use]
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            code: Cow::Borrowed(code),
            detail: detail.into(),
            source: None,
        }
    }

    /// The same, for a line that the sender has from here.
    #[must_use]
    pub fn at(self, source: Option<SourcePlace>) -> Self {
        Self { source, ..self }
    }

    /// A member has an invalid value.
    pub(super) fn value(member: &str, why: impl fmt::Display) -> Self {
        Self::new("invalid_value", format!("{member} {why}"))
    }

    /// What a sender says in [`Self::MEMBER`] of a row that it could not read; `rest` are the other members of its line.
    pub(super) fn told(told: Value, rest: &Map<String, Value>) -> Self {
        let member = Self::MEMBER;
        if !rest.is_empty() {
            let detail = format!("{member} excludes all other members");
            return Self::new("ambiguous_record", detail);
        }
        let told = match serde_json::from_value::<Told>(told) {
            Ok(told) => told,
            Err(error) => return Self::value(member, format!("cannot be read: {error}")).short(),
        };
        let is_code = |code: &str| {
            (1..=Self::MAX_CODE).contains(&code.len())
                && code
                    .bytes()
                    .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_')
        };
        if !is_code(&told.code) {
            let why = format!(
                "has a code that is not 1 to {} small letters, digits and underscores",
                Self::MAX_CODE
            );
            return Self::value(member, why);
        }
        if let Err(why) = storable(&told.detail, Self::MAX_DETAIL) {
            return Self::value(member, format!("has a detail that {why}"));
        }
        if let Some(source) = &told.source {
            if let Err(why) = storable(&source.file, SourcePlace::MAX_CHARS) {
                return Self::value(member, format!("has a file's name that {why}"));
            }
            if !(1..=i64::MAX.cast_unsigned()).contains(&source.line) {
                return Self::value(member, "has a line that is not counted from 1");
            }
        }
        Self {
            code: Cow::Owned(told.code),
            detail: told.detail,
            source: told.source.map(|ToldSource { file, line }| SourcePlace {
                file: file.into(),
                line,
            }),
        }
    }

    /// The same in a form that can be stored and sent: short enough, and without U+0000.
    #[must_use]
    pub fn short(mut self) -> Self {
        self.detail = bounded(&self.detail, Self::MAX_DETAIL);
        if let Some(source) = &mut self.source {
            source.file = bounded(&source.file, SourcePlace::MAX_CHARS).into();
        }
        self
    }
}

/// `text` without U+0000; if it is too long, its beginning and an ellipsis.
fn bounded(text: &str, max: usize) -> String {
    let text = text.replace('\0', "\u{fffd}");
    if text.chars().count() <= max {
        return text;
    }
    let beginning = text.chars().take(max - 1);
    beginning.chain(['…']).collect()
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Kind, Named};

    fn told(line: &str) -> Refused {
        Named::from_line(Kind::People, line.as_bytes()).unwrap_err()
    }

    #[test]
    fn a_sender_can_say_why_it_could_not_read_a_row() {
        let line = r#"{"rejected":{"code":"field_count","detail":"3 fields","source":{"file":"a.csv","line":7}}}"#;
        let source = SourcePlace {
            file: "a.csv".into(),
            line: 7,
        };
        let expected = Refused::new("field_count", "3 fields");
        assert_eq!(told(line), expected.clone().at(Some(source)));
        let line = r#"{"rejected":{"code":"field_count","detail":"3 fields","source":null}}"#;
        assert_eq!(told(line), expected);
    }

    #[test]
    fn what_it_says_is_held_to_bounds() {
        let long = "x".repeat(501);
        for (line, code, word) in [
            (r#"{"rejected":null}"#, "invalid_value", "cannot be read"),
            (r#"{"rejected":{"code":"a"}}"#, "invalid_value", "detail"),
            (
                r#"{"rejected":{"code":"a","detail":"b","place":1}}"#,
                "invalid_value",
                "place",
            ),
            (
                r#"{"rejected":{"code":"A b","detail":"b"}}"#,
                "invalid_value",
                "code",
            ),
            (
                &format!(r#"{{"rejected":{{"code":"a","detail":"{long}"}}}}"#),
                "invalid_value",
                "longer than 500",
            ),
            (
                r#"{"rejected":{"code":"a","detail":"a\u0000"}}"#,
                "invalid_value",
                "U+0000",
            ),
            (
                r#"{"rejected":{"code":"a","detail":"b","source":{"file":" ","line":1}}}"#,
                "invalid_value",
                "file",
            ),
            (
                r#"{"rejected":{"code":"a","detail":"b","source":{"file":"a","line":0}}}"#,
                "invalid_value",
                "from 1",
            ),
            (
                r#"{"rejected":{"code":"a","detail":"b"},"external_person_id":"E"}"#,
                "ambiguous_record",
                "excludes",
            ),
        ] {
            let refused = told(line);
            assert_eq!(refused.code, code, "{line:.80}");
            assert!(refused.detail.contains(word), "{refused:?}");
        }
    }

    #[test]
    fn what_is_kept_is_short() {
        let detail = format!("{}\0", "ö".repeat(600));
        let short = Refused::new("a", detail).short();
        assert_eq!(short.detail.chars().count(), 500);
        assert!(short.detail.ends_with("ö…"));
        assert_eq!(Refused::new("a", "b\0c").short().detail, "b\u{fffd}c");
    }
}
