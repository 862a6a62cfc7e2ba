use tokio_postgres::error::SqlState;
use wellhead_core::id::ConnectorId;
use wellhead_core::privacy::LegalChanges;
use wellhead_core::resource::{Connector, Name, Slug};
use wellhead_core::store::OperatorError;
use wellhead_core::time::Timestamp;

use super::only;
use super::operation::{Operation, Pace};
use crate::PostgresStore;
use crate::connectors::{COLUMNS, connector};
use crate::disclosures::STORED;
use crate::error::failed;
use crate::row::At;
use crate::session::Parameters;
use crate::writer::updated_at;

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
    match store.try_to_operate(Pace::Quick, &sql, parameters).await? {
        Ok(rows) => Ok(connector(only(&rows)?)?),
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
    Ok(connector(only(&rows)?)?)
}

/// The state begins when the connector changes, so that a clock that was set back does not put it among the earlier ones.
pub(super) async fn update(
    store: &PostgresStore,
    at: Timestamp,
    slug: &Slug,
    legal: &LegalChanges,
) -> Result<Connector, OperatorError> {
    let mut client = store.operator.get().await?;
    let operation = Operation::begin(&mut client, Pace::Quick).await?;
    let sql =
        format!("SELECT {COLUMNS} FROM core_api.connectors c WHERE c.slug = $1 FOR NO KEY UPDATE");
    let rows = operation.query(&sql, &[&slug.as_str()]).await?;
    let rows = rows.map_err(failed)?;
    let Some(row) = rows.first() else {
        return Err(OperatorError::ConnectorNotFound(slug.clone()));
    };
    let before = connector(row)?;
    let entity = legal.applied(&before.legal);
    if entity == before.legal {
        return Ok(before);
    }
    let sql = format!(
        "WITH c AS ( \
           UPDATE core_api.connectors c SET legal = $2{STORED}, updated_at = {} WHERE c.slug = $1 RETURNING c.*), \
         noted AS ( \
           INSERT INTO core_api.connector_legal_states (connector_pk, since, legal, changed_as) \
           SELECT c.pk, c.updated_at, c.legal, 'operator' FROM c) \
         SELECT {COLUMNS} FROM c",
        updated_at("c", "$3")
    );
    let parameters: Parameters<'_> = &[&slug.as_str(), &entity.stored(), &At(at)];
    let rows = operation.query(&sql, parameters).await?;
    let rows = rows.map_err(failed)?;
    operation.commit().await?;
    client.answered();
    Ok(connector(only(&rows)?)?)
}

pub(super) async fn list(store: &PostgresStore) -> Result<Vec<Connector>, OperatorError> {
    let sql = format!("SELECT {COLUMNS} FROM core_api.connectors c ORDER BY c.slug COLLATE \"C\"");
    let rows = store.operate(&sql, &[]).await?;
    Ok(rows.iter().map(connector).collect::<Result<_, _>>()?)
}
