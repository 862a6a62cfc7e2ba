use wellhead_core::command::{Outcome, RecordChanges, Rejection};
use wellhead_core::journal::Act;
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::resource::ExternalId;
use wellhead_core::source::{Giver, Source};
use wellhead_tenancy::Tenancy;

use super::get::read_held;
use crate::error::Refused;
use crate::row::{At, id as read_id};
use crate::table::{HELD, RecordTable};
use crate::writer::Writer;

impl Writer<'_> {
    pub(crate) async fn record_update(
        &self,
        record: RecordRef,
        changes: &RecordChanges,
    ) -> Result<Outcome, Refused> {
        let kind = record.kind;
        let RecordTable {
            records,
            id,
            columns,
            ..
        } = RecordTable::of(kind);
        if let Some(Some(_)) = &changes.external_id {
            // Before the row is locked, as an erasure does.
            self.erasures_wait().await?;
        }
        let sql = format!(
            "SELECT {columns}, {HELD}, p.pk FROM {records} p \
             WHERE p.workspace_pk = $1 AND p.{id} = $2 FOR NO KEY UPDATE"
        );
        let row = self
            .query_opt(
                &sql,
                &[self.tenant.pk(), &self.aliases.record(record).uuid()],
            )
            .await?
            .ok_or(Rejection::NotFound)?;
        let (mut held, pk): (_, i64) = (read_held(&row, kind)?, row.get(row.len() - 1));
        let before = held.record.clone();
        if before.times.deleted_at.is_some() {
            // One that was merged is not restored: the merge is undone.
            let merged = self.merged(record).await?;
            let gone = (!changes.restore).then_some(Rejection::NotFound);
            let erased = self.is_erased(kind, pk).await?;
            let erased = erased.then_some(Rejection::Erased(kind));
            if let Some(why) = merged.or(gone).or(erased) {
                return Err(why.into());
            }
        }
        self.external_id_free(kind, pk, changes).await?;
        if let Some(Some(external_id)) = &changes.external_id
            && changes.external_id.as_ref() != Some(&before.external_id)
        {
            self.refuse_suppressed(kind, None, external_id).await?;
        }
        let values = changes.values.clone().following(kind, &before.values);
        let values = values.applied(before.values.clone());
        self.record_updated(&mut held);
        let by_hand = Source {
            by: Giver::Author(self.by),
            at: held.record.times.updated_at.unwrap_or(self.at),
        };
        held.set(values, by_hand);
        held.record.times.deleted_at = None;
        if let Some(external_id) = &changes.external_id {
            held.record.external_id.clone_from(external_id);
        }
        self.records_write(kind, &[(pk, &held)]).await?;
        let updated = &held.record;
        if let Some(ended) = before.times.deleted_at {
            self.identities_restore(kind, pk, At(ended)).await?;
            self.note_records(kind, Act::Restored, [pk]);
        } else if updated.values != before.values || updated.external_id != before.external_id {
            self.note_records(kind, Act::Updated, [pk]);
        }
        Ok(Outcome::Record(held))
    }

    /// Refuses the record's new external id if another active record has it.
    async fn external_id_free(
        &self,
        kind: Kind,
        pk: i64,
        changes: &RecordChanges,
    ) -> Result<(), Refused> {
        let RecordTable {
            records,
            id,
            external_id,
            ..
        } = RecordTable::of(kind);
        let sql = format!(
            "SELECT o.{id} FROM {records} p \
             JOIN {records} o ON o.workspace_pk = p.workspace_pk AND o.pk <> p.pk \
               AND o.{external_id} = CASE WHEN $2 THEN $3 ELSE p.{external_id} END \
               AND o.deleted_at IS NULL \
             WHERE p.pk = $1 \
             UNION ALL SELECT s.{id} FROM {records} p \
             JOIN {records} o ON o.workspace_pk = p.workspace_pk AND o.survivor_pk IS NOT NULL \
               AND o.{external_id} = CASE WHEN $2 THEN $3 ELSE p.{external_id} END \
             JOIN {records} s ON s.pk = o.survivor_pk AND s.pk <> p.pk AND s.deleted_at IS NULL \
             WHERE p.pk = $1 AND ($2 OR p.deleted_at IS NOT NULL)"
        );
        let (external_changes, external) = external(changes);
        match self
            .query_opt(&sql, &[&pk, &external_changes, &external])
            .await?
        {
            Some(row) => {
                let id = read_id(&row, 0);
                Err(Rejection::ExternalIdTaken(kind.record(id)).into())
            }
            None => Ok(()),
        }
    }
}

/// Whether the external id changes, and to what.
fn external(changes: &RecordChanges) -> (bool, Option<&str>) {
    let id = changes.external_id.as_ref().and_then(Option::as_ref);
    (changes.external_id.is_some(), id.map(ExternalId::as_str))
}
