//! What the ledger needs from its machine: time and randomness.

use std::sync::Arc;
use std::time::Instant;

use uuid::Builder;

use crate::time::Timestamp;

/// The clock and the source of randomness. Passed in, so that tests control both.
pub trait Host: Send + Sync {
    /// The current time of day. The clock may be set back.
    fn now(&self) -> Timestamp;

    /// The current instant of a monotonic clock, to measure durations. It has no meaning outside this process.
    fn instant(&self) -> Instant;

    /// Fills `bytes` from a cryptographically secure source.
    fn fill_random(&self, bytes: &mut [u8]);
}

impl<T: Host + ?Sized> Host for Arc<T> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }

    fn instant(&self) -> Instant {
        (**self).instant()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        (**self).fill_random(bytes);
    }
}

/// A new id: a UUID version 7 (RFC 9562) of the instant `at`.
pub fn mint<T: From<uuid::Uuid>>(host: &dyn Host, at: Timestamp) -> T {
    let mut random = [0; 10];
    host.fill_random(&mut random);
    let millis = u64::try_from(at.as_micros() / 1_000).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &random)
        .into_uuid()
        .into()
}
