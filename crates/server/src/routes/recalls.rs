//! Recalls: erasures, rectifications and restrictions of records of any kind.

mod create;
mod list;
mod retrieve;

use wellhead_core::id::RecallId;
use wellhead_core::ledger::Ledger;
use wellhead_core::privacy::{Recall, SubjectRight};
use wellhead_core::record::Kind;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::Query;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::recall;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = Vec::new();
    for right in SubjectRight::ALL.iter().copied() {
        endpoints.push(list::endpoint(right));
        endpoints.push(retrieve::endpoint(right));
        for kind in Kind::ALL {
            endpoints.push(create::endpoint(kind, right));
        }
    }
    endpoints
}

/// The document of one recall, at `url`.
fn answer(recall: &Recall, query: &Query, url: &str) -> Answer {
    let data = recall::resource(recall, &query.fields);
    Answer::resource(url, data, None).with_version(&recall::times(recall))
}

/// One recall by this right, or 404.
async fn find(
    ledger: &Ledger,
    tenant: Tenant,
    right: SubjectRight,
    id: RecallId,
) -> Result<Recall, Failure> {
    let found = ledger.recall_found(tenant, id).await?;
    let found = found.filter(|recall| recall.right == right);
    found.ok_or_else(Failure::not_found)
}
