use csv::StringRecord;

use super::Column;
use crate::Problem;
use crate::columns::telling::quoted;
use crate::recipe::{is_alike, is_same};

/// The column names in a row, read as a header.
pub(super) struct Names<'a>(pub(super) Vec<&'a str>);

impl<'a> Names<'a> {
    /// The names in a row, trimmed.
    pub(super) fn of(row: &'a StringRecord) -> Self {
        // Two files joined together can have a byte order mark in the middle.
        let outside = |char: char| char.is_whitespace() || char == '\u{feff}';
        Self(row.iter().map(|name| name.trim_matches(outside)).collect())
    }

    /// The names that are not empty.
    pub(super) fn filled(&self) -> impl Iterator<Item = &'a str> + Clone {
        self.0.iter().copied().filter(|name| !name.is_empty())
    }

    /// Whether there is a column of this name, whatever its case.
    pub(super) fn has(&self, wanted: &str) -> bool {
        self.0.iter().any(|name| is_same(name, wanted))
    }

    /// The column with this name: an exact match, else the only match that ignores case.
    ///
    /// # Errors
    /// If several match.
    pub(super) fn place(&self, wanted: &str) -> Result<Option<Column>, Problem> {
        let exact = |name: &str| name == wanted;
        let column = self.only(wanted, exact)?;
        match column {
            None => self.only(wanted, |name| is_same(name, wanted)),
            column => Ok(column),
        }
    }

    /// The only column whose name is [alike](is_alike).
    ///
    /// # Errors
    /// If several are.
    pub(super) fn alike(&self, wanted: &str) -> Result<Option<Column>, Problem> {
        self.only(wanted, |name| is_alike(name, wanted))
    }

    fn only(&self, wanted: &str, fits: impl Fn(&str) -> bool) -> Result<Option<Column>, Problem> {
        let mut places = (0..self.0.len()).filter(|place| fits(self.0[*place]));
        match (places.next(), places.next()) {
            (Some(place), Some(other)) => Err(Problem(format!(
                "the columns {} and {} are both called {}: give one of them another name",
                place + 1,
                other + 1,
                quoted(wanted)
            ))),
            (place, _) => Ok(place.map(|place| Column {
                place,
                name: self.0[place].to_owned(),
            })),
        }
    }
}
