//! The preview and the question before an import on a terminal.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use tabwriter::TabWriter;
use wellhead_core::record::{Kind, Named};
use wellhead_core::resource::ExternalId;
use wellhead_intake::Row;

use super::Import;
use crate::import::{Preview, Source};
use crate::output::{Output, aligned};
use crate::terminal::{self, Shown, say};

/// How many rows of a file are shown.
const SHOWN: usize = 3;

/// The answer to the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Nobody could be asked, or there was nothing to show.
    Unasked,
    Yes,
    No,
}

impl Import {
    /// Shows how the files are understood and asks for confirmation, if somebody is at the terminal.
    pub(super) async fn ask(&self, output: Output, sources: &[Source]) -> anyhow::Result<Answer> {
        let is_terminal = [
            io::stdin().is_terminal(),
            io::stdout().is_terminal(),
            io::stderr().is_terminal(),
        ];
        if !asks(self.yes || self.dry_run, output, is_terminal) {
            return Ok(Answer::Unasked);
        }
        let mut is_shown = false;
        // A pipe can be read only once, so it is kept for the import.
        for source in sources.iter().filter(|source| source.file().is_some()) {
            let preview = Preview::of(source, &self.form.options(self.record), SHOWN).await?;
            show(source, &preview, self.record)?;
            is_shown = true;
        }
        if !is_shown {
            return Ok(Answer::Unasked);
        }
        let (connector, direction) = (&self.connector, self.direction);
        let many = self.record.declaration().words.many;
        let question = format!("Import these {many} into '{connector}', {direction}? [Y/n]");
        Ok(answer(&terminal::ask(question)?))
    }
}

/// Whether somebody can be asked: standard input, output and error are all terminals.
fn asks(is_settled: bool, output: Output, is_terminal: [bool; 3]) -> bool {
    !is_settled && output == Output::Text && is_terminal == [true; 3]
}

/// Reads the answer. Enter means yes; the end of the input means no.
fn answer(line: &str) -> Answer {
    match line.trim().to_ascii_lowercase().as_str() {
        "" if line.is_empty() => Answer::No,
        "" | "y" | "yes" => Answer::Yes,
        _ => Answer::No,
    }
}

fn show(source: &Source, preview: &Preview, record: Kind) -> io::Result<()> {
    match &preview.understood {
        Some(understood) => say(Shown(format_args!("{source}: {understood}"))),
        None => say(Shown(source)),
    }
    for notice in &preview.notices {
        say(Shown(format_args!("{source}: {notice}")));
    }
    say(table(&preview.rows, record)?);
    Ok(())
}

/// The first rows, one per line.
fn table(rows: &[Row], record: Kind) -> io::Result<String> {
    let mut table = TabWriter::new(Vec::new());
    let has = |has: fn(&Named) -> bool| rows.iter().any(|row| row.content.as_ref().is_ok_and(has));
    let own = has(|named| named.known_as.is_some());
    let shared = has(|named| named.external_id().is_some()) || !own;
    write!(table, "line")?;
    if own {
        write!(table, "\t{}", Named::MEMBER)?;
    }
    if shared {
        write!(table, "\t{}", record.declaration().external_id)?;
    }
    for field in record.fields() {
        write!(table, "\t{}", field.name)?;
    }
    writeln!(table)?;
    let record_id = record.wire().record_id;
    for Row { line, content } in rows {
        match content {
            Ok(named) => {
                write!(table, "{line}")?;
                let shown = |id: Option<&ExternalId>| id.map_or(String::new(), text);
                if own {
                    write!(table, "\t{}", shown(named.known_as.as_ref()))?;
                }
                if let Some(id) = named.id() {
                    write!(table, "\t{record_id} {id}")?;
                } else if shared {
                    write!(table, "\t{}", shown(named.external_id()))?;
                }
                let values = named.values.iter();
                for value in values.take_while(|_| named.may_be_new()) {
                    write!(table, "\t{}", value.map_or(String::new(), text))?;
                }
                writeln!(table)?;
            }
            Err(refused) => writeln!(table, "{line}\trejected: {}", Shown(refused))?,
        }
    }
    aligned(table)
}

fn text(value: &impl Display) -> String {
    Shown(value).to_string()
}

#[cfg(test)]
mod tests {
    use wellhead_core::sync::{NameCells, Refused};

    use super::*;

    fn keyed(id: &str) -> NameCells<'_> {
        NameCells {
            external_id: Some(id),
            ..NameCells::default()
        }
    }

    #[test]
    fn only_somebody_at_a_terminal_is_asked() {
        assert!(asks(false, Output::Text, [true; 3]));
        assert!(!asks(true, Output::Text, [true; 3]));
        for output in [Output::Json, Output::Csv] {
            assert!(!asks(false, output, [true; 3]));
        }
        for place in 0..3 {
            let mut is_terminal = [true; 3];
            is_terminal[place] = false;
            assert!(!asks(false, Output::Text, is_terminal));
        }
    }

    #[test]
    fn enter_agrees_and_the_end_does_not() {
        for yes in ["\n", "y\n", " Yes \n", "Y"] {
            assert_eq!(answer(yes), Answer::Yes, "{yes:?}");
        }
        for no in ["", "n\n", "no\n", "what?\n"] {
            assert_eq!(answer(no), Answer::No, "{no:?}");
        }
    }

    #[test]
    fn rows_are_shown_as_they_are_understood_and_cannot_harm() {
        let row = |line, content| Row { line, content };
        let cells = ["A\u{202e}da"];
        let person = Named::from_cells(Kind::People, keyed("\u{1b}[2J1"), cells).unwrap();
        let refused = Refused::new("missing_member", "external_person_id is missing");
        let shown = table(&[row(2, Ok(person)), row(3, Err(refused))], Kind::People).unwrap();
        let lines: Vec<_> = shown.lines().map(str::trim_end).collect();
        assert_eq!(
            lines,
            [
                "line  external_person_id  first_name   last_name  full_name  email",
                "2     \\u{1b}[2J1          A\\u{202e}da",
                "3     rejected: external_person_id is missing",
            ]
        );
    }

    #[test]
    fn the_columns_are_the_kinds_members() {
        let row = |line, content| Row { line, content };
        let cells = ["F-1", "Paid", "2026-05-10"];
        let paid = Named::from_cells(Kind::Invoice, keyed("1"), cells).unwrap();
        let id = "d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f";
        let known = Named::by_id(Kind::Invoice, id.parse().unwrap());
        let shown = table(&[row(2, Ok(paid)), row(3, Ok(known))], Kind::Invoice).unwrap();
        let lines: Vec<Vec<_>> = shown
            .lines()
            .map(|it| it.split_whitespace().collect())
            .collect();
        let header = "line external_invoice_id reference_number status issue_date due_date currency grand_total";
        assert_eq!(lines[0].join(" "), header);
        assert_eq!(lines[1], ["2", "1", "F-1", "paid", "2026-05-10"]);
        assert_eq!(lines[2], ["3", "invoice_id", id]);
    }
}
