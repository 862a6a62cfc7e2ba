//! How an endpoint says what it takes and answers, in the words of whoever writes one.

use axum::http::{Method, StatusCode};

use super::Endpoint;
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

    /// Makes a resource, and shows it.
    pub(crate) fn creates(self, shape: &'static Shape) -> Self {
        self.takes(Takes::New(shape))
            .answers(StatusCode::CREATED, Shows::Resource(shape))
    }

    /// Changes a resource, and shows it.
    pub(crate) fn updates(self, shape: &'static Shape) -> Self {
        self.takes(Takes::Changes(shape)).shows(shape)
    }

    /// Shows which resource of this type a relationship leads to.
    pub(crate) fn shows_linkage(self, shape: &'static Shape) -> Self {
        self.answers(StatusCode::OK, Shows::Linkage(shape))
    }

    /// Lists which resources of this type a relationship leads to, page by page.
    pub(crate) fn lists_linkage(self, shape: &'static Shape) -> Self {
        self.answers(StatusCode::OK, Shows::Linkages(shape))
    }

    /// Lets a relationship lead to another resource of this type, and shows it.
    pub(crate) fn updates_linkage(self, shape: &'static Shape) -> Self {
        self.takes(Takes::Linkage(shape)).shows_linkage(shape)
    }

    /// Counts something for whoever asks.
    pub(crate) fn counts(self, shape: &'static Shape) -> Self {
        self.answers(StatusCode::OK, Shows::Count(shape))
    }

    /// Removes something, and has nothing to show.
    pub(crate) fn removes(self) -> Self {
        self.answers(StatusCode::NO_CONTENT, Shows::Nothing)
    }

    /// May leave what is asked for to a job.
    pub(crate) fn defers(mut self) -> Self {
        self.served.defers = true;
        self.answers(StatusCode::ACCEPTED, Shows::Job)
    }

    /// Takes and answers NDJSON.
    pub(crate) fn streams(mut self) -> Self {
        self.speaks = Speaks::Ndjson;
        self.served.streams = true;
        self.takes(Takes::Lines)
            .answers(StatusCode::OK, Shows::Report)
    }

    /// Says more beside the document that it answers.
    pub(crate) fn tells(self, meta: &'static Attribute) -> Self {
        Self {
            meta: Some(meta),
            ..self
        }
    }

    /// Takes a document of another sort.
    pub(crate) fn takes(self, takes: Takes) -> Self {
        Self {
            takes: Some(takes),
            ..self
        }
    }

    /// Answers so, too.
    pub(crate) fn answers(mut self, status: StatusCode, shows: Shows) -> Self {
        self.answers.push((status, shows));
        self
    }

    /// Whether it shows what is there only where the client wants this very representation.
    pub(crate) fn is_conditional(&self) -> bool {
        let is_versioned = self.answers.iter().any(|(_, shows)| shows.is_versioned());
        is_versioned && self.served.method == Method::GET
    }

    /// Whether it changes what is there only while that is as the client expects it.
    pub(crate) fn is_guarded(&self) -> bool {
        let changes = [Method::PATCH, Method::DELETE].contains(&self.served.method);
        changes && self.served.refused.is_none()
    }
}
