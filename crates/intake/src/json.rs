//! JSON objects, one a person: a line each, the elements of an array, or one behind the other.

mod lines;
mod mapping;
mod values;

use std::collections::VecDeque;

use wellhead_core::sync::{Refused, members};

use crate::columns::Wanted;
use crate::unreadable::Unreadable;
use crate::{Row, Rows};
pub(crate) use lines::ObjectLines;
pub(crate) use mapping::Mapping;
pub(crate) use values::Values;

/// Where objects come from.
pub(crate) trait Objects: Send {
    /// Puts the text of the next one into `text`, which is cleared; `None` is the end.
    ///
    /// # Errors
    /// Where nothing can be read any more. It is not called again.
    fn next(&mut self, text: &mut Vec<u8>) -> Result<Option<Object>, Unreadable>;
}

/// What is read as an object; it may be anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Object {
    /// The line on which it begins, counted from 1.
    pub(crate) line: u64,
    /// Whether it is too long to be kept.
    pub(crate) is_too_long: bool,
}

/// How many rows are looked at for the first object, by which another system's file is known.
const FIRST: usize = 20;

/// The rows that objects come to.
pub(crate) struct JsonRows<O> {
    objects: O,
    mapping: Mapping,
    /// What was looked at.
    first: VecDeque<(Object, Vec<u8>)>,
    text: Vec<u8>,
}

impl<O: Objects> JsonRows<O> {
    /// Finds out by the first object what its members are.
    pub(crate) fn open(mut objects: O, wanted: &Wanted) -> Result<Self, Unreadable> {
        wanted
            .check()
            .map_err(|problem| Unreadable::new(problem.0))?;
        let mut first = VecDeque::new();
        let mut known = None;
        while known.is_none() && first.len() < FIRST {
            let mut text = Vec::new();
            let Some(object) = objects.next(&mut text)? else {
                break;
            };
            known = members(&text).ok();
            first.push_back((object, text));
        }
        let known = known.unwrap_or_default();
        Ok(Self {
            objects,
            mapping: Mapping::of(&known, wanted),
            first,
            text: Vec::new(),
        })
    }

    pub(crate) fn mapping(&self) -> &Mapping {
        &self.mapping
    }
}

impl<O: Objects> Rows for JsonRows<O> {
    fn next(&mut self) -> Result<Option<Row>, Unreadable> {
        let object = if let Some((object, text)) = self.first.pop_front() {
            self.text = text;
            object
        } else {
            match self.objects.next(&mut self.text)? {
                Some(object) => object,
                None => return Ok(None),
            }
        };
        let content = if object.is_too_long {
            Err(Refused::too_long())
        } else {
            self.mapping.person(&self.text)
        };
        Ok(Some(Row {
            line: object.line,
            content,
        }))
    }
}

#[cfg(test)]
mod tests;
