use std::collections::BTreeMap;

use async_trait::async_trait;
use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::cause::{Cause, Grounds};
use wellhead_core::command::Rejection;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::journal::Act;
use wellhead_core::privacy::{
    Marked, NewRecall, NotificationStatus, Recall, Reference, SubjectRight,
};
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::resource::ExternalId;
use wellhead_core::store::NewJob;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::links::delete_of_record;
use crate::row::{At, external_id as read_external_id, id as read_id, time_or_null};
use crate::session::Parameters;
use crate::table::{IdentityTable, LinkTable, RecordTable};
use crate::work::{Work, whole};
use crate::writer::{Writer, updated_at};

/// A recall to be made by `by`.
pub(super) struct Make<'a> {
    pub(super) new: &'a NewRecall,
    pub(super) by: Cause,
}

/// A name of a record: an id of the whole workspace, or of a line of connectors, with the `pk` and id of the first of it.
type RecordName = (Option<(i64, WorkspaceConnectorId)>, ExternalId);

/// A record that is recalled.
struct Recalled {
    pk: i64,
    record: RecordRef,
    is_active: bool,
    external_id: Option<ExternalId>,
}

impl Recalled {
    /// Reads a row of [`columns`].
    fn read(row: &Row, kind: Kind) -> Self {
        Self {
            pk: row.get(0),
            record: kind.record(read_id(row, 1)),
            is_active: time_or_null(row, 2).is_none(),
            external_id: read_external_id(row, 3),
        }
    }
}

/// What is to be known of a record `p` that is recalled.
fn columns(kind: Kind) -> String {
    let table = RecordTable::of(kind);
    format!(
        "SELECT p.pk, p.{}, p.deleted_at, p.{} FROM {} p",
        table.id, table.external_id, table.records
    )
}

