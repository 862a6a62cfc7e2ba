use std::num::NonZeroU32;
use std::sync::{Arc, OnceLock};

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// How fast a key may ask, and how much of that is left.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// Requests in a second.
    pub(crate) rate: NonZeroU32,
    /// Requests that may come at once.
    pub(crate) left: u32,
}

/// The pace of a request's key, in the request's extensions. Whoever finds out which key it is says so here.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paced(Arc<OnceLock<Pace>>);

impl Paced {
    pub(crate) fn is(&self, pace: Pace) {
        // It is counted once.
        let _ = self.0.set(pace);
    }
}

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LEFT: HeaderName = HeaderName::from_static("ratelimit");

/// Tells clients their pace, in the headers of `draft-ietf-httpapi-ratelimit-headers`.
pub(crate) async fn tell(mut request: Request, next: Next) -> Response {
    let paced = Paced::default();
    request.extensions_mut().insert(paced.clone());
    let mut response = next.run(request).await;
    if let Some(Pace { rate, left }) = paced.0.get() {
        let said = [
            (POLICY, format!("\"key\";q={rate};w=1")),
            (LEFT, format!("\"key\";r={left};t=1")),
        ];
        for (name, value) in said {
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().insert(name, value);
            }
        }
    }
    response
}
