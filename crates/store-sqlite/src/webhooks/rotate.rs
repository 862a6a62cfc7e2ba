use rusqlite::named_params;
use wellhead_core::command::Rejection;
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::{MAX_SECRETS, Secret, WebhookEndpoint};

use super::get::{existing, insert_secret};
use crate::change::{Change, UPDATED_AT};
use crate::error::Undone;
use crate::statement::prepare;

pub(super) fn rotate(
    change: &Change<'_>,
    id: WebhookEndpointId,
    secret: &Secret,
    expires_at: Timestamp,
) -> Result<WebhookEndpoint, Undone<Rejection>> {
    let found = existing(change, id, None)?;
    let expire =
        "UPDATE webhook_secrets SET expires_at = min(ifnull(expires_at, :expires), :expires)
        WHERE webhook_endpoint_pk = :endpoint";
    prepare(change.connection, expire)?.execute(named_params! {
        ":expires": expires_at.as_micros(),
        ":endpoint": found.pk,
    })?;
    let forget =
        "DELETE FROM webhook_secrets WHERE webhook_endpoint_pk = :endpoint AND expires_at <= :at";
    let at = change.at.as_micros();
    let forgotten = prepare(change.connection, forget)?
        .execute(named_params! { ":endpoint": found.pk, ":at": at })?;
    if found.endpoint.secrets.len() - forgotten >= MAX_SECRETS {
        return Err(Undone::Refused(Rejection::TooManySecrets));
    }
    insert_secret(change, found.pk, secret.reveal(), change.at)?;
    let sql = format!("UPDATE webhook_endpoints SET updated_at = {UPDATED_AT} WHERE pk = :pk");
    prepare(change.connection, &sql)?.execute(named_params! { ":pk": found.pk, ":at": at })?;
    Ok(existing(change, id, None)?.endpoint)
}
