use rusqlite::named_params;
use wellhead_core::command::{LinkChanges, Rejection};
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;
use wellhead_core::resource::Link;

use super::get::{self, StoredLink};
use crate::change::Change;
use crate::ends::{self, LinkedRow};
use crate::epoch;
use crate::error::Undone;
use crate::statement::prepare;
use crate::table::LinkTable;

pub(crate) fn update(
    change: &Change<'_>,
    kind: Kind,
    id: LinkId,
    changes: LinkChanges,
) -> Result<Link, Undone<Rejection>> {
    let (connection, tenant) = (change.connection, change.tenant);
    let stored = get::find(connection, tenant, kind, id)?
        .filter(|stored| changes.restore || stored.link.times.deleted_at.is_none())
        .ok_or(Undone::Refused(Rejection::NotFound))?;
    let (record, record_id) = match changes.record {
        Some(id) => {
            let missing = Rejection::RecordNotFound(kind);
            (
                active(ends::record(connection, tenant, kind, id)?, missing)?,
                id,
            )
        }
        None => (
            kept(&stored, stored.record, kind.as_str())?,
            stored.link.record,
        ),
    };
    let (workspace_connector, workspace_connector_id) = match changes.workspace_connector {
        Some(id) => {
            let found = ends::workspace_connector(connection, tenant, id)?;
            (active(found, Rejection::WorkspaceConnectorNotFound)?, id)
        }
        None => (
            kept(&stored, stored.workspace_connector, "workspace_connector")?,
            stored.link.workspace_connector,
        ),
    };
    let moves = stored.link.times.deleted_at.is_some()
        || workspace_connector != stored.workspace_connector.pk
        || changes
            .direction
            .is_some_and(|direction| direction != stored.link.direction);
    let epoch = if moves { epoch::MOVED } else { epoch::KEPT };
    let mut link = Link {
        record: record_id,
        workspace_connector: workspace_connector_id,
        direction: changes.direction.unwrap_or(stored.link.direction),
        ..stored.link
    };
    let updated_at = change.updated_at(link.times.updated_at);
    link.times.updated_at = Some(updated_at);
    link.times.deleted_at = None;

    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "UPDATE {links} SET {record_pk} = :record, workspace_connector_pk = :workspace_connector,
            direction = :direction, updated_at = :updated_at, deleted_at = NULL, {epoch}
        WHERE pk = :pk"
    );
    prepare(connection, &sql)?.execute(named_params! {
        ":pk": stored.pk,
        ":record": record,
        ":workspace_connector": workspace_connector,
        ":direction": link.direction.as_str(),
        ":updated_at": updated_at.as_micros(),
        ":epoch": change.epoch,
    })?;
    Ok(link)
}

/// The `pk` of a new end, which must be active.
fn active(end: Option<LinkedRow>, missing: Rejection) -> Result<i64, Undone<Rejection>> {
    end.filter(|end| end.active)
        .map(|end| end.pk)
        .ok_or(Undone::Refused(missing))
}

/// The `pk` of an end that stays. A deleted link is not restored while its end is deleted.
fn kept(stored: &StoredLink, end: LinkedRow, name: &'static str) -> Result<i64, Undone<Rejection>> {
    if end.active || stored.link.times.deleted_at.is_none() {
        Ok(end.pk)
    } else {
        Err(Undone::Refused(Rejection::EndDeleted(name)))
    }
}
