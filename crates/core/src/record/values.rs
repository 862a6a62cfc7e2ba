use super::{Absent, Field, InvalidValue, Kind, Type, Value};
use crate::identity::{Likeness, email_key, name_key};

/// The values of a record, one per field, in the order of its kind's declaration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Values(Vec<Option<Value>>);

impl Values {
    /// Empty values for every field.
    #[must_use]
    pub fn none(kind: Kind) -> Self {
        Self(vec![None; kind.declaration().fields.len()])
    }

    /// Reads values from texts in the order of the fields; an empty text is none, and so is one behind the last.
    ///
    /// # Errors
    /// The first field whose text is not of its type, and why.
    pub fn from_texts<'a>(
        kind: Kind,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, (&'static Field, InvalidValue)> {
        let mut values = Self::none(kind);
        for ((field, text), value) in kind.fields().iter().zip(texts).zip(&mut values.0) {
            if !text.trim().is_empty() {
                *value = Some(field.parse(text).map_err(|why| (field, why))?);
            }
        }
        Ok(values)
    }

    /// Takes values in the order of the fields, as a store kept them.
    #[must_use]
    pub fn from_stored(values: Vec<Option<Value>>) -> Self {
        Self(values)
    }

    /// All values, in the order of the fields.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<&Value>> {
        self.0.iter().map(Option::as_ref)
    }

    /// Whether no field has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// The value of the field at `position`.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<&Value> {
        self.0.get(position)?.as_ref()
    }

    /// The value of the field `name` of `kind`. It looks the name up; use positions for thousands of rows.
    #[must_use]
    pub fn of(&self, kind: Kind, name: &str) -> Option<&Value> {
        self.get(kind.declaration().position(name)?)
    }

    /// Sets or empties the field at `position`.
    ///
    /// # Panics
    /// If there is no such field.
    pub fn set(&mut self, position: usize, value: Option<Value>) {
        self.0[position] = value;
    }

    /// Fills in what the declaration says for fields without a value.
    ///
    /// # Panics
    /// If a declared value does not fit its field's type, which a test rules out.
    #[must_use]
    pub fn completed(mut self, kind: Kind) -> Self {
        for (position, field) in kind.declaration().fields.iter().enumerate() {
            if self.0[position].is_some() {
                continue;
            }
            match field.absent {
                Absent::Empty | Absent::Refused => {}
                Absent::Value(text) => {
                    let value = field.parse(text);
                    self.0[position] = Some(value.expect("a declared value is of its type"));
                }
                Absent::Joined(names) => self.0[position] = self.joined(kind, field, names),
            }
        }
        self
    }

    /// The values of `names`, joined; `None` if all are empty, or the result is too long for the field.
    pub(crate) fn joined(&self, kind: Kind, field: &Field, names: &[&str]) -> Option<Value> {
        let parts = names.iter().filter_map(|name| self.of(kind, name));
        let parts: Vec<_> = parts.map(Value::to_string).collect();
        field.parse(&parts.join(" ")).ok()
    }

    /// The first required field that has no value.
    #[must_use]
    pub fn lacking(&self, kind: Kind) -> Option<&'static Field> {
        let fields = kind.declaration().fields.iter().zip(self.iter());
        let mut lacking = fields.filter(|(field, value)| field.is_required() && value.is_none());
        lacking.next().map(|(field, _)| field)
    }

    /// What two spellings of the name that the record is displayed by have in common; see [`name_key`].
    #[must_use]
    pub fn name_key(&self, kind: Kind) -> Option<String> {
        name_key(&self.name(kind)?.to_string())
    }

    /// The name to display the record by.
    pub(super) fn name(&self, kind: Kind) -> Option<&Value> {
        let mut fields = kind.declaration().display.iter();
        fields.find_map(|name| self.of(kind, name))
    }

    /// The keys by which records with spellings of one text are found, one for each [likeness](Likeness::of) of the kind.
    pub fn keys(&self, kind: Kind) -> impl Iterator<Item = Option<String>> {
        Likeness::of(kind).iter().map(move |of| of.key(kind, self))
    }

    /// What two spellings of the e-mail address have in common; see [`email_key`]. `None` if the kind has no such field.
    #[must_use]
    pub fn email_key(&self, kind: Kind) -> Option<String> {
        match self.of(kind, kind.declaration().email?)? {
            Value::Text(text) => email_key(text),
            _ => None,
        }
    }

    /// Values made of the declaration's examples.
    ///
    /// # Panics
    /// If an example does not fit its field's type, which a test rules out.
    #[must_use]
    pub fn example(kind: Kind) -> Self {
        let fields = kind.declaration().fields.iter();
        let values = fields.map(|field| {
            let value = field.parse(field.example);
            Some(value.expect("an example is of its field's type"))
        });
        Self(values.collect())
    }
}

impl Type {
    /// Whether its values are numbers, which are set flush right.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Money | Self::Size)
    }

    /// The most characters that a text of this type may have.
    #[must_use]
    pub const fn max_chars(self) -> Option<usize> {
        match self {
            Self::Text(max) | Self::Contact(max) => Some(max),
            Self::Money | Self::OneOf(_) | Self::Size => None,
            Self::Date => Some(10),
            Self::Currency => Some(3),
            Self::Country => Some(2),
            Self::IbanLast4 => Some(4),
            Self::Sha256 => Some(64),
        }
    }
}
