use rusqlite::named_params;
use wellhead_core::command::{NewLink, Rejection};
use wellhead_core::id::{LinkId, NewId};
use wellhead_core::record::Kind;
use wellhead_core::resource::Link;
use wellhead_tenancy::Tenancy;

use super::insert::{LinkRow, LinkedTo, insert};
use crate::change::Change;
use crate::ends;
use crate::error::Undone;
use crate::statement::prepare;
use crate::table::LinkTable;

pub(crate) fn create(change: &Change<'_>, new: &NewLink) -> Result<Link, Undone<Rejection>> {
    let (connection, tenant) = (change.connection, change.tenant);
    if let NewId::Brought(id) = new.id
        && is_taken(change, new.kind, id)?
    {
        return Err(Undone::Refused(Rejection::IdTaken));
    }
    let record = ends::active_record(connection, tenant, new.kind, new.record)?;
    let connector = ends::active_workspace_connector(connection, tenant, new.workspace_connector)?;
    let to = LinkedTo {
        record: new.kind,
        connector,
        direction: new.direction,
    };
    let row = LinkRow {
        id: new.id.get(),
        record,
        created_at: change.at,
    };
    insert(change, to, &[row])?;
    Ok(new.made(new.record, change.at, change.by))
}

/// Whether any link of the workspace has this id. The connector's end tells whose link it is.
fn is_taken(change: &Change<'_>, kind: Kind, id: LinkId) -> rusqlite::Result<bool> {
    let LinkTable { links, link_id, .. } = LinkTable::of(kind);
    let sql = format!(
        "SELECT 1 FROM {links} l
        CROSS JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
        WHERE l.{link_id} = :id AND w.workspace_pk = :workspace"
    );
    prepare(change.connection, &sql)?.exists(named_params! {
        ":id": id.uuid(),
        ":workspace": change.tenant.pk(),
    })
}
