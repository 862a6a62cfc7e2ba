use std::str::FromStr;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::command::{Expected, Rejection};
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::record::Kind;
use wellhead_core::resource::Times;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::{EndpointUrl, SecretLife, WebhookEndpoint};
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::error::Undone;
use crate::row;
use crate::statement::prepare;

/// An endpoint as it is stored.
pub(super) struct StoredEndpoint {
    pub(super) pk: i64,
    pub(super) endpoint: WebhookEndpoint,
}

/// Selects endpoints; [`stored`] reads a row, without the secrets.
pub(super) const SELECT: &str = "SELECT pk, webhook_endpoint_id, url, kinds, status, position, \
     failures, failing_since, next_attempt_at, last_attempt_at, last_outcome, created_at, updated_at \
     FROM webhook_endpoints";

pub(super) fn stored(row: &Row<'_>) -> rusqlite::Result<StoredEndpoint> {
    Ok(StoredEndpoint {
        pk: row.get(0)?,
        endpoint: WebhookEndpoint {
            id: row::id(row, 1)?,
            url: url(row, 2)?,
            kinds: kinds(row, 3)?,
            status: row::label(row, 4)?,
            position: row::count(row, 5)?,
            secrets: Vec::new(),
            failures: row::count(row, 6)?,
            failing_since: row::time_or_null(row, 7)?,
            next_attempt_at: row::time_or_null(row, 8)?,
            last_attempt_at: row::time_or_null(row, 9)?,
            last_outcome: row::label_or_null(row, 10)?,
            times: Times {
                created_at: row::time(row, 11)?,
                updated_at: row::time_or_null(row, 12)?,
                deleted_at: None,
            },
        },
    })
}

/// Adds the lives of an endpoint's secrets.
pub(super) fn with_secrets(
    connection: &Connection,
    mut stored: StoredEndpoint,
) -> rusqlite::Result<StoredEndpoint> {
    let sql = "SELECT created_at, expires_at FROM webhook_secrets
        WHERE webhook_endpoint_pk = :endpoint ORDER BY pk DESC";
    let life = |row: &Row<'_>| {
        Ok(SecretLife {
            created_at: row::time(row, 0)?,
            expires_at: row::time_or_null(row, 1)?,
        })
    };
    let mut statement = prepare(connection, sql)?;
    let lives = statement.query_map(named_params! { ":endpoint": stored.pk }, life)?;
    stored.endpoint.secrets = lives.collect::<rusqlite::Result<_>>()?;
    Ok(stored)
}

pub(super) fn url(row: &Row<'_>, column: usize) -> rusqlite::Result<EndpointUrl> {
    let url = EndpointUrl::parse(row.get_ref(column)?.as_str()?);
    url.map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into()))
}

/// Kinds of record, with commas between them.
pub(super) fn kinds(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<Kind>> {
    let text = row.get_ref(column)?.as_str()?;
    let kinds = text.split(',').filter(|kind| !kind.is_empty());
    let kinds: Result<_, _> = kinds.map(str::parse).collect();
    kinds.map_err(|error: <Kind as FromStr>::Err| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
    })
}

/// Kinds of record, as they are stored.
pub(super) fn labels(kinds: &[Kind]) -> String {
    let labels: Vec<_> = kinds.iter().map(|kind| kind.as_str()).collect();
    labels.join(",")
}

/// The tenant's endpoint `id`.
pub(super) fn find(
    connection: &Connection,
    tenant: Tenant,
    id: WebhookEndpointId,
) -> rusqlite::Result<Option<StoredEndpoint>> {
    let sql = format!("{SELECT} WHERE workspace_pk = :workspace AND webhook_endpoint_id = :id");
    let values = named_params! { ":workspace": tenant.pk(), ":id": id.uuid() };
    let found = prepare(connection, &sql)?
        .query_row(values, stored)
        .optional()?;
    found
        .map(|stored| with_secrets(connection, stored))
        .transpose()
}

/// The tenant's endpoint `id`, which must exist and be as expected.
pub(super) fn existing(
    change: &Change<'_>,
    id: WebhookEndpointId,
    expected: Option<&Expected>,
) -> Result<StoredEndpoint, Undone<Rejection>> {
    let found = find(change.connection, change.tenant, id)?;
    let found = found.ok_or(Undone::Refused(Rejection::NotFound))?;
    if let Some(expected) = expected {
        let checked = expected.check(&found.endpoint.times);
        checked.map_err(Undone::Refused)?;
    }
    Ok(found)
}

/// A position that the journal has; the newest one by default.
pub(super) fn journal_position(
    change: &Change<'_>,
    wanted: Option<u64>,
) -> Result<u64, Undone<Rejection>> {
    let sql = "SELECT head FROM journal_heads WHERE workspace_pk = :workspace";
    let values = named_params! { ":workspace": change.tenant.pk() };
    let head = prepare(change.connection, sql)?
        .query_row(values, |row| row::count(row, 0))
        .optional()?;
    let head = head.unwrap_or(0);
    match wanted {
        Some(position) if position > head => Err(Undone::Refused(Rejection::PositionAhead(head))),
        Some(position) => Ok(position),
        None => Ok(head),
    }
}

/// Adds a secret.
pub(super) fn insert_secret(
    change: &Change<'_>,
    endpoint_pk: i64,
    secret: &str,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO webhook_secrets (webhook_endpoint_pk, secret, created_at)
        VALUES (:endpoint, :secret, :at)";
    prepare(change.connection, sql)?.execute(named_params! {
        ":endpoint": endpoint_pk,
        ":secret": secret,
        ":at": at.as_micros(),
    })?;
    Ok(())
}
