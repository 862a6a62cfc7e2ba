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

    /// What was found behind `after`, which must be the place in question: the changes up to the first that the journal
    /// cannot tell any more, because retention has removed what it was done to. If that is the very first, the journal does
    /// not go on from here, but only behind the last such change that was found.
    ///
    /// # Errors
    /// Where the journal goes on.
    pub fn leading(&self, after: Place, found: Vec<Told>) -> Result<Changes, Expired> {
        let mut changes = Vec::new();
        let mut gap = None;
        for told in found {
            match told {
                Told::Change(change) if gap.is_none() => changes.push(change),
                Told::Change(_) => {}
                Told::Gone(place) => gap = Some(place),
            }
        }
        if let Some(oldest) = gap.filter(|_| changes.is_empty()) {
            return Err(Expired {
                oldest,
                head: self.position.max(oldest.position),
            });
        }
        let none = Place {
            at: after.at.or(self.at),
            ..after
        };
        let upto = changes.last().map_or(none, |change| change.place);
        Ok(Changes {
            changes,
            upto,
            head: self.position.max(upto.position),
        })
    }
}

/// A change as it was found in a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The change.
    Change(Change),
    /// One of which is no longer known what it was done to.
    Gone(Place),
}

impl Entry {
    /// The changes of a row whose first one has the position `first`. `subject` finds what one was done to by the store's
    /// key, if that is still known.
    ///
    /// # Errors
    /// Those of `subject`.
    pub fn changes<E>(
        &self,
        first: u64,
        mut subject: impl FnMut(&Heading, i64) -> Result<Option<Changed>, E>,
    ) -> Result<Vec<Told>, E> {
        let heading = &self.heading;
        let told = |(position, pk): (u64, &i64)| {
            let place = Place {
                position,
                at: Some(heading.at),
            };
            let Some(subject) = subject(heading, *pk)? else {
                return Ok(Told::Gone(place));
            };
            Ok(Told::Change(Change {
                place,
                at: heading.at,
                act: heading.act,
                reason: heading.reason,
                cause: heading.cause,
                subject,
            }))
        };
        (first..).zip(&self.pks).map(told).collect()
    }
}
