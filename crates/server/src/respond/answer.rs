use axum::http::header::{CONTENT_TYPE, ETAG, LOCATION, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use wellhead_core::resource::Times;
use wellhead_jsonapi::document::{Document, Included, Links, Meta, MetaDocument};
use wellhead_jsonapi::media_type::Applied;

use super::entity_tag::entity_tag;
use super::told::Told;
use super::url::at;
use crate::resources::{Attributes, Resource};

/// Usually enough bytes for the document of one resource.
const ONE_RESOURCE: usize = 2_048;

/// A successful answer.
#[derive(Debug)]
pub(crate) struct Answer {
    status: StatusCode,
    content_type: Option<HeaderValue>,
    location: Option<String>,
    entity_tag: Option<String>,
    document: Vec<u8>,
    told: Option<Told>,
}

impl Answer {
    /// 200 with a document in the `applied` extensions and profiles.
    pub(crate) fn ok(applied: &Applied, document: &impl Serialize) -> Self {
        Self {
            status: StatusCode::OK,
            content_type: Some(content_type(applied)),
            location: None,
            entity_tag: None,
            document: written(document),
            told: None,
        }
    }

    /// 200 with the document of a resource, at `url`.
    pub(crate) fn resource(
        url: &str,
        resource: Resource<'_>,
        included: Option<Included<'_, Attributes<'_>>>,
    ) -> Self {
        Self::resource_and(url, resource, included, None)
    }

    /// 200 with the document of a resource, at `url`, and with `meta` beside it.
    pub(crate) fn resource_and(
        url: &str,
        resource: Resource<'_>,
        included: Option<Included<'_, Attributes<'_>>>,
        meta: Option<Meta<'_>>,
    ) -> Self {
        Self::document(url, resource, included, meta)
    }

    /// 200 with the document of a resource, or of none and why, at `url`.
    pub(crate) fn perhaps(
        url: &str,
        resource: Option<Resource<'_>>,
        meta: Option<Meta<'_>>,
    ) -> Self {
        Self::document(url, resource, None, meta)
    }

    fn document(
        url: &str,
        data: impl Serialize,
        included: Option<Included<'_, Attributes<'_>>>,
        meta: Option<Meta<'_>>,
    ) -> Self {
        let mut document = Document::of(data)
            .with_links(Links::to("self", url))
            .with_included(included);
        document.meta = meta;
        Self::ok(&Applied::default(), &document)
    }

    /// 200 with `meta` and no resource.
    pub(crate) fn meta(meta: Meta<'_>) -> Self {
        let applied = Applied::default();
        let jsonapi = applied.jsonapi();
        Self::ok(&applied, &MetaDocument { jsonapi, meta })
    }

    /// Sets the version of the resource that the document shows.
    pub(crate) fn with_version(mut self, times: &Times) -> Self {
        self.entity_tag = Some(entity_tag(times, &self.document));
        self
    }

    /// 201, with the path of the new resource.
    pub(crate) fn created(self, location: String) -> Self {
        Self {
            status: StatusCode::CREATED,
            location: Some(at(location)),
            ..self
        }
    }

    /// 202, with the path of the job that does the work.
    pub(crate) fn accepted(self, location: String) -> Self {
        Self {
            status: StatusCode::ACCEPTED,
            location: Some(at(location)),
            ..self
        }
    }

    /// 204
    pub(crate) fn no_content() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            content_type: None,
            location: None,
            entity_tag: None,
            document: Vec::new(),
            told: None,
        }
    }

    /// Says this for the audit log.
    pub(crate) fn telling(self, told: Told) -> Self {
        Self {
            told: Some(told),
            ..self
        }
    }

    /// The entity tag of the document, if it has a version.
    pub(crate) fn entity_tag(&self) -> Option<&str> {
        self.entity_tag.as_deref()
    }

    /// 304 with the same tag.
    pub(crate) fn not_modified(self) -> Self {
        Self {
            status: StatusCode::NOT_MODIFIED,
            entity_tag: self.entity_tag,
            ..Self::no_content()
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = self.document.into_response();
        *response.status_mut() = self.status;
        if let Some(told) = self.told {
            response.extensions_mut().insert(told);
        }
        let headers = response.headers_mut();
        headers.insert(VARY, HeaderValue::from_static("Accept"));
        headers.remove(CONTENT_TYPE);
        if let Some(content_type) = self.content_type {
            headers.insert(CONTENT_TYPE, content_type);
        }
        for (name, value) in [(LOCATION, self.location), (ETAG, self.entity_tag)] {
            if let Some(value) = value {
                let value = HeaderValue::try_from(value).expect("URLs and tags are plain ASCII");
                headers.insert(name, value);
            }
        }
        response
    }
}

/// A document as JSON.
fn written(document: &impl Serialize) -> Vec<u8> {
    let mut json = Vec::with_capacity(ONE_RESOURCE);
    serde_json::to_writer(&mut json, document).expect("a document can be written as JSON");
    json
}

/// The `Content-Type` of a document in the `applied` extensions and profiles.
pub(crate) fn content_type(applied: &Applied) -> HeaderValue {
    HeaderValue::try_from(&*applied.content_type()).expect("a media type is a header value")
}
