use std::fs::File;
use std::io::{self, Read, Seek};
use std::sync::{Arc, OnceLock};

use csv::StringRecord;
use encoding_rs::Encoding;
use wellhead_core::record::{Kind, Words};
use wellhead_core::sync::Refused;

use crate::columns::{Columns, Wanted};
use crate::compression;
use crate::csv::{Csv, Dialect};
use crate::encoding::{self, Decided, Text};
use crate::format::{self, Format};
use crate::json::{JsonRows, ObjectLines, Objects, Values};
use crate::peeked::Peeked;
use crate::rows::Rows;
use crate::table::{self, Table, TableRow};
use crate::unreadable::printable;
use crate::vcard::Cards;
use crate::xlsx::Sheet;
use crate::{Row, Understood, Unreadable};

/// The largest packed workbook. It is kept in a temporary file, because its table of contents is at the end.
const MAX_WORKBOOK_BYTES: u64 = 1 << 30;

/// What the user says about a source.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Its format; otherwise detected from its beginning.
    pub format: Option<Format>,
    /// Its encoding, by its name on the web; otherwise detected.
    pub encoding: Option<String>,
    /// The field delimiter of CSV, an ASCII character; otherwise detected from the header.
    pub delimiter: Option<char>,
    /// The sheet of a workbook; otherwise the first visible one.
    pub sheet: Option<String>,
    /// Which records it holds, and where their members are.
    pub wanted: Wanted,
}

impl Options {
    /// Checks that the options make sense for any source.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn check(&self) -> Result<(), Unreadable> {
        self.encoding()?;
        self.delimiter()?;
        if self.format == Some(Format::Vcard) && self.wanted.record != Kind::People {
            return Err(Unreadable::new(no_cards(self.wanted.record)));
        }
        let checked = self.wanted.check();
        checked.map_err(|problem| Unreadable::new(problem.0))
    }

    fn encoding(&self) -> Result<Option<&'static Encoding>, Unreadable> {
        self.encoding.as_deref().map(encoding::named).transpose()
    }

    fn delimiter(&self) -> Result<Option<u8>, Unreadable> {
        let Some(asked) = self.delimiter else {
            return Ok(None);
        };
        let byte = u8::try_from(asked).ok();
        let byte = byte.filter(|byte| byte.is_ascii() && !b"\"\r\n".contains(byte));
        byte.map(Some).ok_or_else(|| {
            Unreadable::new(format!(
                "fields cannot be separated by '{asked}'; use another ASCII character, such as ';'"
            ))
        })
    }
}

/// Reads a source, one row after another.
///
/// It returns rows up to the end or the first error, and then nothing more. A bad row is returned with the reason;
/// an error means that the rest cannot be read. Memory is bounded, however long the source and its rows are.
///
/// ```
/// use wellhead_intake::{Options, Reader};
///
/// let source = &b"sep=;\r\nexternal_person_id;full_name\r\n7;\"Lovelace; Ada\"\r\n"[..];
/// let mut reader = Reader::open(source, &Options::default()).unwrap();
/// assert_eq!(reader.understood().delimiter, Some(';'));
/// let row = reader.next().unwrap().unwrap();
/// assert_eq!(row.line, 3);
/// assert!(row.content.is_ok());
/// assert!(reader.next().is_none());
/// ```
pub struct Reader {
    understood: Understood,
    rows: Box<dyn Rows>,
    /// The encoding, which may be decided late.
    decided: Option<Arc<OnceLock<Decided>>>,
    is_over: bool,
}

impl Reader {
    /// Finds out what a source is, and where a record's members are in it. It reads no further than it has to.
    ///
    /// # Errors
    /// If it cannot tell: what the source seems to be, and what to do.
    pub fn open(input: impl Read + Send + 'static, options: &Options) -> Result<Self, Unreadable> {
        let encoding = options
            .encoding
            .as_deref()
            .map(encoding::named)
            .transpose()?;
        let (compression, input) = compression::unpack(input)?;
        let mut input = Peeked::new(input);
        let mut reader = if format::is_workbook(&mut input, options.format)? {
            Self::workbook(input, options)?
        } else {
            let text = Text::of(input, encoding)?;
            let decided = text.decided();
            let mut reader = Self::text(Peeked::new(text), options)?;
            reader.decided = Some(decided);
            reader
        };
        reader.understood.compression = compression;
        let note = reader.understood.recipe.and_then(|recipe| recipe.note);
        reader.understood.notices.extend(note.map(str::to_owned));
        reader.hear_of_encoding();
        Ok(reader)
    }

    /// What the source was taken for, as far as it has been read.
    #[must_use]
    pub fn understood(&self) -> &Understood {
        &self.understood
    }

    fn text(
        mut text: Peeked<Text<Box<dyn Read + Send>>>,
        options: &Options,
    ) -> Result<Self, Unreadable> {
        let format = match options.format {
            Some(format) => format,
            None => format::of_text(&mut text)?,
        };
        let wanted = &options.wanted;
        if format == Format::Vcard && wanted.record != Kind::People {
            return Err(Unreadable::new(no_cards(wanted.record)));
        }
        match format {
            Format::Csv => {
                let dialect = Dialect::of(&mut text, options.delimiter()?, wanted)?;
                let mut reader = Self::table(Format::Csv, Csv::new(text, dialect), wanted)?;
                reader.understood.delimiter = Some(char::from(dialect.delimiter));
                Ok(reader)
            }
            Format::Ndjson => Self::json(format, ObjectLines::new(text), wanted),
            Format::Json => {
                let values = if format::is_array(&mut text)? {
                    Values::of_array(text)
                } else {
                    Values::loose(text)
                };
                Self::json(format, values, wanted)
            }
            Format::Vcard => Self::table(format, Cards::new(text), wanted),
            Format::Xlsx => unreachable!("only workbooks are read as Xlsx"),
        }
    }

