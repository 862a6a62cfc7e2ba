//! Who is asking, and for what.
//!
//! `permission` turns a key into a tenant; `path`, `query`, `parameter` and `conditions` read what stands in front of a
//! body; `body` reads that, and `incoming` turns its document into what a command wants to know.

pub(crate) mod body;
pub(crate) mod conditions;
pub(crate) mod incoming;
pub(crate) mod parameter;
pub(crate) mod path;
pub(crate) mod permission;
pub(crate) mod query;
