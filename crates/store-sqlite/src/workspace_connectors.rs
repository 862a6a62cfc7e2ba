//! Activations of connectors.

mod create;
mod delete;
mod ensure;
mod get;
mod list;
mod ranks;
mod update;

pub(crate) use create::create;
pub(crate) use delete::delete;
pub(crate) use ensure::ensure;
pub(crate) use get::{among, find, find_active, get, line, lines};
pub(crate) use list::{count, list};
pub(crate) use ranks::ranks;
pub(crate) use update::update;
