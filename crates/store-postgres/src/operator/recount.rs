//! Compares the kept counts with what is there.

use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::id::{WorkspaceConnectorId, WorkspaceId};
use wellhead_core::record::Kind;
use wellhead_core::recount::{Counted, Miscount, Number};
use wellhead_core::resource::Direction;
use wellhead_core::store::{OperatorError, StoreError};

use crate::PostgresStore;
use crate::row::{label, label_or_null};

pub(super) async fn recount(
    store: &PostgresStore,
    id: WorkspaceId,
    repair: bool,
) -> Result<Vec<Miscount>, OperatorError> {
    let sql = "SELECT FROM core_api.workspaces WHERE workspace_id = $1";
    if store.operate(sql, &[&id.uuid()]).await?.is_empty() {
        return Err(OperatorError::WorkspaceNotFound(id));
    }
    let sql = "SELECT r.record, r.connector, r.direction::text, \
                 r.kept_active, r.kept_deleted, r.found_active, r.found_deleted \
               FROM core_api.recount($1, $2) r";
    let rows = store.operate_unhurried(sql, &[&id.uuid(), &repair]).await?;
    let counts = rows.iter().map(|row| {
        let kind = label(row, 0)?;
        let of = match of_stream(row, 1)? {
            Some((connector, direction)) => Counted::Links(connector, kind, direction),
            None => Counted::Records(kind),
        };
        let number = |first| Number {
            active: row.get(first),
            deleted: row.get(first + 1),
        };
        Ok((kind, of, number(3), number(5)))
    });
    let counts: Result<Vec<_>, StoreError> = counts.collect();
    let sql = "SELECT r.record, r.connector, r.direction::text, r.kept_number, r.found_number \
               FROM core_api.recount_folds($1, $2) r";
    let rows = store.operate_unhurried(sql, &[&id.uuid(), &repair]).await?;
    let folds = rows.iter().map(|row| {
        let kind = label(row, 0)?;
        let of = match of_stream(row, 1)? {
            Some((connector, direction)) => Counted::Hours(connector, kind, direction),
            None => Counted::Flows(kind),
        };
        let number = |column| Number {
            active: row.get(column),
            deleted: 0,
        };
        Ok((kind, of, number(3), number(4)))
    });
    let folds: Result<Vec<_>, StoreError> = folds.collect();
    let mut miscounts = counts?;
    miscounts.extend(folds?);
    miscounts.sort_by_key(|it: &(Kind, _, _, _)| it.0.as_str());
    let miscounts = miscounts.into_iter();
    Ok(miscounts
        .map(|(_, of, kept, found)| Miscount { of, kept, found })
        .collect())
}

/// Reads a stream's connector and direction, which begin at column `first`, if the row is about one.
fn of_stream(
    row: &Row,
    first: usize,
) -> Result<Option<(WorkspaceConnectorId, Direction)>, StoreError> {
    let connector = row.get::<_, Option<Uuid>>(first);
    let direction = label_or_null(row, first + 1)?;
    Ok(connector.map(WorkspaceConnectorId::new).zip(direction))
}
