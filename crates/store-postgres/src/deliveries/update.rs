use std::collections::BTreeMap;

use wellhead_core::journal::Act;
use wellhead_core::record::Kind;
use wellhead_core::source::{Given, Held, Update, update};
use wellhead_core::store::StoreError;

use crate::error::Refused;
use crate::records::read_held;
use crate::table::{HELD, RecordTable};
use crate::writer::Writer;

impl Writer<'_> {
    /// Gives known records the values of their lines, which are in order. `others` are records that the batch locks
    /// later, when it gives them keys, names and links: all are locked in one order, so that no two batches wait in a circle.
    pub(super) async fn records_update_known(
        &self,
        kind: Kind,
        lines: &[Given<'_>],
        others: impl Iterator<Item = i64>,
    ) -> Result<Update, Refused> {
        let mut pks: Vec<i64> = lines.iter().map(|line| line.pk).collect();
        pks.sort_unstable();
        pks.dedup();
        if pks.is_empty() {
            return Ok(Update::default());
        }
        let ranks = self.ranks().await?;
        let mut known = self.records_held(kind, &pks).await?;
        let update_all = |known| update(known, lines.iter().copied(), &ranks);
        // Mostly nothing is new. What is may be overtaken until it is locked, in the order in which others lock it, too.
        let seen = update_all(known.clone());
        let mut changing: Vec<i64> = seen.changed.into_keys().collect();
        changing.extend(seen.noted.into_keys());
        if changing.is_empty() {
            return Ok(Update {
                kept: seen.kept,
                ..Update::default()
            });
        }
        changing.extend(others);
        changing.sort_unstable();
        changing.dedup();
        known.extend(self.records_held_locked(kind, &changing).await?);
        let mut update = update_all(known);
        for held in update.changed.values_mut() {
            self.record_updated(held);
        }
        let written = update.changed.iter().chain(&update.noted);
        let written: Vec<_> = written.map(|(pk, held)| (*pk, held)).collect();
        self.records_write(kind, &written).await?;
        self.note_records(kind, Act::Updated, update.changed.keys().copied());
        Ok(update)
    }

    /// These active records, and who gave their values.
    pub(crate) async fn records_held(
        &self,
        kind: Kind,
        pks: &[i64],
    ) -> Result<BTreeMap<i64, Held>, Refused> {
        let RecordTable {
            records, columns, ..
        } = RecordTable::of(kind);
        let sql = format!(
            "SELECT {columns}, {HELD}, p.pk FROM unnest($1::bigint[]) d (pk) \
             CROSS JOIN LATERAL (SELECT p.* FROM {records} p WHERE p.pk = d.pk OFFSET 0) p \
             WHERE p.deleted_at IS NULL"
        );
        self.records_read(kind, &sql, pks).await
    }

    /// The same, locked in this order.
    async fn records_held_locked(
        &self,
        kind: Kind,
        pks: &[i64],
    ) -> Result<BTreeMap<i64, Held>, Refused> {
        let RecordTable {
            records, columns, ..
        } = RecordTable::of(kind);
        let sql = format!(
            "SELECT {columns}, {HELD}, p.pk FROM unnest($1::bigint[]) d (pk) \
             CROSS JOIN LATERAL ( \
               SELECT p.* FROM {records} p WHERE p.pk = d.pk OFFSET 0 FOR NO KEY UPDATE) p \
             WHERE p.deleted_at IS NULL"
        );
        self.records_read(kind, &sql, pks).await
    }

    async fn records_read(
        &self,
        kind: Kind,
        sql: &str,
        pks: &[i64],
    ) -> Result<BTreeMap<i64, Held>, Refused> {
        let rows = self.query(sql, &[&pks]).await?;
        if rows.len() < pks.len() {
            return Err(Refused::Conflict(StoreError::Failed(
                "a record was deleted while a delivery gave it values".into(),
            )));
        }
        let held = rows.iter();
        let held = held.map(|row| Ok((row.get(row.len() - 1), read_held(row, kind)?)));
        held.collect()
    }
}
