//! The endpoints that are served, and how each describes itself.

pub(crate) mod audited;
pub(crate) mod endpoint;
pub(crate) mod exchange;
