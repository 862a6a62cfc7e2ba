//! Records: what links are about. There are six kinds, and each is one declaration.
//!
//! Use a [`Kind`]'s [`Declaration`] wherever kinds differ: in a name on the wire or in SQL, in a field, in what a
//! search covers. Everything else is written once, for every kind.
//!
//! ```
//! use wellhead_core::record::Kind;
//!
//! let kind: Kind = "company".parse().unwrap();
//! let name = &kind.declaration().fields[0];
//! assert_eq!(name.name, "name");
//! assert_eq!(name.parse(" Analytical Engines ").unwrap().to_string(), "Analytical Engines");
//! let error = "firm".parse::<Kind>().unwrap_err().to_string();
//! assert!(error.starts_with("not a kind of record; use people, company, "));
//! ```

mod changes;
mod codes;
mod date;
mod declaration;
mod each_kind;
mod field;
mod invalid;
mod kinds;
mod money;
mod named;
mod search;
mod sourced;
mod value;
mod values;

pub use changes::ValueChanges;
pub use date::Date;
pub use declaration::{Declaration, Examples, SearchKey, Sql, Wire, Words};
pub use each_kind::EachKind;
pub use field::{Absent, Field};
pub use invalid::InvalidValue;
pub use kinds::Kind;
pub use money::Money;
pub use named::{Named, RecordKey};
pub use search::{Leap, Search};
pub use sourced::{OnlySource, Sourced};
pub use value::{Type, Value};
pub use values::Values;

use std::fmt;
use std::str::FromStr;

use crate::id::RecordId;
use crate::page::{Position, Positioned};
use crate::text::ExternalId;
use crate::times::{Deleted, Times};

/// A record in one workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its kind.
    pub kind: Kind,
    /// The public id.
    pub id: RecordId,
    /// The values of its fields, as far as known.
    pub values: Values,
    /// The id that its own system knows it by. At most one active record of a kind has it.
    pub external_id: Option<ExternalId>,
    /// When it was created, changed and soft-deleted.
    pub times: Times,
}

impl Record {
    /// Its kind and id.
    #[must_use]
    pub const fn reference(&self) -> RecordRef {
        RecordRef {
            kind: self.kind,
            id: self.id,
        }
    }

    /// The field that it is shown by: the first of its kind's display fields that has a value.
    #[must_use]
    pub fn shown_by(&self) -> Option<&'static str> {
        let fields = self.kind.declaration().display.iter();
        fields
            .copied()
            .find(|name| self.values.of(self.kind, name).is_some())
    }

    /// Its name for display: the first of its kind's display fields that has a value, or would get one on create.
    #[must_use]
    pub fn display_name(&self) -> Option<String> {
        let values = self.values.clone().completed(self.kind);
        values.name(self.kind).map(Value::to_string)
    }
}

impl Positioned for Record {
    fn position(&self) -> Position {
        Position {
            created_at: self.times.created_at,
            id: self.id.uuid(),
        }
    }
}

/// One record of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordRef {
    /// Its kind.
    pub kind: Kind,
    /// Its id. A record of another kind may have the same one.
    pub id: RecordId,
}

/// Which records a list holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordFilter {
    /// Only the one with this external id.
    pub external_id: Option<ExternalId>,
    /// Whether to include soft-deleted ones.
    pub deleted: Deleted,
}

impl Kind {
    /// Its names on the wire.
    #[must_use]
    pub const fn wire(self) -> &'static Wire {
        &self.declaration().wire
    }

    /// Its names in SQL.
    #[must_use]
    pub const fn sql(self) -> &'static Sql {
        &self.declaration().sql
    }

    /// Its fields, in the order of [`Values`].
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        self.declaration().fields
    }

    /// The record of this kind with this id.
    #[must_use]
    pub const fn record(self, id: RecordId) -> RecordRef {
        RecordRef { kind: self, id }
    }

    /// The JSON:API type of a record: also the name of the kind, and of a link's relationship to its record.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.wire().record
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not a kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of record; use {}", Known)]
pub struct UnknownKind;

struct Known;

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, kind) in (1..).zip(Kind::ALL) {
            let before = match place {
                1 => "",
                place if place == Kind::ALL.len() => " or ",
                _ => ", ",
            };
            write!(f, "{before}{kind}")?;
        }
        Ok(())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let known = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        known.ok_or(UnknownKind)
    }
}

#[cfg(test)]
mod tests;
