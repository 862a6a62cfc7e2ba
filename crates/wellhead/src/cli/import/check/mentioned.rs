use std::collections::HashMap;

use wellhead_core::id::RecordId;
use wellhead_core::resource::ExternalId;

use super::{Found, Name};

/// The records in the files, by each of their names, and whether each already has a link.
#[derive(Default)]
pub(in crate::cli::import) struct Mentioned {
    places: HashMap<Name, usize>,
    has_link: Vec<bool>,
}

/// A record that has a link, and all its names.
pub(in crate::cli::import) struct Linked<'a> {
    pub(in crate::cli::import) found: Found,
    /// What the connector calls it.
    pub(in crate::cli::import) known_as: &'a [ExternalId],
}

impl Mentioned {
    /// Whether the files have this name.
    pub(super) fn has(&self, name: &Name) -> bool {
        self.places.contains_key(name)
    }

    /// Adds a record with these names, of which some may be known.
    pub(super) fn add(&mut self, names: impl Iterator<Item = Name>) {
        let names: Vec<_> = names.collect();
        let known = names.iter().find_map(|name| self.places.get(name).copied());
        let place = known.unwrap_or_else(|| {
            self.has_link.push(false);
            self.has_link.len() - 1
        });
        self.places
            .extend(names.into_iter().map(|name| (name, place)));
    }

    /// Notes that a record has a link; returns whether the files contain the record.
    pub(in crate::cli::import) fn have(&mut self, linked: &Linked<'_>) -> bool {
        let Found {
            record,
            external_id,
        } = &linked.found;
        let own = linked.known_as.iter().cloned().map(Name::Own);
        let shared = external_id.iter().cloned().map(Name::Shared);
        let names = [Name::Id(*record)].into_iter().chain(own).chain(shared);
        let mut is_mentioned = false;
        for name in names {
            if let Some(place) = self.places.get(&name) {
                self.has_link[*place] = true;
                is_mentioned = true;
            }
        }
        is_mentioned
    }

    /// How many of them have no link yet.
    pub(in crate::cli::import) fn without_link(&self) -> usize {
        self.has_link.iter().filter(|has_link| !**has_link).count()
    }

    /// Whether the files name records by what the connector calls them.
    pub(in crate::cli::import) fn have_own_names(&self) -> bool {
        self.places.keys().any(|name| matches!(name, Name::Own(_)))
    }
}

/// What the connector calls each record.
pub(in crate::cli::import) type OwnNames = HashMap<RecordId, Vec<ExternalId>>;
