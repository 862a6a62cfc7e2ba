use std::collections::HashSet;

use uuid::Uuid;
use wellhead_core::command::Rejection;
use wellhead_core::id::{RecallId, WorkspaceConnectorId};
use wellhead_core::identity::Known;
use wellhead_core::privacy::{ErasureMarks, Marked, SuppressionKey, SuppressionMark};
use wellhead_core::record::{Kind, RecordKey};
use wellhead_core::resource::ExternalId;
use wellhead_core::store::{DeliveredRecord, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::id as read_id;
use crate::session::Session;
use crate::writer::Writer;

/// The lock of those who erase records of a workspace. Who writes by names shares it: otherwise a name could be looked up
/// before it is suppressed, and written after that.
const ERASING: i64 = 0x6572_6173_696e_6721;

pub(super) async fn of_erasure(
    session: &Session,
    tenant: Tenant,
    id: RecallId,
) -> Result<Option<ErasureMarks>, StoreError> {
    let sql = "SELECT w.suppression_key, \
                 ARRAY(SELECT s.mark FROM core_api.suppressions s \
                   WHERE s.recall_pk = r.pk AND s.lifted_at IS NULL ORDER BY s.pk), \
                 ARRAY(SELECT c.workspace_connector_id FROM core_api.suppressions s \
                   LEFT JOIN core_api.workspace_connectors c ON c.pk = s.workspace_connector_pk \
                   WHERE s.recall_pk = r.pk AND s.lifted_at IS NULL ORDER BY s.pk) \
               FROM core_api.recalls r JOIN core_api.workspaces w ON w.pk = r.workspace_pk \
               WHERE r.workspace_pk = $1 AND r.recall_id = $2 AND r.subject_right = 'erasure'";
    let row = session.query_opt(sql, &[tenant.pk(), &id.uuid()]).await?;
    Ok(row.and_then(|row| {
        let marks: Vec<Vec<u8>> = row.get(1);
        let lines: Vec<Option<Uuid>> = row.get(2);
        let marks = marks.into_iter().zip(lines).filter_map(|(mark, line)| {
            Some(Marked {
                line: line.map(WorkspaceConnectorId::new),
                mark: SuppressionMark(mark.try_into().ok()?),
            })
        });
        Some(ErasureMarks {
            key: SuppressionKey(row.get::<_, &[u8]>(0).try_into().ok()?),
            marks: marks.collect(),
        })
    }))
}

impl Writer<'_> {
    /// Keeps records from being erased until the batch is done.
    pub(crate) async fn erasures_wait(&self) -> Result<(), Refused> {
        self.execute(
            "SELECT pg_advisory_xact_lock_shared($1::bigint # $2::bigint)",
            &[&ERASING, self.tenant.pk()],
        )
        .await?;
        Ok(())
    }

    /// Waits until nobody writes by names, and keeps others from it until the batch is done.
    pub(super) async fn erasing(&self) -> Result<(), Refused> {
        self.execute(
            "SELECT pg_advisory_xact_lock($1::bigint # $2::bigint)",
            &[&ERASING, self.tenant.pk()],
        )
        .await?;
        Ok(())
    }

    /// The workspace's key; `None` if it has never erased anything.
    async fn suppression_key(&self) -> Result<Option<SuppressionKey>, Refused> {
        let sql = "SELECT w.suppression_key FROM core_api.workspaces w \
                   WHERE w.pk = $1 AND w.suppression_key IS NOT NULL";
        let row = self.query_opt(sql, &[self.tenant.pk()]).await?;
        Ok(row
            .and_then(|row| <[u8; 32]>::try_from(row.get::<_, &[u8]>(0)).ok())
            .map(SuppressionKey))
    }

    /// The workspace's key; `new` if it has none yet.
    pub(super) async fn suppression_key_ensure(
        &self,
        new: &SuppressionKey,
    ) -> Result<SuppressionKey, Refused> {
        if let Some(key) = self.suppression_key().await? {
            return Ok(key);
        }
        let sql = "UPDATE core_api.workspaces SET suppression_key = $2 WHERE pk = $1";
        self.execute(sql, &[self.tenant.pk(), &new.0.as_slice()])
            .await?;
        Ok(*new)
    }

    /// The public id of the connector `pk`.
    async fn connector_id(&self, pk: i64) -> Result<Option<WorkspaceConnectorId>, Refused> {
        let sql =
            "SELECT w.workspace_connector_id FROM core_api.workspace_connectors w WHERE w.pk = $1";
        let row = self.query_opt(sql, &[&pk]).await?;
        Ok(row.map(|row| read_id(&row, 0)))
    }

    /// The `pk` of the connector that is the first of a line, if it is there.
    pub(super) async fn connector_pk(
        &self,
        line: Option<WorkspaceConnectorId>,
    ) -> Result<Option<i64>, Refused> {
        let Some(line) = line else { return Ok(None) };
        let sql = "SELECT w.pk FROM core_api.workspace_connectors w \
                   WHERE w.workspace_pk = $1 AND w.workspace_connector_id = $2";
        let row = self
            .query_opt(sql, &[self.tenant.pk(), &line.uuid()])
            .await?;
        Ok(row.map(|row| row.get(0)))
    }

    /// Those of `marks` that are suppressed.
    async fn suppressed(
        &self,
        marks: &[SuppressionMark],
    ) -> Result<HashSet<SuppressionMark>, Refused> {
        let marks: Vec<&[u8]> = marks.iter().map(|mark| mark.0.as_slice()).collect();
        let sql = "SELECT s.mark FROM unnest($2::bytea[]) d (mark) \
                   CROSS JOIN LATERAL ( \
                     SELECT s.mark FROM core_api.suppressions s \
                     WHERE s.workspace_pk = $1 AND s.mark >= d.mark AND s.lifted_at IS NULL \
                     ORDER BY s.mark LIMIT 1) s \
                   WHERE s.mark = d.mark";
        let rows = self.query(sql, &[self.tenant.pk(), &marks]).await?;
        let found = rows
            .iter()
            .filter_map(|row| <[u8; 32]>::try_from(row.get::<_, &[u8]>(0)).ok());
        Ok(found.map(SuppressionMark).collect())
    }

    /// Refuses an id of the whole workspace, or of the line of connectors whose first `pk` is `line`, that may not come back.
    pub(crate) async fn refuse_suppressed(
        &self,
        kind: Kind,
        line: Option<i64>,
        id: &ExternalId,
    ) -> Result<(), Refused> {
        let Some(key) = self.suppression_key().await? else {
            return Ok(());
        };
        let line = match line {
            Some(pk) => self.connector_id(pk).await?,
            None => None,
        };
        let mark = key.mark(kind, line, id);
        let sql = "SELECT s.suppression_id FROM core_api.suppressions s \
                   WHERE s.workspace_pk = $1 AND s.mark = $2 AND s.lifted_at IS NULL LIMIT 1";
        let row = self
            .query_opt(sql, &[self.tenant.pk(), &mark.0.as_slice()])
            .await?;
        match row {
            Some(row) if line.is_some() => {
                Err(Rejection::IdentitySuppressed(kind, read_id(&row, 0)).into())
            }
            Some(row) => Err(Rejection::Suppressed(kind, read_id(&row, 0)).into()),
            None => Ok(()),
        }
    }

    /// Adds the names of erased records that may not come back to what is known of the lines of a batch.
    pub(crate) async fn known_suppressed<'a>(
        &self,
        kind: Kind,
        line: i64,
        lines: &'a [DeliveredRecord],
        known: &mut Known<'a>,
    ) -> Result<(), Refused> {
        let Some(key) = self.suppression_key().await? else {
            return Ok(());
        };
        let line = self.connector_id(line).await?;
        let mut own = Vec::new();
        let mut keys = Vec::new();
        for delivered in lines {
            if let Some(name) = &delivered.named.known_as {
                own.push((name.as_str(), key.mark(kind, line, name)));
            }
            if let Some(RecordKey::External(name)) = &delivered.named.key {
                keys.push((name.as_str(), key.mark(kind, None, name)));
            }
        }
        let mut marks: Vec<_> = own.iter().chain(&keys).map(|(_, mark)| *mark).collect();
        marks.sort_unstable_by_key(|mark| mark.0);
        marks.dedup();
        let suppressed = self.suppressed(&marks).await?;
        let found = |names: Vec<(&'a str, SuppressionMark)>| {
            let names = names.into_iter();
            let names = names.filter(|(_, mark)| suppressed.contains(mark));
            names.map(|(name, _)| name).collect::<HashSet<_>>()
        };
        known.suppressed_identities = found(own);
        known.suppressed_keys = found(keys);
        Ok(())
    }
}
