use super::value::{InvalidValue, Type, Value};

/// What a record shows.
#[derive(Debug)]
pub struct Field {
    /// The name of the attribute, the member and the column.
    pub name: &'static str,
    /// What it holds.
    pub of: Type,
    /// What a record has that is made without it.
    pub absent: Absent,
    /// A value of it, as text.
    pub example: &'static str,
    /// What it says, in a line.
    pub about: &'static str,
}

/// What a record has in a field that is not given when the record is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// Nothing.
    Empty,
    /// The record is not made without it.
    Refused,
    /// This value. The field is never empty.
    Value(&'static str),
    /// The values of these other fields, joined with a space; nothing where those have none.
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

    /// Without it no record is made.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.absent = Absent::Refused;
        self
    }

    /// Has this where it is not given.
    #[must_use]
    pub const fn or(mut self, absent: Absent) -> Self {
        self.absent = absent;
        self
    }

    /// Whether no record is made without it.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        matches!(self.absent, Absent::Refused)
    }

    /// Whether a record may be without it.
    #[must_use]
    pub const fn is_nullable(&self) -> bool {
        matches!(self.absent, Absent::Empty | Absent::Joined(_))
    }

    /// Reads a value from text, such as a cell of a table.
    ///
    /// # Errors
    /// Where it is not of the field's type.
    pub fn parse(&self, text: &str) -> Result<Value, InvalidValue> {
        self.of.parse(text)
    }

    /// Reads a value from JSON; null is none.
    ///
    /// # Errors
    /// Where it is not of the field's type, or null and the field is never empty.
    pub fn parse_json(&self, json: &serde_json::Value) -> Result<Option<Value>, InvalidValue> {
        match json {
            serde_json::Value::Null if self.is_nullable() => Ok(None),
            serde_json::Value::Null => Err(InvalidValue::Null),
            json => self.of.parse_json(json).map(Some),
        }
    }
}
