use std::io::{self, BufRead};

use super::Reason;
use crate::import::lines::{Line, Lines};

/// A quoted field may have line feeds, in so many bytes of further lines; an address is shorter than that, and a
/// quote that somebody forgot to close goes on for ever.
const MAX_QUOTED_BYTES: usize = 64 << 10;

/// One record, as it stands in the file.
pub(super) struct Record {
    /// The line that it begins on.
    pub(super) line: u64,
    /// Its bytes, or why it is none.
    pub(super) bytes: Result<Vec<u8>, Reason>,
}

/// The next record; empty lines are passed over.
///
/// Quotes are taken strictly, as RFC 4180 has them: what follows a quote that is lost would otherwise be read as
/// one long field, and its rows would be gone without a word. Where they do not match up the line is a bad row,
/// and the next line is a record of its own.
pub(super) fn next<R: BufRead>(lines: &mut Lines<R>) -> io::Result<Option<Record>> {
    loop {
        let (line, first) = match lines.next()? {
            None => return Ok(None),
            Some((line, Line::TooLong)) => {
                let bytes = Err(Reason::TooLong);
                return Ok(Some(Record { line, bytes }));
            }
            Some((line, Line::Whole(first))) => (line, first),
        };
        if first.is_empty() || first == b"\r" {
            continue;
        }
        let bytes = from(first, lines)?;
        return Ok(Some(Record { line, bytes }));
    }
}

/// The record that begins with the line `first`.
fn from<R: BufRead>(first: Vec<u8>, lines: &mut Lines<R>) -> io::Result<Result<Vec<u8>, Reason>> {
    let mut place = Place::FieldStart;
    let mut bytes = first;
    let mut further: Vec<Vec<u8>> = Vec::new();
    let (mut scanned, mut within) = (0, 0);
    loop {
        let is_well_formed = bytes[scanned..].iter().all(|byte| {
            place = place.after(*byte);
            place != Place::Astray
        });
        if !is_well_formed {
            lines.give_back(further);
            return Ok(Err(Reason::Quote("something follows a closing quote")));
        }
        if place != Place::Quoted {
            if bytes.last() == Some(&b'\r') {
                bytes.pop();
            }
            return Ok(Ok(bytes));
        }
        scanned = bytes.len();
        let more = lines.next()?;
        match more {
            Some((_, Line::Whole(line))) if within + line.len() <= MAX_QUOTED_BYTES => {
                within += line.len();
                bytes.push(b'\n');
                bytes.extend_from_slice(&line);
                further.push(line);
            }
            other => {
                if let Some((_, Line::Whole(line))) = other {
                    further.push(line);
                }
                lines.give_back(further);
                return Ok(Err(Reason::Quote("a quote is not closed")));
            }
        }
    }
}

/// Where in a record a byte is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    FieldStart,
    /// In a field without quotes, where a quote is a character as any other.
    Bare,
    Quoted,
    /// Behind a quote in a quoted field: it is closed, or the quote is the first of two.
    Quote,
    /// Behind the carriage return that ends the record.
    End,
    /// Where nothing may be.
    Astray,
}

impl Place {
    fn after(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::Quoted, b'"') => Self::Quote,
            (Self::Quoted, _) | (Self::FieldStart | Self::Quote, b'"') => Self::Quoted,
            (Self::FieldStart | Self::Bare | Self::Quote, b',') => Self::FieldStart,
            (Self::FieldStart | Self::Bare, _) => Self::Bare,
            (Self::Quote, b'\r') => Self::End,
            (Self::Quote | Self::End | Self::Astray, _) => Self::Astray,
        }
    }
}
