//! Where records came from and where they went.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::provenance::{
    Acquaintance, Connection, FlowPicture, Gap, Line, NamedConnector, NamedConnectors, Provenance,
};
use wellhead_core::record::{EachKind, Kind, RecordRef};
use wellhead_core::resource::{Direction, ExternalId, Name, Reach, Slug};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::document::Links;
use wellhead_jsonapi::query::QuerySpec;

use crate::extract::query;

use super::shape::{Attribute, Set, Shape, Value};
use super::{Resource, workspace, workspace_connector};

static SHAPES: EachKind<Shape> = EachKind::by(|kind| {
    let words = &kind.declaration().words;
    let (one, noun) = (words.one, words.noun);
    let about = format!("Where {one} came from and where it went. Its id is the {noun}'s.");
    Shape {
        of: kind.wire().provenance,
        path: kind.wire().records_path,
        one: format!("the provenance of {one}").leak(),
        many: format!("provenances of {}", words.many).leak(),
        about: about.leak(),
        example: kind.declaration().examples.record,
        ..ALIKE
    }
});
/// What the provenances of all kinds of record have in common.
const ALIKE: Shape = Shape {
    attributes: &[
        Attribute::time("as_of").nullable(),
        Attribute::objects("sources", LINE),
        Attribute::objects("destinations", LINE),
        Attribute::objects("unlinked", ACQUAINTANCE)
            .about("Connectors that have a name for it, and no link."),
    ],
    minted: true,
    ..Shape::NONE
};

/// The shape of one record's provenance.
pub(crate) fn shape(kind: Kind) -> &'static Shape {
    SHAPES.of(kind)
}

/// The shape of a workspace's flows.
pub(crate) const FLOWS: Shape = Shape {
    of: "provenance_flows",
    path: FLOWS_PATH,
    one: "the flows of a workspace",
    many: "flows of workspaces",
    about: "The routes that a workspace's records of one kind took, each record counted once. The count is named after the kind. \
            The resource's id is the workspace's.",
    example: workspace::SHAPE.example,
    attributes: &FLOW_ATTRIBUTES,
    minted: true,
    ..Shape::NONE
};
/// The URL of the flows.
pub(crate) const FLOWS_PATH: &str = "/v1/provenance/flows";

const LINE: &[Attribute] = &[
    CONNECTOR[0],
    CONNECTOR[1],
    CONNECTOR[2],
    CONNECTOR[3],
    CONNECTOR[4],
    KNOWN_AS,
    Attribute::time("first_at"),
    Attribute::time("last_at"),
    Attribute::count("total_links"),
    Attribute::count("active_links"),
    Attribute::new("is_active", Value::Flag, Set::Never),
    Attribute::objects("connections", CONNECTION).about(
        "The connector's activations, the oldest first: more than one if it was reconnected. The object around this is \
         named by the newest, and sums them up.",
    ),
];
const CONNECTION: &[Attribute] = &[
    CONNECTOR[0],
    Attribute::object("gap", GAP)
        .nullable()
        .about("How long the connector was not there before this activation."),
    Attribute::time("first_at").nullable(),
    Attribute::time("last_at").nullable(),
    Attribute::count("total_links"),
    Attribute::count("active_links"),
];
const GAP: &[Attribute] = &[Attribute::time("from"), Attribute::time("until")];
const ACQUAINTANCE: &[Attribute] = &[
    CONNECTOR[0],
    CONNECTOR[1],
    CONNECTOR[2],
    CONNECTOR[3],
    CONNECTOR[4],
    KNOWN_AS,
];
const KNOWN_AS: Attribute = Attribute::new(
    "known_as",
    Value::Texts(ExternalId::MAX_CHARS, "12345"),
    Set::Never,
)
.about("What the connector calls the record, the oldest name first.");
const FLOW_ATTRIBUTES: [Attribute; 5 + Kind::COUNT] = with_counts([
    Attribute::objects("sources", &FLOW_END),
    Attribute::objects("destinations", &FLOW_END),
    Attribute::objects("pairs", &PAIR),
    Attribute::time("counted_since").optional().about(
        "Only links made at this time or later were counted, as the range has very many. A shorter range has all of its links.",
    ),
    Attribute::count("records_behind").optional().about(
        "At most so many records changed very recently, and count as they were before: they are worked in soon.",
    ),
]);
const FLOW_END: [Attribute; 5 + Kind::COUNT] = with_counts(CONNECTOR);
const PAIR: [Attribute; 2 + Kind::COUNT] = with_counts([
    Attribute::new("source_workspace_connector_id", Value::Id, Set::Never),
    Attribute::new("destination_workspace_connector_id", Value::Id, Set::Never),
]);

