//! The disclosure report of a record, and who asked for it.

use serde::Serialize;
use wellhead_core::cause::{CauseKind, Grounds};
use wellhead_core::privacy::{FIELDS as LEGAL, HandedOut, Report, Requester};
use wellhead_core::record::Kind;
use wellhead_core::resource::{ExternalId, Slug};
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::document::Links;
use wellhead_jsonapi::query::QuerySpec;

use super::Resource;
use super::shape::{Attribute, Set, Shape, Value};

/// The shape of a report: one for all kinds of record, which it is below.
pub(crate) const SHAPE: Shape = Shape {
    of: "disclosure_report",
    path: Kind::People.wire().records_path,
    one: "the disclosure report of a record",
    many: "disclosure reports",
    about: "Where a record came from and who received it, with the digest that tells whether it was changed. Its id is the \
            record's.",
    example: Kind::People.declaration().examples.record,
    attributes: &[
        Attribute::object("report", REPORT).about(
            "What is the same whenever it is asked for: as of the same moment and for the same time.",
        ),
        Attribute::time("requested_at"),
        Attribute::object("requested_by", REQUESTER),
        Attribute::text(
            "sha256",
            64,
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        )
        .about("The SHA-256 of the report in canonical JSON (RFC 8785)."),
    ],
    minted: true,
    ..Shape::NONE
};

/// The query options for a report.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    filters: &["from", "to", "as_of"],
    ..QuerySpec::NONE
};

/// A moment, with as many decimals as it takes to ask for it again.
const fn exact(name: &'static str) -> Attribute {
    Attribute::text(name, 27, "2026-05-10T14:32:00.000Z")
}

const fn id(name: &'static str) -> Attribute {
    Attribute::new(name, Value::Id, Set::Never)
}

const fn ids(name: &'static str) -> Attribute {
    let value = Value::Texts(36, "9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4");
    Attribute::new(name, value, Set::Never)
}

const fn slugs(name: &'static str) -> Attribute {
    Attribute::new(name, Value::Texts(Slug::MAX_CHARS, "hubspot"), Set::Never)
}

const REPORT: &[Attribute] = &[
    Attribute::count("version"),
    id("workspace_id"),
    Attribute::object("subject", SUBJECT),
    exact("as_of").about("What the ledger knew at this moment."),
    exact("from").nullable(),
    exact("to").nullable(),
    Attribute::object("coverage", COVERAGE)
        .about("The time of which the ledger can tell: of anything before, it knows nothing."),
    Attribute::objects("sources", PARTY),
    Attribute::objects("recipients", PARTY),
    Attribute::objects("unlinked", UNLINKED)
        .about("Connectors that have a name for the record, and no link."),
    slugs("unidentified").about(
        "The connectors of which no legal name is recorded, for all of the time or part of it.",
    ),
];
const SUBJECT: &[Attribute] = &[
    Attribute::one_of("type", kinds, Set::Never),
    id("id"),
    ids("merged").about("The records that had been merged into it, which count as the same."),
];
const COVERAGE: &[Attribute] = &[Attribute::time("from"), exact("until")];
const CONNECTOR: Attribute = Attribute::text("connector", Slug::MAX_CHARS, "hubspot");
const KNOWN_AS: Attribute = Attribute::objects(
    "known_as",
    &[
        Attribute::text("external_id", ExternalId::MAX_CHARS, "12345"),
        Attribute::time("since"),
    ],
)
.about("What the connector calls the record, the oldest name first.");
const ENTITY: Attribute = Attribute::objects(
    "legal",
    &[
        Attribute::time("from"),
        Attribute::time("until").nullable(),
        Attribute::of_field(&LEGAL[0]).set(Set::Never),
        Attribute::of_field(&LEGAL[1]).set(Set::Never),
        Attribute::of_field(&LEGAL[2]).set(Set::Never),
        Attribute::of_field(&LEGAL[3]).set(Set::Never),
        Attribute::of_field(&LEGAL[4]).set(Set::Never),
        Attribute::new("recorded_later", Value::Texts(10, "purpose"), Set::Never)
            .about("What of these was recorded only after the period had begun."),
    ],
)
.about("Who was behind the connector, period by period. Null is what nobody has recorded.");
const PARTY: &[Attribute] = &[
    CONNECTOR,
    id("connector_id"),
    ids("workspace_connector_ids")
        .about("The activations that have links of the record, the oldest first."),
    Attribute::time("first_at"),
    Attribute::time("last_at"),
    Attribute::count("deliveries")
        .about("How many links were made. A delivery that only saw a known link again is none."),
    Attribute::count("active_deliveries"),
    Attribute::one_of("status", statuses, Set::Never),
    Attribute::time("ended_at").nullable(),
    Attribute::objects("endings", ENDING),
    KNOWN_AS,
    ENTITY,
];
const ENDING: &[Attribute] = &[
    Attribute::one_of("reason", reasons, Set::Never).nullable(),
    Attribute::count("deliveries"),
    Attribute::time("last_at"),
];
const UNLINKED: &[Attribute] = &[
    CONNECTOR,
    id("connector_id"),
    ids("workspace_connector_ids"),
    KNOWN_AS,
    ENTITY,
];
const REQUESTER: &[Attribute] = &[
    Attribute::one_of("type", requesters, Set::Never),
    id("id").nullable(),
];

fn kinds() -> Vec<&'static str> {
    Kind::ALL.map(Kind::as_str).to_vec()
}

fn statuses() -> Vec<&'static str> {
    vec!["active", "ended"]
}

fn reasons() -> Vec<&'static str> {
    Grounds::ALL.iter().map(|it| it.as_str()).collect()
}

fn requesters() -> Vec<&'static str> {
    vec![CauseKind::Key.as_str(), CauseKind::Operator.as_str()]
}

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    report: &'a Report,
    requested_at: Timestamp,
    requested_by: &'a Requester,
    sha256: &'a str,
}

/// The report of a record. `url` is the document's own URL.
pub(crate) fn resource<'a>(handed: &'a HandedOut, url: &str) -> Resource<'a> {
    let attributes = Attributes {
        report: &handed.report,
        requested_at: handed.requested_at,
        requested_by: &handed.requested_by,
        sha256: &handed.sha256,
    };
    let attributes = super::Attributes::DisclosureReport(attributes);
    let id = handed.report.subject.id.clone();
    Resource::new(SHAPE.of, id, attributes).with_links(Links::to("self", url.to_owned()))
}
