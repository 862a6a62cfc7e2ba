//! JSON objects, one per record: on a line each, in an array, or in sequence.

mod lines;
mod mapping;
mod values;

use std::collections::VecDeque;

use wellhead_core::sync::{Refused, members};

use crate::Row;
use crate::columns::Wanted;
use crate::rows::Rows;
use crate::unreadable::Unreadable;
pub(crate) use lines::ObjectLines;
pub(crate) use mapping::Mapping;
pub(crate) use values::Values;

/// Where objects come from.
pub(crate) trait Objects: Send {
    /// Reads the next object into `text`, which is cleared first; `None` is the end.
    ///
    /// # Errors
    /// If the rest cannot be read. It is not called again.
    fn next(&mut self, text: &mut Vec<u8>) -> Result<Option<Object>, Unreadable>;
}

/// What should be an object, but may be any value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Object {
    /// The line on which it begins, counted from 1.
    pub(crate) line: u64,
    /// Whether it was too long to keep.
    pub(crate) is_too_long: bool,
}

/// How many rows to search for the first object, which identifies another system's file.
const FIRST: usize = 20;

/// The rows made from objects.
pub(crate) struct JsonRows<O> {
    objects: O,
    mapping: Mapping,
    /// Rows already read to find the first object.
    first: VecDeque<(Object, Vec<u8>)>,
    text: Vec<u8>,
}

impl<O: Objects> JsonRows<O> {
    /// Uses the first object to find out where the members are.
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
            self.mapping.record(&self.text)
        };
        Ok(Some(Row {
            line: object.line,
            content,
        }))
    }
}

#[cfg(test)]
mod tests;
