//! Command output: aligned text for people, JSON for programs, CSV for tables.

mod feed;

pub(crate) use feed::Feed;

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use tabwriter::TabWriter;

use crate::terminal::{Shown, is_obeyed};

/// A command's output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum Output {
    /// For people
    #[default]
    Text,
    /// For programs: a JSON document
    Json,
    /// For spreadsheets: a header and one row per item
    Csv,
}

/// An item that can be printed in each format.
pub(crate) trait Row: Serialize {
    /// The column titles.
    const COLUMNS: &'static [&'static str];

    /// The text of each column.
    fn cells(&self) -> Vec<String>;
}

impl Output {
    /// Prints a list, as a table or a JSON array.
    pub(crate) fn list<R: Row>(self, rows: &[R]) -> io::Result<()> {
        match self {
            Self::Json => json(&rows),
            Self::Csv => csv(rows),
            Self::Text => {
                let mut table = TabWriter::new(Vec::new());
                writeln!(table, "{}", R::COLUMNS.join("\t"))?;
                for row in rows {
                    writeln!(table, "{}", shown(row.cells()).join("\t"))?;
                }
                print(&aligned(table)?)
            }
        }
    }

    /// Prints one item, with a line per column, or as a JSON object.
    pub(crate) fn one<R: Row>(self, row: &R) -> io::Result<()> {
        match self {
            Self::Json => json(row),
            Self::Csv => csv(std::slice::from_ref(row)),
            Self::Text => {
                let mut table = TabWriter::new(Vec::new());
                for (column, cell) in R::COLUMNS.iter().zip(shown(row.cells())) {
                    writeln!(table, "{column}\t{cell}")?;
                }
                print(&aligned(table)?)
            }
        }
    }
}

fn shown(cells: Vec<String>) -> Vec<String> {
    let shown = cells.into_iter().map(|cell| Shown(cell).to_string());
    shown.collect()
}

/// The text of a table with aligned columns.
fn aligned(table: TabWriter<Vec<u8>>) -> io::Result<Vec<u8>> {
    let text = table.into_inner();
    text.map_err(|error| io::Error::other(error.to_string()))
}

fn json(value: &impl Serialize) -> io::Result<()> {
    let mut text = harmless(serde_json::to_string_pretty(value)?);
    text.push('\n');
    print(text.as_bytes())
}

/// The same JSON, with control characters escaped the JSON way. Outside of strings, JSON has none but
/// line breaks.
fn harmless(json: String) -> String {
    let is_harmful = |char| char != '\n' && is_obeyed(char);
    if !json.contains(is_harmful) {
        return json;
    }
    let mut text = String::with_capacity(json.len() + 16);
    for char in json.chars() {
        if is_harmful(char) {
            write!(text, "\\u{:04x}", u32::from(char)).expect("a String takes everything");
        } else {
            text.push(char);
        }
    }
    text
}

fn csv<R: Row>(rows: &[R]) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(R::COLUMNS)?;
    let is_looked_at = io::stdout().is_terminal();
    for row in rows {
        let cells = row.cells();
        table.write_record(if is_looked_at { shown(cells) } else { cells })?;
    }
    print(
        &table
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)?,
    )
}

/// Prints, and treats a closed pipe as success (`wellhead … | head`).
pub(crate) fn print(text: &[u8]) -> io::Result<()> {
    written(text).map(drop)
}

/// Prints. Returns whether anybody still reads: not if the pipe is closed.
fn written(text: &[u8]) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        result => result.map(|()| true),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn escaped_json_is_equal_and_safe_on_a_terminal() {
        let value =
            serde_json::json!({ "name": "\u{9b}31m \u{202e}\u{7f}\u{1b}\n", "plain": ["Zoë"] });
        let text = harmless(serde_json::to_string_pretty(&value).unwrap());
        assert!(!text.replace('\n', "").contains(is_obeyed), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
