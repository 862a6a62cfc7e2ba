use rusqlite::{OptionalExtension, named_params};
use wellhead_core::cause::{Cause, Grounds};
use wellhead_core::command::Rejection;
use wellhead_core::identity::NewMerge;
use wellhead_core::journal::Act;
use wellhead_core::record::Kind;
use wellhead_core::resource::Job;
use wellhead_core::store::NewJob;
use wellhead_tenancy::Tenancy;

use super::step::go_on;
use crate::change::{Change, UPDATED_AT};
use crate::error::Undone;
use crate::statement::prepare;
use crate::table::{IdentityTable, LinkTable, RecordTable};
use crate::{ends, jobs, row};

/// Makes a merge by `by`, and moves up to `limit` links.
pub(super) fn make(
    change: &Change<'_>,
    new: &NewMerge,
    by: Cause,
    limit: usize,
) -> Result<Job, Undone<Rejection>> {
    let (connection, tenant, kind) = (change.connection, change.tenant, new.kind);
    let mut pks = Vec::with_capacity(1 + new.others.len());
    for id in [new.survivor].iter().chain(&new.others) {
        pks.push(ends::active_record(connection, tenant, kind, *id)?);
    }
    let (survivor, others) = (pks[0], &pks[1..]);
    for other in others {
        settled(change, kind, *other)?;
    }
    let (total, last) = links(change, kind, survivor, &pks)?;
    jobs::open(change, NewJob::of_merge(new, total))?;
    let sql = "INSERT INTO merges (merge_id, workspace_pk, record, survivor_pk, created_at, created_as, created_by,
            last_link_pk)
        VALUES (:id, :workspace, :record, :survivor, :at, :as, :by, :last)";
    prepare(connection, sql)?.execute(named_params! {
        ":id": new.id.uuid(),
        ":workspace": tenant.pk(),
        ":record": kind.as_str(),
        ":survivor": survivor,
        ":at": change.at.as_micros(),
        ":as": by.kind().as_str(),
        ":by": by.id(),
        ":last": last,
    })?;
    let merge = connection.last_insert_rowid();
    for other in others {
        take(change, kind, merge, survivor, *other)?;
    }
    change.note(
        change.heading(kind, false, Act::Deleted, Some(Grounds::Merged)),
        others.iter().copied(),
    );
    settle(change, kind, merge, survivor)?;
    Ok(go_on(
        change,
        jobs::existing(change, new.id)?,
        merge,
        limit,
    )?)
}

/// Refuses if a merge is still moving links to this record, which has to stay until then.
pub(crate) fn settled(
    change: &Change<'_>,
    kind: Kind,
    record: i64,
) -> Result<(), Undone<Rejection>> {
    let sql = "SELECT merge_id FROM merges INDEXED BY idx_merges_moving
        WHERE workspace_pk = :workspace AND moved_at IS NULL AND record = :kind AND survivor_pk = :record";
    let values = named_params! {
        ":workspace": change.tenant.pk(), ":kind": kind.as_str(), ":record": record,
    };
    let merge = prepare(change.connection, sql)?
        .query_row(values, |row| row::id(row, 0))
        .optional()?;
    match merge {
        Some(merge) => Err(Undone::Refused(Rejection::MergeUnderWay(merge))),
        None => Ok(()),
    }
}

/// How many links are to be moved, and the newest of all.
fn links(
    change: &Change<'_>,
    kind: Kind,
    survivor: i64,
    pks: &[i64],
) -> rusqlite::Result<(u64, i64)> {
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "SELECT count(*), ifnull(max(pk), 0) FROM {links} INDEXED BY idx_{links}_record_created
        WHERE {record_pk} = :record"
    );
    let mut statement = prepare(change.connection, &sql)?;
    let (mut total, mut last) = (0, 0);
    for pk in pks {
        let (count, newest): (i64, i64) = statement
            .query_row(named_params! { ":record": pk }, |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        total += if *pk == survivor { 0 } else { count };
        last = last.max(newest);
    }
    Ok((total.cast_unsigned(), last))
}

/// Ends one of the others, and gives what it is called to the survivor.
fn take(
    change: &Change<'_>,
    kind: Kind,
    merge: i64,
    survivor: i64,
    other: i64,
) -> rusqlite::Result<()> {
    let records = RecordTable::of(kind).records;
    let connection = change.connection;
    let sql = format!(
        "INSERT INTO merged_records (merge_pk, record_pk, through_pk)
        SELECT :merge, :other, NULL
        UNION ALL SELECT :merge, p.pk, :other FROM {records} p INDEXED BY idx_{records}_survivor
            WHERE p.survivor_pk = :other"
    );
    prepare(connection, &sql)?.execute(named_params! { ":merge": merge, ":other": other })?;
    let sql = format!(
        "UPDATE {records} INDEXED BY idx_{records}_survivor SET survivor_pk = :survivor WHERE survivor_pk = :other"
    );
    prepare(connection, &sql)?.execute(named_params! { ":survivor": survivor, ":other": other })?;
    let sql = format!(
        "UPDATE {records} SET survivor_pk = :survivor, updated_at = {UPDATED_AT}, deleted_at = {UPDATED_AT}
        WHERE pk = :other"
    );
    let at = change.at.as_micros();
    prepare(connection, &sql)?
        .execute(named_params! { ":survivor": survivor, ":other": other, ":at": at })?;
    let IdentityTable {
        identities,
        record_pk,
        ..
    } = IdentityTable::of(kind);
    let sql = format!(
        "UPDATE {identities} INDEXED BY idx_{identities}_record
        SET {record_pk} = :survivor, home_pk = ifnull(home_pk, {record_pk}), settled_pk = ifnull(settled_pk, :merge),
            updated_at = {UPDATED_AT}
        WHERE {record_pk} = :other"
    );
    prepare(connection, &sql)?.execute(
        named_params! { ":survivor": survivor, ":other": other, ":merge": merge, ":at": at },
    )?;
    Ok(())
}

/// From here on an identity of the survivor without a home was made after the merge.
fn settle(change: &Change<'_>, kind: Kind, merge: i64, survivor: i64) -> rusqlite::Result<()> {
    let IdentityTable {
        identities,
        record_pk,
        ..
    } = IdentityTable::of(kind);
    let sql = format!(
        "UPDATE {identities} INDEXED BY idx_{identities}_record SET home_pk = {record_pk}, settled_pk = :merge
        WHERE {record_pk} = :survivor AND home_pk IS NULL"
    );
    prepare(change.connection, &sql)?
        .execute(named_params! { ":survivor": survivor, ":merge": merge })?;
    Ok(())
}
