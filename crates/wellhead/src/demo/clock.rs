use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use wellhead_core::host::Host;
use wellhead_core::time::Timestamp;

use crate::host::SystemHost;

/// A clock that is set by hand, so that the sample can have a past.
pub(super) struct PastHost(AtomicI64);

impl PastHost {
    pub(super) fn new(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.as_micros()))
    }

    pub(super) fn set(&self, at: Timestamp) {
        self.0.store(at.as_micros(), Ordering::Relaxed);
    }
}

impl Host for PastHost {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::Relaxed))
    }

    fn instant(&self) -> Instant {
        SystemHost.instant()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        SystemHost.fill_random(bytes);
    }
}
