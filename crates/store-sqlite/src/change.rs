use rusqlite::{Connection, named_params};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::statement::prepare;

/// Where, for whom and when one command is carried out.
pub(crate) struct Change<'a> {
    /// Inside the batch's transaction.
    pub(crate) connection: &'a Connection,
    pub(crate) tenant: Tenant,
    pub(crate) at: Timestamp,
}

impl Change<'_> {
    /// The `updated_at` of a row that had `last`: it grows, whatever the clock says.
    pub(crate) fn after(&self, last: Option<Timestamp>) -> Timestamp {
        last.map_or(self.at, |last| self.at.max(last.plus_micros(1)))
    }

    /// Soft-deletes the active rows of `table` that have `pk` in `column`.
    pub(crate) fn soft_delete(&self, table: &str, column: &str, pk: i64) -> rusqlite::Result<()> {
        let after = "max(:at, ifnull(updated_at + 1, :at))";
        let sql = format!(
            "UPDATE {table} SET updated_at = {after}, deleted_at = {after}
            WHERE {column} = :pk AND deleted_at IS NULL"
        );
        prepare(self.connection, &sql)?
            .execute(named_params! { ":pk": pk, ":at": self.at.as_micros() })?;
        Ok(())
    }
}
