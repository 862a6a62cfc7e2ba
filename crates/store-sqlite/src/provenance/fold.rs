//! The fold: it works what triggers have noted into the sums of flows and into the hours.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Direction, FlowSum, WayEnd};

use crate::row;
use crate::statement::prepare;
use crate::table::LinkTable;

/// What changed of the links of one record in one hour of a stream.
struct Note {
    kind: Kind,
    record: i64,
    connector: i64,
    direction: Direction,
    /// Since 1970; -1 for none.
    hour: i64,
    /// So many more links were made.
    made: i64,
    /// Whether all that is new is that the record has active links of the stream.
    joined: bool,
}

/// Notes in the order of their key, so that those of a record are together.
pub(super) struct Notes(Vec<Note>);

impl Notes {
    const COLUMNS: &str =
        "record, record_pk, workspace_connector_pk, direction, hour, made, joined";

    /// All of one kind.
    pub(super) fn of_kind(
        connection: &Connection,
        workspace: i64,
        kind: Kind,
    ) -> rusqlite::Result<Self> {
        let sql = format!(
            "SELECT {} FROM unfolded WHERE workspace_pk = :workspace AND record = :record ORDER BY record_pk",
            Self::COLUMNS
        );
        let notes = prepare(connection, &sql)?
            .query_map(
                named_params! { ":workspace": workspace, ":record": kind.as_str() },
                note,
            )?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Self(notes))
    }

    /// The first of a workspace: at most so many, and all others of the last record. What one says of a record may be over by
    /// another.
    fn first(connection: &Connection, workspace: i64, most: usize) -> rusqlite::Result<Self> {
        let sql = format!(
            "SELECT {} FROM unfolded WHERE workspace_pk = :workspace
            ORDER BY record, record_pk, workspace_connector_pk, direction, hour",
            Self::COLUMNS
        );
        let mut statement = prepare(connection, &sql)?;
        let mut rows = statement.query(named_params! { ":workspace": workspace })?;
        let mut notes: Vec<Note> = Vec::new();
        while let Some(row) = rows.next()? {
            let next = note(row)?;
            if notes.len() >= most && !notes.last().is_some_and(|last| last.is_of_record(&next)) {
                break;
            }
            notes.push(next);
        }
        Ok(Self(notes))
    }
}

impl Note {
    fn is_of_record(&self, other: &Self) -> bool {
        (self.kind, self.record) == (other.kind, other.record)
    }
}

fn note(row: &Row<'_>) -> rusqlite::Result<Note> {
    Ok(Note {
        kind: row::label(row, 0)?,
        record: row.get(1)?,
        connector: row.get(2)?,
        direction: row::label(row, 3)?,
        hour: row.get(4)?,
        made: row.get(5)?,
        joined: row.get(6)?,
    })
}

/// The ends of a record's way as they are kept: codes with a blank between them.
type Ends = Option<String>;

/// The ends with which the records of these notes are counted, and those that they have now. Who only joined has one more end; of
/// others all links are read.
pub(super) fn rerouted(
    connection: &Connection,
    workspace: i64,
    notes: &Notes,
) -> rusqlite::Result<BTreeMap<(Kind, i64), (Ends, Ends)>> {
    let mut rerouted = BTreeMap::new();
    for notes in notes.0.chunk_by(Note::is_of_record) {
        let Note { kind, record, .. } = notes[0];
        let sql = "SELECT ends FROM record_ways
            WHERE workspace_pk = :workspace AND record = :kind AND record_pk = :record";
        let of =
            named_params! { ":workspace": workspace, ":kind": kind.as_str(), ":record": record };
        let was: Ends = prepare(connection, sql)?
            .query_row(of, |row| row.get(0))
            .optional()?;
        let goes = if notes.iter().all(|note| note.joined) {
            let kept = was.iter().flat_map(|ends| codes(ends));
            joined(kept.chain(notes.iter().map(|note| {
                let end = WayEnd {
                    connector: note.connector,
                    direction: note.direction,
                    is_deleted: false,
                };
                end.code()
            })))
        } else {
            ends(connection, workspace, kind, record)?
        };
        rerouted.insert((kind, record), (was, goes));
    }
    Ok(rerouted)
}

fn codes(ends: &str) -> impl Iterator<Item = i64> {
    ends.split(' ').filter_map(|code| code.parse().ok())
}

fn joined(codes: impl IntoIterator<Item = i64>) -> Ends {
    let codes: BTreeSet<i64> = codes.into_iter().collect();
    let codes: Vec<String> = codes.iter().map(i64::to_string).collect();
    Some(codes.join(" ")).filter(|ends| !ends.is_empty())
}

