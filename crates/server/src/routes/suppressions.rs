//! Suppressions: the ids of erased records, which may not come back.

mod list;
mod retrieve;
mod update;

use wellhead_core::id::SuppressionId;
use wellhead_core::ledger::Ledger;
use wellhead_core::privacy::Suppression;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::Query;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::suppression;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;

/// The path of one.
const ONE: &str = "/v1/suppressions/{id}";

pub(super) fn endpoints() -> [Endpoint; 3] {
    [list::endpoint(), retrieve::endpoint(), update::endpoint()]
}

/// The document of one, at `url`.
fn answer(found: &Suppression, query: &Query, url: &str) -> Answer {
    let data = suppression::resource(found, &query.fields);
    Answer::resource(url, data, None).with_version(&suppression::times(found))
}

/// One, or 404.
async fn find(ledger: &Ledger, tenant: Tenant, id: SuppressionId) -> Result<Suppression, Failure> {
    let found = ledger.suppression(tenant, id).await?;
    found.ok_or_else(Failure::not_found)
}
