//! Conditional requests, by entity tags.
//!
//! For reads, whole tags are compared, as each representation has its own. For writes only the resource matters,
//! whichever representation the client has seen, so only the version in the tag is compared.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::{HeaderName, IF_MATCH, IF_NONE_MATCH};
use axum::http::request::Parts;
use wellhead_core::command::{Expected, Versions};
use wellhead_core::resource::Times;
use wellhead_core::time::Timestamp;

use crate::app::App;
use crate::respond::answer::Answer;
use crate::respond::entity_tag::{strong, version};
use crate::respond::failure::{Failure, Pointers, refused};

/// The preconditions of a request.
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
        // A tag that is not text is not one of ours.
        let text = value.to_str().unwrap_or_default();
        known.extend(text.split(',').map(|tag| tag.trim().to_owned()));
    }
    tags.map(|tags| match &*tags {
        [any] if any == "*" => Tags::Any,
        _ => Tags::These(tags),
    })
}

impl Tags {
    /// The versions in the tags, each read by `version`.
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
    /// Whether `If-Match` allows the representation with this tag.
    fn wants(&self, current: &str) -> bool {
        match &self.if_match {
            None | Some(Tags::Any) => true,
            Some(Tags::These(tags)) => tags.iter().any(|tag| tag == current),
        }
    }

    /// Whether the client already has the representation with this tag.
    fn knows(&self, current: &str) -> bool {
        match &self.if_none_match {
            None => false,
            Some(Tags::Any) => true,
            Some(Tags::These(tags)) => tags.iter().any(|tag| strong(tag) == current),
        }
    }

    /// Checks the preconditions against a resource that was found, soft-deleted or not.
    pub(crate) fn check(&self, times: &Times) -> Result<(), Failure> {
        let expected = self.expected(true);
        let met = expected.map_or(Ok(()), |expected| expected.check(times));
        met.map_err(|rejection| refused(&rejection, &Pointers::GONE))
    }

    /// The version that a resource must have for the change, if the client gives one; `restore` says whether it may be
    /// soft-deleted.
    pub(crate) fn expected(&self, restore: bool) -> Option<Expected> {
        if self.if_match.is_none() && self.if_none_match.is_none() {
            return None;
        }
        let accepted = self.if_match.as_ref();
        let refused = self.if_none_match.as_ref();
        Some(Expected {
            accepted: accepted.map_or(Versions::Any, |tags| tags.versions(version)),
            // `If-None-Match` compares weakly, so weak tags count here.
            refused: refused.map_or(Versions::These(Vec::new()), |tags| {
                tags.versions(|tag| version(strong(tag)))
            }),
            restore,
        })
    }
}

impl Answer {
    /// 412 if the client wants another representation, 304 if it already has this one.
    pub(crate) fn under(self, conditions: &Conditions) -> Result<Self, Failure> {
        let Some(tag) = self.entity_tag() else {
            return Ok(self);
        };
        if !conditions.wants(tag) {
            return Err(Failure::other_representation());
        }
        if !conditions.knows(tag) {
            return Ok(self);
        }
        Ok(self.not_modified())
    }
}
