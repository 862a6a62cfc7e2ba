mod plain;

use super::Record;
use crate::id::RecordId;
use crate::identity::name_key;
use crate::text::ExternalId;

use plain::{LAST_MARK, MARKS, left_of, plain, spellings};

/// What a user types to find a record: the beginning of a name, or an external id.
///
/// Names match in whatever case and with whatever accents: `jose` finds José, and `josé` finds Jose. What is spelled as
/// it was typed comes first. Of external ids, the case of `A` to `Z` is ignored.
///
/// Names lie in an index by their own spelling, so a search goes through it in [leaps](Self::leap): from each entry to the
/// next place where one could match. That takes a few reads for each spelling that there is, needs no second index, and
/// finds what was written before anybody asked for accents to be ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    external_id: ExternalId,
    key: String,
    plain: String,
}

/// What an entry of an index tells a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leap {
    /// How the entry begins, if it matches. So do all entries that begin like this.
    pub found: Option<String>,
    /// Where the next match can be, behind the entry and behind all that begin like it; `None` if there is no further one.
    pub next: Option<String>,
}

impl Search {
    /// The most leaps of a search. Names need a few dozen; more takes a workspace with many thousand names that differ in
    /// nothing but accents. What is spelled as typed is found in any case.
    pub const MOST_LEAPS: usize = 500;

    /// Sorts, byte by byte, after every name.
    pub const END: &str = "\u{10ffff}";

    /// Reads what was typed; `None` if it is empty, or longer than any external id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let external_id = ExternalId::parse(text).ok()?;
        let key = name_key(external_id.as_str())?;
        let bare = plain(&key);
        Some(Self {
            external_id,
            // Nothing but accents: they then stand for themselves, and match no name that has letters.
            plain: if bare.is_empty() { key.clone() } else { bare },
            key,
        })
    }

    /// The [key](name_key) of the text: how a name begins that is spelled as typed.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// A string that sorts, byte by byte, after every name with this beginning.
    #[must_use]
    pub fn end(beginning: &str) -> String {
        format!("{beginning}{}", Self::END)
    }

    /// Where the first match can be, in an index that is sorted byte by byte.
    #[must_use]
    pub fn first(&self) -> String {
        completed(String::new(), &self.plain)
    }

    /// What an index's entry tells, which is a name in lower case, at least from `A` to `Z`.
    #[must_use]
    pub fn leap(&self, entry: &str) -> Leap {
        // What of the plain text was left before each letter.
        let mut path = Vec::new();
        let mut left = self.plain.as_str();
        for (at, letter) in entry.char_indices() {
            path.push((at, letter, left));
            match left_of(left, letter) {
                Some("") => {
                    return Leap {
                        found: Some(entry[..at + letter.len_utf8()].to_owned()),
                        next: behind(entry, &path),
                    };
                }
                Some(rest) => left = rest,
                None => {
                    return Leap {
                        found: None,
                        next: behind(entry, &path),
                    };
                }
            }
        }
        Leap {
            found: None,
            next: Some(completed(entry.to_owned(), left)),
        }
    }

    /// A record's place among those found: first those that are spelled as typed, then in the order of their names, which goes
    /// by letters before it goes by accents.
    ///
    /// It allocates, so keep the result when sorting.
    #[must_use]
    pub fn place(&self, record: &Record) -> (bool, String, String, RecordId) {
        let key = record.values.name_key(record.kind).unwrap_or_default();
        (!self.is_as_typed(record, &key), plain(&key), key, record.id)
    }

    fn is_as_typed(&self, record: &Record, key: &str) -> bool {
        let is_called =
            |id: &ExternalId| id.as_str().eq_ignore_ascii_case(self.external_id.as_str());
        let further = record.kind.declaration().search.iter();
        let mut further = further.filter_map(|by| {
            let position = record
                .kind
                .fields()
                .iter()
                .position(|it| it.name == by.field)?;
            name_key(&record.values.get(position)?.to_string())
        });
        key.starts_with(&self.key)
            || record.external_id.as_ref().is_some_and(is_called)
            || further.any(|key| key.starts_with(&self.key))
    }

    /// The text as an external id.
    #[must_use]
    pub const fn external_id(&self) -> &ExternalId {
        &self.external_id
    }
}

/// The first place behind an entry, of which the path was looked at, where another match can be: the entry up to some letter,
/// the later the better, and then another letter for it that sorts behind it.
fn behind(entry: &str, path: &[(usize, char, &str)]) -> Option<String> {
    path.iter().rev().find_map(|(at, letter, left)| {
        let mark = (MARKS..=LAST_MARK).find(|it| it > letter);
        let other = spellings(left).find(|(it, _)| it > letter);
        let begun = |letter| {
            let mut place = entry[..*at].to_owned();
            place.push(letter);
            place
        };
        match (mark, other) {
            (Some(mark), Some((other, _))) if mark < other => Some(begun(mark)),
            (_, Some((other, rest))) => Some(completed(begun(other), rest)),
            (Some(mark), None) => Some(begun(mark)),
            (None, None) => None,
        }
    })
}

/// The first place where something can be that begins like this and goes on with what is left of a plain text.
fn completed(mut begun: String, mut left: &str) -> String {
    while !left.is_empty() {
        match spellings(left).next() {
            Some((letter, rest)) if letter < MARKS => {
                begun.push(letter);
                left = rest;
            }
            // There may be accents before the letter.
            _ => {
                begun.push(MARKS);
                break;
            }
        }
    }
    begun
}

#[cfg(test)]
mod tests;
