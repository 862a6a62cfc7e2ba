use uuid::Uuid;

use super::{Id, Ledger, Link, Tenant};

/// A table of the schema, and its rows.
pub(crate) struct Table<'l> {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [&'static str],
    pub(crate) rows: Box<dyn Iterator<Item = Vec<Value>> + 'l>,
}

/// A value, independent of the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Number(u32),
    Id(Uuid),
    Text(String),
    /// Microseconds since 1970.
    Time(i64),
    Null,
}

const DAY: i64 = 24 * 3_600 * 1_000_000;

impl Ledger {
    /// Every table, in an order that satisfies foreign keys.
    pub(crate) fn tables(&self) -> [Table<'_>; 6] {
        let definitions = self.delivery().connectors;
        [
            Table {
                name: "workspaces",
                columns: &["pk", "workspace_id", "name", "created_at", "updated_at"],
                rows: Box::new(self.tenants.iter().map(workspace)),
            },
            Table {
                name: "connectors",
                columns: &[
                    "pk",
                    "connector_id",
                    "slug",
                    "name",
                    "created_at",
                    "updated_at",
                ],
                rows: Box::new((1..=definitions).map(connector)),
            },
            Table {
                name: "peoples",
                columns: &[
                    "pk",
                    "people_id",
                    "workspace_pk",
                    "first_name",
                    "last_name",
                    "full_name",
                    "external_person_id",
                    "created_at",
                    "updated_at",
                ],
                rows: Box::new(self.tenants.iter().flat_map(|tenant| {
                    (0..tenant.people).map(|index| person(tenant, tenant.first_person + index))
                })),
            },
            Table {
                name: "workspace_connectors",
                columns: &[
                    "pk",
                    "workspace_connector_id",
                    "workspace_pk",
                    "connector_pk",
                    "status",
                    "created_at",
                    "updated_at",
                ],
                rows: Box::new(self.tenants.iter().flat_map(move |tenant| {
                    (0..tenant.connectors).map(move |index| activation(tenant, index, definitions))
                })),
            },
            Table {
                name: "people_workspace_connectors",
                columns: &[
                    "pk",
                    "people_workspace_connector_id",
                    "direction",
                    "people_pk",
                    "workspace_connector_pk",
                    "created_at",
                    "updated_at",
                    "deleted_at",
                ],
                rows: Box::new(self.tenants.iter().flat_map(|tenant| {
                    (0..tenant.links).map(|index| link(tenant.link(tenant.first_link + index)))
                })),
            },
            Table {
                name: "workspace_connector_sync_logs",
                columns: &[
                    "pk",
                    "workspace_connector_sync_log_id",
                    "workspace_connector_pk",
                    "direction",
                    "trigger_type",
                    "mode",
                    "status",
                    "started_at",
                    "heartbeat_at",
                    "completed_at",
                    "created_at",
                ],
                rows: Box::new(
                    self.tenants
                        .iter()
                        .flat_map(|tenant| (0..tenant.runs).map(|index| run(tenant, index))),
                ),
            },
        ]
    }
}

fn times() -> [Value; 2] {
    [Value::Time(super::BEGINNING), Value::Time(super::BEGINNING)]
}

fn workspace(tenant: &Tenant) -> Vec<Value> {
    let mut row = vec![
        Value::Number(tenant.number),
        Value::Id(Id::Workspace.of(tenant.number)),
        Value::Text(format!("Workspace {}", tenant.number)),
    ];
    row.extend(times());
    row
}

fn connector(number: u32) -> Vec<Value> {
    let mut row = vec![
        Value::Number(number),
        Value::Id(Id::Connector.of(number)),
        Value::Text(slug(number)),
        Value::Text(format!("System {number}")),
    ];
    row.extend(times());
    row
}

/// The slug of a connector's definition.
pub(crate) fn slug(number: u32) -> String {
    format!("system-{number}")
}

fn person(tenant: &Tenant, number: u32) -> Vec<Value> {
    let mut row = vec![
        Value::Number(number),
        Value::Id(Id::Person.of(number)),
        Value::Number(tenant.number),
        Value::Text("Ada".to_owned()),
        Value::Text(format!("Number {number}")),
        Value::Text(format!("Ada Number {number}")),
        Value::Text(external_id(number)),
    ];
    row.extend(times());
    row
}

/// A person's external id.
pub(crate) fn external_id(person: u32) -> String {
    format!("P-{person:09}")
}

/// A company that connects more than there are connectors connects some of them often, such as its mailboxes.
fn activation(tenant: &Tenant, index: u32, definitions: u32) -> Vec<Value> {
    let number = tenant.first_connector + index;
    let mut row = vec![
        Value::Number(number),
        Value::Id(Id::WorkspaceConnector.of(number)),
        Value::Number(tenant.number),
        Value::Number(index % definitions + 1),
        Value::Text("enabled".to_owned()),
    ];
    row.extend(times());
    row
}

fn link(link: Link) -> Vec<Value> {
    let deleted_at = link.created_at + DAY;
    let (updated_at, deleted_at) = if link.is_deleted {
        (deleted_at, Value::Time(deleted_at))
    } else {
        (link.created_at, Value::Null)
    };
    vec![
        Value::Number(link.number),
        Value::Id(Id::Link.of(link.number)),
        Value::Text(link.direction.to_owned()),
        Value::Number(link.person),
        Value::Number(link.connector),
        Value::Time(link.created_at),
        Value::Time(updated_at),
        deleted_at,
    ]
}

/// A run that ended well within a minute.
fn run(tenant: &Tenant, index: u32) -> Vec<Value> {
    let (number, began) = (tenant.first_run + index, tenant.run_time(index));
    let ended = began + 60_000_000;
    let mut row = vec![
        Value::Number(number),
        Value::Id(Id::Run.of(number)),
        Value::Number(tenant.first_connector + index % tenant.connectors),
    ];
    row.extend(
        ["input", "scheduled", "incremental", "success"].map(|it| Value::Text(it.to_owned())),
    );
    row.extend([began, ended, ended, began].map(Value::Time));
    row
}
