use rusqlite::named_params;
use wellhead_core::source::Ranks;
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::row;
use crate::statement::prepare;

/// The ranks of the workspace's connectors. A line that is gone has none, so that others may change what it said.
pub(crate) fn ranks(change: &Change<'_>) -> rusqlite::Result<Ranks> {
    let workspace = named_params! { ":workspace": change.tenant.pk() };
    // Mostly there are none.
    let sql = "SELECT EXISTS (SELECT 1 FROM workspace_connectors INDEXED BY idx_workspace_connectors_ranked
        WHERE workspace_pk = :workspace AND rank IS NOT NULL)";
    if !prepare(change.connection, sql)?.query_row(workspace, |row| row.get(0))? {
        return Ok(Ranks::default());
    }
    let sql = "SELECT workspace_connector_id, ifnull(line_pk, pk),
            CASE WHEN max(deleted_at IS NULL) OVER (PARTITION BY ifnull(line_pk, pk)) THEN rank END
        FROM workspace_connectors
        WHERE workspace_pk = :workspace ORDER BY pk";
    let mut statement = prepare(change.connection, sql)?;
    let connectors = statement.query_map(workspace, |row| {
        Ok((row::id(row, 0)?, row.get(1)?, row::rank(row, 2)?))
    })?;
    let connectors: Vec<_> = connectors.collect::<rusqlite::Result<_>>()?;
    Ok(Ranks::of(&connectors))
}
