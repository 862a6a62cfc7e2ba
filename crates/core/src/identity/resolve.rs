use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::{MatchRule, OnConflict};
use crate::id::RecordId;
use crate::record::{Kind, Named, RecordKey};
use crate::text::ExternalId;

/// A record that a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Met {
    /// One that exists, by the store's key.
    Known(i64),
    /// One that the line at this place makes.
    New(usize),
}

/// The active records with one e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matches {
    /// There is just this one.
    One(Met),
    /// There are several.
    Several,
}

/// What a workspace knows of the records that a batch names, in keys of its store. Whatever is missing, it does not know.
#[derive(Debug, Default)]
pub struct Known<'a> {
    /// The connector's identities.
    pub identities: HashMap<&'a str, i64>,
    /// The records that have these keys of the whole workspace.
    pub external_ids: HashMap<&'a str, i64>,
    /// The records that have these public ids.
    pub ids: HashMap<RecordId, i64>,
    /// The keys of the whole workspace that the records have which an identity, a public id or a match leads to.
    pub keys: HashMap<i64, ExternalId>,
    /// The records that have these e-mail addresses, by [key](super::email_key). Empty if nothing is matched.
    pub emails: HashMap<String, Matches>,
    /// The records among these that the connector has an identity of.
    pub known_here: HashSet<i64>,
    /// The connector's ids of erased records that may not come back.
    pub suppressed_identities: HashSet<&'a str>,
    /// The keys of the whole workspace of such records.
    pub suppressed_keys: HashSet<&'a str>,
}

/// Why a line has no record. `R` stands for a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unresolved<R> {
    /// There is none, and the line may not or cannot make one.
    Missing,
    /// The line names an erased record that may not come back.
    Suppressed,
    /// The connector's id means one record, and the other name means another one, or none.
    Disagree {
        /// What the connector's id means.
        identity: R,
        /// What the other name means, if anything.
        key: Option<R>,
    },
}

impl<R> Unresolved<R> {
    /// The same of other names for the records.
    pub fn map<S>(self, mut name: impl FnMut(R) -> S) -> Unresolved<S> {
        match self {
            Self::Missing => Unresolved::Missing,
            Self::Suppressed => Unresolved::Suppressed,
            Self::Disagree { identity, key } => Unresolved::Disagree {
                identity: name(identity),
                key: key.map(name),
            },
        }
    }

    /// The records that it is about.
    pub fn records(self) -> impl Iterator<Item = R> {
        let (identity, key) = match self {
            Self::Missing | Self::Suppressed => (None, None),
            Self::Disagree { identity, key } => (Some(identity), key),
        };
        identity.into_iter().chain(key)
    }
}

/// The records of a batch's lines, and what is left to write.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Resolved<'a> {
    /// The record of each line.
    pub of_lines: Vec<Result<Met, Unresolved<Met>>>,
    /// The places of the lines that make a record, each with the workspace's key that it gets.
    pub new: BTreeMap<usize, Option<&'a ExternalId>>,
    /// The identities to remember: by the place of the line that says so, what the connector calls which record.
    pub identities: Vec<(usize, &'a ExternalId, Met)>,
    /// Known records that get a key of the whole workspace, as they have none.
    pub keys: Vec<(i64, &'a ExternalId)>,
    /// The lines whose two names disagree, of which the connector's won.
    pub settled: Vec<(usize, Unresolved<Met>)>,
}

/// Decides which records the lines of a batch are about, one after the other: each sees what the ones before it came to.
///
/// A line is about the record that the connector's own id means; else about the one that has the workspace's key; else,
/// if it has an id of its own, about the one that the rule matches; else about a new one. Nothing is guessed: if the
/// names disagree, the line has no record, or the connector's id counts if `on_conflict` says so. A line that names an
/// erased record has none, whatever else it says.
#[must_use]
pub fn resolve<'a>(
    kind: Kind,
    lines: impl IntoIterator<Item = &'a Named>,
    known: Known<'a>,
    rule: MatchRule,
    on_conflict: OnConflict,
) -> Resolved<'a> {
    let mut batch = Batch::new(kind, known, rule, on_conflict);
    for (place, line) in lines.into_iter().enumerate() {
        let found = batch.line(place, line);
        batch.resolved.of_lines.push(found);
    }
    batch.resolved
}

/// What is known in the middle of a batch.
struct Batch<'a> {
    kind: Kind,
    identities: HashMap<&'a str, Met>,
    external_ids: HashMap<&'a str, Met>,
    ids: HashMap<RecordId, i64>,
    keys: HashMap<Met, ExternalId>,
    emails: HashMap<String, Matches>,
    known_here: HashSet<Met>,
    suppressed_identities: HashSet<&'a str>,
    suppressed_keys: HashSet<&'a str>,
    rule: MatchRule,
    on_conflict: OnConflict,
    resolved: Resolved<'a>,
}

