use rusqlite::{Connection, named_params};
use wellhead_core::tenant::Tenant;

use crate::statement::prepare;
use crate::{row, silence};

/// The condition that a message is due for the endpoint `e`, whose journal's head is `h`, at the ticks `:now`.
pub(super) fn is_due() -> String {
    format!(
        "e.status = 'enabled' AND {} AND (e.message_id IS NOT NULL OR e.position < h.head)",
        silence::is_over("e.heard_ticks", "e.wait_micros")
    )
}

/// The workspaces in which a message is due.
pub(super) fn due(connection: &Connection) -> rusqlite::Result<Vec<Tenant>> {
    let sql = format!(
        "SELECT DISTINCT w.workspace_id, w.pk FROM webhook_endpoints e
        JOIN journal_heads h ON h.workspace_pk = e.workspace_pk
        JOIN workspaces w ON w.pk = e.workspace_pk
        WHERE w.deleted_at IS NULL AND w.suspended_at IS NULL AND {} ORDER BY w.pk",
        is_due()
    );
    let values = named_params! { ":now": silence::ticks() };
    prepare(connection, &sql)?
        .query_map(values, row::tenant)?
        .collect()
}