#[async_trait]
impl Work for Make<'_> {
    type Done = Vec<Recall>;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Vec<Recall>, (usize, Refused)> {
        writer.recall_make(self).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn recall_make(&self, recall: &Make<'_>) -> Result<Vec<Recall>, Refused> {
        let (new, by) = (recall.new, recall.by);
        let kind = new.record.kind;
        let is_erasure = new.right == SubjectRight::Erasure;
        if is_erasure {
            self.erasing().await?;
        }
        let sql = format!(
            "{} WHERE p.workspace_pk = $1 AND p.{} = $2 FOR NO KEY UPDATE",
            columns(kind),
            RecordTable::of(kind).id
        );
        let row = self
            .query_opt(&sql, &[self.tenant.pk(), &new.record.id.uuid()])
            .await?;
        let recalled = match row {
            Some(row) => Recalled::read(&row, kind),
            None if !new.again => return Err(Rejection::NotFound.into()),
            None => return Ok(vec![self.recall_of_nobody(new, by).await?]),
        };
        if let Some(merged) = self.merged(new.record).await? {
            return Err(merged.into());
        }
        let mut along = Vec::new();
        if is_erasure && let Some(external_id) = &recalled.external_id {
            along = self.recall_along(kind, external_id, recalled.pk).await?;
        }
        let mut made = vec![self.recall_one(new, by, &recalled).await?];
        for other in along {
            let again = NewRecall {
                id: new.id.along(other.record.id),
                record: other.record,
                ..new.clone()
            };
            made.push(self.recall_one(&again, by, &other).await?);
        }
        Ok(made)
    }

    /// Repeats an erasure whose record is not in this ledger: nothing is to be destroyed, and its ids may not come.
    async fn recall_of_nobody(&self, new: &NewRecall, by: Cause) -> Result<Recall, Refused> {
        let recall = self.recall_insert(new, by, None).await?;
        let sql = "UPDATE core_api.recalls SET destroyed_at = created_at WHERE pk = $1";
        self.execute(sql, &[&recall]).await?;
        self.recall_suppress(new, recall, Vec::new()).await?;
        let made = self.recall_find(new.id).await?;
        Ok(made.ok_or(Rejection::NotFound)?)
    }

    /// Locks the deleted records with this external id, but `pk`, and but those that were merged. Refuses if an active one
    /// has it.
    async fn recall_along(
        &self,
        kind: Kind,
        external_id: &ExternalId,
        pk: i64,
    ) -> Result<Vec<Recalled>, Refused> {
        let sql = format!(
            "{} WHERE p.workspace_pk = $1 AND p.{} = $2 AND p.pk <> $3 AND p.survivor_pk IS NULL \
             ORDER BY p.pk FOR NO KEY UPDATE",
            columns(kind),
            RecordTable::of(kind).external_id
        );
        let rows = self
            .query(&sql, &[self.tenant.pk(), &external_id.as_str(), &pk])
            .await?;
        let found: Vec<_> = rows.iter().map(|row| Recalled::read(row, kind)).collect();
        match found.iter().find(|other| other.is_active) {
            Some(holder) => Err(Rejection::EraseInstead(holder.record).into()),
            None => Ok(found),
        }
    }

    /// Records the recall of one record, which is locked.
    async fn recall_one(
        &self,
        new: &NewRecall,
        by: Cause,
        recalled: &Recalled,
    ) -> Result<Recall, Refused> {
        let (kind, pk) = (recalled.record.kind, recalled.pk);
        if self.is_erased(kind, pk).await? {
            return Err(Rejection::Erased(kind).into());
        }
        let recall = self.recall_insert(new, by, Some(pk)).await?;
        let pks = self.with_merged(kind, pk).await?;
        self.recall_notify(new, by, recall, &pks).await?;
        let (act, grounds) = match new.right {
            SubjectRight::Erasure => (Act::Deleted, Grounds::Erased),
            SubjectRight::Rectification => (Act::Updated, Grounds::Rectified),
            SubjectRight::Restriction => (Act::Updated, Grounds::Restricted),
        };
        self.note(self.heading(kind, false, act, Some(grounds)), [pk]);
        if new.right == SubjectRight::Erasure {
            self.merges_settled(kind, &[pk]).await?;
            let names = self.record_names(kind, &pks).await?;
            self.recall_suppress(new, recall, names).await?;
            if recalled.is_active {
                let sql = format!(
                    "UPDATE {} p SET updated_at = {now}, deleted_at = {now} WHERE p.pk = $1 RETURNING p.deleted_at",
                    RecordTable::of(kind).records,
                    now = updated_at("p", "$2"),
                );
                if let Some(row) = self.query_opt(&sql, &[&pk, &At(self.at)]).await? {
                    self.count(|counts| counts.records(kind, Act::Deleted, 1));
                    self.identities_end(kind, pk, row.get(0)).await?;
                }
            }
            delete_of_record(self, kind, pk, grounds).await?;
            self.job_open(&NewJob::of_erasure(new)).await?;
        }
        let made = self.recall_find(new.id).await?;
        Ok(made.ok_or(Rejection::NotFound)?)
    }

    async fn recall_insert(
        &self,
        new: &NewRecall,
        by: Cause,
        pk: Option<i64>,
    ) -> Result<i64, Refused> {
        let sql = format!(
            "INSERT INTO core_api.recalls (recall_id, workspace_pk, subject_right, record, record_pk, record_id, \
               reference, created_at, created_as, created_by) \
             VALUES ($1, $2, '{}', '{}', $3, $4, $5, $6, '{}', $7) \
             ON CONFLICT (workspace_pk, recall_id) DO NOTHING RETURNING pk",
            new.right,
            new.record.kind,
            by.kind()
        );
        let parameters: Parameters<'_> = &[
            &new.id.uuid(),
            self.tenant.pk(),
            &pk,
            &new.record.id.uuid(),
            &new.reference.as_ref().map(Reference::as_str),
            &At(self.at),
            &by.id(),
        ];
        let row = self.query_opt(&sql, parameters).await?;
        Ok(row.ok_or(Rejection::IdTaken)?.get(0))
    }

    /// The record, and those that were merged into it.
    pub(super) async fn with_merged(&self, kind: Kind, pk: i64) -> Result<Vec<i64>, Refused> {
        let records = &RecordTable::of(kind).records;
        let sql = format!(
            "SELECT p.pk FROM {records} p WHERE p.survivor_pk = $1 ORDER BY p.pk FOR NO KEY UPDATE"
        );
        let merged = self.query(&sql, &[&pk]).await?;
        let merged = merged.iter().map(|row| row.get(0));
        Ok([pk].into_iter().chain(merged).collect())
    }

    /// Makes a notification for each line of connectors that received one of the records, at its newest activation.
    async fn recall_notify(
        &self,
        new: &NewRecall,
        by: Cause,
        recall: i64,
        pks: &[i64],
    ) -> Result<(), Refused> {
        let kind = new.record.kind;
        let LinkTable {
            links, record_pk, ..
        } = LinkTable::of(kind);
        let sql = format!(
            "SELECT DISTINCT w.pk, w.workspace_connector_id FROM ( \
               SELECT l.workspace_connector_pk FROM {links} l \
               WHERE l.{record_pk} = ANY ($1) AND l.direction = 'output' \
               UNION SELECT h.workspace_connector_pk FROM core_api.link_history h \
               WHERE h.record = '{kind}' AND h.record_pk = ANY ($1) AND h.direction = 'output') l \
             JOIN core_api.workspace_connectors o ON o.pk = l.workspace_connector_pk \
             CROSS JOIN LATERAL ( \
               SELECT w.pk, w.workspace_connector_id FROM core_api.workspace_connectors w \
               WHERE w.pk = coalesce(o.line_pk, o.pk) OR w.line_pk = coalesce(o.line_pk, o.pk) \
               ORDER BY w.created_at DESC, w.pk DESC LIMIT 1) w"
        );
        let rows = self.query(&sql, &[&pks]).await?;
        let recipients: Vec<(i64, WorkspaceConnectorId)> = rows
            .iter()
            .map(|row| (row.get(0), read_id(row, 1)))
            .collect();
        let connectors: Vec<i64> = recipients.iter().map(|(pk, _)| *pk).collect();
        let ids = recipients
            .iter()
            .map(|(_, recipient)| new.id.notification(*recipient).uuid());
        let ids: Vec<Uuid> = ids.collect();
        let sql = format!(
            "INSERT INTO core_api.recall_notifications (notification_id, workspace_pk, recall_pk, \
               workspace_connector_pk, status, due_at, created_at, updated_at, set_as, set_by) \
             SELECT d.id, $1, $2, d.connector, '{}', $3, $4, $4, '{}', $5 \
             FROM unnest($6::uuid[], $7::bigint[]) d (id, connector)",
            NotificationStatus::Pending,
            by.kind()
        );
        let parameters: Parameters<'_> = &[
            self.tenant.pk(),
            &recall,
            &At(new.due_at),
            &At(self.at),
            &by.id(),
            &ids,
            &connectors,
        ];
        self.execute(&sql, parameters).await?;
        Ok(())
    }

    /// Suppresses each of these names, and what a repeated erasure brings.
    async fn recall_suppress(
        &self,
        new: &NewRecall,
        recall: i64,
        names: Vec<RecordName>,
    ) -> Result<(), Refused> {
        let kind = new.record.kind;
        let key = self.suppression_key_ensure(&new.key).await?;
        if !new.marks.is_empty() && key != new.key {
            return Err(Rejection::AnotherKey.into());
        }
        let mut marks = BTreeMap::new();
        for Marked { line, mark } in &new.marks {
            let pk = self.connector_pk(*line).await?;
            marks.insert(mark.0, (new.id.suppression(mark).uuid(), pk));
        }
        for (line, id) in names {
            let (pk, line) = line.unzip();
            let mark = key.mark(kind, line, &id);
            marks.insert(mark.0, (new.id.suppression(&mark).uuid(), pk));
        }
        let ids: Vec<Uuid> = marks.values().map(|(id, _)| *id).collect();
        let lines: Vec<Option<i64>> = marks.values().map(|(_, line)| *line).collect();
        let marks: Vec<&[u8]> = marks.keys().map(<[u8; 32]>::as_slice).collect();
        let sql = format!(
            "INSERT INTO core_api.suppressions (suppression_id, workspace_pk, recall_pk, record, \
               workspace_connector_pk, mark, created_at) \
             SELECT d.id, $1, $2, '{kind}', d.line, d.mark, $3 \
             FROM unnest($4::uuid[], $5::bigint[], $6::bytea[]) d (id, line, mark) \
             WHERE NOT EXISTS ( \
               SELECT FROM core_api.suppressions s \
               WHERE s.workspace_pk = $1 AND s.mark = d.mark AND s.lifted_at IS NULL)"
        );
        let parameters: Parameters<'_> = &[
            self.tenant.pk(),
            &recall,
            &At(self.at),
            &ids,
            &lines,
            &marks,
        ];
        self.execute(&sql, parameters).await?;
        Ok(())
    }

    /// The external ids of the records, and all that connectors call or called them.
    pub(super) async fn record_names(
        &self,
        kind: Kind,
        pks: &[i64],
    ) -> Result<Vec<RecordName>, Refused> {
        let RecordTable {
            records,
            external_id,
            ..
        } = RecordTable::of(kind);
        let IdentityTable {
            identities,
            record_pk,
            ..
        } = IdentityTable::of(kind);
        let sql = format!(
            "SELECT NULL::bigint, NULL::uuid, p.{external_id} FROM {records} p \
             WHERE p.pk = ANY ($1) AND p.{external_id} IS NOT NULL \
             UNION SELECT i.line_pk, w.workspace_connector_id, i.external_id FROM {identities} i \
             JOIN core_api.workspace_connectors w ON w.pk = i.line_pk WHERE i.{record_pk} = ANY ($1)"
        );
        let rows = self.query(&sql, &[&pks]).await?;
        let names = rows.iter().map(|row| {
            let line: Option<(i64, Uuid)> = row.get::<_, Option<i64>>(0).zip(row.get(1));
            let line = line.map(|(pk, id)| (pk, WorkspaceConnectorId::new(id)));
            (line, ExternalId::from_stored(row.get(2)))
        });
        Ok(names.collect())
    }
}
