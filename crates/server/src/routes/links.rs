//! Links, of whichever kind of record.

mod create;
mod defer;
mod delete;
pub(in crate::routes) mod end;
mod list;
pub(in crate::routes) mod page;
mod related_connector;
mod related_record;
mod relationship_retrieve;
mod relationship_update;
mod retrieve;
mod update;

use wellhead_core::command::Outcome;
use wellhead_core::id::LinkId;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Link};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::Query;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::link;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::related::Related;
use end::End;

pub(super) fn endpoints(kind: Kind) -> Vec<Endpoint> {
    let mut endpoints = vec![
        list::endpoint(kind),
        create::endpoint(kind),
        retrieve::endpoint(kind),
        update::endpoint(kind),
        delete::endpoint(kind),
        defer::invalidate(kind),
        defer::deduplicate(kind),
        related_record::endpoint(kind),
        related_connector::endpoint(kind),
    ];
    for end in End::both(kind) {
        endpoints.push(relationship_retrieve::endpoint(end));
        endpoints.push(relationship_update::endpoint(end));
    }
    endpoints
}

/// The path of one link.
fn path(kind: Kind) -> String {
    format!("{}/{{id}}", kind.wire().links_path)
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

/// What became of a link.
fn written(outcome: Outcome) -> Link {
    match outcome {
        Outcome::Link(link) => link,
        other => unreachable!("a link's command came to {other:?}"),
    }
}
