use std::fmt;

use crate::unreadable::printable;
use crate::{Compression, Format, Recipe};

/// What a source was taken for.
#[derive(Debug, Clone)]
pub struct Understood {
    /// Its format.
    pub format: Format,
    /// Its compression.
    pub compression: Option<Compression>,
    /// Its encoding, by its name for `--encoding`; `None` while everything is ASCII, or for binary formats.
    pub encoding: Option<&'static str>,
    /// The field delimiter of CSV.
    pub delimiter: Option<char>,
    /// Which sheet of a workbook is read.
    pub sheet: Option<String>,
    /// The recipe that was forced or that fits.
    pub recipe: Option<&'static Recipe>,
    /// Each member of a record with its place: a column, or a path in a JSON object.
    pub columns: Vec<(&'static str, String)>,
    /// The line of a table's header.
    pub header_line: Option<u64>,
    /// What the user should know, such as that the encoding was guessed. More may follow as it is read.
    pub notices: Vec<String>,
}

/// One line, such as `CSV with ';' between fields, UTF-16LE, gzip; HubSpot contacts: external_person_id is 'Record ID'`.
/// It has no control characters.
impl fmt::Display for Understood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.format.fmt(f)?;
        match self.delimiter {
            None | Some(',') => {}
            Some('\t') => f.write_str(" with tabs between fields")?,
            Some(delimiter) => write!(f, " with '{delimiter}' between fields")?,
        }
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet '{}'", printable(sheet))?;
        }
        if let Some(encoding) = self.encoding {
            write!(f, ", {encoding}")?;
        }
        if let Some(compression) = self.compression {
            write!(f, ", {compression}")?;
        }
        let mut parted_by = ";";
        if let Some(recipe) = self.recipe.filter(|recipe| !recipe.is_own()) {
            write!(f, "; {}", recipe.title)?;
            parted_by = ":";
        }
        for (member, column) in &self.columns {
            write!(f, "{parted_by} {member} is '{}'", printable(column))?;
            parted_by = ",";
        }
        Ok(())
    }
}
