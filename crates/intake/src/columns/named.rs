use csv::StringRecord;

use super::{Column, Problem};
use crate::columns::telling::quoted;
use crate::recipe::is_same;

/// The names of the columns in a row that is taken for a header.
pub(super) struct Names<'a>(pub(super) Vec<&'a str>);

impl<'a> Names<'a> {
    /// The names in a row, without what is around them.
    pub(super) fn of(row: &'a StringRecord) -> Self {
        // A byte order mark may stand in the middle of what was two files.
        let outside = |char: char| char.is_whitespace() || char == '\u{feff}';
        Self(row.iter().map(|name| name.trim_matches(outside)).collect())
    }

    /// Those that are not empty.
    pub(super) fn filled(&self) -> impl Iterator<Item = &'a str> + Clone {
        self.0.iter().copied().filter(|name| !name.is_empty())
    }

    /// Whether there is a column of this name, whatever its case.
    pub(super) fn has(&self, wanted: &str) -> bool {
        self.0.iter().any(|name| is_same(name, wanted))
    }

    /// The column of this name: the one that is written so, else the only one that is but for case.
    ///
    /// # Errors
    /// Where several have the name.
    pub(super) fn place(&self, wanted: &str) -> Result<Option<Column>, Problem> {
        let exact = |name: &str| name == wanted;
        let column = self.only(wanted, exact)?;
        match column {
            None => self.only(wanted, |name| is_same(name, wanted)),
            column => Ok(column),
        }
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
