//! JSON that rejects repeated members.
//!
//! RFC 8259 leaves the meaning of a repeated member open, and parsers differ: most keep the last one. With data
//! from other systems, that hides a fault at its origin, so here it is an error at any depth. Use this crate for
//! whatever comes in; what this program wrote itself can be read with `serde_json`.
//!
//! ```
//! use wellhead_json::{JsonError, Step};
//!
//! assert_eq!(wellhead_json::from_str(r#"{"a": [1, 2]}"#).unwrap()["a"][1], 2);
//!
//! let repeated = wellhead_json::from_str(r#"{"a": [{"b": 1, "b": 2}]}"#).unwrap_err();
//! assert_eq!(repeated.to_string(), r#"the member "b" is given more than once"#);
//! let JsonError::Repeated { member, within } = repeated else { panic!() };
//! assert_eq!(member, "b");
//! assert_eq!(within, [Step::Member("a".to_owned()), Step::Item(0)]);
//! ```

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::de::Read;
use serde_json::{Map, Number, Value};

/// Why a text cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// An object has a member more than once. Names are compared unescaped.
    #[error("the member {:?} is given more than once", Short(member))]
    Repeated {
        /// The member's name, in full.
        member: String,
        /// The path from the top to the object.
        within: Vec<Step>,
    },
    /// The text is not JSON, or is nested deeper than 127 levels. The parser's own message names the line and
    /// column.
    #[error(transparent)]
    Syntax(#[from] serde_json::Error),
}

/// One step down into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Into the member with this name.
    Member(String),
    /// Into the item at this index, counted from 0.
    Item(usize),
}

/// A number that is whole and not negative, however it is written: `3`, `3.0` and `3e0` are the same number, and some
/// programs write whatever was a float with a point.
///
/// ```
/// let whole = |text| wellhead_json::whole(&wellhead_json::from_str(text).unwrap());
/// assert_eq!(whole("253"), Some(253));
/// assert_eq!(whole("253.0"), Some(253));
/// assert_eq!(whole("2.53e2"), Some(253));
/// for other in ["253.5", "-1", "-1.0", "1e300", "\"253\"", "null"] {
///     assert_eq!(whole(other), None);
/// }
/// ```
#[must_use]
pub fn whole(value: &Value) -> Option<u64> {
    // Up to here, what was read is the whole number that was written.
    const EXACT: f64 = 562_949_953_421_312.0;
    value.as_u64().or_else(|| {
        let number = value.as_f64()?;
        let is_whole = number.fract() == 0.0 && (0.0..=EXACT).contains(&number);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is whole and in range"
        )]
        is_whole.then_some(number as u64)
    })
}

/// Reads one value from UTF-8 bytes.
///
/// # Errors
/// If the text is not JSON, if anything but white space follows the value, or if a member is repeated.
pub fn from_slice(text: &[u8]) -> Result<Value, JsonError> {
    read(serde_json::Deserializer::from_slice(text))
}

/// Reads one value.
///
/// # Errors
/// Same as [`from_slice`].
pub fn from_str(text: &str) -> Result<Value, JsonError> {
    read(serde_json::Deserializer::from_str(text))
}

fn read<'de>(mut text: serde_json::Deserializer<impl Read<'de>>) -> Result<Value, JsonError> {
    let mut repeated = None;
    let value = Unique(&mut repeated).deserialize(&mut text);
    if let Some(Repeated { member, mut way_up }) = repeated {
        way_up.reverse();
        return Err(JsonError::Repeated {
            member,
            within: way_up,
        });
    }
    let value = value?;
    text.end()?;
    Ok(value)
}

/// A repeated member. Its path is collected on the way out, so valid text pays nothing for it.
struct Repeated {
    member: String,
    way_up: Vec<Step>,
}

/// Reads a value as [`Value`] does, but rejects repeated members. It reports one through the slot, because the
/// parser's errors can hold only text.
struct Unique<'a>(&'a mut Option<Repeated>);

impl Unique<'_> {
    /// Adds a step to the path of a repeated member, if that is why reading failed.
    fn passed(&mut self, step: impl FnOnce() -> Step) {
        if let Some(repeated) = self.0 {
            repeated.way_up.push(step());
        }
    }
}

