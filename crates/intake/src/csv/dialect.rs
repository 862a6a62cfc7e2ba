use std::io::{self, BufRead, Read};

use csv::StringRecord;

use super::splitter::Splitter;
use super::texts;
use crate::columns::{Columns, Wanted};
use crate::peeked::Peeked;
use crate::table::FIRST_ROWS;

/// The possible delimiters; among equals the first wins.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// How much of a source is searched for its header.
const MOST: usize = 1 << 20;

/// The dialect of a CSV source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// The field delimiter.
    pub(crate) delimiter: u8,
    /// The line on which its rows begin.
    pub(crate) line: u64,
}

impl Dialect {
    /// Detects the dialect. Strips a first line that declares it (`sep=;`).
    ///
    /// Tries each delimiter on the first rows and takes the one that produces a header, or if none does, the one
    /// that produces the most columns. It counts nothing that could be part of a name.
    pub(crate) fn of(
        input: &mut Peeked<impl Read>,
        asked: Option<u8>,
        wanted: &Wanted,
    ) -> io::Result<Self> {
        let declared = declaration(input.peek(9)?);
        let mut line = 1;
        if let Some((_, length)) = declared {
            input.consume(length);
            line = 2;
        }
        let delimiter = match asked.or(declared.map(|(delimiter, _)| delimiter)) {
            Some(delimiter) => delimiter,
            None => detect(input, wanted)?,
        };
        Ok(Self { delimiter, line })
    }
}

/// The delimiter declared by a first line of Excel's, and the length of that line with its end.
fn declaration(start: &[u8]) -> Option<(u8, usize)> {
    let is_quoted = start.first() == Some(&b'"');
    let bare = &start[usize::from(is_quoted)..];
    let (word, rest) = bare.split_at_checked(4)?;
    let (delimiter, rest) = rest.split_first()?;
    let rest = if is_quoted {
        rest.strip_prefix(b"\"")?
    } else {
        rest
    };
    let end = match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        [] => 0,
        _ => return None,
    };
    let may_part = delimiter.is_ascii_punctuation() || delimiter.is_ascii_whitespace();
    let is_one = word.eq_ignore_ascii_case(b"sep=") && may_part && !b"\"\r\n".contains(delimiter);
    is_one.then(|| (*delimiter, start.len() - rest.len() + end))
}

/// The first rows, as one delimiter makes them.
struct Candidate {
    delimiter: u8,
    splitter: Splitter,
    /// How many of the bytes it has consumed.
    taken: usize,
    rows: Vec<StringRecord>,
    is_over: bool,
    /// The number of fields in the row with unbalanced quotes.
    lost: usize,
}

impl Candidate {
    fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            splitter: Splitter::new(delimiter, 1),
            taken: 0,
            rows: Vec::new(),
            is_over: false,
            lost: 0,
        }
    }

    /// Reads up to `rows` rows of `seen`. Returns whether there are that many, or all there will be.
    fn has(&mut self, rows: usize, seen: &[u8], is_end: bool) -> bool {
        while self.rows.len() < rows && !self.is_over {
            let mut rest = &seen[self.taken..];
            let record = match self.splitter.next(&mut rest) {
                Ok(None) if is_end => {
                    self.is_over = true;
                    self.splitter.last()
                }
                record => record,
            };
            self.taken = seen.len() - rest.len();
            match record {
                Ok(Some(record)) => {
                    let mut row = StringRecord::new();
                    texts(record, &mut row);
                    self.rows.push(row);
                }
                Ok(None) if !self.is_over => return false,
                Ok(None) => {}
                Err(_) => {
                    self.is_over = true;
                    self.lost = self.splitter.width();
                }
            }
        }
        true
    }

    /// The number of columns of the header, if one is among the first `rows` rows.
    fn width(&self, rows: usize, wanted: &Wanted) -> Option<usize> {
        let first = &self.rows[..rows.min(self.rows.len())];
        let located = Columns::locate(first, wanted).ok()?;
        Some(first[located.row].len())
    }

    fn most_columns(&self) -> usize {
        let widths = self.rows.iter().map(StringRecord::len);
        widths.max().unwrap_or(0).max(self.lost)
    }
}

