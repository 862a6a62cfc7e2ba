use async_trait::async_trait;
use tokio_postgres::Row;
use wellhead_core::store::{ClaimedWebhook, KEPT_ATTEMPTS, WebhookClaim};
use wellhead_core::webhook::{Message, Outcome, Secret};
use wellhead_tenancy::Tenancy;

use super::get::{kinds, labels, url};
use crate::error::Refused;
use crate::row::{At, Count, count, id, time};
use crate::silence::{seconds, span};
use crate::slice::limit;
use crate::work::{Work, whole};
use crate::writer::Writer;

/// The endpoint that has been due for longest. If another process has it in hand, the next one.
const DUE: &str = "SELECT e.pk, e.webhook_endpoint_id, e.url, e.kinds, e.position, e.failures, \
      e.message_id IS NOT NULL, e.message_id, e.message_at, e.message_after, e.message_position, \
      e.message_kinds, h.head, h.forgotten \
    FROM core_api.webhook_endpoints e \
    JOIN core_api.journal_heads h ON h.workspace_pk = e.workspace_pk \
    WHERE e.workspace_pk = $1 AND e.status = 'enabled' AND e.due_at <= statement_timestamp() \
      AND (e.message_id IS NOT NULL OR e.position < h.head) \
    ORDER BY e.due_at, e.pk LIMIT 1 FOR NO KEY UPDATE OF e SKIP LOCKED";

/// The kinds of record in the journal after the position `$2`, among `$3` rows, and how far those go if there are more.
/// Positions have no gaps, so a row ends where the next one begins; the first row is the one that holds the position
/// after `$2`.
const TOLD: &str = "WITH told AS ( \
      SELECT j.position, j.record, row_number() OVER (ORDER BY j.position) AS n \
      FROM core_api.journal j \
      WHERE j.workspace_pk = $1 AND j.position >= coalesce(( \
        SELECT max(f.position) FROM core_api.journal f \
        WHERE f.workspace_pk = $1 AND f.position <= $2::bigint + 1 \
      ), 0) \
      ORDER BY j.position LIMIT $3::bigint + 1 \
    ) \
    SELECT ARRAY(SELECT DISTINCT t.record FROM told t WHERE t.n <= $3), \
      (SELECT t.position - 1 FROM told t WHERE t.n = $3 + 1)";

/// A message to take up.
pub(super) struct Claim(pub(super) WebhookClaim);

#[async_trait]
impl Work for Claim {
    type Done = Option<ClaimedWebhook>;