impl<'de> DeserializeSeed<'de> for Unique<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unique<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        loop {
            match items.next_element_seed(Unique(self.0)) {
                Ok(Some(item)) => array.push(item),
                Ok(None) => return Ok(Value::Array(array)),
                Err(error) => {
                    self.passed(|| Step::Item(array.len()));
                    return Err(error);
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                *self.0 = Some(Repeated {
                    member: name,
                    way_up: Vec::new(),
                });
                return Err(A::Error::custom("a member is given more than once"));
            }
            match members.next_value_seed(Unique(self.0)) {
                Ok(value) => {
                    object.insert(name, value);
                }
                Err(error) => {
                    self.passed(|| Step::Member(name));
                    return Err(error);
                }
            }
        }
        Ok(Value::Object(object))
    }
}

/// A name, cut short enough for a message.
struct Short<'a>(&'a str);

impl fmt::Debug for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 60;
        match self.0.char_indices().nth(LONGEST) {
            Some((end, _)) => write!(f, "{:?}…", &self.0[..end]),
            None => write!(f, "{:?}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str) -> Step {
        Step::Member(name.to_owned())
    }

    #[test]
    fn text_without_repeated_members_reads_as_in_serde_json() {
        for text in [
            "null",
            " [true, false] ",
            r#""\u0041\n\"é""#,
            "[0, -1, 18446744073709551615, 18446744073709551616, -9223372036854775808, 1.5, 1e300, -0]",
            r#"{"b": {"a": 1}, "a": {"a": [{"a": {}}, {"a": []}]}, "": "", "A": 2}"#,
        ] {
            let expected: Value = serde_json::from_str(text).unwrap();
            let read = [
                from_str(text).unwrap(),
                from_slice(text.as_bytes()).unwrap(),
            ];
            for value in read {
                assert_eq!(value, expected);
                // Members keep their order.
                assert_eq!(value.to_string(), expected.to_string());
            }
        }
    }

    #[test]
    fn invalid_json_is_reported_in_the_parsers_words() {
        let deep = "[".repeat(100_000);
        let bytes: [&[u8]; 11] = [
            b"",
            b" ",
            b"{",
            b"{\"a\": }",
            b"{} {}",
            b"nonsense",
            b"[1,]",
            b"\xef\xbb\xbf{}",
            b"\"\xff\"",
            b"1e999",
            deep.as_bytes(),
        ];
        for text in bytes {
            let expected = serde_json::from_slice::<Value>(text).unwrap_err();
            let Err(JsonError::Syntax(error)) = from_slice(text) else {
                panic!("this was read: {text:.20?}");
            };
            assert_eq!(error.to_string(), expected.to_string());
        }
    }

    #[test]
    fn a_repeated_member_is_named_with_its_place() {
        for (text, name, way) in [
            (r#"{"a": 1, "b": 2, "a": 1}"#, "a", vec![]),
            (r#"{"a": 1, "\u0061": 2}"#, "a", vec![]),
            (r#"{"": 1, "": 2}"#, "", vec![]),
            (r#"{"a": null, "a": null}"#, "a", vec![]),
            (
                r#"{"x/y": [0, [1, {"~": {"a": {}, "a": {}}}]]}"#,
                "a",
                vec![member("x/y"), Step::Item(1), Step::Item(1), member("~")],
            ),
            // The first repeated member is reported; what follows it is not looked at.
            (
                r#"[{"a": {"b": 1, "b": 2}, "a": 3, "#,
                "b",
                vec![Step::Item(0), member("a")],
            ),
        ] {
            let Err(JsonError::Repeated { member, within }) = from_str(text) else {
                panic!("this was read: {text}");
            };
            assert_eq!((&*member, within), (name, way), "{text}");
        }
    }

    #[test]
    fn the_same_name_in_two_objects_is_no_repetition() {
        for text in [r#"[{"a": 1}, {"a": 2}]"#, r#"{"a": {"a": {"a": 1}}}"#] {
            assert!(from_str(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_long_name_is_shortened() {
        let name = "é".repeat(1_000);
        let text = format!(r#"{{"{name}": 1, "{name}": 2}}"#);
        let detail = from_str(&text).unwrap_err().to_string();
        assert!(detail.contains("éé") && detail.contains('…'), "{detail}");
        assert!(detail.len() < 200, "{detail}");
    }
}
