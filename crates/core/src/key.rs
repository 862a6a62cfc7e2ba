//! Bearer keys: shown once, stored as a SHA-256.

mod cache;
mod change;
mod holder;
mod ledger;
mod uses;

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

pub use cache::{Cached, KeyCache};
pub use change::{DEFAULT_OVERLAP, KeyRotation, MAX_KEYS, MAX_OVERLAP, NewKey, Rotated};
pub use holder::{Holder, Shut};
pub(crate) use uses::Uses;

use crate::host::Host;
use crate::id::{KeyId, WorkspaceId};
use crate::page::{Position, Positioned};
use crate::resource::Name;
use crate::tenant::Role;
use crate::time::Timestamp;
use crate::times::Times;

/// A key's secret, as its bearer sends it: `whk_` and 64 hexadecimal digits.
pub struct Token(String);

impl Token {
    /// The characters of each.
    pub const CHARS: usize = 68;

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

    /// How it begins, by which its key is recognised.
    ///
    /// # Panics
    /// Never for a token that was [generated](Self::generate).
    #[must_use]
    pub fn prefix(&self) -> Prefix {
        self.0[..Prefix::CHARS]
            .parse()
            .expect("a token begins with a prefix")
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

/// How a token begins: `whk_` and 8 hexadecimal digits. It is kept in clear text, so that a token that somebody finds can be
/// matched to its key. The other 224 bits stay secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    /// The characters of each.
    pub const CHARS: usize = 12;

    /// The prefix in clear text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text is not the beginning of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the beginning of a token: whk_ and 8 hexadecimal digits")]
pub struct InvalidPrefix;

impl FromStr for Prefix {
    type Err = InvalidPrefix;

    fn from_str(text: &str) -> Result<Self, InvalidPrefix> {
        let digits = text.strip_prefix("whk_").ok_or(InvalidPrefix)?;
        let is_hex = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
        if text.len() == Self::CHARS && digits.bytes().all(is_hex) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidPrefix)
        }
    }
}

impl Positioned for Key {
    fn position(&self) -> Position {
        Position {
            created_at: self.created_at,
            id: self.id.uuid(),
        }
    }
}

/// A key as an operator or an admin sees it: everything but the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its public id, by which it is revoked.
    pub id: KeyId,
    /// The one workspace that it gives access to.
    pub workspace: WorkspaceId,
    /// What it may do there.
    pub role: Role,
    /// What people call it.
    pub name: Option<Name>,
    /// How its token begins; `None` for keys from before this was kept.
    pub prefix: Option<Prefix>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last rotated or revoked.
    pub updated_at: Option<Timestamp>,
    /// When it stops working by itself, if it does.
    pub expires_at: Option<Timestamp>,
    /// When it was last used: about a minute late, and `None` for keys from before this was kept, until they are used.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
}

impl Key {
    /// Whether it has stopped working by `at`.
    #[must_use]
    pub fn has_ended(&self, at: Timestamp) -> bool {
        self.revoked_at.is_some() || self.expires_at.is_some_and(|expires| expires <= at)
    }

    /// When it was made and changed. That it was used is no change.
    #[must_use]
    pub const fn times(&self) -> Times {
        Times {
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_at: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_the_beginning_of_a_token() {
        let prefix: Prefix = "whk_0123abcd".parse().unwrap();
        assert_eq!(prefix.as_str(), "whk_0123abcd");
        let token = Token::received(&format!("whk_{}", "0123abcd".repeat(8)));
        assert_eq!(token.prefix(), prefix);
        for text in [
            "",
            "whk_",
            "whk_0123abc",
            "whk_0123abcde",
            "whk_0123ABCD",
            "who_0123abcd",
        ] {
            assert_eq!(text.parse::<Prefix>(), Err(InvalidPrefix), "{text}");
        }
    }
}
