use std::collections::HashMap;

use wellhead_core::command::{Command, Rejection, Subject};
use wellhead_core::id::{PersonId, RecordId};
use wellhead_core::resource::Record;

/// Ids that were given for new people who turned out to be known: in the rest of the batch they stand for
/// those who were found.
#[derive(Default)]
pub(super) struct Aliases(HashMap<PersonId, PersonId>);

impl Aliases {
    pub(super) fn add(&mut self, given: PersonId, found: PersonId) {
        self.0.insert(given, found);
    }

    /// The command with the ids of people who are there. An id that stands for somebody is taken.
    pub(super) fn resolve(&self, command: Command) -> Result<Command, Rejection> {
        if self.0.is_empty() {
            return Ok(command);
        }
        Ok(match command {
            Command::PersonCreate(new) if self.0.contains_key(&new.id.get()) => {
                return Err(Rejection::IdTaken);
            }
            Command::LinkCreate(mut new) => {
                new.record = self.record(new.kind, new.record);
                Command::LinkCreate(new)
            }
            Command::LinkUpdate(kind, id, mut changes) => {
                changes.record = changes.record.map(|record| self.record(kind, record));
                Command::LinkUpdate(kind, id, changes)
            }
            Command::PersonUpdate(id, changes) => Command::PersonUpdate(self.person(id), changes),
            Command::PersonDelete(id) => Command::PersonDelete(self.person(id)),
            Command::Expect(Subject::Person(id), expected) => {
                Command::Expect(Subject::Person(self.person(id)), expected)
            }
            other => other,
        })
    }

    fn person(&self, id: PersonId) -> PersonId {
        self.0.get(&id).copied().unwrap_or(id)
    }

    fn record(&self, kind: Record, id: RecordId) -> RecordId {
        match kind {
            Record::People => self.person(PersonId::new(id.uuid())).into(),
        }
    }
}
