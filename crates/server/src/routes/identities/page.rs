//! Pages of identities: for the list of all identities, and for what has identities.

use axum::http::Uri;
use wellhead_core::identity::{Identity, IdentityFilter};
use wellhead_core::ledger::Ledger;
use wellhead_core::record::{EachKind, Kind};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::document::Identifier;
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::extract::query;
use crate::resources::identity;
use crate::resources::shape::Shape;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;
use crate::respond::related::Related;
use crate::routes::relationship::List;

/// The identities of records of a kind.
#[derive(Debug, Clone, Copy)]
pub(in crate::routes) struct Identities(pub(in crate::routes) Kind);

static ALL: EachKind<QuerySpec> =
    EachKind::by(|kind| filtered(kind, &[kind.as_str(), identity::CONNECTOR]));
static OF_RECORD: EachKind<QuerySpec> = EachKind::by(|kind| filtered(kind, &[identity::CONNECTOR]));
static OF_CONNECTOR: EachKind<QuerySpec> = EachKind::by(|kind| filtered(kind, &[kind.as_str()]));

fn filtered(kind: Kind, ends: &[&'static str]) -> QuerySpec {
    QuerySpec {
        filters: [ends, &["external_id"], &query::CREATED, &["deleted"]]
            .concat()
            .leak(),
        sort: query::SORT,
        page: Some(query::PAGES),
        ..identity::query(kind)
    }
}

impl Identities {
    /// The query options of the list of all identities.
    pub(super) fn all(kind: Kind) -> QuerySpec {
        *ALL.of(kind)
    }

    /// The query options of one record's identities.
    pub(in crate::routes) fn of_record(kind: Kind) -> QuerySpec {
        *OF_RECORD.of(kind)
    }

    /// The query options of one connector's identities.
    pub(in crate::routes) fn of_connector(kind: Kind) -> QuerySpec {
        *OF_CONNECTOR.of(kind)
    }

    async fn read<'u>(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        filter: &IdentityFilter,
        query: &Query,
        uri: &'u Uri,
    ) -> Result<Listing<'u, Identity>, Failure> {
        let Self(kind) = self;
        let request = query::page_request(query)?;
        let page = ledger.identities(tenant, kind, filter, request);
        let count = ledger.identities_total(tenant, kind, filter, request);
        Ok(Listing::read(uri, query, request, page, count).await?)
    }
}

impl List for Identities {
    type Filter = IdentityFilter;

    fn name(self) -> &'static str {
        self.0.wire().identities
    }

    fn shape(self) -> &'static Shape {
        identity::shape(self.0)
    }

    fn filter(self, query: &Query, mut filter: IdentityFilter) -> Result<IdentityFilter, Errors> {
        let mut errors = Errors::new();
        let record = errors.check(query::filter(query, self.0.as_str()));
        let workspace_connector = errors.check(query::filter(query, identity::CONNECTOR));
        let external_id = query.filter("external_id").map(query::external_id);
        let external_id = errors.check(external_id.transpose());
        let deleted = errors.check(query::deleted(query));
        filter.record = filter.record.or(record.flatten());
        filter.workspace_connector = filter.workspace_connector.or(workspace_connector.flatten());
        filter.external_id = external_id.flatten();
        filter.deleted = deleted.unwrap_or_default();
        errors.or(filter)
    }

    async fn resources(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        filter: IdentityFilter,
        query: &Query,
        uri: &Uri,
    ) -> Result<Answer, Failure> {
        let Self(kind) = self;
        let listing = self.read(ledger, tenant, &filter, query, uri).await?;
        let related = Related::of_identities(ledger, tenant, kind, listing.items(), query).await?;
        let item = |it, meta| identity::resource(kind, it, &query.fields).with_meta(meta);
        Ok(listing.answer(item, related.included(query)))
    }

    async fn linkage(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        filter: IdentityFilter,
        query: &Query,
        uri: &Uri,
        related: String,
    ) -> Result<Answer, Failure> {
        let of = self.shape().of;
        let listing = self.read(ledger, tenant, &filter, query, uri).await?;
        let item = |it: &Identity, meta| Identifier::new(of, it.id.to_string()).with_meta(meta);
        Ok(listing.related_at(related).answer(item, None))
    }
}
