//! The kept sums of flows, with what is not folded yet.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, named_params};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, FlowCount, Flows, Reach};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::fold::{Notes, Sums, rerouted};
use crate::row;
use crate::statement::prepare;

/// Reads the kept sums of the workspace's records, and adds the records that are not folded, if they are at most so many.
pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    deleted: Deleted,
    most: u64,
) -> rusqlite::Result<FlowCount> {
    let snapshot = connection.unchecked_transaction()?;
    let workspace = *tenant.pk();
    let behind = unfolded(&snapshot, workspace, kind)?;
    let mut sums = Sums::default();
    let reach = if behind > most {
        Reach::Behind(behind)
    } else {
        let notes = Notes::of_kind(&snapshot, workspace, kind)?;
        for (was, goes) in rerouted(&snapshot, workspace, &notes)?.values() {
            sums.turn(kind, was.as_deref(), goes.as_deref());
        }
        Reach::Whole
    };
    let mut records: BTreeMap<[i64; 2], i64> = BTreeMap::new();
    let kept = Sums::kept(&snapshot, workspace, kind)?;
    for ((_, ends), sum) in kept.changed().chain(sums.changed()) {
        *records.entry(ends).or_default() += sum.of(deleted);
    }
    let connectors = connectors(&snapshot, workspace)?;
    let mut flows = Flows::default();
    for (ends, records) in records {
        if records > 0 {
            flows.add_kept(ends, records.cast_unsigned(), &connectors);
        }
    }
    Ok(FlowCount { flows, reach })
}

/// How many records are not folded.
fn unfolded(connection: &Connection, workspace: i64, kind: Kind) -> rusqlite::Result<u64> {
    let sql = "SELECT count(DISTINCT record_pk) FROM unfolded WHERE workspace_pk = :workspace AND record = :record";
    let of = named_params! { ":workspace": workspace, ":record": kind.as_str() };
    prepare(connection, sql)?.query_row(of, |row| row::count(row, 0))
}

fn connectors(
    connection: &Connection,
    workspace: i64,
) -> rusqlite::Result<HashMap<i64, WorkspaceConnectorId>> {
    let sql = "SELECT pk, workspace_connector_id FROM workspace_connectors WHERE workspace_pk = :workspace";
    prepare(connection, sql)?
        .query_map(named_params! { ":workspace": workspace }, |row| {
            Ok((row.get(0)?, row::id(row, 1)?))
        })?
        .collect()
}
