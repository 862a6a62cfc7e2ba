//! Workspace connectors.

mod activity;
mod create;
mod delete;
mod list;
mod related_connector;
mod related_links;
mod related_runs;
mod related_workspace;
mod relationship_links;
mod relationship_retrieve;
mod relationship_runs;
pub(in crate::routes) mod retrieve;
mod update;
mod wind_down;

use wellhead_core::command::Outcome;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::{Deleted, WorkspaceConnector};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::document::Meta;
use wellhead_jsonapi::query::Query;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::{SERVED, connector, workspace, workspace_connector};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::related::Related;
use crate::routes::relationship;

/// The path of one workspace connector.
const ONE: &str = "/v1/workspace-connectors/{id}";

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = vec![
        list::endpoint(),
        create::endpoint(),
        retrieve::endpoint(),
        update::endpoint(),
        delete::endpoint(),
        related_connector::endpoint(),
        activity::endpoint(),
        related_workspace::endpoint(),
        relationship_retrieve::connector(),
        relationship::fixed(ONE, connector::TYPE),
        relationship_retrieve::workspace(),
        relationship::fixed(ONE, workspace::TYPE),
        related_runs::endpoint(),
        relationship_runs::endpoint(),
    ];
    let why = "open and close the runs themselves";
    endpoints.extend(relationship::followed(ONE, workspace_connector::RUNS, why));
    for kind in SERVED {
        endpoints.push(related_links::endpoint(kind));
        endpoints.push(relationship_links::endpoint(kind));
        endpoints.extend(relationship::of_links(ONE, kind.wire().links));
    }
    endpoints
}

/// One workspace connector, or 404.
pub(super) async fn find(
    ledger: &Ledger,
    tenant: Tenant,
    id: WorkspaceConnectorId,
    deleted: Deleted,
) -> Result<WorkspaceConnector, Failure> {
    let activation = ledger.workspace_connector(tenant, id, deleted).await?;
    activation.ok_or_else(Failure::not_found)
}

/// The document of one workspace connector, at `url`.
pub(super) async fn answer(
    ledger: &Ledger,
    tenant: Tenant,
    activation: &WorkspaceConnector,
    query: &Query,
    url: &str,
) -> Result<Answer, Failure> {
    answer_and(ledger, tenant, activation, query, url, None).await
}

/// The document of one workspace connector, at `url`, with something to say about it.
async fn answer_and(
    ledger: &Ledger,
    tenant: Tenant,
    activation: &WorkspaceConnector,
    query: &Query,
    url: &str,
    meta: Option<Meta<'_>>,
) -> Result<Answer, Failure> {
    let activations = std::slice::from_ref(activation);
    let related = Related::of_workspace_connectors(ledger, tenant, activations, query).await?;
    let data = workspace_connector::resource(tenant, activation, &query.fields);
    let included = related.included(query);
    Ok(Answer::resource_and(url, data, included, meta).with_version(&activation.times))
}

/// What became of a workspace connector.
fn written(outcome: Outcome) -> WorkspaceConnector {
    match outcome {
        Outcome::WorkspaceConnector(activation) => activation,
        other => unreachable!("a workspace connector's command came to {other:?}"),
    }
}
