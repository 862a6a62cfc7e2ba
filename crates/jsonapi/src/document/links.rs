use std::borrow::Cow;

use serde::ser::{Serialize, Serializer};

/// A links object, in the order in which it was made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links<'a>(Vec<(&'static str, Option<Cow<'a, str>>)>);

impl<'a> Links<'a> {
    /// A links object with one link; more come by [`and`](Self::and).
    pub fn to(name: &'static str, url: impl Into<Cow<'a, str>>) -> Self {
        Self::default().and(name, url)
    }

    /// Adds a link.
    #[must_use]
    pub fn and(self, name: &'static str, url: impl Into<Cow<'a, str>>) -> Self {
        self.and_maybe(name, Some(url))
    }

    /// Adds a link; `null` where there is none, which says so more clearly than leaving it out.
    #[must_use]
    pub fn and_maybe(mut self, name: &'static str, url: Option<impl Into<Cow<'a, str>>>) -> Self {
        self.0.push((name, url.map(Into::into)));
        self
    }

    /// The link of this name, where there is one and it is not null.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, url) = self.0.iter().find(|(known, _)| *known == name)?;
        url.as_deref()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Links<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, url)| (name, url)))
    }
}
