//! Sync runs.

mod create;
mod deliver;
mod list;
pub(in crate::routes) mod page;
mod related_connector;
mod relationship_connector;
mod retrieve;
mod update;

use wellhead_core::id::SyncRunId;
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::SyncRun;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::document::Meta;
use wellhead_jsonapi::query::Query;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::sync_run;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::related::Related;
use crate::routes::relationship;

/// The path of one run.
const ONE: &str = "/v1/workspace-connector-sync-logs/{id}";

pub(super) fn endpoints() -> [Endpoint; 8] {
    [
        list::endpoint(),
        create::endpoint(),
        retrieve::endpoint(),
        update::endpoint(),
        deliver::endpoint(),
        related_connector::endpoint(),
        relationship_connector::endpoint(),
        relationship::fixed(ONE, sync_run::CONNECTOR),
    ]
}

/// One run, or 404.
async fn find(ledger: &Ledger, tenant: Tenant, id: SyncRunId) -> Result<SyncRun, Failure> {
    let run = ledger.run(tenant, id).await?;
    run.ok_or_else(Failure::not_found)
}

/// The document of one run, at `url`.
async fn answer(
    ledger: &Ledger,
    tenant: Tenant,
    run: &SyncRun,
    query: &Query,
    url: &str,
    meta: Option<Meta<'_>>,
) -> Result<Answer, Failure> {
    let runs = std::slice::from_ref(run);
    let related = Related::of_runs(ledger, tenant, runs, query).await?;
    let data = sync_run::resource(run, &query.fields);
    let included = related.included(query);
    Ok(Answer::resource_and(url, data, included, meta).with_version(&sync_run::times(run)))
}
