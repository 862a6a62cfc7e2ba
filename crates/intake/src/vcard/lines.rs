use std::io::{self, BufRead};

/// How many bytes of a line are kept. Names and ids are short; pictures are skipped.
const LONGEST: usize = 64 << 10;

/// The lines of address cards, each with its continuation lines.
///
/// Lines end with LF, CRLF or CR. A continuation begins with white space, whose first character is dropped, or, in
/// quoted-printable text, follows a line that ends with `=`. Folding can split a character of several bytes, so
/// lines are bytes.
pub(super) struct Lines<R> {
    input: R,
    text: Vec<u8>,
    is_cut: bool,
    /// The last byte of the line, kept or not.
    end: Option<u8>,
    /// The number of the line, counted from 1, and of its last continuation line.
    line: u64,
    last: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn of(input: R) -> Self {
        Self {
            input,
            text: Vec::new(),
            is_cut: false,
            end: None,
            line: 0,
            last: 0,
        }
    }

    /// Reads the next line; `false` at the end.
    pub(super) fn next(&mut self) -> io::Result<bool> {
        self.text.clear();
        self.is_cut = false;
        self.end = None;
        self.line = self.last + 1;
        if !self.read()? {
            return Ok(false);
        }
        // Found out once per line: it takes a search through the head, which may be long.
        let mut is_quoted = false;
        loop {
            match self.peek()? {
                Some(b' ' | b'\t') => self.input.consume(1),
                Some(_)
                    if self.end == Some(b'=') && (is_quoted || is_quoted_printable(&self.text)) =>
                {
                    is_quoted = true;
                    self.end = None;
                    if !self.is_cut {
                        self.text.pop();
                    }
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

    /// The line with its continuation lines.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Whether the line is longer than the part that was kept.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    /// Reads up to and including the end of a line; `false` at the end of the text.
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
            self.end = part.last().copied().or(self.end);
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

/// Whether the value of a line is quoted-printable, as in vCard 2.1.
fn is_quoted_printable(line: &[u8]) -> bool {
    let mut parts = line.split(|byte| *byte == b':');
    let mut head = parts.next().unwrap_or_default().split(|byte| *byte == b';');
    head.any(|parameter| {
        let value = parameter.rsplit(|byte| *byte == b'=').next();
        value.is_some_and(|value| value.eq_ignore_ascii_case(b"quoted-printable"))
    })
}
