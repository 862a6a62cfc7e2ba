use std::net::IpAddr;

use uuid::Uuid;

use super::{Act, Detail, Subject};
use crate::host::{Host, mint};
use crate::id::{AuditEventId, KeyId};
use crate::labels::labels;
use crate::tenant::Principal;
use crate::time::Timestamp;

/// One thing that somebody did: one request, page or command, however many rows it changed or showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: AuditEventId,
    /// When, in whole milliseconds.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What they did, or tried to do.
    pub act: Act,
    /// To what.
    pub subject: Subject,
    /// What came of it.
    pub outcome: Outcome,
    /// The status of the answer, if it was an HTTP request.
    pub status: Option<u16>,
    /// From where: the address at the other end of the connection.
    pub address: Option<IpAddr>,
    /// The trace id, which the log of the service and other systems have, too.
    pub trace_id: Option<u128>,
    /// The SHA-256 of what was handed out, if that can be asked for again.
    pub sha256: Option<[u8; 32]>,
    /// Ids and numbers that say more.
    pub detail: Detail,
}

impl Entry {
    /// What `actor` has just done.
    #[must_use]
    pub fn new(host: &dyn Host, actor: Actor, act: Act, subject: impl Into<Subject>) -> Self {
        let at = host.now();
        Self::at(mint(host, at), at, actor, act, subject)
    }

    /// What `actor` did at `at`. The id is minted.
    #[must_use]
    pub fn at(
        id: AuditEventId,
        at: Timestamp,
        actor: Actor,
        act: Act,
        subject: impl Into<Subject>,
    ) -> Self {
        Self {
            id,
            at: whole_millis(at),
            actor,
            act,
            subject: subject.into(),
            outcome: Outcome::Done,
            status: None,
            address: None,
            trace_id: None,
            sha256: None,
            detail: Detail::default(),
        }
    }

    /// What somebody has just done on the command line.
    #[must_use]
    pub fn by_operator(host: &dyn Host, act: Act, subject: impl Into<Subject>) -> Self {
        Self::new(host, Actor::Operator, act, subject)
    }
}

/// The instant without what is finer than a millisecond, as it is written.
fn whole_millis(at: Timestamp) -> Timestamp {
    Timestamp::from_micros(at.as_micros().div_euclid(1_000) * 1_000)
}

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The holder of a key, by a request.
    Key(KeyId),
    /// Somebody who signed in to the console with a key.
    Session(KeyId),
    /// Somebody with access to the database, on the command line.
    Operator,
}

labels! {
    /// What somebody is who did something.
    ActorKind, InvalidActorKind, "not an actor; there are api_key, console and operator";
    /// The holder of a key, by a request.
    Key => "api_key",
    /// Somebody who signed in to the console.
    Session => "console",
    /// Somebody on the command line.
    Operator => "operator",
}

impl Actor {
    /// The actor of this kind with this key; `None` if there is none. Only an operator has no key.
    #[must_use]
    pub fn of(kind: ActorKind, key: Option<Uuid>) -> Option<Self> {
        match (kind, key) {
            (ActorKind::Key, Some(key)) => Some(Self::Key(key.into())),
            (ActorKind::Session, Some(key)) => Some(Self::Session(key.into())),
            (ActorKind::Operator, None) => Some(Self::Operator),
            _ => None,
        }
    }

    /// What they are.
    #[must_use]
    pub const fn kind(self) -> ActorKind {
        match self {
            Self::Key(_) => ActorKind::Key,
            Self::Session(_) => ActorKind::Session,
            Self::Operator => ActorKind::Operator,
        }
    }

    /// The key that they hold, unless they are an operator.
    #[must_use]
    pub const fn key(self) -> Option<KeyId> {
        match self {
            Self::Key(key) | Self::Session(key) => Some(key),
            Self::Operator => None,
        }
    }
}

impl From<Principal> for Actor {
    fn from(principal: Principal) -> Self {
        Self::Key(principal.key)
    }
}

labels! {
    /// What came of it.
    Outcome, InvalidOutcome, "not an outcome; there are done, refused, failed and broken_off";
    /// It was done, or begun if a job does it.
    Done => "done",
    /// It was refused: the role does not allow it, there is no such thing, or it cannot be done.
    Refused => "refused",
    /// The service or its database failed.
    Failed => "failed",
    /// Whoever asked did not wait for the answer. It may have been done or not.
    BrokenOff => "broken_off",
}

impl Outcome {
    /// What an answer with this HTTP status tells.
    #[must_use]
    pub const fn of_status(status: u16) -> Self {
        match status {
            ..400 => Self::Done,
            400..500 => Self::Refused,
            500.. => Self::Failed,
        }
    }
}
