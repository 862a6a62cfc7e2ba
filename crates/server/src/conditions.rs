//! Entity tags, and requests that depend on them.
//!
//! A tag is `"VERSION-DIGEST"`. One resource has many representations (what is included, which fields), and
//! each needs a tag of its own, so that a cache does not take one for another: that is the digest of the
//! document. So a reader's tags are compared whole. A writer cares for the resource alone, whichever
//! representation it has seen: its tags are compared by the version only, which is when the resource last
//! changed, and later at every change.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hasher};

use axum::extract::FromRequestParts;
use axum::http::header::{HeaderName, IF_MATCH, IF_NONE_MATCH};
use axum::http::request::Parts;
use wellhead_core::command::{Command, Expected, Subject, Versions};
use wellhead_core::resource::Times;
use wellhead_core::time::Timestamp;

use crate::app::App;
use crate::failure::{Failure, Place, refused};

/// The entity tag of the `document` that shows a resource.
pub(crate) fn entity_tag(times: &Times, document: &[u8]) -> String {
    let version = times.version().as_micros();
    // Need not be the same in the next release: a tag that is not known any more costs a read.
    let mut digest = DefaultHasher::new();
    digest.write(document);
    format!("\"{version:x}-{:016x}\"", digest.finish())
}

/// The version that a tag of ours tells of. A weak one is none: `If-Match` compares strongly.
fn version(tag: &str) -> Option<Timestamp> {
    let (version, _) = tag.strip_prefix('"')?.strip_suffix('"')?.split_once('-')?;
    let micros = u64::from_str_radix(version, 16).ok()?;
    Some(Timestamp::from_micros(micros.cast_signed()))
}

/// The tag without the mark of a weak one.
fn strong(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

/// What a request says of entity tags.
pub(crate) struct Conditions {
    if_match: Option<Tags>,
    if_none_match: Option<Tags>,
}

enum Tags {
    Any,
    These(Vec<String>),
}

impl FromRequestParts<App> for Conditions {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(Self {
            if_match: tags(parts, &IF_MATCH),
            if_none_match: tags(parts, &IF_NONE_MATCH),
        })
    }
}

fn tags(parts: &Parts, name: &HeaderName) -> Option<Tags> {
    let mut tags = None;
    for value in parts.headers.get_all(name) {
        let known = tags.get_or_insert_with(Vec::new);
        // What is not text is no tag of ours.
        let text = value.to_str().unwrap_or_default();
        known.extend(text.split(',').map(|tag| tag.trim().to_owned()));
    }
    tags.map(|tags| match &*tags {
        [any] if any == "*" => Tags::Any,
        _ => Tags::These(tags),
    })
}

impl Tags {
    /// The versions that the tags tell of, each read by `version`.
    fn versions(&self, version: fn(&str) -> Option<Timestamp>) -> Versions {
        match self {
            Self::Any => Versions::Any,
            Self::These(tags) => {
                Versions::These(tags.iter().filter_map(|tag| version(tag)).collect())
            }
        }
    }
}

impl Conditions {
    /// Whether the client asks for the representation that this tag is of, as far as it says.
    pub(crate) fn wants(&self, current: &str) -> bool {
        match &self.if_match {
            None | Some(Tags::Any) => true,
            Some(Tags::These(tags)) => tags.iter().any(|tag| tag == current),
        }
    }

    /// Whether the client has the representation that this tag is of.
    pub(crate) fn knows(&self, current: &str) -> bool {
        match &self.if_none_match {
            None => false,
            Some(Tags::Any) => true,
            Some(Tags::These(tags)) => tags.iter().any(|tag| strong(tag) == current),
        }
    }

    /// The commands of a change of `subject`: done only while it is as the client expects it.
    pub(crate) fn guard(&self, subject: Subject, change: Command) -> Vec<Command> {
        let expected = self.expected(change.restores());
        let expect = expected.map(|expected| Command::Expect(subject, expected));
        expect.into_iter().chain([change]).collect()
    }

    /// Looks whether a resource that changes at these times, and is to be restored or not, is as the client expects it.
    pub(crate) fn check(&self, times: &Times, restore: bool) -> Result<(), Failure> {
        let expected = self.expected(restore);
        let met = expected.map_or(Ok(()), |expected| expected.check(times));
        met.map_err(|rejection| refused(&rejection, &Place::GONE))
    }

    /// How a resource has to be that is to change, where the client says so.
    fn expected(&self, restore: bool) -> Option<Expected> {
        if self.if_match.is_none() && self.if_none_match.is_none() {
            return None;
        }
        let accepted = self.if_match.as_ref();
        let refused = self.if_none_match.as_ref();
        Some(Expected {
            accepted: accepted.map_or(Versions::Any, |tags| tags.versions(version)),
            // Here a weak tag is as good: this compares weakly.
            refused: refused.map_or(Versions::These(Vec::new()), |tags| {
                tags.versions(|tag| version(strong(tag)))
            }),
            restore,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMES: Times = Times {
        created_at: Timestamp::MIN,
        updated_at: Some(Timestamp::MAX),
        deleted_at: None,
    };

    #[test]
    fn a_tag_tells_the_version() {
        let tag = entity_tag(&TIMES, b"{}");
        assert_eq!(version(&tag), Some(Timestamp::MAX));
        let never_changed = Times {
            updated_at: None,
            ..TIMES
        };
        let tag = entity_tag(&never_changed, b"{}");
        assert_eq!(version(&tag), Some(Timestamp::MIN));
    }

    #[test]
    fn representations_differ() {
        assert_ne!(entity_tag(&TIMES, b"{}"), entity_tag(&TIMES, b"[]"));
    }

    #[test]
    fn other_tags_tell_nothing() {
        for tag in ["", "*", "\"", "\"abc\"", "\"xyz-1\"", "17-1", "W/\"17-1\""] {
            assert_eq!(version(tag), None, "{tag}");
        }
    }
}
