use std::collections::BTreeSet;

use rusqlite::Connection;

/// What `find` finds of `ids`, each once and all in one state of the database.
pub(crate) fn among<I: Copy + Ord, T>(
    connection: &Connection,
    ids: &BTreeSet<I>,
    find: impl Fn(&Connection, I) -> rusqlite::Result<Option<T>>,
) -> rusqlite::Result<Vec<T>> {
    let snapshot = connection.unchecked_transaction()?;
    ids.iter()
        .filter_map(|id| find(&snapshot, *id).transpose())
        .collect()
}
