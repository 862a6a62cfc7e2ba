use uuid::Uuid;
use wellhead_core::id::RecordId;
use wellhead_jsonapi::atomic::{Href, Lids, Ref};
use wellhead_jsonapi::error::kind::INVALID_DOCUMENT;
use wellhead_jsonapi::{Error, Pointer};

use super::collection::Collection;
use crate::extract::query;
use crate::resources::shape::Shape;
use crate::resources::{connector, job, sync_run, workspace};
use crate::respond::failure::{nothing_at, unsupported};
use crate::respond::url::base;

/// The target that `ref` or `href` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) collection: Collection,
    /// One of its resources; `None` if the collection itself is named.
    pub(super) id: Option<Uuid>,
    /// One of the resource's relationships.
    pub(super) relationship: Option<String>,
    /// Where the target is named.
    pub(super) pointer: Pointer,
}

impl Named {
    /// The target of a `ref`.
    pub(super) fn by_ref(target: Ref, lids: &Lids<Uuid>) -> Result<Self, Error> {
        let Ref {
            identifier,
            relationship,
        } = target;
        let Some(collection) = Collection::of_type(&identifier.of) else {
            let pointer = identifier.pointer.member("type");
            let read_only = READ_ONLY.iter().any(|it| it.of == identifier.of);
            return Err(foreign(pointer, read_only));
        };
        let id = lids.resolve(&identifier, |id| id.parse().ok().map(RecordId::uuid))?;
        // Text that is not an id gives a 404, like an id that does not exist.
        let id = id.ok_or_else(|| nothing_at(identifier.identity_pointer()))?;
        Ok(Self {
            collection,
            id: Some(id),
            relationship,
            pointer: identifier.pointer,
        })
    }

    /// The target of an `href`: a URL as in our documents, with any scheme and host. `filter[deleted]` is the only
    /// query parameter it may have.
    pub(super) fn by_href(href: Href) -> Result<Self, Error> {
        let Href { url, pointer } = href;
        let base = base().map(|base| base.to_string());
        let own = base
            .and_then(|base| url.strip_prefix(&base))
            .unwrap_or(&url);
        let (path, query) = parts(own);
        let query = query::DELETED.parse(query);
        let is_link = query.is_ok_and(|query| query::deleted(&query).is_ok());
        if !is_link || url.contains('#') {
            let detail = "an href is the URL of a collection, a resource or a relationship, \
                          and its only query parameter is filter[deleted]";
            return Err(Error::new(&INVALID_DOCUMENT, detail).at(pointer));
        }
        for collection in Collection::all() {
            let Some(below) = path.strip_prefix(collection.path()) else {
                continue;
            };
            let segments: Vec<_> = below.split('/').collect();
            let (id, relationship) = match &*segments {
                [""] => (None, None),
                ["", id] => (Some(*id), None),
                ["", id, "relationships", name] => (Some(*id), Some((*name).to_owned())),
                _ => continue,
            };
            let id = id
                .map(|id| id.parse().map(RecordId::uuid))
                .transpose()
                .map_err(|_| nothing_at(pointer.clone()))?;
            return Ok(Self {
                collection,
                id,
                relationship,
                pointer,
            });
        }
        let read_only = READ_ONLY.iter().any(|it| path.starts_with(it.path));
        Err(foreign(pointer, read_only))
    }
}

/// The types that cannot be changed here.
const READ_ONLY: [&Shape; 4] = [
    &connector::SHAPE,
    &job::SHAPE,
    &sync_run::SHAPE,
    &workspace::SHAPE,
];

/// The error for a URL outside the collections.
fn foreign(pointer: Pointer, read_only: bool) -> Error {
    if read_only {
        unsupported("operations cannot change this resource").at(pointer)
    } else {
        nothing_at(pointer)
    }
}

/// The path and the query of a URL.
fn parts(url: &str) -> (&str, Option<&str>) {
    let (url, query) = match url.split_once('?') {
        Some((url, query)) => (url, Some(query)),
        None => (url, None),
    };
    let path = match url.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/').unwrap_or(rest.len())..],
        None => url,
    };
    (path, query)
}

#[cfg(test)]
mod tests {
    use wellhead_core::record::Kind;

    use super::*;

    const ID: &str = "9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4";

    fn named(url: &str) -> Result<Named, Error> {
        Named::by_href(Href {
            url: url.to_owned(),
            pointer: Pointer::root(),
        })
    }

    #[test]
    fn urls_as_in_documents() {
        let links = Kind::People.wire().links_path;
        for (url, collection, id, relationship) in [
            (
                "/v1/people".to_owned(),
                Collection::Records(Kind::People),
                None,
                None,
            ),
            (
                format!("/v1/companies/{ID}"),
                Collection::Records(Kind::Company),
                Some(ID),
                None,
            ),
            (
                format!("{links}/{ID}?filter%5Bdeleted%5D=include"),
                Collection::Links(Kind::People),
                Some(ID),
                None,
            ),
            (
                format!("https://ledger.example{links}/{ID}/relationships/people"),
                Collection::Links(Kind::People),
                Some(ID),
                Some("people"),
            ),
        ] {
            let named = named(&url).unwrap();
            assert_eq!(named.collection, collection, "{url}");
            assert_eq!(named.id.map(|id| id.to_string()).as_deref(), id, "{url}");
            assert_eq!(named.relationship.as_deref(), relationship, "{url}");
        }
    }

    #[test]
    fn urls_that_cannot_be_changed() {
        for (url, status) in [
            ("", 404),
            ("/", 404),
            ("/v1/people/", 404),
            ("/v1/people/me", 404),
            ("/v1/peoples", 404),
            ("https://ledger.example", 404),
            ("/v1/people?nope=1", 400),
            ("/v1/people?include=workspace", 400),
            ("/v1/people#x", 400),
            ("/v1/connectors", 403),
            ("/v1/jobs", 403),
            ("/v1/workspace-connector-sync-logs", 403),
        ] {
            assert_eq!(named(url).unwrap_err().kind.status, status, "{url}");
        }
    }
}
