use serde::Serialize;

use super::Error;
use crate::applied::{Applied, CURSOR_PAGINATION};
use crate::jsonapi::JsonApi;

/// Everything wrong with one request. Empty as long as nothing is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Errors(Vec<Error>);

impl Errors {
    /// Starts with no errors.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds an error.
    pub fn push(&mut self, error: Error) {
        self.0.push(error);
    }

    /// The value of an `Ok`; collects the errors of an `Err` and returns `None`.
    pub fn check<T>(&mut self, result: Result<T, impl Into<Self>>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(errors) => {
                self.0.append(&mut errors.into().0);
                None
            }
        }
    }

    /// Returns `value` if there are no errors.
    ///
    /// # Errors
    /// Returns itself if there are any.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }

    /// Whether there are no errors.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The errors.
    #[must_use]
    pub fn as_slice(&self) -> &[Error] {
        &self.0
    }

    /// The errors, mutably.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Error> {
        self.0.iter_mut()
    }

    /// The status of the response: the one all errors share, or the most general one that covers them.
    #[must_use]
    pub fn status(&self) -> u16 {
        let mut statuses = self.0.iter().map(|error| error.kind.status);
        let Some(first) = statuses.next() else {
            return 500;
        };
        statuses.fold(first, |all, one| match (all, one) {
            _ if all == one => all,
            (400..=499, 400..=499) => 400,
            _ => 500,
        })
    }

    /// What the error document speaks: the profile that defines members used in the errors.
    #[must_use]
    pub fn applied(&self) -> Applied {
        let profiles = self.profiles().iter();
        profiles.fold(Applied::default(), |all, uri| all.with_profile(uri))
    }

    fn profiles(&self) -> &'static [&'static str] {
        let mut types = self.0.iter().filter_map(|error| error.type_link);
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
            errors: &self.0,
        }
    }
}

impl From<Error> for Errors {
    fn from(error: Error) -> Self {
        Self(vec![error])
    }
}

impl FromIterator<Error> for Errors {
    fn from_iter<I: IntoIterator<Item = Error>>(errors: I) -> Self {
        Self(errors.into_iter().collect())
    }
}

impl Extend<Error> for Errors {
    fn extend<I: IntoIterator<Item = Error>>(&mut self, errors: I) {
        self.0.extend(errors);
    }
}

impl IntoIterator for Errors {
    type Item = Error;
    type IntoIter = std::vec::IntoIter<Error>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
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
    /// The errors.
    pub errors: &'a [Error],
}
