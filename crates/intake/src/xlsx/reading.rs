use std::fs::File;
use std::io::{BufReader, Seek};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader};
use csv::StringRecord;
use wellhead_core::sync::Refused;

use super::{cell, look};
use crate::table::TableRow;
use crate::unreadable::Unreadable;

/// How many rows are handed over at once, and how many batches before the reader waits.
const BATCH: usize = 256;
const AHEAD: usize = 2;

/// Excel's own limit.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;

/// Sheets leave out empty cells: rows are padded to the widest row above, but to no more cells than this.
const MOST_FILLED: usize = 1 << 10;

pub(super) const BROKE_OFF: &str = "the workbook is damaged: reading it broke off";

/// The next message from a sheet's thread.
pub(super) enum Batch {
    Rows(Vec<(TableRow, StringRecord)>),
    Failed(Unreadable),
    End,
}

/// A sheet that is being read.
pub(super) struct Opened {
    pub(super) name: String,
    pub(super) batches: Receiver<Batch>,
}

/// Opens a workbook on a thread of its own and begins to read a sheet there.
pub(super) fn start(file: File, wanted: Option<String>) -> Result<Opened, Unreadable> {
    let (opened, opening) = mpsc::sync_channel(1);
    let (sender, batches) = mpsc::sync_channel(AHEAD);
    thread::Builder::new()
        .name("xlsx".to_owned())
        .spawn(move || {
            // Nobody listens if the import has already ended.
            let _ = match open(file, wanted.as_deref()) {
                Err(unreadable) => opened.send(Err(unreadable)).is_ok(),
                Ok((mut workbook, name)) => {
                    opened.send(Ok(name.clone())).is_ok()
                        && sender.send(read(&mut workbook, &name, &sender)).is_ok()
                }
            };
        })?;
    match opening.recv() {
        Ok(name) => Ok(Opened {
            name: name?,
            batches,
        }),
        Err(_) => Err(Unreadable::new(BROKE_OFF)),
    }
}

type Workbook = Xlsx<BufReader<File>>;

fn open(mut file: File, wanted: Option<&str>) -> Result<(Workbook, String), Unreadable> {
    look::through(&mut file)?;
    file.rewind()?;
    let workbook = Xlsx::new(BufReader::new(file)).map_err(|error| damaged(&error))?;
    let sheets = &workbook.sheets_metadata();
    let sheet = match wanted {
        Some(wanted) => sheets.iter().find(|sheet| sheet.name == wanted),
        None => sheets.iter().find(|sheet| {
            sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
        }),
    };
    let Some(sheet) = sheet else {
        let names: Vec<_> = sheets.iter().map(|sheet| &*sheet.name).take(12).collect();
        let names = names.join(", ");
        return Err(Unreadable::new(format!(
            "the workbook has no such sheet, only {names}"
        )));
    };
    let name = sheet.name.clone();
    Ok((workbook, name))
}

/// Reads a sheet to its end, handing over its rows. Returns the last batch, the end or the error.
fn read(workbook: &mut Workbook, sheet: &str, sender: &SyncSender<Batch>) -> Batch {
    let mut rows = match workbook.worksheet_cells_reader(sheet) {
        Ok(cells) => Rows::of(cells),
        Err(error) => return Batch::Failed(damaged(&error)),
    };
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        let ended = loop {
            match rows.next() {
                Ok(Some(row)) if batch.len() + 1 < BATCH => batch.push(row),
                Ok(Some(row)) => {
                    batch.push(row);
                    break None;
                }
                Ok(None) => break Some(Batch::End),
                Err(unreadable) => break Some(Batch::Failed(unreadable)),
            }
        };
        if sender.send(Batch::Rows(batch)).is_err() {
            return Batch::End;
        }
        if let Some(ended) = ended {
            return ended;
        }
    }
}

/// The rows made from a sheet's cells.
struct Rows<'a> {
    /// The cells; `None` after the last, because calamine would read past the end.
    cells: Option<XlsxCellReader<'a, BufReader<File>>>,
    /// The row being built, counted from 0, and its texts.
    row: Option<u32>,
    texts: StringRecord,
    refused: Option<Refused>,
    widest: usize,
}

impl<'a> Rows<'a> {
    fn of(cells: XlsxCellReader<'a, BufReader<File>>) -> Self {
        Self {
            cells: Some(cells),
            row: None,
            texts: StringRecord::new(),
            refused: None,
            widest: 0,
        }
    }

    /// The next row that has a text.
    fn next(&mut self) -> Result<Option<(TableRow, StringRecord)>, Unreadable> {
        while let Some(cells) = &mut self.cells {
            let line = self.row.map_or(1, |row| u64::from(row) + 1);
            let cell = cells.next_cell();
            let Some(cell) = cell.map_err(|error| Unreadable::at(line, error.to_string()))? else {
                self.cells = None;
                return Ok(self.finish());
            };
            let (row, column) = cell.get_position();
            if row >= MOST_ROWS || column >= MOST_COLUMNS || self.row > Some(row) {
                let what = "the workbook is damaged: the next row has an invalid number";
                return Err(Unreadable::at(line, what));
            }
            let finished = if self.row == Some(row) {
                None
            } else {
                let finished = self.finish();
                self.row = Some(row);
                finished
            };
            self.take(row, column, cell.get_value())?;
            if finished.is_some() {
                return Ok(finished);
            }
        }
        Ok(None)
    }

    fn take(
        &mut self,
        row: u32,
        column: u32,
        value: &calamine::DataRef<'_>,
    ) -> Result<(), Unreadable> {
        let column = column as usize;
        match cell::text(value) {
            None => {
                let name = column_name(column);
                let detail = format!(
                    "the cell {name}{} holds a number of which Excel keeps only the first 15 digits: write it as text",
                    row + 1
                );
                self.refused
                    .get_or_insert(Refused::new("invalid_value", detail));
            }
            Some(text) if text.is_empty() => {}
            Some(_) if column < self.texts.len() => {
                let what = "the workbook is damaged: the cells of this row are not in order";
                return Err(Unreadable::at(u64::from(row) + 1, what));
            }
            Some(text) => {
                self.fill(column);
                self.texts.push_field(&text);
            }
        }
        Ok(())
    }

    fn fill(&mut self, width: usize) {
        for _ in self.texts.len()..width {
            self.texts.push_field("");
        }
    }

    /// Takes the row being built, unless it has no text.
    fn finish(&mut self) -> Option<(TableRow, StringRecord)> {
        let refused = self.refused.take();
        self.widest = self.widest.max(self.texts.len()).min(MOST_FILLED);
        if refused.is_some() {
            self.texts.clear();
        } else if self.texts.iter().all(|text| text.trim().is_empty()) {
            self.texts.clear();
            return None;
        } else {
            self.fill(self.widest);
        }
        let line = u64::from(self.row?) + 1;
        let row = TableRow { line, refused };
        Some((row, std::mem::take(&mut self.texts)))
    }
}

/// Excel's name for a column, counted from 0: A, B, …, Z, AA, ….
fn column_name(column: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    match column / 26 {
        0 => letter.to_string(),
        before => column_name(before - 1) + &letter.to_string(),
    }
}

fn damaged(error: &calamine::XlsxError) -> Unreadable {
    Unreadable::new(format!("the workbook is damaged: {error}"))
}
