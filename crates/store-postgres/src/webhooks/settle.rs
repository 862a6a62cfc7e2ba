use std::time::Duration;

use async_trait::async_trait;
use tokio_postgres::Row;
use wellhead_core::id::WebhookAttemptId;
use wellhead_core::store::WebhookResult;
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::{EndpointStatus, Outcome};
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::{At, Count};
use crate::silence::{seconds, span};
use crate::work::{Work, whole};
use crate::writer::{Writer, updated_at};

/// The attempt, if it is still the one that is under way.
const UNDER_WAY: &str = "SELECT e.pk, a.pk, e.attempt_is_stale \
    FROM core_api.webhook_endpoints e \
    JOIN core_api.webhook_attempts a \
      ON a.webhook_endpoint_pk = e.pk AND a.webhook_attempt_id = e.attempt_id \
    WHERE e.workspace_pk = $1 AND e.attempt_id = $2 FOR NO KEY UPDATE OF e";

/// What changes in an endpoint that has taken its message.
const TAKEN: &str = ", position = e.message_position, message_id = NULL, message_at = NULL, \
    message_after = NULL, message_position = NULL, message_kinds = NULL, failures = 0, failing_since = NULL";

/// What changes in one that has not.
const FAILED: &str =
    ", failures = e.failures + 1, failing_since = coalesce(e.failing_since, a.started_at)";

/// The result of an attempt.
pub(super) struct Settle {
    pub(super) attempt: WebhookAttemptId,
    pub(super) result: WebhookResult,
}

#[async_trait]
impl Work for Settle {
    type Done = ();

    async fn run(&self, writer: &mut Writer<'_>) -> Result<(), (usize, Refused)> {
        writer.webhook_settle(self).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn webhook_settle(&self, settle: &Settle) -> Result<(), Refused> {
        let result = &settle.result;
        let found = self
            .query_opt(UNDER_WAY, &[self.tenant.pk(), &settle.attempt.uuid()])
            .await?;
        let Some(found) = found else {
            return Ok(());
        };
        let is_stale: bool = found.get(2);
        let pause = if is_stale {
            Duration::ZERO
        } else {
            result.pause
        };
        let micros = i64::try_from(pause.as_micros()).unwrap_or(i64::MAX);
        let next = (result.outcome.is_retried() && !is_stale).then(|| self.at.plus_micros(micros));
        self.webhook_attempt_end(&found, result, next).await?;
        let own = match result.outcome {
            // The endpoint has changed, so the result says nothing about it: the message is due again.
            _ if is_stale => "",
            Outcome::Delivered => TAKEN,
            _ => FAILED,
        };
        let sql = format!(
            "UPDATE core_api.webhook_endpoints e SET attempt_id = NULL, attempt_is_stale = false, \
               last_attempt_at = a.started_at, last_outcome = a.outcome, next_attempt_at = $3, \
               due_at = clock_timestamp() + {}{own} \
             FROM core_api.webhook_attempts a \
             WHERE e.pk = $1 AND a.pk = $2",
            span("$4")
        );
        let (endpoint, attempt): (i64, i64) = (found.get(0), found.get(1));
        let pause = seconds(pause);
        let next = next.map(At);
        self.execute(&sql, &[&endpoint, &attempt, &next, &pause])
            .await?;
        if result.outcome == Outcome::Gone && !is_stale {
            self.webhook_disable(endpoint).await?;
        }
        Ok(())
    }

    async fn webhook_disable(&self, endpoint_pk: i64) -> Result<(), Refused> {
        let sql = format!(
            "UPDATE core_api.webhook_endpoints e SET status = '{}', updated_at = {} WHERE e.pk = $1",
            EndpointStatus::Disabled,
            updated_at("e", "$2")
        );
        self.execute(&sql, &[&endpoint_pk, &At(self.at)]).await?;
        Ok(())
    }

    async fn webhook_attempt_end(
        &self,
        found: &Row,
        result: &WebhookResult,
        next: Option<Timestamp>,
    ) -> Result<(), Refused> {
        let sql = format!(
            "UPDATE core_api.webhook_attempts SET outcome = '{}', status_code = $2, detail = $3, \
               duration_ms = $4, next_attempt_at = $5 \
             WHERE pk = $1",
            result.outcome
        );
        let pk: i64 = found.get(1);
        let status = result.status_code.map(u16::cast_signed);
        let took = Count(u64::try_from(result.took.as_millis()).unwrap_or(u64::MAX));
        self.execute(&sql, &[&pk, &status, &result.detail, &took, &next.map(At)])
            .await?;
        Ok(())
    }
}
