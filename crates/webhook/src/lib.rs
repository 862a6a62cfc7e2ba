//! Sends webhooks: the only place from which Wellhead makes requests to others.
//!
//! Whoever has an admin's key chooses the URLs, so a URL must not lead to what only this machine can reach. The name is
//! resolved, its addresses are checked, and the connection is made to the very address that was checked; nothing
//! follows redirects. This crate has walls so that no other one needs an HTTP client, and none makes a request that
//! skips the check.
//!
//! An endpoint may hang, trickle, or answer without end. An attempt is bounded in time, and reads a bounded head and
//! little of the body.

mod address;
mod connect;
mod resolve;
mod retry_after;
mod send;
mod sign;
#[cfg(test)]
mod tests;
mod tls;

pub use address::Forbidden;
pub use connect::Failure;
pub use send::{PATIENCE, Sender};
pub use tls::Trust;
