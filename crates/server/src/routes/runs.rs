//! Sync runs.

mod create;
mod deliver;
mod list;
mod page;
mod rejections;
mod retrieve;
mod update;

pub(super) use page::Runs;
pub(super) use rejections::Rejections;

use wellhead_core::id::SyncRunId;
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::{Deleted, SyncRun, Times};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::document::Meta;
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::catalogue::endpoint::Endpoint;
use crate::resources::{Home, sync_run};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::related::Related;
use crate::routes::relationship::Owner;

/// The path of one run.
const ONE: &str = "/v1/workspace-connector-sync-logs/{id}";

pub(super) fn endpoints() -> [Endpoint; 5] {
    [
        list::endpoint(),
        create::endpoint(),
        retrieve::endpoint(),
        update::endpoint(),
        deliver::endpoint(),
    ]
}

impl Owner for Runs {
    type Id = SyncRunId;
    type Found = SyncRun;

    /// Runs are never deleted.
    const QUERY: QuerySpec = QuerySpec::NONE;

    fn path(self) -> String {
        ONE.to_owned()
    }

    async fn find(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        id: SyncRunId,
        _: Deleted,
    ) -> Result<SyncRun, Failure> {
        find(ledger, tenant, id).await
    }

    fn home(self, run: &SyncRun) -> Home {
        sync_run::home(run)
    }

    fn times(self, run: &SyncRun) -> Times {
        sync_run::times(run)
    }
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
