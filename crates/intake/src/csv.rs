//! CSV as in RFC 4180, and its dialects: other delimiters, other line ends.

mod dialect;
mod splitter;

use std::io::BufRead;

use csv::StringRecord;
use wellhead_core::sync::Refused;

use crate::table::{Table, TableRow};
use crate::unreadable::Unreadable;
pub(crate) use dialect::Dialect;
use splitter::{ByteRecord, Lost, Splitter, Why};

/// A source of CSV.
pub(crate) struct Csv<R> {
    input: R,
    splitter: Splitter,
}

impl<R: BufRead + Send> Csv<R> {
    /// The rows of `input`, which starts where the dialect expects the header.
    pub(crate) fn new(input: R, dialect: Dialect) -> Self {
        Self {
            input,
            splitter: Splitter::new(dialect.delimiter, dialect.line),
        }
    }

    /// Reads the next record into `row`.
    fn read(&mut self, row: &mut StringRecord) -> Result<Option<TableRow>, Unreadable> {
        loop {
            let held = self.input.fill_buf()?;
            let mut rest = held;
            let record = if held.is_empty() {
                self.splitter.last()
            } else {
                self.splitter.next(&mut rest)
            };
            let taken = held.len() - rest.len();
            let is_over = held.is_empty();
            let read = record.map_err(Unreadable::from)?.map(|it| texts(it, row));
            self.input.consume(taken);
            if read.is_some() || is_over {
                return Ok(read);
            }
        }
    }
}

impl<R: BufRead + Send> Table for Csv<R> {
    fn next(&mut self, row: &mut StringRecord) -> Result<Option<TableRow>, Unreadable> {
        loop {
            let read = self.read(row)?;
            let is_blank = row.iter().all(|field| field.trim().is_empty());
            if !matches!(&read, Some(it) if it.refused.is_none() && is_blank) {
                return Ok(read);
            }
        }
    }
}

/// Puts the texts of a record into a row.
fn texts(record: &ByteRecord, row: &mut StringRecord) -> TableRow {
    row.clear();
    let mut refused = record.too_long.map(|why| {
        let detail = format!("the row cannot be read: {why}");
        Refused::new("line_too_long", detail)
    });
    // Two halves of a character in two fields do not make one.
    for field in record.fields() {
        if let Ok(text) = std::str::from_utf8(field) {
            row.push_field(text);
        } else {
            refused = Some(Refused::new("not_utf8", "not UTF-8"));
            row.clear();
            break;
        }
    }
    TableRow {
        line: record.line,
        refused,
    }
}

impl From<Lost> for Unreadable {
    fn from(lost: Lost) -> Self {
        let Lost { line, why } = lost;
        match why {
            Why::Astray(there) => Self::at(
                line,
                format!(
                    "something follows the closing quote of a field that begins here, on line {there}, so the \
                     rest cannot be split into rows. A quote inside a field is written twice: \"5\"\" pipe\""
                ),
            ),
            Why::NotClosed => Self::at(line, "the quote that begins a field here is never closed"),
            Why::TooLong => Self::at(
                line,
                "a field in quotes begins here and is longer than 1 MiB; is its quote closed?",
            ),
            Why::Endless => Self::at(
                line,
                "the row that begins here has no end within 64 MiB; this does not seem to be a table",
            ),
        }
    }
}
