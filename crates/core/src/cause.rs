//! Who did something, and why a link ended.
//!
//! Everything that changes a link or a record has a cause. Whoever writes does so as an [`Author`], so nothing can be
//! written without one.

use uuid::Uuid;

use crate::id::{JobId, KeyId, SyncRunId};
use crate::labels::labels;
use crate::tenant::{Principal, Tenant};

/// Who did something; `core_api.cause_enum` and a public id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A sync run, by what it delivered or swept.
    Run(SyncRunId),
    /// A job.
    Job(JobId),
    /// The holder of a key, by a request or in the console.
    Key(KeyId),
    /// Somebody with access to the database, on the command line.
    Operator,
}

impl Cause {
    /// The cause of the kind `of` with this public id; `None` if there is none. Only an operator has no id.
    #[must_use]
    pub fn of(of: CauseKind, id: Option<Uuid>) -> Option<Self> {
        match (of, id) {
            (CauseKind::Run, Some(id)) => Some(Self::Run(id.into())),
            (CauseKind::Job, Some(id)) => Some(Self::Job(id.into())),
            (CauseKind::Key, Some(id)) => Some(Self::Key(id.into())),
            (CauseKind::Operator, None) => Some(Self::Operator),
            _ => None,
        }
    }

    /// Whether quotas bind it. A job that was begun is ended, and what it may bring back, a workspace had before: the records of
    /// a merge that is undone.
    #[must_use]
    pub const fn has_quotas(self) -> bool {
        !matches!(self, Self::Job(_))
    }

    /// What it is.
    #[must_use]
    pub const fn kind(self) -> CauseKind {
        match self {
            Self::Run(_) => CauseKind::Run,
            Self::Job(_) => CauseKind::Job,
            Self::Key(_) => CauseKind::Key,
            Self::Operator => CauseKind::Operator,
        }
    }

    /// Its public id, unless it is an operator.
    #[must_use]
    pub const fn id(self) -> Option<Uuid> {
        match self {
            Self::Run(id) => Some(id.uuid()),
            Self::Job(id) => Some(id.uuid()),
            Self::Key(id) => Some(id.uuid()),
            Self::Operator => None,
        }
    }
}

labels! {
    /// What did something.
    CauseKind, InvalidCauseKind, "not a cause; there are run, job, api_key and operator";
    /// A sync run.
    Run => "run",
    /// A job.
    Job => "job",
    /// A key.
    Key => "api_key",
    /// An operator.
    Operator => "operator",
}

labels! {
    /// Why a link ended; `core_api.reason_enum`.
    Grounds, InvalidGrounds, "not a reason why a link ends";
    /// A full run did not see it.
    Swept => "swept",
    /// Its connector was disconnected or deleted.
    Disconnected => "disconnected",
    /// A job invalidated a selection of links.
    Invalidated => "invalidated",
    /// An older link says the same.
    Deduplicated => "deduplicated",
    /// Somebody deleted just this link.
    Deleted => "deleted",
    /// Its record was deleted.
    RecordDeleted => "record_deleted",
    /// Its record was merged into another.
    Merged => "merged",
    /// Its record was erased.
    Erased => "erased",
    /// Recipients of the record are asked to correct it; no link ends.
    Rectified => "rectified",
    /// Recipients of the record are asked to restrict its processing; no link ends.
    Restricted => "restricted",
}

/// Who made, saw and ended a link. `None` for what happened before the ledger kept causes, or has not happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Causes {
    /// Who made it.
    pub created: Option<Cause>,
    /// Who saw it last: the last run that delivered it, or who made it.
    pub seen: Option<Cause>,
    /// Who ended it.
    pub deleted: Option<Cause>,
    /// Why it ended.
    pub reason: Option<Grounds>,
}

impl Causes {
    /// Those of a link that `cause` has just made.
    #[must_use]
    pub const fn made_by(cause: Cause) -> Self {
        Self {
            created: Some(cause),
            seen: Some(cause),
            deleted: None,
            reason: None,
        }
    }
}

/// Permission to write in one workspace, and whom the ledger remembers as the cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Author {
    /// The workspace.
    pub tenant: Tenant,
    /// Who writes.
    pub cause: Cause,
}

impl Author {
    /// A run, job, key or operator that writes.
    #[must_use]
    pub const fn new(tenant: Tenant, cause: Cause) -> Self {
        Self { tenant, cause }
    }

    /// Somebody on the command line.
    #[must_use]
    pub const fn operator(tenant: Tenant) -> Self {
        Self::new(tenant, Cause::Operator)
    }
}

impl From<Principal> for Author {
    fn from(principal: Principal) -> Self {
        Self::new(principal.tenant, Cause::Key(principal.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_its_kind_and_its_id() {
        let id = Uuid::from_u128(7);
        for cause in [
            Cause::Run(id.into()),
            Cause::Job(id.into()),
            Cause::Key(id.into()),
            Cause::Operator,
        ] {
            assert_eq!(Cause::of(cause.kind(), cause.id()), Some(cause));
        }
        assert_eq!(Cause::of(CauseKind::Operator, Some(id)), None);
        assert_eq!(Cause::of(CauseKind::Run, None), None);
    }

    #[test]
    fn labels_are_read_as_they_are_written() {
        for grounds in Grounds::ALL {
            assert_eq!(grounds.as_str().parse(), Ok(*grounds));
        }
        assert_eq!("gone".parse::<Grounds>(), Err(InvalidGrounds));
    }
}
