use std::collections::VecDeque;
use std::io::{self, BufRead};

use super::MAX_ROW_BYTES;

/// One line of a source, without its line feed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// All of it.
    Whole(Vec<u8>),
    /// It has more than [`MAX_ROW_BYTES`], of which none are kept.
    TooLong,
}

/// The lines of a source, which can be given back to be read again.
pub(super) struct Lines<R> {
    input: R,
    given_back: VecDeque<Vec<u8>>,
    /// The number of the last line, counted from 1.
    number: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn of(input: R) -> Self {
        Self {
            input,
            given_back: VecDeque::new(),
            number: 0,
        }
    }

    /// The next line and its number.
    pub(super) fn next(&mut self) -> io::Result<Option<(u64, Line)>> {
        let line = match self.given_back.pop_front() {
            Some(line) => Some(Line::Whole(line)),
            None => self.read()?,
        };
        self.number += u64::from(line.is_some());
        Ok(line.map(|line| (self.number, line)))
    }

    /// Gives back the last lines that were read, in their order.
    pub(super) fn give_back(&mut self, lines: Vec<Vec<u8>>) {
        self.number -= lines.len() as u64;
        for line in lines.into_iter().rev() {
            self.given_back.push_front(line);
        }
    }

    fn read(&mut self) -> io::Result<Option<Line>> {
        let mut line = Vec::new();
        let mut read = 0_usize;
        loop {
            let buffer = self.input.fill_buf()?;
            let newline = buffer.iter().position(|&byte| byte == b'\n');
            let part = &buffer[..newline.unwrap_or(buffer.len())];
            let is_end = buffer.is_empty();
            read = read.saturating_add(part.len());
            if read <= MAX_ROW_BYTES {
                line.extend_from_slice(part);
            } else {
                line = Vec::new();
            }
            let consumed = part.len() + usize::from(newline.is_some());
            self.input.consume(consumed);
            if is_end && read == 0 {
                return Ok(None);
            }
            if is_end || newline.is_some() {
                return Ok(Some(if read > MAX_ROW_BYTES {
                    Line::TooLong
                } else {
                    Line::Whole(line)
                }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(number: u64, text: &str) -> (u64, Line) {
        (number, Line::Whole(text.as_bytes().to_vec()))
    }

    #[test]
    fn lines_end_with_a_line_feed_or_the_source() {
        let mut lines = Lines::of(&b"a\n\nb\r\nc"[..]);
        for expected in [whole(1, "a"), whole(2, ""), whole(3, "b\r"), whole(4, "c")] {
            assert_eq!(lines.next().unwrap(), Some(expected));
        }
        assert_eq!(lines.next().unwrap(), None);
        lines.give_back(vec![b"b\r".to_vec(), b"c".to_vec()]);
        assert_eq!(lines.next().unwrap(), Some(whole(3, "b\r")));
        assert_eq!(lines.next().unwrap(), Some(whole(4, "c")));
    }

    #[test]
    fn an_endless_line_is_passed_over() {
        let mut text = vec![b'x'; 3 * MAX_ROW_BYTES];
        text.extend_from_slice(b"\nshort");
        let mut lines = Lines::of(&text[..]);
        assert_eq!(lines.next().unwrap(), Some((1, Line::TooLong)));
        assert_eq!(lines.next().unwrap(), Some(whole(2, "short")));
        assert_eq!(lines.next().unwrap(), None);
    }
}
