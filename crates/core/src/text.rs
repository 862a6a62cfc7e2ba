//! Texts in the ledger: how long they may be, and what they may contain.

use std::fmt;

/// Why a text cannot be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    /// Nothing but white space.
    #[error("must not be empty")]
    Empty,
    /// Longer than allowed.
    #[error("is longer than {0} characters")]
    TooLong(usize),
    /// PostgreSQL's `text` cannot hold U+0000.
    #[error("holds the character U+0000, which cannot be stored")]
    Nul,
}

/// `text`, trimmed, if it can be stored.
///
/// # Errors
/// If it is empty, has more than `max` characters, or contains U+0000.
pub fn storable(text: &str, max: usize) -> Result<&str, InvalidText> {
    let text = text.trim();
    if text.is_empty() {
        Err(InvalidText::Empty)
    } else if text.chars().count() > max {
        Err(InvalidText::TooLong(max))
    } else if text.contains('\0') {
        Err(InvalidText::Nul)
    } else {
        Ok(text)
    }
}

/// Whether a character does more than show in its place: C0, DEL and C1, line and paragraph separators, and characters that
/// change the writing direction. Whoever shows text that others wrote shows such a character by its number.
#[must_use]
pub fn is_obeyed(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
        )
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $max:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The most characters it may have.
            pub const MAX_CHARS: usize = $max;

            /// Takes `text`, trimmed.
            ///
            /// # Errors
            /// If it is empty, too long, or contains U+0000.
            pub fn parse(text: &str) -> Result<Self, InvalidText> {
                storable(text, Self::MAX_CHARS).map(|text| Self(text.to_owned()))
            }

            /// Wraps text read from a store.
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

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text! {
    /// The name of a person or a thing.
    Name, 500
}
text! {
    /// An id from an outside system. Short enough for a B-tree entry in any encoding.
    ExternalId, 500
}
text! {
    /// What a request is called elsewhere, such as the number of a ticket. It names nobody.
    Reference, 100
}
text! {
    /// What somebody notes about a notification or the lifting of a suppression.
    Note, 1_000
}
text! {
    /// Why a run failed, in the words of the client that ran it.
    Reason, 2_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        assert_eq!(Name::parse(" Ada ").unwrap().as_str(), "Ada");
        assert_eq!(Name::parse(" \t"), Err(InvalidText::Empty));
        assert_eq!(Name::parse("a\0b"), Err(InvalidText::Nul));
        assert!(Name::parse(&"ö".repeat(500)).is_ok());
        assert_eq!(
            Name::parse(&"ö".repeat(501)),
            Err(InvalidText::TooLong(500))
        );
    }
}
