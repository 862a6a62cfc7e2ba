//! The audit log. It is written by what it tells of.

mod export;
mod list;
mod retrieve;

use crate::catalogue::endpoint::Endpoint;

/// The path of one entry.
const ONE: &str = "/v1/audit-events/{id}";

pub(super) fn endpoints() -> [Endpoint; 3] {
    [list::endpoint(), export::endpoint(), retrieve::endpoint()]
}
