use rusqlite::{CachedStatement, Connection};

/// Compiles `sql`, once a connection. All statements of the store come through here.
pub(crate) fn prepare<'c>(
    connection: &'c Connection,
    sql: &str,
) -> rusqlite::Result<CachedStatement<'c>> {
    tracing::trace!(sql);
    connection.prepare_cached(sql)
}
