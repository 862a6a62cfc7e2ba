//! Many ids as one parameter, so that one statement finds any number of them.

use std::collections::BTreeSet;
use std::fmt::Write;

use uuid::Uuid;

/// The rows of `table` whose `column` is among the parameter `:ids`, which [`ids`] writes. `CROSS JOIN` fixes the
/// order, as the ids are few whatever SQLite knows of the table. The subquery hides the other columns of `json_each`,
/// whose names could clash with the table's.
pub(crate) fn among(table: &str, column: &str) -> String {
    format!(
        "(SELECT unhex(value) AS wanted_id FROM json_each(:ids))
        CROSS JOIN {table} ON {column} = wanted_id"
    )
}

/// The parameter `:ids` as the right side of an `IN`, where the rows are not joined but selected.
pub(crate) const WANTED: &str = "(SELECT unhex(value) FROM json_each(:ids))";

/// Ids as a JSON array of their hexadecimal digits, each once.
pub(crate) fn ids(ids: impl IntoIterator<Item = Uuid>) -> String {
    let mut json = String::from("[");
    let ids: BTreeSet<_> = ids.into_iter().collect();
    for (position, id) in ids.into_iter().enumerate() {
        let comma = if position == 0 { "" } else { "," };
        write!(json, "{comma}\"{}\"", id.simple()).expect("writing to a String cannot fail");
    }
    json.push(']');
    json
}
