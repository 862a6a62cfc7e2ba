//! The middleware around every handler.

pub(crate) mod asker;
pub(crate) mod client;
pub(crate) mod cors;
pub(crate) mod encoding;
pub(crate) mod keyless;
pub(crate) mod linger;
pub(crate) mod negotiation;
pub(crate) mod render;
pub(crate) mod trace;
