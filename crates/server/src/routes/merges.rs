//! Merges, of records of any kind.

mod create;
mod list;
mod retrieve;
mod undo;

use wellhead_core::id::JobId;
use wellhead_core::identity::Merge;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::Kind;
use wellhead_core::tenant::Tenant;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::merge;
use crate::respond::failure::Failure;

pub(super) fn endpoints(kind: Kind) -> [Endpoint; 4] {
    [
        list::endpoint(kind),
        create::endpoint(kind),
        retrieve::endpoint(kind),
        undo::endpoint(kind),
    ]
}

/// The path of one merge.
fn path(kind: Kind) -> String {
    format!("{}/{{id}}", merge::shape(kind).path)
}

/// One merge, or 404.
async fn find(ledger: &Ledger, tenant: Tenant, kind: Kind, id: JobId) -> Result<Merge, Failure> {
    let merge = ledger.merge_found(tenant, kind, id).await?;
    merge.ok_or_else(Failure::not_found)
}
