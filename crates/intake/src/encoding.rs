//! Decodes text from whatever encoding a source is in to UTF-8.

mod judge;

use std::io::{self, BufRead, Read};
use std::sync::{Arc, OnceLock};

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::peeked::Peeked;
use crate::unreadable::{Unreadable, printable};
use judge::Judged;

/// How much is decoded at a time.
const CAPACITY: usize = 32 << 10;

/// A byte that never occurs in UTF-8.
const NEVER: u8 = 0xff;

/// The encoding of a source once it is known, and what to tell the user about it.
#[derive(Debug)]
pub(crate) struct Decided {
    pub(crate) encoding: &'static Encoding,
    pub(crate) notice: Option<String>,
}

/// A source as UTF-8, without a leading byte order mark.
///
/// - A mark decides: UTF-8, UTF-16LE or UTF-16BE.
/// - Without one, there is nothing to decide while all bytes are ASCII. From the first byte that is not, it looks
///   at as much as it needs (at most 64 KiB), and then decides for the whole source: UTF-8, or Windows-1252 if it
///   cannot be UTF-8. A file is decided like a pipe, without a second reading, so both always give the same result.
///
/// Undecodable input becomes a byte that never occurs in UTF-8, so its row is refused like any other invalid text.
/// (`encoding_rs_io` would silently put U+FFFD in its place.)
pub(crate) struct Text<R> {
    input: Peeked<R>,
    state: State,
    decided: Arc<OnceLock<Decided>>,
}

enum State {
    /// All ASCII so far, ending with this byte.
    Undecided {
        last: u8,
    },
    /// The bytes pass through unchanged.
    Utf8,
    Other(Box<Other>),
}

struct Other {
    decoder: encoding_rs::Decoder,
    text: Vec<u8>,
    /// The unread part of the text: its start and end.
    start: usize,
    end: usize,
    is_over: bool,
}

/// The encoding with this name on the web: `windows-1252`, `utf-16le`, `shift_jis`.
///
/// # Errors
/// If there is none.
pub(crate) fn named(name: &str) -> Result<&'static Encoding, Unreadable> {
    Encoding::for_label(name.as_bytes()).ok_or_else(|| {
        let name = printable(name);
        Unreadable::new(format!(
            "there is no encoding '{name}'; use utf-8, utf-16le, utf-16be, windows-1252, iso-8859-2, shift_jis, \
             gb18030 or another one of the WHATWG's list"
        ))
    })
}

impl<R: Read> Text<R> {
    /// The text of a source, in the requested encoding or the one detected.
    pub(crate) fn of(
        input: Peeked<R>,
        asked: Option<&'static Encoding>,
    ) -> Result<Self, Unreadable> {
        let mut text = Self {
            input,
            state: State::Undecided { last: 0 },
            decided: Arc::default(),
        };
        let start = text.input.peek(4)?;
        if matches!(start, [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..]) {
            return Err(Unreadable::new(
                "this is UTF-32, which is not supported; save it as UTF-8",
            ));
        }
        let mark = Encoding::for_bom(start);
        if let (Some((marked, _)), Some(asked)) = (mark, asked)
            && marked != asked
        {
            let (marked, asked) = (marked.name(), asked.name());
            return Err(Unreadable::new(format!(
                "it begins with the byte order mark of {marked} and cannot be {asked}; leave out --encoding"
            )));
        }
        if let Some((marked, length)) = mark {
            text.input.consume(length);
            text.decide(marked, None);
        } else if let Some(asked) = asked {
            text.decide(asked, None);
        } else if let Some(likely) = unmarked_utf_16(start) {
            let name = likely.name();
            return Err(Unreadable::new(format!(
                "this seems to be UTF-16 without a byte order mark: use --encoding {name}",
            )));
        }
        Ok(text)
    }

    /// The encoding; set once it is decided, at the end at the latest.
    pub(crate) fn decided(&self) -> Arc<OnceLock<Decided>> {
        Arc::clone(&self.decided)
    }

    fn decide(&mut self, encoding: &'static Encoding, notice: Option<String>) {
        self.state = if encoding == UTF_8 {
            State::Utf8
        } else {
            State::Other(Box::new(Other {
                decoder: encoding.new_decoder_without_bom_handling(),
                text: vec![0; CAPACITY],
                start: 0,
                end: 0,
                is_over: false,
            }))
        };
        // Only the first decision counts.
        let _ = self.decided.set(Decided { encoding, notice });
    }

    /// Looks at upcoming non-ASCII bytes until the encoding is clear.
    fn judge(&mut self, last: u8) -> io::Result<()> {
        let mut wanted = 8;
        let judged = loop {
            let seen = self.input.peek(wanted)?;
            let (seen, length) = (&seen[..seen.len().min(judge::ENOUGH)], seen.len());
            match judge::judge(last, seen, length < wanted) {
                Ok(judged) => break judged,
                Err(more) => wanted = more,
            }
        };
        let Judged { encoding, notice } = judged;
        self.decide(encoding, notice);
        Ok(())
    }
}

/// UTF-16 whose first characters are ASCII, as in a header.
fn unmarked_utf_16(start: &[u8]) -> Option<&'static Encoding> {
    match start {
        [1..0x80, 0, 1..0x80, 0, ..] => Some(UTF_16LE),
        [0, 1..0x80, 0, 1..0x80, ..] => Some(UTF_16BE),
        _ => None,
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match &mut self.state {
                State::Utf8 => return self.input.read(into),
                State::Undecided { last } => {
                    let held = self.input.fill_buf()?;
                    let ascii = Encoding::ascii_valid_up_to(held).min(into.len());
                    if ascii > 0 || held.is_empty() || into.is_empty() {
                        let read = self.input.read(&mut into[..ascii])?;
                        *last = into[..read].last().copied().unwrap_or(*last);
                        return Ok(read);
                    }
                    let last = *last;
                    self.judge(last)?;
                }
                State::Other(other) => {
                    let text = &other.text[other.start..other.end];
                    if !text.is_empty() || other.is_over {
                        let read = text.len().min(into.len());
                        into[..read].copy_from_slice(&text[..read]);
                        other.start += read;
                        return Ok(read);
                    }
                    let read = other.decode(self.input.fill_buf()?);
                    self.input.consume(read);
                }
            }
        }
    }
}

impl Other {
    /// Decodes the next bytes, or the end. Returns how many it consumed.
    fn decode(&mut self, bytes: &[u8]) -> usize {
        let is_last = bytes.is_empty();
        // Malformed input adds one byte.
        let room = &mut self.text[..CAPACITY - 1];
        let (result, read, written) = self
            .decoder
            .decode_to_utf8_without_replacement(bytes, room, is_last);
        (self.start, self.end) = (0, written);
        match result {
            DecoderResult::InputEmpty => self.is_over = is_last,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                self.text[written] = NEVER;
                self.end += 1;
            }
        }
        read
    }
}

#[cfg(test)]
mod tests;
