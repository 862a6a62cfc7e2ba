use std::ops::Range;

/// The longest field, in bytes. Salesforce's longest text has 131,072 characters.
pub(crate) const MAX_FIELD_BYTES: usize = 1 << 20;

/// The longest record, in bytes of its fields.
pub(crate) const MAX_RECORD_BYTES: usize = 16 << 20;

/// The most fields of a record, as many as a sheet of Excel has columns.
pub(crate) const MAX_FIELDS: usize = 16_384;

/// How far to look for the end of a record that is too long, in bytes.
const PATIENCE: usize = 64 << 20;

/// Splits CSV into records, however its bytes arrive. The one place that decides where records and fields end.
///
/// This is our own state machine because `csv-core` reads on after unbalanced quotes, which turns the contents of a
/// field into records: people that nobody named. With balanced quotes, both produce the same records.
///
/// LF, CR and CRLF end a record outside quotes; nothing does within them. Empty lines are skipped.
#[derive(Debug)]
pub(super) struct Splitter {
    delimiter: u8,
    state: SplitState,
    /// The line of the next byte.
    line: u64,
    /// Whether the last byte was a CR, which an LF may complete.
    is_after_cr: bool,
    record: ByteRecord,
    /// Bytes read so far of the record and of the field, kept or not.
    record_bytes: usize,
    field_bytes: usize,
    /// The line on which the field begins.
    field_line: u64,
}

/// One record in the sense of RFC 4180, as bytes.
#[derive(Debug, Default)]
pub(super) struct ByteRecord {
    /// The line on which it begins.
    pub(super) line: u64,
    /// Its fields, joined.
    text: Vec<u8>,
    ends: Vec<usize>,
    /// Why its text was not kept.
    pub(super) too_long: Option<&'static str>,
}

/// Why reading stops: the end of a quoted field is unknown, so everything after it is, too.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lost {
    /// The line on which the field, or the record, begins.
    pub(super) line: u64,
    pub(super) why: Why,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// Something follows a closing quote, on this line.
    Astray(u64),
    /// The source ends within quotes.
    NotClosed,
    /// A field in quotes is longer than [`MAX_FIELD_BYTES`].
    TooLong,
    /// No end within [`PATIENCE`].
    Endless,
}

/// What the next byte belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SplitState {
    RecordStart,
    FieldStart,
    /// In a field without quotes, where a quote is an ordinary character.
    Bare,
    Quoted,
    /// After a quote in a quoted field: either the closing one, or the first of a pair.
    Quote,
}

impl Splitter {
    /// A splitter whose first byte is on this line.
    pub(super) fn new(delimiter: u8, line: u64) -> Self {
        Self {
            delimiter,
            state: SplitState::RecordStart,
            line,
            is_after_cr: false,
            record: ByteRecord::default(),
            record_bytes: 0,
            field_bytes: 0,
            field_line: line,
        }
    }

    /// Consumes `input` up to the end of the next record; `None` means it consumed everything.
    ///
    /// # Errors
    /// [`Lost`]; reading stops there.
    pub(super) fn next(&mut self, input: &mut &[u8]) -> Result<Option<&ByteRecord>, Lost> {
        while let Some(&byte) = input.first() {
            match self.state {
                SplitState::RecordStart => {
                    if is_line_end(byte) {
                        self.pass(byte);
                        *input = &input[1..];
                        continue;
                    }
                    self.record.begin(self.line);
                    self.record_bytes = 0;
                    self.is_after_cr = false;
                    self.start_field();
                }
                SplitState::FieldStart => {
                    if byte == b'"' {
                        self.state = SplitState::Quoted;
                        *input = &input[1..];
                    } else {
                        self.state = SplitState::Bare;
                    }
                }
                SplitState::Bare => {
                    let end = input.iter().position(|&byte| self.ends_field(byte));
                    let (text, rest) = input.split_at(end.unwrap_or(input.len()));
                    self.keep(text)?;
                    *input = rest;
                    if end.is_some() && self.end_field(input) {
                        return Ok(Some(&self.record));
                    }
                }
                SplitState::Quoted => {
                    let end = input.iter().position(|&byte| byte == b'"');
                    let (text, rest) = input.split_at(end.unwrap_or(input.len()));
                    for &byte in text {
                        self.pass(byte);
                    }
                    self.keep(text)?;
                    *input = rest;
                    if end.is_some() {
                        self.pass(b'"');
                        self.state = SplitState::Quote;
                        *input = &input[1..];
                    }
                }
                SplitState::Quote => {
                    if byte == b'"' {
                        self.keep(b"\"")?;
                        self.state = SplitState::Quoted;
                        *input = &input[1..];
                    } else if !self.ends_field(byte) {
                        return Err(self.lost(Why::Astray(self.line)));
                    } else if self.end_field(input) {
                        return Ok(Some(&self.record));
                    }
                }
            }
        }
        Ok(None)
    }

