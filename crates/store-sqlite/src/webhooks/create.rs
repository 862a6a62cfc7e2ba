use rusqlite::named_params;
use wellhead_core::command::Rejection;
use wellhead_core::webhook::{MAX_ENDPOINTS, NewWebhookEndpoint, WebhookEndpoint};
use wellhead_tenancy::Tenancy;

use super::get::{existing, insert_secret, journal_position, labels};
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::{row, silence};

pub(super) fn create(
    change: &Change<'_>,
    new: &NewWebhookEndpoint,
) -> Result<WebhookEndpoint, Undone<Rejection>> {
    let sql = "SELECT count(*) FROM webhook_endpoints WHERE workspace_pk = :workspace";
    let values = named_params! { ":workspace": change.tenant.pk() };
    let counted = prepare(change.connection, sql)?.query_row(values, |row| row::count(row, 0))?;
    if counted >= MAX_ENDPOINTS as u64 {
        return Err(Undone::Refused(Rejection::TooManyEndpoints));
    }
    let position = journal_position(change, new.position)?;
    let sql = "INSERT INTO webhook_endpoints (webhook_endpoint_id, workspace_pk, url, kinds, status, position,
            heard_ticks, created_at, updated_at)
        VALUES (:id, :workspace, :url, :kinds, :status, :position, :ticks, :at, :at)";
    prepare(change.connection, sql)?.execute(named_params! {
        ":id": new.id.uuid(),
        ":workspace": change.tenant.pk(),
        ":url": new.url.as_str(),
        ":kinds": labels(&new.kinds),
        ":status": new.status.as_str(),
        ":position": position.cast_signed(),
        ":ticks": silence::ticks(),
        ":at": change.at.as_micros(),
    })?;
    let pk = change.connection.last_insert_rowid();
    insert_secret(change, pk, new.secret.reveal(), change.at)?;
    Ok(existing(change, new.id, None)?.endpoint)
}