/// These attributes, plus the number of records, under the name of their kind. One document has one kind's count.
const fn with_counts<const N: usize, const M: usize>(others: [Attribute; N]) -> [Attribute; M] {
    assert!(M == N + Kind::COUNT, "each kind has a count");
    let mut all = [Attribute::count(""); M];
    let mut i = 0;
    while i < M {
        all[i] = if i < N {
            others[i]
        } else {
            Attribute::count(Kind::ALL[i - N].as_str()).optional()
        };
        i += 1;
    }
    all
}

/// What identifies a connector.
const CONNECTOR: [Attribute; 5] = [
    Attribute::new("workspace_connector_id", Value::Id, Set::Never),
    Attribute::text("connector", Slug::MAX_CHARS, "hubspot"),
    Attribute::text("name", Name::MAX_CHARS, "HubSpot"),
    Attribute::one_of("status", workspace_connector::statuses, Set::Never),
    Attribute::time("deleted_at").nullable(),
];

/// The query options for one record's provenance.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    filters: &query::PAST,
    ..QuerySpec::NONE
};

/// Where one record came from and where it went.
#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    as_of: Option<Timestamp>,
    sources: Vec<LineEnd<'a>>,
    destinations: Vec<LineEnd<'a>>,
    unlinked: Vec<Acquainted<'a>>,
}

/// A connector that sourced or consumed a record.
#[derive(Serialize)]
struct LineEnd<'a> {
    #[serde(flatten)]
    connector: Acquainted<'a>,
    first_at: Timestamp,
    last_at: Timestamp,
    total_links: u64,
    active_links: u64,
    is_active: bool,
    connections: Vec<Connected>,
}

/// One of its activations.
#[derive(Serialize)]
struct Connected {
    workspace_connector_id: String,
    gap: Option<Apart>,
    first_at: Option<Timestamp>,
    last_at: Option<Timestamp>,
    total_links: u64,
    active_links: u64,
}

#[derive(Serialize)]
struct Apart {
    from: Timestamp,
    until: Timestamp,
}

/// A connector and what it calls a record.
#[derive(Serialize)]
struct Acquainted<'a> {
    #[serde(flatten)]
    connector: Named<'a>,
    known_as: Vec<&'a str>,
}

/// The routes that a workspace's records of one kind took.
#[derive(Serialize)]
pub(crate) struct Flows<'a> {
    #[serde(flatten)]
    records: Count,
    sources: Vec<FlowEnd<'a>>,
    destinations: Vec<FlowEnd<'a>>,
    pairs: Vec<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counted_since: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    records_behind: Option<u64>,
}

#[derive(Serialize)]
struct FlowEnd<'a> {
    #[serde(flatten)]
    connector: Named<'a>,
    #[serde(flatten)]
    records: Count,
}

#[derive(Serialize)]
struct Pair {
    source_workspace_connector_id: String,
    destination_workspace_connector_id: String,
    #[serde(flatten)]
    records: Count,
}

/// The number of records of a kind, in a member named after the kind.
struct Count(Kind, u64);

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(kind, records) = self;
        serializer.collect_map([(kind.as_str(), records)])
    }
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

