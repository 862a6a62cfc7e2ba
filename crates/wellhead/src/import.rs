//! Reading deliveries from files: CSV with a header or NDJSON, one person a row.
//!
//! A source is read on a thread of its own and handed over in a short queue, so that memory stays small
//! however long the file is and reading goes on while the database writes.

mod csv;
mod lines;
mod mapping;
mod ndjson;
mod reading;
mod source;

pub(crate) use mapping::{Entry, Mapping};
pub(crate) use reading::{Next, Reading};
pub(crate) use source::{Format, Source};

use std::fmt;
use std::io::{self, BufRead};

use wellhead_core::record::PersonNames;
use wellhead_core::resource::{ExternalId, InvalidText, Name};
use wellhead_core::sync::Person;

/// The longest row that is read: what is longer is no person.
pub(crate) const MAX_ROW_BYTES: usize = 1 << 20;

/// One row of a source.
#[derive(Debug)]
pub(crate) struct Row {
    /// Its line, counted from 1; the first one where it spans several.
    pub(crate) line: u64,
    /// What it says, or why it cannot be taken.
    pub(crate) content: Result<Named, Reason>,
}

/// A person as a row names one.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) external_id: ExternalId,
    pub(crate) names: PersonNames,
}

impl From<Named> for Person {
    fn from(named: Named) -> Self {
        Self::External(named.external_id, named.names)
    }
}

/// Why one row is rejected.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The row has no external id.
    MissingId,
    /// The row has another number of fields than the header.
    FieldCount {
        /// The header's.
        expected: u64,
        /// The row's.
        found: u64,
    },
    /// The row is not UTF-8.
    NotUtf8,
    /// The row is no JSON object.
    NotAnObject(String),
    /// The row is longer than [`MAX_ROW_BYTES`].
    TooLong,
    /// The row's quotes do not match up.
    Quote(&'static str),
    /// A field holds what it cannot hold.
    Field(&'static str, String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingId => f.write_str("external_person_id is missing"),
            Self::FieldCount { expected, found } => {
                write!(f, "{found} fields where the header has {expected}")
            }
            Self::NotUtf8 => f.write_str("not UTF-8"),
            Self::NotAnObject(why) => write!(f, "not a JSON object: {why}"),
            Self::TooLong => write!(f, "longer than {MAX_ROW_BYTES} bytes"),
            Self::Quote(why) => f.write_str(why),
            Self::Field(field, why) => write!(f, "{field} {why}"),
        }
    }
}

/// The four texts of a row, empty where the row has none.
struct Texts<'a> {
    external_id: &'a str,
    first: &'a str,
    last: &'a str,
    full: &'a str,
}

impl Texts<'_> {
    fn into_named(self) -> Result<Named, Reason> {
        let external_id = match ExternalId::parse(self.external_id) {
            Err(InvalidText::Empty) => Err(Reason::MissingId),
            other => other.map_err(|why| Reason::Field("external_person_id", why.to_string())),
        }?;
        let name = |field, text| match Name::parse(text) {
            Ok(name) => Ok(Some(name)),
            Err(InvalidText::Empty) => Ok(None),
            Err(why) => Err(Reason::Field(field, why.to_string())),
        };
        Ok(Named {
            external_id,
            names: PersonNames {
                first: name("first_name", self.first)?,
                last: name("last_name", self.last)?,
                full: name("full_name", self.full)?,
            },
        })
    }
}

/// Reads all rows of `input`, giving each to `take` until that says stop.
///
/// # Errors
/// When the input cannot be read on: a header without the needed column, a row without an end.
fn read(
    input: impl BufRead,
    format: Format,
    mapping: &Mapping,
    take: impl FnMut(Row) -> bool,
) -> anyhow::Result<()> {
    let mut input = input;
    skip_byte_order_mark(&mut input)?;
    let format = match format {
        Format::Auto if starts_with_brace(&mut input)? => Format::Ndjson,
        Format::Auto => Format::Csv,
        format => format,
    };
    match format {
        Format::Ndjson => ndjson::read(input, mapping, take),
        Format::Csv | Format::Auto => csv::read(input, mapping, take),
    }
}

fn skip_byte_order_mark(input: &mut impl BufRead) -> io::Result<()> {
    if input.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        input.consume(3);
    }
    Ok(())
}

/// Whether the first thing in `input` but white space is the beginning of a JSON object.
fn starts_with_brace(input: &mut impl BufRead) -> io::Result<bool> {
    let start = input.fill_buf()?;
    Ok(start.trim_ascii_start().starts_with(b"{"))
}
