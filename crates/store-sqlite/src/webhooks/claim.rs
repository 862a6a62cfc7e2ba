use rusqlite::{OptionalExtension, Row, named_params};
use wellhead_core::command::Rejection;
use wellhead_core::record::Kind;
use wellhead_core::store::{ClaimedWebhook, KEPT_ATTEMPTS, WebhookClaim};
use wellhead_core::webhook::{EndpointUrl, Message, Outcome, Secret};
use wellhead_tenancy::Tenancy;

use super::due::is_due;
use super::get::{kinds, labels, url};
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::{row, silence};

/// The rows of the journal after the position `:after`, and one more. Positions have no gaps, so a row ends where the
/// next one begins; the first row is the one that holds the position after `:after`.
const TOLD: &str = "SELECT position, record FROM journal
    WHERE workspace_pk = :workspace AND position >= ifnull((
        SELECT max(position) FROM journal WHERE workspace_pk = :workspace AND position <= :after + 1
    ), 0)
    ORDER BY position LIMIT :most + 1";

/// An endpoint for which a message is due.
struct Due {
    pk: i64,
    claimed: ClaimedWebhook,
    /// The kinds of record it is told of; none stands for all.
    wanted: Vec<Kind>,
    is_new: bool,
    head: u64,
    forgotten: u64,
}

pub(super) fn claim(
    change: &Change<'_>,
    claim: WebhookClaim,
) -> Result<Option<ClaimedWebhook>, Undone<Rejection>> {
    loop {
        let Some(mut due) = due(change, claim)? else {
            return Ok(None);
        };
        if due.is_new {
            tell(change, claim.read_ahead, &mut due)?;
        }
        if !due.claimed.message.kinds.is_empty() {
            begin(change, claim, &mut due)?;
            return Ok(Some(due.claimed));
        }
        let sql = "UPDATE webhook_endpoints SET position = :position WHERE pk = :pk";
        prepare(change.connection, sql)?.execute(named_params! {
            ":position": due.claimed.message.position.cast_signed(),
            ":pk": due.pk,
        })?;
    }
}

/// The endpoint that has been due for longest.
fn due(change: &Change<'_>, claim: WebhookClaim) -> rusqlite::Result<Option<Due>> {
    let sql = format!(
        "SELECT e.pk, e.webhook_endpoint_id, e.url, e.kinds, e.position, e.failures,
            e.message_id IS NULL, e.message_id, e.message_at, e.message_after, e.message_position,
            e.message_kinds, h.head, h.forgotten
        FROM webhook_endpoints e
        CROSS JOIN journal_heads h ON h.workspace_pk = e.workspace_pk
        WHERE e.workspace_pk = :workspace AND {}
        ORDER BY e.heard_ticks + e.wait_micros, e.pk LIMIT 1",
        is_due()
    );
    let read = |row: &Row<'_>| {
        let is_new = row.get(6)?;
        let message = if is_new {
            Message {
                id: claim.message,
                at: change.at,
                after: row::count(row, 4)?,
                position: row::count(row, 4)?,
                kinds: Vec::new(),
            }
        } else {
            Message {
                id: row::id(row, 7)?,
                at: row::time(row, 8)?,
                after: row::count(row, 9)?,
                position: row::count(row, 10)?,
                kinds: kinds(row, 11)?,
            }
        };
        let url: EndpointUrl = url(row, 2)?;
        Ok(Due {
            pk: row.get(0)?,
            claimed: ClaimedWebhook {
                attempt: claim.attempt,
                endpoint: row::id(row, 1)?,
                url,
                secrets: Vec::new(),
                message,
                failures: row::count(row, 5)?,
            },
            wanted: kinds(row, 3)?,
            is_new,
            head: row::count(row, 12)?,
            forgotten: row::count(row, 13)?,
        })
    };
    let values = named_params! { ":workspace": change.tenant.pk(), ":now": silence::ticks() };
    prepare(change.connection, &sql)?
        .query_row(values, read)
        .optional()
}

