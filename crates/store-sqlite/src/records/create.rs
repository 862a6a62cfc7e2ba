use rusqlite::named_params;
use wellhead_core::command::{NewRecord, Outcome, Rejection};
use wellhead_core::id::{NewId, WorkspaceConnectorId};
use wellhead_core::journal::Act;
use wellhead_core::record::{Record, RecordRef, Values};
use wellhead_core::resource::{ExternalId, Times};
use wellhead_core::source::Held;
use wellhead_tenancy::Tenancy;

use super::get::{by_external_id, find, held_by_pk};
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::table::RecordTable;
use crate::{recalls, value};

/// Makes a record, or finds the one with its external id.
pub(crate) fn create(change: &Change<'_>, new: NewRecord) -> Result<Outcome, Undone<Rejection>> {
    let (connection, tenant) = (change.connection, change.tenant);
    if let NewId::Brought(_) = new.id
        && find(connection, tenant, new.reference())?.is_some()
    {
        return Err(Undone::Refused(Rejection::IdTaken));
    }
    if let Some(external_id) = &new.external_id
        && let Some((pk, _)) = by_external_id(connection, tenant, new.kind, external_id)?
    {
        let known = held_by_pk(connection, new.kind, pk)?;
        return Ok(Outcome::RecordResolved(known));
    }
    if let Some(external_id) = &new.external_id {
        recalls::refuse(change, new.kind, None, external_id)?;
    }
    insert(
        change,
        new.reference(),
        &new.values,
        new.external_id.as_ref(),
        None,
    )?;
    Ok(Outcome::Record(Held::by_hand(Record {
        kind: new.kind,
        id: new.id.get(),
        values: new.values,
        external_id: new.external_id,
        times: Times {
            created_at: change.at,
            updated_at: Some(change.at),
            deleted_at: None,
        },
    })))
}

/// Inserts a record whose ids are known to be free, and which a delivery of a connector makes, or somebody by hand; returns
/// its `pk`.
pub(crate) fn insert(
    change: &Change<'_>,
    record: RecordRef,
    values: &Values,
    external_id: Option<&ExternalId>,
    made_by: Option<WorkspaceConnectorId>,
) -> rusqlite::Result<i64> {
    let table = RecordTable::of(record.kind);
    let sql = format!(
        "INSERT INTO {} ({}{}, {}, source_id, workspace_pk, created_at, updated_at)
        VALUES ({}:external_id, :id, :source, :workspace, :at, :at)",
        table.records, table.written, table.external_id, table.id, table.values
    );
    let mut statement = prepare(change.connection, &sql)?;
    value::bind(
        &mut statement,
        record.kind,
        values,
        named_params! {
            ":external_id": external_id.map(ExternalId::as_str),
            ":id": record.id.uuid(),
            ":source": made_by.map(WorkspaceConnectorId::uuid),
            ":workspace": change.tenant.pk(),
            ":at": change.at.as_micros(),
        },
    )?;
    statement.raw_execute()?;
    let pk = change.connection.last_insert_rowid();
    change.note_record(record.kind, Act::Created, pk);
    Ok(pk)
}