    async fn run(
        &self,
        writer: &mut Writer<'_>,
    ) -> Result<Option<ClaimedWebhook>, (usize, Refused)> {
        writer.webhook_claim(self.0).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn webhook_claim(&self, claim: WebhookClaim) -> Result<Option<ClaimedWebhook>, Refused> {
        loop {
            let Some(due) = self.query_opt(DUE, &[self.tenant.pk()]).await? else {
                return Ok(None);
            };
            let message = if due.get(6) {
                Message {
                    id: id(&due, 7),
                    at: time(&due, 8),
                    after: count(&due, 9),
                    position: count(&due, 10),
                    kinds: kinds(&due, 11)?,
                }
            } else {
                let new = self.webhook_message(&due, claim).await?;
                if new.kinds.is_empty() {
                    let sql = "UPDATE core_api.webhook_endpoints SET position = $2 WHERE pk = $1";
                    let pk: i64 = due.get(0);
                    self.execute(sql, &[&pk, &Count(new.position)]).await?;
                    continue;
                }
                new
            };
            return self.webhook_begin(&due, claim, message).await.map(Some);
        }
    }

    /// The message about the changes after an endpoint's position. It has no kinds if the endpoint wants to know of
    /// none of them.
    async fn webhook_message(&self, due: &Row, claim: WebhookClaim) -> Result<Message, Refused> {
        let (wanted, after) = (kinds(due, 3)?, count(due, 4));
        let (head, forgotten) = (count(due, 12), count(due, 13));
        let most = limit(claim.read_ahead);
        let told = self
            .query_opt(TOLD, &[self.tenant.pk(), &Count(after), &most])
            .await?;
        let (changed, upto) = match &told {
            Some(row) => (kinds(row, 0)?, row.get::<_, Option<Count>>(1)),
            None => (Vec::new(), None),
        };
        let changed = (after >= forgotten).then_some(changed);
        Ok(Message {
            id: claim.message,
            at: self.at,
            after,
            position: upto.map_or(head, |upto| upto.0),
            kinds: Message::kinds_for(&wanted, changed),
        })
    }

    /// Begins an attempt to send `message`.
    async fn webhook_begin(
        &self,
        due: &Row,
        claim: WebhookClaim,
        message: Message,
    ) -> Result<ClaimedWebhook, Refused> {
        let pk: i64 = due.get(0);
        let lost = format!(
            "UPDATE core_api.webhook_attempts SET outcome = '{}' \
             WHERE webhook_endpoint_pk = $1 AND outcome IS NULL",
            Outcome::Lost
        );
        self.execute(&lost, &[&pk]).await?;
        let take = format!(
            "UPDATE core_api.webhook_endpoints SET message_id = $2, message_at = $3, message_after = $4, \
               message_position = $5, message_kinds = $6, attempt_id = $7, attempt_is_stale = false, \
               due_at = clock_timestamp() + {} \
             WHERE pk = $1",
            span("$8")
        );
        let lease = seconds(claim.lease);
        self.execute(
            &take,
            &[
                &pk,
                &message.id.uuid(),
                &At(message.at),
                &Count(message.after),
                &Count(message.position),
                &labels(&message.kinds),
                &claim.attempt.uuid(),
                &lease,
            ],
        )
        .await?;
        let failures = count(due, 5);
        self.webhook_attempt_insert(pk, claim, &message, failures)
            .await?;
        Ok(ClaimedWebhook {
            attempt: claim.attempt,
            endpoint: id(due, 1),
            url: url(due, 2)?,
            secrets: self.webhook_secrets(pk).await?,
            message,
            failures,
        })
    }

    async fn webhook_attempt_insert(
        &self,
        endpoint_pk: i64,
        claim: WebhookClaim,
        message: &Message,
        failures: u64,
    ) -> Result<(), Refused> {
        let insert = "INSERT INTO core_api.webhook_attempts \
                        (webhook_attempt_id, webhook_endpoint_pk, message_id, position, number, started_at) \
                      VALUES ($1, $2, $3, $4, $5, $6)";
        self.execute(
            insert,
            &[
                &claim.attempt.uuid(),
                &endpoint_pk,
                &message.id.uuid(),
                &Count(message.position),
                &Count(failures.saturating_add(1)),
                &At(self.at),
            ],
        )
        .await?;
        let forget = "DELETE FROM core_api.webhook_attempts WHERE webhook_endpoint_pk = $1 AND pk <= ( \
                        SELECT a.pk FROM core_api.webhook_attempts a WHERE a.webhook_endpoint_pk = $1 \
                        ORDER BY a.pk DESC OFFSET $2 LIMIT 1)";
        let kept = limit(KEPT_ATTEMPTS);
        self.execute(forget, &[&endpoint_pk, &kept]).await?;
        Ok(())
    }

    /// The secrets that sign now, the newest first.
    async fn webhook_secrets(&self, endpoint_pk: i64) -> Result<Vec<Secret>, Refused> {
        let sql = "SELECT s.secret FROM core_api.webhook_secrets s WHERE s.webhook_endpoint_pk = $1 \
                     AND (s.expires_at IS NULL OR s.expires_at > $2) ORDER BY s.pk DESC";
        let rows = self.query(sql, &[&endpoint_pk, &At(self.at)]).await?;
        let secrets = rows.iter().map(|row| Secret::from_stored(row.get(0)));
        Ok(secrets.collect())
    }
}
