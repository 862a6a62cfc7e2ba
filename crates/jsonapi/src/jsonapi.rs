use serde::Serialize;

/// The `jsonapi` member: what a document speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct JsonApi<'a> {
    /// The version of the specification.
    pub version: &'static str,
    /// The applied extensions, by URI.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub ext: &'a [&'static str],
    /// The applied profiles, by URI.
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
