use std::fmt;

use super::{Name, Times};
use crate::id::ConnectorId;
use crate::page::{Position, Positioned};
use crate::privacy::LegalEntity;

/// The generic definition of a connector, shared by all workspaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connector {
    /// The public id.
    pub id: ConnectorId,
    /// The short name, for typing.
    pub slug: Slug,
    /// The name to show.
    pub name: Name,
    /// Who is behind it in law.
    pub legal: LegalEntity,
    /// When it was created, changed and soft-deleted.
    pub times: Times,
}

impl Positioned for Connector {
    fn position(&self) -> Position {
        Position {
            created_at: self.times.created_at,
            id: self.id.uuid(),
        }
    }
}

/// A connector's short name: 1 to 63 of `a`-`z`, `0`-`9`, `-` and `_`, the first a letter or a digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Slug(String);

/// The text is not a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a slug: use 1 to 63 lower-case letters, digits, '-' and '_', beginning with a letter or digit"
)]
pub struct InvalidSlug;

impl Slug {
    /// The most characters it may have.
    pub const MAX_CHARS: usize = 63;

    /// Reads a slug.
    ///
    /// # Errors
    /// If `text` is not in the form above.
    pub fn parse(text: &str) -> Result<Self, InvalidSlug> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let bytes = text.as_bytes();
        let fits = bytes.len() <= Self::MAX_CHARS
            && bytes.first().copied().is_some_and(plain)
            && bytes.iter().all(|&b| plain(b) || b == b'-' || b == b'_');
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidSlug)
        }
    }

    /// Wraps a slug read from a store.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        for good in ["a", "google_entity_id", "hub-spot", "4square"] {
            assert!(Slug::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "_a", "Slack", "a b", "ä", &"a".repeat(64)] {
            assert_eq!(Slug::parse(bad), Err(InvalidSlug), "{bad}");
        }
    }
}
