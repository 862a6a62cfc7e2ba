use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use wellhead_core::journal::Act;
use wellhead_core::record::Kind;
use wellhead_core::source::{Given, Update, update};

use crate::change::Change;
use crate::{records, workspace_connectors};

/// Gives known records the values of their lines, which are in order.
pub(super) fn update_known(
    change: &Change<'_>,
    kind: Kind,
    lines: &[Given<'_>],
) -> rusqlite::Result<Update> {
    let mut known = BTreeMap::new();
    for line in lines {
        if let Entry::Vacant(new) = known.entry(line.pk) {
            new.insert(records::held_by_pk(change.connection, kind, line.pk)?);
        }
    }
    let ranks = workspace_connectors::ranks(change)?;
    let mut update = update(known, lines.iter().copied(), &ranks);
    for (pk, held) in &mut update.changed {
        let times = &mut held.record.times;
        times.updated_at = Some(change.updated_at(times.updated_at));
        records::write(change, *pk, held)?;
        change.note_record(kind, Act::Updated, *pk);
    }
    for (pk, held) in &update.noted {
        records::write(change, *pk, held)?;
    }
    Ok(update)
}
