use super::{Link, LinkState};
use crate::cause::{Cause, Causes};
use crate::id::LinkId;
use crate::page::Interval;
use crate::time::Timestamp;
use crate::times::{Deleted, Times};

/// A look into the past of links, at the states that they had: through deletions and restores, and whatever they pointed
/// to later. It finds the same whenever it is asked, once its time is over.
///
/// A link is shown as it was at the [end](Self::end) of that time: its `updated_at` is when it had come to be so, and who
/// saw it later is not told, because a delivery that sees a link again leaves no state behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// What there was at this moment. In the future it is what there is now; before the first link it is nothing.
    AsOf(Timestamp),
    /// What was active at any time of this one, whether it ended since or not.
    Within {
        /// From this moment on.
        from: Timestamp,
        /// Until before this one.
        until: Timestamp,
    },
}

impl Past {
    /// The last moment that it looks at.
    #[must_use]
    pub fn end(self) -> Timestamp {
        match self {
            Self::AsOf(at) => at,
            Self::Within { until, .. } => until.plus_micros(-1),
        }
    }

    /// When the links were created that it can find.
    #[must_use]
    pub fn created(self) -> Interval {
        Interval::until(self.end().plus_micros(1))
    }

    /// Which links it can find by what they say now. Those that were deleted at a moment and were not restored since still
    /// are; others may have been deleted later.
    #[must_use]
    pub const fn present(self, deleted: Deleted) -> Deleted {
        match (self, deleted) {
            (Self::AsOf(_), Deleted::Only) => Deleted::Only,
            _ => Deleted::Include,
        }
    }

    /// Whether it finds a link that said something in this span; `deleted` is about the moment, and does not count for a
    /// longer time.
    #[must_use]
    pub fn finds(self, span: Span, deleted: Deleted) -> bool {
        let Span {
            since,
            until,
            deleted_at,
        } = span;
        match self {
            Self::AsOf(at) => {
                let is_deleted = deleted_at.is_some_and(|it| it <= at);
                let is_seen = match deleted {
                    Deleted::Exclude => !is_deleted,
                    Deleted::Include => true,
                    Deleted::Only => is_deleted,
                };
                since <= at && until.is_none_or(|it| it > at) && is_seen
            }
            Self::Within {
                from,
                until: before,
            } => {
                from < before
                    && since < before
                    && until.is_none_or(|it| it > from)
                    && deleted_at.is_none_or(|it| it > from)
            }
        }
    }

    /// Whether a link that it finds in this span is active at its end.
    #[must_use]
    pub fn is_active(self, span: Span) -> bool {
        let ended = [span.until, span.deleted_at].into_iter().flatten();
        ended.min().is_none_or(|it| it > self.end())
    }
}

/// How long a link said something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// From this moment on.
    pub since: Timestamp,
    /// Until this moment, when it said something else; `None` if it still says so.
    pub until: Option<Timestamp>,
    /// When it was soft-deleted in between, if it was.
    pub deleted_at: Option<Timestamp>,
}

impl LinkState {
    /// How long the link said so.
    #[must_use]
    pub const fn span(&self) -> Span {
        Span {
            since: self.since,
            until: self.until,
            deleted_at: self.deleted_at,
        }
    }

    /// The link as it was in this state at the end of a look into the past; `created` is when it was made and by whom.
    #[must_use]
    pub fn shown(&self, id: LinkId, created: (Timestamp, Option<Cause>), past: Past) -> Link {
        let deleted_at = self.deleted_at.filter(|it| *it <= past.end());
        let (created_at, created) = created;
        Link {
            id,
            record: self.record,
            workspace_connector: self.workspace_connector,
            direction: self.direction,
            times: Times {
                created_at,
                updated_at: deleted_at.or(Some(self.since)),
                deleted_at,
            },
            causes: Causes {
                created,
                seen: None,
                deleted: deleted_at.and(self.deleted_by),
                reason: deleted_at.and(self.reason),
            },
        }
    }
}
