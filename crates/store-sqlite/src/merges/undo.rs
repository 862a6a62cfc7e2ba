use rusqlite::{OptionalExtension, named_params};
use wellhead_core::cause::Cause;
use wellhead_core::command::Rejection;
use wellhead_core::id::{JobId, LinkId};
use wellhead_core::identity::{Contradiction, Merge};
use wellhead_core::journal::Act;
use wellhead_core::record::Kind;

use super::get::{StoredMerge, find};
use super::step::move_links;
use crate::change::{Change, UPDATED_AT};
use crate::error::Undone;
use crate::row;
use crate::statement::prepare;
use crate::table::{IdentityTable, LinkTable, RecordTable};
use crate::{records, retention};

fn contradicted<T>(by: Contradiction) -> Result<T, Undone<Rejection>> {
    Err(Undone::Refused(Rejection::CannotUndo(by)))
}

/// Undoes a merge as a whole, because of `by`.
pub(super) fn undo(
    change: &Change<'_>,
    kind: Kind,
    id: JobId,
    by: Cause,
    most: usize,
) -> Result<Merge, Undone<Rejection>> {
    let connection = change.connection;
    let stored =
        find(connection, change.tenant, kind, id)?.ok_or(Undone::Refused(Rejection::NotFound))?;
    if stored.merge.undone_at.is_some() {
        return Ok(stored.merge);
    }
    if stored.merge.moved_at.is_none() {
        return contradicted(Contradiction::Moving);
    }
    history_is_kept(change, &stored)?;
    survivor_is_active(change, &stored)?;
    nothing_was_made(change, &stored)?;
    let sql = "SELECT record_pk FROM merged_records WHERE merge_pk = :merge AND through_pk IS NULL";
    let mut others = prepare(connection, sql)?;
    let others = others.query_map(named_params! { ":merge": stored.pk }, |row| row.get(0))?;
    let others: Vec<i64> = others.collect::<rusqlite::Result<_>>()?;
    let mut left = most;
    for other in &others {
        external_id_is_free(change, kind, *other)?;
        bring_back(change, kind, *other)?;
        let moved = moved(change, &stored, *other, left + 1)?;
        if moved.len() > left {
            return contradicted(Contradiction::TooManyLinks(most));
        }
        left -= moved.len();
        if let Some(changed) = moved.iter().find(|link| !link.has_stayed) {
            return contradicted(Contradiction::LinkChanged(changed.id));
        }
        let pks: Vec<i64> = moved.iter().map(|link| link.pk).collect();
        if !pks.is_empty() {
            move_links(change, kind, &pks, *other)?;
        }
    }
    change.note(
        change.heading(kind, false, Act::Restored, None),
        others.iter().copied(),
    );
    give_back(change, &stored)?;
    let at = stored.merge.created_at.max(change.at);
    let sql = "UPDATE merges SET undone_at = :at, undone_as = :as, undone_by = :by WHERE pk = :pk";
    prepare(connection, sql)?.execute(named_params! {
        ":pk": stored.pk,
        ":at": at.as_micros(),
        ":as": by.kind().as_str(),
        ":by": by.id(),
    })?;
    Ok(Merge {
        undone_at: Some(at),
        undone: Some(by),
        ..stored.merge
    })
}

/// Refuses if retention may have removed states that the merge ended.
fn history_is_kept(change: &Change<'_>, stored: &StoredMerge) -> Result<(), Undone<Rejection>> {
    let cuts = retention::cuts(change.connection, change.tenant, stored.merge.kind)?;
    match cuts.history {
        Some(upto) if stored.merge.created_at < upto => contradicted(Contradiction::HistoryRemoved),
        _ => Ok(()),
    }
}

