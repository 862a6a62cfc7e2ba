use tokio_postgres::types::ToSql;
use wellhead_core::command::{Outcome, RecordChanges, Rejection};
use wellhead_core::journal::Act;
use wellhead_core::record::{EachKind, Kind, RecordRef};
use wellhead_core::resource::ExternalId;
use wellhead_tenancy::Tenancy;

use super::get::record as read_record;
use crate::error::Refused;
use crate::row::{At, id as read_id};
use crate::table::{RecordTable, from_text};
use crate::value::Bound;
use crate::writer::{Writer, updated_at};

static UPDATE: EachKind<String> = EachKind::by(update);

/// The statement that changes a record and returns it. Its parameters: the `pk`, the time, whether the external id
/// changes and to what, the same for each value, and the keys.
fn update(kind: Kind) -> String {
    let RecordTable {
        records,
        external_id,
        columns,
        ..
    } = RecordTable::of(kind);
    let keys = (5 + 2 * kind.fields().len()..).zip(kind.declaration().keys());
    let keys = keys.map(|(parameter, column)| format!("{column} = ${parameter}, "));
    let keys: String = keys.collect();
    let fields = (5..).step_by(2).zip(kind.fields());
    let fields = fields.map(|(changes, field)| {
        let name = field.name;
        let value = from_text(field, &format!("${}", changes + 1));
        format!("{name} = CASE WHEN ${changes} THEN {value} ELSE p.{name} END, ")
    });
    let fields: String = fields.collect();
    format!(
        "UPDATE {records} p SET {fields}{keys}\
           {external_id} = CASE WHEN $3 THEN $4 ELSE p.{external_id} END, \
           deleted_at = NULL, updated_at = {} \
         WHERE p.pk = $1 RETURNING {columns}",
        updated_at("p", "$2")
    )
}

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
        let sql = format!(
            "SELECT {columns}, p.pk FROM {records} p \
             WHERE p.workspace_pk = $1 AND p.{id} = $2 FOR NO KEY UPDATE"
        );
        let row = self
            .query_opt(
                &sql,
                &[self.tenant.pk(), &self.aliases.record(record).uuid()],
            )
            .await?
            .ok_or(Rejection::NotFound)?;
        let (before, pk): (_, i64) = (read_record(&row, kind)?, row.get(row.len() - 1));
        let is_deleted = before.times.deleted_at.is_some();
        if is_deleted {
            // One that was merged is not restored: the merge is undone.
            let merged = self.merged(record).await?;
            let gone = (!changes.restore).then_some(Rejection::NotFound);
            if let Some(why) = merged.or(gone) {
                return Err(why.into());
            }
        }
        self.external_id_free(kind, pk, changes).await?;
        let value_changes = changes.values.clone().following(kind, &before.values);
        let after = value_changes.clone().applied(before.values.clone());
        let keys = after.keys(kind);
        let at = At(self.at);
        let (external_changes, external) = external(changes);
        let values = (0..kind.fields().len()).map(|position| {
            let change = value_changes.get(position);
            (change.is_some(), Bound(change.flatten()))
        });
        let values: Vec<_> = values.collect();
        let mut parameters: Vec<&(dyn ToSql + Sync)> = vec![&pk, &at, &external_changes, &external];
        for (changes, value) in &values {
            parameters.push(changes);
            parameters.push(value);
        }
        parameters.extend(keys.iter().map(|key| key as &(dyn ToSql + Sync)));
        let updated = self
            .query_opt(UPDATE.of(kind), &parameters)
            .await?
            .ok_or(Rejection::NotFound)?;
        let updated = read_record(&updated, kind)?;
        if let Some(ended) = before.times.deleted_at {
            self.identities_restore(kind, pk, At(ended)).await?;
            self.note_records(kind, Act::Restored, [pk]);
        } else if updated.values != before.values || updated.external_id != before.external_id {
            self.note_records(kind, Act::Updated, [pk]);
        }
        Ok(Outcome::Record(updated))
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
