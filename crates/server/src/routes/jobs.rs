//! Jobs: work that takes longer than a request.

mod list;
mod retrieve;

use crate::catalogue::endpoint::Endpoint;

/// The path of one job.
const ONE: &str = "/v1/jobs/{id}";

pub(super) fn endpoints() -> [Endpoint; 2] {
    [list::endpoint(), retrieve::endpoint()]
}
