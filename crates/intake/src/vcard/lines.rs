use std::io::{self, BufRead};

/// The most bytes of a line that are kept. Names and ids are short; pictures are passed over.
const LONGEST: usize = 64 << 10;

/// The lines of address cards, each with those that continue it.
///
/// They end with LF, CRLF or CR. A line is continued by one that begins with white space, of which the first
/// character is left out, or, in quoted-printable text, where it ends with `=`. A character of several bytes may be
/// broken by that, so that lines are bytes.
pub(super) struct Lines<R> {
    input: R,
    text: Vec<u8>,
    is_cut: bool,
    /// The number of the line, counted from 1, and of the last one that continues it.
    line: u64,
    last: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn of(input: R) -> Self {
        Self {
            input,
            text: Vec::new(),
            is_cut: false,
            line: 0,
            last: 0,
        }
    }

    /// Reads the next line; `false` at the end.
    pub(super) fn next(&mut self) -> io::Result<bool> {
        self.text.clear();
        self.is_cut = false;
        self.line = self.last + 1;
        if !self.read()? {
            return Ok(false);
        }
        loop {
            match self.peek()? {
                Some(b' ' | b'\t') => self.input.consume(1),
                Some(_) if self.text.ends_with(b"=") && is_quoted_printable(&self.text) => {
                    self.text.pop();
                }
                _ => return Ok(true),
            }
            self.read()?;
        }
    }

    /// The number of the line, counted from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The line with those that continue it.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Whether it is longer than what was kept of it.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    /// Reads up to the end of a line, and what ends it; `false` where there is nothing.
    fn read(&mut self) -> io::Result<bool> {
        let mut is_there = false;
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                self.last += u64::from(is_there);
                return Ok(is_there);
            }
            is_there = true;
            let end = buffer.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let part = &buffer[..end.unwrap_or(buffer.len())];
            let room = LONGEST.saturating_sub(self.text.len());
            self.is_cut |= part.len() > room;
            self.text.extend_from_slice(&part[..part.len().min(room)]);
            let read = part.len();
            let ending = end.map(|end| buffer[end]);
            self.input.consume(read + usize::from(ending.is_some()));
            if ending == Some(b'\r') && self.peek()? == Some(b'\n') {
                self.input.consume(1);
            }
            if ending.is_some() {
                self.last += 1;
                return Ok(true);
            }
        }
    }
}

/// Whether the value of a line is quoted-printable, as vCard 2.1 has it.
fn is_quoted_printable(line: &[u8]) -> bool {
    let mut parts = line.split(|byte| *byte == b':');
    let mut head = parts.next().unwrap_or_default().split(|byte| *byte == b';');
    head.any(|parameter| {
        let value = parameter.rsplit(|byte| *byte == b'=').next();
        value.is_some_and(|value| value.eq_ignore_ascii_case(b"quoted-printable"))
    })
}