/// One record's provenance. `url` is the document's own URL.
pub(crate) fn of_record<'a>(
    record: RecordRef,
    provenance: &'a Provenance,
    as_of: Option<Timestamp>,
    url: &str,
) -> Resource<'a> {
    let Provenance {
        lines,
        unlinked,
        connectors,
    } = provenance;
    let ends = |direction| {
        let lines = lines.iter();
        lines
            .filter(|line| line.trace.direction == direction)
            .map(|line| line_end(line, connectors))
            .collect()
    };
    let unlinked = unlinked.iter().map(|it| {
        let Acquaintance {
            workspace_connector,
            known_as,
        } = it;
        acquainted(&connectors[workspace_connector], known_as)
    });
    let attributes = Attributes {
        as_of,
        sources: ends(Direction::Input),
        destinations: ends(Direction::Output),
        unlinked: unlinked.collect(),
    };
    let attributes = super::Attributes::Provenance(attributes);
    Resource::new(shape(record.kind).of, record.id.to_string(), attributes)
        .with_links(Links::to("self", url.to_owned()))
}

fn line_end<'a>(line: &'a Line, connectors: &'a NamedConnectors) -> LineEnd<'a> {
    let trace = line.trace;
    LineEnd {
        connector: acquainted(&connectors[&trace.workspace_connector], &line.known_as),
        first_at: trace.first,
        last_at: trace.last,
        total_links: trace.links,
        active_links: trace.active,
        is_active: trace.active > 0,
        connections: line.connections.iter().map(connected).collect(),
    }
}

fn connected(connection: &Connection) -> Connected {
    let Connection {
        workspace_connector,
        gap,
        trace,
    } = connection;
    Connected {
        workspace_connector_id: workspace_connector.to_string(),
        gap: gap.map(|Gap { from, until }| Apart { from, until }),
        first_at: trace.map(|it| it.first),
        last_at: trace.map(|it| it.last),
        total_links: trace.map_or(0, |it| it.links),
        active_links: trace.map_or(0, |it| it.active),
    }
}

fn acquainted<'a>(connector: &'a NamedConnector, known_as: &'a [ExternalId]) -> Acquainted<'a> {
    Acquainted {
        connector: Named::new(connector),
        known_as: known_as.iter().map(ExternalId::as_str).collect(),
    }
}

/// The flows of a workspace's records of one kind. `url` is the document's own URL.
pub(crate) fn flows<'a>(
    tenant: Tenant,
    kind: Kind,
    picture: &'a FlowPicture,
    url: &str,
) -> Resource<'a> {
    let FlowPicture {
        flows,
        reach,
        connectors,
        ..
    } = picture;
    let ends = |ends: &BTreeMap<WorkspaceConnectorId, u64>| {
        let end = |(id, records): (&WorkspaceConnectorId, &u64)| FlowEnd {
            connector: Named::new(&connectors[id]),
            records: Count(kind, *records),
        };
        ends.iter().map(end).collect()
    };
    let pairs = flows.pairs.iter();
    let attributes = Flows {
        records: Count(kind, flows.records),
        sources: ends(&flows.sources),
        destinations: ends(&flows.destinations),
        pairs: pairs
            .map(|((source, destination), records)| Pair {
                source_workspace_connector_id: source.to_string(),
                destination_workspace_connector_id: destination.to_string(),
                records: Count(kind, *records),
            })
            .collect(),
        counted_since: match reach {
            Reach::Since(since) => Some(*since),
            Reach::Whole | Reach::Behind(_) => None,
        },
        records_behind: match reach {
            Reach::Behind(records) => Some(*records),
            Reach::Whole | Reach::Since(_) => None,
        },
    };
    let id = tenant.workspace().to_string();
    Resource::new(FLOWS.of, id, super::Attributes::Flows(attributes))
        .with_links(Links::to("self", url.to_owned()))
}
