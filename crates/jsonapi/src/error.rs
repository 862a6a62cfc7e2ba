//! Error objects, and the document that carries them.
//!
//! Use it wherever a request is refused. Each [`Kind`] of error is declared once, with its status,
//! stable code and title; this crate declares [those of the specification](kind), and a
//! server declares its own beside them. Failures that never reach a client do not need it.
//!
//! ```
//! use wellhead_jsonapi::{Error, Errors, Kind, Pointer};
//!
//! static GONE: Kind = Kind::new(404, "not_found", "There is no such resource");
//!
//! let errors = Errors::from(Error::new(&GONE, "no person has this id").at(Pointer::data()));
//! assert_eq!(errors.status(), 404);
//! assert_eq!(
//!     serde_json::to_string(&errors.document()).unwrap(),
//!     concat!(
//!         r#"{"jsonapi":{"version":"1.1"},"errors":[{"status":"404","code":"not_found","#,
//!         r#""title":"There is no such resource","detail":"no person has this id","#,
//!         r#""source":{"pointer":"/data"}}]}"#,
//!     ),
//! );
//! ```

use std::borrow::Cow;
use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use crate::pointer::Pointer;

mod errors;
pub mod kind;
#[cfg(test)]
mod tests;

pub use errors::{ErrorDocument, Errors, LeftOut};
pub use kind::Kind;

/// One problem with one request.
#[derive(Debug, Clone, PartialEq)]
pub struct Error {
    /// What kind of problem it is.
    pub kind: &'static Kind,
    /// What is wrong this time, for humans.
    pub detail: String,
    /// The part of the request that is to blame.
    pub source: Option<Source>,
    /// `links.type`: a URI by which other APIs know this kind.
    pub type_link: Option<&'static str>,
    // Boxed because few errors have one, and every `Result` pays for the size.
    meta: Option<Box<Map<String, Value>>>,
}

/// The part of a request that an error is about.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// A value in the request document.
    Pointer(Pointer),
    /// A query parameter, by its decoded name.
    Parameter(Cow<'static, str>),
    /// A request header.
    Header(&'static str),
}

impl Error {
    /// An error of this kind.
    pub fn new(kind: &'static Kind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            source: None,
            type_link: None,
            meta: None,
        }
    }

    /// Blames a value in the request document.
    #[must_use]
    pub fn at(mut self, pointer: Pointer) -> Self {
        self.source = Some(Source::Pointer(pointer));
        self
    }

    /// Blames a query parameter.
    #[must_use]
    pub fn in_parameter(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.source = Some(Source::Parameter(name.into()));
        self
    }

    /// Blames a header.
    #[must_use]
    pub fn in_header(mut self, name: &'static str) -> Self {
        self.source = Some(Source::Header(name));
        self
    }

    /// Sets the URI by which other APIs know this kind of problem.
    #[must_use]
    pub fn with_type_link(mut self, uri: &'static str) -> Self {
        self.type_link = Some(uri);
        self
    }

    /// Adds or replaces a member of `meta`.
    #[must_use]
    pub fn with_meta(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.set_meta(name, value);
        self
    }

    /// Adds or replaces a member of `meta`.
    pub fn set_meta(&mut self, name: &str, value: impl Into<Value>) {
        self.meta
            .get_or_insert_default()
            .insert(name.to_owned(), value.into());
    }

    /// The `meta` member, if any.
    #[must_use]
    pub fn meta(&self) -> Option<&Map<String, Value>> {
        self.meta.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.title, self.detail)
    }
}

impl std::error::Error for Error {}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Links {
            r#type: &'static str,
        }
        let mut object = serializer.serialize_map(None)?;
        if let Some(uri) = self.type_link {
            object.serialize_entry("links", &Links { r#type: uri })?;
        }
        // The specification wants the status as a string.
        object.serialize_entry("status", &format_args!("{}", self.kind.status))?;
        object.serialize_entry("code", self.kind.code)?;
        object.serialize_entry("title", self.kind.title)?;
        object.serialize_entry("detail", &self.detail)?;
        if let Some(source) = &self.source {
            object.serialize_entry("source", source)?;
        }
        if let Some(meta) = &self.meta {
            object.serialize_entry("meta", meta)?;
        }
        object.end()
    }
}
