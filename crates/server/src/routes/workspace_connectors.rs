//! Workspace connectors.

mod activity;
mod create;
mod delete;
mod list;
mod retrieve;
mod update;
mod wind_down;

use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, LinkFilter, RunFilter, Times, WorkspaceConnector};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::document::Meta;
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::catalogue::endpoint::Endpoint;
use crate::extract::query;
use crate::resources::{Home, connector, workspace, workspace_connector};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::related::Related;
use crate::routes::links::Links;
use crate::routes::relationship::to_many::ToMany;
use crate::routes::relationship::to_one::{Target, ToOne};
use crate::routes::relationship::{self, Owner};
use crate::routes::runs::Runs;

/// The path of one workspace connector.
const ONE: &str = "/v1/workspace-connectors/{id}";

/// All workspace connectors.
#[derive(Debug, Clone, Copy)]
struct Activations;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let owner = Activations;
    let connector = ToOne {
        owner,
        target: Target::Connector,
        id: |_, activation| activation.connector.uuid(),
    };
    let workspace = ToOne {
        owner,
        target: Target::Workspace,
        id: |tenant, _| tenant.workspace().uuid(),
    };
    let runs = ToMany {
        owner,
        list: Runs,
        query: Runs::OF_CONNECTOR,
        of: |id| RunFilter {
            workspace_connector: Some(id),
            ..RunFilter::default()
        },
    };
    let links = |kind| ToMany {
        owner,
        list: Links(kind),
        query: Links::of_connector(kind),
        of: |id| LinkFilter {
            workspace_connector: Some(id),
            ..LinkFilter::default()
        },
    };
    let mut endpoints = vec![
        list::endpoint(),
        create::endpoint(),
        retrieve::endpoint(),
        update::endpoint(),
        delete::endpoint(),
        activity::endpoint(),
    ];
    endpoints.extend(connector.endpoints());
    endpoints.push(relationship::fixed(ONE, connector::TYPE));
    endpoints.extend(workspace.endpoints());
    endpoints.push(relationship::fixed(ONE, workspace::TYPE));
    endpoints.extend(runs.endpoints());
    let why = "open and close the runs themselves";
    endpoints.extend(relationship::followed(ONE, workspace_connector::RUNS, why));
    for kind in Kind::ALL {
        endpoints.extend(links(kind).endpoints());
        endpoints.extend(relationship::of_links(ONE, kind.wire().links));
    }
    endpoints
}

impl Owner for Activations {
    type Id = WorkspaceConnectorId;
    type Found = WorkspaceConnector;

    const QUERY: QuerySpec = query::DELETED;

    fn path(self) -> String {
        ONE.to_owned()
    }

    async fn find(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        id: WorkspaceConnectorId,
        deleted: Deleted,
    ) -> Result<WorkspaceConnector, Failure> {
        find(ledger, tenant, id, deleted).await
    }

    fn home(self, activation: &WorkspaceConnector) -> Home {
        workspace_connector::home(activation)
    }

    fn times(self, activation: &WorkspaceConnector) -> Times {
        activation.times
    }
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
