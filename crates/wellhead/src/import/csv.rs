//! CSV as RFC 4180 has it, with a header.

mod record;

use std::io::BufRead;

use anyhow::{anyhow, bail};

use super::lines::Lines;
use super::{Event, Mapping, Named, Reason, Row, Texts, Understood};

/// Where the fields are in a record.
struct Columns {
    external_id: usize,
    first: Option<usize>,
    last: Option<usize>,
    full: Option<usize>,
}

impl Columns {
    fn find(header: &Fields<'_>, mapping: &Mapping) -> anyhow::Result<Self> {
        let names: Vec<_> = header
            .iter()
            .map(|name| String::from_utf8_lossy(name.trim_ascii()))
            .collect();
        let place = |wanted: &str| {
            let mut places = (0..names.len()).filter(|place| names[*place] == wanted);
            match (places.next(), places.next()) {
                (_, Some(_)) => bail!("the header has the column '{wanted}' twice"),
                (place, None) => Ok(place),
            }
        };
        let missing = |field: &str, wanted: &str| {
            anyhow!(
                "the header has no column '{wanted}' but {}; name the right one with \
                 --map {field}=COLUMN",
                names.join(", ")
            )
        };
        let usual = Mapping::default();
        // A name may be missing, but not where somebody said which column has it.
        let name = |field: &str, wanted: &String, usual: &String| match place(wanted)? {
            None if wanted != usual => Err(missing(field, wanted)),
            place => Ok(place),
        };
        let external_id = &mapping.external_id;
        Ok(Self {
            external_id: place(external_id)?
                .ok_or_else(|| missing("external_person_id", external_id))?,
            first: name("first_name", &mapping.first, &usual.first)?,
            last: name("last_name", &mapping.last, &usual.last)?,
            full: name("full_name", &mapping.full, &usual.full)?,
        })
    }

    /// What is read from where.
    fn understood(&self, mapping: &Mapping) -> Understood {
        let mut found = mapping.clone();
        for (place, name) in [
            (self.first, &mut found.first),
            (self.last, &mut found.last),
            (self.full, &mut found.full),
        ] {
            if place.is_none() {
                name.clear();
            }
        }
        Understood::new("CSV", found)
    }

    fn named(&self, record: &Fields<'_>) -> Result<Named, Reason> {
        let text = |column: Option<usize>| {
            let bytes = column.and_then(|column| record.get(column)).unwrap_or(b"");
            std::str::from_utf8(bytes).map_err(|_| Reason::NotUtf8)
        };
        Texts {
            external_id: text(Some(self.external_id))?,
            first: text(self.first)?,
            last: text(self.last)?,
            full: text(self.full)?,
        }
        .into_named()
    }
}

pub(super) fn read(
    input: impl BufRead,
    mapping: &Mapping,
    mut take: impl FnMut(Event) -> bool,
) -> anyhow::Result<()> {
    let mut lines = Lines::of(input);
    let mut splitter = Splitter::new();
    let Some(first) = record::next(&mut lines)? else {
        bail!("the file is empty; its first line should be a header");
    };
    let (columns, width) = match first.bytes {
        Ok(bytes) => {
            let header = splitter.fields(&bytes);
            (Columns::find(&header, mapping)?, header.len())
        }
        Err(reason) => bail!("line {}: the header cannot be read: {reason}", first.line),
    };
    if !take(Event::Understood(columns.understood(mapping))) {
        return Ok(());
    }
    while let Some(record) = record::next(&mut lines)? {
        let content = record.bytes.and_then(|bytes| {
            let fields = splitter.fields(&bytes);
            if fields.len() == width {
                columns.named(&fields)
            } else {
                Err(Reason::FieldCount {
                    expected: width as u64,
                    found: fields.len() as u64,
                })
            }
        });
        let row = Row {
            line: record.line,
            content,
        };
        if !take(Event::Row(row)) {
            return Ok(());
        }
    }
    Ok(())
}

