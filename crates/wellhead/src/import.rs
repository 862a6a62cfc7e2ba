//! Reading deliveries from files, one record per row, in whichever format people have them.
//!
//! What the files are and what they hold, `wellhead-intake` knows. Here a source is read on a thread of its own and
//! handed over in a short queue, so that memory stays small however long the file is and reading goes on while the
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

/// What comes out of a source.
#[derive(Debug)]
pub(crate) enum Event {
    /// What it is taken for; this is first.
    Understood(Box<Understood>),
    /// Something that people should know of it.
    Notice(String),
    /// One row.
    Row(Row),
}
