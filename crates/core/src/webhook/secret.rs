use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::host::Host;

/// The most secrets that an endpoint can have at a time.
pub const MAX_SECRETS: usize = 5;

/// What messages to an endpoint are signed with: `whsec_` and 32 random bytes in base64.
///
/// Unlike a key's token it has to be stored as it is. It is shown once, and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The most characters that one has.
    pub const MAX_CHARS: usize = 50;

    /// A new secret of 256 random bits.
    pub fn generate(host: &dyn Host) -> Self {
        let mut secret = [0; 32];
        host.fill_random(&mut secret);
        Self(format!("whsec_{}", STANDARD.encode(secret)))
    }

    /// Wraps a secret read from a store.
    #[must_use]
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The secret in clear text, to sign with, to store, or to show once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
