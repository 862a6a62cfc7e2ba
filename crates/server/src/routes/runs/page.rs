//! Pages of runs: for the list of all runs, and for connectors.

use axum::http::Uri;
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::{RunFilter, SyncRun};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::document::Identifier;
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::extract::query;
use crate::resources::shape::Shape;
use crate::resources::{sync_run, workspace_connector};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;
use crate::respond::related::Related;
use crate::routes::relationship::List;

/// All sync runs.
#[derive(Debug, Clone, Copy)]
pub(in crate::routes) struct Runs;

impl Runs {
    /// The query options of the list of all runs. Two names for the same time can both be sorted by.
    pub(super) const ALL: QuerySpec = QuerySpec {
        filters: &[
            sync_run::CONNECTOR,
            "record",
            "direction",
            "status",
            "started_at[gte]",
            "started_at[gt]",
            "started_at[lte]",
            "started_at[lt]",
        ],
        sort: &["started_at", "created_at"],
        page: Some(query::PAGES),
        ..sync_run::QUERY
    };

    /// The query options of one connector's runs. Runs are never deleted, but their connector may be.
    pub(in crate::routes) const OF_CONNECTOR: QuerySpec = QuerySpec {
        filters: &[
            "record",
            "direction",
            "status",
            "started_at[gte]",
            "started_at[gt]",
            "started_at[lte]",
            "started_at[lt]",
            "deleted",
        ],
        ..Self::ALL
    };

    async fn read<'u>(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        filter: RunFilter,
        query: &Query,
        uri: &'u Uri,
    ) -> Result<Listing<'u, SyncRun>, Failure> {
        let request = query::page_request(query)?;
        let page = ledger.runs(tenant, filter, request);
        let count = ledger.runs_total(tenant, filter, request);
        Ok(Listing::read(uri, query, request, page, count).await?)
    }
}

impl List for Runs {
    type Filter = RunFilter;

    fn name(self) -> &'static str {
        workspace_connector::RUNS
    }

    fn shape(self) -> &'static Shape {
        &sync_run::SHAPE
    }

    fn filter(self, query: &Query, mut filter: RunFilter) -> Result<RunFilter, Errors> {
        let mut errors = Errors::new();
        let connector = errors.check(query::filter(query, sync_run::CONNECTOR));
        let record = errors.check(query::filter(query, "record"));
        let direction = errors.check(query::filter(query, "direction"));
        let status = errors.check(query::filter(query, "status"));
        filter.workspace_connector = filter.workspace_connector.or(connector.flatten());
        filter.record = record.flatten();
        filter.direction = direction.flatten();
        filter.status = status.flatten();
        errors.or(filter)
    }

    async fn resources(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        filter: RunFilter,
        query: &Query,
        uri: &Uri,
    ) -> Result<Answer, Failure> {
        let listing = self.read(ledger, tenant, filter, query, uri).await?;
        let related = Related::of_runs(ledger, tenant, listing.items(), query).await?;
        let item = |it, meta| sync_run::resource(it, &query.fields).with_meta(meta);
        Ok(listing.answer(item, related.included(query)))
    }

    async fn linkage(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        filter: RunFilter,
        query: &Query,
        uri: &Uri,
        related: String,
    ) -> Result<Answer, Failure> {
        let listing = self.read(ledger, tenant, filter, query, uri).await?;
        let item =
            |it: &SyncRun, meta| Identifier::new(sync_run::TYPE, it.id.to_string()).with_meta(meta);
        Ok(listing.related_at(related).answer(item, None))
    }
}
