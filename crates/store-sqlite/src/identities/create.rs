use rusqlite::{OptionalExtension, named_params};
use wellhead_core::command::Rejection;
use wellhead_core::id::{IdentityId, NewId};
use wellhead_core::identity::{Identity, NewIdentity};
use wellhead_core::record::Kind;
use wellhead_core::resource::ExternalId;

use super::get::find;
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::table::IdentityTable;
use crate::{ends, recalls, row, workspace_connectors};

pub(crate) fn create(change: &Change<'_>, new: NewIdentity) -> Result<Identity, Undone<Rejection>> {
    let (connection, tenant, kind) = (change.connection, change.tenant, new.kind);
    if let NewId::Brought(id) = new.id
        && find(connection, tenant, kind, id)?.is_some()
    {
        return Err(Undone::Refused(Rejection::IdTaken));
    }
    let record = ends::active_record(connection, tenant, kind, new.record)?;
    let (connector, _) = workspace_connectors::find_active(change, new.workspace_connector)?;
    let line = workspace_connectors::line(connection, connector)?;
    let IdentityTable {
        identities,
        record_pk,
        records,
        record_id,
        ..
    } = IdentityTable::of(kind);
    let sql = format!(
        "SELECT p.{record_id} FROM {identities} i INDEXED BY idx_{identities}_line_external
        CROSS JOIN {records} p ON p.pk = i.{record_pk}
        WHERE i.line_pk = :line AND i.external_id = :external_id AND i.deleted_at IS NULL"
    );
    let owner = prepare(connection, &sql)?
        .query_row(
            named_params! { ":line": line, ":external_id": new.external_id.as_str() },
            |row| row::id(row, 0),
        )
        .optional()?;
    if let Some(owner) = owner {
        return Err(Undone::Refused(Rejection::IdentityTaken(
            kind.record(owner),
        )));
    }
    recalls::refuse(change, kind, Some(line), &new.external_id)?;
    let to = (kind, connector, line);
    insert(change, to, new.id.get(), &new.external_id, record)?;
    let record = new.record;
    Ok(new.made(record, change.at, change.by))
}

/// Inserts an identity that is known to be free; `connector` is the `pk` of its connector, and `line` that of the first
/// of its line.
pub(crate) fn insert(
    change: &Change<'_>,
    (kind, connector, line): (Kind, i64, i64),
    id: IdentityId,
    external_id: &ExternalId,
    record: i64,
) -> rusqlite::Result<()> {
    let IdentityTable {
        identities,
        identity_id,
        record_pk,
        ..
    } = IdentityTable::of(kind);
    let sql = format!(
        "INSERT INTO {identities} ({identity_id}, workspace_connector_pk, line_pk, external_id, {record_pk},
            created_at, updated_at, created_as, created_by)
        VALUES (:id, :connector, :line, :external_id, :record, :at, :at, :as, :by)"
    );
    prepare(change.connection, &sql)?.execute(named_params! {
        ":id": id.uuid(),
        ":connector": connector,
        ":line": line,
        ":external_id": external_id.as_str(),
        ":record": record,
        ":at": change.at.as_micros(),
        ":as": change.by.kind().as_str(),
        ":by": change.by.id(),
    })?;
    Ok(())
}
