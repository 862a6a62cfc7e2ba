//! Relationships: each is served twice, as the resources it leads to and as linkage.

mod owner;
mod to_many;
mod to_one;

pub(super) use owner::Owner;
pub(super) use to_many::{List, ToMany};
pub(super) use to_one::{Target, ToOne, linkage};

use axum::http::Method;

use crate::catalogue::endpoint::Endpoint;

/// The path of a relationship of the resource at `one`.
pub(super) fn path(one: &str, name: &str) -> String {
    format!("{one}/relationships/{name}")
}

/// A read-only relationship to one resource.
pub(super) fn fixed(one: &str, name: &str) -> Endpoint {
    Endpoint::refused(
        Method::PATCH,
        path(one, name),
        "this relationship cannot be changed",
    )
}

/// A relationship to links: clients change the links themselves.
pub(super) fn of_links(one: &str, name: &str) -> [Endpoint; 3] {
    followed(one, name, "create, update or delete the links themselves")
}

/// A relationship to many resources, which clients change through those resources.
pub(super) fn followed(one: &str, name: &str, why: &'static str) -> [Endpoint; 3] {
    let refused = |method| Endpoint::refused(method, path(one, name), why);
    [Method::POST, Method::PATCH, Method::DELETE].map(refused)
}