/// Takes records apart; kept, because making its tables takes longer than using them.
struct Splitter {
    reader: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Splitter {
    fn new() -> Self {
        Self {
            reader: csv_core::Reader::new(),
            text: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// The fields of one record.
    fn fields(&mut self, record: &[u8]) -> Fields<'_> {
        // What comes out is never longer than what goes in, nor are there more ends than bytes.
        self.text.resize(record.len() + 1, 0);
        self.ends.resize(record.len() + 1, 0);
        self.reader.reset();
        let (text, ends) = (&mut self.text, &mut self.ends);
        let (_, _, written, ended) = self.reader.read_record(record, text, ends);
        // Nothing more comes: this ends the last field.
        let (text, ends) = (&mut self.text[written..], &mut self.ends[ended..]);
        let (_, _, rest, last) = self.reader.read_record(&[], text, ends);
        Fields {
            text: &self.text[..written + rest],
            ends: &self.ends[..ended + last],
        }
    }
}

/// The fields of one record, one behind the other.
struct Fields<'a> {
    text: &'a [u8],
    ends: &'a [usize],
}

impl<'a> Fields<'a> {
    fn get(&self, field: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(field)?;
        let start = field.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn iter(&self) -> impl Iterator<Item = &'a [u8]> {
        (0..self.len()).filter_map(|field| self.get(field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row's line, and its external id and full name.
    type Read = (u64, Result<(String, String), Reason>);

    fn rows(text: &[u8]) -> Vec<Read> {
        let mut rows = Vec::new();
        read(text, &Mapping::default(), |event| {
            let Event::Row(row) = event else { return true };
            let content = row.content.map(|named| {
                let full = named
                    .names
                    .full
                    .map_or(String::new(), |name| name.to_string());
                (named.external_id.to_string(), full)
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
        let twice = fails(b"external_person_id,full_name,full_name\n1,Ada,Bob\n");
        assert!(twice.contains("'full_name' twice"), "{twice}");
    }

    #[test]
    fn a_column_that_was_named_must_be_there() {
        let mapping = Mapping::with(&["full_name=Name".parse().unwrap()]);
        let refused = read(&b"external_person_id,name\n1,Ada\n"[..], &mapping, |_| true);
        let message = refused.unwrap_err().to_string();
        assert!(
            message.contains("'Name' but external_person_id, name"),
            "{message}"
        );
        assert!(message.contains("--map full_name="), "{message}");
    }

    const OPEN: Reason = Reason::Quote("a quote is not closed");
    const ASTRAY: Reason = Reason::Quote("something follows a closing quote");

    #[test]
    fn a_quote_that_is_lost_takes_no_other_row_along() {
        let header = "external_person_id,full_name\n";
        for (text, expected) in [
            (
                "1,\"open\n2,Two\n3,Three\n",
                vec![
                    (2, Err(OPEN)),
                    person(3, "2", "Two"),
                    person(4, "3", "Three"),
                ],
            ),
            (
                "1,\"open\n2,Two\n3,\"Three\"\n",
                vec![
                    (2, Err(ASTRAY)),
                    person(3, "2", "Two"),
                    person(4, "3", "Three"),
                ],
            ),
            (
                "1,\"Ann \"The Rock\" B\"\r\n2,\"Two\"\r\n",
                vec![(2, Err(ASTRAY)), person(3, "2", "Two")],
            ),
            (
                "1,Five\" pipe\n2,\"a \"\"b\"\" c\"",
                vec![person(2, "1", "Five\" pipe"), person(3, "2", "a \"b\" c")],
            ),
        ] {
            assert_eq!(
                rows(format!("{header}{text}").as_bytes()),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn an_open_quote_is_not_followed_for_ever() {
        let mut text = b"external_person_id\n1\n\"open\n".to_vec();
        for row in 0..100_000 {
            text.extend_from_slice(format!("{row}\n").as_bytes());
        }
        let rows = rows(&text);
        assert_eq!(rows[1], (3, Err(OPEN)));
        assert_eq!(rows.len(), 100_002);
    }
}
