//! Ids that stand for records already known, within one batch.

use std::collections::HashMap;

use wellhead_core::command::{Command, Rejection, Subject};
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

    /// Replaces aliases in a command by the ids of the found records. An alias counts as taken.
    pub(crate) fn resolve(&self, command: Command) -> Result<Command, Rejection> {
        if self.0.is_empty() {
            return Ok(command);
        }
        Ok(match command {
            Command::RecordCreate(new) if self.0.contains_key(&new.reference()) => {
                return Err(Rejection::IdTaken);
            }
            Command::LinkCreate(mut new) => {
                let record = new.kind.record(new.record);
                new.record = self.record(record).id;
                Command::LinkCreate(new)
            }
            Command::LinkUpdate(kind, id, mut changes) => {
                let found = |id| self.record(kind.record(id)).id;
                changes.record = changes.record.map(found);
                Command::LinkUpdate(kind, id, changes)
            }
            Command::IdentityCreate(mut new) => {
                new.record = self.record(new.kind.record(new.record)).id;
                Command::IdentityCreate(new)
            }
            Command::RecordUpdate(record, changes) => {
                Command::RecordUpdate(self.record(record), changes)
            }
            Command::RecordDelete(record) => Command::RecordDelete(self.record(record)),
            Command::Expect(Subject::Record(record), expected) => {
                Command::Expect(Subject::Record(self.record(record)), expected)
            }
            other => other,
        })
    }

    fn record(&self, given: RecordRef) -> RecordRef {
        let id = self.0.get(&given).copied().unwrap_or(given.id);
        RecordRef { id, ..given }
    }
}
