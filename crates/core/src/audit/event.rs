use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Detail, Entry};
use crate::id::{KeyId, WorkspaceId};
use crate::page::{Position, Positioned};
use crate::time::Timestamp;

/// A SHA-256, written as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What the first entry has in the place of a hash before it.
    pub const ORIGIN: Self = Self([0; 32]);

    /// The hash of the entry that is written as `canonical`, after the one whose hash this is.
    #[must_use]
    pub fn then(self, canonical: &[u8]) -> Self {
        let hash = Sha256::new().chain_update(self.0).chain_update(canonical);
        Self(hash.finalize().into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Text that is not a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256; write it as 64 hexadecimal digits")]
pub struct InvalidHash;

impl FromStr for Hash {
    type Err = InvalidHash;

    fn from_str(text: &str) -> Result<Self, InvalidHash> {
        if text.len() != 64 || !text.bytes().all(|it| it.is_ascii_hexdigit()) {
            return Err(InvalidHash);
        }
        let mut hash = [0; 32];
        for (byte, at) in hash.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| InvalidHash)?;
        }
        Ok(Self(hash))
    }
}

/// A place in a log, behind an entry or before the first, and the hash there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The entry's position; 0 is before the first.
    pub position: u64,
    /// Its hash.
    pub hash: Hash,
}

impl Head {
    /// Before the first entry.
    pub const ORIGIN: Self = Self {
        position: 0,
        hash: Hash::ORIGIN,
    };
}

/// Where a log begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heads {
    /// The last entry that is kept no more.
    pub forgotten: Head,
    /// The last entry.
    pub head: Head,
}

/// An entry in its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its position, counted from 1.
    pub position: u64,
    /// What it says.
    pub entry: Entry,
    /// Its hash.
    pub hash: Hash,
}

/// An entry as it lies in the database, where somebody may have changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its position.
    pub position: u64,
    /// What it says; `None` if it is nothing that an entry can say.
    pub entry: Option<Entry>,
    /// Its hash; `None` if it is none.
    pub hash: Option<Hash>,
}

impl Positioned for Event {
    fn position(&self) -> Position {
        Position {
            created_at: self.entry.at,
            id: self.entry.id.uuid(),
        }
    }
}

/// `entries` in their places behind `head`.
#[must_use]
pub fn sealed(workspace: WorkspaceId, head: Head, entries: Vec<Entry>) -> Vec<Event> {
    let mut last = head;
    let seal = |entry: Entry| {
        let position = last.position + 1;
        let hash = last
            .hash
            .then(canonical(workspace, position, &entry).as_bytes());
        last = Head { position, hash };
        Event {
            position,
            entry,
            hash,
        }
    };
    entries.into_iter().map(seal).collect()
}

/// What a hash is over: JSON in one line, with its members in this order and without spaces. No value holds a character
/// that JSON would escape.
#[derive(Serialize)]
struct Canonical<'a> {
    workspace_id: String,
    position: u64,
    id: String,
    created_at: Timestamp,
    actor: &'static str,
    api_key: Option<Uuid>,
    act: &'static str,
    subject: String,
    subject_id: Option<Uuid>,
    outcome: &'static str,
    status: Option<u16>,
    address: Option<String>,
    trace_id: Option<String>,
    sha256: Option<String>,
    detail: &'a Detail,
}

/// The canonical form of an entry at a position.
pub(super) fn canonical(workspace: WorkspaceId, position: u64, entry: &Entry) -> String {
    let canonical = Canonical {
        workspace_id: workspace.to_string(),
        position,
        id: entry.id.to_string(),
        created_at: entry.at,
        actor: entry.actor.kind().as_str(),
        api_key: entry.actor.key().map(KeyId::uuid),
        act: entry.act.as_str(),
        subject: entry.subject.about.to_string(),
        subject_id: entry.subject.id,
        outcome: entry.outcome.as_str(),
        status: entry.status,
        address: entry.address.map(|it| it.to_string()),
        trace_id: entry.trace_id.map(|it| format!("{it:032x}")),
        sha256: entry.sha256.map(|it| Hash(it).to_string()),
        detail: &entry.detail,
    };
    serde_json::to_string(&canonical).expect("ids, words and numbers can be written")
}

/// What stands between the canonical form, without its last brace, and the hash in an exported line.
pub(super) const HASH: &str = ",\"hash\":\"";
/// What stands behind the hash.
pub(super) const END: &str = "\"}";

impl Event {
    /// The line of an export: the canonical form with the hash as its last member.
    #[must_use]
    pub fn line(&self, workspace: WorkspaceId) -> String {
        let mut line = canonical(workspace, self.position, &self.entry);
        line.pop();
        format!("{line}{HASH}{}{END}", self.hash)
    }
}

impl Stored {
    /// The entry, if it can be read. Whether it is what was written, only [`Chain`](super::Chain) tells.
    #[must_use]
    pub fn event(self) -> Option<Event> {
        Some(Event {
            position: self.position,
            entry: self.entry?,
            hash: self.hash?,
        })
    }
}
