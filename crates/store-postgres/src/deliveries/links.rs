use std::collections::HashSet;

use uuid::Uuid;
use wellhead_core::id::LinkId;
use wellhead_core::journal::Act;
use wellhead_core::store::StoreError;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::cause::seen_by;
use crate::counts::Stream;
use crate::epoch;
use crate::error::Refused;
use crate::links::of_connector;
use crate::row::At;
use crate::table::LinkTable;
use crate::writer::{Writer, updated_at};

/// A link to be inserted.
pub(super) struct LinkRow {
    pub(super) id: LinkId,
    /// The `pk` of its record.
    pub(super) record: i64,
    pub(super) created_at: Timestamp,
}

impl Writer<'_> {
    /// Touches the active links of `records` in `to`; returns the records that have any.
    pub(super) async fn touch(
        &self,
        at: Timestamp,
        to: Stream,
        records: &[i64],
    ) -> Result<HashSet<i64>, Refused> {
        if records.is_empty() {
            return Ok(HashSet::new());
        }
        let LinkTable {
            links, record_pk, ..
        } = LinkTable::of(to.kind);
        let sql = format!(
            "UPDATE {links} l SET updated_at = {now}, {seen}, {epoch} \
             WHERE l.pk = ANY (ARRAY( \
               SELECT l.pk FROM unnest($1::bigint[]) d (pk) \
               CROSS JOIN LATERAL ( \
                 SELECT l.pk FROM {links} l \
                 WHERE l.{record_pk} = d.pk AND {of_connector} \
                   AND l.direction = '{direction}' AND l.deleted_at IS NULL \
                 ORDER BY l.created_at) l)) \
               AND l.deleted_at IS NULL \
             RETURNING l.{record_pk}",
            now = updated_at("l", "$3"),
            seen = seen_by("$5"),
            epoch = epoch::kept("l", "$4"),
            of_connector = of_connector("l", "$2"),
            direction = to.direction,
        );
        let rows = self
            .query(
                &sql,
                &[
                    &records,
                    &to.connector,
                    &At(at),
                    self.tenant.pk(),
                    &self.by.id(),
                ],
            )
            .await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    /// Inserts links. Locks their records, so that whoever deletes one waits and then deletes the new links along with
    /// it.
    pub(super) async fn make_links(&self, to: Stream, new: &[LinkRow]) -> Result<(), Refused> {
        if new.is_empty() {
            return Ok(());
        }
        let LinkTable {
            links,
            link_id,
            record_pk,
            records,
            ..
        } = LinkTable::of(to.kind);
        let ids: Vec<Uuid> = new.iter().map(|link| link.id.uuid()).collect();
        let ends: Vec<i64> = new.iter().map(|link| link.record).collect();
        let created: Vec<At> = new.iter().map(|link| At(link.created_at)).collect();
        let sql = format!(
            "INSERT INTO {links} ({link_id}, direction, {record_pk}, workspace_connector_pk, \
               created_at, updated_at, changed_epoch, created_as, created_by) \
             SELECT d.id, '{}', p.pk, $1, d.at, d.at, {}, '{}', $6 \
             FROM unnest($2::uuid[], $3::bigint[], $4::timestamptz[]) d (id, record, at) \
             CROSS JOIN LATERAL ( \
               SELECT p.pk, p.deleted_at FROM {records} p WHERE p.pk = d.record FOR SHARE OFFSET 0) p \
             WHERE p.deleted_at IS NULL RETURNING pk",
            to.direction,
            epoch::now("$5"),
            self.by.kind(),
        );
        let made = self
            .query(
                &sql,
                &[
                    &to.connector,
                    &ids,
                    &ends,
                    &created,
                    self.tenant.pk(),
                    &self.by.id(),
                ],
            )
            .await?;
        self.note_links(
            to.kind,
            Act::Created,
            None,
            made.iter().map(|row| row.get(0)),
        );
        let came = new.iter().map(|link| (link.record, link.created_at));
        self.count(|counts| counts.came(to, came));
        if made.len() < new.len() {
            return Err(Refused::Conflict(StoreError::Failed(
                "a record of a delivery was deleted while it was written".into(),
            )));
        }
        Ok(())
    }
}
