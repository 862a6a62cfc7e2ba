//! A host with a controlled clock and controlled random numbers.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use wellhead_core::host::Host;
use wellhead_core::time::Timestamp;

/// The clock stands still until [`pass`](Self::pass); random draws are 1s, then 2s, and so on.
pub(crate) struct TestHost {
    instant: Mutex<Instant>,
    drawn: AtomicU8,
}

impl Default for TestHost {
    #[expect(
        clippy::disallowed_methods,
        reason = "an Instant cannot be built from a number"
    )]
    fn default() -> Self {
        Self {
            instant: Mutex::new(Instant::now()),
            drawn: AtomicU8::new(0),
        }
    }
}

impl TestHost {
    /// Lets time pass.
    pub(crate) fn pass(&self, time: Duration) {
        *self.instant.lock().unwrap() += time;
    }
}

impl Host for TestHost {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(0)
    }

    fn instant(&self) -> Instant {
        *self.instant.lock().unwrap()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        bytes.fill(self.drawn.fetch_add(1, Ordering::Relaxed) + 1);
    }
}
