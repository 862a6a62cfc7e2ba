use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::error::{Error, kind};
use crate::request::{Identifier, Identity, ResourceObject};

/// The ids behind the local ids of a document, as far as it has been read. `I` is an id.
#[derive(Debug, Clone)]
pub struct Lids<I>(HashMap<String, HashMap<String, I>>);

impl<I: Clone> Lids<I> {
    /// Starts with no local ids.
    #[must_use]
    pub fn new() -> Self {
        Self(HashMap::new())
    }

    /// Remembers the local id of an added resource, if it has one.
    ///
    /// # Errors
    /// If another resource of the same type already has this local id.
    pub fn assign(&mut self, added: &ResourceObject, id: I) -> Result<(), Error> {
        let Some(lid) = &added.lid else {
            return Ok(());
        };
        match self
            .0
            .entry(added.of.clone())
            .or_default()
            .entry(lid.clone())
        {
            Entry::Vacant(entry) => {
                entry.insert(id);
                Ok(())
            }
            Entry::Occupied(_) => {
                let detail = format!("{lid:?} names another resource of type {}", added.of);
                Err(Error::new(&kind::REPEATED_LID, detail).at(added.pointer.member("lid")))
            }
        }
    }

    /// The id of a resource: the one assigned to its local id, or what `read` makes of its own id.
    ///
    /// # Errors
    /// If no earlier operation added such a resource under the local id.
    pub fn resolve<T>(
        &self,
        identifier: &Identifier,
        read: impl FnOnce(&str) -> T,
    ) -> Result<T, Error>
    where
        T: From<I>,
    {
        match &identifier.identity {
            Identity::Id(id) => Ok(read(id)),
            Identity::Lid(lid) => {
                let known = self.0.get(&identifier.of).and_then(|lids| lids.get(lid));
                known.cloned().map(T::from).ok_or_else(|| {
                    let detail = format!("no earlier operation added the local id {lid:?}");
                    Error::new(&kind::UNKNOWN_LID, detail).at(identifier.identity_pointer())
                })
            }
        }
    }
}

impl<I: Clone> Default for Lids<I> {
    fn default() -> Self {
        Self::new()
    }
}
