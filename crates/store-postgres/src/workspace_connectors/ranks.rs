use wellhead_core::source::Ranks;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::{id, rank};
use crate::writer::Writer;

impl Writer<'_> {
    /// The ranks of the workspace's connectors. A line that is gone has none, so that others may change what it said.
    pub(crate) async fn ranks(&self) -> Result<Ranks, Refused> {
        // Mostly there are none.
        let sql = "SELECT w.workspace_connector_id, coalesce(w.line_pk, w.pk), \
                     CASE WHEN bool_or(w.deleted_at IS NULL) OVER (PARTITION BY coalesce(w.line_pk, w.pk)) \
                       THEN w.rank END \
                   FROM core_api.workspace_connectors w \
                   WHERE w.workspace_pk = $1 AND EXISTS ( \
                     SELECT FROM core_api.workspace_connectors r \
                     WHERE r.workspace_pk = $1 AND r.rank IS NOT NULL) \
                   ORDER BY w.pk";
        let rows = self.query(sql, &[self.tenant.pk()]).await?;
        let connectors = rows.iter();
        let connectors = connectors.map(|row| Ok((id(row, 0), row.get(1), rank(row, 2)?)));
        let connectors: Result<Vec<_>, Refused> = connectors.collect();
        Ok(Ranks::of(&connectors?))
    }
}
