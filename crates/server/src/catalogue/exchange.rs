//! What an endpoint takes and answers: declared beside each handler, and read by the OpenAPI description.

use crate::resources::shape::{Attribute, Shape};

/// What a request document holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Takes {
    /// A resource to create.
    New(&'static Shape),
    /// The changes to a resource.
    Changes(&'static Shape),
    /// The resource of this type that a relationship is to lead to.
    Linkage(&'static Shape),
    /// Several operations.
    Operations,
    /// The lines of a delivery.
    Lines,
}

/// What a successful response shows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shows {
    /// One resource.
    Resource(&'static Shape),
    /// A page of resources.
    Resources(&'static Shape),
    /// Some resources of a feed, as a document or as events.
    Feed(&'static Shape),
    /// The resource that a relationship leads to.
    Linkage(&'static Shape),
    /// The run, job or key that is a cause, or none.
    Cause,
    /// The linkage of a relationship to a cause.
    CauseLinkage,
    /// A page of the resources that a relationship leads to.
    Linkages(&'static Shape),
    /// The result of each operation.
    Results,
    /// A count, made for this request: it has no version.
    Count(&'static Shape),
    /// What is known of a record's disclosures, as a document or as another kind of report.
    Disclosures(&'static Shape),
    /// The job that does the work, or that has counted what it would do.
    Job,
    /// The outcome of a delivery's lines.
    Report,
    /// A log, line by line.
    Log,
    /// `meta`, and no resource.
    Meta(&'static Attribute),
    /// Nothing.
    Nothing,
}

impl Shows {
    /// Whether it has an entity tag.
    pub(crate) const fn is_versioned(self) -> bool {
        matches!(
            self,
            Self::Resource(_) | Self::Linkage(_) | Self::Cause | Self::CauseLinkage | Self::Job
        )
    }
}
