use std::fmt;

use super::Mapping;

/// What a source is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Understood {
    format: &'static str,
    /// The column of each member; empty where it has none.
    columns: Mapping,
}

impl Understood {
    pub(super) fn new(format: &'static str, columns: Mapping) -> Self {
        Self { format, columns }
    }
}

/// In one line, such as `CSV; external_person_id is 'Email'`.
impl fmt::Display for Understood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.format)?;
        let columns = &self.columns;
        let members = [
            ("external_person_id", &columns.external_id),
            ("first_name", &columns.first),
            ("last_name", &columns.last),
            ("full_name", &columns.full),
        ];
        let mut before = "; ";
        for (member, column) in members {
            if !column.is_empty() {
                write!(f, "{before}{member} is '{column}'")?;
                before = ", ";
            }
        }
        Ok(())
    }
}
