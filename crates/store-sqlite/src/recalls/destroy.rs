use rusqlite::named_params;
use wellhead_core::command::Rejection;
use wellhead_core::id::JobId;
use wellhead_core::privacy::{Traces, emptied};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Job, JobStatus};

use super::{get, make, traces};
use crate::change::{Change, UPDATED_AT};
use crate::error::Undone;
use crate::statement::prepare;
use crate::table::{IdentityTable, RecordTable};
use crate::{jobs, records};

/// What an erasure has destroyed.
pub(super) enum Destroyed {
    /// This, just now.
    Now(Traces),
    /// Something, before this process died or the file could not be cleaned.
    Before,
}

/// Destroys what names the record of an erasure.
pub(super) fn destroy(change: &Change<'_>, id: JobId) -> Result<Destroyed, Undone<Rejection>> {
    let found = get::erasure(change.connection, change.tenant, id)?;
    let (recall, kind, pk, is_destroyed) = found.ok_or(Undone::Refused(Rejection::NotFound))?;
    if is_destroyed {
        return Ok(Destroyed::Before);
    }
    let pks = make::with_merged(change, kind, pk)?;
    let names = make::names(change, kind, &pks)?;
    let mut destroyed = Vec::with_capacity(pks.len());
    for pk in &pks {
        let record = records::held_by_pk(change.connection, kind, *pk)?.record;
        empty(change, kind, *pk)?;
        forget(change, kind, *pk)?;
        destroyed.push(record);
    }
    let ids = names.iter().map(|(_, id)| id.as_str().to_owned());
    let said = Traces::new(&destroyed, ids);
    traces::redact(change, &said)?;
    let sql = "UPDATE recalls SET destroyed_at = :at WHERE pk = :recall";
    prepare(change.connection, sql)?
        .execute(named_params! { ":at": change.at.as_micros(), ":recall": recall })?;
    Ok(Destroyed::Now(said))
}

/// Ends an erasure's job, once no file holds what it destroyed.
pub(super) fn end(change: &Change<'_>, id: JobId) -> Result<Job, Undone<Rejection>> {
    let stored = jobs::existing(change, id)?;
    if stored.job.status != JobStatus::InProgress {
        return Ok(stored.job);
    }
    let job = Job {
        heartbeat_at: change.at.max(stored.job.heartbeat_at),
        ..stored.job
    };
    Ok(jobs::end(change, stored.pk, job, None)?)
}

/// Takes its values from a record. Its public id and its times stay, and so do its links.
fn empty(change: &Change<'_>, kind: Kind, pk: i64) -> rusqlite::Result<()> {
    let RecordTable {
        records,
        external_id,
        ..
    } = RecordTable::of(kind);
    let assignments: String = emptied(kind)
        .map(|(column, text)| match text {
            Some(text) => format!("{column} = '{text}', "),
            None => format!("{column} = NULL, "),
        })
        .collect();
    let sql = format!(
        "UPDATE {records} SET {assignments}{external_id} = NULL, sources = NULL, updated_at = {UPDATED_AT} WHERE pk = :pk"
    );
    prepare(change.connection, &sql)?
        .execute(named_params! { ":pk": pk, ":at": change.at.as_micros() })?;
    Ok(())
}

/// Deletes what connectors call a record.
fn forget(change: &Change<'_>, kind: Kind, pk: i64) -> rusqlite::Result<()> {
    let IdentityTable {
        identities,
        record_pk,
        ..
    } = IdentityTable::of(kind);
    let sql = format!(
        "DELETE FROM {identities} INDEXED BY idx_{identities}_record WHERE {record_pk} = :record"
    );
    prepare(change.connection, &sql)?.execute(named_params! { ":record": pk })?;
    Ok(())
}
