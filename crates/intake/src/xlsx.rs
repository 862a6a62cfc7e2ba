//! Excel workbooks (`.xlsx`): the rows of one sheet, read one after another.
//!
//! calamine reads them. It keeps the workbook's shared texts in memory, and otherwise one cell at a time; but it
//! trusts the sizes that a file declares, so every file is [checked](look) first.

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

/// The rows of a sheet.
///
/// It is read on its own thread, because a sheet's reader borrows from the workbook's. The thread ends with this
/// value.
pub(crate) struct Sheet {
    name: String,
    batches: Receiver<Batch>,
    rows: IntoIter<(TableRow, StringRecord)>,
}

impl Sheet {
    /// Opens the sheet with this name, or the first visible one.
    ///
    /// # Errors
    /// If the file is not a workbook, is damaged or too large, or has no such sheet.
    pub(crate) fn open(file: File, wanted: Option<&str>) -> Result<Self, Unreadable> {
        let Opened { name, batches } = reading::start(file, wanted.map(str::to_owned))?;
        Ok(Self {
            name,
            batches,
            rows: Vec::new().into_iter(),
        })
    }

    /// The sheet's name.
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
