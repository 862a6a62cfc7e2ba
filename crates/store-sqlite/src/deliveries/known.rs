//! What the workspace knows of the records that a batch names.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::{OptionalExtension, named_params};
use wellhead_core::identity::{Known, MatchRule, Matches, Met};
use wellhead_core::record::{Kind, RecordKey};
use wellhead_core::resource::ExternalId;
use wellhead_core::store::DeliveredRecord;
use wellhead_tenancy::Tenancy;

use super::lines::DeliveredTo;
use crate::change::Change;
use crate::recalls::Marks;
use crate::row;
use crate::statement::prepare;
use crate::table::{IdentityTable, RecordTable};

pub(super) fn known<'a>(
    change: &Change<'_>,
    to: &DeliveredTo,
    lines: &'a [DeliveredRecord],
) -> rusqlite::Result<Known<'a>> {
    let mut known = Known::default();
    suppressed(change, to, lines, &mut known)?;
    by_name(change, to, lines, &mut known)?;
    if to.match_rule != MatchRule::Nothing && to.kind().declaration().email.is_some() {
        by_email(change, to, lines, &mut known)?;
    }
    Ok(known)
}

/// Adds the names of erased records that may not come back.
fn suppressed<'a>(
    change: &Change<'_>,
    to: &DeliveredTo,
    lines: &'a [DeliveredRecord],
    known: &mut Known<'a>,
) -> rusqlite::Result<()> {
    let Some(marks) = Marks::of(change.connection, change.tenant)? else {
        return Ok(());
    };
    let of = marks.line(to.line)?;
    for line in lines {
        if let Some(own) = &line.named.known_as
            && marks.find(to.kind(), Some(of), own)?.is_some()
        {
            known.suppressed_identities.insert(own.as_str());
        }
        if let Some(RecordKey::External(key)) = &line.named.key
            && marks.find(to.kind(), None, key)?.is_some()
        {
            known.suppressed_keys.insert(key.as_str());
        }
    }
    Ok(())
}

fn by_name<'a>(
    change: &Change<'_>,
    to: &DeliveredTo,
    lines: &'a [DeliveredRecord],
    known: &mut Known<'a>,
) -> rusqlite::Result<()> {
    let kind = to.kind();
    let RecordTable {
        records,
        id: record_id,
        external_id: key,
        ..
    } = RecordTable::of(kind);
    let its_key = key_of(kind, "s");
    // Whoever names a merged record means its survivor.
    let external = format!(
        "SELECT pk FROM {records} INDEXED BY idx_{records}_external
        WHERE workspace_pk = :workspace AND {key} = :external_id AND deleted_at IS NULL
        UNION ALL SELECT s.pk FROM {records} p INDEXED BY idx_{records}_merged
        CROSS JOIN {records} s ON s.pk = p.survivor_pk
        WHERE p.workspace_pk = :workspace AND p.{key} = :external_id AND p.survivor_pk IS NOT NULL
            AND s.deleted_at IS NULL
        LIMIT 1"
    );
    let public = format!(
        "SELECT s.pk, {its_key} FROM {records} p
        CROSS JOIN {records} s ON s.pk = ifnull(p.survivor_pk, p.pk)
        WHERE p.workspace_pk = :workspace AND p.{record_id} = :id AND s.deleted_at IS NULL"
    );
    let connection = change.connection;
    let mut external = prepare(connection, &external)?;
    let mut public = prepare(connection, &public)?;
    let mut identity = prepare(connection, &identity(kind))?;
    let workspace = change.tenant.pk();
    for line in lines {
        if let Some(own) = &line.named.known_as
            && let Entry::Vacant(vacant) = known.identities.entry(own.as_str())
        {
            let values = named_params! {
                ":workspace": workspace, ":line": to.line, ":external_id": own.as_str(),
            };
            let found = identity.query_row(values, |row| {
                Ok((row.get::<_, i64>(0)?, row::external_id(row, 1)?))
            });
            if let Some((pk, key)) = found.optional()? {
                vacant.insert(pk);
                known.keys.extend(key.map(|key| (pk, key)));
            }
        }
        match &line.named.key {
            None => {}
            Some(RecordKey::External(id)) => {
                if let Entry::Vacant(vacant) = known.external_ids.entry(id.as_str()) {
                    let values =
                        named_params! { ":workspace": workspace, ":external_id": id.as_str() };
                    let found = external.query_row(values, |row| row.get(0)).optional()?;
                    found.map(|pk| vacant.insert(pk));
                }
            }
            Some(RecordKey::Id(id)) => {
                if let Entry::Vacant(vacant) = known.ids.entry(*id) {
                    let values = named_params! { ":workspace": workspace, ":id": id.uuid() };
                    let found = public.query_row(values, |row| {
                        Ok((row.get::<_, i64>(0)?, row::external_id(row, 1)?))
                    });
                    if let Some((pk, key)) = found.optional()? {
                        vacant.insert(pk);
                        known.keys.extend(key.map(|key| (pk, key)));
                    }
                }
            }
        }
    }
    Ok(())
}

