//! How answers are written.
//!
//! An `answer` is a document with its status and headers; a `listing` is the document of a page, with `related`
//! resources if the query includes them. `deferred` work is answered with a 202 and its job. Everything that goes
//! wrong is a `failure`.

pub(crate) mod answer;
pub(crate) mod deferred;
pub(crate) mod disclosures_csv;
pub(crate) mod entity_tag;
pub(crate) mod failure;
pub(crate) mod fixed;
pub(crate) mod listing;
pub(crate) mod related;
pub(crate) mod told;
pub(crate) mod url;
