use std::io::{self, BufRead, Read};

use serde::Deserialize;
use serde::de::IgnoredAny;
use wellhead_core::sync::MAX_LINE_BYTES;

use super::{Object, Objects};
use crate::unreadable::Unreadable;

/// How far to look for the end of a value, in bytes.
const PATIENCE: usize = 64 << 20;

/// The elements of an array, or a sequence of values, over any number of lines. One is in memory at a time, and may
/// be no longer than a line of NDJSON.
///
/// `serde_json` reads each to find its end, so invalid JSON is reported where it stands. Reading stops there,
/// because what follows could be inside a string.
pub(crate) struct Values<R> {
    input: R,
    /// The line of the next byte.
    line: u64,
    awaited: Awaited,
}

/// What should come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    /// An array.
    Array,
    /// Its first element, or its closing bracket.
    First,
    /// After an element: another one, or the closing bracket.
    Next,
    /// After the closing bracket: the end of the source.
    End,
    /// Outside an array: a value, or the end of the source.
    Loose,
}

impl<R: BufRead> Values<R> {
    /// The elements of a source that is one array.
    pub(crate) fn of_array(input: R) -> Self {
        Self {
            input,
            line: 1,
            awaited: Awaited::Array,
        }
    }

    /// The values of a source, in sequence.
    pub(crate) fn loose(input: R) -> Self {
        Self {
            awaited: Awaited::Loose,
            ..Self::of_array(input)
        }
    }

    /// Skips to the start of the next value; `false` at the end.
    fn seek(&mut self) -> Result<bool, Unreadable> {
        loop {
            let byte = self.past_white_space()?;
            match (self.awaited, byte) {
                (Awaited::Loose | Awaited::End, None) => return Ok(false),
                (Awaited::Array, Some(b'[')) => self.awaited = Awaited::First,
                (Awaited::First | Awaited::Next, Some(b']')) => self.awaited = Awaited::End,
                (Awaited::First | Awaited::Loose, Some(_)) => return Ok(true),
                (Awaited::Next, Some(b',')) => {
                    self.input.consume(1);
                    self.past_white_space()?;
                    return Ok(true);
                }
                (_, None) => return Err(self.wrong(CUT_OFF)),
                (Awaited::Array, Some(_)) => {
                    return Err(self.wrong("a JSON array should begin here"));
                }
                (Awaited::Next, Some(_)) => {
                    return Err(self.wrong("',' or ']' should follow an element of the array here"));
                }
                (Awaited::End, Some(_)) => {
                    return Err(self.wrong("something follows the end of the array"));
                }
            }
            self.input.consume(1);
        }
    }

    /// The next byte other than white space.
    fn past_white_space(&mut self) -> io::Result<Option<u8>> {
        loop {
            let held = self.input.fill_buf()?;
            let Some(&byte) = held.first() else {
                return Ok(None);
            };
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                byte => return Ok(Some(byte)),
            }
            self.input.consume(1);
        }
    }

    fn wrong(&self, why: &str) -> Unreadable {
        Unreadable::at(self.line, why)
    }
}

const CUT_OFF: &str = "the JSON ends too early: the file was cut off";

impl<R: BufRead + Send> Objects for Values<R> {
    fn next(&mut self, text: &mut Vec<u8>) -> Result<Option<Object>, Unreadable> {
        text.clear();
        if !self.seek()? {
            return Ok(None);
        }
        if self.awaited == Awaited::First {
            self.awaited = Awaited::Next;
        }
        let line = self.line;
        let mut value = Value {
            input: &mut self.input,
            text,
            length: 0,
            line: &mut self.line,
            served: None,
            is_over: false,
        };
        let mut parser = serde_json::Deserializer::from_reader(&mut value);
        let parsed = IgnoredAny::deserialize(&mut parser);
        value.finish();
        let is_too_long = value.length > MAX_LINE_BYTES;
        match parsed {
            Ok(_) => Ok(Some(Object { line, is_too_long })),
            Err(error) if error.is_io() => Err(io::Error::from(error).into()),
            Err(error) if error.is_eof() => Err(self.wrong(CUT_OFF)),
            Err(error) => {
                // The parser counts lines, too, but only those of this value.
                let why = error.to_string();
                let why = why.split(" at line ").next().unwrap_or_default();
                Err(self.wrong(&format!("this is not JSON: {why}")))
            }
        }
    }
}

/// One value, byte by byte as the parser asks for it.
struct Value<'a, R> {
    input: &'a mut R,
    text: &'a mut Vec<u8>,
    /// How many bytes it has read.
    length: usize,
    line: &'a mut u64,
    /// The last byte handed to the parser. It is consumed only when the next one is asked for, because it may not
    /// be part of the value.
    served: Option<u8>,
    /// Whether the parser asked for a byte after the end.
    is_over: bool,
}

impl<R: BufRead> Value<'_, R> {
    fn pass(&mut self) {
        let Some(byte) = self.served.take() else {
            return;
        };
        self.input.consume(1);
        self.length += 1;
        *self.line += u64::from(byte == b'\n');
        if self.length <= MAX_LINE_BYTES {
            self.text.push(byte);
        } else {
            self.text.clear();
        }
    }

    /// Consumes the last byte, unless it was only the one that ended a number.
    fn finish(&mut self) {
        let first = self.text.first().copied().or(self.served);
        let is_number = first.is_some_and(|byte| byte == b'-' || byte.is_ascii_digit());
        if !is_number || self.is_over {
            self.pass();
        }
    }
}

impl<R: BufRead> Read for &mut Value<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.pass();
        if self.length > PATIENCE {
            let line = *self.line;
            return Err(io::Error::other(format!(
                "line {line}: the object has no end within 64 MiB"
            )));
        }
        let (Some(&byte), Some(place)) = (self.input.fill_buf()?.first(), into.first_mut()) else {
            self.is_over = true;
            return Ok(0);
        };
        *place = byte;
        self.served = Some(byte);
        Ok(1)
    }
}
