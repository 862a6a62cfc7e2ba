//! The counts that are kept of links and records.
//!
//! A writer adds up what its transaction changes, and writes it down behind the journal: by then it has raised the
//! journal's counter, so nobody waits for a count who does not wait for that. What others than the service write is
//! counted by triggers. A count that is wrong may be negative; it is read as none.
//!
//! Links by hour and the ways of records are only noted here, as `core_api.unfolded`; a fold works them in later.

use std::collections::{BTreeMap, BTreeSet};

use tokio_postgres::Row;
use wellhead_core::journal::Act;
use wellhead_core::limits::Counted;
use wellhead_core::page::Interval;
use wellhead_core::record::{Kind, RecordFilter};
use wellhead_core::resource::{Bucket, Deleted, Direction, LinkFilter};
use wellhead_core::store::{ActiveLinks, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::error::Refused;
use crate::limits::{keep_quota, returning};
use crate::row::{At, count, label};
use crate::session::Parameters;
use crate::writer::Writer;

/// The links of one connector, kind and direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stream {
    /// The connector's `pk`.
    pub(crate) connector: i64,
    pub(crate) kind: Kind,
    pub(crate) direction: Direction,
}

/// How many more there are than before.
#[derive(Debug, Clone, Copy, Default)]
struct More {
    active: i64,
    deleted: i64,
}

/// A record and when a link of it was made.
pub(crate) type Made = (i64, Timestamp);

/// What a transaction has changed in the counts.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// And when the oldest and the newest link were made that came to a stream.
    streams: BTreeMap<Stream, (More, Option<[Timestamp; 2]>)>,
    records: BTreeMap<Kind, More>,
    /// How many more links of a stream were made in the hour that begins then, and which records joined the stream with them.
    hours: BTreeMap<(Stream, Timestamp), (i64, BTreeSet<i64>)>,
    /// The records whose ways may be others in any other way.
    routes: BTreeMap<Kind, BTreeSet<i64>>,
}

impl Counts {
    /// Active links came to a stream.
    pub(crate) fn came(&mut self, stream: Stream, made: impl IntoIterator<Item = Made>) {
        let (more, span) = self.streams.entry(stream).or_default();
        for (record, at) in made {
            more.active += 1;
            let [oldest, newest] = span.unwrap_or([at, at]);
            *span = Some([oldest.min(at), newest.max(at)]);
            let hour = (stream, Bucket::Hour.start(at));
            let (made, joined) = self.hours.entry(hour).or_default();
            *made += 1;
            joined.insert(record);
        }
    }

    /// A link left a stream.
    pub(crate) fn left(&mut self, stream: Stream, (record, at): Made, was_deleted: bool) {
        let (more, _) = self.streams.entry(stream).or_default();
        if was_deleted {
            more.deleted -= 1;
        } else {
            more.active -= 1;
        }
        let hour = (stream, Bucket::Hour.start(at));
        self.hours.entry(hour).or_default().0 -= 1;
        self.rerouted(stream.kind, [record]);
    }

    /// Active links of a stream ended, one of each of these records.
    pub(crate) fn ended(&mut self, stream: Stream, records: &[i64]) {
        if records.is_empty() {
            return;
        }
        let number = i64::try_from(records.len()).unwrap_or(i64::MAX);
        let (more, _) = self.streams.entry(stream).or_default();
        more.active -= number;
        more.deleted += number;
        self.rerouted(stream.kind, records.iter().copied());
    }

    /// Links of these records changed, and with them perhaps their ways.
    pub(crate) fn rerouted(&mut self, kind: Kind, records: impl IntoIterator<Item = i64>) {
        self.routes.entry(kind).or_default().extend(records);
    }

    /// How many more active records or links there are than before.
    fn growth(&self, of: Counted) -> i64 {
        match of {
            Counted::Records => self.records.values().map(|more| more.active).sum(),
            Counted::Links => self.streams.values().map(|(more, _)| more.active).sum(),
        }
    }

    /// This was done to so many records, which changed with it: those that were deleted were active before.
    pub(crate) fn records(&mut self, kind: Kind, act: Act, number: usize) {
        let [active, deleted] = match act {
            Act::Created => [1, 0],
            Act::Deleted => [-1, 1],
            Act::Restored => [1, -1],
            Act::Updated => return,
        };
        if number == 0 {
            return;
        }
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let more = self.records.entry(kind).or_default();
        more.active += active * number;
        more.deleted += deleted * number;
    }
}

