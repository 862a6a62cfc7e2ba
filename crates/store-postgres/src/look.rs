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

/// The columns that tell the place of a row `l`, whose public id is its column `id`, and what became of it.
pub(crate) fn columns(id: &str, is_wanted: &str, is_last: &str) -> String {
    format!("l.created_at, l.{id}, ({is_wanted}) IS TRUE, {is_last}")
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
        let place = row::position(row, first);
        // What other looks found behind the place where one ended does not count: between, something may be missing.
        if looked.upto.is_some() && looked.upto != place {
            break;
        }
        if is_wanted {
            looked.items.push(read(row)?);
        }
        if is_last {
            looked.upto = place;
        }
    }
    Ok(looked)
}
