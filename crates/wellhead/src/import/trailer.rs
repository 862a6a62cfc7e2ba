//! A last line by which a producer confirms that it finished.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;

/// The longest possible trailer.
const MAX_BYTES: usize = 4 << 10;
/// How much is read at a time.
const READ_BYTES: usize = 64 << 10;

/// What the end of a source holds that should end with `{"end":true}` or `{"end":true,"count":N}`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trailer(Arc<Mutex<Option<LastLine>>>);

/// The last line of such a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LastLine {
    end: True,
    /// The number of rows.
    pub(crate) count: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "bool")]
struct True;

impl TryFrom<bool> for True {
    type Error = &'static str;

    fn try_from(value: bool) -> Result<Self, &'static str> {
        value.then_some(Self).ok_or("the end is true")
    }
}

impl Trailer {
    /// The trailer, if the source was read to its end and has one.
    pub(crate) fn found(&self) -> Option<LastLine> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, end: Option<LastLine>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = end;
    }

    /// `input` without its last line if that is a trailer. Any other last line is passed on.
    pub(super) fn cut<R: Read>(&self, input: R) -> Cut<R> {
        self.note(None);
        Cut {
            input,
            trailer: self.clone(),
            kept: Vec::new(),
            given: 0,
            free: 0,
            begins_a_line: true,
            is_at_end: false,
        }
    }
}

/// See [`Trailer::cut`].
pub(super) struct Cut<R> {
    input: R,
    trailer: Trailer,
    /// Received bytes: those already passed on, those ready to be, and those that may be the trailer.
    kept: Vec<u8>,
    given: usize,
    free: usize,
    /// Whether `kept` starts at the beginning of a line.
    begins_a_line: bool,
    is_at_end: bool,
}

impl<R: Read> Read for Cut<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.free && !self.is_at_end {
            self.refill()?;
        }
        let length = buffer.len().min(self.free - self.given);
        buffer[..length].copy_from_slice(&self.kept[self.given..][..length]);
        self.given += length;
        Ok(length)
    }
}

impl<R: Read> Cut<R> {
    fn refill(&mut self) -> io::Result<()> {
        if let Some(before) = self.kept.drain(..self.given).next_back() {
            self.begins_a_line = before == b'\n';
        }
        self.given = 0;
        let length = self.kept.len();
        self.kept.resize(length + READ_BYTES, 0);
        let read = self.input.read(&mut self.kept[length..]);
        self.kept
            .truncate(length + read.as_ref().copied().unwrap_or(0));
        self.is_at_end = read? == 0;
        let all = self.kept.len();
        let last = last_line(&self.kept);
        let may_be_it = all - last <= MAX_BYTES && (last > 0 || self.begins_a_line);
        self.free = if !may_be_it {
            all
        } else if self.is_at_end {
            let end = serde_json::from_slice(&self.kept[last..]).ok();
            self.trailer.note(end);
            end.map_or(all, |_| last)
        } else {
            last
        };
        Ok(())
    }
}

/// Where the last line begins; line breaks after it belong to it.
fn last_line(text: &[u8]) -> usize {
    let text = text.trim_ascii_end();
    let end = text.iter().rposition(|byte| *byte == b'\n');
    end.map_or(0, |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Yields a few bytes at a time.
    struct Dripping<'a>(&'a [u8], usize);

    impl Read for Dripping<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.1.min(buffer.len()).min(self.0.len());
            let (now, later) = self.0.split_at(length);
            buffer[..length].copy_from_slice(now);
            self.0 = later;
            Ok(length)
        }
    }

    #[test]
    fn only_a_last_line_is_cut() {
        let some = |count| Some(LastLine { end: True, count });
        let long = format!("a\n{}{{\"end\":true}}", "x".repeat(3 * MAX_BYTES));
        for (text, given, found) in [
            ("a\nb\n{\"end\":true}\n", "a\nb\n", some(None)),
            ("a\r\n{\"end\":true,\"count\":7}", "a\r\n", some(Some(7))),
            ("{\"count\":0, \"end\":true}\r\n\n \n", "", some(Some(0))),
            ("{\"end\":true}\na\n", "{\"end\":true}\na\n", None),
            ("a\n{\"end\":false}\n", "a\n{\"end\":false}\n", None),
            ("a\n{\"end\":tr", "a\n{\"end\":tr", None),
            (
                "a\n{\"end\":true,\"x\":1}",
                "a\n{\"end\":true,\"x\":1}",
                None,
            ),
            (
                "a\n{\"end\":true,\"count\":-1}",
                "a\n{\"end\":true,\"count\":-1}",
                None,
            ),
            ("", "", None),
            (&long, &long, None),
        ] {
            for step in [1, 2, 7, 1 << 20] {
                let trailer = Trailer::default();
                let mut read = String::new();
                let input = Dripping(text.as_bytes(), step);
                trailer.cut(input).read_to_string(&mut read).unwrap();
                assert_eq!(read, given, "{text:.40} by {step}");
                assert_eq!(trailer.found(), found, "{text:.40} by {step}");
            }
        }
    }
}
