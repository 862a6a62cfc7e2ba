use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::id::{LinkId, RecordId};
use wellhead_core::journal::{Changed, Ends, Heading, ends_at};
use wellhead_core::record::Kind;
use wellhead_core::time::Timestamp;

use crate::row;
use crate::statement::prepare;
use crate::table::LinkTable;

/// What the changes of a page were done to, each looked up once. The journal of a workspace names only its own rows.
#[derive(Default)]
pub(super) struct Subjects {
    records: HashMap<(Kind, i64), Option<RecordId>>,
    links: HashMap<(Kind, i64), Option<StatedLink>>,
}

/// A link, and what it said since when, the oldest first.
struct StatedLink {
    id: LinkId,
    made: Timestamp,
    states: Vec<(Timestamp, Ends)>,
}

impl Subjects {
    /// What a change was done to, if that is still known.
    pub(super) fn changed(
        &mut self,
        connection: &Connection,
        heading: &Heading,
        pk: i64,
    ) -> rusqlite::Result<Option<Changed>> {
        let &Heading {
            kind,
            is_link,
            act,
            at,
            ..
        } = heading;
        if !is_link {
            let id = match self.records.entry((kind, pk)) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(unknown) => *unknown.insert(record(connection, kind, pk)?),
            };
            return Ok(id.map(|id| Changed::Record(kind.record(id))));
        }
        let link = match self.links.entry((kind, pk)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(link(connection, kind, pk)?),
        };
        let Some(StatedLink { id, made, states }) = link else {
            return Ok(None);
        };
        let told = ends_at(states, *made, act, at);
        Ok(told.map(|(now, before)| Changed::Link {
            kind,
            id: *id,
            now,
            before,
        }))
    }
}

fn record(connection: &Connection, kind: Kind, pk: i64) -> rusqlite::Result<Option<RecordId>> {
    let LinkTable {
        records, record_id, ..
    } = LinkTable::of(kind);
    let sql = format!("SELECT {record_id} FROM {records} WHERE pk = :pk");
    prepare(connection, &sql)?
        .query_row(named_params! { ":pk": pk }, |row| row::id(row, 0))
        .optional()
}

fn link(connection: &Connection, kind: Kind, pk: i64) -> rusqlite::Result<Option<StatedLink>> {
    let LinkTable {
        links,
        link_id,
        record_pk,
        records,
        record_id,
    } = LinkTable::of(kind);
    let sql = format!(
        "SELECT r.{record_id}, w.workspace_connector_id, l.direction, ifnull(l.since, l.created_at),
            l.{link_id}, l.since IS NOT NULL, l.created_at
        FROM {links} l
        CROSS JOIN {records} r ON r.pk = l.{record_pk}
        CROSS JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
        WHERE l.pk = :pk"
    );
    let found = prepare(connection, &sql)?
        .query_row(named_params! { ":pk": pk }, |row| {
            Ok((
                row::id(row, 4)?,
                state(row)?,
                row.get(5)?,
                row::time(row, 6)?,
            ))
        })
        .optional()?;
    let Some((id, present, was_another, made)) = found else {
        return Ok(None);
    };
    let mut states = if was_another {
        superseded(connection, kind, pk)?
    } else {
        Vec::new()
    };
    states.push(present);
    Ok(Some(StatedLink { id, made, states }))
}

fn superseded(
    connection: &Connection,
    kind: Kind,
    pk: i64,
) -> rusqlite::Result<Vec<(Timestamp, Ends)>> {
    let LinkTable {
        records, record_id, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "SELECT r.{record_id}, w.workspace_connector_id, h.direction, h.since
        FROM link_history h INDEXED BY idx_link_history_link
        CROSS JOIN {records} r ON r.pk = h.record_pk
        CROSS JOIN workspace_connectors w ON w.pk = h.workspace_connector_pk
        WHERE h.record = '{kind}' AND h.link_pk = :pk ORDER BY h.since"
    );
    prepare(connection, &sql)?
        .query_map(named_params! { ":pk": pk }, state)?
        .collect()
}

/// Reads a record's id, a connector's, a direction and since when.
fn state(row: &Row<'_>) -> rusqlite::Result<(Timestamp, Ends)> {
    let ends = Ends {
        record: row::id(row, 0)?,
        workspace_connector: row::id(row, 1)?,
        direction: row::label(row, 2)?,
    };
    Ok((row::time(row, 3)?, ends))
}
