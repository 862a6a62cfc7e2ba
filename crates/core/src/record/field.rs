use super::{InvalidValue, Type, Value};

/// A field of a record.
#[derive(Debug)]
pub struct Field {
    /// The name of the attribute, the member and the column.
    pub name: &'static str,
    /// Its type.
    pub of: Type,
    /// What a new record gets if the field is not given.
    pub absent: Absent,
    /// An example value, as text.
    pub example: &'static str,
    /// Its meaning, in one line.
    pub about: &'static str,
}

/// What a new record gets in a field that is not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// Nothing.
    Empty,
    /// The record is refused.
    Refused,
    /// This value. The field is never empty.
    Value(&'static str),
    /// The values of these other fields, joined by a space; nothing if they are all empty.
    Joined(&'static [&'static str]),
}

impl Field {
    /// A field that may be empty.
    #[must_use]
    pub const fn new(
        name: &'static str,
        of: Type,
        example: &'static str,
        about: &'static str,
    ) -> Self {
        Self {
            name,
            of,
            absent: Absent::Empty,
            example,
            about,
        }
    }

    /// Makes the field required for a new record.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.absent = Absent::Refused;
        self
    }

    /// Sets what a new record gets if the field is not given.
    #[must_use]
    pub const fn or(mut self, absent: Absent) -> Self {
        self.absent = absent;
        self
    }

    /// Whether a new record must have it.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        matches!(self.absent, Absent::Refused)
    }

    /// Whether the field may be empty.
    #[must_use]
    pub const fn is_nullable(&self) -> bool {
        matches!(self.absent, Absent::Empty | Absent::Joined(_))
    }

    /// Reads a value from text, such as a table cell.
    ///
    /// # Errors
    /// If the text does not fit the field's type.
    pub fn parse(&self, text: &str) -> Result<Value, InvalidValue> {
        self.of.parse(text)
    }

    /// Reads a value from JSON; null means no value.
    ///
    /// # Errors
    /// If the value does not fit the field's type, or is null and the field is never empty.
    pub fn parse_json(&self, json: &serde_json::Value) -> Result<Option<Value>, InvalidValue> {
        match json {
            serde_json::Value::Null if self.is_nullable() => Ok(None),
            serde_json::Value::Null => Err(InvalidValue::Null),
            json => self.of.parse_json(json).map(Some),
        }
    }
}
