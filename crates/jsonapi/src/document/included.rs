use std::borrow::Cow;
use std::collections::HashSet;

use serde::ser::{Serialize, Serializer};

use super::Resource;

/// The attributes of included resources where nothing can be included: no value has this type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Nothing {}

/// Included resources, each once.
///
/// [Mark](Self::mark) the primary data first: a document may not have a resource twice.
#[derive(Debug, Clone)]
pub struct Included<'a, A> {
    resources: Vec<Resource<'a, A>>,
    seen: HashSet<(&'static str, Cow<'a, str>)>,
}

impl<'a, A> Included<'a, A> {
    /// Starts with nothing included.
    #[must_use]
    pub fn new() -> Self {
        Self {
            resources: Vec::new(),
            seen: HashSet::new(),
        }
    }

    /// Notes that the document has this resource. Returns whether it was new.
    pub fn mark(&mut self, of: &'static str, id: impl Into<Cow<'a, str>>) -> bool {
        self.seen.insert((of, id.into()))
    }

    /// Includes the resource, unless the document already has it.
    pub fn push(&mut self, resource: Resource<'a, A>) {
        if self.mark(resource.of, resource.id.clone()) {
            self.resources.push(resource);
        }
    }

    /// The resources, in the order they were added.
    #[must_use]
    pub fn as_slice(&self) -> &[Resource<'a, A>] {
        &self.resources
    }
}

impl<A> Default for Included<'_, A> {
    fn default() -> Self {
        Self::new()
    }
}

impl<A: Serialize> Serialize for Included<'_, A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.resources.serialize(serializer)
    }
}
