//! Lists of links by the states that they had in the past.

use rusqlite::{Connection, ToSql};
use wellhead_core::page::{Looked, Position, Slice};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, Link, LinkFilter, LinkState, Past};
use wellhead_core::tenant::Tenant;

use super::history::of_link;
use super::position::{LinkPosition, place, positions};
use super::range::Range;
use crate::ends;
use crate::look::look;
use crate::slice::{Bounds, first, limit, merge, within};
use crate::statement::prepare;

/// Finds the links through their present states and the superseded ones, and looks at all states of each.
pub(super) fn past(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    filter: &LinkFilter,
    past: Past,
    slice: Slice,
    most: usize,
) -> rusqlite::Result<Looked<Link>> {
    let snapshot = connection.unchecked_transaction()?;
    let sources = sources(&snapshot, tenant, kind, filter, past)?;
    let most = match filter.record {
        Some(_) => usize::MAX,
        None => most,
    };
    look(
        slice,
        most,
        |slice| {
            merge(&sources, slice, |source, slice| match source {
                Source::Present(range) => positions(&snapshot, kind, range, slice),
                Source::History(history) => history.positions(&snapshot, kind, slice),
            })
        },
        |place| {
            let states = of_link(&snapshot, tenant, kind, place.pk)?;
            Ok(shown(&states, filter, past, place.position))
        },
    )
}

/// The link with these states and this place, if one of its states is wanted.
fn shown(states: &[LinkState], filter: &LinkFilter, past: Past, place: Position) -> Option<Link> {
    let state = states.iter().rev().find(|state| {
        past.finds(state.span(), filter.deleted)
            && filter.record.is_none_or(|it| state.record == it)
            && filter
                .workspace_connector
                .is_none_or(|it| state.workspace_connector == it)
            && filter.direction.is_none_or(|it| state.direction == it)
    })?;
    let maker = states.first().and_then(|first| first.by);
    Some(state.shown(place.id.into(), (place.created_at, maker), past))
}

/// Where links are found.
enum Source {
    Present(Range),
    History(History),
}

fn sources(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    filter: &LinkFilter,
    past: Past,
) -> rusqlite::Result<Vec<Source>> {
    let present = LinkFilter {
        deleted: past.present(filter.deleted),
        ..*filter
    };
    let present = Range::of(connection, tenant, kind, &present)?;
    let history = History::of(connection, tenant, kind, filter)?;
    let history = history.into_iter().map(Source::History);
    Ok(present
        .into_iter()
        .map(Source::Present)
        .chain(history)
        .collect())
}

/// A part of an index of the history: the superseded states of a record's or of a connector's links, by the places of the
/// links.
struct History {
    index: &'static str,
    column: &'static str,
    pk: i64,
    direction: Option<&'static str>,
}

impl History {
    fn of(
        connection: &Connection,
        tenant: Tenant,
        kind: Kind,
        filter: &LinkFilter,
    ) -> rusqlite::Result<Vec<Self>> {
        let (index, column, pks) = match (filter.record, filter.workspace_connector) {
            (Some(record), _) => {
                let record = ends::record(connection, tenant, kind, record)?;
                (
                    "record",
                    "record_pk",
                    record.map(|end| end.pk).into_iter().collect(),
                )
            }
            (None, Some(connector)) => {
                let connector = ends::workspace_connector(connection, tenant, connector)?;
                (
                    "wc",
                    "workspace_connector_pk",
                    connector.map(|end| end.pk).into_iter().collect(),
                )
            }
            (None, None) => {
                let all: Vec<_> = ends::workspace_connectors(connection, tenant)?;
                ("wc", "workspace_connector_pk", all)
            }
        };
        let history = pks.into_iter().map(|pk| Self {
            index,
            column,
            pk,
            direction: filter.direction.map(Direction::as_str),
        });
        Ok(history.collect())
    }

    /// The places of the links in a slice, each once.
    fn positions(
        &self,
        connection: &Connection,
        kind: Kind,
        slice: Slice,
    ) -> rusqlite::Result<Vec<LinkPosition>> {
        let Self { index, column, .. } = self;
        let direction = match self.direction {
            Some(_) => " AND direction = :direction",
            None => "",
        };
        let sql = format!(
            "SELECT created_at, link_id, min(link_pk) FROM link_history INDEXED BY idx_link_history_{index}
            WHERE record = '{kind}' AND {column} = :pk{direction} AND {}
            GROUP BY created_at, link_id {}",
            within("created_at", "link_id"),
            first("created_at", "link_id", slice.order)
        );
        let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
        let mut values = bounds.values();
        values.push((":pk", &self.pk));
        values.push((":limit", &limit));
        values.extend(
            self.direction
                .as_ref()
                .map(|it| (":direction", it as &dyn ToSql)),
        );
        prepare(connection, &sql)?
            .query_map(&values[..], place)?
            .collect()
    }
}
