//! The audit log: who changed what, and who read what about a person.
//!
//! Each workspace has one. An [`Entry`] says who did what to what, when, from where and what came of it, in ids, words
//! of the program and numbers: no name, no external id and nothing that somebody looked for. The log is only added to.
//!
//! Entries have positions: 1, 2, 3, without gaps. Each has a [hash](struct@Hash) over its own [line](Event::line) and the hash before
//! it, so nobody can change, remove or move one without changing all hashes behind it. [`Chain`] checks that.

mod act;
mod chain;
mod detail;
mod entry;
mod event;
mod export;
mod ledger;
mod raw;
mod subject;
#[cfg(test)]
mod tests;

pub use act::{Act, InvalidAct};
pub use chain::{Broken, Chain, Flaw, Verified};
pub use detail::{Detail, Fact, InvalidDetail, InvalidFact, Value};
pub use entry::{Actor, ActorKind, Entry, InvalidActorKind, InvalidOutcome, Outcome};
pub use event::{Event, Hash, Head, Heads, InvalidHash, Stored, sealed};
pub use export::{Copy, Export, Invalid};
pub use raw::Raw;
pub use subject::{About, InvalidAbout, Subject};

use uuid::Uuid;

use crate::id::KeyId;

/// The most entries that are written or read at a time.
pub const AT_ONCE: usize = 500;

/// Which entries are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// Only what somebody like this did.
    pub actor: Option<ActorKind>,
    /// Only what the holder of this key did, by a request or in the console.
    pub key: Option<KeyId>,
    /// Only this.
    pub act: Option<Act>,
    /// Only what was done to something of this type.
    pub about: Option<About>,
    /// Only what was done to the one with this id.
    pub id: Option<Uuid>,
}

impl AuditFilter {
    /// Whether it lets an entry through.
    #[must_use]
    pub fn passes(&self, entry: &Entry) -> bool {
        self.actor.is_none_or(|it| entry.actor.kind() == it)
            && self.key.is_none_or(|it| entry.actor.key() == Some(it))
            && self.act.is_none_or(|it| entry.act == it)
            && self.about.is_none_or(|it| entry.subject.about == it)
            && self.id.is_none_or(|it| entry.subject.id == Some(it))
    }
}
