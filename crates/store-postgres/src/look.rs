//! Looks at rows of which some are wanted, by statements that end early.
//!
//! Such a statement numbers the rows that it looks at, and returns those that are wanted and, wanted or not, the last one
//! that it may look at. Behind the columns of the item, a row has the four of [`columns`].

use tokio_postgres::Row;
use wellhead_core::page::Looked;
use wellhead_core::store::StoreError;

use crate::row;

/// How many columns [`columns`] are.
pub(crate) const COLUMNS: usize = 4;

/// The columns that tell what became of a row `l`, whose public id is its column `id` and whose number is `l.n`.
pub(crate) fn columns(id: &str, wanted: &str, most: &str) -> String {
    format!("l.created_at, l.{id}, {wanted}, l.n = {most}")
}

/// Reads the rows of a look; `read` reads an item.
pub(crate) fn looked<T>(
    rows: &[Row],
    read: impl Fn(&Row) -> Result<T, StoreError>,
) -> Result<Looked<T>, StoreError> {
    let mut looked = Looked::through(Vec::new());
    for row in rows {
        let first = row.len() - COLUMNS;
        let (is_wanted, is_last) = (row.get(first + 2), row.get(first + 3));
        if is_wanted {
            looked.items.push(read(row)?);
        }
        // What other looks found behind this place does not count: between, something may be missing.
        if is_last {
            looked.upto = row::position(row, first);
            break;
        }
    }
    Ok(looked)
}
