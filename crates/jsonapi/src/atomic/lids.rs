use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::error::{Error, kind};
use crate::request::{Identifier, Identity, ResourceObject};

/// What the local ids of a document stand for, as far as it has been read. `I` is an id.
#[derive(Debug, Clone)]
pub struct Lids<I>(HashMap<String, HashMap<String, I>>);

impl<I: Clone> Lids<I> {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self(HashMap::new())
    }

    /// Remembers the local id of a resource that is added, where it has one.
    ///
    /// # Errors
    /// Where another resource of its type has this local id.
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

    /// The id of a resource: what its local id stands for, or what `read` makes of the id that it has.
    ///
    /// # Errors
    /// Where an operation before this one has added no such resource under the local id.
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
                    let detail = format!("nothing before this has the local id {lid:?}");
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
