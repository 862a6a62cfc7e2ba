use rusqlite::{OptionalExtension, named_params};
use wellhead_core::command::{NewWorkspaceConnector, Rejection};
use wellhead_core::id::NewId;
use wellhead_core::resource::{Times, WorkspaceConnector};
use wellhead_core::source::Rank;
use wellhead_tenancy::Tenancy;

use super::get::find;
use crate::change::Change;
use crate::disclosures::note_activation;
use crate::error::Undone;
use crate::row;
use crate::statement::prepare;

pub(crate) fn create(
    change: &Change<'_>,
    new: &NewWorkspaceConnector,
) -> Result<WorkspaceConnector, Undone<Rejection>> {
    if let NewId::Brought(id) = new.id
        && find(change.connection, change.tenant, id)?.is_some()
    {
        return Err(Undone::Refused(Rejection::IdTaken));
    }
    let sql = "SELECT pk FROM connectors WHERE connector_id = :connector";
    let connector: i64 = prepare(change.connection, sql)?
        .query_row(
            named_params! { ":connector": new.connector.uuid() },
            |row| row.get(0),
        )
        .optional()?
        .ok_or(Undone::Refused(Rejection::ConnectorNotFound))?;
    let (continues, line) = continued(change, new, connector)?.unzip();
    let id = new.id.get();
    // For `INSERT ... SELECT`, SQLite would plan to scan the tables that reference this one.
    let sql =
        "INSERT INTO workspace_connectors (workspace_connector_id, workspace_pk, connector_pk,
            status, match_rule, rank, continues_pk, line_pk, created_at, updated_at)
        VALUES (:id, :workspace, :connector, :status, :match_rule, :rank, :continues, :line, :at, :at)";
    prepare(change.connection, sql)?.execute(named_params! {
        ":id": id.uuid(),
        ":workspace": change.tenant.pk(),
        ":connector": connector,
        ":status": new.status.as_str(),
        ":match_rule": new.match_rule.as_str(),
        ":rank": new.rank.map(Rank::get),
        ":continues": continues,
        ":line": line,
        ":at": change.at.as_micros(),
    })?;
    if !new.legal.is_empty() {
        let pk = change.connection.last_insert_rowid();
        note_activation(change, pk, change.at, &new.legal)?;
    }
    Ok(WorkspaceConnector {
        id,
        connector: new.connector,
        status: new.status,
        match_rule: new.match_rule,
        rank: new.rank,
        legal: new.legal.clone(),
        continues: new.continues,
        times: Times {
            created_at: change.at,
            updated_at: Some(change.at),
            deleted_at: None,
        },
    })
}

/// The `pk` of the activation that a new one continues, and that of the first of its line.
fn continued(
    change: &Change<'_>,
    new: &NewWorkspaceConnector,
    connector: i64,
) -> Result<Option<(i64, i64)>, Undone<Rejection>> {
    let Some(continues) = new.continues else {
        return Ok(None);
    };
    let sql = "SELECT pk, ifnull(line_pk, pk) FROM workspace_connectors
        WHERE workspace_pk = :workspace AND workspace_connector_id = :id AND connector_pk = :connector";
    let values = named_params! {
        ":workspace": change.tenant.pk(), ":id": continues.uuid(), ":connector": connector,
    };
    let found = prepare(change.connection, sql)?
        .query_row(values, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (pk, line): (i64, i64) = found.ok_or(Undone::Refused(Rejection::NothingToContinue))?;
    let sql = "SELECT workspace_connector_id FROM workspace_connectors WHERE continues_pk = :pk";
    let other = prepare(change.connection, sql)?
        .query_row(named_params! { ":pk": pk }, |row| row::id(row, 0))
        .optional()?;
    match other {
        Some(other) => Err(Undone::Refused(Rejection::ContinuedAlready(other))),
        None => Ok(Some((pk, line))),
    }
}
