use rusqlite::named_params;
use wellhead_core::cause::Grounds;
use wellhead_core::command::Rejection;
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;

use super::end::end;
use super::get;
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::table::LinkTable;

pub(crate) fn delete(change: &Change<'_>, kind: Kind, id: LinkId) -> Result<(), Undone<Rejection>> {
    let stored = get::find(change.connection, change.tenant, kind, id)?
        .filter(|stored| stored.link.times.deleted_at.is_none())
        .ok_or(Undone::Refused(Rejection::NotFound))?;
    let links = LinkTable::of(kind).links;
    end(change, kind, links, "pk", stored.pk, Grounds::Deleted)?;
    Ok(())
}

/// Soft-deletes the active links of a record that ended on these grounds.
pub(crate) fn delete_of_record(
    change: &Change<'_>,
    kind: Kind,
    record: i64,
    grounds: Grounds,
) -> rusqlite::Result<()> {
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    let through = format!("{links} INDEXED BY idx_{links}_record_created");
    end(change, kind, &through, record_pk, record, grounds)?;
    Ok(())
}

/// Soft-deletes the active links of an activation, of every kind; returns how many.
pub(crate) fn delete_of_workspace_connector(
    change: &Change<'_>,
    workspace_connector: i64,
) -> rusqlite::Result<usize> {
    let mut deleted = 0;
    for kind in Kind::ALL {
        let links = LinkTable::of(kind).links;
        let through = format!("{links} INDEXED BY idx_{links}_wc_active");
        let column = "workspace_connector_pk";
        deleted += end(
            change,
            kind,
            &through,
            column,
            workspace_connector,
            Grounds::Disconnected,
        )?;
    }
    Ok(deleted)
}

/// Whether an activation has more than `most` active links to one kind of record.
pub(crate) fn has_more(
    change: &Change<'_>,
    kind: Kind,
    workspace_connector: i64,
    most: usize,
) -> rusqlite::Result<bool> {
    let links = LinkTable::of(kind).links;
    let sql = format!(
        "SELECT 1 FROM {links} INDEXED BY idx_{links}_wc_active
        WHERE workspace_connector_pk = :pk AND deleted_at IS NULL LIMIT 1 OFFSET :most"
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    prepare(change.connection, &sql)?
        .exists(named_params! { ":pk": workspace_connector, ":most": most })
}
