use serde::Serialize;

/// What of JSON:API a document speaks: the `jsonapi` member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct JsonApi<'a> {
    /// The version of the specification.
    pub version: &'static str,
    /// The extensions that are applied, by URI.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub ext: &'a [&'static str],
    /// The profiles that are applied, by URI.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub profile: &'a [&'static str],
}

impl Default for JsonApi<'_> {
    fn default() -> Self {
        Self {
            version: "1.1",
            ext: &[],
            profile: &[],
        }
    }
}