/// The ends of the way that a record goes now. `None` if it has no links of the workspace.
fn ends(
    connection: &Connection,
    workspace: i64,
    kind: Kind,
    record: i64,
) -> rusqlite::Result<Ends> {
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "SELECT l.workspace_connector_pk, l.direction, l.deleted_at IS NOT NULL
        FROM {links} l INDEXED BY idx_{links}_record_created
        CROSS JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
        WHERE l.{record_pk} = :record AND w.workspace_pk = :workspace"
    );
    let values = named_params! { ":record": record, ":workspace": workspace };
    let mut statement = prepare(connection, &sql)?;
    let ends = statement.query_map(values, |row| {
        let direction: Direction = row::label(row, 1)?;
        let (connector, is_deleted) = (row.get(0)?, row.get(2)?);
        let end = WayEnd {
            connector,
            direction,
            is_deleted,
        };
        Ok(end.code())
    })?;
    let ends: Vec<i64> = ends.collect::<rusqlite::Result<_>>()?;
    Ok(joined(ends))
}

/// How many more records a sum counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum {
    active: i64,
    ever: i64,
    deleted: i64,
}

impl Sum {
    pub(super) const fn of(self, deleted: Deleted) -> i64 {
        match deleted {
            Deleted::Exclude => self.active,
            Deleted::Include => self.ever,
            Deleted::Only => self.deleted,
        }
    }
}

/// What records change in the sums of a workspace.
#[derive(Debug, Default)]
pub(crate) struct Sums(BTreeMap<(Kind, [i64; 2]), Sum>);

impl Sums {
    /// A record turns from one way to another.
    pub(super) fn turn(&mut self, kind: Kind, was: Option<&str>, goes: Option<&str>) {
        if was != goes {
            self.add(kind, was, -1);
            self.add(kind, goes, 1);
        }
    }

    /// So many records go this way.
    pub(crate) fn add(&mut self, kind: Kind, ends: Option<&str>, records: i64) {
        let ends = ends.into_iter().flat_map(codes).map(WayEnd::of);
        for counted in FlowSum::of(ends) {
            let sum = self.0.entry((kind, counted.ends)).or_default();
            sum.active += records * i64::from(counted.active);
            sum.ever += records;
            sum.deleted += records * i64::from(counted.deleted);
        }
    }

    pub(super) fn changed(self) -> impl Iterator<Item = ((Kind, [i64; 2]), Sum)> {
        let changed = |(_, sum): &(_, Sum)| *sum != Sum::default();
        self.0.into_iter().filter(changed)
    }

    /// Those of one kind that are kept.
    pub(crate) fn kept(
        connection: &Connection,
        workspace: i64,
        kind: Kind,
    ) -> rusqlite::Result<Self> {
        let sql = "SELECT source, destination, active, ever, deleted FROM flow_sums
            WHERE workspace_pk = :workspace AND record = :kind";
        let kept = prepare(connection, sql)?
            .query_map(
                named_params! { ":workspace": workspace, ":kind": kind.as_str() },
                |row| {
                    let sum = Sum {
                        active: row.get(2)?,
                        ever: row.get(3)?,
                        deleted: row.get(4)?,
                    };
                    Ok(((kind, [row.get(0)?, row.get(1)?]), sum))
                },
            )?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Self(kept))
    }

    /// How many of them differ from those of another.
    pub(crate) fn differences(&self, other: &Self) -> usize {
        let of = |sums: &Self, key| sums.0.get(key).copied().unwrap_or_default();
        let keys: BTreeSet<_> = self.0.keys().chain(other.0.keys()).collect();
        let different = keys
            .into_iter()
            .filter(|key| of(self, key) != of(other, key));
        different.count()
    }

    /// Adds them to the kept sums.
    pub(crate) fn keep(self, connection: &Connection, workspace: i64) -> rusqlite::Result<()> {
        let add = "INSERT INTO flow_sums (workspace_pk, record, source, destination, active, ever, deleted)
            VALUES (:workspace, :kind, :source, :destination, :active, :ever, :deleted)
            ON CONFLICT DO UPDATE
            SET active = active + excluded.active, ever = ever + excluded.ever, deleted = deleted + excluded.deleted
            RETURNING ever";
        let forget = "DELETE FROM flow_sums
            WHERE workspace_pk = :workspace AND record = :kind AND source = :source AND destination = :destination";
        for ((kind, [source, destination]), sum) in self.changed() {
            let ever: i64 = prepare(connection, add)?.query_row(
                named_params! {
                    ":workspace": workspace, ":kind": kind.as_str(), ":source": source, ":destination": destination,
                    ":active": sum.active, ":ever": sum.ever, ":deleted": sum.deleted,
                },
                |row| row.get(0),
            )?;
            if ever <= 0 {
                prepare(connection, forget)?.execute(named_params! {
                    ":workspace": workspace, ":kind": kind.as_str(), ":source": source, ":destination": destination,
                })?;
            }
        }
        Ok(())
    }
}

