/// The longest line that is read, in bytes without its end. No record needs a longer one.
pub const MAX_LINE_BYTES: usize = 1 << 20;

/// Splits input that comes in chunks into lines.
///
/// A line ends with LF or CRLF; the last one needs no end. It does no I/O, so that it serves both network bodies and
/// files.
#[derive(Debug)]
pub struct Lines {
    /// The beginning of a line whose end has not been read.
    begun: Vec<u8>,
    /// Whether that line has been returned.
    is_given: bool,
    /// Whether the rest of the current line is to be skipped.
    is_skipping: bool,
    number: u64,
}

/// One line, without its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its number.
    pub number: u64,
    /// Its bytes; `None` for a line that is longer than [`MAX_LINE_BYTES`].
    pub content: Option<&'a [u8]>,
}

impl Lines {
    /// Lines whose first one has this number, counted from 1.
    #[must_use]
    pub fn starting_at(first: u64) -> Self {
        Self {
            begun: Vec::new(),
            is_given: false,
            is_skipping: false,
            number: first,
        }
    }

    /// The next line; takes it off the front of `input`. If `input` ends before the line does, keeps the rest and
    /// returns `None`.
    ///
    /// A line that is too long is reported before its end, which may never come. A byte order mark at the very
    /// beginning is skipped.
    pub fn next<'a, 'b: 'a>(&'a mut self, input: &mut &'b [u8]) -> Option<Line<'a>> {
        if std::mem::take(&mut self.is_given) {
            self.begun.clear();
        }
        while !input.is_empty() {
            let end = input.iter().position(|&byte| byte == b'\n');
            let (part, rest) = input.split_at(end.unwrap_or(input.len()));
            *input = rest.get(1..).unwrap_or_default();
            let number = self.number;
            self.number += u64::from(end.is_some());
            if self.is_skipping {
                self.is_skipping = end.is_none();
            } else if self.is_too_long(part) {
                self.begun.clear();
                self.is_skipping = end.is_none();
                return Some(Line {
                    number,
                    content: None,
                });
            } else if end.is_none() {
                self.begun.extend_from_slice(part);
            } else if self.begun.is_empty() {
                return Some(whole(number, part));
            } else {
                self.begun.extend_from_slice(part);
                self.is_given = true;
                return Some(whole(number, &self.begun));
            }
        }
        None
    }

    /// The last line, if it has no end. To be called when the input is over.
    pub fn last(&mut self) -> Option<Line<'_>> {
        if self.begun.is_empty() || self.is_given {
            return None;
        }
        self.is_given = true;
        Some(whole(self.number, &self.begun))
    }

    /// Whether `part` makes the current line too long. A CR at its end may belong to the line's end.
    fn is_too_long(&self, part: &[u8]) -> bool {
        let last = part.last().or(self.begun.last());
        let bound = MAX_LINE_BYTES + usize::from(last == Some(&b'\r'));
        self.begun.len() + part.len() > bound
    }
}

fn whole(number: u64, line: &[u8]) -> Line<'_> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let mark = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1);
    Line {
        number,
        content: Some(mark.unwrap_or(line)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of what comes in these parts.
    fn read<'a>(
        parts: impl IntoIterator<Item = &'a [u8]>,
        first: u64,
    ) -> Vec<(u64, Option<Vec<u8>>)> {
        let mut lines = Lines::starting_at(first);
        let mut read = Vec::new();
        let owned = |line: Line<'_>| (line.number, line.content.map(<[u8]>::to_vec));
        for mut part in parts {
            while let Some(line) = lines.next(&mut part) {
                read.push(owned(line));
            }
            assert!(part.is_empty());
            assert!(lines.begun.capacity() <= 2 * MAX_LINE_BYTES);
        }
        read.extend(lines.last().map(owned));
        assert_eq!(lines.last(), None);
        read
    }

    fn numbered(first: u64, lines: &[&str]) -> Vec<(u64, Option<Vec<u8>>)> {
        (first..)
            .zip(lines)
            .map(|(number, line)| (number, Some(line.as_bytes().to_vec())))
            .collect()
    }

    #[test]
    fn lines_are_the_same_however_they_come() {
        for (text, expected) in [
            ("one\n\ntwo\r\nth\rree", &["one", "", "two", "th\rree"][..]),
            ("one\n", &["one"]),
            ("\r\n\r", &["", ""]),
            ("", &[]),
            ("\n\n", &["", ""]),
        ] {
            for size in 1..=text.len().max(1) {
                let parts = text.as_bytes().chunks(size);
                assert_eq!(read(parts, 7), numbered(7, expected), "{text:?} by {size}");
            }
        }
    }

    #[test]
    fn a_mark_at_the_very_beginning_is_passed_over() {
        let text = "\u{feff}a\n\u{feff}b\n";
        for size in 1..=text.len() {
            let parts = || text.as_bytes().chunks(size);
            assert_eq!(read(parts(), 1), numbered(1, &["a", "\u{feff}b"]));
            // What is sent from its middle begins with no mark.
            let expected = numbered(2, &["\u{feff}a", "\u{feff}b"]);
            assert_eq!(read(parts(), 2), expected);
        }
        assert_eq!(read(["\u{feff}".as_bytes()], 1), numbered(1, &[""]));
    }

    #[test]
    fn a_line_that_is_too_long_is_not_kept() {
        let longest = vec![b'x'; MAX_LINE_BYTES];
        let lines = [
            &longest,
            &b"\r\n"[..],
            &longest,
            b"x\nnext\n",
            &longest,
            b"\ry\n",
            &longest,
            b"xyz",
        ];
        let text = lines.concat();
        let expected = [
            (7, Some(longest.clone())),
            (8, None),
            (9, Some(b"next".to_vec())),
            (10, None),
            (11, None),
        ];
        for size in [1 << 10, (1 << 20) + 1, 1 << 22] {
            assert!(read(text.chunks(size), 7) == expected, "{size}");
        }
    }

    #[test]
    fn an_endless_line_is_told_of_at_once() {
        let mut lines = Lines::starting_at(1);
        let part = vec![b'x'; 1 << 16];
        let told = std::iter::repeat_n(&part, 17).find_map(|part| {
            let line = lines.next(&mut &part[..])?;
            Some((line.number, line.content.is_none()))
        });
        assert_eq!(told, Some((1, true)));
        for _ in 0..1_000 {
            assert_eq!(lines.next(&mut &part[..]), None);
        }
        assert_eq!(lines.last(), None);
        assert!(lines.begun.capacity() <= 2 * MAX_LINE_BYTES);
    }
}
