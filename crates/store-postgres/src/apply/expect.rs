use wellhead_core::command::{Expected, Outcome, Rejection, Subject};
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::{times, times_of};
use crate::table::{IdentityTable, LinkTable, RecordTable};
use crate::writer::Writer;

impl Writer<'_> {
    /// Refuses to go on unless the subject is as expected. Locks it, so that it stays so until the batch is done.
    pub(super) async fn expect(
        &self,
        subject: Subject,
        expected: &Expected,
    ) -> Result<Outcome, Refused> {
        let (from, id) = match subject {
            Subject::Link(kind, id) => {
                let LinkTable { links, link_id, .. } = LinkTable::of(kind);
                let from = format!(
                    "{links} r JOIN core_api.workspace_connectors w ON w.pk = r.workspace_connector_pk \
                     WHERE w.workspace_pk = $1 AND r.{link_id} = $2"
                );
                (from, id.uuid())
            }
            Subject::Record(record) => {
                let RecordTable { records, id, .. } = RecordTable::of(record.kind);
                let from = format!("{records} r WHERE r.workspace_pk = $1 AND r.{id} = $2");
                (from, self.aliases.record(record).uuid())
            }
            Subject::Identity(kind, id) => {
                let IdentityTable {
                    identities,
                    identity_id,
                    ..
                } = IdentityTable::of(kind);
                let from = format!(
                    "{identities} r JOIN core_api.workspace_connectors w ON w.pk = r.workspace_connector_pk \
                     WHERE w.workspace_pk = $1 AND r.{identity_id} = $2"
                );
                (from, id.uuid())
            }
            Subject::WorkspaceConnector(id) => (
                "core_api.workspace_connectors r \
                 WHERE r.workspace_pk = $1 AND r.workspace_connector_id = $2"
                    .to_owned(),
                id.uuid(),
            ),
        };
        let sql = format!(
            "SELECT {} FROM {from} FOR NO KEY UPDATE OF r",
            times_of("r")
        );
        let row = self.query_opt(&sql, &[self.tenant.pk(), &id]).await?;
        let row = row.ok_or(Rejection::NotFound)?;
        expected.check(&times(&row, 0))?;
        Ok(Outcome::AsExpected)
    }
}