/// The statement that adds to streams, and notes what is to be folded. Its parameters: the workspace's `pk`; arrays of the
/// kinds, the connectors, the directions, how many more are active and deleted, and the times of the oldest and the newest that
/// came; and of each note the kind, the connector, the direction, the hour, how many more were made, and the place of its
/// first record among all records, and their number; and these. Then comes what it returns.
const ADD_LINKS: &str = "WITH noted AS ( \
       INSERT INTO core_api.unfolded \
         (workspace_pk, record, workspace_connector_pk, direction, hour, made, joined, pks) \
       SELECT $1, n.record, n.connector, n.direction::core_api.direction_enum, n.hour, n.made, \
         n.connector IS NOT NULL, \
         ($16::bigint[])[n.first : n.first + n.length - 1] \
       FROM unnest($9::text[], $10::bigint[], $11::text[], $12::timestamptz[], $13::bigint[], $14::bigint[], \
         $15::bigint[]) n (record, connector, direction, hour, made, first, length)) \
     INSERT INTO core_api.streams AS t \
       (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at) \
     SELECT $1, c.record, c.connector, c.direction::core_api.direction_enum, c.active, c.deleted, c.oldest, c.newest \
     FROM unnest($2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::timestamptz[], \
       $8::timestamptz[]) c (record, connector, direction, active, deleted, oldest, newest) \
     ON CONFLICT (workspace_pk, record, workspace_connector_pk, direction) DO UPDATE \
     SET active = t.active + excluded.active, deleted = t.deleted + excluded.deleted, \
       oldest_at = least(t.oldest_at, excluded.oldest_at), newest_at = greatest(t.newest_at, excluded.newest_at)";

/// How many records a note has at most, so that a fold can stop behind it.
const NOTED: usize = 1_000;

/// Columns of what is to be folded.
#[derive(Default)]
struct Notes {
    kinds: Vec<&'static str>,
    connectors: Vec<Option<i64>>,
    directions: Vec<Option<&'static str>>,
    hours: Vec<Option<At>>,
    made: Vec<i64>,
    firsts: Vec<i64>,
    lengths: Vec<i64>,
    records: Vec<i64>,
}

impl Notes {
    fn of(counts: &Counts) -> Self {
        let mut notes = Self::default();
        for (&(stream, hour), (made, joined)) in &counts.hours {
            let joined: Vec<i64> = joined.iter().copied().collect();
            let mut joined = joined.chunks(NOTED);
            let of = Some((stream, hour));
            notes.add(stream.kind, of, *made, joined.next().unwrap_or_default());
            for joined in joined {
                notes.add(stream.kind, of, 0, joined);
            }
        }
        for (&kind, routes) in &counts.routes {
            let routes: Vec<i64> = routes.iter().copied().collect();
            for records in routes.chunks(NOTED) {
                notes.add(kind, None, 0, records);
            }
        }
        notes
    }

    fn add(&mut self, kind: Kind, of: Option<(Stream, Timestamp)>, made: i64, records: &[i64]) {
        let length = |records: &[i64]| i64::try_from(records.len()).unwrap_or(i64::MAX);
        self.kinds.push(kind.as_str());
        self.connectors.push(of.map(|(stream, _)| stream.connector));
        let direction = of.map(|(stream, _)| stream.direction.as_str());
        self.directions.push(direction);
        self.hours.push(of.map(|(_, hour)| At(hour)));
        self.made.push(made);
        self.firsts.push(length(&self.records) + 1);
        self.lengths.push(length(records));
        self.records.extend(records);
    }
}

/// The same for records. Its parameters: the workspace's `pk`, and arrays of the kinds, and how many more are active and
/// deleted. Then comes what it returns.
const ADD_RECORDS: &str = "INSERT INTO core_api.record_counts AS t (workspace_pk, record, active, deleted) \
     SELECT $1, c.record, c.active, c.deleted \
     FROM unnest($2::text[], $3::bigint[], $4::bigint[]) c (record, active, deleted) \
     ON CONFLICT (workspace_pk, record) DO UPDATE \
     SET active = t.active + excluded.active, deleted = t.deleted + excluded.deleted";

impl Writer<'_> {
    /// Writes down what the transaction has changed in the counts, unless the workspace would have more than it may. The
    /// journal's counter must be raised before: whoever else writes counts of the workspace has committed then, and is seen.
    pub(crate) async fn write_counts(&self, counts: &Counts) -> Result<(), Refused> {
        let notes = Notes::of(counts);
        if !counts.streams.is_empty() || !notes.kinds.is_empty() {
            let (streams, changes): (Vec<&Stream>, Vec<_>) = counts.streams.iter().unzip();
            let kinds: Vec<&str> = streams.iter().map(|it| it.kind.as_str()).collect();
            let connectors: Vec<i64> = streams.iter().map(|it| it.connector).collect();
            let directions: Vec<&str> = streams.iter().map(|it| it.direction.as_str()).collect();
            let active: Vec<i64> = changes.iter().map(|(more, _)| more.active).collect();
            let deleted: Vec<i64> = changes.iter().map(|(more, _)| more.deleted).collect();
            let [oldest, newest] = [0, 1].map(|end| -> Vec<Option<At>> {
                let spans = changes.iter();
                spans.map(|(_, span)| span.map(|it| At(it[end]))).collect()
            });
            let workspace = self.tenant.pk();
            self.write_within_quota(
                Counted::Links,
                counts,
                ADD_LINKS,
                &[
                    workspace,
                    &kinds,
                    &connectors,
                    &directions,
                    &active,
                    &deleted,
                    &oldest,
                    &newest,
                    &notes.kinds,
                    &notes.connectors,
                    &notes.directions,
                    &notes.hours,
                    &notes.made,
                    &notes.firsts,
                    &notes.lengths,
                    &notes.records,
                ],
            )
            .await?;
        }
        if !counts.records.is_empty() {
            let (kinds, changes): (Vec<&Kind>, Vec<&More>) = counts.records.iter().unzip();
            let kinds: Vec<&str> = kinds.into_iter().map(|kind| kind.as_str()).collect();
            let active: Vec<i64> = changes.iter().map(|more| more.active).collect();
            let deleted: Vec<i64> = changes.iter().map(|more| more.deleted).collect();
            self.write_within_quota(
                Counted::Records,
                counts,
                ADD_RECORDS,
                &[self.tenant.pk(), &kinds, &active, &deleted],
            )
            .await?;
        }
        Ok(())
    }

    /// Runs a statement whose first parameter is the workspace's `pk`. If there are more of these afterwards, it also says whether
    /// that is within the quota.
    async fn write_within_quota(
        &self,
        of: Counted,
        counts: &Counts,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<(), Refused> {
        let growth = counts.growth(of);
        if growth <= 0 || !self.by.has_quotas() {
            self.execute(sql, parameters).await?;
            return Ok(());
        }
        let sql = format!("{sql} {}", returning(of, "$1"));
        let rows = self.query(&sql, parameters).await?;
        keep_quota(of, &rows, growth)
    }
}

