use std::fmt;
use std::io::{self, Read};

use wellhead_core::sync::MAX_LINE_BYTES;

use crate::peeked::Peeked;
use crate::unreadable::Unreadable;

/// The format of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table of separated values.
    Csv,
    /// One JSON object per line.
    Ndjson,
    /// A JSON array of objects, or a sequence of objects.
    Json,
    /// An Excel workbook.
    Xlsx,
    /// Address cards.
    Vcard,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Csv => "CSV",
            Self::Ndjson => "NDJSON",
            Self::Json => "JSON",
            Self::Xlsx => "Excel",
            Self::Vcard => "vCard",
        })
    }
}

/// How unsupported files begin, what they are, and what to do.
const FOREIGN: [(&[u8], &str); 10] = [
    (
        b"\xd0\xcf\x11\xe0",
        "this is an Excel file of the old kind (.xls), or one with a password; save it as .xlsx without one",
    ),
    (
        b"%PDF",
        "this is a PDF; export the records as CSV or .xlsx instead",
    ),
    (
        b"\x1f\x8b",
        "this is packed with gzip twice; unpack it once",
    ),
    (
        b"\x28\xb5\x2f\xfd",
        "this is packed with zstd twice; unpack it once",
    ),
    (b"BZh", "this is packed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "this is packed with xz; unpack it first"),
    (b"7z\xbc\xaf", "this is a 7z archive; unpack it first"),
    (b"Rar!", "this is a RAR archive; unpack it first"),
    (
        b"SQLite format 3",
        "this is an SQLite database; export the records as CSV",
    ),
    (b"PAR1", "this is a Parquet file; export the records as CSV"),
];

/// How an Excel workbook begins, like every zip archive.
const ZIP: &[u8] = b"PK\x03\x04";

/// Whether a source is a workbook, by its first bytes.
///
/// # Errors
/// If it is in an unsupported format, or not in the requested one.
pub(crate) fn is_workbook(
    input: &mut Peeked<impl Read>,
    asked: Option<Format>,
) -> Result<bool, Unreadable> {
    let start = input.peek(16)?;
    if start.is_empty() {
        return Err(Unreadable::new("it is empty"));
    }
    if let Some((_, why)) = FOREIGN.iter().find(|(magic, _)| start.starts_with(magic)) {
        return Err(Unreadable::new(why));
    }
    match (start.starts_with(ZIP), asked) {
        (true, None | Some(Format::Xlsx)) => Ok(true),
        (true, Some(asked)) => Err(Unreadable::new(format!(
            "this is an Excel file (.xlsx) or a zip archive, not {asked}; leave out --format"
        ))),
        (false, Some(Format::Xlsx)) => Err(Unreadable::new(
            "this is not an Excel file (.xlsx); leave out --format",
        )),
        (false, _) => Ok(false),
    }
}

/// The format of a text, by its first characters other than white space.
///
/// # Errors
/// If the format is not supported.
pub(crate) fn of_text(input: &mut Peeked<impl Read>) -> Result<Format, Unreadable> {
    const CARD: &[u8] = b"BEGIN:VCARD";
    let Some(start) = first_character(input)? else {
        if input.is_over() {
            return Err(Unreadable::new("it has only white space"));
        }
        return Ok(Format::Csv);
    };
    let seen = input.peek(start + CARD.len())?;
    let begins = |word: &[u8]| {
        let text = &seen[start..];
        text.len() >= word.len() && text[..word.len()].eq_ignore_ascii_case(word)
    };
    Ok(match seen[start] {
        b'[' => Format::Json,
        b'{' => by_first_line(input, start)?,
        b'<' if begins(b"<?xml") => {
            return Err(Unreadable::new(
                "this is XML; export the records as CSV or JSON instead",
            ));
        }
        b'<' if begins(b"<html") || begins(b"<!doctype") => {
            return Err(Unreadable::new(
                "this is a web page, perhaps one that asks to log in; export the records as CSV instead",
            ));
        }
        _ if begins(CARD) => Format::Vcard,
        _ => Format::Csv,
    })
}

/// Whether JSON is an array rather than a sequence of values.
pub(crate) fn is_array(input: &mut Peeked<impl Read>) -> io::Result<bool> {
    let start = first_character(input)?;
    Ok(start.is_some_and(|start| input.peek(0).is_ok_and(|seen| seen[start] == b'[')))
}

/// The most white space to skip.
const MOST: usize = 64 << 10;

/// The position of the first character that is not white space. Nothing is consumed, because its lines count.
fn first_character(input: &mut Peeked<impl Read>) -> io::Result<Option<usize>> {
    let mut passed = 0;
    loop {
        let seen = input.peek(passed + 1)?;
        let more = &seen[passed..];
        let start = more.iter().position(|byte| !byte.is_ascii_whitespace());
        if start.is_some() || more.is_empty() || passed >= MOST {
            return Ok(start.map(|start| passed + start));
        }
        passed = seen.len();
    }
}

/// Whether there is one object per line: true unless the first line ends where no object can.
fn by_first_line(input: &mut Peeked<impl Read>, start: usize) -> io::Result<Format> {
    let mut passed = start;
    loop {
        let seen = input.peek(passed + 1)?;
        let more = &seen[passed..];
        let end = more.iter().position(|&byte| byte == b'\n');
        if end.is_none() && !more.is_empty() && passed - start <= MAX_LINE_BYTES {
            passed = seen.len();
            continue;
        }
        let line = &seen[start..end.map_or(seen.len(), |end| passed + end)];
        let last = line.trim_ascii_end().last();
        let is_open = end.is_some() && last.is_some_and(|byte| b"{[,:".contains(byte));
        return Ok(if is_open {
            Format::Json
        } else {
            Format::Ndjson
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Slow;

    /// The format of these bytes, however they arrive.
    #[track_caller]
    fn found(bytes: &[u8]) -> Result<Format, String> {
        let mut found = None;
        for size in [1, 2, 3, 1 << 20] {
            let mut input = Peeked::new(Slow::new(bytes, size));
            let now = match is_workbook(&mut input, None) {
                Ok(true) => Ok(Format::Xlsx),
                Ok(false) => of_text(&mut input),
                Err(error) => Err(error),
            };
            let now = now.map_err(|error| error.to_string());
            let mut rest = Vec::new();
            input.read_to_end(&mut rest).unwrap();
            assert!(rest == bytes, "nothing was taken");
            assert_eq!(*found.get_or_insert(now.clone()), now, "{size}");
        }
        found.unwrap()
    }

    #[test]
    fn what_a_text_is() {
        let white = " \n".repeat(40_000);
        for (text, format) in [
            ("external_person_id\n", Format::Csv),
            ("{\"external_person_id\":\"1\"}\n", Format::Ndjson),
            ("\r\n\t {\"external_person_id\":\"1\"}", Format::Ndjson),
            ("{}", Format::Ndjson),
            ("{ not JSON", Format::Ndjson),
            ("{\n  \"external_person_id\": \"1\"\n}\n", Format::Json),
            ("{\"a\": 1,  \r\n \"b\": 2}", Format::Json),
            ("[{}]", Format::Json),
            ("\n[", Format::Json),
            ("begin:vcard\r\n", Format::Vcard),
            ("BEGIN:VCALENDAR\r\n", Format::Csv),
            ("BEGIN:VCAR", Format::Csv),
            ("<name>,x\n", Format::Csv),
            ("\"external_person_id\"\n", Format::Csv),
            (&white, Format::Csv),
        ] {
            assert_eq!(found(text.as_bytes()), Ok(format), "{text:.40}");
        }
        let long = format!("{{\"a\":\"{}\"}}\n", "x".repeat(2 << 20));
        assert_eq!(found(long.as_bytes()), Ok(Format::Ndjson));
    }

    #[test]
    fn unsupported_formats_are_named() {
        for (bytes, words) in [
            (&b""[..], "it is empty"),
            (b" \r\n", "only white space"),
            (b"%PDF-1.7\n", "PDF"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                "or one with a password",
            ),
            (b"<!DOCTYPE html>\n<html>", "a web page"),
            (b"\n<HTML><head>", "a web page"),
            (b"<?xml version=\"1.0\"?>", "XML"),
            (b"SQLite format 3\0", "SQLite"),
            (b"\x1f\x8b\x08\0", "gzip twice"),
            (b"BZh91AY&SY", "bzip2"),
        ] {
            let error = found(bytes).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
        assert_eq!(found(b"PK\x03\x04rest"), Ok(Format::Xlsx));
        assert_eq!(found(b"PK\x03"), Ok(Format::Csv));
    }

    #[test]
    fn a_requested_format_must_match() {
        let asked = |bytes: &[u8], format| {
            is_workbook(&mut Peeked::new(bytes), Some(format)).map_err(|error| error.to_string())
        };
        assert_eq!(asked(b"PK\x03\x04", Format::Xlsx), Ok(true));
        let error = asked(b"PK\x03\x04", Format::Csv).unwrap_err();
        assert!(error.contains("not CSV; leave out --format"), "{error}");
        let error = asked(b"id\n", Format::Xlsx).unwrap_err();
        assert!(error.contains("not an Excel file"), "{error}");
        assert_eq!(asked(b"{", Format::Csv), Ok(false));
    }
}
