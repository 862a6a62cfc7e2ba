//! Provenance by the states that links had in the past.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, named_params};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Direction, Past, Span, Trace};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::row;
use crate::statement::prepare;
use crate::table::LinkTable;

pub(super) fn traces(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    record: i64,
    past: Past,
) -> rusqlite::Result<Vec<Trace>> {
    let mut groups: BTreeMap<_, Group> = BTreeMap::new();
    for states in [present(kind), superseded(kind)] {
        let mut statement = prepare(connection, &states)?;
        let states = statement.query_map(
            named_params! {
                ":record": record,
                ":end": past.end().as_micros(),
                ":workspace": tenant.pk(),
            },
            state,
        )?;
        for state in states {
            let state = state?;
            if past.finds(state.span, Deleted::Include) {
                let group = groups.entry((state.workspace_connector, state.direction));
                group.or_default().add(&state, past.is_active(state.span));
            }
        }
    }
    let traces = groups
        .into_iter()
        .filter_map(|(end, group)| group.trace(end));
    Ok(traces.collect())
}

/// The statement that reads the present states of a record's links; [`state`] reads a row.
fn present(kind: Kind) -> String {
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    format!(
        "SELECT w.workspace_connector_id, l.direction, l.pk, l.created_at,
            ifnull(l.since, l.created_at), NULL, l.deleted_at
        FROM {links} l INDEXED BY idx_{links}_record_created
        CROSS JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
        WHERE l.{record_pk} = :record AND l.created_at <= :end AND w.workspace_pk = :workspace"
    )
}

/// The statement that reads the superseded ones.
fn superseded(kind: Kind) -> String {
    format!(
        "SELECT w.workspace_connector_id, l.direction, l.link_pk, l.created_at,
            l.since, l.until, l.deleted_at
        FROM link_history l INDEXED BY idx_link_history_record
        CROSS JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
        WHERE l.record = '{kind}' AND l.record_pk = :record AND l.created_at <= :end
            AND w.workspace_pk = :workspace"
    )
}

/// What a link said of the record, and how long.
struct State {
    workspace_connector: WorkspaceConnectorId,
    direction: Direction,
    link: i64,
    created_at: Timestamp,
    span: Span,
}

fn state(row: &Row<'_>) -> rusqlite::Result<State> {
    Ok(State {
        workspace_connector: row::id(row, 0)?,
        direction: row::label(row, 1)?,
        link: row.get(2)?,
        created_at: row::time(row, 3)?,
        span: Span {
            since: row::time(row, 4)?,
            until: row::time_or_null(row, 5)?,
            deleted_at: row::time_or_null(row, 6)?,
        },
    })
}

/// The links of one connector and direction. Several states of one link may pass, but it is one link.
#[derive(Default)]
struct Group {
    created: BTreeSet<Timestamp>,
    links: BTreeSet<i64>,
    active: BTreeSet<i64>,
}

impl Group {
    fn add(&mut self, state: &State, is_active: bool) {
        self.created.insert(state.created_at);
        self.links.insert(state.link);
        if is_active {
            self.active.insert(state.link);
        }
    }

    fn trace(self, end: (WorkspaceConnectorId, Direction)) -> Option<Trace> {
        let (workspace_connector, direction) = end;
        Some(Trace {
            workspace_connector,
            direction,
            first: *self.created.first()?,
            last: *self.created.last()?,
            links: self.links.len() as u64,
            active: self.active.len() as u64,
        })
    }
}