/// Works in the first notes of a workspace, about so many. Returns how many there were.
pub(crate) fn fold_of(
    connection: &Connection,
    workspace: i64,
    most: usize,
) -> rusqlite::Result<usize> {
    let notes = Notes::first(connection, workspace, most)?;
    let Some(last) = notes.0.last() else {
        return Ok(0);
    };
    let mut sums = Sums::default();
    for ((kind, record), (was, goes)) in rerouted(connection, workspace, &notes)? {
        if was != goes {
            sums.turn(kind, was.as_deref(), goes.as_deref());
            keep_ends(connection, workspace, kind, record, goes.as_deref())?;
        }
    }
    sums.keep(connection, workspace)?;
    keep_hours(connection, workspace, &notes)?;
    let done = "DELETE FROM unfolded WHERE workspace_pk = :workspace
            AND (record, record_pk, workspace_connector_pk, direction, hour)
                <= (:kind, :record, :connector, :direction, :hour)";
    prepare(connection, done)?.execute(named_params! {
        ":workspace": workspace, ":kind": last.kind.as_str(), ":record": last.record,
        ":connector": last.connector, ":direction": last.direction.as_str(), ":hour": last.hour,
    })?;
    Ok(notes.0.len())
}

fn keep_ends(
    connection: &Connection,
    workspace: i64,
    kind: Kind,
    record: i64,
    ends: Option<&str>,
) -> rusqlite::Result<()> {
    let sql = match ends {
        Some(_) => {
            "INSERT INTO record_ways (workspace_pk, record, record_pk, ends) VALUES (:workspace, :kind, :record, :ends)
            ON CONFLICT DO UPDATE SET ends = excluded.ends"
        }
        None => {
            "DELETE FROM record_ways
            WHERE workspace_pk = :workspace AND record = :kind AND record_pk = :record AND :ends IS NULL"
        }
    };
    prepare(connection, sql)?.execute(
        named_params! { ":workspace": workspace, ":kind": kind.as_str(), ":record": record, ":ends": ends },
    )?;
    Ok(())
}

/// Counts the links of these notes in their hours. A connector may have been removed by hand since.
fn keep_hours(connection: &Connection, workspace: i64, notes: &Notes) -> rusqlite::Result<()> {
    let mut streams: BTreeMap<(i64, Kind, Direction, i64), i64> = BTreeMap::new();
    let mut all: BTreeMap<(Kind, Direction, i64), i64> = BTreeMap::new();
    for note in &notes.0 {
        let of_stream = (note.connector, note.kind, note.direction, note.hour);
        *streams.entry(of_stream).or_default() += note.made;
    }
    let sql = "INSERT INTO stream_hours (workspace_connector_pk, record, direction, hour, links)
        SELECT w.pk, :kind, :direction, :hour, :links FROM workspace_connectors w
        WHERE w.pk = :connector AND w.workspace_pk = :workspace
        ON CONFLICT DO UPDATE SET links = links + excluded.links";
    for ((connector, kind, direction, hour), links) in streams {
        if links != 0 {
            let counted = prepare(connection, sql)?.execute(named_params! {
                ":workspace": workspace, ":connector": connector, ":kind": kind.as_str(),
                ":direction": direction.as_str(), ":hour": hour, ":links": links,
            })?;
            if counted > 0 {
                *all.entry((kind, direction, hour)).or_default() += links;
            }
        }
    }
    let sql = "INSERT INTO workspace_hours (workspace_pk, record, direction, hour, links)
        VALUES (:workspace, :kind, :direction, :hour, :links)
        ON CONFLICT DO UPDATE SET links = links + excluded.links";
    for ((kind, direction, hour), links) in all {
        if links != 0 {
            prepare(connection, sql)?.execute(named_params! {
                ":workspace": workspace, ":kind": kind.as_str(), ":direction": direction.as_str(), ":hour": hour,
                ":links": links,
            })?;
        }
    }
    Ok(())
}

/// The records that are counted on another way than they go, and that no fold is about to look at.
pub(crate) fn misled(
    connection: &Connection,
    workspace: i64,
    kind: Kind,
) -> rusqlite::Result<Vec<i64>> {
    let sql = format!(
        "SELECT p.pk, r.ends FROM (
            SELECT pk FROM {records} WHERE workspace_pk = :workspace
            UNION
            SELECT record_pk FROM record_ways WHERE workspace_pk = :workspace AND record = :kind
        ) p
        LEFT JOIN record_ways r ON r.workspace_pk = :workspace AND r.record = :kind AND r.record_pk = p.pk
        WHERE NOT EXISTS (
            SELECT 1 FROM unfolded u
            WHERE u.workspace_pk = :workspace AND u.record = :kind AND u.record_pk = p.pk)",
        records = LinkTable::of(kind).records
    );
    let mut statement = prepare(connection, &sql)?;
    let values = named_params! { ":workspace": workspace, ":kind": kind.as_str() };
    let mut rows = statement.query(values)?;
    let mut misled = Vec::new();
    while let Some(row) = rows.next()? {
        let record = row.get(0)?;
        if row.get::<_, Ends>(1)? != ends(connection, workspace, kind, record)? {
            misled.push(record);
        }
    }
    Ok(misled)
}
