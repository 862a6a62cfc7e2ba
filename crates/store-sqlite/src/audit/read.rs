use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::audit::{AuditFilter, Event, Hash, Head, Heads, Raw, Stored};
use wellhead_core::id::AuditEventId;
use wellhead_core::page::{Looked, Slice};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::look::look;
use crate::row;
use crate::slice::{Bounds, first, limit, within};
use crate::statement::prepare;

/// Selects entries; [`stored`] reads a row.
const SELECT: &str =
    "SELECT position, audit_event_id, created_at, actor, api_key_id, act, subject, subject_id,
        outcome, status, address, trace_id, sha256, detail, hash
    FROM audit_events";

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let raw = Raw {
        position: row::count(row, 0)?,
        id: row.get(1)?,
        at: row::time(row, 2)?,
        actor: row.get(3)?,
        key: row.get(4)?,
        act: row.get(5)?,
        subject: row.get(6)?,
        subject_id: row.get(7)?,
        outcome: row.get(8)?,
        status: row.get(9)?,
        address: row.get(10)?,
        trace_id: row.get(11)?,
        sha256: row.get(12)?,
        detail: row.get(13)?,
        hash: row.get(14)?,
    };
    Ok(raw.stored())
}

/// The same, if it is an entry.
fn event(row: &Row<'_>) -> rusqlite::Result<Event> {
    let stored = stored(row)?;
    let why = format!(
        "there is no entry at position {} of an audit log",
        stored.position
    );
    let event = stored.event();
    event.ok_or_else(|| rusqlite::Error::FromSqlConversionFailure(0, Type::Integer, why.into()))
}

pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    filter: &AuditFilter,
    slice: Slice,
    most: usize,
) -> rusqlite::Result<Looked<Event>> {
    let snapshot = connection.unchecked_transaction()?;
    let (index, of) = match filter.id {
        Some(_) => ("idx_audit_events_subject", " AND subject_id = :subject_id"),
        None => ("idx_audit_events_workspace_created", ""),
    };
    let sql = format!(
        "{SELECT} INDEXED BY {index} WHERE workspace_pk = :workspace{of} AND {} {}",
        within("created_at", "audit_event_id"),
        first("created_at", "audit_event_id", slice.order)
    );
    look(
        slice,
        most,
        |slice| {
            let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
            let mut values = bounds.values();
            values.push((":workspace", tenant.pk()));
            values.push((":limit", &limit));
            if let Some(id) = &filter.id {
                values.push((":subject_id", id));
            }
            prepare(&snapshot, &sql)?
                .query_map(&values[..], event)?
                .collect()
        },
        |event| Ok(filter.passes(&event.entry).then(|| event.clone())),
    )
}

pub(super) fn find(
    connection: &Connection,
    tenant: Tenant,
    id: AuditEventId,
) -> rusqlite::Result<Option<Event>> {
    let sql = format!("{SELECT} WHERE workspace_pk = :workspace AND audit_event_id = :id");
    let values = named_params! { ":workspace": tenant.pk(), ":id": id.uuid() };
    prepare(connection, &sql)?
        .query_row(values, event)
        .optional()
}

pub(super) fn behind(
    connection: &Connection,
    tenant: Tenant,
    after: u64,
    most: usize,
) -> rusqlite::Result<Vec<Stored>> {
    let sql = format!(
        "{SELECT} WHERE workspace_pk = :workspace AND position > :after ORDER BY position LIMIT :most"
    );
    let values = named_params! {
        ":workspace": tenant.pk(),
        ":after": i64::try_from(after).unwrap_or(i64::MAX),
        ":most": i64::try_from(most).unwrap_or(i64::MAX),
    };
    prepare(connection, &sql)?
        .query_map(values, stored)?
        .collect()
}

pub(super) fn heads(connection: &Connection, tenant: Tenant) -> rusqlite::Result<Option<Heads>> {
    let sql = "SELECT forgotten, forgotten_hash, head, hash FROM audit_heads
        WHERE workspace_pk = :workspace";
    let heads = |row: &Row<'_>| {
        Ok(Heads {
            forgotten: head(row, 0)?,
            head: head(row, 2)?,
        })
    };
    prepare(connection, sql)?
        .query_row(named_params! { ":workspace": tenant.pk() }, heads)
        .optional()
}

/// A position and a hash, side by side from the column `first` on.
fn head(row: &Row<'_>, first: usize) -> rusqlite::Result<Head> {
    Ok(Head {
        position: row::count(row, first)?,
        hash: Hash(row.get(first + 1)?),
    })
}
