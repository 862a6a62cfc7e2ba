use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::id::ConnectorId;
use wellhead_core::page::{Interval, Slice};
use wellhead_core::resource::{Connector, Name, Slug};
use wellhead_core::store::StoreError;

use crate::arguments::{Arguments, limit, order_by};
use crate::row::{id, times};
use crate::session::Session;

/// The columns of [`connector`].
pub(crate) const COLUMNS: &str =
    "c.connector_id, c.slug, c.name, c.created_at, c.updated_at, c.deleted_at";

/// Reads a row of [`COLUMNS`].
pub(crate) fn connector(row: &Row) -> Connector {
    Connector {
        id: id(row, 0),
        slug: Slug::from_stored(row.get(1)),
        name: Name::from_stored(row.get(2)),
        times: times(row, 3),
    }
}

pub(crate) async fn get(
    session: &Session,
    id: ConnectorId,
) -> Result<Option<Connector>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM core_api.connectors c WHERE c.connector_id = $1");
    let row = session.query_opt(&sql, &[&id.uuid()]).await?;
    Ok(row.as_ref().map(connector))
}

pub(crate) async fn list(session: &Session, slice: Slice) -> Result<Vec<Connector>, StoreError> {
    let mut arguments = Arguments::default();
    let within = arguments.within("c", "created_at", "connector_id", slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let sql = format!(
        "SELECT {COLUMNS} FROM core_api.connectors c WHERE true{within} {} LIMIT {limit}",
        order_by("c", "created_at", "connector_id", slice.order)
    );
    let rows = session.query(&sql, &arguments.as_parameters()).await?;
    Ok(rows.iter().map(connector).collect())
}

pub(crate) async fn find(
    session: &Session,
    ids: &[ConnectorId],
) -> Result<Vec<Connector>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM core_api.connectors c WHERE c.connector_id = ANY ($1)");
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = session.query(&sql, &[&ids]).await?;
    Ok(rows.iter().map(connector).collect())
}

pub(crate) async fn count(session: &Session, created: Interval) -> Result<u64, StoreError> {
    let mut arguments = Arguments::default();
    let within = arguments.within("c", "created_at", "connector_id", created);
    let sql = format!("SELECT count(*) FROM core_api.connectors c WHERE true{within}");
    session.count(&sql, &arguments.as_parameters()).await
}