/// The key that the record `alias` has, or else one of a record that was merged into it.
fn key_of(kind: Kind, alias: &str) -> String {
    let RecordTable {
        records,
        external_id,
        ..
    } = RecordTable::of(kind);
    format!(
        "ifnull({alias}.{external_id}, (SELECT o.{external_id} FROM {records} o INDEXED BY idx_{records}_survivor
            WHERE o.survivor_pk = {alias}.pk AND o.{external_id} IS NOT NULL LIMIT 1))"
    )
}

/// The statement that finds the active record that a line of connectors calls so.
fn identity(kind: Kind) -> String {
    let IdentityTable {
        identities,
        record_pk,
        records,
        ..
    } = IdentityTable::of(kind);
    let key = key_of(kind, "p");
    format!(
        "SELECT p.pk, {key} FROM {identities} i INDEXED BY idx_{identities}_line_external
        CROSS JOIN {records} p ON p.pk = i.{record_pk}
        WHERE i.line_pk = :line AND i.external_id = :external_id AND i.deleted_at IS NULL
            AND p.workspace_pk = :workspace AND p.deleted_at IS NULL"
    )
}

/// Adds the active records that have the e-mail addresses of the lines whose own ids are unknown.
fn by_email(
    change: &Change<'_>,
    to: &DeliveredTo,
    lines: &[DeliveredRecord],
    known: &mut Known<'_>,
) -> rusqlite::Result<()> {
    let kind = to.kind();
    let (records, key) = (&RecordTable::of(kind).records, key_of(kind, "p"));
    let IdentityTable {
        identities,
        record_pk,
        ..
    } = IdentityTable::of(kind);
    // Two are enough to know that there are several.
    let sql = format!(
        "SELECT p.pk, {key}, EXISTS (
            SELECT 1 FROM {identities} i INDEXED BY idx_{identities}_record
            WHERE i.{record_pk} = p.pk AND i.line_pk = :line AND i.deleted_at IS NULL)
        FROM {records} p INDEXED BY idx_{records}_email
        WHERE p.workspace_pk = :workspace AND p.email_key = :email
            AND p.deleted_at IS NULL AND p.email_key IS NOT NULL
        LIMIT 2"
    );
    let mut statement = prepare(change.connection, &sql)?;
    for line in lines {
        let own = line.named.known_as.as_ref().map(ExternalId::as_str);
        if own.is_none_or(|own| known.identities.contains_key(own)) {
            continue;
        }
        let Some(email) = line.named.values.email_key(kind) else {
            continue;
        };
        if known.emails.contains_key(&email) {
            continue;
        }
        let values = named_params! {
            ":workspace": change.tenant.pk(), ":line": to.line, ":email": email,
        };
        let found = statement.query_map(values, |row| {
            Ok((row.get(0)?, row::external_id(row, 1)?, row.get(2)?))
        })?;
        let found: Vec<(i64, Option<ExternalId>, bool)> = found.collect::<rusqlite::Result<_>>()?;
        let matches = match found[..] {
            [] => continue,
            [(pk, ..)] => Matches::One(Met::Known(pk)),
            _ => Matches::Several,
        };
        for (pk, key, is_here) in found {
            known.keys.extend(key.map(|key| (pk, key)));
            if is_here {
                known.known_here.insert(pk);
            }
        }
        known.emails.insert(email, matches);
    }
    Ok(())
}

/// The records whose links a merge is still moving, by their survivors.
pub(super) fn moving(change: &Change<'_>, kind: Kind) -> rusqlite::Result<HashMap<i64, Vec<i64>>> {
    let sql = "SELECT m.survivor_pk, r.record_pk FROM merges m INDEXED BY idx_merges_moving
        CROSS JOIN merged_records r ON r.merge_pk = m.pk AND r.through_pk IS NULL
        WHERE m.workspace_pk = :workspace AND m.moved_at IS NULL AND m.record = :record";
    let values = named_params! { ":workspace": change.tenant.pk(), ":record": kind.as_str() };
    let mut moving: HashMap<i64, Vec<i64>> = HashMap::new();
    let mut statement = prepare(change.connection, sql)?;
    let mut rows = statement.query(values)?;
    while let Some(row) = rows.next()? {
        moving.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(moving)
}
