//! What every request passes, before a handler and behind it.

pub(crate) mod encoding;
pub(crate) mod linger;
pub(crate) mod negotiation;
pub(crate) mod render;
pub(crate) mod trace;
