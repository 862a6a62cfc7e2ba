use rusqlite::named_params;
use wellhead_core::command::{Expected, Rejection};
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::webhook::{WebhookEndpoint, WebhookEndpointChanges};

use super::get::{existing, journal_position, labels};
use crate::change::{Change, UPDATED_AT};
use crate::error::Undone;
use crate::silence;
use crate::statement::prepare;

pub(super) fn update(
    change: &Change<'_>,
    id: WebhookEndpointId,
    changes: &WebhookEndpointChanges,
    expected: Option<&Expected>,
) -> Result<WebhookEndpoint, Undone<Rejection>> {
    let found = existing(change, id, expected)?;
    let now = found.endpoint;
    let position = match changes.position {
        Some(position) => journal_position(change, Some(position))?,
        None => now.position,
    };
    // An attempt under way keeps its lease, so that there is no second one meanwhile.
    let sql = format!(
        "UPDATE webhook_endpoints SET url = :url, kinds = :kinds, status = :status, position = :position,
            failures = 0, failing_since = NULL, next_attempt_at = NULL,
            attempt_is_stale = attempt_id IS NOT NULL,
            heard_ticks = iif(attempt_id IS NULL, :ticks, heard_ticks),
            wait_micros = iif(attempt_id IS NULL, 0, wait_micros),
            updated_at = {UPDATED_AT}
        WHERE pk = :pk"
    );
    let status = changes.status.unwrap_or(now.status);
    prepare(change.connection, &sql)?.execute(named_params! {
        ":url": changes.url.as_ref().unwrap_or(&now.url).as_str(),
        ":kinds": labels(changes.kinds.as_ref().unwrap_or(&now.kinds)),
        ":status": status.as_str(),
        ":position": position.cast_signed(),
        ":ticks": silence::ticks(),
        ":at": change.at.as_micros(),
        ":pk": found.pk,
    })?;
    if changes.position.is_some() || changes.kinds.is_some() {
        drop_message(change, found.pk)?;
    }
    Ok(existing(change, id, None)?.endpoint)
}

/// Forgets the message that was to be sent, so that there is a new one.
fn drop_message(change: &Change<'_>, endpoint_pk: i64) -> rusqlite::Result<()> {
    let sql =
        "UPDATE webhook_endpoints SET message_id = NULL, message_at = NULL, message_after = NULL,
            message_position = NULL, message_kinds = NULL
        WHERE pk = :pk";
    prepare(change.connection, sql)?.execute(named_params! { ":pk": endpoint_pk })?;
    Ok(())
}
