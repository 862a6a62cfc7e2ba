//! Text in whichever encoding a source is in, as UTF-8.

mod judge;

use std::io::{self, BufRead, Read};
use std::sync::{Arc, OnceLock};

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::peeked::Peeked;
use crate::unreadable::{Unreadable, printable};
use judge::Judged;

/// How much is decoded in one go.
const CAPACITY: usize = 32 << 10;

/// A byte that no UTF-8 has.
const NEVER: u8 = 0xff;

/// What encoding a source is in, once that is known, and what people should know of it.
#[derive(Debug)]
pub(crate) struct Decided {
    pub(crate) encoding: &'static Encoding,
    pub(crate) notice: Option<String>,
}

/// A source as UTF-8, without a byte order mark at its beginning.
///
/// - A mark decides: UTF-8, UTF-16LE or UTF-16BE.
/// - Without one, nothing needs deciding as long as all bytes are ASCII. From the first byte on that is not, so much is
///   looked at as is needed (at most 64 KiB), and the whole source is in the one encoding: UTF-8, or Windows-1252 where
///   it cannot be UTF-8. A file is decided as a pipe is, and not read twice, so that both always say the same.
///
/// What cannot be decoded becomes a byte that no UTF-8 has, so that its row is refused like any that is no text.
/// (`encoding_rs_io` would put U+FFFD in its place, and nobody would know.)
pub(crate) struct Text<R> {
    input: Peeked<R>,
    state: State,
    decided: Arc<OnceLock<Decided>>,
}

enum State {
    /// All was ASCII so far; this was the last of it.
    Undecided {
        last: u8,
    },
    /// The bytes are what is read.
    Utf8,
    Other(Box<Other>),
}

struct Other {
    decoder: encoding_rs::Decoder,
    text: Vec<u8>,
    /// Where in the text begins what was not read, and where it ends.
    start: usize,
    end: usize,
    is_over: bool,
}

/// The encoding of this name, as the web knows them: `windows-1252`, `utf-16le`, `shift_jis`.
///
/// # Errors
/// Where there is none.
pub(crate) fn named(name: &str) -> Result<&'static Encoding, Unreadable> {
    Encoding::for_label(name.as_bytes()).ok_or_else(|| {
        let name = printable(name);
        Unreadable::new(format!(
            "no encoding '{name}' is known; there are utf-8, utf-16le, utf-16be, windows-1252, iso-8859-2, \
             shift_jis, gb18030 and the others of the WHATWG's list"
        ))
    })
}

impl<R: Read> Text<R> {
    /// The text of a source, in the encoding that was asked for or the one that it shows.
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
                "this is UTF-32, which is not read; save it as UTF-8",
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
                "this is UTF-16 without a byte order mark, it seems: say --encoding {name}",
            )));
        }
        Ok(text)
    }

    /// What is known of the encoding; set when it is decided, at the latest at the end.
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
        // It is decided once.
        let _ = self.decided.set(Decided { encoding, notice });
    }

    /// Looks at what comes, which is not ASCII, until it is clear what it is.
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

/// UTF-16 whose first letters are ASCII, as a header's are.
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
    /// Decodes what comes next, or the end; answers how much of it was taken.
    fn decode(&mut self, bytes: &[u8]) -> usize {
        let is_last = bytes.is_empty();
        // What is malformed is a byte more.
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
