//! A whole workspace that is removed.

use std::collections::BTreeMap;

use crate::id::WorkspaceId;
use crate::resource::Workspace;
use crate::time::Timestamp;

/// A number of rows by the names of their tables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowCounts(BTreeMap<String, u64>);

impl RowCounts {
    /// Adds rows of a table.
    pub fn add(&mut self, table: &str, number: u64) {
        if number > 0 {
            *self.0.entry(table.to_owned()).or_default() += number;
        }
    }

    /// The tables that have rows, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(table, number)| (&**table, *number))
    }

    /// The number of all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// As a store keeps it: a JSON object.
    #[must_use]
    pub fn stored(&self) -> String {
        let all = self.iter();
        let object: serde_json::Map<_, _> = all
            .map(|(table, number)| (table.to_owned(), number.into()))
            .collect();
        serde_json::Value::Object(object).to_string()
    }

    /// Reads what [`stored`](Self::stored) wrote.
    ///
    /// # Errors
    /// When the text is something else.
    pub fn from_stored(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text).map(Self)
    }
}

/// All that a workspace has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The workspace. If it is closed, it has a `deleted_at`.
    pub workspace: Workspace,
    /// Its rows.
    pub rows: RowCounts,
}

/// What is known of a workspace that was removed, or is being removed. Nothing names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedWorkspace {
    /// Its public id.
    pub id: WorkspaceId,
    /// When an operator closed it.
    pub begun_at: Timestamp,
    /// When its last row was removed; `None` if some are left.
    pub completed_at: Option<Timestamp>,
    /// The rows that were removed.
    pub removed: RowCounts,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_as_they_were_stored() {
        let mut rows = RowCounts::default();
        rows.add("jobs", 2);
        rows.add("jobs", 1);
        rows.add("merges", 0);
        assert_eq!(rows.stored(), r#"{"jobs":3}"#);
        assert_eq!(RowCounts::from_stored(&rows.stored()).unwrap(), rows);
        assert_eq!(rows.total(), 3);
        assert!(RowCounts::from_stored("[]").is_err());
    }
}
