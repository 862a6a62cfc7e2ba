//! What a job's step reads and soft-deletes. Its cost depends on the step, not on the ledger.

use std::collections::BTreeSet;

use rusqlite::named_params;
use wellhead_core::page::{Interval, Order, Position, Positioned, Slice};
use wellhead_core::resource::{Deleted, Job, JobCursor, LinkFilter};

use crate::change::Change;
use crate::epoch::IS_UNTOUCHED;
use crate::links::{LinkPosition, Range, end, positions};
use crate::slice::merge;
use crate::statement::prepare;
use crate::table::LinkTable;

/// Which of the links that a step looks at are soft-deleted.
#[derive(Clone, Copy)]
pub(super) enum Doomed {
    All,
    /// Those with an older active twin: the same record, connector and direction.
    Twins,
    /// Those that were not touched since this epoch was opened.
    Untouched(i64),
}

/// The result of a step.
#[derive(Default)]
pub(super) struct Looked {
    pub(super) scanned: u64,
    pub(super) changed: u64,
    /// The last link that was looked at.
    pub(super) last: Option<Position>,
}

/// Looks at the first `limit` links of a stream after `from` that the job selects, and soft-deletes the doomed ones
/// unless it is a dry run.
pub(super) fn look(
    change: &Change<'_>,
    job: &Job,
    doomed: Doomed,
    from: JobCursor,
    limit: usize,
) -> rusqlite::Result<Looked> {
    if !job.selection.holds(from.stream) {
        return Ok(Looked::default());
    }
    let table = LinkTable::of(from.stream.record);
    let found = select(change, job, from, limit)?;
    let mut looked = Looked {
        scanned: u64::try_from(found.len()).unwrap_or(u64::MAX),
        changed: 0,
        last: found.last().map(Positioned::position),
    };
    for place in found {
        let goes = match doomed {
            Doomed::All => true,
            Doomed::Twins => has_older_twin(change, table, place.pk)?,
            Doomed::Untouched(since) => is_untouched(change, table, place.pk, since)?,
        };
        looked.changed += u64::from(goes);
        if goes && !job.dry_run {
            end(
                change,
                from.stream.record,
                table.links,
                "pk",
                place.pk,
                job.kind.grounds(),
            )?;
        }
    }
    Ok(looked)
}

fn select(
    change: &Change<'_>,
    job: &Job,
    from: JobCursor,
    limit: usize,
) -> rusqlite::Result<Vec<LinkPosition>> {
    let (connection, selection) = (change.connection, &job.selection);
    let JobCursor { stream, after } = from;
    let filter = LinkFilter {
        record: None,
        workspace_connector: Some(stream.workspace_connector),
        direction: Some(stream.direction),
        deleted: Deleted::Exclude,
    };
    let ranges = |filter| Range::of(connection, change.tenant, stream.record, &filter);
    let ranges = if selection.records.is_empty() {
        ranges(filter)?
    } else {
        // A record may be named twice.
        let records: BTreeSet<_> = selection.records.iter().copied().collect();
        let mut all = Vec::new();
        for id in records {
            let record = Some(id);
            all.extend(ranges(LinkFilter { record, ..filter })?);
        }
        all
    };
    let behind = after.map(|after| Interval::following(after, Order::OldestFirst));
    let slice = Slice {
        interval: selection.created.and(behind.unwrap_or_default()),
        order: Order::OldestFirst,
        limit,
    };
    merge(&ranges, slice, |range, slice| {
        positions(connection, stream.record, range, slice)
    })
}

fn has_older_twin(change: &Change<'_>, table: &LinkTable, pk: i64) -> rusqlite::Result<bool> {
    let LinkTable {
        links,
        link_id,
        record_pk,
        ..
    } = table;
    let sql = format!(
        "SELECT 1 FROM {links} l CROSS JOIN {links} twin INDEXED BY idx_{links}_record_created
            ON twin.{record_pk} = l.{record_pk}
                AND twin.workspace_connector_pk = l.workspace_connector_pk
                AND twin.direction = l.direction
                AND (twin.created_at, twin.{link_id}) < (l.created_at, l.{link_id})
        WHERE l.pk = :pk AND twin.deleted_at IS NULL"
    );
    prepare(change.connection, &sql)?.exists(named_params! { ":pk": pk })
}

fn is_untouched(
    change: &Change<'_>,
    table: &LinkTable,
    pk: i64,
    since: i64,
) -> rusqlite::Result<bool> {
    let links = table.links;
    let sql = format!("SELECT 1 FROM {links} WHERE pk = :pk AND {IS_UNTOUCHED}");
    prepare(change.connection, &sql)?.exists(named_params! { ":pk": pk, ":epoch": since })
}
