//! Keys. They are made and revoked on the command line.

mod list;
mod retrieve;

use crate::catalogue::endpoint::Endpoint;

/// The path of one key.
const ONE: &str = "/v1/api-keys/{id}";

pub(super) fn endpoints() -> [Endpoint; 2] {
    [list::endpoint(), retrieve::endpoint()]
}
