use rusqlite::{CachedStatement, Connection};

/// Compiles `sql`, once per connection. Every statement of the store is prepared here.
pub(crate) fn prepare<'c>(
    connection: &'c Connection,
    sql: &str,
) -> rusqlite::Result<CachedStatement<'c>> {
    tracing::trace!(sql);
    connection.prepare_cached(sql)
}
