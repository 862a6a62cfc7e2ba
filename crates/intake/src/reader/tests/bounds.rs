//! Long sources, long rows, and endless ones.

use super::*;

/// A piece of text repeated up to a length, made while it is read.
struct Again {
    start: &'static [u8],
    piece: Vec<u8>,
    place: usize,
    left: u64,
}

impl Again {
    fn new(start: &'static str, piece: impl Into<Vec<u8>>, bytes: u64) -> Self {
        Self {
            start: start.as_bytes(),
            piece: piece.into(),
            place: 0,
            left: bytes,
        }
    }
}

impl Read for Again {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if !self.start.is_empty() {
            return self.start.read(into);
        }
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        let piece = &self.piece[self.place..];
        let read = piece.len().min(into.len()).min(left);
        into[..read].copy_from_slice(&piece[..read]);
        self.place = (self.place + read) % self.piece.len();
        self.left -= read as u64;
        Ok(read)
    }
}

/// The number of good rows, and the error at the end.
fn count(input: Again) -> (u64, Option<String>) {
    let mut good = 0;
    let mut reader = match Reader::open(input, &Options::default()) {
        Ok(reader) => reader,
        Err(error) => return (0, Some(error.to_string())),
    };
    for row in &mut reader {
        match row {
            Ok(row) => good += u64::from(row.content.is_ok()),
            Err(error) => return (good, Some(error.to_string())),
        }
    }
    (good, None)
}

#[test]
fn a_long_source_is_streamed() {
    const BYTES: u64 = 300 << 20;
    let note = "A note over some lines,\nwith commas.\n".repeat(200);
    for (start, row) in [
        ("external_person_id,note\n", format!("1,\"{note}\"\n")),
        (
            "",
            format!(
                "{{\"external_person_id\":\"1\",\"full_name\":{:600}\"\"}}\n",
                ""
            ),
        ),
    ] {
        let rows = BYTES / row.len() as u64 / 4;
        let length = rows * row.len() as u64;
        assert_eq!(count(Again::new(start, row, length)), (rows, None));
    }
}

#[test]
fn a_row_that_never_ends_is_an_error() {
    for (start, piece, words) in [
        (
            "external_person_id\n1\n",
            "x",
            "line 3: the row that begins here",
        ),
        (
            "external_person_id\n1\n\"",
            "x\n",
            "line 3: a field in quotes",
        ),
        (
            "[{\"external_person_id\":\"1\"},\n[",
            "1,",
            "line 2: the object has no end",
        ),
    ] {
        let (good, error) = count(Again::new(start, piece, u64::MAX));
        let error = error.unwrap();
        assert!(error.starts_with(words), "{error}");
        assert_eq!(good, 1, "{error}");
    }
    // A line of NDJSON that is too long is reported, and the next one is read.
    let long = format!(
        "{}\n{{\"external_person_id\":\"2\"}}\n",
        "x".repeat(2 << 20)
    );
    let text = format!("{{\"external_person_id\":\"1\"}}\n{long}");
    let rows = vec![good(1, "1"), (2, Err("line_too_long")), good(3, "2")];
    assert_eq!(
        all(io::Cursor::new(text), &Options::default()),
        (rows, None)
    );
}

#[test]
fn the_search_for_the_header_is_bounded() {
    let (good, error) = count(Again::new("", "x;y;z\n", u64::MAX));
    let error = error.unwrap();
    assert!(
        error.contains("no column external_id or external_person_id; it has x, y, z"),
        "{error}"
    );
    assert_eq!(good, 0);
}
