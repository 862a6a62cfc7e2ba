//! The rejected lines that a run keeps, in the order in which they were rejected.

use axum::http::Uri;
use wellhead_core::id::SyncRunId;
use wellhead_core::ledger::Ledger;
use wellhead_core::page::{Order, PageRequest};
use wellhead_core::store::StoreError;
use wellhead_core::sync::RejectedLine;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::document::Identifier;
use wellhead_jsonapi::query::{Query, QuerySpec};

use super::find;
use crate::extract::query;
use crate::resources::shape::Shape;
use crate::resources::{rejection, sync_run};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;
use crate::routes::relationship::List;

/// The rejected lines of one run.
#[derive(Debug, Clone, Copy)]
pub(in crate::routes) struct Rejections;

impl Rejections {
    pub(in crate::routes) const QUERY: QuerySpec = QuerySpec {
        page: Some(query::PAGES),
        fields: &[(rejection::TYPE, rejection::FIELDS)],
        ..QuerySpec::NONE
    };

    async fn read<'u>(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        run: SyncRunId,
        query: &Query,
        uri: &'u Uri,
        count: impl Future<Output = Result<u64, StoreError>>,
    ) -> Result<Listing<'u, RejectedLine>, Failure> {
        let request = PageRequest {
            order: Order::OldestFirst,
            ..query::page_request(query)?
        };
        let page = ledger.run_rejections(tenant, run, request);
        Ok(Listing::read(uri, query, request, page, count).await?)
    }
}

impl List for Rejections {
    type Filter = SyncRunId;

    fn name(self) -> &'static str {
        sync_run::REJECTIONS
    }

    fn shape(self) -> &'static Shape {
        &rejection::SHAPE
    }

    fn filter(self, _: &Query, run: SyncRunId) -> Result<SyncRunId, Errors> {
        Ok(run)
    }

    async fn resources(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        run: SyncRunId,
        query: &Query,
        uri: &Uri,
    ) -> Result<Answer, Failure> {
        let kept = ledger.run_rejections_kept(tenant, run).await?;
        let all = async { Ok(kept.all) };
        let listing = self.read(ledger, tenant, run, query, uri, all).await?;
        let counted = find(ledger, tenant, run).await?.tally.rejected;
        let listing = listing.counting(rejection::counts(kept, counted));
        let item = |it, meta| rejection::resource(it, &query.fields).with_meta(meta);
        Ok(listing.answer(item, None))
    }

    async fn linkage(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        run: SyncRunId,
        query: &Query,
        uri: &Uri,
        related: String,
    ) -> Result<Answer, Failure> {
        let all = async { Ok(ledger.run_rejections_kept(tenant, run).await?.all) };
        let listing = self.read(ledger, tenant, run, query, uri, all).await?;
        let item = |it: &RejectedLine, meta| {
            Identifier::new(rejection::TYPE, it.id.to_string()).with_meta(meta)
        };
        Ok(listing.related_at(related).answer(item, None))
    }
}
