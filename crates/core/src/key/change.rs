use std::time::Duration;

use super::{Key, Prefix, Token, TokenHash};
use crate::host::{Host, mint};
use crate::id::KeyId;
use crate::resource::Name;
use crate::tenant::Role;
use crate::time::Timestamp;

/// The most keys that admins can make in a workspace; those that have ended do not count.
pub const MAX_KEYS: usize = 1_000;

/// For how long a rotated key goes on, unless somebody says otherwise: a day.
pub const DEFAULT_OVERLAP: Duration = Duration::from_hours(24);

/// For how long a rotated key can go on: a week.
pub const MAX_OVERLAP: Duration = Duration::from_hours(7 * 24);

/// A key to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// Its public id.
    pub id: KeyId,
    /// What it may do.
    pub role: Role,
    /// What people call it.
    pub name: Option<Name>,
    /// When it stops working by itself, if it does.
    pub expires_at: Option<Timestamp>,
    /// The hash of its token.
    pub hash: TokenHash,
    /// How its token begins.
    pub prefix: Prefix,
}

impl NewKey {
    /// A key that is opened by `token`.
    #[must_use]
    pub fn opened_by(token: &Token, id: KeyId, role: Role) -> Self {
        Self {
            id,
            role,
            name: None,
            expires_at: None,
            hash: token.hash(),
            prefix: token.prefix(),
        }
    }
}

/// What takes the place of a key: another one for the same workspace, with the same role and name. If the key was made to last for
/// some time, so is the other one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRotation {
    /// The public id of the other key.
    pub successor: KeyId,
    /// The hash of its token.
    pub hash: TokenHash,
    /// How its token begins.
    pub prefix: Prefix,
    /// When the key stops working, unless it was to stop before.
    pub until: Timestamp,
}

impl KeyRotation {
    /// A rotation at `at`, to a key that is opened by `token`.
    #[must_use]
    pub fn at(host: &dyn Host, at: Timestamp, token: &Token, overlap: Duration) -> Self {
        let micros = i64::try_from(overlap.as_micros()).unwrap_or(i64::MAX);
        Self {
            successor: mint(host, at),
            hash: token.hash(),
            prefix: token.prefix(),
            until: at.plus_micros(micros),
        }
    }

    /// The key that it makes at `at` in the place of `key`.
    #[must_use]
    pub fn made(&self, key: &Key, at: Timestamp, expires_at: Option<Timestamp>) -> Key {
        Key {
            id: self.successor,
            prefix: Some(self.prefix.clone()),
            created_at: at,
            updated_at: None,
            expires_at,
            last_used_at: None,
            ..key.clone()
        }
    }
}

/// A key that was rotated, and what took its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotated {
    /// The key, which stops working soon.
    pub key: Key,
    /// The one in its place.
    pub successor: Key,
}
