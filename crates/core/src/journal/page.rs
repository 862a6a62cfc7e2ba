use super::{Change, Changed, Changes, Entry, Expired, Heading, Place};
use crate::time::Timestamp;

/// How far a journal goes, and what is known of one place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The position of the newest change.
    pub position: u64,
    /// The place behind the last change that was forgotten.
    pub forgotten: Place,
    /// The time of the row that has the position in question, or of the last one before it.
    pub at: Option<Timestamp>,
}

impl Head {
    /// Whether the journal goes on from `place`, which must be the one in question.
    #[must_use]
    pub fn has(&self, place: Place) -> bool {
        let known = if place.position == self.forgotten.position {
            self.forgotten.at
        } else {
            self.at
        };
        (self.forgotten.position..=self.position).contains(&place.position)
            && (place.at.is_none() || place.at == known)
    }

    /// What to tell a reader from whose place it does not go on.
    #[must_use]
    pub const fn expired(&self) -> Expired {
        Expired {
            oldest: self.forgotten,
            head: self.position,
        }
    }

    /// The place behind the newest change, if that was the one in question.
    #[must_use]
    pub fn newest(&self) -> Place {
        Place {
            position: self.position,
            at: self.at.or(self.forgotten.at),
        }
    }

    /// The changes that were found behind `after`, which must be the place in question.
    #[must_use]
    pub fn leading(&self, after: Place, changes: Vec<Change>) -> Changes {
        let none = Place {
            at: after.at.or(self.at),
            ..after
        };
        let upto = changes.last().map_or(none, |change| change.place);
        Changes {
            changes,
            upto,
            head: self.position.max(upto.position),
        }
    }
}

impl Entry {
    /// The changes of a row whose first one has the position `first`. `subject` finds what one was done to by the store's
    /// key.
    ///
    /// # Errors
    /// Those of `subject`.
    pub fn changes<E>(
        &self,
        first: u64,
        mut subject: impl FnMut(&Heading, i64) -> Result<Changed, E>,
    ) -> Result<Vec<Change>, E> {
        let heading = &self.heading;
        let change = |(position, pk): (u64, &i64)| {
            Ok(Change {
                place: Place {
                    position,
                    at: Some(heading.at),
                },
                at: heading.at,
                act: heading.act,
                reason: heading.reason,
                cause: heading.cause,
                subject: subject(heading, *pk)?,
            })
        };
        (first..).zip(&self.pks).map(change).collect()
    }
}
