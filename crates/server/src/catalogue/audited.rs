//! What the audit log has of a request.

use wellhead_core::audit::{About, Act};

/// How requests to an endpoint, or visits of a page, get into the audit log.
///
/// Each is one entry, whatever came of it, if whoever asks is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audited {
    /// This is done to something of this type: to the one whose id is in the path, if there is one.
    As(Act, About),
    /// The same, and the answer is sent only after the entry is durable.
    Durably(Act, About),
    /// Only requests with one of these filters get into the log.
    If(&'static [&'static str], Act, About),
    /// Never.
    Not(Unaudited),
}

/// Why something does not get into the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unaudited {
    /// It reads a resource, a page of a list or a relationship as it is.
    PlainRead,
    /// It tells of connectors, jobs and the like or counts, and names no person.
    Impersonal,
    /// It is always refused, and does nothing.
    Refused,
    /// Nobody is known to have asked, or whoever did only ends their own session.
    Nobody,
}

impl Unaudited {
    /// Why, as a sentence.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::PlainRead => "It reads a resource, a page of a list or a relationship as it is.",
            Self::Impersonal => "It names no person.",
            Self::Refused => "It is always refused.",
            Self::Nobody => "Nobody is signed in, or nothing is done but signing out.",
        }
    }
}
