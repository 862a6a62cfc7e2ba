//! Keys: who has access. Only admins see them, make them, and end them.

mod create;
mod list;
mod retrieve;
mod revoke;
mod rotate;

use axum::http::Uri;
use wellhead_core::key::{Key, Token};
use wellhead_jsonapi::query::Query;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::api_key;
use crate::respond::answer::Answer;
use crate::respond::url::with_query;

/// The path of one key.
const ONE: &str = "/v1/api-keys/{id}";

pub(super) fn endpoints() -> [Endpoint; 5] {
    [
        list::endpoint(),
        create::endpoint(),
        retrieve::endpoint(),
        revoke::endpoint(),
        rotate::endpoint(),
    ]
}

/// The document of a new key, with its token, which is never shown again.
fn made(key: &Key, token: &Token, query: &Query, uri: &Uri) -> Answer {
    let location = api_key::path(key);
    let data = api_key::resource(key, Some(token), &query.fields);
    Answer::resource(&with_query(&location, uri), data, None)
        .with_version(&key.times())
        .created(location)
}
