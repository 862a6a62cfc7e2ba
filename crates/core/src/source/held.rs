use std::cmp::Ordering;

use super::{Ranks, Source, Sources};
use crate::record::{Absent, Record, ValueChanges, Values};

/// A record, and who gave the values that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The record.
    pub record: Record,
    /// Who gave its values.
    pub sources: Sources,
}

/// What became of the values that a line gave a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Took {
    /// Whether one of the record's values is another one now.
    pub changed: bool,
    /// Whether one of the sources is another one now.
    pub noted: bool,
    /// How many other values the record kept, because a better source gave them, or a later one.
    pub kept: u64,
}

impl Held {
    /// A record that was just made by hand.
    #[must_use]
    pub const fn by_hand(record: Record) -> Self {
        let sources = Sources::new(None, record.times.created_at);
        Self { record, sources }
    }

    /// Takes the values that `source` gives, as far as `ranks` let it. A field without one says nothing.
    ///
    /// A value that the record has already stays with the source that gave it first, unless the new one has a better rank:
    /// then nobody behind that one may change it any more. A value that was made of others, such as a full name, follows
    /// them if the source might have given it, too.
    pub fn take(&mut self, given: &Values, source: Source, ranks: &Ranks) -> Took {
        let kind = self.record.kind;
        let mut took = Took::default();
        let mut changes = ValueChanges::default();
        for (position, value) in given.iter().enumerate() {
            let Some(value) = value else {
                continue;
            };
            if self.record.values.get(position) == Some(value) {
                if self.outranks(position, source, ranks) {
                    self.sources.note(position, source);
                    took.noted = true;
                }
                changes.set(position, Some(value.clone()));
            } else if self.may_change(position, source, ranks) {
                changes.set(position, Some(value.clone()));
            } else {
                took.kept += 1;
            }
        }
        took.noted |= self.vouch(source, ranks);
        let after = changes.following(kind, &self.record.values);
        for position in 0..kind.fields().len() {
            let Some(value) = after.get(position) else {
                continue;
            };
            if self.record.values.get(position) == value
                || !self.may_change(position, source, ranks)
            {
                continue;
            }
            self.record.values.set(position, value.cloned());
            self.sources.note(position, source);
            took.changed = true;
            took.noted = true;
        }
        took
    }

    /// Notes `source` as that of each value made of others, if those are all its own and it has a better rank. Whether it did.
    fn vouch(&mut self, source: Source, ranks: &Ranks) -> bool {
        let kind = self.record.kind;
        let mut noted = false;
        for (position, field) in kind.fields().iter().enumerate() {
            let Absent::Joined(names) = field.absent else {
                continue;
            };
            let values = &self.record.values;
            let is_made = values.get(position) == values.joined(kind, field, names).as_ref();
            let parts = names
                .iter()
                .filter_map(|name| kind.declaration().position(name));
            let mut parts = parts.filter(|part| values.get(*part).is_some()).peekable();
            let is_own = |part| self.source(part).is_some_and(|it| it.by == source.by);
            if is_made
                && parts.peek().is_some()
                && parts.all(is_own)
                && self.outranks(position, source, ranks)
            {
                self.sources.note(position, source);
                noted = true;
            }
        }
        noted
    }

    /// Gives the record these values, and notes `source` as that of the ones that are others.
    pub fn set(&mut self, values: Values, source: Source) {
        for (position, (new, old)) in values.iter().zip(self.record.values.iter()).enumerate() {
            if new != old {
                self.sources.note(position, source);
            }
        }
        self.record.values = values;
    }

    /// Who gave the value of the field at `position`, or took it away, as far as that is known.
    #[must_use]
    pub fn source(&self, position: usize) -> Option<Source> {
        self.sources.of(&self.record.values, position)
    }

    /// Whether `source` is better than the one of the present value, by its rank.
    fn outranks(&self, position: usize, source: Source, ranks: &Ranks) -> bool {
        let present = self.source(position);
        ranks.compare(source, present.map(|it| it.by)) == Ordering::Less
    }

    fn may_change(&self, position: usize, source: Source, ranks: &Ranks) -> bool {
        let Some((by, at)) = self.sources.giver(&self.record.values, position) else {
            return true;
        };
        match ranks.compare(source, by) {
            Ordering::Less => true,
            Ordering::Equal => source.at >= at,
            Ordering::Greater => false,
        }
    }
}

#[cfg(test)]
mod tests;
