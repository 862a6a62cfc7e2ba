use rusqlite::{OptionalExtension, named_params};
use wellhead_core::cause::Grounds;
use wellhead_core::command::Rejection;
use wellhead_core::id::JobId;
use wellhead_core::journal::{Act, Heading};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Job, JobStatus};
use wellhead_core::store::Stepped;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::cause::UNSEEN;
use crate::change::Change;
use crate::error::Undone;
use crate::jobs::{self, StoredJob};
use crate::statement::prepare;
use crate::table::LinkTable;

/// Moves up to `limit` more links of a merge.
pub(super) fn step(
    change: &Change<'_>,
    id: JobId,
    limit: usize,
) -> Result<Stepped, Undone<Rejection>> {
    let stored = jobs::existing(change, id)?;
    if stored.job.status != JobStatus::InProgress {
        return Err(Undone::Refused(Rejection::JobIsDone));
    }
    let sql = "SELECT pk FROM merges WHERE workspace_pk = :workspace AND merge_id = :id";
    let merge = prepare(change.connection, sql)?
        .query_row(
            named_params! { ":workspace": change.tenant.pk(), ":id": id.uuid() },
            |row| row.get(0),
        )
        .optional()?
        .ok_or(Undone::Refused(Rejection::NotFound))?;
    let job = go_on(change, stored, merge, limit)?;
    Ok(Stepped {
        more: job.status == JobStatus::InProgress,
        job,
    })
}

/// Moves up to `limit` of the links that are left to the survivor, and ends the job if there are no more.
pub(super) fn go_on(
    change: &Change<'_>,
    stored: StoredJob,
    merge: i64,
    limit: usize,
) -> rusqlite::Result<Job> {
    let StoredJob { pk, job, .. } = stored;
    let Some(kind) = job.selection.record else {
        return Ok(job);
    };
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "SELECT l.pk, m.survivor_pk FROM merges m
        CROSS JOIN merged_records r ON r.merge_pk = m.pk AND r.through_pk IS NULL
        CROSS JOIN {links} l INDEXED BY idx_{links}_record_created ON l.{record_pk} = r.record_pk
        WHERE m.pk = :merge LIMIT :limit"
    );
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut found = prepare(change.connection, &sql)?;
    let found = found.query_map(named_params! { ":merge": merge, ":limit": most }, |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let found: Vec<(i64, i64)> = found.collect::<rusqlite::Result<_>>()?;
    let pks: Vec<i64> = found.iter().map(|(pk, _)| *pk).collect();
    if let Some((_, survivor)) = found.first() {
        move_links(change, kind, &pks, *survivor)?;
    }
    let moved = u64::try_from(pks.len()).unwrap_or(u64::MAX);
    let job = Job {
        scanned: job.scanned + moved,
        changed: job.changed + moved,
        heartbeat_at: change.at.max(job.heartbeat_at),
        ..job
    };
    jobs::keep(change, pk, &job)?;
    if pks.len() == limit {
        return Ok(job);
    }
    let sql = "UPDATE merges SET moved_at = :at WHERE pk = :merge";
    prepare(change.connection, sql)?
        .execute(named_params! { ":at": change.at.as_micros(), ":merge": merge })?;
    jobs::end(change, pk, job, None)
}

/// Points links to another record, all at one time and without having seen them. Whether and why they ended stays.
pub(super) fn move_links(
    change: &Change<'_>,
    kind: Kind,
    pks: &[i64],
    record: i64,
) -> rusqlite::Result<()> {
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "SELECT max(ifnull(updated_at, 0), created_at, ifnull(since, 0)) FROM {links} WHERE pk = :pk"
    );
    let mut newest = prepare(change.connection, &sql)?;
    let mut at = change.at;
    for pk in pks {
        let last: i64 = newest.query_row(named_params! { ":pk": pk }, |row| row.get(0))?;
        at = at.max(Timestamp::from_micros(last).plus_micros(1));
    }
    let sql = format!(
        "UPDATE {links} SET {record_pk} = :record, updated_at = :at, since = :at, changed_as = :as, changed_by = :by,
            {UNSEEN}
        WHERE pk = :pk"
    );
    let mut statement = prepare(change.connection, &sql)?;
    for pk in pks {
        statement.execute(named_params! {
            ":pk": pk,
            ":record": record,
            ":at": at.as_micros(),
            ":as": change.by.kind().as_str(),
            ":by": change.by.id(),
        })?;
    }
    let heading = Heading {
        at,
        ..change.heading(kind, true, Act::Updated, Some(Grounds::Merged))
    };
    change.note(heading, pks.iter().copied());
    Ok(())
}
