//! Reading deliveries from files, one record per row, in many formats.
//!
//! `wellhead-intake` knows the formats and their contents. Here, each source is read on its own thread and passed on
//! through a short queue, so that memory stays small however long the file is, and reading continues while the
//! database writes.

mod preview;
mod reading;
mod source;
mod trailer;

pub(crate) use preview::Preview;
pub(crate) use reading::{Next, Place, Reading};
pub(crate) use source::Source;
pub(crate) use trailer::Trailer;

use wellhead_intake::{Row, Understood};

/// What a source yields.
#[derive(Debug)]
pub(crate) enum Event {
    /// How its format was understood; this comes first.
    Understood(Box<Understood>),
    /// A notice for the user.
    Notice(String),
    /// One row.
    Row(Row),
}
