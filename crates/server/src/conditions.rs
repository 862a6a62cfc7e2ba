//! Entity tags, and requests that depend on them.
//!
//! A tag is `"VERSION-DIGEST"`. One resource has many representations (what is included, which fields), and
//! each needs a tag of its own, so that a cache does not take one for another: that is the digest of the
//! document. A writer cares for the resource alone, whichever representation it has seen: `If-Match` looks at
//! the version only, which is when the resource last changed, and later at every change.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hasher};

use axum::extract::FromRequestParts;
use axum::http::header::{HeaderName, IF_MATCH, IF_NONE_MATCH};
use axum::http::request::Parts;
use wellhead_core::command::{Command, Subject};
use wellhead_core::resource::Times;
use wellhead_core::time::Timestamp;

use crate::app::App;
use crate::failure::Failure;

/// The entity tag of the `document` that shows a resource.
pub(crate) fn entity_tag(times: &Times, document: &[u8]) -> String {
    let version = changed_at(times).as_micros();
    // Need not be the same in the next release: a tag that is not known any more costs a read.
    let mut digest = DefaultHasher::new();
    digest.write(document);
    format!("\"{version:x}-{:016x}\"", digest.finish())
}

/// When a resource last changed: its version.
fn changed_at(times: &Times) -> Timestamp {
    times.updated_at.unwrap_or(times.created_at)
}

/// The version that a tag of ours tells of. A weak one is none: `If-Match` compares strongly.
fn version(tag: &str) -> Option<Timestamp> {
    let (version, _) = tag.strip_prefix('"')?.strip_suffix('"')?.split_once('-')?;
    let micros = u64::from_str_radix(version, 16).ok()?;
    Some(Timestamp::from_micros(micros.cast_signed()))
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

impl Conditions {
    /// Whether the client has the representation that this tag is of.
    pub(crate) fn knows(&self, current: &str) -> bool {
        match &self.if_none_match {
            None => false,
            Some(Tags::Any) => true,
            Some(Tags::These(tags)) => tags
                .iter()
                .any(|tag| tag.strip_prefix("W/").unwrap_or(tag) == current),
        }
    }

    /// The commands of a change of `subject`: done only while it is as the client knows it.
    pub(crate) fn guard(&self, subject: Subject, change: Command) -> Result<Vec<Command>, Failure> {
        let mut commands = self.expect(subject)?;
        commands.push(change);
        Ok(commands)
    }

    /// The commands that only look whether `subject` is as the client knows it.
    fn expect(&self, subject: Subject) -> Result<Vec<Command>, Failure> {
        let seen = self.seen()?;
        let expect = seen.map(|seen| Command::Expect(subject, seen));
        Ok(expect.into_iter().collect())
    }

    /// Looks whether a resource that changes at these times is as the client knows it.
    pub(crate) fn check(&self, times: &Times) -> Result<(), Failure> {
        match self.seen()? {
            Some(seen) if seen != changed_at(times) => Err(Failure::changed()),
            _ => Ok(()),
        }
    }

    /// The version that the client has seen, where it says so.
    fn seen(&self) -> Result<Option<Timestamp>, Failure> {
        match &self.if_match {
            None | Some(Tags::Any) => Ok(None),
            Some(Tags::These(tags)) => {
                // Versions only grow: of several that the client has seen, the last is the one to hope for.
                let seen = tags.iter().filter_map(|tag| version(tag)).max();
                seen.ok_or_else(Failure::changed).map(Some)
            }
        }
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
