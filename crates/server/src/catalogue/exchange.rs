//! What an endpoint takes and what it answers: said once beside each handler, so that it can be described.

use crate::resources::shape::{Attribute, Shape};

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
    /// The lines of a delivery.
    Lines,
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
    /// What is counted for whoever asks, so that it has no version.
    Count(&'static Shape),
    /// The job that does what was asked for, or has counted what it would do.
    Job,
    /// What comes of the lines of a delivery.
    Report,
    /// What there is to say, and no resource.
    Meta(&'static Attribute),
    /// Nothing.
    Nothing,
}

impl Shows {
    /// Whether it has an entity tag.
    pub(crate) const fn is_versioned(self) -> bool {
        matches!(self, Self::Resource(_) | Self::Linkage(_) | Self::Job)
    }
}
