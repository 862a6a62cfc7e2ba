use std::borrow::Cow;
use std::fmt::Write;

use crate::jsonapi::JsonApi;

/// JSON:API's media type.
pub const JSON_API: &str = "application/vnd.api+json";
/// The cursor pagination profile.
pub const CURSOR_PAGINATION: &str = "https://jsonapi.org/profiles/ethanresnick/cursor-pagination/";
/// The Atomic Operations extension.
pub const ATOMIC: &str = "https://jsonapi.org/ext/atomic";

/// What a document speaks besides JSON:API itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    ext: Vec<&'static str>,
    pub(crate) profiles: Vec<&'static str>,
}

impl Applied {
    /// Also applies an extension, asked for or not.
    #[must_use]
    pub fn with_ext(mut self, uri: &'static str) -> Self {
        if !self.has_ext(uri) {
            self.ext.push(uri);
        }
        self
    }

    /// Also applies a profile, asked for or not.
    #[must_use]
    pub fn with_profile(mut self, uri: &'static str) -> Self {
        if !self.has_profile(uri) {
            self.profiles.push(uri);
        }
        self
    }

    /// Whether the extension is applied.
    #[must_use]
    pub fn has_ext(&self, uri: &str) -> bool {
        self.ext.contains(&uri)
    }

    /// Whether the profile is applied.
    #[must_use]
    pub fn has_profile(&self, uri: &str) -> bool {
        self.profiles.contains(&uri)
    }

    /// The `Content-Type` header of such a document.
    #[must_use]
    pub fn content_type(&self) -> Cow<'static, str> {
        if self.ext.is_empty() && self.profiles.is_empty() {
            return Cow::Borrowed(JSON_API);
        }
        let mut text = String::from(JSON_API);
        for (name, uris) in [("ext", &self.ext), ("profile", &self.profiles)] {
            if !uris.is_empty() {
                write!(text, ";{name}=\"{}\"", uris.join(" "))
                    .expect("writing to a String cannot fail");
            }
        }
        Cow::Owned(text)
    }

    /// The `jsonapi` member of such a document.
    #[must_use]
    pub fn jsonapi(&self) -> JsonApi<'_> {
        JsonApi {
            ext: &self.ext,
            profile: &self.profiles,
            ..JsonApi::default()
        }
    }
}
