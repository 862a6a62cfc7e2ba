//! Lists of the links that a run, a job or a key made, saw last or ended.

use rusqlite::{Connection, ToSql};
use uuid::Uuid;
use wellhead_core::cause::Cause;
use wellhead_core::page::{Interval, Looked, Slice};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deed, DoneBy, Link, LinkFilter};
use wellhead_core::tenant::Tenant;

use super::get;
use super::position::{LinkPosition, place, positions};
use super::range::Range;
use crate::look::look;
use crate::row;
use crate::runs::{StoredRun, find};
use crate::slice::{Bounds, first, limit, merge, within};
use crate::statement::prepare;
use crate::table::LinkTable;

pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    filter: &LinkFilter,
    done: DoneBy,
    slice: Slice,
    most: usize,
) -> rusqlite::Result<Looked<Link>> {
    let snapshot = connection.unchecked_transaction()?;
    let most = match filter.record {
        Some(_) => usize::MAX,
        None => most,
    };
    let sources = sources(&snapshot, tenant, kind, filter, done)?;
    look(
        slice,
        most,
        |slice| {
            merge(&sources, slice, |source, slice| {
                source.positions(&snapshot, kind, slice)
            })
        },
        |place| {
            let link = get::at(&snapshot, tenant, kind, place.pk)?;
            Ok(link.filter(|link| is_done(link, done) && passes(filter, link)))
        },
    )
}

/// Whether it was done to a link.
fn is_done(link: &Link, done: DoneBy) -> bool {
    let cause = match done.deed {
        Deed::Created => link.causes.created,
        Deed::Seen => link.causes.seen,
        Deed::Deleted => link.causes.deleted,
    };
    cause.and_then(Cause::id) == Some(done.by)
}

fn passes(filter: &LinkFilter, link: &Link) -> bool {
    filter.record.is_none_or(|it| link.record == it)
        && filter
            .workspace_connector
            .is_none_or(|it| link.workspace_connector == it)
        && filter.direction.is_none_or(|it| link.direction == it)
        && row::seen(filter.deleted, &link.times)
}

/// Where links are found.
enum Source {
    /// A record's links, or those of a run's own connector and direction that were made in this time.
    Range(Range, Interval),
    /// The first states of links that this run made, and that were moved elsewhere since.
    Moved(Uuid),
    /// The index of what keys and jobs made, or of what anybody ended.
    Index(&'static str, Uuid),
}

fn sources(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    filter: &LinkFilter,
    done: DoneBy,
) -> rusqlite::Result<Vec<Source>> {
    let range = |filter, interval| {
        let ranges = Range::of(connection, tenant, kind, &filter)?.into_iter();
        Ok(ranges
            .map(move |range| Source::Range(range, interval))
            .collect())
    };
    if filter.record.is_some() {
        return range(*filter, Interval::default());
    }
    if done.deed == Deed::Deleted {
        return Ok(vec![Source::Index("deleted_by", done.by)]);
    }
    let Some(stored) = find(connection, tenant, done.by.into())? else {
        return Ok(vec![Source::Index("created_by", done.by)]);
    };
    if stored.run.record != kind {
        return Ok(Vec::new());
    }
    let stream = LinkFilter {
        workspace_connector: Some(stored.run.workspace_connector),
        direction: Some(stored.run.direction),
        deleted: filter.deleted,
        record: None,
    };
    let time = match done.deed {
        Deed::Created => made_in(&stored),
        Deed::Seen | Deed::Deleted => Interval::default(),
    };
    let mut sources: Vec<_> = range(stream, time)?;
    sources.push(Source::Moved(done.by));
    Ok(sources)
}

/// When the run made its links: from its start to the last of them.
fn made_in(stored: &StoredRun) -> Interval {
    let start = stored.run.started_at;
    let until = stored
        .last_link_at
        .map_or(start, |last| last.plus_micros(1));
    Interval::since(start).and(Interval::until(until))
}

impl Source {
    fn positions(
        &self,
        connection: &Connection,
        kind: Kind,
        slice: Slice,
    ) -> rusqlite::Result<Vec<LinkPosition>> {
        let LinkTable { links, link_id, .. } = LinkTable::of(kind);
        let (by, sql) = match self {
            Self::Range(range, time) => {
                let interval = slice.interval.and(*time);
                return positions(connection, kind, range, Slice { interval, ..slice });
            }
            Self::Moved(by) => {
                let sql = format!(
                    "SELECT created_at, link_id, link_pk
                    FROM link_history INDEXED BY idx_link_history_created_by
                    WHERE created_by = :by AND record = '{kind}' AND since = created_at AND {} {}",
                    within("created_at", "link_id"),
                    first("created_at", "link_id", slice.order)
                );
                (by, sql)
            }
            Self::Index(column, by) => {
                let which = match *column {
                    "created_by" => " AND created_as <> 'run'",
                    _ => "",
                };
                let sql = format!(
                    "SELECT created_at, {link_id}, pk FROM {links} INDEXED BY idx_{links}_{column}
                    WHERE {column} = :by{which} AND {} {}",
                    within("created_at", link_id),
                    first("created_at", link_id, slice.order)
                );
                (by, sql)
            }
        };
        let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
        let mut values = bounds.values();
        values.extend([(":by", by as &dyn ToSql), (":limit", &limit)]);
        prepare(connection, &sql)?
            .query_map(&values[..], place)?
            .collect()
    }
}
