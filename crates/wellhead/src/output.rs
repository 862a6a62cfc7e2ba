//! Command output: aligned text for people, JSON for programs, CSV for tables.

mod feed;

pub(crate) use feed::Feed;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use tabwriter::TabWriter;
use wellhead_core::text::is_obeyed;
use wellhead_csv::Table;

use crate::terminal::{Shown, safe_lines};

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
                tell(&aligned(table)?)
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
                tell(&aligned(table)?)
            }
        }
    }
}

fn shown(cells: Vec<String>) -> Vec<String> {
    let shown = cells.into_iter().map(|cell| Shown(cell).to_string());
    shown.collect()
}

/// The text of a table with aligned columns.
pub(crate) fn aligned(table: TabWriter<Vec<u8>>) -> io::Result<String> {
    let text = table.into_inner();
    let text = text.map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(text).map_err(io::Error::other)
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
    let mut table = Table::default();
    table.row(R::COLUMNS);
    for row in rows {
        table.row(row.cells());
    }
    print_csv(&table.into_text())
}

/// Prints text for people.
pub(crate) fn tell(text: &str) -> io::Result<()> {
    print(safe_lines(text).as_bytes())
}

/// Prints a table, which people may also look at without a spreadsheet.
pub(crate) fn print_csv(table: &str) -> io::Result<()> {
    print(for_whoever_looks(table).as_bytes())
}

fn for_whoever_looks(table: &str) -> Cow<'_, str> {
    if io::stdout().is_terminal() {
        Cow::Owned(safe_lines(table))
    } else {
        Cow::Borrowed(table)
    }
}

/// Prints for programs, and treats a closed pipe as success (`wellhead … | head`).
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
