use rusqlite::named_params;
use wellhead_core::command::{LinkChanges, Rejection};
use wellhead_core::id::LinkId;
use wellhead_core::journal::{Act, Heading};
use wellhead_core::record::Kind;
use wellhead_core::resource::Link;

use super::get::{self, StoredLink};
use crate::cause::{SUPERSEDED, UNSEEN};
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
        Some(id) => (ends::active_record(connection, tenant, kind, id)?, id),
        None => (
            kept(&stored, stored.record, kind.as_str())?,
            stored.link.record,
        ),
    };
    let (workspace_connector, workspace_connector_id) = match changes.workspace_connector {
        Some(id) => (
            ends::active_workspace_connector(connection, tenant, id)?,
            id,
        ),
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
    let is_another = moves || record != stored.record.pk;
    let epoch = if moves { epoch::MOVED } else { epoch::KEPT };
    let said = if is_another { SUPERSEDED } else { UNSEEN };
    let act = match stored.link.times.deleted_at {
        Some(_) => Act::Restored,
        None => Act::Updated,
    };
    let mut link = Link {
        record: record_id,
        workspace_connector: workspace_connector_id,
        direction: changes.direction.unwrap_or(stored.link.direction),
        ..stored.link
    };
    let updated_at = change.updated_at(Some(link.times.version()));
    link.times.updated_at = Some(updated_at);
    link.times.deleted_at = None;
    link.causes.deleted = None;
    link.causes.reason = None;

    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "UPDATE {links} SET {record_pk} = :record, workspace_connector_pk = :workspace_connector,
            direction = :direction, updated_at = :updated_at, {said}, {epoch}
        WHERE pk = :pk"
    );
    let (direction, at) = (link.direction.as_str(), updated_at.as_micros());
    let (cause, by) = (change.by.kind().as_str(), change.by.id());
    let mut values = named_params! {
        ":pk": stored.pk,
        ":record": record,
        ":workspace_connector": workspace_connector,
        ":direction": direction,
        ":updated_at": at,
        ":epoch": change.epoch,
    }
    .to_vec();
    if is_another {
        values.extend(named_params! { ":as": cause, ":by": by });
    }
    prepare(connection, &sql)?.execute(&values[..])?;
    if is_another {
        // The new state began just then, not at the time of the command.
        let heading = Heading {
            at: updated_at,
            ..change.heading(kind, true, act, None)
        };
        change.note(heading, [stored.pk]);
    }
    Ok(link)
}

/// The `pk` of an end that stays. A deleted link is not restored while its end is deleted.
fn kept(stored: &StoredLink, end: LinkedRow, name: &'static str) -> Result<i64, Undone<Rejection>> {
    if end.active || stored.link.times.deleted_at.is_none() {
        Ok(end.pk)
    } else {
        Err(Undone::Refused(Rejection::EndDeleted(name)))
    }
}
