//! What the workspace knows of the records that a batch names.

use std::collections::{HashMap, HashSet};

use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::id::RecordId;
use wellhead_core::identity::{Known, MatchRule, Matches, Met};
use wellhead_core::record::{Kind, RecordKey};
use wellhead_core::resource::ExternalId;
use wellhead_core::store::DeliveredRecord;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::id as read_id;
use crate::table::{IdentityTable, RecordTable};
use crate::workspace_connectors::Locked;
use crate::writer::Writer;

/// The lock of those who match records in a workspace: two of them that make the same new record at once would not see
/// each other's.
const MATCHING: u128 = 0x6d61_7463_6869_6e67;

/// The condition that the workspace `$1` has merged anything at all. It refers to no row, so the database asks once.
fn has_merges(kind: Kind) -> String {
    format!(
        "EXISTS (SELECT FROM core_api.merges m WHERE m.workspace_pk = $1 AND m.record = '{kind}')"
    )
}

/// The key that the record `alias` has, or else one of a record that was merged into it. Where nothing was ever merged, no
/// line costs a look.
fn key_of(kind: Kind, alias: &str) -> String {
    let RecordTable {
        records,
        external_id,
        ..
    } = RecordTable::of(kind);
    format!(
        "coalesce({alias}.{external_id}, CASE WHEN {} THEN ( \
           SELECT o.{external_id} FROM {records} o \
           WHERE o.survivor_pk = {alias}.pk AND o.{external_id} IS NOT NULL LIMIT 1) END)",
        has_merges(kind)
    )
}

/// A record that was found, with its key.
type Found = (i64, Option<ExternalId>);

/// Reads the record of a row whose columns at `index` are its `pk` and its [key](key_of).
fn found(row: &Row, index: usize) -> Found {
    let key: Option<String> = row.get(index + 1);
    (row.get(index), key.map(ExternalId::from_stored))
}

/// Adds records that were found by their public ids to `known`.
fn learn(known: &mut Known<'_>, found: HashMap<RecordId, Found>) {
    for (id, (pk, key)) in found {
        known.ids.insert(id, pk);
        known.keys.extend(key.map(|key| (pk, key)));
    }
}

