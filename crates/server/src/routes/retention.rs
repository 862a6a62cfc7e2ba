//! How long a workspace keeps what is over. Only admins see and change it.

mod begin;
mod retrieve;
mod update;

use wellhead_core::ledger::Ledger;
use wellhead_core::privacy::retention::{Cuts, Policy};
use wellhead_core::record::Kind;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::Query;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::retention;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;

/// The path of the policy of one workspace.
const ONE: &str = "/v1/retention-policies/{id}";

pub(super) fn endpoints() -> [Endpoint; 3] {
    [retrieve::endpoint(), update::endpoint(), begin::endpoint()]
}

/// The document of the tenant's policy, at `url`.
async fn answer(
    ledger: &Ledger,
    tenant: Tenant,
    policy: &Policy,
    query: &Query,
    url: &str,
) -> Result<Answer, Failure> {
    let cuts = cuts(ledger, tenant).await?;
    let data = retention::resource(tenant.workspace(), policy, &cuts, &query.fields);
    Ok(Answer::resource(url, data, None).with_version(&policy.times()))
}

/// What was cut off of each kind of record.
async fn cuts(ledger: &Ledger, tenant: Tenant) -> Result<Vec<(Kind, Cuts)>, StoreError> {
    let mut cuts = Vec::new();
    for kind in Kind::ALL {
        cuts.push((kind, ledger.retention_cuts(tenant, kind).await?));
    }
    Ok(cuts)
}
