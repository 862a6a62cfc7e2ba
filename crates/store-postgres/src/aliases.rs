//! Ids that stand for records already known, within one batch.

use std::collections::HashMap;

use wellhead_core::id::RecordId;
use wellhead_core::record::RecordRef;

/// Ids that were given to new records whose external id turned out to be known. In the rest of the batch they stand for
/// the records that were found.
#[derive(Default)]
pub(crate) struct Aliases(HashMap<RecordRef, RecordId>);

impl Aliases {
    pub(crate) fn add(&mut self, given: RecordRef, found: RecordId) {
        self.0.insert(given, found);
    }

    pub(crate) fn contains(&self, given: RecordRef) -> bool {
        self.0.contains_key(&given)
    }

    /// The id of the record that `given` stands for.
    pub(crate) fn record(&self, given: RecordRef) -> RecordId {
        self.0.get(&given).copied().unwrap_or(given.id)
    }
}
