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
pub(crate) use get::{activation, among, get, lines};
pub(crate) use list::{count, few_of_all, list, more_than_few};
pub(crate) use lock::{Lock, Locked};
