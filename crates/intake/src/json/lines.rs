use std::io::BufRead;

use wellhead_core::sync::Lines;

use super::{Object, Objects};
use crate::unreadable::Unreadable;

/// NDJSON: one object per line. Blank lines are skipped.
pub(crate) struct ObjectLines<R> {
    input: R,
    lines: Lines,
}

impl<R: BufRead> ObjectLines<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            input,
            lines: Lines::starting_at(1),
        }
    }
}

impl<R: BufRead + Send> Objects for ObjectLines<R> {
    fn next(&mut self, text: &mut Vec<u8>) -> Result<Option<Object>, Unreadable> {
        loop {
            let held = self.input.fill_buf()?;
            let mut rest = held;
            let is_over = held.is_empty();
            let line = if is_over {
                self.lines.last()
            } else {
                self.lines.next(&mut rest)
            };
            let taken = held.len() - rest.len();
            let object = line.map(|line| {
                text.clear();
                text.extend_from_slice(line.content.unwrap_or_default());
                Object {
                    line: line.number,
                    is_too_long: line.content.is_none(),
                }
            });
            self.input.consume(taken);
            match object {
                Some(Object {
                    is_too_long: false, ..
                }) if text.trim_ascii().is_empty() => {}
                Some(object) => return Ok(Some(object)),
                None if is_over => return Ok(None),
                None => {}
            }
        }
    }
}
