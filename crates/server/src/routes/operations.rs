//! Atomic Operations: many changes in one request, all or none.

mod apply;
mod collection;
mod step;
mod target;

use crate::endpoint::Endpoint;

pub(super) fn endpoints() -> [Endpoint; 1] {
    [apply::endpoint()]
}
