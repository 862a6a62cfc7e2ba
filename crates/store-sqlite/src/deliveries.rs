use async_trait::async_trait;
use wellhead_core::command::Rejection;
use wellhead_core::resource::Record;
use wellhead_core::store::{ApplyError, Delivered, DeliveryBatch, DeliveryStore};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::change::Change;
use crate::error::{Undone, rejected};
use crate::open::SqliteStore;
use crate::{ends, links, people};

#[async_trait]
impl DeliveryStore for SqliteStore {
    async fn deliver(
        &self,
        tenant: Tenant,
        at: Timestamp,
        batch: DeliveryBatch,
    ) -> Result<Delivered, ApplyError> {
        self.pool
            .write(move |connection| {
                let change = Change {
                    connection,
                    tenant,
                    at,
                };
                deliver(change, batch).map_err(|undone| rejected(undone, 0))
            })
            .await
    }
}

/// `first` is the first line's change; each line has a microsecond of its own.
fn deliver(first: Change<'_>, batch: DeliveryBatch) -> Result<Delivered, Undone<Rejection>> {
    let Change {
        connection, tenant, ..
    } = first;
    let workspace_connector =
        ends::workspace_connector(connection, tenant, batch.workspace_connector)?
            .filter(|end| end.active)
            .ok_or(Undone::Refused(Rejection::WorkspaceConnectorNotFound))?;
    let mut delivered = Delivered::default();
    let mut change = first;
    for line in batch.people {
        let person = if let Some((pk, _)) = people::known(connection, tenant, &line.external_id)? {
            delivered.people_matched += 1;
            pk
        } else {
            delivered.people_created += 1;
            people::insert(&change, line.id, &line.names, Some(&line.external_id))?
        };
        links::insert(
            &change,
            Record::People,
            line.link,
            person,
            workspace_connector.pk,
            batch.direction,
        )?;
        delivered.links_created += 1;
        change.at = change.at.plus_micros(1);
    }
    Ok(delivered)
}
