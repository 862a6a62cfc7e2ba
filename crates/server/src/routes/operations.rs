//! Atomic Operations: many changes in one request, all or none.

mod apply;
mod collection;
mod step;
mod target;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::shape::Shape;
use collection::Collection;

/// The types of resource that operations can change.
pub(crate) fn changeable() -> Vec<&'static Shape> {
    Collection::all().map(Collection::shape).collect()
}

pub(super) fn endpoints() -> [Endpoint; 1] {
    [apply::endpoint()]
}
