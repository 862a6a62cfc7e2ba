//! Paths: the id in one, and the URLs that documents tell of themselves.
//!
//! They are told without scheme and host: clients may know the server by another name than it does.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Path};
use axum::http::Uri;
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;

use crate::app::App;
use crate::failure::Failure;

/// The id in the path. What is no id is nobody's: a missing resource.
pub(crate) struct Id<T>(pub(crate) T);

impl<T: FromStr> FromRequestParts<App> for Id<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let text = Path::<String>::from_request_parts(parts, app).await.ok();
        let id = text.and_then(|Path(text)| text.parse().ok());
        id.map(Self).ok_or_else(Failure::not_found)
    }
}

/// The URL that a request asks for.
pub(crate) fn self_link(uri: &Uri) -> &str {
    uri.path_and_query().map_or("/", PathAndQuery::as_str)
}

/// The URL at `path` that shows what the request `uri` asks to be shown.
pub(crate) fn with_query(path: &str, uri: &Uri) -> String {
    match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    }
}
