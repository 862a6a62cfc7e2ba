use tokio_postgres::Row;
use wellhead_core::command::{Expected, Rejection};
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::record::Kind;
use wellhead_core::resource::Times;
use wellhead_core::store::StoreError;
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::{EndpointUrl, SecretLife, WebhookEndpoint};
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::{At, count, id as read_id, label, label_or_null, time, time_or_null};
use crate::writer::Writer;

/// Selects endpoints with the lives of their secrets; [`endpoint`] reads a row.
pub(super) const SELECT: &str = "SELECT e.webhook_endpoint_id, e.url, e.kinds, e.status::text, e.position, \
    ARRAY(SELECT s.created_at FROM core_api.webhook_secrets s \
      WHERE s.webhook_endpoint_pk = e.pk ORDER BY s.pk DESC), \
    ARRAY(SELECT s.expires_at FROM core_api.webhook_secrets s \
      WHERE s.webhook_endpoint_pk = e.pk ORDER BY s.pk DESC), \
    e.failures, e.failing_since, e.next_attempt_at, e.last_attempt_at, e.last_outcome::text, \
    e.created_at, e.updated_at, e.pk \
    FROM core_api.webhook_endpoints e";

/// Reads a row of [`SELECT`].
pub(super) fn endpoint(row: &Row) -> Result<WebhookEndpoint, StoreError> {
    let made: Vec<At> = row.get(5);
    let expires: Vec<Option<At>> = row.get(6);
    let lives = made.iter().zip(&expires).map(|(made, expires)| SecretLife {
        created_at: made.0,
        expires_at: expires.map(|At(at)| at),
    });
    Ok(WebhookEndpoint {
        id: read_id(row, 0),
        url: url(row, 1)?,
        kinds: kinds(row, 2)?,
        status: label(row, 3)?,
        position: count(row, 4),
        secrets: lives.collect(),
        failures: count(row, 7),
        failing_since: time_or_null(row, 8),
        next_attempt_at: time_or_null(row, 9),
        last_attempt_at: time_or_null(row, 10),
        last_outcome: label_or_null(row, 11)?,
        times: Times {
            created_at: time(row, 12),
            updated_at: time_or_null(row, 13),
            deleted_at: None,
        },
    })
}

/// Reads a URL.
pub(super) fn url(row: &Row, column: usize) -> Result<EndpointUrl, StoreError> {
    let url = EndpointUrl::parse(row.get(column));
    url.map_err(|error| StoreError::Failed(error.into()))
}

/// Reads kinds of record.
pub(super) fn kinds(row: &Row, column: usize) -> Result<Vec<Kind>, StoreError> {
    let kinds: Vec<&str> = row.get(column);
    let kinds = kinds.into_iter().map(str::parse);
    let kinds: Result<_, _> = kinds.collect();
    kinds.map_err(|error: <Kind as std::str::FromStr>::Err| StoreError::Failed(error.into()))
}

/// Kinds of record, as they are stored.
pub(super) fn labels(kinds: &[Kind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.as_str()).collect()
}

/// The statement that finds one endpoint.
pub(super) fn one() -> String {
    format!("{SELECT} WHERE e.workspace_pk = $1 AND e.webhook_endpoint_id = $2")
}

/// An endpoint that is locked until the batch is done.
pub(super) struct Locked {
    pub(super) pk: i64,
    pub(super) endpoint: WebhookEndpoint,
}

impl Writer<'_> {
    /// Locks an endpoint that must be as expected.
    pub(super) async fn webhook_lock(
        &self,
        id: WebhookEndpointId,
        expected: Option<&Expected>,
    ) -> Result<Locked, Refused> {
        let sql = format!("{} FOR NO KEY UPDATE OF e", one());
        let row = self
            .query_opt(&sql, &[self.tenant.pk(), &id.uuid()])
            .await?
            .ok_or(Rejection::NotFound)?;
        let endpoint = endpoint(&row)?;
        if let Some(expected) = expected {
            expected.check(&endpoint.times)?;
        }
        let pk = row.get(14);
        Ok(Locked { pk, endpoint })
    }

    /// The endpoint as it is now.
    pub(super) async fn webhook_again(
        &self,
        id: WebhookEndpointId,
    ) -> Result<WebhookEndpoint, Refused> {
        let row = self
            .query_opt(&one(), &[self.tenant.pk(), &id.uuid()])
            .await?
            .ok_or(Rejection::NotFound)?;
        Ok(endpoint(&row)?)
    }

    /// A position that the journal has; the newest one by default.
    pub(super) async fn journal_position(&self, wanted: Option<u64>) -> Result<u64, Refused> {
        let sql = "SELECT h.head FROM core_api.journal_heads h WHERE h.workspace_pk = $1";
        let row = self.query_opt(sql, &[self.tenant.pk()]).await?;
        let head = row.map_or(0, |row| count(&row, 0));
        match wanted {
            Some(position) if position > head => Err(Rejection::PositionAhead(head).into()),
            Some(position) => Ok(position),
            None => Ok(head),
        }
    }

    /// Adds a secret.
    pub(super) async fn webhook_secret_insert(
        &self,
        endpoint_pk: i64,
        secret: &str,
        at: Timestamp,
    ) -> Result<(), Refused> {
        let sql = "INSERT INTO core_api.webhook_secrets (webhook_endpoint_pk, secret, created_at) \
                   VALUES ($1, $2, $3)";
        self.execute(sql, &[&endpoint_pk, &secret, &At(at)]).await?;
        Ok(())
    }
}
