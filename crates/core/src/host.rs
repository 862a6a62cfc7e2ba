//! What the ledger needs from its machine: time and randomness.

use uuid::Builder;

use crate::time::Timestamp;

/// The clock and the source of randomness. Passed in, so that tests control both.
pub trait Host: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// Fills `bytes` from a cryptographically secure source.
    fn fill_random(&self, bytes: &mut [u8]);
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
