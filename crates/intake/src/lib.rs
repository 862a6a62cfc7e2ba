//! Reads the files that people have into the lines of a delivery.
//!
//! A file may be a table (CSV in its dialects, Excel), a list of JSON objects, or address cards; it may be
//! compressed, and in an encoding other than UTF-8. A [`Reader`] finds out which, says what it
//! [understood](Understood), and returns one [`Row`] after another in bounded memory. It knows nothing of databases
//! or networks.

mod columns;
mod compression;
mod csv;
mod encoding;
mod format;
#[cfg(test)]
mod fuzz;
mod json;
mod peeked;
mod problem;
mod reader;
mod recipe;
mod rows;
mod table;
#[cfg(test)]
mod testing;
mod understood;
mod unreadable;
mod vcard;
mod xlsx;

pub use columns::{Columns, Located, Wanted};
pub use compression::Compression;
pub use format::Format;
pub use problem::Problem;
pub use reader::{Options, Reader};
pub use recipe::{RECIPES, Recipe};
pub use understood::Understood;
pub use unreadable::Unreadable;

use wellhead_core::record::Named;
use wellhead_core::sync::Refused;

/// One row of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its line, counted from 1; the first one if it spans several.
    pub line: u64,
    /// The record it names, or why it is refused.
    pub content: Result<Named, Refused>,
}
