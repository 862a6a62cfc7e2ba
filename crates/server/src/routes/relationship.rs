//! What the relationships of all resources share.

use axum::http::{Method, Uri};
use uuid::Uuid;
use wellhead_core::resource::Times;
use wellhead_jsonapi::document::{Document, Identifier, Links};
use wellhead_jsonapi::media_type::Applied;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::Home;
use crate::respond::answer::Answer;
use crate::respond::url::self_link;

/// The path of a relationship of the resource at `one`.
pub(super) fn path(one: &str, name: &str) -> String {
    format!("{one}/relationships/{name}")
}

/// The linkage of the relationship `name`, which leads to one resource, of the type of the same name.
///
/// Its version is that of the resource that it belongs to.
pub(super) fn to_one(uri: &Uri, home: Home, times: &Times, name: &'static str, id: Uuid) -> Answer {
    let links = Links::to("self", self_link(uri)).and("related", home.related(name));
    let linkage = Identifier::new(name, id.to_string());
    let document = Document::of(linkage).with_links(links);
    Answer::ok(&Applied::default(), &document).with_version(times)
}

/// A relationship to one resource that is there to be read only.
pub(super) fn fixed(one: &str, name: &str) -> Endpoint {
    Endpoint::refused(
        Method::PATCH,
        path(one, name),
        "this relationship cannot be changed",
    )
}

/// The relationship to links: each link says itself what it belongs to.
pub(super) fn of_links(one: &str, name: &str) -> [Endpoint; 3] {
    followed(one, name, "create, update or delete the links themselves")
}

/// A relationship to many resources, each of which says itself what it belongs to.
pub(super) fn followed(one: &str, name: &str, why: &'static str) -> [Endpoint; 3] {
    let refused = |method| Endpoint::refused(method, path(one, name), why);
    [Method::POST, Method::PATCH, Method::DELETE].map(refused)
}
