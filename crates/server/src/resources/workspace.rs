use serde::Serialize;
use wellhead_core::resource::{ExternalId, Name, Workspace};
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{Attribute, CREATED_AT, Shape, UPDATED_AT};
use super::{Home, Resource};

pub(crate) const TYPE: &str = "workspace";
pub(crate) const PATH: &str = "/v1/workspaces";
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "a workspace",
    many: "workspaces",
    about: "The tenants. A key sees only its own workspace.",
    example: "7c1e9a54-3f2b-4d86-8a0c-5b7d9e1f3a2c",
    attributes: &[
        Attribute::text("name", Name::MAX_CHARS, "Acme"),
        Attribute::text("external_workspace_id", ExternalId::MAX_CHARS, "acme-1").nullable(),
        Attribute::count("max_records")
            .nullable()
            .about("How many active records it may have; `null` if there is no quota."),
        Attribute::count("max_links")
            .nullable()
            .about("How many active links it may have; `null` if there is no quota."),
        CREATED_AT,
        UPDATED_AT,
    ],
    ..Shape::NONE
};
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// The query options for documents about a workspace.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    fields: &[(TYPE, FIELDS)],
    ..QuerySpec::NONE
};

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    name: &'a str,
    external_workspace_id: Option<&'a str>,
    max_records: Option<u64>,
    max_links: Option<u64>,
    created_at: Timestamp,
    updated_at: Option<Timestamp>,
}

pub(crate) fn resource<'a>(workspace: &'a Workspace, fields: &'a Fieldsets) -> Resource<'a> {
    let attributes = super::Attributes::Workspace(Attributes {
        name: workspace.name.as_str(),
        external_workspace_id: workspace.external_id.as_ref().map(ExternalId::as_str),
        max_records: workspace.limits.quotas.records,
        max_links: workspace.limits.quotas.links,
        created_at: workspace.times.created_at,
        updated_at: workspace.times.updated_at,
    });
    let home = Home::new(PATH, workspace.id.uuid(), None);
    Resource::new(TYPE, workspace.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(TYPE))
}
