//! Activations of connectors.

mod create;
mod delete;
mod ensure;
mod get;
mod list;
mod lock;
mod ranks;
mod update;

pub(crate) use ensure::Ensure;
pub(crate) use get::{among, get, lines};
pub(crate) use list::{count, list};
pub(crate) use lock::{Lock, Locked};