/// Finds out what the changes after an endpoint's position are about, and how far they go. The message has no kinds if
/// the endpoint wants to know of none of them.
fn tell(change: &Change<'_>, most: usize, due: &mut Due) -> rusqlite::Result<()> {
    let message = &mut due.claimed.message;
    message.position = due.head;
    let mut statement = prepare(change.connection, TOLD)?;
    let mut rows = statement.query(named_params! {
        ":workspace": change.tenant.pk(),
        ":after": message.after.cast_signed(),
        ":most": i64::try_from(most).unwrap_or(i64::MAX),
    })?;
    let mut changed = Vec::new();
    let mut read = 0;
    while let Some(row) = rows.next()? {
        read += 1;
        if read > most {
            message.position = row::count(row, 0)? - 1;
            break;
        }
        let kind: Kind = row::label(row, 1)?;
        if !changed.contains(&kind) {
            changed.push(kind);
        }
    }
    let changed = (message.after >= due.forgotten).then_some(changed);
    message.kinds = Message::kinds_for(&due.wanted, changed);
    Ok(())
}

/// Begins an attempt to send the message.
fn begin(change: &Change<'_>, claim: WebhookClaim, due: &mut Due) -> rusqlite::Result<()> {
    let message = &due.claimed.message;
    let lost = "UPDATE webhook_attempts SET outcome = :lost
        WHERE webhook_endpoint_pk = :pk AND outcome IS NULL";
    prepare(change.connection, lost)?
        .execute(named_params! { ":lost": Outcome::Lost.as_str(), ":pk": due.pk })?;
    let take = "UPDATE webhook_endpoints SET message_id = :id, message_at = :at, message_after = :after,
            message_position = :position, message_kinds = :kinds, attempt_id = :attempt, attempt_is_stale = 0,
            heard_ticks = :ticks, wait_micros = :lease
        WHERE pk = :pk";
    prepare(change.connection, take)?.execute(named_params! {
        ":id": message.id.uuid(),
        ":at": message.at.as_micros(),
        ":after": message.after.cast_signed(),
        ":position": message.position.cast_signed(),
        ":kinds": labels(&message.kinds),
        ":attempt": claim.attempt.uuid(),
        ":ticks": silence::ticks(),
        ":lease": silence::micros(claim.lease),
        ":pk": due.pk,
    })?;
    let insert = "INSERT INTO webhook_attempts
            (webhook_attempt_id, webhook_endpoint_pk, message_id, position, number, started_at)
        VALUES (:attempt, :pk, :id, :position, :number, :at)";
    prepare(change.connection, insert)?.execute(named_params! {
        ":attempt": claim.attempt.uuid(),
        ":pk": due.pk,
        ":id": message.id.uuid(),
        ":position": message.position.cast_signed(),
        ":number": due.claimed.failures.saturating_add(1).cast_signed(),
        ":at": change.at.as_micros(),
    })?;
    let forget = "DELETE FROM webhook_attempts WHERE webhook_endpoint_pk = :pk AND pk <= (
            SELECT pk FROM webhook_attempts WHERE webhook_endpoint_pk = :pk
            ORDER BY pk DESC LIMIT 1 OFFSET :kept
        )";
    let kept = i64::try_from(KEPT_ATTEMPTS).unwrap_or(i64::MAX);
    prepare(change.connection, forget)?.execute(named_params! { ":pk": due.pk, ":kept": kept })?;
    due.claimed.secrets = secrets(change, due.pk)?;
    Ok(())
}

/// The secrets that sign now, the newest first.
fn secrets(change: &Change<'_>, endpoint_pk: i64) -> rusqlite::Result<Vec<Secret>> {
    let sql = "SELECT secret FROM webhook_secrets WHERE webhook_endpoint_pk = :pk
            AND (expires_at IS NULL OR expires_at > :at) ORDER BY pk DESC";
    let values = named_params! { ":pk": endpoint_pk, ":at": change.at.as_micros() };
    prepare(change.connection, sql)?
        .query_map(values, |row| row.get(0).map(Secret::from_stored))?
        .collect()
}
