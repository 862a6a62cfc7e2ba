//! Compares the kept counts with what is there.

use uuid::Uuid;
use wellhead_core::id::WorkspaceId;
use wellhead_core::recount::{Counted, Miscount, Number};
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
    let sql = "SELECT r.counted, r.record, r.connector, r.direction::text, \
                 r.kept_active, r.kept_deleted, r.found_active, r.found_deleted \
               FROM core_api.recount($1, $2) r";
    let rows = store.operate(sql, &[&id.uuid(), &repair]).await?;
    let miscounts = rows.iter().map(|row| {
        let kind = label(row, 1)?;
        let of = match (
            row.get(0),
            row.get::<_, Option<Uuid>>(2),
            label_or_null(row, 3)?,
        ) {
            ("ways", ..) => Counted::Ways(kind),
            ("hours", Some(connector), Some(direction)) => {
                Counted::Hours(connector.into(), kind, direction)
            }
            (_, Some(connector), Some(direction)) => {
                Counted::Links(connector.into(), kind, direction)
            }
            _ => Counted::Records(kind),
        };
        let number = |first| Number {
            active: row.get(first),
            deleted: row.get(first + 1),
        };
        Ok(Miscount {
            of,
            kept: number(4),
            found: number(6),
        })
    });
    let miscounts: Result<Vec<_>, StoreError> = miscounts.collect();
    Ok(miscounts?)
}
