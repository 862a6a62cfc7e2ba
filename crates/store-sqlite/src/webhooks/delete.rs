use rusqlite::named_params;
use wellhead_core::command::{Expected, Rejection};
use wellhead_core::id::WebhookEndpointId;

use super::get::existing;
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;

/// Deletes an endpoint. Its secrets and attempts go with it.
pub(super) fn delete(
    change: &Change<'_>,
    id: WebhookEndpointId,
    expected: Option<&Expected>,
) -> Result<(), Undone<Rejection>> {
    let found = existing(change, id, expected)?;
    let sql = "DELETE FROM webhook_endpoints WHERE pk = :pk";
    prepare(change.connection, sql)?.execute(named_params! { ":pk": found.pk })?;
    Ok(())
}
