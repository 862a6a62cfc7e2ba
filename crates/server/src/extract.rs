//! Who is asking, and for what.
//!
//! `permission` turns a key into a tenant; `path`, `query`, `parameter` and `conditions` read the rest of the request
//! head; `body` reads the body, and `incoming` turns its document into the input of a command.

pub(crate) mod address;
pub(crate) mod asking;
pub(crate) mod body;
pub(crate) mod conditions;
pub(crate) mod incoming;
pub(crate) mod parameter;
pub(crate) mod path;
pub(crate) mod permission;
pub(crate) mod query;
