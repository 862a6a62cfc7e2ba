//! Workspaces: a key's own.

mod retrieve;

use wellhead_core::ledger::Ledger;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::Query;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::workspace;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;

/// The path of one workspace.
const ONE: &str = "/v1/workspaces/{id}";

pub(super) fn endpoints() -> [Endpoint; 1] {
    [retrieve::endpoint()]
}

/// The document of the tenant's own workspace, at `url`.
pub(super) async fn own(
    ledger: &Ledger,
    tenant: Tenant,
    query: &Query,
    url: &str,
) -> Result<Answer, Failure> {
    let workspace = ledger.workspace(tenant).await?;
    let workspace = workspace.ok_or_else(Failure::not_found)?;
    let data = workspace::resource(&workspace, &query.fields);
    Ok(Answer::resource(url, data, None).with_version(&workspace.times))
}
