//! JSON:API 1.1, the specification as a library: no server, no store, no domain.
//!
//! - [`media_type`]: which content types, extensions and profiles a request and its response speak;
//! - [`query`]: query parameters, checked against what an endpoint declares; [`page`]: cursors and pages;
//! - [`request`]: incoming documents, with a pointer for each complaint; [`atomic`]: many in one;
//! - [`document`]: outgoing documents; [`error`]: the ones that say what went wrong;
//! - [`member_name`] and [`mod@pointer`]: the two small grammars that all of these share.

mod applied;
pub mod atomic;
pub mod document;
pub mod error;
mod jsonapi;
pub mod media_type;
pub mod member_name;
pub mod page;
pub mod pointer;
pub mod query;
pub mod request;

pub use error::{Error, Errors, Kind, Source};
pub use jsonapi::JsonApi;
pub use pointer::Pointer;