    fn workbook(input: impl Read, options: &Options) -> Result<Self, Unreadable> {
        let sheet = Sheet::open(spooled(input)?, options.sheet.as_deref())?;
        let name = sheet.name().to_owned();
        let mut reader = Self::table(Format::Xlsx, sheet, &options.wanted)?;
        reader.understood.sheet = Some(name);
        Ok(reader)
    }

    fn table(
        format: Format,
        mut table: impl Table + 'static,
        wanted: &Wanted,
    ) -> Result<Self, Unreadable> {
        let (line, located) = table::header(&mut table, wanted)?;
        let above = (located.row > 0).then(|| {
            format!("the columns are named on line {line}; the rows above it are skipped")
        });
        let lacking = located.columns.lacking().map(|field| {
            let Words { noun, many, .. } = wanted.record.declaration().words;
            format!(
                "no column for {}, which a new {noun} needs: {many} that the workspace knows are taken, and others \
                 are rejected",
                field.name
            )
        });
        let columns = located.columns.members();
        let columns = columns.map(|(member, column)| (member, column.to_owned()));
        let understood = Understood {
            recipe: located.recipe,
            columns: columns.collect(),
            header_line: Some(line).filter(|_| format != Format::Vcard),
            notices: above.into_iter().chain(lacking).collect(),
            ..understood(format)
        };
        let rows = TableRows {
            table,
            columns: located.columns,
            texts: StringRecord::new(),
        };
        Ok(Self::of(understood, rows))
    }

    fn json(
        format: Format,
        objects: impl Objects + 'static,
        wanted: &Wanted,
    ) -> Result<Self, Unreadable> {
        let rows = JsonRows::open(objects, wanted)?;
        let mapping = rows.mapping();
        let understood = Understood {
            recipe: mapping.recipe(),
            columns: mapping.members(),
            notices: mapping.problem().map(str::to_owned).into_iter().collect(),
            ..understood(format)
        };
        Ok(Self::of(understood, rows))
    }

    fn of(understood: Understood, rows: impl Rows + 'static) -> Self {
        Self {
            understood,
            rows: Box::new(rows),
            decided: None,
            is_over: false,
        }
    }

    /// Notes the encoding once it is decided.
    fn hear_of_encoding(&mut self) {
        if let Some(decided) = self.decided.take_if(|decided| decided.get().is_some())
            && let Some(Decided { encoding, notice }) = decided.get()
        {
            self.understood.encoding = Some(encoding.name());
            self.understood.notices.extend(notice.clone());
        }
    }
}

impl Iterator for Reader {
    type Item = Result<Row, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let mut row = self.rows.next();
        self.hear_of_encoding();
        self.is_over = !matches!(row, Ok(Some(_)));
        if let Ok(Some(Row {
            content: Err(Refused { detail, .. }),
            ..
        })) = &mut row
        {
            *detail = printable(detail);
        }
        row.transpose()
    }
}

/// The rows of a table, once its header is known.
struct TableRows<T> {
    table: T,
    columns: Columns,
    texts: StringRecord,
}

impl<T: Table> Rows for TableRows<T> {
    fn next(&mut self) -> Result<Option<Row>, Unreadable> {
        loop {
            let Some(TableRow { line, refused }) = self.table.next(&mut self.texts)? else {
                return Ok(None);
            };
            let content = match refused {
                Some(refused) => Err(refused),
                None if self.columns.is_last_words(&self.texts) => continue,
                None => self.columns.record(&self.texts),
            };
            return Ok(Some(Row { line, content }));
        }
    }
}

/// Why address cards are not read for records of a kind.
fn no_cards(record: Kind) -> String {
    let many = record.declaration().words.many;
    format!("vCard is for people, and not for {many}")
}

fn understood(format: Format) -> Understood {
    Understood {
        format,
        compression: None,
        encoding: None,
        delimiter: None,
        sheet: None,
        recipe: None,
        columns: Vec::new(),
        header_line: None,
        notices: Vec::new(),
    }
}

/// Copies a source to a temporary file without a name, which can be read from any place and goes away with the
/// program.
fn spooled(input: impl Read) -> Result<File, Unreadable> {
    let kept = |error: io::Error| Unreadable::new(format!("the workbook cannot be kept: {error}"));
    let mut file = tempfile::tempfile().map_err(kept)?;
    let length = io::copy(&mut input.take(MAX_WORKBOOK_BYTES + 1), &mut file).map_err(kept)?;
    if length > MAX_WORKBOOK_BYTES {
        return Err(Unreadable::new(
            "this workbook is larger than 1 GiB; save its sheet as CSV",
        ));
    }
    file.rewind().map_err(kept)?;
    Ok(file)
}

#[cfg(test)]
mod tests;
