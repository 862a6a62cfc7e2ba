//! What is served: endpoints, and what they say of themselves.

pub(crate) mod endpoint;
pub(crate) mod exchange;
