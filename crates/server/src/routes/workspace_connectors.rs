//! Workspace connectors.

mod activity;
mod create;
mod delete;
mod list;
mod retrieve;
mod update;
mod wind_down;

use uuid::Uuid;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::{Deleted, Times, WorkspaceConnector};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::document::Meta;
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::catalogue::endpoint::Endpoint;
use crate::extract::query;
use crate::resources::shape::Shape;
use crate::resources::{Home, workspace_connector};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::related::Related;
use crate::routes::relationship::{Owner, Target};

/// The path of one workspace connector.
const ONE: &str = "/v1/workspace-connectors/{id}";

/// All workspace connectors.
#[derive(Debug, Clone, Copy)]
pub(in crate::routes) struct Activations;

pub(super) fn endpoints() -> [Endpoint; 6] {
    [
        list::endpoint(),
        create::endpoint(),
        retrieve::endpoint(),
        update::endpoint(),
        delete::endpoint(),
        activity::endpoint(),
    ]
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

impl Target for Activations {
    fn shape(self) -> &'static Shape {
        &workspace_connector::SHAPE
    }

    fn query(self) -> QuerySpec {
        workspace_connector::QUERY
    }

    async fn answer(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        id: Uuid,
        query: &Query,
        url: &str,
    ) -> Result<Answer, Failure> {
        let found = find(ledger, tenant, id.into(), Deleted::Include).await?;
        answer(ledger, tenant, &found, query, url).await
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

/// The document of one workspace connector, at `url`, with `meta`.
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
