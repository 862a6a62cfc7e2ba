use csv::StringRecord;
use wellhead_core::sync::{Person, Refused};

use crate::recipe::Recipe;

/// What was asked for about a source's columns.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The recipe that is forced.
    pub from: Option<&'static Recipe>,
    /// Where a member is, whatever the recipe says: member and column.
    pub map: Vec<(String, String)>,
}

/// Where a person's members are in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// How many columns the header has.
    width: usize,
    external_id: usize,
    first_name: Option<usize>,
    last_name: Option<usize>,
    full_name: Option<usize>,
}

/// The header, found.
#[derive(Debug)]
pub struct Located {
    /// Which of the first rows it is, counted from 0; what is above it are notes.
    pub row: usize,
    /// Where the members are.
    pub columns: Columns,
    /// The recipe that was forced or that fits.
    pub recipe: Option<&'static Recipe>,
}

/// Why no header was found: what there is, what is missing, and what to type next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Problem(pub String);

impl Columns {
    /// Finds the header among the first rows of a table (at most some dozen).
    ///
    /// # Errors
    /// [`Problem`], with what to type next.
    pub fn locate(_first: &[StringRecord], _wanted: &Wanted) -> Result<Located, Problem> {
        Err(Problem("no recipe is known yet".to_owned()))
    }

    /// The person that a row names.
    ///
    /// # Errors
    /// Where it has no id, a text cannot be stored, or the row is shifted: it has more fields than the header and
    /// they are not empty, or lacks a member's column.
    pub fn person(&self, row: &StringRecord) -> Result<Person, Refused> {
        let _ = (
            self.width,
            self.external_id,
            self.first_name,
            self.last_name,
            self.full_name,
            row,
        );
        Err(Refused::new("missing_member", "not read yet"))
    }
}