fn detect(input: &mut Peeked<impl Read>, wanted: &Wanted) -> io::Result<u8> {
    let mut candidates = DELIMITERS.map(Candidate::new);
    let mut looked_at = 1;
    for rows in 1..=FIRST_ROWS {
        loop {
            let seen = input.peek(looked_at)?;
            let seen = &seen[..seen.len().min(MOST)];
            let is_end = seen.len() < looked_at || seen.len() == MOST;
            // Advance every candidate, so that all have seen the same bytes.
            let mut have_all = true;
            for candidate in &mut candidates {
                have_all &= candidate.has(rows, seen, is_end);
            }
            if have_all {
                break;
            }
            looked_at = seen.len() + 1;
        }
        let widths = candidates
            .iter()
            .rev()
            .filter_map(|candidate| Some((candidate.width(rows, wanted)?, candidate.delimiter)));
        // `max_by_key` takes the last of several equals; we want the first.
        if let Some((_, delimiter)) = widths.max_by_key(|(width, _)| *width) {
            return Ok(delimiter);
        }
        if candidates.iter().all(|candidate| candidate.is_over) {
            break;
        }
    }
    let widest = candidates.iter().rev().max_by_key(|it| it.most_columns());
    Ok(widest.map_or(DELIMITERS[0], |it| it.delimiter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Slow;

    /// The dialect of a source, however it is cut, and the rest of its text.
    #[track_caller]
    fn dialect(text: &str, map: &[(&str, &str)]) -> (char, u64, String) {
        let wanted = Wanted {
            map: map
                .iter()
                .map(|(a, b)| ((*a).into(), (*b).into()))
                .collect(),
            ..Wanted::default()
        };
        let mut found = None;
        for size in 1..=text.len().max(1) {
            let mut input = Peeked::new(Slow::new(text.as_bytes(), size));
            let Dialect { delimiter, line } = Dialect::of(&mut input, None, &wanted).unwrap();
            let mut rest = String::new();
            input.read_to_string(&mut rest).unwrap();
            let now = (char::from(delimiter), line, rest);
            assert_eq!(*found.get_or_insert(now.clone()), now, "{size}");
        }
        found.unwrap()
    }

    #[test]
    fn the_header_tells_the_delimiter() {
        for (text, expected) in [
            ("external_person_id,full_name\n1,Ada\n", ','),
            ("external_person_id;full_name\n1;Lovelace, Ada\n", ';'),
            ("external_person_id\tfull_name\r\n1\tAda\r\n", '\t'),
            ("full_name|external_person_id\rAda|1\r", '|'),
            ("external_person_id\n1,2;3\n", ','),
            ("\n\n\"external_person_id\";\"a,b,c,d\"\n", ';'),
            (
                "Notes:\n\"a; b\"\n\nFirst Name;Last Name;URL;Email Address;Connected On\n",
                ';',
            ),
            // None has a header, and the message should show the columns.
            ("id;name, first;name\n1;2;3\n", ';'),
            ("id", ','),
            ("", ','),
            ("\"never closed;\n", ','),
        ] {
            let (delimiter, line, rest) = dialect(text, &[]);
            assert_eq!((delimiter, line, &*rest), (expected, 1, text));
        }
        let map = [("external_person_id", "E-Mail")];
        assert_eq!(dialect("Name, Vorname;E-Mail\n", &map).0, ';');
    }

    #[test]
    fn a_first_line_may_declare_it() {
        for (text, expected, length) in [
            ("sep=;\nid,a;b\n", ';', 6),
            ("SEP=,\r\nid\n", ',', 7),
            ("\"sep=\t\"\rid\n", '\t', 8),
            ("sep=^", '^', 5),
        ] {
            let found = dialect(text, &[]);
            assert_eq!(found, (expected, 2, text[length..].to_owned()));
        }
        for text in [
            "sep=;x\n",
            "sep=\n",
            "\"sep=;\n",
            "sep=\"\n",
            "sep=x\n",
            "se",
        ] {
            assert_eq!(dialect(text, &[]).1, 1, "{text}");
        }
    }

    #[test]
    fn the_search_for_a_delimiter_is_bounded() {
        let mut input = Peeked::new(io::repeat(b'x'));
        let dialect = Dialect::of(&mut input, None, &Wanted::default()).unwrap();
        assert_eq!(dialect.delimiter, b',');
        assert!(input.capacity() <= 2 * MOST);
    }
}
