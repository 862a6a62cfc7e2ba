use super::Act;
use crate::cause::{Cause, Grounds};
use crate::limits::Counted;
use crate::record::Kind;
use crate::time::Timestamp;

/// What the changes of one row of the journal have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading {
    /// When they were made.
    pub at: Timestamp,
    /// The kind of record.
    pub kind: Kind,
    /// Whether links were changed, or the records themselves.
    pub is_link: bool,
    /// What was done.
    pub act: Act,
    /// Why, if something was deleted, or links were moved by a merge.
    pub reason: Option<Grounds>,
    /// Who did it.
    pub cause: Cause,
}

impl Heading {
    /// Whether one row can hold both. What a link said when it was changed is found by the time of the row, so links
    /// that were changed at different times need rows of their own. When a link is made it says what it said first.
    fn fits(&self, other: &Self) -> bool {
        let may_share = match self.act {
            Act::Created => true,
            Act::Deleted => !self.is_link || self.at == other.at,
            // A merge moves each link once, all of them at one time.
            Act::Updated if self.reason.is_some() => self.at == other.at,
            Act::Updated | Act::Restored => !self.is_link,
        };
        let at = other.at;
        may_share && Self { at, ..*self } == *other
    }
}

/// A row of the journal before it has its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What its changes have in common.
    pub heading: Heading,
    /// The store's keys of what was changed; not empty.
    pub pks: Vec<i64>,
}

/// What one transaction has changed, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft(Vec<Entry>);

impl Draft {
    /// Adds changes.
    pub fn note(&mut self, heading: Heading, pks: impl IntoIterator<Item = i64>) {
        let mut pks = pks.into_iter().peekable();
        if pks.peek().is_none() {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.heading.fits(&heading) => {
                last.heading.at = last.heading.at.max(heading.at);
                last.pks.extend(pks);
            }
            _ => self.0.push(Entry {
                heading,
                pks: pks.collect(),
            }),
        }
    }

    /// Adds a change of each of these, each at its own time.
    pub fn note_each(
        &mut self,
        heading: Heading,
        changed: impl IntoIterator<Item = (i64, Timestamp)>,
    ) {
        for (pk, at) in changed {
            self.note(Heading { at, ..heading }, [pk]);
        }
    }

    /// The rows.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// The number of changes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(|entry| entry.pks.len()).sum()
    }

    /// How many more active records or links there are than before.
    #[must_use]
    pub fn growth(&self, of: Counted) -> i64 {
        let entries = self.0.iter();
        let counted = entries.filter(|it| it.heading.is_link == (of == Counted::Links));
        counted
            .map(|entry| {
                let number = i64::try_from(entry.pks.len()).unwrap_or(i64::MAX);
                match entry.heading.act {
                    Act::Created | Act::Restored => number,
                    Act::Deleted => -number,
                    Act::Updated => 0,
                }
            })
            .sum()
    }

    /// Whether nothing was changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_shares_a_row() {
        let heading = |act, micros| Heading {
            at: Timestamp::from_micros(micros),
            kind: Kind::People,
            is_link: true,
            act,
            reason: None,
            cause: Cause::Operator,
        };
        let mut draft = Draft::default();
        draft.note(heading(Act::Created, 5), []);
        assert!(draft.is_empty());
        draft.note(heading(Act::Created, 5), [1, 2]);
        draft.note(heading(Act::Created, 4), [3]);
        draft.note(heading(Act::Updated, 6), [1]);
        draft.note(heading(Act::Updated, 7), [1]);
        draft.note(heading(Act::Deleted, 8), [2]);
        draft.note(heading(Act::Deleted, 8), [3]);
        draft.note(heading(Act::Deleted, 9), [1]);
        let rows = draft.entries().iter();
        let rows: Vec<_> = rows
            .map(|entry| (entry.heading.at.as_micros(), entry.pks.clone()))
            .collect();
        assert_eq!(
            rows,
            [
                (5, vec![1, 2, 3]),
                (6, vec![1]),
                (7, vec![1]),
                (8, vec![2, 3]),
                (9, vec![1])
            ]
        );
        assert_eq!(draft.len(), 8);
    }

    #[test]
    fn it_grows_by_what_comes_and_shrinks_by_what_goes() {
        let mut draft = Draft::default();
        for (is_link, act, number) in [
            (true, Act::Created, 5),
            (true, Act::Updated, 9),
            (true, Act::Restored, 2),
            (true, Act::Deleted, 4),
            (false, Act::Created, 1),
            (false, Act::Deleted, 3),
        ] {
            let heading = Heading {
                at: Timestamp::from_micros(0),
                kind: Kind::People,
                is_link,
                act,
                reason: None,
                cause: Cause::Operator,
            };
            draft.note(heading, 0..number);
        }
        assert_eq!(
            [Counted::Records, Counted::Links].map(|of| draft.growth(of)),
            [-2, 3]
        );
    }
}
