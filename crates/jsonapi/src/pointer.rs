//! JSON Pointers (RFC 6901): where in the request document something is.
//!
//! Use one to complain about a request document. 1.1 requires the pointer to lead to something that *exists*: if
//! a member is missing, point at the object that lacks it.
//!
//! ```
//! use wellhead_jsonapi::Pointer;
//!
//! let data = Pointer::root().member("atomic:operations").item(3).member("data");
//! assert_eq!(data.as_str(), "/atomic:operations/3/data");
//! assert_eq!(Pointer::root().member("a/b~c").as_str(), "/a~1b~0c");
//! ```

use std::fmt;

use serde::Serialize;

/// A place in a JSON document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// The primary data, `/data`.
    #[must_use]
    pub fn data() -> Self {
        Self("/data".to_owned())
    }

    /// The member `name` of this object.
    #[must_use]
    pub fn member(&self, name: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + 1 + name.len());
        text.push_str(&self.0);
        text.push('/');
        for c in name.chars() {
            match c {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                c => text.push(c),
            }
        }
        Self(text)
    }

    /// The item `index` of this array.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The pointer's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
