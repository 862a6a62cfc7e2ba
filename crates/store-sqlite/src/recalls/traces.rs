use rusqlite::named_params;
use wellhead_core::privacy::Traces;
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::statement::prepare;

/// Where people and programs write what they like: the table, its column, and where the workspace's rows `t` come from.
const TEXTS: [(&str, &str, &str); 4] = [
    ("sync_rejections", "detail", REJECTED),
    ("sync_rejections", "source_file", REJECTED),
    (
        "workspace_connector_sync_logs",
        "error",
        "workspace_connector_sync_logs t INDEXED BY idx_workspace_connector_sync_logs_workspace_started
        WHERE t.workspace_pk = :workspace",
    ),
    (
        "jobs",
        "error",
        "jobs t INDEXED BY idx_jobs_workspace_created WHERE t.workspace_pk = :workspace",
    ),
];

const REJECTED: &str =
    "workspace_connector_sync_logs l INDEXED BY idx_workspace_connector_sync_logs_workspace_started
    CROSS JOIN sync_rejections t ON t.workspace_connector_sync_log_pk = l.pk
    WHERE l.workspace_pk = :workspace";

/// Redacts what the workspace's rejected lines and failed runs say of an erased record. No index leads there, so it reads
/// them all: a run keeps a thousand at most.
pub(super) fn redact(change: &Change<'_>, traces: &Traces) -> rusqlite::Result<()> {
    for (table, column, own) in TEXTS {
        let sql = format!("SELECT t.pk, t.{column} FROM {own} AND t.{column} IS NOT NULL");
        let mut statement = prepare(change.connection, &sql)?;
        let mut rows = statement.query(named_params! { ":workspace": change.tenant.pk() })?;
        let mut redacted: Vec<(i64, String)> = Vec::new();
        while let Some(row) = rows.next()? {
            let text = row.get_ref(1)?.as_str()?;
            if let Some(text) = traces.redact(text) {
                redacted.push((row.get(0)?, text));
            }
        }
        let sql = format!("UPDATE {table} SET {column} = :text WHERE pk = :pk");
        let mut update = prepare(change.connection, &sql)?;
        for (pk, text) in redacted {
            update.execute(named_params! { ":pk": pk, ":text": text })?;
        }
    }
    Ok(())
}
