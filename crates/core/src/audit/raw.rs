use uuid::Uuid;

use super::{Actor, ActorKind, Entry, Hash, Stored, Subject};
use crate::time::Timestamp;

/// The columns of an entry, as a store reads them. Whoever can change the database can write anything into them.
#[derive(Debug, Clone)]
pub struct Raw {
    /// `position`
    pub position: u64,
    /// `audit_event_id`
    pub id: Uuid,
    /// `created_at`
    pub at: Timestamp,
    /// `actor`
    pub actor: String,
    /// `api_key_id`
    pub key: Option<Uuid>,
    /// `act`
    pub act: String,
    /// `subject`
    pub subject: String,
    /// `subject_id`
    pub subject_id: Option<Uuid>,
    /// `outcome`
    pub outcome: String,
    /// `status`
    pub status: Option<i64>,
    /// `address`
    pub address: Option<String>,
    /// `trace_id`
    pub trace_id: Option<Uuid>,
    /// `sha256`
    pub sha256: Option<Vec<u8>>,
    /// `detail`
    pub detail: String,
    /// `hash`
    pub hash: Vec<u8>,
}

impl Raw {
    /// What it is, if it is anything.
    #[must_use]
    pub fn stored(self) -> Stored {
        Stored {
            position: self.position,
            hash: <[u8; 32]>::try_from(&*self.hash).ok().map(Hash),
            entry: self.entry(),
        }
    }

    fn entry(self) -> Option<Entry> {
        let actor: ActorKind = self.actor.parse().ok()?;
        // What is finer than a millisecond would not be covered by the hash.
        let is_whole = self.at.as_micros() % 1_000 == 0;
        is_whole.then_some(Entry {
            id: self.id.into(),
            at: self.at,
            actor: Actor::of(actor, self.key)?,
            act: self.act.parse().ok()?,
            subject: Subject {
                about: self.subject.parse().ok()?,
                id: self.subject_id,
            },
            outcome: self.outcome.parse().ok()?,
            status: self.status.map(u16::try_from).transpose().ok()?,
            address: self.address.map(|it| it.parse()).transpose().ok()?,
            trace_id: self.trace_id.map(|it| it.as_u128()),
            sha256: self.sha256.map(<[u8; 32]>::try_from).transpose().ok()?,
            detail: self.detail.parse().ok()?,
        })
    }
}
