//! Pages of links: for the list of all links, and for everything that has links.

use axum::http::Uri;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::{EachKind, Kind};
use wellhead_core::resource::{Link, LinkFilter};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::document::Identifier;
use wellhead_jsonapi::query::{Query, QuerySpec};

use super::which::{Which, which};
use crate::extract::query;
use crate::resources::shape::Shape;
use crate::resources::{cause, link};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;
use crate::respond::related::Related;
use crate::routes::relationship::List;

/// The links to records of a kind.
#[derive(Debug, Clone, Copy)]
pub(in crate::routes) struct Links(pub(in crate::routes) Kind);

static ALL: EachKind<QuerySpec> =
    EachKind::by(|kind| filtered(kind, &[kind.as_str(), link::CONNECTOR]));
static OF_RECORD: EachKind<QuerySpec> = EachKind::by(|kind| filtered(kind, &[link::CONNECTOR]));
static OF_CONNECTOR: EachKind<QuerySpec> = EachKind::by(|kind| filtered(kind, &[kind.as_str()]));

fn filtered(kind: Kind, ends: &[&'static str]) -> QuerySpec {
    QuerySpec {
        filters: [
            ends,
            &["direction"],
            &query::CREATED,
            &["deleted"],
            &query::PAST,
            &cause::NAMES,
        ]
        .concat()
        .leak(),
        sort: query::SORT,
        page: Some(query::PAGES),
        ..link::query(kind)
    }
}

impl Links {
    /// The query options of the list of all links.
    pub(super) fn all(kind: Kind) -> QuerySpec {
        *ALL.of(kind)
    }

    /// The query options of one record's links.
    pub(in crate::routes) fn of_record(kind: Kind) -> QuerySpec {
        *OF_RECORD.of(kind)
    }

    /// The query options of one connector's links.
    pub(in crate::routes) fn of_connector(kind: Kind) -> QuerySpec {
        *OF_CONNECTOR.of(kind)
    }

    async fn read<'u>(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        mut filter: LinkFilter,
        query: &Query,
        uri: &'u Uri,
    ) -> Result<Listing<'u, Link>, Failure> {
        let Self(kind) = self;
        let request = query::page_request(query)?;
        let page = match which(query, &mut filter)? {
            Which::Present => {
                let page = ledger.links(tenant, kind, filter, request);
                let count = ledger.links_total(tenant, kind, filter, request);
                return Ok(Listing::read(uri, query, request, page, count).await?);
            }
            Which::Past(past) => {
                ledger
                    .links_past(tenant, kind, filter, past, request)
                    .await?
            }
            Which::Done(done) => {
                ledger
                    .links_done(tenant, kind, filter, done, request)
                    .await?
            }
        };
        Ok(Listing::of(uri, request, page))
    }
}

impl List for Links {
    type Filter = LinkFilter;

    fn name(self) -> &'static str {
        self.0.wire().links
    }

    fn shape(self) -> &'static Shape {
        link::shape(self.0)
    }

    fn filter(self, query: &Query, mut filter: LinkFilter) -> Result<LinkFilter, Errors> {
        let mut errors = Errors::new();
        let record = errors.check(query::filter(query, self.0.as_str()));
        let workspace_connector = errors.check(query::filter(query, link::CONNECTOR));
        let direction = errors.check(query::filter(query, "direction"));
        let deleted = errors.check(query::deleted(query));
        filter.record = filter.record.or(record.flatten());
        filter.workspace_connector = filter.workspace_connector.or(workspace_connector.flatten());
        filter.direction = direction.flatten();
        filter.deleted = deleted.unwrap_or_default();
        errors.or(filter)
    }

    async fn resources(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        filter: LinkFilter,
        query: &Query,
        uri: &Uri,
    ) -> Result<Answer, Failure> {
        let Self(kind) = self;
        let listing = self.read(ledger, tenant, filter, query, uri).await?;
        let related = Related::of_links(ledger, tenant, kind, listing.items(), query).await?;
        let is_past = query::is_past(query);
        let item = |it, meta| {
            let resource = if is_past {
                link::resource_then(kind, it, &query.fields)
            } else {
                link::resource(kind, it, &query.fields)
            };
            resource.with_meta(link::meta(it, meta))
        };
        Ok(listing.answer(item, related.included(query)))
    }

    async fn linkage(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        filter: LinkFilter,
        query: &Query,
        uri: &Uri,
        related: String,
    ) -> Result<Answer, Failure> {
        let of = self.shape().of;
        let listing = self.read(ledger, tenant, filter, query, uri).await?;
        let item = |it: &Link, meta| Identifier::new(of, it.id.to_string()).with_meta(meta);
        Ok(listing.related_at(related).answer(item, None))
    }
}
