use csv::StringRecord;
use wellhead_core::sync::Refused;

use crate::columns::{Columns, Located, Wanted};
use crate::unreadable::Unreadable;

/// Rows of texts, with the header among the first: CSV, a sheet or address cards.
///
/// - A sheet needs a file it can seek in: `Sheet::open(File)`.
/// - Cards are read from decoded text: `Cards::new(impl BufRead)`; their header is the first row.
pub(crate) trait Table: Send {
    /// Reads the next row into `row`, which is cleared first. Rows without any text are skipped.
    ///
    /// `None` is the end. A row that cannot be read on its own is refused, and the next one may be good.
    ///
    /// # Errors
    /// If the rest cannot be read. It is not called again.
    fn next(&mut self, row: &mut StringRecord) -> Result<Option<TableRow>, Unreadable>;
}

/// How many rows to search for the header.
pub(crate) const FIRST_ROWS: usize = 20;

/// Reads a table up to its header, and returns the header's line, too.
///
/// It reads no more rows than it has to, so it does not wait for the rest of a slowly growing table.
///
/// # Errors
/// If the table cannot be read, or its first rows have no header.
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
    /// Its line, counted from 1; the first one if it spans several. In a sheet, the row's number.
    pub(crate) line: u64,
    /// Why its texts are refused. They are empty then.
    pub(crate) refused: Option<Refused>,
}