/// The count that a filter by deletion asks for.
const fn column(deleted: Deleted) -> &'static str {
    match deleted {
        Deleted::Exclude => "t.active",
        Deleted::Include => "t.active + t.deleted",
        Deleted::Only => "t.deleted",
    }
}

/// The statement that adds up the kept counts of the links that pass `filter`. `None` if they do not tell.
pub(crate) fn links(
    tenant: Tenant,
    kind: Kind,
    filter: LinkFilter,
    created: Interval,
) -> Option<(String, Arguments)> {
    if filter.record.is_some() || created != Interval::default() {
        return None;
    }
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let connector = filter.workspace_connector.map(|connector| {
        let connector = arguments.bind(connector.uuid());
        format!(
            " AND t.workspace_connector_pk = ( \
               SELECT w.pk FROM core_api.workspace_connectors w \
               WHERE w.workspace_pk = {workspace} AND w.workspace_connector_id = {connector})"
        )
    });
    let direction = filter
        .direction
        .map(|direction| format!(" AND t.direction = '{direction}'"));
    let sql = format!(
        "SELECT greatest(sum({}), 0)::bigint FROM core_api.streams t \
         WHERE t.workspace_pk = {workspace} AND t.record = '{kind}'{}{}",
        column(filter.deleted),
        connector.unwrap_or_default(),
        direction.unwrap_or_default(),
    );
    Some((sql, arguments))
}

/// The statement that reads the kept count of the records that pass `filter`. `None` if it does not tell.
pub(crate) fn records(
    tenant: Tenant,
    kind: Kind,
    filter: &RecordFilter,
    created: Interval,
) -> Option<(String, Arguments)> {
    if filter.external_id.is_some() || created != Interval::default() {
        return None;
    }
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let sql = format!(
        "SELECT greatest(sum({}), 0)::bigint FROM core_api.record_counts t \
         WHERE t.workspace_pk = {workspace} AND t.record = '{kind}'",
        column(filter.deleted)
    );
    Some((sql, arguments))
}

/// The statement that reads how many active links connectors have by kind and direction; [`active`] reads its rows. Its
/// parameters: the workspace's `pk` and the connectors' public ids. A connector's streams are a range in order, so that only their own
/// index will do: without statistics the workspace's key looks as good.
pub(crate) const ACTIVE: &str = "SELECT d.place, t.record, t.direction::text, greatest(t.active, 0) \
     FROM unnest($2::uuid[]) WITH ORDINALITY d (id, place) \
     CROSS JOIN LATERAL ( \
       SELECT w.pk FROM core_api.workspace_connectors w \
       WHERE w.workspace_pk = $1 AND w.workspace_connector_id = d.id OFFSET 0) w \
     CROSS JOIN LATERAL ( \
       SELECT t.record, t.direction, t.active FROM core_api.streams t \
       WHERE t.workspace_connector_pk >= w.pk AND t.workspace_connector_pk <= w.pk \
       ORDER BY t.workspace_connector_pk OFFSET 0) t";

/// Reads the rows of [`ACTIVE`]: the counts of each of so many connectors.
pub(crate) fn active(rows: &[Row], connectors: usize) -> Result<Vec<Vec<ActiveLinks>>, StoreError> {
    let mut counts = vec![BTreeMap::new(); connectors];
    for row in rows {
        let place = usize::try_from(row.get::<_, i64>(0) - 1).unwrap_or(usize::MAX);
        if let Some(counts) = counts.get_mut(place) {
            counts.insert((label(row, 1)?, label(row, 2)?), count(row, 3));
        }
    }
    Ok(counts.iter().map(ActiveLinks::of_every_kind).collect())
}
