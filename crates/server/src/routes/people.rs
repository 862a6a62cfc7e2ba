//! People.

mod create;
mod delete;
mod list;
mod related_links;
mod related_workspace;
mod relationship_links;
mod relationship_workspace;
pub(in crate::routes) mod retrieve;
mod update;

use wellhead_core::command::Outcome;
use wellhead_core::id::RecordId;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::{Kind, Record};
use wellhead_core::resource::Deleted;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::Query;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::{person, workspace};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::related::Related;
use crate::routes::relationship;

/// The path of one person.
const ONE: &str = "/v1/people/{id}";

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = vec![
        list::endpoint(),
        create::endpoint(),
        retrieve::endpoint(),
        update::endpoint(),
        delete::endpoint(),
        related_links::endpoint(),
        related_workspace::endpoint(),
        relationship_links::endpoint(),
        relationship_workspace::endpoint(),
        relationship::fixed(ONE, workspace::TYPE),
    ];
    endpoints.extend(relationship::of_links(ONE, person::LINKS));
    endpoints
}

/// One person, or 404.
pub(super) async fn find(
    ledger: &Ledger,
    tenant: Tenant,
    id: RecordId,
    deleted: Deleted,
) -> Result<Record, Failure> {
    let person = ledger
        .record(tenant, Kind::People.record(id), deleted)
        .await?;
    person.ok_or_else(Failure::not_found)
}

/// The document of one person, at `url`.
pub(super) async fn answer(
    ledger: &Ledger,
    tenant: Tenant,
    person: &Record,
    query: &Query,
    url: &str,
) -> Result<Answer, Failure> {
    let related = Related::of_people(ledger, tenant, query).await?;
    let data = person::resource(tenant, person, &query.fields);
    Ok(Answer::resource(url, data, related.included(query)).with_version(&person.times))
}

/// What became of a person.
fn written(outcome: Outcome) -> Record {
    match outcome {
        Outcome::Record(person) | Outcome::RecordResolved(person) => person,
        other => unreachable!("a person's command came to {other:?}"),
    }
}