impl Writer<'_> {
    pub(super) async fn known_records<'a>(
        &self,
        kind: Kind,
        lines: &'a [DeliveredRecord],
        connector: &Locked,
    ) -> Result<Known<'a>, Refused> {
        let mut own: Vec<&str> = Vec::new();
        let mut external: Vec<&str> = Vec::new();
        let mut ids: Vec<Uuid> = Vec::new();
        for line in lines {
            own.extend(line.named.known_as.as_ref().map(ExternalId::as_str));
            match &line.named.key {
                None => {}
                Some(RecordKey::Id(id)) => ids.push(id.uuid()),
                Some(RecordKey::External(id)) => external.push(id.as_str()),
            }
        }
        for names in [&mut own, &mut external] {
            names.sort_unstable();
            names.dedup();
        }
        let matches = connector.match_rule != MatchRule::Nothing
            && kind.declaration().email.is_some()
            && lines.iter().any(|line| line.named.known_as.is_some());
        if matches {
            self.lock(MATCHING).await?;
        }
        let mut known = Known::default();
        self.known_suppressed(kind, connector.line, lines, &mut known)
            .await?;
        for (name, (pk, key)) in self.records_by_identity(kind, connector.line, &own).await? {
            known.identities.insert(name, pk);
            known.keys.extend(key.map(|key| (pk, key)));
        }
        known.external_ids = self.records_by_external(kind, &external).await?;
        learn(&mut known, self.records_by_id(kind, &ids).await?);
        // Whoever names a merged record means its survivor. After the active ones: one that is merged meanwhile was
        // active just then.
        external.retain(|id| !known.external_ids.contains_key(id));
        let merged = self.merged_by_external(kind, &external).await?;
        known.external_ids.extend(merged);
        ids.retain(|id| !known.ids.contains_key(&RecordId::new(*id)));
        learn(&mut known, self.merged_by_id(kind, &ids).await?);
        // A merge may have been undone between the two looks.
        ids.retain(|id| !known.ids.contains_key(&RecordId::new(*id)));
        learn(&mut known, self.records_by_id(kind, &ids).await?);
        if matches {
            self.records_by_email(kind, connector.line, lines, &mut known)
                .await?;
        }
        Ok(known)
    }

    /// The active records that the line of connectors calls so.
    async fn records_by_identity<'a>(
        &self,
        kind: Kind,
        line: i64,
        names: &[&'a str],
    ) -> Result<HashMap<&'a str, Found>, Refused> {
        if names.is_empty() {
            return Ok(HashMap::new());
        }
        let IdentityTable {
            identities,
            record_pk,
            records,
            ..
        } = IdentityTable::of(kind);
        let (external_id, key) = (RecordTable::of(kind).external_id, key_of(kind, "p"));
        // The order of one index, as below.
        let sql = format!(
            "SELECT d.place - 1, p.pk, {key} \
             FROM unnest($3::text[]) WITH ORDINALITY d (name, place) \
             CROSS JOIN LATERAL ( \
               SELECT i.{record_pk} AS record, i.external_id FROM {identities} i \
               WHERE i.line_pk = $2 AND i.external_id >= d.name AND i.deleted_at IS NULL \
               ORDER BY i.external_id LIMIT 1) i \
             CROSS JOIN LATERAL ( \
               SELECT p.pk, p.{external_id}, p.deleted_at FROM {records} p \
               WHERE p.pk = i.record AND p.workspace_pk = $1 OFFSET 0) p \
             WHERE i.external_id = d.name AND p.deleted_at IS NULL"
        );
        let rows = self.query(&sql, &[self.tenant.pk(), &line, &names]).await?;
        let found = rows.iter().filter_map(|row| {
            let place = usize::try_from(row.get::<_, i64>(0)).ok()?;
            Some((*names.get(place)?, found(row, 1)))
        });
        Ok(found.collect())
    }

    /// The workspace's active records with these external ids, by external id.
    pub(super) async fn records_by_external<'a>(
        &self,
        kind: Kind,
        ids: &[&'a str],
    ) -> Result<HashMap<&'a str, i64>, Refused> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let RecordTable {
            records,
            external_id,
            ..
        } = RecordTable::of(kind);
        // Asks for the first that is not before the wanted one: only one index has this order, where `=` would leave
        // the planner a choice.
        let sql = format!(
            "SELECT d.place - 1, p.pk \
             FROM unnest($2::text[]) WITH ORDINALITY d (external_id, place) \
             CROSS JOIN LATERAL ( \
               SELECT p.pk, p.{external_id} FROM {records} p \
               WHERE p.workspace_pk = $1 AND p.{external_id} >= d.external_id \
                 AND p.deleted_at IS NULL \
               ORDER BY p.{external_id} LIMIT 1) p \
             WHERE p.{external_id} = d.external_id"
        );
        let rows = self.query(&sql, &[self.tenant.pk(), &ids]).await?;
        let found = rows.iter().filter_map(|row| {
            let place = usize::try_from(row.get::<_, i64>(0)).ok()?;
            Some((*ids.get(place)?, row.get(1)))
        });
        Ok(found.collect())
    }

    /// The workspace's active records with these ids, by id.
    async fn records_by_id(
        &self,
        kind: Kind,
        ids: &[Uuid],
    ) -> Result<HashMap<RecordId, Found>, Refused> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let RecordTable { records, id, .. } = RecordTable::of(kind);
        let key = key_of(kind, "p");
        let sql = format!(
            "SELECT p.{id}, p.pk, {key} FROM unnest($2::uuid[]) d (id) \
             CROSS JOIN LATERAL ( \
               SELECT p.* FROM {records} p \
               WHERE p.workspace_pk = $1 AND p.{id} = d.id OFFSET 0) p \
             WHERE p.deleted_at IS NULL"
        );
        let rows = self.query(&sql, &[self.tenant.pk(), &ids]).await?;
        let found = rows.iter().map(|row| (read_id(row, 0), found(row, 1)));
        Ok(found.collect())
    }

    /// The survivors of the workspace's merged records with these external ids. Who was merged stays so until the delivery is
    /// written.
    async fn merged_by_external<'a>(
        &self,
        kind: Kind,
        ids: &[&'a str],
    ) -> Result<HashMap<&'a str, i64>, Refused> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let RecordTable {
            records,
            external_id,
            ..
        } = RecordTable::of(kind);
        let sql = format!(
            "SELECT d.place - 1, s.pk \
             FROM unnest($2::text[]) WITH ORDINALITY d (external_id, place) \
             CROSS JOIN LATERAL ( \
               SELECT s.pk FROM {records} p JOIN {records} s ON s.pk = p.survivor_pk AND s.deleted_at IS NULL \
               WHERE p.workspace_pk = $1 AND p.{external_id} = d.external_id AND p.survivor_pk IS NOT NULL \
               LIMIT 1 FOR SHARE OF p) s \
             WHERE {}",
            has_merges(kind)
        );
        let rows = self.query(&sql, &[self.tenant.pk(), &ids]).await?;
        let found = rows.iter().filter_map(|row| {
            let place = usize::try_from(row.get::<_, i64>(0)).ok()?;
            Some((*ids.get(place)?, row.get(1)))
        });
        Ok(found.collect())
    }

    /// The survivors of the workspace's merged records with these ids, who stay merged as above.
    async fn merged_by_id(
        &self,
        kind: Kind,
        ids: &[Uuid],
    ) -> Result<HashMap<RecordId, Found>, Refused> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let RecordTable { records, id, .. } = RecordTable::of(kind);
        let key = key_of(kind, "s");
        let sql = format!(
            "SELECT p.{id}, s.pk, {key} FROM unnest($2::uuid[]) d (id) \
             CROSS JOIN LATERAL ( \
               SELECT p.* FROM {records} p \
               WHERE p.workspace_pk = $1 AND p.{id} = d.id AND p.survivor_pk IS NOT NULL \
               OFFSET 0 FOR SHARE) p \
             CROSS JOIN LATERAL ( \
               SELECT s.* FROM {records} s WHERE s.pk = p.survivor_pk OFFSET 0) s \
             WHERE s.deleted_at IS NULL AND {}",
            has_merges(kind)
        );
        let rows = self.query(&sql, &[self.tenant.pk(), &ids]).await?;
        let found = rows.iter().map(|row| (read_id(row, 0), found(row, 1)));
        Ok(found.collect())
    }

    /// The records whose links a merge is still moving, each with its survivor.
    pub(super) async fn records_moving(&self, kind: Kind) -> Result<HashMap<i64, i64>, Refused> {
        let sql = format!(
            "SELECT r.record_pk, m.survivor_pk FROM core_api.merges m \
             JOIN core_api.merged_records r ON r.merge_pk = m.pk AND r.through_pk IS NULL \
             WHERE m.workspace_pk = $1 AND m.moved_at IS NULL AND m.record = '{kind}'"
        );
        let rows = self.query(&sql, &[self.tenant.pk()]).await?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    /// Adds to `known` the active records that have the e-mail addresses of the lines whose names are unknown.
    async fn records_by_email(
        &self,
        kind: Kind,
        line: i64,
        lines: &[DeliveredRecord],
        known: &mut Known<'_>,
    ) -> Result<(), Refused> {
        let emails: HashSet<String> = lines
            .iter()
            .filter(|line| {
                let own = line.named.known_as.as_ref();
                own.is_some_and(|own| !known.identities.contains_key(own.as_str()))
            })
            .filter_map(|line| line.named.values.email_key(kind))
            .collect();
        if emails.is_empty() {
            return Ok(());
        }
        let emails: Vec<String> = emails.into_iter().collect();
        let RecordTable {
            records,
            id,
            external_id,
            ..
        } = RecordTable::of(kind);
        let IdentityTable {
            identities,
            record_pk,
            ..
        } = IdentityTable::of(kind);
        // Two are enough to know that there are several.
        let key = key_of(kind, "p");
        let sql = format!(
            "SELECT d.place - 1, p.pk, {key}, EXISTS ( \
               SELECT FROM {identities} i \
               WHERE i.{record_pk} = p.pk AND i.line_pk = $2 AND i.deleted_at IS NULL) \
             FROM unnest($3::text[]) WITH ORDINALITY d (email, place) \
             CROSS JOIN LATERAL ( \
               SELECT p.pk, p.email_key, p.{external_id} FROM {records} p \
               WHERE p.workspace_pk = $1 AND p.email_key >= d.email \
                 AND p.deleted_at IS NULL AND p.email_key IS NOT NULL \
               ORDER BY p.email_key, p.{id} LIMIT 2) p \
             WHERE p.email_key = d.email"
        );
        let rows = self
            .query(&sql, &[self.tenant.pk(), &line, &emails])
            .await?;
        for row in rows {
            let place = usize::try_from(row.get::<_, i64>(0)).ok();
            let Some(email) = place.and_then(|place| emails.get(place)) else {
                continue;
            };
            let (pk, key) = found(&row, 1);
            known.keys.extend(key.map(|key| (pk, key)));
            if row.get(3) {
                known.known_here.insert(pk);
            }
            let one = Matches::One(Met::Known(pk));
            known
                .emails
                .entry(email.clone())
                .and_modify(|it| *it = Matches::Several)
                .or_insert(one);
        }
        Ok(())
    }
}
