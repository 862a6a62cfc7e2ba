//! The report: sections of a Markdown document, and the targets.

mod bytes;
mod cold;
mod document;
mod growth;
mod machine;
mod neighbours;
mod peers;
mod sections;
mod steady;
mod table;
mod targets;

pub(crate) use bytes::bytes;
pub(crate) use cold::cold;
pub(crate) use document::Document;
pub(crate) use growth::growth;
pub(crate) use machine::machine;
pub(crate) use neighbours::neighbours;
pub(crate) use peers::peers;
pub(crate) use sections::{delivery, feed, operations, processes, row_level_security};
pub(crate) use steady::steady;
pub(crate) use targets::Targets;
