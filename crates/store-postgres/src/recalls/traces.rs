use wellhead_core::privacy::Traces;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::writer::Writer;

/// Where people and programs write what they like: the table, its column, and the condition that a row `t` is the
/// workspace's.
const TEXTS: [(&str, &str, &str); 4] = [
    ("sync_rejections", "detail", REJECTED),
    ("sync_rejections", "source_file", REJECTED),
    (
        "workspace_connector_sync_logs",
        "error",
        "t.workspace_pk = $1",
    ),
    ("jobs", "error", "t.workspace_pk = $1"),
];

const REJECTED: &str = "t.workspace_connector_sync_log_pk = ANY (ARRAY( \
   SELECT l.pk FROM core_api.workspace_connector_sync_logs l WHERE l.workspace_pk = $1))";

impl Writer<'_> {
    /// Redacts what the workspace's rejected lines and failed runs say of an erased record. No index leads there, so it reads
    /// them all: a run keeps a thousand at most. Only texts that have one of the traces leave the database; with the collation
    /// "C", only ASCII letters are made small.
    pub(super) async fn redact(&self, traces: &Traces) -> Result<(), Refused> {
        let texts: Vec<&str> = traces.texts().collect();
        for (table, column, is_own) in TEXTS {
            let sql = format!(
                "SELECT t.pk, t.{column} FROM core_api.{table} t \
                 WHERE t.{column} IS NOT NULL AND {is_own} \
                   AND EXISTS (SELECT FROM unnest($2::text[]) d (said) WHERE strpos(lower(t.{column} COLLATE \"C\"), d.said) > 0)"
            );
            let rows = self.query(&sql, &[self.tenant.pk(), &texts]).await?;
            let mut pks: Vec<i64> = Vec::new();
            let mut redacted = Vec::new();
            for row in &rows {
                if let Some(text) = traces.redact(row.get(1)) {
                    pks.push(row.get(0));
                    redacted.push(text);
                }
            }
            if pks.is_empty() {
                continue;
            }
            let sql = format!(
                "UPDATE core_api.{table} t SET {column} = d.said \
                 FROM unnest($1::bigint[], $2::text[]) d (pk, said) WHERE t.pk = d.pk"
            );
            self.execute(&sql, &[&pks, &redacted]).await?;
        }
        Ok(())
    }
}
