use std::sync::LazyLock;

use serde::Serialize;
use wellhead_core::audit::{About, Act, ActorKind, Detail, Event, Fact, Hash, Outcome};
use wellhead_core::resource::Times;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{self, Attribute, CREATED_AT, Set, Shape, Value};
use super::{Home, Resource, api_key, linkage};

pub(crate) const TYPE: &str = "audit_event";
pub(crate) const PATH: &str = "/v1/audit-events";
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "an entry of the audit log",
    many: "entries of the audit log",
    about: "Who changed what, and who read what about a person: one entry for each request, page or command. Each is sealed \
        with a hash over itself and the one before.",
    example: "0a1b2c3d-4e5f-7607-8182-838485868788",
    attributes: &[
        Attribute::count("position").about("Its place in the log: 1, 2, 3, without gaps."),
        CREATED_AT,
        Attribute::one_of("actor", actors, Set::Never)
            .about("Who: the holder of a key by a request, somebody signed in to the console, or an operator on the command \
                line."),
        Attribute::one_of("act", acts, Set::Never).about("What they did, or tried to do."),
        Attribute::one_of("subject", subjects, Set::Never)
            .about("To what: a type of resource."),
        Attribute::new("subject_id", Value::Id, Set::Never)
            .about("Its id; null if it is not just one.")
            .nullable(),
        Attribute::one_of("outcome", outcomes, Set::Never)
            .about("What came of it. If it was broken off, nobody waited for the answer, and it may have been done."),
        Attribute::count("status")
            .about("The HTTP status of the answer.")
            .nullable(),
        Attribute::text("address", 45, "192.0.2.7")
            .about("The address at the other end of the connection, which may be a proxy's.")
            .nullable(),
        Attribute::text("trace_id", 32, "4bf92f3577b34da6a3ce929d0e0e4736").nullable(),
        Attribute::text(
            "sha256",
            64,
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        )
        .about("The SHA-256 of what was handed out, if it can be asked for again.")
        .nullable(),
        Attribute::object("detail", DETAIL).about("Ids and numbers that say more."),
        Attribute::text(
            "hash",
            64,
            "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        )
        .about("The SHA-256 over the hash of the entry before and this one's canonical form."),
    ],
    relationships: &[shape::Relationship::Perhaps(api_key::TYPE)],
    minted: true,
    ..Shape::NONE
};
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// The query options for documents about entries.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    fields: &[(TYPE, FIELDS)],
    ..QuerySpec::NONE
};

const DETAIL: &[Attribute] = &[
    Attribute::new(Fact::Job.as_str(), Value::Id, Set::Never)
        .about("The job that does the work.")
        .optional(),
    Attribute::new(Fact::Recall.as_str(), Value::Id, Set::Never)
        .about("The erasure, rectification or restriction.")
        .optional(),
    Attribute::new(Fact::Successor.as_str(), Value::Id, Set::Never)
        .about("The key that takes the place of the one that was rotated.")
        .optional(),
    Attribute::count(Fact::DryRun.as_str())
        .about("1 if it was only counted what would be done.")
        .optional(),
    Attribute::count(Fact::Operations.as_str())
        .about("How many operations were applied.")
        .optional(),
    Attribute::count(Fact::After.as_str())
        .about("The position behind which an export begins.")
        .optional(),
    Attribute::count(Fact::Upto.as_str())
        .about("The position up to which an export goes.")
        .optional(),
];

fn actors() -> Vec<&'static str> {
    ActorKind::ALL.iter().map(|it| it.as_str()).collect()
}

fn acts() -> Vec<&'static str> {
    Act::ALL.iter().map(|it| it.as_str()).collect()
}

fn outcomes() -> Vec<&'static str> {
    Outcome::ALL.iter().map(|it| it.as_str()).collect()
}

fn subjects() -> Vec<&'static str> {
    static ALL: LazyLock<Vec<String>> =
        LazyLock::new(|| About::all().iter().map(ToString::to_string).collect());
    ALL.iter().map(String::as_str).collect()
}

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    position: u64,
    created_at: Timestamp,
    actor: &'static str,
    act: &'static str,
    subject: String,
    subject_id: Option<String>,
    outcome: &'static str,
    status: Option<u16>,
    address: Option<String>,
    trace_id: Option<String>,
    sha256: Option<String>,
    detail: &'a Detail,
    hash: String,
}

/// When it was written. It never changes.
pub(crate) const fn times(event: &Event) -> Times {
    Times {
        created_at: event.entry.at,
        updated_at: None,
        deleted_at: None,
    }
}

pub(crate) fn resource<'a>(event: &'a Event, fields: &'a Fieldsets) -> Resource<'a> {
    let entry = &event.entry;
    let attributes = super::Attributes::AuditEvent(Attributes {
        position: event.position,
        created_at: entry.at,
        actor: entry.actor.kind().as_str(),
        act: entry.act.as_str(),
        subject: entry.subject.about.to_string(),
        subject_id: entry.subject.id.map(|id| id.to_string()),
        outcome: entry.outcome.as_str(),
        status: entry.status,
        address: entry.address.map(|it| it.to_string()),
        trace_id: entry.trace_id.map(|it| format!("{it:032x}")),
        sha256: entry.sha256.map(|it| Hash(it).to_string()),
        detail: &entry.detail,
        hash: event.hash.to_string(),
    });
    Resource::new(TYPE, entry.id.to_string(), attributes)
        .with_links(Home::new(PATH, entry.id.uuid(), None).links())
        .with_fields(fields.of(TYPE))
        .with_relationship(api_key::TYPE, linkage(api_key::TYPE, entry.actor.key()))
}
