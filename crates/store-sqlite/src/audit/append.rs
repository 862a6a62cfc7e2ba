use rusqlite::{Connection, named_params};
use uuid::Uuid;
use wellhead_core::audit::{Entry, Event, sealed};
use wellhead_core::id::KeyId;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::read::heads;
use crate::statement::prepare;

/// Adds entries in a write transaction; none if the workspace is gone.
pub(crate) fn append(
    connection: &Connection,
    tenant: Tenant,
    entries: Vec<Entry>,
) -> rusqlite::Result<Vec<Event>> {
    let Some(heads) = heads(connection, tenant)? else {
        return Ok(Vec::new());
    };
    let events = sealed(tenant.workspace(), heads.head, entries);
    let sql = "INSERT INTO audit_events (
            workspace_pk, position, audit_event_id, created_at, actor, api_key_id, act, subject, subject_id, outcome,
            status, address, trace_id, sha256, detail, hash)
        VALUES (
            :workspace, :position, :id, :at, :actor, :key, :act, :subject, :subject_id, :outcome,
            :status, :address, :trace_id, :sha256, :detail, :hash)";
    let mut insert = prepare(connection, sql)?;
    for Event {
        position,
        entry,
        hash,
    } in &events
    {
        insert.execute(named_params! {
            ":workspace": tenant.pk(),
            ":position": position.cast_signed(),
            ":id": entry.id.uuid(),
            ":at": entry.at.as_micros(),
            ":actor": entry.actor.kind().as_str(),
            ":key": entry.actor.key().map(KeyId::uuid),
            ":act": entry.act.as_str(),
            ":subject": entry.subject.about.to_string(),
            ":subject_id": entry.subject.id,
            ":outcome": entry.outcome.as_str(),
            ":status": entry.status,
            ":address": entry.address.map(|it| it.to_string()),
            ":trace_id": entry.trace_id.map(Uuid::from_u128),
            ":sha256": entry.sha256,
            ":detail": entry.detail.json(),
            ":hash": hash.0,
        })?;
    }
    if let Some(last) = events.last() {
        let sql =
            "UPDATE audit_heads SET head = :head, hash = :hash WHERE workspace_pk = :workspace";
        prepare(connection, sql)?.execute(named_params! {
            ":workspace": tenant.pk(),
            ":head": last.position.cast_signed(),
            ":hash": last.hash.0,
        })?;
    }
    Ok(events)
}
