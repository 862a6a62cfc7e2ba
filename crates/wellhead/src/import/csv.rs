//! CSV as RFC 4180 has it, with a header.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use anyhow::{Context, bail};
use csv::{ByteRecord, ErrorKind, ReaderBuilder, Terminator};

use super::{Fields, MAX_ROW_BYTES, Mapping, Reason, Row};

/// Where the fields are in a record.
struct Columns {
    external_id: usize,
    first: Option<usize>,
    last: Option<usize>,
    full: Option<usize>,
}

impl Columns {
    fn find(header: &ByteRecord, mapping: &Mapping) -> anyhow::Result<Self> {
        let names: Vec<_> = header
            .iter()
            .map(|name| String::from_utf8_lossy(name.trim_ascii()))
            .collect();
        let place = |wanted: &str| names.iter().position(|name| name == wanted);
        let Some(external_id) = place(&mapping.external_id) else {
            bail!(
                "the header has no column '{}' but {}; name the right one with \
                 --map external_person_id=COLUMN",
                mapping.external_id,
                names.join(", ")
            );
        };
        Ok(Self {
            external_id,
            first: place(&mapping.first),
            last: place(&mapping.last),
            full: place(&mapping.full),
        })
    }

    fn line(&self, record: &ByteRecord) -> Result<super::DeliveryLine, Reason> {
        let text = |column: Option<usize>| {
            let bytes = column.and_then(|column| record.get(column)).unwrap_or(b"");
            std::str::from_utf8(bytes).map_err(|_| Reason::NotUtf8)
        };
        Fields {
            external_id: text(Some(self.external_id))?,
            first: text(self.first)?,
            last: text(self.last)?,
            full: text(self.full)?,
        }
        .into_line()
    }
}

pub(super) fn read(
    input: impl BufRead,
    mapping: &Mapping,
    mut take: impl FnMut(Row) -> bool,
) -> anyhow::Result<()> {
    let taken = Rc::new(Taken::default());
    let input = Bounded {
        input,
        taken: Rc::clone(&taken),
    };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        // Not CRLF: it would leave the line feed for the record that follows, which then seems to begin a line
        // above. The carriage return that is left of the last field is white space, and trimmed like any.
        .terminator(Terminator::Any(b'\n'))
        .from_reader(input);

    let mut header = ByteRecord::new();
    taken.renew();
    if !reader.read_byte_record(&mut header)? {
        bail!("the file is empty; its first line should be a header");
    }
    let columns = Columns::find(&header, mapping)?;
    let mut record = ByteRecord::new();
    loop {
        taken.renew();
        let began = reader.position().line();
        let content = match reader.read_byte_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) if record.as_slice() == b"\r" => continue,
            Ok(true) => columns.line(&record),
            Err(error) => match error.kind() {
                ErrorKind::UnequalLengths { .. } if record.as_slice() == b"\r" => continue,
                ErrorKind::UnequalLengths {
                    expected_len, len, ..
                } => Err(Reason::FieldCount {
                    expected: *expected_len,
                    found: *len,
                }),
                _ => return Err(error).with_context(|| format!("line {began}")),
            },
        };
        // Counted from the record's end: it may begin behind empty lines, which are passed over.
        let within = record.as_slice().split(|byte| *byte == b'\n').count() as u64 - 1;
        let ended = u64::from(taken.has_line_feed_at(reader.position().byte()));
        let line = reader.position().line() - within - ended;
        if !take(Row { line, content }) {
            return Ok(());
        }
    }
}

/// What the reader has had of the input.
#[derive(Default)]
struct Taken {
    /// Bytes that it may still have for this row.
    allowance: Cell<usize>,
    /// Bytes in all.
    bytes: Cell<u64>,
    /// The last of them.
    last: Cell<u8>,
}

impl Taken {
    /// Allows another row. The reader reads ahead by its own buffer, so a row has that much more.
    fn renew(&self) {
        self.allowance.set(MAX_ROW_BYTES + (64 << 10));
    }

    /// Whether a record that ends at this byte ends with a line feed: only the last one may not.
    fn has_line_feed_at(&self, end: u64) -> bool {
        end < self.bytes.get() || self.last.get() == b'\n'
    }
}

/// Ends the reading of a row that goes on and on: a quote that is never closed would otherwise take the
/// rest of the file into memory.
struct Bounded<R> {
    input: R,
    taken: Rc<Taken>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        let taken = &self.taken;
        if let Some(last) = buffer[..read].last() {
            taken.last.set(*last);
            taken.bytes.set(taken.bytes.get() + read as u64);
        }
        match taken.allowance.get().checked_sub(read) {
            Some(rest) => {
                taken.allowance.set(rest);
                Ok(read)
            }
            None => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("a row is longer than {MAX_ROW_BYTES} bytes; is a quote left open?"),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row's line, and its external id and full name.
    type Read = (u64, Result<(String, String), Reason>);

    fn rows(text: &[u8]) -> Vec<Read> {
        let mut rows = Vec::new();
        read(text, &Mapping::default(), |row| {
            let content = row.content.map(|line| {
                let full = line
                    .names
                    .full
                    .map_or(String::new(), |name| name.to_string());
                (line.external_id.to_string(), full)
            });
            rows.push((row.line, content));
            true
        })
        .unwrap();
        rows
    }

    fn person(line: u64, id: &str, full: &str) -> Read {
        (line, Ok((id.to_owned(), full.to_owned())))
    }

    #[test]
    fn good_rows_with_other_columns_quotes_and_crlf() {
        let text = b"full_name,ignored, external_person_id \r\n\
            Ada,x,1\r\n\r\n\"Lovelace,\nAda\",\"\"\"\",2\r\n,,3";
        assert_eq!(
            rows(text),
            [
                person(2, "1", "Ada"),
                person(4, "2", "Lovelace,\nAda"),
                person(6, "3", "")
            ]
        );
    }

    #[test]
    fn bad_rows_do_not_stop_good_ones() {
        let text = b"external_person_id,full_name\n\
            ,No Id\n1\n2,Two,2\n\xff,Bytes\n\n3,Good\n   ,Blank\n";
        assert_eq!(
            rows(text),
            [
                (2, Err(Reason::MissingId)),
                (
                    3,
                    Err(Reason::FieldCount {
                        expected: 2,
                        found: 1
                    })
                ),
                (
                    4,
                    Err(Reason::FieldCount {
                        expected: 2,
                        found: 3
                    })
                ),
                (5, Err(Reason::NotUtf8)),
                person(7, "3", "Good"),
                (8, Err(Reason::MissingId)),
            ]
        );
    }

    fn fails(text: &[u8]) -> String {
        format!(
            "{:#}",
            read(text, &Mapping::default(), |_| true).unwrap_err()
        )
    }

    #[test]
    fn a_header_without_the_id_names_what_there_is() {
        let message = fails(b"id,name\n1,Ada\n");
        assert!(message.contains("'external_person_id' but id, name"));
        assert!(fails(b"").contains("empty"));
    }

    #[test]
    fn an_open_quote_does_not_swallow_the_file() {
        let mut text = b"external_person_id\n1\n\"open\n".to_vec();
        text.resize(MAX_ROW_BYTES * 2, b'x');
        let message = fails(&text);
        assert!(message.contains("line 3"), "{message}");
        assert!(message.contains("quote"), "{message}");
    }
}
