//! Checks a workbook before it is read: is it one, is it whole, and does it stay within bounds?
//!
//! It is a ZIP archive of XML. A file of a few kilobytes can expand to gigabytes, or claim to hold as many texts as
//! there are atoms, for which calamine would allocate memory. So everything in the archive is expanded once and
//! thrown away.

mod budget;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use self::budget::Budget;
use crate::unreadable::Unreadable;

/// The most parts a workbook may have.
const MOST_PARTS: usize = 10_000;

/// The most bytes in a piece that rows are made of: a cell, a shared text, or what is between them.
const PIECE: u64 = 1 << 20;

/// The most bytes of a part that is not XML, such as a picture.
const PART: u64 = 64 << 20;

/// How deep elements may be nested: the names of open ones are kept in memory.
const DEEPEST: u64 = 1_000;

/// How many times its own size a workbook may expand to, if that is more than a [`PART`]. Sheets reach about 20.
const MOST_TIMES: u64 = 200;

/// The most bytes, and the most pieces, of the shared texts: they are kept in memory.
const SHARED_TEXTS: u64 = 256 << 20;
const MOST_SHARED_TEXTS: u64 = 8 << 20;

/// Other elements kept in memory, and how many of them a part may have in total. Excel allows 64,000 formats.
const KEPT: [&str; 8] = [
    "xf",
    "font",
    "fill",
    "border",
    "numFmt",
    "sheet",
    "definedName",
    "Relationship",
];
const MOST_KEPT: u64 = 200_000;

/// Checks a file that should be a workbook.
pub(super) fn through(file: &mut File) -> Result<(), Unreadable> {
    if parts(file)? > MOST_PARTS {
        return Err(too_large("it has too many parts"));
    }
    let size = file.metadata()?.len();
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    is_workbook(&archive)?;
    // Check what the archive declares first, since that costs nothing.
    let mut left = size.saturating_mul(MOST_TIMES).max(PART);
    if archive.decompressed_size() > Some(u128::from(left)) {
        return Err(too_large(EXPANDS));
    }
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(damaged)?;
        let part = BufReader::with_capacity(64 << 10, part);
        left = left.saturating_sub(look(Budget::of(part, left))?);
        if left == 0 {
            return Err(too_large(EXPANDS));
        }
    }
    Ok(())
}

const EXPANDS: &str = "it expands to many times its size";

/// An upper bound of the parts in an archive: how often their signature occurs in it. The table of contents has the
/// number, too, but can only be read as a whole.
fn parts(file: &mut File) -> io::Result<usize> {
    const SIGN: &[u8] = b"PK\x01\x02";
    file.rewind()?;
    let mut buffer = vec![0; 1 << 20];
    let (mut parts, mut kept) = (0, 0);
    loop {
        let read = file.read(&mut buffer[kept..])?;
        if read == 0 {
            return Ok(parts);
        }
        let end = kept + read;
        parts += buffer[..end]
            .windows(SIGN.len())
            .filter(|it| *it == SIGN)
            .count();
        // A signature may be cut in two.
        kept = end.min(SIGN.len() - 1);
        buffer.copy_within(end - kept..end, 0);
    }
}

/// Says what an archive is if it is not a workbook.
fn is_workbook<R: Read + Seek>(archive: &ZipArchive<R>) -> Result<(), Unreadable> {
    let mut names = Vec::new();
    for name in archive.file_names() {
        names.push(name.map_err(damaged)?);
    }
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    Err(Unreadable::new(match () {
        () if has("xl/workbook.bin") => {
            "this is a binary Excel file (.xlsb): save it as .xlsx".to_owned()
        }
        () if has("[Content_Types].xml") => return Ok(()),
        () if has("content.xml") => {
            "this is an OpenDocument file (.ods): save it as .xlsx".to_owned()
        }
        () => {
            let names = names[..names.len().min(3)].join(", ");
            format!("this is a ZIP archive, with {names}: unpack it, and import what is in it")
        }
    }))
}

/// Checks one part, and returns its size in bytes.
fn look<R: BufRead>(part: Budget<R>) -> Result<u64, Unreadable> {
    let mut reader = Reader::from_reader(part);
    let mut event = Vec::new();
    let mut counts = Counts::default();
    // The nesting depth, and the depth within a cell or a shared text, which is one piece.
    let (mut depth, mut inside) = (0_u64, 0_u64);
    loop {
        if inside == 0 {
            reader.get_mut().begin_piece(PIECE);
        }
        event.clear();
        match reader.read_event_into(&mut event) {
            Ok(Event::Start(_)) if depth == DEEPEST && counts.is_needed => {
                return Err(too_large("it is too deep"));
            }
            Ok(Event::Start(_)) if depth == DEEPEST => return reader.into_inner().finish(PART),
            Ok(Event::Start(element)) => {
                depth += 1;
                if inside > 0 || is_piece(element.local_name().as_ref()) {
                    inside += 1;
                }
                counts.take(&element)?;
            }
            Ok(Event::Empty(element)) => counts.take(&element)?,
            Ok(Event::End(_)) => {
                depth = depth.saturating_sub(1);
                inside = inside.saturating_sub(1);
            }
            Ok(Event::Eof) if depth == 0 => return reader.into_inner().finish(u64::MAX),
            Err(_) if counts.is_needed && reader.get_ref().is_piece_read() => {
                return Err(too_large("a text in it is larger than 1 MiB"));
            }
            // Not XML, such as a picture. That is allowed in a small part that no rows are made from.
            Ok(Event::Eof) | Err(_) => {
                let size = reader.into_inner().finish(PART)?;
                if counts.is_needed {
                    let what = "the workbook is damaged: a part of it is not well-formed";
                    return Err(Unreadable::new(what));
                }
                return Ok(size);
            }
            Ok(_) => {}
        }
        if counts.shared_texts > 0 && reader.get_ref().total() > SHARED_TEXTS {
            return Err(too_large("its texts are larger than 256 MiB"));
        }
    }
}

