//! The real clock, real randomness, and the machine's name.

use std::time::{Instant, SystemTime};

use rand::Rng;
use wellhead_core::host::Host;
use wellhead_core::time::Timestamp;

/// This machine.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SystemHost;

#[expect(
    clippy::disallowed_methods,
    reason = "here is where the clock and chance come from"
)]
impl Host for SystemHost {
    fn now(&self) -> Timestamp {
        // A clock set before 1970 is as wrong as one set to 1970.
        let elapsed = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        Timestamp::from_micros(i64::try_from(elapsed.as_micros()).unwrap_or(i64::MAX))
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        // The thread's generator is a CSPRNG seeded by the operating system.
        rand::rng().fill_bytes(bytes);
    }
}

/// The machine's name, if it is known.
pub(crate) fn name() -> Option<String> {
    #[cfg(unix)]
    let name = rustix::system::uname().nodename().to_str().ok()?.to_owned();
    #[cfg(not(unix))]
    let name = std::env::var("COMPUTERNAME").ok()?;
    Some(name).filter(|name| !name.is_empty())
}
