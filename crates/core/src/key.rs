//! Bearer keys: shown once, stored as a SHA-256.

mod cache;

use std::fmt;

use sha2::{Digest, Sha256};

pub use cache::KeyCache;

use crate::host::Host;
use crate::id::{KeyId, WorkspaceId};
use crate::page::{Position, Positioned};
use crate::tenant::Role;
use crate::time::Timestamp;

/// A key's secret, as its bearer sends it: `whk_` and 64 hexadecimal digits.
pub struct Token(String);

impl Token {
    /// A new secret of 256 random bits.
    pub fn generate(host: &dyn Host) -> Self {
        let mut secret = [0; 32];
        host.fill_random(&mut secret);
        let mut text = String::from("whk_");
        for byte in secret {
            use fmt::Write;
            write!(text, "{byte:02x}").expect("writing to a String cannot fail");
        }
        Self(text)
    }

    /// A received token, right or wrong.
    #[must_use]
    pub fn received(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The hash that the store keeps and looks up. A plain hash is enough, because nobody can guess 256 random
    /// bits.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0.as_bytes()).into())
    }

    /// The secret in clear text, to show once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The SHA-256 of a [`Token`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl Positioned for Key {
    fn position(&self) -> Position {
        Position {
            created_at: self.created_at,
            id: self.id.uuid(),
        }
    }
}

/// A key as an operator sees it: everything but the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its public id, by which it is revoked.
    pub id: KeyId,
    /// The one workspace that it gives access to.
    pub workspace: WorkspaceId,
    /// What it may do there.
    pub role: Role,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stopped working, if it did.
    pub revoked_at: Option<Timestamp>,
}
