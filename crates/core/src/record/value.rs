use std::fmt;

use serde::Serialize;

use super::codes::{COUNTRIES, CURRENCIES, is_country, is_currency};
use super::{Date, InvalidValue, Money};
use crate::text::{InvalidText, storable};

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Text of at most this many characters.
    Text(usize),
    /// An amount of money, in its currency's main unit.
    Money,
    /// A calendar day.
    Date,
    /// An ISO 4217 currency, in capitals.
    Currency,
    /// An ISO 3166-1 alpha-2 country, in capitals.
    Country,
    /// An e-mail address or a URL, of at most this many characters.
    Contact(usize),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// The last four characters of an IBAN.
    IbanLast4,
    /// A number of bytes.
    Size,
    /// A SHA-256, as 64 lower-case hexadecimal digits.
    Sha256,
}

/// A value of a field, in its canonical spelling.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// The value of any type whose values are text.
    Text(String),
    /// A value of [`Type::Money`].
    Money(Money),
    /// A value of [`Type::Date`].
    Date(Date),
    /// A value of [`Type::Size`].
    Size(u64),
}

fn capitals(text: &str) -> String {
    text.trim().to_ascii_uppercase()
}

impl Type {
    /// Reads a value from text.
    ///
    /// Surrounding white space is ignored, and so is the case of a code, a word or a checksum.
    ///
    /// # Errors
    /// Why it is not a value of this type.
    pub fn parse(self, text: &str) -> Result<Value, InvalidValue> {
        if text.trim().is_empty() {
            return Err(InvalidText::Empty.into());
        }
        let one = |value: String, is_one: bool, otherwise| {
            if is_one {
                Ok(Value::Text(value))
            } else {
                Err(otherwise)
            }
        };
        match self {
            Self::Text(max) => Ok(Value::Text(storable(text, max)?.to_owned())),
            Self::Money => Money::parse(text).map(Value::Money),
            Self::Date => Date::parse(text).map(Value::Date),
            Self::Currency => {
                let code = capitals(text);
                let known = is_currency(&code);
                one(code, known, InvalidValue::NotCurrency)
            }
            Self::Country => {
                let code = capitals(text);
                let known = is_country(&code);
                one(code, known, InvalidValue::NotCountry)
            }
            Self::Contact(max) => {
                let contact = storable(text, max)?;
                let known = is_url(contact) || is_email(contact);
                one(contact.to_owned(), known, InvalidValue::NotContact)
            }
            Self::OneOf(words) => {
                let word = text.trim().to_ascii_lowercase();
                let known = words.contains(&&*word);
                one(word, known, InvalidValue::NotOneOf(words))
            }
            Self::IbanLast4 => {
                let end = capitals(text);
                let fits = end.len() == 4 && end.bytes().all(|it| it.is_ascii_alphanumeric());
                one(end, fits, InvalidValue::NotIbanLast4)
            }
            Self::Size => {
                let digits = text.trim();
                let is_plain = digits.bytes().all(|it| it.is_ascii_digit());
                size(digits.parse().ok().filter(|_| is_plain))
            }
            Self::Sha256 => {
                let digits = text.trim().to_ascii_lowercase();
                let fits = digits.len() == 64 && digits.bytes().all(|it| it.is_ascii_hexdigit());
                one(digits, fits, InvalidValue::NotSha256)
            }
        }
    }

    /// The words or codes that it has, where those are listed; each in the one spelling in which it is kept.
    #[must_use]
    pub const fn words(self) -> Option<&'static [&'static str]> {
        match self {
            Self::OneOf(words) => Some(words),
            Self::Currency => Some(&CURRENCIES),
            Self::Country => Some(&COUNTRIES),
            Self::Text(_)
            | Self::Contact(_)
            | Self::Money
            | Self::Date
            | Self::IbanLast4
            | Self::Size
            | Self::Sha256 => None,
        }
    }

    /// Reads a value from JSON other than null. A size is a number, everything else a string. A whole amount of
    /// money may also be a number; with decimals it would not be exact.
    ///
    /// # Errors
    /// Why it is not a value of this type.
    pub fn parse_json(self, json: &serde_json::Value) -> Result<Value, InvalidValue> {
        use serde_json::Value::{Number, String};
        match (self, json) {
            (Self::Size, Number(_)) => size(wellhead_json::whole(json)),
            (Self::Size, _) => Err(InvalidValue::Other("a number")),
            (Self::Money, Number(number)) if number.is_i64() || number.is_u64() => {
                self.parse(&number.to_string())
            }
            // `-333.0` is a whole number, too, and exact up to 2^53. The sum takes the sign from -0.0.
            (Self::Money, Number(number)) => match number.as_f64() {
                Some(whole) if whole.fract() == 0.0 && whole.abs() < 9_007_199_254_740_992.0 => {
                    self.parse(&format!("{:.0}", whole + 0.0))
                }
                _ => Err(InvalidValue::Inexact),
            },
            (_, String(text)) => self.parse(text),
            _ => Err(InvalidValue::Other("a string")),
        }
    }
}

fn is_url(text: &str) -> bool {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty() && !text.contains(char::is_whitespace))
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    let is_host = host
        .rsplit_once('.')
        .is_some_and(|(host, top)| !host.is_empty() && !top.is_empty());
    is_host && !name.is_empty() && !host.contains('@') && !text.contains(char::is_whitespace)
}

fn size(size: Option<u64>) -> Result<Value, InvalidValue> {
    let size = size.filter(|size| i64::try_from(*size).is_ok());
    size.map(Value::Size).ok_or(InvalidValue::NotSize)
}

impl Value {
    /// The text of a text value.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Money(amount) => Some(amount.as_str()),
            Self::Date(_) | Self::Size(_) => None,
        }
    }
}

/// In the form that is read.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Money(amount) => amount.fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::Size(size) => size.fmt(f),
        }
    }
}

/// A size as a number, everything else as a string.
impl Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Money(amount) => serializer.serialize_str(amount.as_str()),
            Self::Date(date) => serializer.collect_str(date),
            Self::Size(size) => serializer.serialize_u64(*size),
        }
    }
}
