use csv::StringRecord;
use wellhead_core::sync::Refused;

use crate::columns::{Columns, Located, Wanted};
use crate::unreadable::Unreadable;

/// Rows of texts, of which one of the first is the header: what CSV, a sheet and address cards come to.
///
/// - A sheet is opened from a file that can be read from any place: `Sheet::open(File)`.
/// - Cards are read from decoded text: `Cards::new(impl BufRead)`; they give their header as the first row.
pub(crate) trait Table: Send {
    /// Puts the next row into `row`, which is cleared; rows without any text are passed over.
    ///
    /// `None` is the end. A row that cannot be read by itself is refused, and the next one may be good.
    ///
    /// # Errors
    /// Where nothing can be read any more. It is not called again.
    fn next(&mut self, row: &mut StringRecord) -> Result<Option<TableRow>, Unreadable>;
}

/// How many rows are looked at for the header.
pub(crate) const FIRST_ROWS: usize = 20;

/// Reads a table up to its header; answers the header's line, too.
///
/// Only as many rows are read as it takes, so that a table which grows slowly is not waited for.
///
/// # Errors
/// Where the table cannot be read or its first rows have no header.
pub(crate) fn header(
    table: &mut impl Table,
    wanted: &Wanted,
) -> Result<(u64, Located), Unreadable> {
    let mut rows = Vec::new();
    let mut problem = None;
    while rows.len() < FIRST_ROWS {
        let mut row = StringRecord::new();
        let Some(TableRow { line, .. }) = table.next(&mut row)? else {
            break;
        };
        rows.push(row);
        match Columns::locate(&rows, wanted) {
            Ok(located) => return Ok((line, located)),
            Err(why) => problem = Some(why),
        }
    }
    let empty = "it has no rows; its first one should name the columns".to_owned();
    Err(Unreadable::new(problem.map_or(empty, |it| it.0)))
}

/// One row of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableRow {
    /// Its line, counted from 1; the first one where it spans several. In a sheet, the row's number.
    pub(crate) line: u64,
    /// Why its texts cannot be taken; they are empty then.
    pub(crate) refused: Option<Refused>,
}
