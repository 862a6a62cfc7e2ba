//! The rejected lines that runs keep.

mod keep;
pub(crate) mod list;

pub(crate) use keep::Undone;