impl<'a> Batch<'a> {
    fn new(kind: Kind, known: Known<'a>, rule: MatchRule, on_conflict: OnConflict) -> Self {
        let met = |(name, pk)| (name, Met::Known(pk));
        Self {
            kind,
            identities: known.identities.into_iter().map(met).collect(),
            external_ids: known.external_ids.into_iter().map(met).collect(),
            ids: known.ids,
            keys: known
                .keys
                .into_iter()
                .map(|(pk, key)| (Met::Known(pk), key))
                .collect(),
            emails: known.emails,
            known_here: known.known_here.into_iter().map(Met::Known).collect(),
            suppressed_identities: known.suppressed_identities,
            suppressed_keys: known.suppressed_keys,
            rule,
            on_conflict,
            resolved: Resolved::default(),
        }
    }

    fn line(&mut self, place: usize, line: &'a Named) -> Result<Met, Unresolved<Met>> {
        if self.is_suppressed(line) {
            return Err(Unresolved::Suppressed);
        }
        let Some(own) = &line.known_as else {
            return match self.keyed(line) {
                Some(record) => Ok(record),
                None => self.make(place, line),
            };
        };
        if let Some(identity) = self.identities.get(own.as_str()).copied() {
            return self.agreed(place, line, identity);
        }
        let record = match self.keyed(line).or_else(|| self.matched(line)) {
            Some(record) => record,
            None => self.make(place, line)?,
        };
        self.identities.insert(own.as_str(), record);
        self.known_here.insert(record);
        self.resolved.identities.push((place, own, record));
        Ok(record)
    }

    fn is_suppressed(&self, line: &Named) -> bool {
        let own = line.known_as.as_ref();
        let key = match &line.key {
            Some(RecordKey::External(key)) => Some(key),
            Some(RecordKey::Id(_)) | None => None,
        };
        own.is_some_and(|own| self.suppressed_identities.contains(own.as_str()))
            || key.is_some_and(|key| self.suppressed_keys.contains(key.as_str()))
    }

    /// The record that the line's other name means.
    fn keyed(&mut self, line: &'a Named) -> Option<Met> {
        match line.key.as_ref()? {
            RecordKey::Id(id) => self.ids.get(id).copied().map(Met::Known),
            RecordKey::External(key) => {
                let record = self.external_ids.get(key.as_str()).copied()?;
                self.keys.entry(record).or_insert_with(|| key.clone());
                Some(record)
            }
        }
    }

    /// The record that the connector's own id means, unless the line's other name says something else.
    fn agreed(
        &mut self,
        place: usize,
        line: &'a Named,
        identity: Met,
    ) -> Result<Met, Unresolved<Met>> {
        let key = self.keyed(line);
        let disagrees = match (key, &line.key) {
            (Some(key), _) => key != identity,
            (None, None) => false,
            (None, Some(RecordKey::Id(_))) => true,
            // Nobody has this key. The record may get it, unless it has another one.
            (None, Some(RecordKey::External(_))) => !self.adopt(identity, line),
        };
        if !disagrees {
            return Ok(identity);
        }
        let conflict = Unresolved::Disagree { identity, key };
        match self.on_conflict {
            OnConflict::Reject => Err(conflict),
            OnConflict::Identity => {
                self.resolved.settled.push((place, conflict));
                Ok(identity)
            }
        }
    }

    /// Gives the line's key, which no record has, to a record that has none. `false` if it has one.
    fn adopt(&mut self, record: Met, line: &'a Named) -> bool {
        let Some(RecordKey::External(key)) = &line.key else {
            return true;
        };
        let Entry::Vacant(vacant) = self.keys.entry(record) else {
            return false;
        };
        vacant.insert(key.clone());
        self.external_ids.insert(key.as_str(), record);
        match record {
            Met::Known(pk) => self.resolved.keys.push((pk, key)),
            Met::New(place) => {
                self.resolved.new.insert(place, Some(key));
            }
        }
        true
    }

    /// The one record that has the line's e-mail address. One that the connector has another id for is another person to
    /// it, and one that has another key is another one to the workspace.
    fn matched(&mut self, line: &'a Named) -> Option<Met> {
        let email = self.email(line)?;
        let Matches::One(record) = *self.emails.get(&email)? else {
            return None;
        };
        let is_it = !self.known_here.contains(&record) && self.adopt(record, line);
        is_it.then_some(record)
    }

    fn email(&self, line: &Named) -> Option<String> {
        match self.rule {
            MatchRule::Nothing => None,
            MatchRule::Email => line.values.email_key(self.kind),
        }
    }

    /// A new record of the line, if it has all that one needs.
    fn make(&mut self, place: usize, line: &'a Named) -> Result<Met, Unresolved<Met>> {
        let key = match &line.key {
            Some(RecordKey::Id(_)) => return Err(Unresolved::Missing),
            Some(RecordKey::External(key)) => Some(key),
            None => None,
        };
        if line.values.lacking(self.kind).is_some() {
            return Err(Unresolved::Missing);
        }
        let record = Met::New(place);
        self.resolved.new.insert(place, key);
        if let Some(key) = key {
            self.external_ids.insert(key.as_str(), record);
            self.keys.insert(record, key.clone());
        }
        if let Some(email) = self.email(line) {
            match self.emails.entry(email) {
                Entry::Vacant(vacant) => {
                    vacant.insert(Matches::One(record));
                }
                Entry::Occupied(mut occupied) => {
                    occupied.insert(Matches::Several);
                }
            }
        }
        Ok(record)
    }
}

#[cfg(test)]
mod tests;