    /// The last record, which needs no line end.
    ///
    /// # Errors
    /// If it ends within quotes.
    pub(super) fn last(&mut self) -> Result<Option<&ByteRecord>, Lost> {
        match std::mem::replace(&mut self.state, SplitState::RecordStart) {
            SplitState::RecordStart => Ok(None),
            SplitState::Quoted => Err(self.lost(Why::NotClosed)),
            SplitState::FieldStart | SplitState::Bare | SplitState::Quote => {
                self.record.end_field();
                Ok(Some(&self.record))
            }
        }
    }

    /// The number of fields so far in the current record.
    pub(super) fn width(&self) -> usize {
        self.record.ends.len() + 1
    }

    fn ends_field(&self, byte: u8) -> bool {
        byte == self.delimiter || is_line_end(byte)
    }

    fn start_field(&mut self) {
        self.state = SplitState::FieldStart;
        self.field_bytes = 0;
        self.field_line = self.line;
    }

    /// Ends a field at the first byte of `input`. Returns whether that ends the record, too.
    fn end_field(&mut self, input: &mut &[u8]) -> bool {
        let byte = input[0];
        *input = &input[1..];
        self.record.end_field();
        self.pass(byte);
        if byte == self.delimiter {
            self.record_bytes += 1;
            self.start_field();
            return false;
        }
        self.state = SplitState::RecordStart;
        true
    }

    /// Counts lines: CRLF ends one, and so does either character alone.
    fn pass(&mut self, byte: u8) {
        let is_end = byte == b'\r' || byte == b'\n' && !self.is_after_cr;
        self.line += u64::from(is_end);
        self.is_after_cr = byte == b'\r';
    }

    /// Keeps part of a field, unless it or its record is too long.
    fn keep(&mut self, text: &[u8]) -> Result<(), Lost> {
        self.field_bytes += text.len();
        self.record_bytes += text.len();
        if self.field_bytes > MAX_FIELD_BYTES {
            if self.state != SplitState::Bare {
                return Err(self.lost(Why::TooLong));
            }
            self.record.give_up("a field is longer than 1 MiB");
        }
        if self.record_bytes > MAX_RECORD_BYTES {
            self.record.give_up("it is longer than 16 MiB");
        }
        if self.record_bytes > PATIENCE {
            let line = self.record.line;
            return Err(Lost {
                line,
                why: Why::Endless,
            });
        }
        if self.record.too_long.is_none() {
            self.record.text.extend_from_slice(text);
        }
        Ok(())
    }

    fn lost(&self, why: Why) -> Lost {
        Lost {
            line: self.field_line,
            why,
        }
    }

    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        self.record.text.capacity() + self.record.ends.capacity() * size_of::<usize>()
    }
}

impl ByteRecord {
    /// Its fields.
    pub(super) fn fields(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let field: Range<usize> = start..end;
            start = end;
            &self.text[field]
        })
    }

    fn begin(&mut self, line: u64) {
        self.line = line;
        self.text.clear();
        self.ends.clear();
        self.too_long = None;
    }

    fn end_field(&mut self) {
        if self.ends.len() >= MAX_FIELDS {
            self.give_up("it has more than 16,384 fields");
        }
        if self.too_long.is_none() {
            self.ends.push(self.text.len());
        }
    }

    fn give_up(&mut self, why: &'static str) {
        self.too_long.get_or_insert(why);
        self.text = Vec::new();
        self.ends = Vec::new();
    }
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

#[cfg(test)]
mod tests;
