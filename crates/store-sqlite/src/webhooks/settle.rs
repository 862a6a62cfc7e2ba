use rusqlite::{OptionalExtension, named_params};
use wellhead_core::command::Rejection;
use wellhead_core::id::WebhookAttemptId;
use wellhead_core::store::WebhookResult;
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::{EndpointStatus, Outcome};
use wellhead_tenancy::Tenancy;

use crate::change::{Change, UPDATED_AT};
use crate::error::Undone;
use crate::statement::prepare;
use crate::{row, silence};

/// The attempt, if it is still the one that is under way.
const UNDER_WAY: &str = "SELECT e.pk, a.pk, e.attempt_is_stale, a.started_at FROM webhook_endpoints e
    CROSS JOIN webhook_attempts a ON a.webhook_endpoint_pk = e.pk AND a.webhook_attempt_id = e.attempt_id
    WHERE e.workspace_pk = :workspace AND e.attempt_id = :attempt";

/// What changes in an endpoint that has taken its message.
const TAKEN: &str =
    ", position = message_position, message_id = NULL, message_at = NULL, message_after = NULL,
    message_position = NULL, message_kinds = NULL, failures = 0, failing_since = NULL";

/// What changes in one that has not.
const FAILED: &str = ", failures = failures + 1, failing_since = ifnull(failing_since, :started)";

/// An attempt that is under way.
struct UnderWay {
    endpoint_pk: i64,
    attempt_pk: i64,
    /// Whether the endpoint was changed since it began.
    is_stale: bool,
    started_at: Timestamp,
}

pub(super) fn settle(
    change: &Change<'_>,
    attempt: WebhookAttemptId,
    result: &WebhookResult,
) -> Result<(), Undone<Rejection>> {
    let values = named_params! { ":workspace": change.tenant.pk(), ":attempt": attempt.uuid() };
    let found = prepare(change.connection, UNDER_WAY)?
        .query_row(values, |row| {
            Ok(UnderWay {
                endpoint_pk: row.get(0)?,
                attempt_pk: row.get(1)?,
                is_stale: row.get(2)?,
                started_at: row::time(row, 3)?,
            })
        })
        .optional()?;
    let Some(found) = found else {
        return Ok(());
    };
    let pause = if found.is_stale {
        0
    } else {
        silence::micros(result.pause)
    };
    let is_next = result.outcome.is_retried() && !found.is_stale;
    let next = is_next.then(|| change.at.plus_micros(pause).as_micros());
    let end =
        "UPDATE webhook_attempts SET outcome = :outcome, status_code = :status, detail = :detail,
            duration_ms = :took, next_attempt_at = :next
        WHERE pk = :pk";
    prepare(change.connection, end)?.execute(named_params! {
        ":outcome": result.outcome.as_str(),
        ":status": result.status_code,
        ":detail": result.detail,
        ":took": i64::try_from(result.took.as_millis()).unwrap_or(i64::MAX),
        ":next": next,
        ":pk": found.attempt_pk,
    })?;
    let own = match result.outcome {
        // The endpoint has changed, so the result says nothing about it: the message is due again.
        _ if found.is_stale => "",
        Outcome::Delivered => TAKEN,
        _ => FAILED,
    };
    let sql = format!(
        "UPDATE webhook_endpoints SET attempt_id = NULL, attempt_is_stale = 0, last_attempt_at = :started,
            last_outcome = :outcome, next_attempt_at = :next, heard_ticks = :ticks, wait_micros = :wait{own}
        WHERE pk = :pk"
    );
    prepare(change.connection, &sql)?.execute(named_params! {
        ":started": found.started_at.as_micros(),
        ":outcome": result.outcome.as_str(),
        ":next": next,
        ":ticks": silence::ticks(),
        ":wait": pause,
        ":pk": found.endpoint_pk,
    })?;
    if result.outcome == Outcome::Gone && !found.is_stale {
        disable(change, found.endpoint_pk)?;
    }
    Ok(())
}

fn disable(change: &Change<'_>, endpoint_pk: i64) -> rusqlite::Result<()> {
    let sql = format!(
        "UPDATE webhook_endpoints SET status = :status, updated_at = {UPDATED_AT} WHERE pk = :pk"
    );
    prepare(change.connection, &sql)?.execute(named_params! {
        ":status": EndpointStatus::Disabled.as_str(),
        ":pk": endpoint_pk,
        ":at": change.at.as_micros(),
    })?;
    Ok(())
}
