use serde::Serialize;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Status, WorkspaceConnector};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{Attribute, CREATED_AT, DELETED_AT, Relationship, Set, Shape, UPDATED_AT};
use super::{Home, Resource, connector, workspace};
use crate::codes;

pub(crate) const TYPE: &str = "workspace_connector";
pub(crate) const PATH: &str = "/v1/workspace-connectors";
/// The status of a new one, unless the request says.
pub(crate) const STATUS: Status = Status::ToConfigure;
/// The relationship to its sync runs.
pub(crate) const RUNS: &str = "workspace_connector_sync_logs";
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "a workspace connector",
    many: "workspace connectors",
    about: "The connectors that a workspace has activated.",
    example: "9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4",
    attributes: &[
        Attribute::one_of("status", statuses, Set::Optional).or(|| STATUS.as_str()),
        CREATED_AT,
        UPDATED_AT,
        DELETED_AT,
    ],
    relationships: &RELATIONSHIPS,
    hindrances: &[&codes::ID_TAKEN],
    ..Shape::NONE
};
/// The definition it activates, its workspace, its runs, and the links of each kind.
const RELATIONSHIPS: [Relationship; 3 + Kind::COUNT] = {
    let mut all = [Relationship::ToMany(RUNS); 3 + Kind::COUNT];
    all[0] = Relationship::ToOne(connector::TYPE, Set::Once);
    all[1] = Relationship::ToOne(workspace::TYPE, Set::Never);
    let mut i = 0;
    while i < Kind::COUNT {
        all[2 + i] = Relationship::ToMany(Kind::ALL[i].wire().links);
        i += 1;
    }
    all
};
/// What disabling or deleting would do, reported by a dry run.
pub(crate) const LOSS: Attribute =
    Attribute::object("meta", &[Attribute::count(WOULD_DELETE)]).optional();
/// How many links would be soft-deleted.
pub(crate) const WOULD_DELETE: &str = "would_delete";
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
pub(super) fn statuses() -> Vec<&'static str> {
    Status::ALL.map(Status::as_str).to_vec()
}

/// Whether the relationship `name` is read-only.
pub(crate) fn is_read_only(name: &str) -> bool {
    read_only().any(|it| it == name)
}

/// The read-only relationships: all but the one to the definition that it activates.
pub(crate) fn read_only() -> impl Iterator<Item = &'static str> {
    let names = RELATIONSHIPS.iter().map(Relationship::name);
    names.filter(|name| *name != connector::TYPE)
}

/// The query options for documents about workspace connectors.
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
    let links = Kind::ALL.map(|kind| home.to_many(kind.wire().links));
    resource.relationships = vec![
        home.to_one(connector::TYPE, activation.connector.uuid()),
        home.to_one(workspace::TYPE, tenant.workspace().uuid()),
    ];
    resource.relationships.extend(links);
    resource.relationships.push(home.to_many(RUNS));
    resource
}
