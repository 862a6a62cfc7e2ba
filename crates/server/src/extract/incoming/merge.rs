use uuid::Uuid;
use wellhead_core::id::RecordId;
use wellhead_core::identity::MOST_MERGED;
use wellhead_core::record::Kind;
use wellhead_jsonapi::atomic::Lids;
use wellhead_jsonapi::error::kind::INVALID_RELATIONSHIP;
use wellhead_jsonapi::request::ResourceObject;
use wellhead_jsonapi::{Error, Errors, Pointer};

use super::{keep, leave, minted, several, target};
use crate::resources::merge::{FIXED, KEPT, MERGED, SURVIVOR};

/// The records to merge.
pub(crate) struct Merging {
    pub(crate) survivor: RecordId,
    /// The others, as the document names them: some may be there twice.
    pub(crate) named: Vec<RecordId>,
}

impl Merging {
    /// The records that are merged into the survivor, each once.
    pub(crate) fn others(&self) -> Vec<RecordId> {
        let mut others = self.named.clone();
        others.sort_unstable();
        others.dedup();
        others
    }

    /// Where the document names its survivor.
    pub(crate) fn survivor_pointer() -> Pointer {
        relationship(SURVIVOR)
    }

    /// Where the document names the record that is merged into another at this place.
    pub(crate) fn other_pointer(place: usize) -> Pointer {
        relationship(MERGED).member("data").item(place)
    }
}

fn relationship(name: &str) -> Pointer {
    Pointer::data().member("relationships").member(name)
}

/// The records to merge: a survivor and others.
pub(crate) fn create(kind: Kind, mut object: ResourceObject) -> Result<Merging, Errors> {
    let mut errors = Errors::new();
    errors.check(minted(&object));
    errors.check(keep(&mut object.attributes, &KEPT));
    let relationships = &mut object.relationships;
    let survivor = relationships.require(SURVIVOR);
    let survivor = survivor.and_then(|it| target(it, kind.as_str(), &Lids::<Uuid>::new()));
    let survivor = errors.check(survivor);
    let named = relationships.require(MERGED).map_err(Errors::from);
    let named = named.and_then(|it| several(kind, it, MOST_MERGED));
    let named = errors.check(named);
    errors.check(leave(relationships, FIXED));
    errors.check(object.finish());
    let (Some(survivor), Some(named)) = (survivor, named) else {
        return Err(errors);
    };
    if let Some(place) = named.iter().position(|it| *it == survivor) {
        let detail = "the survivor cannot be merged into itself";
        errors.push(Error::new(&INVALID_RELATIONSHIP, detail).at(Merging::other_pointer(place)));
    }
    errors.or(Merging { survivor, named })
}
