//! The rejected lines that runs keep.

mod keep;
mod list;

pub(crate) use keep::{keep, undone};
pub(crate) use list::{kept, list};
