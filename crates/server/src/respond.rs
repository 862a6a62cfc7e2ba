//! How an answer goes out.
//!
//! An `answer` is a document with its status and headers; a `listing` is the document of a page, with what is `related`
//! where the query asks for it. What is `deferred` to a job is a 202. Whatever goes wrong is a `failure`.

pub(crate) mod answer;
pub(crate) mod deferred;
pub(crate) mod entity_tag;
pub(crate) mod failure;
pub(crate) mod listing;
pub(crate) mod related;
pub(crate) mod url;
