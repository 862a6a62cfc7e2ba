//! Attempts to send webhooks. They are listed at their endpoints.

mod retrieve;

use crate::catalogue::endpoint::Endpoint;

/// The path of one attempt.
const ONE: &str = "/v1/webhook-attempts/{id}";

pub(super) fn endpoints() -> [Endpoint; 1] {
    [retrieve::endpoint()]
}
