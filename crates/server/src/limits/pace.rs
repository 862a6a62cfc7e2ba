use std::num::NonZeroU32;

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// How fast a key may ask, and how much of that is left.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// Requests in a second.
    pub(crate) rate: NonZeroU32,
    /// Requests that may come at once.
    pub(crate) left: u32,
    /// For how many this one has counted.
    pub(crate) counted: u32,
}

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LEFT: HeaderName = HeaderName::from_static("ratelimit");

impl Pace {
    /// Tells clients their pace, in the headers of `draft-ietf-httpapi-ratelimit-headers`.
    pub(crate) fn tell(self, headers: &mut HeaderMap) {
        let Self { rate, left, .. } = self;
        let said = [
            (POLICY, format!("\"key\";q={rate};w=1")),
            (LEFT, format!("\"key\";r={left};t=1")),
        ];
        for (name, value) in said {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        }
    }
}