fn is_piece(element: &str) -> bool {
    matches!(element, "c" | "si")
}

/// Counts the elements that are kept in memory.
#[derive(Default)]
struct Counts {
    shared_texts: u64,
    kept: u64,
    /// Whether rows are made from this part.
    is_needed: bool,
}

impl Counts {
    fn take(&mut self, element: &BytesStart<'_>) -> Result<(), Unreadable> {
        let name = element.local_name();
        let name = name.as_ref();
        self.shared_texts += u64::from(name == "si");
        self.kept += u64::from(KEPT.contains(&name));
        self.is_needed |= matches!(name, "sst" | "worksheet" | "workbook" | "styleSheet");
        if self.shared_texts > MOST_SHARED_TEXTS || self.kept > MOST_KEPT {
            return Err(too_large("it has too many texts or formats"));
        }
        let attribute = match name {
            "c" | "row" => "r",
            "dimension" => "ref",
            "sst" => "uniqueCount",
            _ => return Ok(()),
        };
        let Ok(Some(value)) = element.try_get_attribute(attribute) else {
            return Ok(());
        };
        let is_good = match attribute {
            "uniqueCount" => value.value.len() <= 7,
            _ => is_range(&value.value),
        };
        if is_good {
            Ok(())
        } else {
            Err(Unreadable::new(
                "the workbook is damaged: its counts of cells or texts are impossible",
            ))
        }
    }
}

/// Whether a text is a row (`7`), a cell (`B7`), or two of them in order (`A1:B7`).
fn is_range(text: &str) -> bool {
    let mut before = (0, 0);
    text.split(':').all(|cell| {
        let digits = cell.trim_start_matches(|char: char| char.is_ascii_alphabetic());
        let letters = &cell[..cell.len() - digits.len()];
        let column = letters.bytes().fold(0_u32, |column, letter| {
            let letter = u32::from(letter.to_ascii_uppercase() - b'@');
            column.saturating_mul(26).saturating_add(letter)
        });
        let is_row = digits.bytes().all(|digit| digit.is_ascii_digit()) && digits.len() <= 7;
        let row = digits.parse().unwrap_or(0);
        let is_after = row >= before.0 && column >= before.1;
        before = (row, column);
        is_row && row > 0 && column <= 1 << 14 && is_after
    })
}

fn too_large(why: &str) -> Unreadable {
    Unreadable::new(format!(
        "this workbook is refused because {why}: export it as CSV"
    ))
}

fn damaged(error: ZipError) -> Unreadable {
    match error {
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => error.into(),
        error => Unreadable::new(format!("the workbook is damaged: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked(part: &str) -> Result<u64, String> {
        let part = Budget::of(part.as_bytes(), u64::MAX);
        look(part).map_err(|error| error.to_string())
    }

    #[test]
    fn a_text_may_have_a_mebibyte() {
        let sheet = |cells: &str| format!("<worksheet>{cells}</worksheet>");
        let cell = |length| format!("<c r=\"A1\"><v>{}</v></c>", "x".repeat(length));
        let good = sheet(&cell(1_000_000).repeat(70));
        assert_eq!(looked(&good), Ok(good.len() as u64));
        let parts = format!("<c r=\"A1\"><is>{}</is></c>", "<t>x</t>".repeat(200_000));
        for bad in [cell(2_000_000), parts, " ".repeat(2_000_000)] {
            let problem = looked(&sheet(&bad)).unwrap_err();
            assert!(
                problem.contains("a text in it is larger than 1 MiB"),
                "{problem}"
            );
        }
    }

    #[test]
    fn only_parts_that_rows_come_from_must_be_well_formed() {
        for bad in [
            "<worksheet><c></worksheet>",
            "<worksheet><c>",
            "<sst><si></sst>",
            "<sst/></si>",
        ] {
            let problem = looked(bad).unwrap_err();
            assert!(problem.contains("not well-formed"), "{bad}: {problem}");
        }
        let picture = "\u{1}<\u{0}".repeat(1 << 20);
        for good in ["<xml><br></xml>", "", "no XML", "a <", &picture] {
            assert_eq!(looked(good), Ok(good.len() as u64));
        }
        let deep = "<x>".repeat(1_001);
        assert_eq!(looked(&deep), Ok(deep.len() as u64));
        let deep = looked(&format!("<worksheet>{deep}")).unwrap_err();
        assert!(deep.contains("it is too deep"), "{deep}");
        let large = "x".repeat((64 << 20) + 1);
        let problem = looked(&large).unwrap_err();
        assert!(problem.contains("a part of it is too large"), "{problem}");
    }

    #[test]
    fn shared_texts_are_counted() {
        let mut counts = Counts {
            shared_texts: MOST_SHARED_TEXTS - 1,
            ..Counts::default()
        };
        let text = BytesStart::new("x:si");
        assert!(counts.take(&text).is_ok());
        assert!(counts.take(&text).is_err());
    }

    #[test]
    fn ranges() {
        for good in ["7", "B7", "b7", "A1:B7", "XFD1048576", "A1:A1"] {
            assert!(is_range(good), "{good}");
        }
        for bad in [
            "",
            "B",
            "0",
            "A1:",
            "B7:A8",
            "B7:C6",
            "XFE1",
            "A12345678",
            "A-1",
            "é1",
        ] {
            assert!(!is_range(bad), "{bad}");
        }
    }
}