fn survivor_is_active(change: &Change<'_>, stored: &StoredMerge) -> Result<(), Undone<Rejection>> {
    let merge = &stored.merge;
    let records = RecordTable::of(merge.kind).records;
    let sql =
        format!("SELECT deleted_at IS NULL, survivor_pk IS NOT NULL FROM {records} WHERE pk = :pk");
    let found = prepare(change.connection, &sql)?
        .query_row(named_params! { ":pk": stored.survivor }, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    match found {
        (true, _) => Ok(()),
        (false, true) => contradicted(Contradiction::SurvivorMerged(merge.survivor)),
        (false, false) => contradicted(Contradiction::SurvivorDeleted(merge.survivor)),
    }
}

/// Refuses if a run has made something of the survivor since, or given it values.
fn nothing_was_made(change: &Change<'_>, stored: &StoredMerge) -> Result<(), Undone<Rejection>> {
    let merge = &stored.merge;
    let kind = merge.kind;
    let survivor = records::held_by_pk(change.connection, kind, stored.survivor)?;
    if survivor.sources.delivered_since(merge.created_at) {
        return contradicted(Contradiction::ValuesGiven(merge.survivor));
    }
    let LinkTable {
        links,
        link_id,
        record_pk,
        ..
    } = LinkTable::of(kind);
    // A link that another merge has brought along was made of another record.
    let sql = format!(
        "SELECT l.{link_id} FROM {links} l INDEXED BY idx_{links}_record_created
        WHERE l.{record_pk} = :survivor AND l.pk > :last AND l.created_as = 'run' AND ifnull((
            SELECT h.record_pk FROM link_history h INDEXED BY idx_link_history_link
            WHERE h.record = :record AND h.link_pk = l.pk ORDER BY h.since LIMIT 1), l.{record_pk}) = :survivor
        LIMIT 1"
    );
    let values = named_params! {
        ":survivor": stored.survivor, ":last": stored.last_link, ":record": kind.as_str(),
    };
    let made = prepare(change.connection, &sql)?
        .query_row(values, |row| row::id(row, 0))
        .optional()?;
    if let Some(link) = made {
        return contradicted(Contradiction::LinkMade(link));
    }
    let IdentityTable {
        identities,
        identity_id,
        record_pk,
        ..
    } = IdentityTable::of(kind);
    let sql = format!(
        "SELECT {identity_id} FROM {identities} INDEXED BY idx_{identities}_record
        WHERE {record_pk} = :survivor AND created_as = 'run'
            AND (home_pk IS NULL OR home_pk = :survivor AND settled_pk > :merge) LIMIT 1"
    );
    let values = named_params! {
        ":survivor": stored.survivor, ":merge": stored.pk,
    };
    let made = prepare(change.connection, &sql)?
        .query_row(values, |row| row::id(row, 0))
        .optional()?;
    match made {
        Some(identity) => contradicted(Contradiction::IdentityMade(identity)),
        None => Ok(()),
    }
}

fn external_id_is_free(
    change: &Change<'_>,
    kind: Kind,
    other: i64,
) -> Result<(), Undone<Rejection>> {
    let RecordTable {
        records,
        id,
        external_id,
        ..
    } = RecordTable::of(kind);
    let sql = format!(
        "SELECT o.{id} FROM {records} p
        CROSS JOIN {records} o INDEXED BY idx_{records}_external ON o.workspace_pk = p.workspace_pk
            AND o.{external_id} = p.{external_id} AND o.deleted_at IS NULL
        WHERE p.pk = :pk"
    );
    let taken = prepare(change.connection, &sql)?
        .query_row(named_params! { ":pk": other }, |row| row::id(row, 0))
        .optional()?;
    match taken {
        Some(by) => contradicted(Contradiction::ExternalIdTaken(by)),
        None => Ok(()),
    }
}

fn bring_back(change: &Change<'_>, kind: Kind, other: i64) -> rusqlite::Result<()> {
    let records = RecordTable::of(kind).records;
    let sql = format!(
        "UPDATE {records} SET survivor_pk = NULL, deleted_at = NULL, updated_at = {UPDATED_AT} WHERE pk = :pk"
    );
    prepare(change.connection, &sql)?
        .execute(named_params! { ":pk": other, ":at": change.at.as_micros() })?;
    Ok(())
}

/// A link that the merge has moved.
struct Moved {
    pk: i64,
    id: LinkId,
    /// Whether it is where the merge, and other merges and undoings since, have put it.
    has_stayed: bool,
}

/// The links of `other` that the merge has moved: at most so many.
fn moved(
    change: &Change<'_>,
    stored: &StoredMerge,
    other: i64,
    most: usize,
) -> rusqlite::Result<Vec<Moved>> {
    let merge = &stored.merge;
    let LinkTable {
        links,
        link_id,
        record_pk,
        ..
    } = LinkTable::of(merge.kind);
    // A state at the other record that the merge's job has ended; the link's next state says so.
    let sql = format!(
        "SELECT l.pk, l.{link_id}, l.{record_pk} = :survivor AND l.changed_as = 'job'
            AND NOT EXISTS (SELECT 1 FROM link_history n INDEXED BY idx_link_history_link
                WHERE n.record = :record AND n.link_pk = h.link_pk AND n.since >= h.until
                    AND n.changed_as IS NOT 'job')
            AND (l.reason = 'deduplicated' AND l.deleted_at >= h.until) IS NOT TRUE
        FROM link_history h INDEXED BY idx_link_history_record
        CROSS JOIN {links} l ON l.pk = h.link_pk
        WHERE h.record = :record AND h.record_pk = :other AND :merge = iif(l.since = h.until, l.changed_by,
            (SELECT n.changed_by FROM link_history n INDEXED BY idx_link_history_link
            WHERE n.record = :record AND n.link_pk = h.link_pk AND n.since = h.until))
        LIMIT :limit"
    );
    let values = named_params! {
        ":survivor": stored.survivor,
        ":record": merge.kind.as_str(),
        ":other": other,
        ":merge": merge.id.uuid(),
        ":limit": i64::try_from(most).unwrap_or(i64::MAX),
    };
    prepare(change.connection, &sql)?
        .query_map(values, |row| {
            Ok(Moved {
                pk: row.get(0)?,
                id: row::id(row, 1)?,
                has_stayed: row.get(2)?,
            })
        })?
        .collect()
}

/// Gives back the identities of the others, and what had been merged into them.
fn give_back(change: &Change<'_>, stored: &StoredMerge) -> rusqlite::Result<()> {
    let kind = stored.merge.kind;
    let records = RecordTable::of(kind).records;
    let IdentityTable {
        identities,
        record_pk,
        ..
    } = IdentityTable::of(kind);
    let sql = "SELECT record_pk, through_pk FROM merged_records WHERE merge_pk = :merge";
    let mut members = prepare(change.connection, sql)?;
    let members = members.query_map(named_params! { ":merge": stored.pk }, |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let members: Vec<(i64, Option<i64>)> = members.collect::<rusqlite::Result<_>>()?;
    let again = format!("UPDATE {records} SET survivor_pk = :through WHERE pk = :record");
    let mut again = prepare(change.connection, &again)?;
    let back = format!(
        "UPDATE {identities} INDEXED BY idx_{identities}_record SET {record_pk} = :to, updated_at = {UPDATED_AT}
        WHERE {record_pk} = :survivor AND home_pk = :record"
    );
    let mut back = prepare(change.connection, &back)?;
    for (record, through) in members {
        if let Some(through) = through {
            again.execute(named_params! { ":through": through, ":record": record })?;
        }
        back.execute(named_params! {
            ":to": through.unwrap_or(record),
            ":survivor": stored.survivor,
            ":record": record,
            ":at": change.at.as_micros(),
        })?;
    }
    Ok(())
}
