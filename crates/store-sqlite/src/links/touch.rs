use rusqlite::named_params;
use wellhead_core::record::Kind;
use wellhead_core::resource::Direction;

use crate::cause::SEEN;
use crate::change::{Change, UPDATED_AT};
use crate::epoch::KEPT;
use crate::statement::prepare;
use crate::table::LinkTable;

/// Touches a record's active links of this connector and direction because it was seen again; returns whether there are
/// any.
pub(crate) fn touch(
    change: &Change<'_>,
    kind: Kind,
    record: i64,
    workspace_connector: i64,
    direction: Direction,
) -> rusqlite::Result<bool> {
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "UPDATE {links} INDEXED BY idx_{links}_record_created SET updated_at = {UPDATED_AT}, {SEEN}, {KEPT}
        WHERE {record_pk} = :record AND workspace_connector_pk = :workspace_connector
            AND direction = :direction AND deleted_at IS NULL"
    );
    let touched = prepare(change.connection, &sql)?.execute(named_params! {
        ":record": record,
        ":workspace_connector": workspace_connector,
        ":direction": direction.as_str(),
        ":by": change.by.id(),
        ":at": change.at.as_micros(),
        ":epoch": change.epoch,
    })?;
    Ok(touched > 0)
}
