//! What a command prints: aligned text for people, JSON for programs, CSV for tables.

use std::io::{self, Write};

use serde::Serialize;
use tabwriter::TabWriter;

/// How a command prints what it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum Output {
    /// For people
    #[default]
    Text,
    /// For programs: one JSON document
    Json,
    /// For spreadsheets: a header and a row for each thing
    Csv,
}

/// One thing that can be printed in each way.
pub(crate) trait Row: Serialize {
    /// The columns' titles.
    const COLUMNS: &'static [&'static str];

    /// One text a column.
    fn cells(&self) -> Vec<String>;
}

impl Output {
    /// Prints a list: a table or a JSON array.
    pub(crate) fn list<R: Row>(self, rows: &[R]) -> io::Result<()> {
        match self {
            Self::Json => json(&rows),
            Self::Csv => csv(rows),
            Self::Text => {
                let mut table = TabWriter::new(Vec::new());
                writeln!(table, "{}", R::COLUMNS.join("\t"))?;
                for row in rows {
                    writeln!(table, "{}", row.cells().join("\t"))?;
                }
                table.flush()?;
                print(
                    &table
                        .into_inner()
                        .map_err(|error| io::Error::other(error.to_string()))?,
                )
            }
        }
    }

    /// Prints one thing: a line a column, or a JSON object.
    pub(crate) fn one<R: Row>(self, row: &R) -> io::Result<()> {
        match self {
            Self::Json => json(row),
            Self::Csv => csv(std::slice::from_ref(row)),
            Self::Text => {
                let mut table = TabWriter::new(Vec::new());
                for (column, cell) in R::COLUMNS.iter().zip(row.cells()) {
                    writeln!(table, "{column}\t{cell}")?;
                }
                table.flush()?;
                print(
                    &table
                        .into_inner()
                        .map_err(|error| io::Error::other(error.to_string()))?,
                )
            }
        }
    }
}

fn json(value: &impl Serialize) -> io::Result<()> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    print(&text)
}

fn csv<R: Row>(rows: &[R]) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(R::COLUMNS)?;
    for row in rows {
        table.write_record(row.cells())?;
    }
    print(
        &table
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)?,
    )
}

/// Prints, and is content when nobody reads on (`wellhead … | head`).
pub(crate) fn print(text: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
