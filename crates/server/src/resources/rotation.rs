//! What rotations of secrets and of keys have in common: how long the old one goes on.

use wellhead_core::key;

use super::shape::{Attribute, Set, Value};

pub(crate) const OVERLAP: &str = "overlap_seconds";
pub(crate) const DEFAULT_OVERLAP: u64 = key::DEFAULT_OVERLAP.as_secs();
pub(crate) const MAX_OVERLAP: u64 = key::MAX_OVERLAP.as_secs();

/// For how many seconds the old one goes on.
pub(super) const fn overlap(about: &'static str) -> Attribute {
    Attribute::new(OVERLAP, Value::Whole(0, MAX_OVERLAP), Set::Optional).about(about)
}
