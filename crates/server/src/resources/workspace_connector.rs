use serde::Serialize;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::{Record, WorkspaceConnector};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::{Home, Resource, connector, workspace};

pub(crate) const TYPE: &str = "workspace_connector";
pub(crate) const PATH: &str = "/v1/workspace-connectors";
/// The relationship to the links of people that went through the connector.
pub(crate) const PEOPLE_LINKS: &str = Record::People.links_name();
/// The relationship to its sync runs.
pub(crate) const RUNS: &str = "workspace_connector_sync_logs";
pub(crate) const FIELDS: &[&str] = &[
    "status",
    "created_at",
    "updated_at",
    "deleted_at",
    connector::TYPE,
    workspace::TYPE,
    PEOPLE_LINKS,
    RUNS,
];
/// The relationships that follow from other things.
pub(crate) const READ_ONLY: &[&str] = &[workspace::TYPE, PEOPLE_LINKS, RUNS];
/// What a document about workspace connectors can be asked for.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    include: &[connector::TYPE, workspace::TYPE],
    fields: &[
        (TYPE, FIELDS),
        (connector::TYPE, connector::FIELDS),
        (workspace::TYPE, workspace::FIELDS),
    ],
    ..QuerySpec::NONE
};

#[derive(Serialize)]
pub(crate) struct Attributes {
    status: &'static str,
    created_at: Timestamp,
    updated_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
}

pub(crate) fn path(id: WorkspaceConnectorId) -> String {
    format!("{PATH}/{id}")
}

pub(crate) fn home(activation: &WorkspaceConnector) -> Home {
    Home::new(PATH, activation.id.uuid(), activation.times.deleted_at)
}

pub(crate) fn resource<'a>(
    tenant: Tenant,
    activation: &WorkspaceConnector,
    fields: &'a Fieldsets,
) -> Resource<'a> {
    let attributes = Attributes {
        status: activation.status.as_str(),
        created_at: activation.times.created_at,
        updated_at: activation.times.updated_at,
        deleted_at: activation.times.deleted_at,
    };
    let home = home(activation);
    let attributes = super::Attributes::WorkspaceConnector(attributes);
    let mut resource = Resource::new(TYPE, activation.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(TYPE));
    resource.relationships = vec![
        home.to_one(connector::TYPE, activation.connector.uuid()),
        home.to_one(workspace::TYPE, tenant.workspace.uuid()),
        home.to_many(PEOPLE_LINKS),
        home.to_many(RUNS),
    ];
    resource
}
