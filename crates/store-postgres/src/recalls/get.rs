use tokio_postgres::Row;
use wellhead_core::cause::Cause;
use wellhead_core::id::{JobId, RecallId};
use wellhead_core::privacy::{Recall, Reference};
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::cause::cause;
use crate::error::Refused;
use crate::row::{count, id as read_id, label, time, time_or_null};
use crate::session::Session;
use crate::writer::Writer;

/// Selects the recalls `r` of the workspace `$1`; [`recall`] reads a row.
pub(super) const SELECT: &str = "SELECT r.recall_id, r.subject_right::text, r.record, r.record_id, r.reference, r.created_at, \
       r.created_as::text, r.created_by, r.destroyed_at, \
       (SELECT count(*) FROM core_api.recall_notifications n WHERE n.recall_pk = r.pk), \
       (SELECT count(*) FROM core_api.recall_notifications n \
         WHERE n.recall_pk = r.pk AND n.status IN ('pending', 'notified')) \
     FROM core_api.recalls r WHERE r.workspace_pk = $1";

pub(super) fn recall(row: &Row) -> Result<Recall, StoreError> {
    let reference: Option<String> = row.get(4);
    Ok(Recall {
        id: read_id(row, 0),
        right: label(row, 1)?,
        record: RecordRef {
            kind: label(row, 2)?,
            id: read_id(row, 3),
        },
        reference: reference.map(Reference::from_stored),
        created_at: time(row, 5),
        created: cause(row, 6)?.unwrap_or(Cause::Operator),
        destroyed_at: time_or_null(row, 8),
        notifications: count(row, 9),
        open: count(row, 10),
    })
}

fn one() -> String {
    format!("{SELECT} AND r.recall_id = $2")
}

pub(super) async fn get(
    session: &Session,
    tenant: Tenant,
    id: RecallId,
) -> Result<Option<Recall>, StoreError> {
    let row = session
        .query_opt(&one(), &[tenant.pk(), &id.uuid()])
        .await?;
    row.map(|row| recall(&row)).transpose()
}

/// An erasure, and its record.
pub(super) struct StoredErasure {
    pub(super) pk: i64,
    pub(super) kind: Kind,
    /// The `pk` of the record.
    pub(super) record: i64,
    /// Whether what named it is destroyed.
    pub(super) is_destroyed: bool,
}

impl Writer<'_> {
    pub(super) async fn recall_find(&self, id: RecallId) -> Result<Option<Recall>, Refused> {
        let row = self
            .query_opt(&one(), &[self.tenant.pk(), &id.uuid()])
            .await?;
        Ok(row.map(|row| recall(&row)).transpose()?)
    }

    /// Locks an erasure, by the id of its job.
    pub(super) async fn erasure_lock(&self, id: JobId) -> Result<Option<StoredErasure>, Refused> {
        let sql = "SELECT r.pk, r.record, r.record_pk, r.destroyed_at IS NOT NULL FROM core_api.recalls r \
                   WHERE r.workspace_pk = $1 AND r.recall_id = $2 AND r.subject_right = 'erasure' \
                   FOR NO KEY UPDATE";
        let row = self.query_opt(sql, &[self.tenant.pk(), &id.uuid()]).await?;
        row.map(|row| {
            Ok(StoredErasure {
                pk: row.get(0),
                kind: label(&row, 1)?,
                record: row.get(2),
                is_destroyed: row.get(3),
            })
        })
        .transpose()
    }

    /// Whether the record `pk` was erased.
    pub(crate) async fn is_erased(&self, kind: Kind, pk: i64) -> Result<bool, Refused> {
        let sql = format!(
            "SELECT FROM core_api.recalls r \
             WHERE r.record = '{kind}' AND r.record_pk = $1 AND r.subject_right = 'erasure'"
        );
        Ok(self.query_opt(&sql, &[&pk]).await?.is_some())
    }
}
