mod lacking;
mod locate;
mod named;
mod telling;

use std::fmt;

use csv::StringRecord;
use wellhead_core::record::{Field, Kind, Named};
use wellhead_core::sync::{NameCells, Refused};

use crate::recipe::Recipe;

/// The user's wishes about a source's columns.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The kind of the source's records.
    pub record: Kind,
    /// The recipe that is forced.
    pub from: Option<&'static Recipe>,
    /// Member and column pairs, which override the recipe.
    pub map: Vec<(String, String)>,
}

/// Where a record's members are in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The kind of the records.
    record: Kind,
    /// How many columns the header has.
    width: usize,
    /// The columns of what the record is called: one of them at least.
    names: NameColumns,
    /// The column of each field, in the order of the declaration.
    fields: Vec<Option<Column>>,
    /// What separates several values in a field with ids or addresses.
    parted_by: Option<&'static str>,
    /// How a row may begin that is a report's closing line and not a record.
    last_words: &'static [&'static str],
    /// Further text that marks such a row beyond doubt.
    surely_last_words: &'static str,
}

/// Where a row says what its record is called.
#[derive(Debug, Clone, PartialEq, Eq)]
struct NameColumns {
    /// What the system calls it.
    known_as: Option<Column>,
    /// The id that the workspace's connectors share.
    external_id: Option<Column>,
}

impl NameColumns {
    fn iter(&self) -> impl Iterator<Item = &Column> {
        self.known_as.iter().chain(&self.external_id)
    }

    /// Whether a row has a text in one of them.
    fn are_in(&self, row: &StringRecord) -> bool {
        self.iter().any(|column| {
            row.get(column.place)
                .is_some_and(|text| !text.trim().is_empty())
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    place: usize,
    name: String,
}

/// A header that was found.
#[derive(Debug)]
pub struct Located {
    /// The row of the header, counted from 0. Anything above it is notes.
    pub row: usize,
    /// Where the members are.
    pub columns: Columns,
    /// The recipe that was forced or that fits.
    pub recipe: Option<&'static Recipe>,
}

impl Columns {
    /// Each member that has a column, and the column's name as the header writes it.
    pub fn members(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let members = [Named::MEMBER, self.record.declaration().external_id];
        let names = [&self.names.known_as, &self.names.external_id];
        let names = members.into_iter().zip(names);
        let names = names.filter_map(|(member, column)| Some((member, &*column.as_ref()?.name)));
        let fields = self.record.fields().iter().zip(&self.fields);
        let fields =
            fields.filter_map(|(field, column)| Some((field.name, &*column.as_ref()?.name)));
        names.chain(fields)
    }

    /// The first field that has no column, and without which no record is made.
    #[must_use]
    pub fn lacking(&self) -> Option<&'static Field> {
        let fields = self.record.fields().iter().zip(&self.fields);
        let mut lacking = fields.filter(|(field, column)| field.is_required() && column.is_none());
        lacking.next().map(|(field, _)| field)
    }

    /// The record that a row names.
    ///
    /// A row is good if it reaches every member's column and any fields beyond the header are empty: some programs
    /// leave out empty fields at the end of a row, and others add some. An e-mail address may be left out, as it is what
    /// many tables end with.
    ///
    /// # Errors
    /// `field_count` for a row that is shifted, `missing_member` without an id, `invalid_value` for text that
    /// is not of its field's type, or that could be either a record or a report's closing line.
    pub fn record(&self, row: &StringRecord) -> Result<Named, Refused> {
        let surplus = row.iter().skip(self.width);
        let email = self.record.declaration().email;
        let fields = self.record.fields().iter().zip(&self.fields);
        let fields = fields.filter(|(field, _)| email != Some(field.name));
        let fields = fields.filter_map(|(_, column)| column.as_ref());
        let last = fields.chain(self.names.iter()).map(|it| it.place).max();
        let last = last.unwrap_or(0);
        if last >= row.len() || surplus.into_iter().any(|field| !field.trim().is_empty()) {
            let (found, expected) = (row.len(), self.width);
            let detail = format!("{found} fields where the header has {expected}");
            return Err(Refused::new("field_count", detail));
        }
        if let Some(words) = self.last_words(row) {
            let detail = format!(
                "'{}' may be {} or the report's closing line: remove the row, or change the text",
                telling::short(words),
                self.record.declaration().words.one
            );
            return Err(Refused::new("invalid_value", detail));
        }
        let text = |column: &Column| row.get(column.place).unwrap_or("");
        let first = |column: &Column| match self.parted_by {
            Some(parted_by) => first_of(text(column), parted_by),
            None => text(column),
        };
        let NameColumns {
            known_as,
            external_id,
        } = &self.names;
        let key = self.record.declaration().external_id;
        let only = match (known_as, external_id) {
            (Some(column), None) => Some((Named::MEMBER, column)),
            (None, Some(column)) => Some((key, column)),
            _ => None,
        };
        if let Some((member, column)) = only
            && column.name != member
            && first(column).trim().is_empty()
        {
            let detail = format!("{member} is missing: '{column}' is empty");
            return Err(Refused::new("missing_member", detail));
        }
        let names = NameCells {
            known_as: known_as.as_ref().map(first),
            external_id: external_id.as_ref().map(first),
        };
        let fields = self.record.fields().iter().zip(&self.fields);
        let cells = fields.map(|(field, column)| match column {
            Some(column) if email == Some(field.name) => first(column),
            Some(column) => text(column),
            None => "",
        });
        Named::from_cells(self.record, names, cells)
    }

    /// Whether a row is certainly not a record but a line below the report, such as the time it was made.
    #[must_use]
    pub fn is_last_words(&self, row: &StringRecord) -> bool {
        let words = self.last_words(row);
        words.is_some_and(|words| words.contains(self.surely_last_words))
    }

    /// The only text of a row, if it may be a report's closing line.
    fn last_words<'a>(&self, row: &'a StringRecord) -> Option<&'a str> {
        let mut texts = row.iter().map(str::trim).filter(|text| !text.is_empty());
        let first = texts.next()?;
        let says = |words: &&str| is_beginning(first, words);
        let is_meant = self.last_words.iter().any(says) && texts.next().is_none();
        is_meant.then_some(first)
    }
}

