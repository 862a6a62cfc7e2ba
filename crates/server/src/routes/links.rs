//! Links, to records of any kind.

pub(in crate::routes) mod cause;
mod create;
mod defer;
mod delete;
pub(in crate::routes) mod end;
mod history;
mod list;
mod page;
mod relationship_update;
mod retrieve;
mod update;
mod which;

pub(super) use page::Links;

use wellhead_core::id::LinkId;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Link, Times};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::catalogue::endpoint::Endpoint;
use crate::extract::query;
use crate::resources::{Home, link};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::related::Related;
use crate::routes::relationship::Owner;
use end::End;

pub(super) fn endpoints(kind: Kind) -> Vec<Endpoint> {
    let mut endpoints = vec![
        list::endpoint(kind),
        create::endpoint(kind),
        retrieve::endpoint(kind),
        update::endpoint(kind),
        delete::endpoint(kind),
        history::endpoint(kind),
        defer::invalidate(kind),
        defer::deduplicate(kind),
    ];
    endpoints.extend(End::both(kind).map(relationship_update::endpoint));
    endpoints
}

/// The path of one link.
fn path(kind: Kind) -> String {
    format!("{}/{{id}}", kind.wire().links_path)
}

impl Owner for Links {
    type Id = LinkId;
    type Found = Link;

    const QUERY: QuerySpec = query::DELETED;

    fn path(self) -> String {
        path(self.0)
    }

    async fn find(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        id: LinkId,
        deleted: Deleted,
    ) -> Result<Link, Failure> {
        find(ledger, tenant, self.0, id, deleted).await
    }

    fn home(self, link: &Link) -> Home {
        link::home(self.0, link)
    }

    fn times(self, link: &Link) -> Times {
        link.times
    }
}

/// One link, or 404.
async fn find(
    ledger: &Ledger,
    tenant: Tenant,
    kind: Kind,
    id: LinkId,
    deleted: Deleted,
) -> Result<Link, Failure> {
    let link = ledger.link(tenant, kind, id, deleted).await?;
    link.ok_or_else(Failure::not_found)
}

/// The document of one link, at `url`.
async fn answer(
    ledger: &Ledger,
    tenant: Tenant,
    kind: Kind,
    link: &Link,
    query: &Query,
    url: &str,
) -> Result<Answer, Failure> {
    let links = std::slice::from_ref(link);
    let related = Related::of_links(ledger, tenant, kind, links, query).await?;
    let data = link::resource(kind, link, &query.fields);
    Ok(Answer::resource(url, data, related.included(query)).with_version(&link.times))
}
