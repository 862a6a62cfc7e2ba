//! How an endpoint describes what it takes and answers.

use axum::http::{Method, StatusCode};

use wellhead_core::audit::{About, Act};
use wellhead_jsonapi::Kind;

use super::Endpoint;
use crate::catalogue::audited::{Audited, Unaudited};
use crate::catalogue::exchange::{Shows, Takes};
use crate::layers::negotiation::Speaks;
use crate::resources::shape::{Attribute, Shape};

impl Endpoint {
    /// Shows one resource.
    pub(crate) fn shows(self, shape: &'static Shape) -> Self {
        self.answers(StatusCode::OK, Shows::Resource(shape))
    }

    /// Lists resources, page by page.
    pub(crate) fn lists(self, shape: &'static Shape) -> Self {
        self.answers(StatusCode::OK, Shows::Resources(shape))
    }

    /// Shows a feed of resources: page by page, or as events while they happen.
    pub(crate) fn feeds(mut self, shape: &'static Shape) -> Self {
        self.speaks = Speaks::Events;
        self.answers(StatusCode::OK, Shows::Feed(shape))
    }

    /// Creates a resource, and shows it.
    pub(crate) fn creates(self, shape: &'static Shape) -> Self {
        self.takes(Takes::New(shape))
            .answers(StatusCode::CREATED, Shows::Resource(shape))
    }

    /// Changes a resource, and shows it.
    pub(crate) fn updates(self, shape: &'static Shape) -> Self {
        self.takes(Takes::Changes(shape)).shows(shape)
    }

    /// Shows the resource of this type that a relationship leads to.
    pub(crate) fn shows_linkage(self, shape: &'static Shape) -> Self {
        self.answers(StatusCode::OK, Shows::Linkage(shape))
    }

    /// Lists the resources of this type that a relationship leads to, page by page.
    pub(crate) fn lists_linkage(self, shape: &'static Shape) -> Self {
        self.answers(StatusCode::OK, Shows::Linkages(shape))
    }

    /// Points a relationship at another resource of this type, and shows it.
    pub(crate) fn updates_linkage(self, shape: &'static Shape) -> Self {
        self.takes(Takes::Linkage(shape)).shows_linkage(shape)
    }

    /// Counts something for this request.
    pub(crate) fn counts(self, shape: &'static Shape) -> Self {
        self.answers(StatusCode::OK, Shows::Count(shape))
    }

    /// Removes a resource, and has nothing to show.
    pub(crate) fn removes(self) -> Self {
        self.answers(StatusCode::NO_CONTENT, Shows::Nothing)
    }

    /// May leave the work to a job.
    pub(crate) fn defers(mut self) -> Self {
        self.served.defers = true;
        self.answers(StatusCode::ACCEPTED, Shows::Job)
    }

    /// Hands out a log as NDJSON.
    pub(crate) fn exports(mut self) -> Self {
        self.speaks = Speaks::Ndjson;
        self.answers(StatusCode::OK, Shows::Log)
    }

    /// Each request gets into the audit log as this act, done to something of this type.
    pub(crate) fn audited(mut self, act: Act, about: About) -> Self {
        self.served.audited = Some(Audited::As(act, about));
        self
    }

    /// The same, before the answer is sent.
    pub(crate) fn audited_durably(mut self, act: Act, about: About) -> Self {
        self.served.audited = Some(Audited::Durably(act, about));
        self
    }

    /// Requests with one of these filters get into the audit log.
    pub(crate) fn audited_if(
        mut self,
        filters: &'static [&'static str],
        act: Act,
        about: About,
    ) -> Self {
        self.served.audited = Some(Audited::If(filters, act, about));
        self
    }

    /// No request gets into the audit log.
    pub(crate) fn unaudited(mut self, why: Unaudited) -> Self {
        self.served.audited = Some(Audited::Not(why));
        self
    }

    /// Takes and answers NDJSON.
    pub(crate) fn streams(mut self) -> Self {
        self.speaks = Speaks::Ndjson;
        self.served.streams = true;
        self.takes(Takes::Lines)
            .answers(StatusCode::OK, Shows::Report)
    }

    /// Adds `meta` to the document it answers.
    pub(crate) fn tells(self, meta: &'static Attribute) -> Self {
        Self {
            meta: Some(meta),
            ..self
        }
    }

    /// Takes another kind of document.
    pub(crate) fn takes(self, takes: Takes) -> Self {
        Self {
            takes: Some(takes),
            ..self
        }
    }

    /// May also answer with this status.
    pub(crate) fn answers(mut self, status: StatusCode, shows: Shows) -> Self {
        self.answers.push((status, shows));
        self
    }

    /// May fail like this.
    pub(crate) fn fails(mut self, kind: &'static Kind) -> Self {
        self.fails.push(kind);
        self
    }

    /// Whether it honours preconditions on the representation it shows.
    pub(crate) fn is_conditional(&self) -> bool {
        let is_versioned = self.answers.iter().any(|(_, shows)| shows.is_versioned());
        is_versioned && self.served.method == Method::GET
    }

    /// Whether it honours preconditions on the version it changes.
    pub(crate) fn is_guarded(&self) -> bool {
        let changes = [Method::PATCH, Method::DELETE].contains(&self.served.method);
        changes && self.served.refused.is_none()
    }
}
