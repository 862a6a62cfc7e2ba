use serde::Serialize;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::identity::MatchRule;
use wellhead_core::privacy::FIELDS as LEGAL;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Status, WorkspaceConnector};
use wellhead_core::source::Rank;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::connector::{self, Legal};
use super::shape::{
    Attribute, CREATED_AT, DELETED_AT, Relationship, Set, Shape, UPDATED_AT, Value,
};
use super::{Home, Resource, linkage, workspace};
use crate::codes;

pub(crate) const TYPE: &str = "workspace_connector";
pub(crate) const PATH: &str = "/v1/workspace-connectors";
/// The status of a new one, unless the request says.
pub(crate) const STATUS: Status = Status::ToConfigure;
/// The relationship to the activation that it continues.
pub(crate) const CONTINUES: &str = "continues";
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
        Attribute::one_of("match_rule", match_rules, Set::Optional)
            .or(|| MatchRule::Nothing.as_str())
            .about(
                "By what a line with an unknown external_id finds a record, if no key that it has is known: none, or the \
                 e-mail address that just one person has.",
            ),
        Attribute::new("rank", Value::Whole(1, Rank::MAX as u64), Set::Optional)
            .nullable()
            .about(
                "Its place in the order in which the workspace trusts its connectors: 1 is trusted most, and whoever has \
                 none, or changes a record by hand, comes last. Where deliveries update known records, no value overwrites \
                 one of a better place. The connectors of which each continues the one before have the rank of the last \
                 one that has one.",
            ),
        Attribute::of_field(&LEGAL[0]),
        Attribute::of_field(&LEGAL[1]),
        Attribute::of_field(&LEGAL[2]),
        Attribute::of_field(&LEGAL[3]),
        Attribute::of_field(&LEGAL[4]),
        CREATED_AT,
        UPDATED_AT,
        DELETED_AT,
    ],
    relationships: &RELATIONSHIPS,
    hindrances: &[
        &codes::ID_TAKEN,
        &codes::CONTINUED_ALREADY,
        &codes::RELATED_NOT_FOUND,
    ],
    ..Shape::NONE
};
/// The definition it activates, its workspace, what it continues, the links and identities of each kind, and its runs.
const RELATIONSHIPS: [Relationship; 4 + 2 * Kind::COUNT] = {
    let mut all = [Relationship::ToMany(RUNS); 4 + 2 * Kind::COUNT];
    all[0] = Relationship::ToOne(connector::TYPE, Set::Once);
    all[1] = Relationship::ToOne(workspace::TYPE, Set::Never);
    all[2] = Relationship::Given(CONTINUES, TYPE, Set::AtFirst);
    let mut i = 0;
    while i < Kind::COUNT {
        all[3 + i] = Relationship::ToMany(Kind::ALL[i].wire().links);
        all[3 + Kind::COUNT + i] = Relationship::ToMany(Kind::ALL[i].wire().identities);
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
fn match_rules() -> Vec<&'static str> {
    MatchRule::ALL.iter().map(|it| it.as_str()).collect()
}

pub(super) fn statuses() -> Vec<&'static str> {
    Status::ALL.map(Status::as_str).to_vec()
}

/// Whether the relationship `name` is read-only.
pub(crate) fn is_read_only(name: &str) -> bool {
    read_only().any(|it| it == name)
}

/// The read-only relationships: all but those to the definition that it activates and to what it continues.
pub(crate) fn read_only() -> impl Iterator<Item = &'static str> {
    let names = RELATIONSHIPS.iter().map(Relationship::name);
    names.filter(|name| *name != connector::TYPE && *name != CONTINUES)
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
pub(crate) struct Attributes<'a> {
    status: &'static str,
    match_rule: &'static str,
    rank: Option<u16>,
    #[serde(flatten)]
    legal: Legal<'a>,
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
    activation: &'a WorkspaceConnector,
    fields: &'a Fieldsets,
) -> Resource<'a> {
    let attributes = Attributes {
        status: activation.status.as_str(),
        match_rule: activation.match_rule.as_str(),
        rank: activation.rank.map(Rank::get),
        legal: Legal(&activation.legal),
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
    let identities = Kind::ALL.map(|kind| home.to_many(kind.wire().identities));
    resource.relationships = vec![
        home.to_one(connector::TYPE, activation.connector.uuid()),
        home.to_one(workspace::TYPE, tenant.workspace().uuid()),
        (CONTINUES, linkage(TYPE, activation.continues)),
    ];
    resource.relationships.extend(links);
    resource.relationships.extend(identities);
    resource.relationships.push(home.to_many(RUNS));
    resource
}
