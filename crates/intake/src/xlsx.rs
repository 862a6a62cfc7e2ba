//! Excel workbooks (`.xlsx`): the rows of one sheet, read one after the other.
//!
//! calamine reads them. It keeps the workbook's shared texts in memory, and else one cell at a time; but it believes
//! what a file says of itself, so that every file is [looked through](look) first.

mod cell;
mod look;
mod reading;

use std::fs::File;
use std::mem;
use std::sync::mpsc::Receiver;
use std::vec::IntoIter;

use csv::StringRecord;

use self::reading::{Batch, Opened};
use crate::table::{Table, TableRow};
use crate::unreadable::Unreadable;

/// The rows of the first sheet of a workbook that is not hidden.
///
/// It is read on a thread of its own, since the reader of a sheet borrows from that of the workbook, and ends with
/// this.
pub(crate) struct Sheet {
    name: String,
    batches: Receiver<Batch>,
    rows: IntoIter<(TableRow, StringRecord)>,
}

impl Sheet {
    /// Opens the sheet of this name, or the first that is to be seen.
    ///
    /// # Errors
    /// Where the file is no workbook, is damaged or larger than it may be, or has no such sheet.
    pub(crate) fn open(file: File, wanted: Option<&str>) -> Result<Self, Unreadable> {
        let Opened { name, batches } = reading::start(file, wanted.map(str::to_owned))?;
        Ok(Self {
            name,
            batches,
            rows: Vec::new().into_iter(),
        })
    }

    /// What the sheet is called.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

impl Table for Sheet {
    fn next(&mut self, row: &mut StringRecord) -> Result<Option<TableRow>, Unreadable> {
        loop {
            if let Some((read, mut texts)) = self.rows.next() {
                mem::swap(row, &mut texts);
                return Ok(Some(read));
            }
            match self.batches.recv() {
                Ok(Batch::Rows(rows)) => self.rows = rows.into_iter(),
                Ok(Batch::Failed(unreadable)) => return Err(unreadable),
                Ok(Batch::End) => {
                    row.clear();
                    return Ok(None);
                }
                Err(_) => return Err(Unreadable::new(reading::BROKE_OFF)),
            }
        }
    }
}

#[cfg(test)]
mod tests;
