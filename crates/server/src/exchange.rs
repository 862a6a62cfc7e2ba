//! What an endpoint takes and what it answers: said once beside each handler, so that it can be described.

use axum::http::{Method, StatusCode};

use crate::endpoint::Endpoint;
use crate::resources::shape::Shape;

/// What a request's document says.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Takes {
    /// A resource to be made.
    New(&'static Shape),
    /// What is to change of a resource.
    Changes(&'static Shape),
    /// The one resource of this type that a relationship shall lead to.
    Linkage(&'static Shape),
    /// Many changes.
    Operations,
}

/// What a response shows when all went well.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shows {
    /// One resource.
    Resource(&'static Shape),
    /// A page of resources.
    Resources(&'static Shape),
    /// The one resource that a relationship leads to.
    Linkage(&'static Shape),
    /// A page of the resources that a relationship leads to.
    Linkages(&'static Shape),
    /// What each operation came to.
    Results,
    /// Nothing.
    Nothing,
}

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

    /// Whether what it answers has an entity tag.
    pub(crate) fn is_versioned(&self) -> bool {
        let one = |(_, shows): &(_, _)| matches!(shows, Shows::Resource(_) | Shows::Linkage(_));
        self.answers.iter().any(one)
    }

    /// Whether it changes what is there only while that is as the client knows it.
    pub(crate) fn is_guarded(&self) -> bool {
        let changes = [Method::PATCH, Method::DELETE].contains(&self.served.method);
        changes && self.served.refused.is_none()
    }
}
