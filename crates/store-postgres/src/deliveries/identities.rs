use uuid::Uuid;
use wellhead_core::record::Kind;
use wellhead_core::resource::ExternalId;
use wellhead_core::store::{DeliveredRecord, StoreError};
use wellhead_core::time::Timestamp;

use crate::error::Refused;
use crate::row::At;
use crate::table::IdentityTable;
use crate::workspace_connectors::Locked;
use crate::writer::Writer;

impl Writer<'_> {
    /// Remembers what the connector calls records: by the line that says so, the name and the record's `pk`. The records
    /// stay active until the batch is done.
    pub(super) async fn identities_learn(
        &self,
        kind: Kind,
        at: Timestamp,
        connector: &Locked,
        mut new: Vec<(&DeliveredRecord, &ExternalId, i64)>,
    ) -> Result<(), Refused> {
        if new.is_empty() {
            return Ok(());
        }
        let IdentityTable {
            identities,
            identity_id,
            record_pk,
            records,
            ..
        } = IdentityTable::of(kind);
        let mut pks: Vec<i64> = new.iter().map(|(_, _, pk)| *pk).collect();
        pks.sort_unstable();
        pks.dedup();
        // In the order in which others lock them, too.
        let sql = format!(
            "SELECT FROM {records} p WHERE p.pk = ANY ($1) AND p.deleted_at IS NULL ORDER BY p.pk FOR SHARE"
        );
        let locked = self.query(&sql, &[&pks]).await?;
        // Deliveries of one connector insert the same names in the same order, so that none waits in a circle.
        new.sort_unstable_by_key(|(_, known_as, _)| *known_as);
        let ids: Vec<Uuid> = new
            .iter()
            .map(|(line, _, _)| line.identity.uuid())
            .collect();
        let names: Vec<&str> = new.iter().map(|(_, name, _)| name.as_str()).collect();
        let ends: Vec<i64> = new.iter().map(|(_, _, pk)| *pk).collect();
        let sql = format!(
            "INSERT INTO {identities} ({identity_id}, workspace_connector_pk, line_pk, external_id, {record_pk}, \
               created_at, updated_at, created_as, created_by) \
             SELECT d.id, $1, $2, d.name, d.record, \
               $3::timestamptz + (d.place - 1) * interval '1 microsecond', \
               $3::timestamptz + (d.place - 1) * interval '1 microsecond', '{}', $4 \
             FROM unnest($5::uuid[], $6::text[], $7::bigint[]) WITH ORDINALITY d (id, name, record, place) \
             ON CONFLICT (line_pk, external_id) WHERE deleted_at IS NULL DO NOTHING",
            self.by.kind()
        );
        let made = self
            .execute(
                &sql,
                &[
                    &connector.pk,
                    &connector.line,
                    &At(at),
                    &self.by.id(),
                    &ids,
                    &names,
                    &ends,
                ],
            )
            .await?;
        if locked.len() < pks.len() || usize::try_from(made).is_ok_and(|made| made < new.len()) {
            return Err(Refused::Conflict(StoreError::Failed(
                "a record or an id of it was changed while a delivery learnt the id".into(),
            )));
        }
        Ok(())
    }
}
