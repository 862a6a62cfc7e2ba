//! Merges, of records of any kind.

mod create;
mod list;
mod retrieve;
mod undo;

use std::slice;

use wellhead_core::id::JobId;
use wellhead_core::identity::Merge;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::Kind;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::Query;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::merge;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::related::Related;

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

/// The document of one merge, at `url`.
async fn answer(
    ledger: &Ledger,
    tenant: Tenant,
    merge: &Merge,
    query: &Query,
    url: &str,
) -> Result<Answer, Failure> {
    let merges = slice::from_ref(merge);
    let related = Related::of_merges(ledger, tenant, merge.kind, merges, query).await?;
    let data = merge::resource(merge, &query.fields);
    let answer = Answer::resource(url, data, related.included(query));
    Ok(answer.with_version(&merge::times(merge)))
}

/// One merge, or 404.
async fn find(ledger: &Ledger, tenant: Tenant, kind: Kind, id: JobId) -> Result<Merge, Failure> {
    let merge = ledger.merge_found(tenant, kind, id).await?;
    merge.ok_or_else(Failure::not_found)
}
