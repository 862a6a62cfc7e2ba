use serde::Serialize;

use super::{Error, Kind};
use crate::applied::{Applied, CURSOR_PAGINATION};
use crate::jsonapi::JsonApi;

/// What is wrong with one request. Empty as long as nothing is.
///
/// It keeps the first [`Errors::MOST`], and counts the others: a request can have as many mistakes as it has bytes, and an answer that
/// lists them all would be many times its size.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Errors {
    kept: Vec<Error>,
    left_out: usize,
    /// The status of all, of those left out, too.
    status: Option<u16>,
}

impl Errors {
    /// How many are kept.
    pub const MOST: usize = 20;

    /// Starts with no errors.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            kept: Vec::new(),
            left_out: 0,
            status: None,
        }
    }

    /// Adds an error.
    pub fn push(&mut self, error: Error) {
        self.cover(error.kind.status);
        if self.kept.len() < Self::MOST {
            self.kept.push(error);
        } else {
            self.left_out += 1;
        }
    }

    /// Adds an error of this kind, which is worded only if it is kept: there can be as many as a request has bytes, and to word one
    /// takes longer than to read it.
    pub fn add(&mut self, kind: &'static Kind, word: impl FnOnce(&'static Kind) -> Error) {
        if self.kept.len() < Self::MOST {
            self.push(word(kind));
        } else {
            self.cover(kind.status);
            self.left_out += 1;
        }
    }

    /// The value of an `Ok`; collects the errors of an `Err` and returns `None`.
    pub fn check<T>(&mut self, result: Result<T, impl Into<Self>>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(errors) => {
                let errors = errors.into();
                if let Some(status) = errors.status {
                    self.cover(status);
                }
                self.left_out += errors.left_out;
                self.extend(errors.kept);
                None
            }
        }
    }

    /// Returns `value` if there are no errors.
    ///
    /// # Errors
    /// Returns itself if there are any.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }

    /// Whether there are no errors.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// The first errors.
    #[must_use]
    pub fn as_slice(&self) -> &[Error] {
        &self.kept
    }

    /// The first errors, mutably.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Error> {
        self.kept.iter_mut()
    }

    /// The status of the response: the one all errors share, or the most general one that covers them.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.unwrap_or(500)
    }

    fn cover(&mut self, one: u16) {
        self.status = Some(match (self.status.unwrap_or(one), one) {
            (all, one) if all == one => all,
            (400..=499, 400..=499) => 400,
            _ => 500,
        });
    }

    /// What the error document speaks: the profile that defines members used in the errors.
    #[must_use]
    pub fn applied(&self) -> Applied {
        let profiles = self.profiles().iter();
        profiles.fold(Applied::default(), |all, uri| all.with_profile(uri))
    }

    fn profiles(&self) -> &'static [&'static str] {
        let mut types = self.kept.iter().filter_map(|error| error.type_link);
        if types.any(|uri| uri.starts_with(CURSOR_PAGINATION)) {
            &[CURSOR_PAGINATION]
        } else {
            &[]
        }
    }

    /// The response document.
    #[must_use]
    pub fn document(&self) -> ErrorDocument<'_> {
        ErrorDocument {
            jsonapi: JsonApi {
                profile: self.profiles(),
                ..JsonApi::default()
            },
            errors: &self.kept,
            meta: (self.left_out > 0).then_some(LeftOut {
                errors_left_out: self.left_out,
            }),
        }
    }
}

impl From<Error> for Errors {
    fn from(error: Error) -> Self {
        Self::from_iter([error])
    }
}

impl FromIterator<Error> for Errors {
    fn from_iter<I: IntoIterator<Item = Error>>(errors: I) -> Self {
        let mut all = Self::new();
        all.extend(errors);
        all
    }
}

impl Extend<Error> for Errors {
    fn extend<I: IntoIterator<Item = Error>>(&mut self, errors: I) {
        for error in errors {
            self.push(error);
        }
    }
}

impl IntoIterator for Errors {
    type Item = Error;
    type IntoIter = std::vec::IntoIter<Error>;

    fn into_iter(self) -> Self::IntoIter {
        self.kept.into_iter()
    }
}

impl<'a> IntoIterator for &'a mut Errors {
    type Item = &'a mut Error;
    type IntoIter = std::slice::IterMut<'a, Error>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

/// A document that carries errors instead of data.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorDocument<'a> {
    /// What the document speaks.
    pub jsonapi: JsonApi<'a>,
    /// The first errors.
    pub errors: &'a [Error],
    /// What is said of the others, if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<LeftOut>,
}

/// Says that there are more errors than the document has.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct LeftOut {
    /// How many.
    pub errors_left_out: usize,
}
