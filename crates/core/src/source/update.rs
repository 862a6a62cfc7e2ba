use std::collections::BTreeMap;

use super::{Held, Ranks, Source};
use crate::record::Values;

/// The values that one line gives a known record.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The store's key of the record.
    pub pk: i64,
    /// The values.
    pub values: &'a Values,
    /// Whose they are.
    pub source: Source,
}

/// What the known records of a batch took of its lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Update {
    /// The records that have other values now, by the store's keys.
    pub changed: BTreeMap<i64, Held>,
    /// Those of which only a source is another one now.
    pub noted: BTreeMap<i64, Held>,
    /// How many values the records did not take.
    pub kept: u64,
}

/// Gives `records` the values of the lines, one after the other.
///
/// # Panics
/// If the record of a line is missing.
#[must_use]
pub fn update<'a>(
    mut records: BTreeMap<i64, Held>,
    lines: impl IntoIterator<Item = Given<'a>>,
    ranks: &Ranks,
) -> Update {
    let mut update = Update::default();
    let mut met: BTreeMap<i64, bool> = BTreeMap::new();
    for Given { pk, values, source } in lines {
        let record = records.get_mut(&pk);
        let took = record
            .expect("the record is there")
            .take(values, source, ranks);
        update.kept += took.kept;
        if took.changed || took.noted {
            *met.entry(pk).or_default() |= took.changed;
        }
    }
    for (pk, changed) in met {
        let of = if changed {
            &mut update.changed
        } else {
            &mut update.noted
        };
        of.extend(records.remove_entry(&pk));
    }
    update
}