/// The first value in a field that may hold several, some of them empty.
pub(crate) fn first_of<'a>(field: &'a str, parted_by: &str) -> &'a str {
    let mut values = field.split(parted_by).map(str::trim);
    values.find(|value| !value.is_empty()).unwrap_or("")
}

/// Whether a text equals these words, or begins with them if they end in white space.
fn is_beginning(text: &str, words: &str) -> bool {
    if words.ends_with(' ') {
        text.starts_with(words)
    } else {
        text.eq_ignore_ascii_case(words)
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&telling::short(&self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::code;

    fn columns(header: &[&str]) -> Columns {
        let rows = [StringRecord::from(header)];
        Columns::locate(&rows, &Wanted::default()).unwrap().columns
    }

    fn person(columns: &Columns, row: &[&str]) -> Result<String, (&'static str, String)> {
        match columns.record(&StringRecord::from(row)) {
            Ok(named) => Ok([crate::testing::name(&named)]
                .into_iter()
                .chain(
                    named
                        .values
                        .iter()
                        .map(|value| value.map(ToString::to_string)),
                )
                .flatten()
                .collect::<Vec<_>>()
                .join("|")),
            Err(refused) => {
                let detail = refused.detail.clone();
                Err((code(refused), detail))
            }
        }
    }

    #[test]
    fn a_good_row_may_lack_or_add_empty_fields_at_its_end() {
        let columns = columns(&[
            "First Name",
            "",
            "Last Name",
            "E-mail Address",
            "Home Street",
            "Notes",
        ]);
        let ann = Ok("ann@example.com|Ann|Example|ann@example.com".to_owned());
        for end in [&[][..], &["1 High St"], &["", "x"], &["", "", "", " "]] {
            let row = [&["Ann", "", "Example", "ann@example.com"][..], end].concat();
            assert_eq!(person(&columns, &row), ann, "{row:?}");
        }
        let shifted = |found| {
            Err((
                "field_count",
                format!("{found} fields where the header has 6"),
            ))
        };
        let row = ["Ann", "", "Example", "ann@example.com", "", "", "x"];
        assert_eq!(person(&columns, &row), shifted(7));
        assert_eq!(person(&columns, &row[..3]), shifted(3));
        assert_eq!(person(&columns, &[]), shifted(0));
    }

    #[test]
    fn a_comma_at_the_end_of_the_header_or_of_the_rows() {
        let ada = Ok("1|Ada Example".to_owned());
        let with = columns(&["external_person_id", "full_name", ""]);
        assert_eq!(person(&with, &["1", "Ada Example"]), ada);
        let without = columns(&["external_person_id", "full_name"]);
        assert_eq!(person(&without, &["1", "Ada Example", ""]), ada);
    }

    #[test]
    fn says_which_column_has_no_id() {
        let google = columns(&["First Name", "Last Name", "E-mail 1 - Value"]);
        let detail = "external_id is missing: 'E-mail 1 - Value' is empty";
        let missing = Err(("missing_member", detail.to_owned()));
        assert_eq!(person(&google, &["Ann", "", " "]), missing);
        assert_eq!(person(&google, &["Ann", "", " :::  ::: "]), missing);
        let own = columns(&["external_person_id"]);
        let missing = ("missing_member", "external_person_id is missing".to_owned());
        assert_eq!(person(&own, &[""]), Err(missing));
    }

    #[test]
    fn the_first_of_several_values_is_the_id() {
        let google = columns(&["First Name", "Last Name", "E-mail 1 - Value"]);
        let row = ["Ann", "", "ann@example.com ::: a@example.org"];
        assert_eq!(
            person(&google, &row).unwrap(),
            "ann@example.com|Ann|ann@example.com"
        );
    }

    #[test]
    fn a_reports_closing_line_is_not_a_person() {
        let report = columns(&["Customer", "Phone Numbers", "Email", "Full Name"]);
        let is_last_words = |row: &[&str]| report.is_last_words(&StringRecord::from(row));
        assert!(is_last_words(&[
            " Friday, May 10, 2026 11:11 AM GMT-05:00",
            ""
        ]));
        assert!(!is_last_words(&["", ""]));
        // A person may really have such a name. If in doubt, reject the row rather than silently skip it.
        for taken in [
            ["Total", "", "", "Tim Total"],
            ["Total Repairs", "", "", ""],
        ] {
            assert!(!is_last_words(&taken));
            assert!(person(&report, &taken).is_ok());
        }
        for doubtful in ["TOTAL", "Monday, Ann"] {
            let row = [doubtful, "", "", ""];
            assert!(!is_last_words(&row));
            let (code, detail) = person(&report, &row).unwrap_err();
            assert_eq!(code, "invalid_value");
            let what = format!("'{doubtful}' may be a person or the report's closing line");
            assert!(detail.starts_with(&what), "{detail}");
        }
        let own = columns(&["external_person_id"]);
        assert!(!own.is_last_words(&StringRecord::from(&["Total"][..])));
    }
}
