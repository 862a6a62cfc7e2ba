//! Content negotiation: which media types, extensions and profiles a request and its response speak.
//!
//! Use it at each endpoint, before its body is read: [`Supported`] declares what the endpoint speaks, and
//! returns what is [applied](Applied), or a 415 or 406. Endpoints with another media type use [`Foreign`].
//!
//! ```
//! use wellhead_jsonapi::media_type::{CURSOR_PAGINATION, Supported};
//!
//! const LIST: Supported = Supported { profiles: &[CURSOR_PAGINATION], ..Supported::NOTHING };
//!
//! let asked = format!("application/vnd.api+json;profile=\"{CURSOR_PAGINATION} https://example.com/x\"");
//! let applied = LIST.accept([&*asked]).unwrap();
//! assert_eq!(
//!     applied.content_type(),
//!     "application/vnd.api+json;profile=\"https://jsonapi.org/profiles/ethanresnick/cursor-pagination/\"",
//! );
//! assert_eq!(LIST.accept(["text/html"]).unwrap_err().kind.status, 406);
//! assert_eq!(LIST.content_type(Some("text/html")).unwrap_err().kind.status, 415);
//! ```

use mediatype::{MediaType, Name, ReadParams};

mod accept;
mod content_type;
mod foreign;
#[cfg(test)]
mod tests;

pub use crate::applied::{ATOMIC, Applied, CURSOR_PAGINATION, JSON_API};
pub use foreign::Foreign;

/// Plain JSON, accepted as JSON:API in requests.
pub const JSON: &str = "application/json";

/// What an endpoint speaks besides JSON:API itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supported {
    /// The extensions, by their URIs.
    pub ext: &'static [&'static str],
    /// The extensions that the endpoint cannot do without.
    pub required: &'static [&'static str],
    /// The profiles, by their URIs.
    pub profiles: &'static [&'static str],
}

impl Supported {
    /// JSON:API itself and nothing more.
    pub const NOTHING: Self = Self {
        ext: &[],
        required: &[],
        profiles: &[],
    };
}

/// What a media type's parameters mean for JSON:API.
enum Parameters {
    /// Every extension is supported. Unsupported profiles are left out.
    Applied(Applied),
    /// An extension that is not supported.
    UnsupportedExt(String),
    /// A required extension is missing.
    MissingExt(&'static str),
    /// A parameter other than `ext` and `profile`.
    Foreign(String),
}

const EXT: Name<'_> = Name::new_unchecked("ext");
const PROFILE: Name<'_> = Name::new_unchecked("profile");
const Q: Name<'_> = Name::new_unchecked("q");

impl Supported {
    /// Reads the parameters of JSON:API's media type, except `weight`, which belongs to `Accept`.
    fn parameters(&self, instance: &MediaType<'_>, weight: Option<Name<'_>>) -> Parameters {
        let mut applied = Applied::default();
        for (name, value) in instance.params() {
            let value = value.unquoted_str();
            let mut uris = value.split(' ').filter(|uri| !uri.is_empty());
            if name == EXT {
                for uri in uris {
                    match self.ext.iter().find(|ext| **ext == uri) {
                        Some(ext) => applied = applied.with_ext(ext),
                        None => return Parameters::UnsupportedExt(uri.to_owned()),
                    }
                }
            } else if name == PROFILE {
                // Unknown profiles must be ignored.
                let known = |uri| self.profiles.iter().find(|known| same_profile(known, uri));
                applied = uris
                    .by_ref()
                    .filter_map(known)
                    .fold(applied, |all, uri| all.with_profile(uri));
            } else if Some(name) != weight {
                return Parameters::Foreign(name.to_string());
            }
        }
        match self.required.iter().find(|uri| !applied.has_ext(uri)) {
            Some(uri) => Parameters::MissingExt(uri),
            None => Parameters::Applied(applied),
        }
    }
}

/// Whether two URIs name the same profile. Cursor pagination names itself with `http:` in one place and `https:` in
/// another, so the scheme does not count, nor does a trailing slash.
fn same_profile(one: &str, other: &str) -> bool {
    fn bare(uri: &str) -> &str {
        let path = uri
            .strip_prefix("https:")
            .or_else(|| uri.strip_prefix("http:"));
        path.unwrap_or(uri).trim_end_matches('/')
    }
    bare(one) == bare(other)
}

fn is(instance: &MediaType<'_>, essence: &str) -> bool {
    MediaType::parse(essence).is_ok_and(|essence| instance.essence() == essence)
}
