//! CSV that goes out: a spreadsheet that opens it shows every cell and runs none.
//!
//! A spreadsheet takes a cell that begins like a formula for one, and a formula can send the table's other cells
//! elsewhere. Names and ids in a table come from anybody, so an apostrophe is put before such a cell, as OWASP
//! recommends: a spreadsheet then takes it for text. Negative numbers stay numbers. Use this crate for every table that
//! is handed out.
//!
//! ```
//! let mut table = wellhead_csv::Table::default();
//! table.row(["name", "amount"]);
//! table.row(["=HYPERLINK(\"http://evil.example\")", "-1.50"]);
//! assert_eq!(table.into_text(), "name,amount\n\"'=HYPERLINK(\"\"http://evil.example\"\")\",-1.50\n");
//! ```

mod cell;

use csv::Writer;

use cell::inert;

/// A table in memory.
#[derive(Debug)]
pub struct Table(Writer<Vec<u8>>);

impl Default for Table {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where cells are made safe"
    )]
    fn default() -> Self {
        Self(Writer::from_writer(Vec::new()))
    }
}

impl Table {
    /// Adds a row.
    ///
    /// # Panics
    /// If it has not as many cells as the rows before it.
    pub fn row(&mut self, cells: impl IntoIterator<Item = impl AsRef<str>>) {
        for cell in cells {
            let cell = inert(cell.as_ref());
            self.0.write_field(&*cell).expect(TAKES_EVERYTHING);
        }
        let end = self.0.write_record(None::<&[u8]>);
        end.expect("a row has as many cells as the others");
    }

    /// The rows, one a line.
    ///
    /// # Panics
    /// Never: a table in memory can be written.
    #[must_use]
    pub fn into_text(self) -> String {
        let rows = self.0.into_inner().expect(TAKES_EVERYTHING);
        String::from_utf8(rows).expect("text is written as text")
    }
}

const TAKES_EVERYTHING: &str = "memory takes everything";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_kept_apart() {
        let mut table = Table::default();
        table.row(["a", "b"]);
        table.row(["1,2", "\"3\"\n4"]);
        table.row(["", "+5"]);
        assert_eq!(table.into_text(), "a,b\n\"1,2\",\"\"\"3\"\"\n4\"\n,'+5\n");
        assert_eq!(Table::default().into_text(), "");
    }
}
