use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, FlowCount, Flows, Reach};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::session::Session;

/// Reads the kept sums of the workspace's records.
pub(super) async fn count(
    session: &Session,
    tenant: Tenant,
    kind: Kind,
    deleted: Deleted,
    most: u64,
) -> Result<FlowCount, StoreError> {
    let state = match deleted {
        Deleted::Exclude => "active",
        Deleted::Include => "ever",
        Deleted::Only => "deleted",
    };
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let sql = "SELECT k.source, k.destination, k.records FROM core_api.flows_kept($1, $2, $3) k";
    let rows = session.query(sql, &[&kind.as_str(), &state, &most]).await?;
    let mut reach = Reach::Whole;
    let mut sums: Vec<([i64; 2], u64)> = Vec::new();
    for row in rows {
        let records = row.get::<_, i64>(2).cast_unsigned();
        match row.get::<_, Option<i64>>(0) {
            Some(source) => sums.push(([source, row.get(1)], records)),
            None => reach = Reach::Behind(records),
        }
    }
    let pks: BTreeSet<i64> = sums.iter().flat_map(|(ends, _)| *ends).collect();
    let connectors = connectors(session, tenant, &Vec::from_iter(pks)).await?;
    let mut flows = Flows::default();
    for (ends, records) in sums {
        flows.add_kept(ends, records, &connectors);
    }
    Ok(FlowCount { flows, reach })
}

/// The public ids of those of the connectors `pks` that the workspace has.
async fn connectors(
    session: &Session,
    tenant: Tenant,
    pks: &[i64],
) -> Result<HashMap<i64, WorkspaceConnectorId>, StoreError> {
    let sql = "SELECT w.pk, w.workspace_connector_id FROM core_api.workspace_connectors w \
               WHERE w.workspace_pk = $1 AND w.pk = ANY ($2)";
    let rows = session.query(sql, &[tenant.pk(), &pks]).await?;
    let ids = rows.iter().map(|row| {
        let id: Uuid = row.get(1);
        (row.get(0), id.into())
    });
    Ok(ids.collect())
}
