//! Records that may be the same.

use std::collections::HashMap;

use super::MOST_MERGED;
use super::name::name_key;
use crate::labels::labels;
use crate::page::{Position, Positioned};
use crate::record::{Kind, Record, Value, Values};

labels! {
    /// In what two records can be alike.
    Likeness, InvalidLikeness, "not a likeness; use email or name";
    /// In the e-mail address, whatever its spelling. Only some kinds have one.
    Email => "email",
    /// In the name that they are shown by, whatever its spelling.
    Name => "name",
}

/// The most records that are compared because they share a key: as many as can be merged at once.
pub const MOST_ALIKE: usize = MOST_MERGED + 1;

/// What the records of a group share: the key of an e-mail address or of a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SharedKey {
    /// What it is the key of.
    pub of: Likeness,
    /// The key; see [`email_key`](super::email_key) and [`name_key`].
    pub text: String,
}

/// A record that shares a key with another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Its place among the records.
    pub place: Position,
    /// The keys that it shares.
    pub keys: Vec<SharedKey>,
}

impl Positioned for Alike {
    fn position(&self) -> Position {
        self.place
    }
}

/// A group of records that may be the same. Nobody but people decide whether they are.
///
/// They have one e-mail address, or one name and besides it an equal member that tells; see
/// [`Declaration::telling`](crate::record::Declaration::telling). A group stands in lists where its newest record does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicates {
    /// The newest record.
    pub newest: Record,
    /// The others, from the oldest to the newest; at least one and at most [`MOST_MERGED`].
    pub others: Vec<Record>,
    /// In what they are alike.
    pub by: Vec<Likeness>,
    /// The members that some of them have equal, in the order of the fields.
    pub equal: Vec<&'static str>,
}

impl Positioned for Duplicates {
    fn position(&self) -> Position {
        self.newest.position()
    }
}

/// The records that share each key; at most [`MOST_ALIKE`] of each.
pub(crate) type Sharing = HashMap<SharedKey, Vec<Record>>;

impl Likeness {
    /// In what records of this kind can be alike.
    #[must_use]
    pub const fn of(kind: Kind) -> &'static [Self] {
        match kind.declaration().email {
            Some(_) => &[Self::Email, Self::Name],
            None => &[Self::Name],
        }
    }

    /// The column of the key, in both engines.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            Self::Email => "email_key",
            Self::Name => "name_key",
        }
    }

    /// The key of these values; `None` if they have nothing that counts.
    pub(crate) fn key(self, kind: Kind, values: &Values) -> Option<String> {
        match self {
            Self::Email => values.email_key(kind),
            Self::Name => values.name_key(kind),
        }
    }
}

/// The group whose newest record is the one at this place; `None` if there is none.
pub(crate) fn group(newest: &Alike, sharing: &Sharing) -> Option<Duplicates> {
    let (mut group, mut by, mut equal) = (Vec::new(), Vec::new(), Vec::new());
    for key in &newest.keys {
        let records = sharing.get(key).map_or(&[][..], Vec::as_slice);
        let (records, members) = match key.of {
            Likeness::Email => of_one_address(records),
            Likeness::Name => of_one_name(newest.place, records),
        };
        let last = records.iter().map(|record| record.position()).max();
        if records.len() > 1 && last == Some(newest.place) {
            group.extend(records);
            by.push(key.of);
            equal.extend(members);
        }
    }
    group.sort_by_key(|record| record.position());
    group.dedup_by_key(|record| record.id);
    let newest = group.pop()?.clone();
    let declaration = newest.kind.declaration();
    equal.sort_by_key(|name| declaration.position(name));
    equal.dedup();
    group.truncate(MOST_MERGED);
    Some(Duplicates {
        newest,
        others: group.into_iter().cloned().collect(),
        by,
        equal,
    })
}

/// All `records`, and the member that has the address.
fn of_one_address(records: &[Record]) -> (Vec<&Record>, Vec<&'static str>) {
    let member = records.first().and_then(|it| it.kind.declaration().email);
    (records.iter().collect(), member.into_iter().collect())
}

/// Those of the `records`, all of one name, that have an equal telling member with the one at this place, or with another
/// of them; and the equal members.
fn of_one_name(place: Position, records: &[Record]) -> (Vec<&Record>, Vec<&'static str>) {
    let mut left: Vec<_> = records.iter().collect();
    // Of a name that more records have than a group may, the first by their ids are compared.
    let Some(start) = left.iter().position(|it| it.position() == place) else {
        return (Vec::new(), Vec::new());
    };
    let mut group = vec![left.swap_remove(start)];
    let mut equal: Vec<_> = group[0].shown_by().into_iter().collect();
    let mut next = 0;
    while let Some(one) = group.get(next).copied() {
        next += 1;
        left.retain(|other| {
            let members = told_by(one, other);
            equal.extend(&members);
            if !members.is_empty() {
                group.push(other);
            }
            members.is_empty()
        });
    }
    (group, equal)
}

/// The telling members, besides the name, in which two records of one name are equal; none if their e-mail addresses differ.
fn told_by(one: &Record, other: &Record) -> Vec<&'static str> {
    let emails = [one, other].map(|it| it.values.email_key(it.kind));
    if let [Some(one), Some(other)] = &emails
        && one != other
    {
        return Vec::new();
    }
    let names = [one.shown_by(), other.shown_by()];
    let same = |member: &&'static str| {
        let [one, other] = [one, other].map(|it| plain(it.values.of(it.kind, member)?));
        !names.contains(&Some(member)) && one.is_some() && one == other
    };
    let telling = one.kind.declaration().telling.iter();
    let telling = telling.filter(|members| members.iter().all(same));
    telling.copied().flatten().copied().collect()
}

/// What the spellings of one value have in common.
fn plain(value: &Value) -> Option<String> {
    name_key(&value.to_string())
}

#[cfg(test)]
mod tests;
