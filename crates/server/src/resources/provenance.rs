//! Answers about where records came from and where they went.

use std::collections::BTreeMap;

use serde::Serialize;
use wellhead_core::id::{RecordId, WorkspaceConnectorId};
use wellhead_core::provenance::{FlowPicture, NamedConnector, NamedConnectors, Provenance, Trace};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, Name, Slug};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::document::Links;
use wellhead_jsonapi::query::QuerySpec;

use super::shape::{Attribute, Set, Shape, Value};
use super::{Resource, person, workspace, workspace_connector};

/// What the provenance of one record looks like.
pub(crate) const fn shape(kind: Kind) -> &'static Shape {
    match kind {
        Kind::People => &PEOPLE,
        _ => panic!("no others are served"),
    }
}

const PEOPLE: Shape = Shape {
    of: "people_provenance",
    path: person::PATH,
    one: "the provenance of a person",
    many: "provenances of people",
    about: "Where a person came from and where it went. The person's id is its own.",
    example: person::SHAPE.example,
    attributes: &[
        Attribute::time("as_of").nullable(),
        Attribute::objects("sources", END),
        Attribute::objects("destinations", END),
    ],
    minted: true,
    ..Shape::NONE
};

/// What a workspace's flows look like.
pub(crate) const FLOWS: Shape = Shape {
    of: "provenance_flows",
    path: FLOWS_PATH,
    one: "the flows of a workspace",
    many: "flows of workspaces",
    about: "Which ways a workspace's people went. The workspace's id is its own.",
    example: workspace::SHAPE.example,
    attributes: &[
        Attribute::count("people"),
        Attribute::objects("sources", FLOW_END),
        Attribute::objects("destinations", FLOW_END),
        Attribute::objects(
            "pairs",
            &[
                Attribute::new("source_workspace_connector_id", Value::Id, Set::Never),
                Attribute::new("destination_workspace_connector_id", Value::Id, Set::Never),
                Attribute::count("people"),
            ],
        ),
    ],
    minted: true,
    ..Shape::NONE
};
/// Where they are.
pub(crate) const FLOWS_PATH: &str = "/v1/provenance/flows";

const END: &[Attribute] = &[
    CONNECTOR[0],
    CONNECTOR[1],
    CONNECTOR[2],
    CONNECTOR[3],
    CONNECTOR[4],
    Attribute::time("first_at"),
    Attribute::time("last_at"),
    Attribute::count("total_links"),
    Attribute::count("active_links"),
    Attribute::new("is_active", Value::Flag, Set::Never),
];
const FLOW_END: &[Attribute] = &[
    CONNECTOR[0],
    CONNECTOR[1],
    CONNECTOR[2],
    CONNECTOR[3],
    CONNECTOR[4],
    Attribute::count("people"),
];
/// What a connector is known by.
const CONNECTOR: [Attribute; 5] = [
    Attribute::new("workspace_connector_id", Value::Id, Set::Never),
    Attribute::text("connector", Slug::MAX_CHARS, "hubspot"),
    Attribute::text("name", Name::MAX_CHARS, "HubSpot"),
    Attribute::one_of("status", workspace_connector::statuses, Set::Never),
    Attribute::time("deleted_at").nullable(),
];

/// What one record's provenance can be asked for.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    filters: &["as_of"],
    ..QuerySpec::NONE
};

/// Where one record came from and where it went.
#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    as_of: Option<Timestamp>,
    sources: Vec<End<'a>>,
    destinations: Vec<End<'a>>,
}

/// A connector that sourced or consumed a record.
#[derive(Serialize)]
struct End<'a> {
    #[serde(flatten)]
    connector: Named<'a>,
    first_at: Timestamp,
    last_at: Timestamp,
    total_links: u64,
    active_links: u64,
    is_active: bool,
}

/// Which ways a workspace's people went.
#[derive(Serialize)]
pub(crate) struct Flows<'a> {
    people: u64,
    sources: Vec<FlowEnd<'a>>,
    destinations: Vec<FlowEnd<'a>>,
    pairs: Vec<Pair>,
}

#[derive(Serialize)]
struct FlowEnd<'a> {
    #[serde(flatten)]
    connector: Named<'a>,
    people: u64,
}

#[derive(Serialize)]
struct Pair {
    source_workspace_connector_id: String,
    destination_workspace_connector_id: String,
    people: u64,
}

#[derive(Serialize)]
struct Named<'a> {
    workspace_connector_id: String,
    connector: &'a str,
    name: &'a str,
    status: &'static str,
    deleted_at: Option<Timestamp>,
}

impl<'a> Named<'a> {
    fn new(named: &'a NamedConnector) -> Self {
        let NamedConnector {
            workspace_connector,
            connector,
        } = named;
        Self {
            workspace_connector_id: workspace_connector.id.to_string(),
            connector: connector.slug.as_str(),
            name: connector.name.as_str(),
            status: workspace_connector.status.as_str(),
            deleted_at: workspace_connector.times.deleted_at,
        }
    }
}

/// One person's provenance, found at `url`.
pub(crate) fn of_person<'a>(
    person: RecordId,
    provenance: &'a Provenance,
    as_of: Option<Timestamp>,
    url: &str,
) -> Resource<'a> {
    let ends = |direction| {
        let traces = provenance.traces.iter();
        traces
            .filter(|trace| trace.direction == direction)
            .map(|trace| end(trace, &provenance.connectors))
            .collect()
    };
    let attributes = Attributes {
        as_of,
        sources: ends(Direction::Input),
        destinations: ends(Direction::Output),
    };
    let attributes = super::Attributes::Provenance(attributes);
    Resource::new(shape(Kind::People).of, person.to_string(), attributes)
        .with_links(Links::to("self", url.to_owned()))
}

fn end<'a>(trace: &Trace, connectors: &'a NamedConnectors) -> End<'a> {
    End {
        connector: Named::new(&connectors[&trace.workspace_connector]),
        first_at: trace.first,
        last_at: trace.last,
        total_links: trace.links,
        active_links: trace.active,
        is_active: trace.active > 0,
    }
}

/// A workspace's flows, found at `url`.
pub(crate) fn flows<'a>(tenant: Tenant, picture: &'a FlowPicture, url: &str) -> Resource<'a> {
    let FlowPicture { flows, connectors } = picture;
    let ends = |ends: &BTreeMap<WorkspaceConnectorId, u64>| {
        let end = |(id, people): (&WorkspaceConnectorId, &u64)| FlowEnd {
            connector: Named::new(&connectors[id]),
            people: *people,
        };
        ends.iter().map(end).collect()
    };
    let pairs = flows.pairs.iter();
    let attributes = Flows {
        people: flows.records,
        sources: ends(&flows.sources),
        destinations: ends(&flows.destinations),
        pairs: pairs
            .map(|((source, destination), people)| Pair {
                source_workspace_connector_id: source.to_string(),
                destination_workspace_connector_id: destination.to_string(),
                people: *people,
            })
            .collect(),
    };
    let id = tenant.workspace().to_string();
    Resource::new(FLOWS.of, id, super::Attributes::Flows(attributes))
        .with_links(Links::to("self", url.to_owned()))
}
