use std::collections::BTreeMap;

use rusqlite::{Connection, Row, named_params};
use wellhead_core::cause::Grounds;
use wellhead_core::privacy::{Asked, Stretch};
use wellhead_core::record::Kind;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::row;
use crate::statement::prepare;
use crate::table::LinkTable;

/// The links of several records, which count as one. A link has one state at a moment, so no link counts twice. Only the
/// sums are kept, not the links.
pub(super) fn stretches(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    records: impl Iterator<Item = i64>,
    asked: Asked,
) -> rusqlite::Result<Vec<Stretch>> {
    let states = [present(kind), superseded(kind)].map(|states| statement(&states));
    let mut sums: BTreeMap<_, Stretch> = BTreeMap::new();
    for record in records {
        for states in &states {
            let mut states = prepare(connection, states)?;
            let values = named_params! {
                ":record": record,
                ":workspace": tenant.pk(),
                ":as_of": asked.as_of.as_micros(),
                ":from": asked.from.unwrap_or(Timestamp::MIN).as_micros(),
                ":to": asked.to.unwrap_or(Timestamp::MAX).as_micros(),
            };
            let mut rows = states.query(values)?;
            while let Some(row) = rows.next()? {
                let link = link(row)?;
                let key = (link.workspace_connector, link.direction, link.reason);
                sums.entry((key, link.ended.is_some()))
                    .and_modify(|sum| add(sum, &link))
                    .or_insert(link);
            }
        }
    }
    Ok(sums.into_values().collect())
}

/// Reads one link of one of these states. They have the columns of `l`.
fn statement(states: &str) -> String {
    format!(
        "SELECT w.workspace_connector_id, l.direction, l.created_at,
            iif(l.deleted_at <= :as_of, l.deleted_at, NULL), iif(l.deleted_at <= :as_of, l.reason, NULL)
        FROM {states}
            AND l.created_at <= :as_of AND l.created_at < :to
            AND (l.deleted_at IS NULL OR l.deleted_at > :as_of OR l.deleted_at > :from)
            AND w.workspace_pk = :workspace"
    )
}

/// The links whose present state was theirs at that moment.
fn present(kind: Kind) -> String {
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    format!(
        "{links} l INDEXED BY idx_{links}_record_created
        CROSS JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
        WHERE l.{record_pk} = :record AND ifnull(l.since, l.created_at) <= :as_of"
    )
}

/// The links of which another state was.
fn superseded(kind: Kind) -> String {
    format!(
        "link_history l INDEXED BY idx_link_history_record
        CROSS JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
        WHERE l.record = '{kind}' AND l.record_pk = :record AND l.since <= :as_of AND l.until > :as_of"
    )
}

fn link(row: &Row<'_>) -> rusqlite::Result<Stretch> {
    let created: Timestamp = row::time(row, 2)?;
    Ok(Stretch {
        workspace_connector: row::id(row, 0)?,
        direction: row::label(row, 1)?,
        ended: row::time_or_null(row, 3)?,
        reason: row::label_or_null::<Grounds>(row, 4)?,
        links: 1,
        first: created,
        last: created,
    })
}

fn add(sum: &mut Stretch, link: &Stretch) {
    sum.links += link.links;
    sum.first = sum.first.min(link.first);
    sum.last = sum.last.max(link.last);
    sum.ended = sum.ended.max(link.ended);
}
