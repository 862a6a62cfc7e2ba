use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::applied::Applied;

/// A links object. Links keep the order in which they were added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links<'a>(Vec<(&'static str, Option<Link<'a>>)>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Link<'a> {
    url: Cow<'a, str>,
    /// The media type of the target, if it is not JSON:API's own.
    of: Option<Cow<'a, str>>,
}

impl<'a> Links<'a> {
    /// A links object with one link; add more with [`and`](Self::and).
    pub fn to(name: &'static str, url: impl Into<Cow<'a, str>>) -> Self {
        Self::default().and(name, url)
    }

    /// Adds a link.
    #[must_use]
    pub fn and(self, name: &'static str, url: impl Into<Cow<'a, str>>) -> Self {
        self.and_maybe(name, Some(url))
    }

    /// Adds a link, or `null` for none, which is clearer than leaving it out.
    #[must_use]
    pub fn and_maybe(mut self, name: &'static str, url: Option<impl Into<Cow<'a, str>>>) -> Self {
        let link = url.map(|url| Link {
            url: url.into(),
            of: None,
        });
        self.0.push((name, link));
        self
    }

    /// Adds the document's link to itself. If the document speaks more than plain JSON:API, the link says so.
    #[must_use]
    pub fn and_self(mut self, url: impl Into<Cow<'a, str>>, applied: &Applied) -> Self {
        let of = (*applied != Applied::default()).then(|| applied.content_type());
        let url = url.into();
        self.0.push(("self", Some(Link { url, of })));
        self
    }

    /// The link with this name, unless it is missing or null.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, url) = self.0.iter().find(|(known, _)| *known == name)?;
        url.as_ref().map(|link| &*link.url)
    }

    /// Whether there are no links.
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

impl Serialize for Link<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(of) = &self.of else {
            return self.url.serialize(serializer);
        };
        let mut object = serializer.serialize_map(Some(2))?;
        object.serialize_entry("href", &self.url)?;
        object.serialize_entry("type", of)?;
        object.end()
    }
}
