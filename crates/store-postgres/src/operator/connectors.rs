use tokio_postgres::error::SqlState;
use wellhead_core::id::ConnectorId;
use wellhead_core::resource::{Connector, Name, Slug};
use wellhead_core::store::OperatorError;
use wellhead_core::time::Timestamp;

use super::only;
use crate::PostgresStore;
use crate::connectors::{COLUMNS, connector};
use crate::error::failed;
use crate::row::At;
use crate::session::Parameters;

pub(super) async fn create(
    store: &PostgresStore,
    at: Timestamp,
    id: ConnectorId,
    slug: &Slug,
    name: &Name,
) -> Result<Connector, OperatorError> {
    let sql = format!(
        "INSERT INTO core_api.connectors AS c (connector_id, slug, name, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $4) RETURNING {COLUMNS}"
    );
    let parameters: Parameters<'_> = &[&id.uuid(), &slug.as_str(), &name.as_str(), &At(at)];
    match store.try_to_operate(&sql, parameters).await? {
        Ok(rows) => Ok(only(&rows).map(connector)?),
        Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => {
            Err(OperatorError::SlugTaken(slug.clone()))
        }
        Err(error) => Err(failed(error).into()),
    }
}

pub(super) async fn ensure(
    store: &PostgresStore,
    at: Timestamp,
    id: ConnectorId,
    slug: &Slug,
    name: &Name,
) -> Result<Connector, OperatorError> {
    store
        .operate(
            "INSERT INTO core_api.connectors (connector_id, slug, name, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $4) ON CONFLICT DO NOTHING",
            &[&id.uuid(), &slug.as_str(), &name.as_str(), &At(at)],
        )
        .await?;
    let sql = format!("SELECT {COLUMNS} FROM core_api.connectors c WHERE c.slug = $1");
    let rows = store.operate(&sql, &[&slug.as_str()]).await?;
    Ok(only(&rows).map(connector)?)
}

pub(super) async fn list(store: &PostgresStore) -> Result<Vec<Connector>, OperatorError> {
    let sql = format!("SELECT {COLUMNS} FROM core_api.connectors c ORDER BY c.slug COLLATE \"C\"");
    let rows = store.operate(&sql, &[]).await?;
    Ok(rows.iter().map(connector).collect())
}
