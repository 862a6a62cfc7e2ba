use serde::Serialize;
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::{EndpointStatus, EndpointUrl, Outcome, Secret, WebhookEndpoint};
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::rotation::overlap;
use super::shape::{Attribute, CREATED_AT, Set, Shape, UPDATED_AT, Value};
use super::{Home, Resource, sync_run};
use crate::codes;

pub(crate) const TYPE: &str = "webhook_endpoint";
pub(crate) const PATH: &str = "/v1/webhook-endpoints";
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "a webhook endpoint",
    many: "webhook endpoints",
    about: "URLs that are told of changes. Each has a secret that signs, and a position in the feed of changes.",
    example: "d4e5f6a7-8b9c-7d0e-8f1a-2b3c4d5e6f70",
    attributes: &[
        Attribute::new(
            "url",
            Value::Url(EndpointUrl::MAX_CHARS, "https://example.com/wellhead"),
            Set::Required,
        )
        .about(
            "Begins with https://, and leads to public addresses only. http:// is for localhost and loopback addresses.",
        ),
        Attribute::new("kinds", Value::SomeOf(sync_run::records), Set::Optional)
            .about("The kinds of record whose changes, or whose links' changes, it is told of; null for all.")
            .nullable(),
        Attribute::one_of("status", statuses, Set::Optional).or(|| EndpointStatus::Enabled.as_str()),
        Attribute::new("position", Value::Count, Set::Optional).about(
            "It knows that there are changes up to here. By default it is told of those to come; set it back to replay.",
        ),
        Attribute::text("secret", Secret::MAX_CHARS, "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
            .about("What signs the messages. Shown only when it is new.")
            .optional(),
        Attribute::objects(
            "secrets",
            &[
                Attribute::time("created_at"),
                Attribute::time("expires_at").nullable(),
            ],
        )
        .about("How old the secrets are, the newest first. Each signs until it expires."),
        Attribute::count("failures").about("The attempts that have failed since the last one that did not."),
        Attribute::time("failing_since").nullable(),
        Attribute::time("next_attempt_at").nullable(),
        Attribute::time("last_attempt_at").nullable(),
        Attribute::one_of("last_outcome", outcomes, Set::Never).nullable(),
        CREATED_AT,
        UPDATED_AT,
    ],
    minted: true,
    hindrances: &[&codes::UNSUPPORTED, &codes::TOO_MANY_ENDPOINTS, &codes::POSITION_AHEAD],
    conflicts: &[&codes::POSITION_AHEAD],
    ..Shape::NONE
};
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// The query options for documents about endpoints.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    fields: &[(TYPE, FIELDS)],
    ..QuerySpec::NONE
};

/// A request for another secret. It is not stored.
pub(crate) const ROTATION: Shape = Shape {
    of: "webhook_rotation",
    path: PATH,
    one: "a rotation",
    many: "rotations",
    about: "Adds a secret. The others sign until they expire.",
    example: SHAPE.example,
    attributes: &[overlap(
        "For how many seconds the other secrets sign; a day by default, 0 if they are known to others.",
    )],
    minted: true,
    hindrances: &[&codes::UNSUPPORTED, &codes::TOO_MANY_SECRETS],
    ..Shape::NONE
};

fn statuses() -> Vec<&'static str> {
    EndpointStatus::ALL.iter().map(|it| it.as_str()).collect()
}

pub(super) fn outcomes() -> Vec<&'static str> {
    Outcome::ALL.iter().map(|it| it.as_str()).collect()
}

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    url: &'a str,
    kinds: Option<Vec<&'static str>>,
    status: &'static str,
    position: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<&'a str>,
    secrets: Vec<Life>,
    failures: u64,
    failing_since: Option<Timestamp>,
    next_attempt_at: Option<Timestamp>,
    last_attempt_at: Option<Timestamp>,
    last_outcome: Option<&'static str>,
    created_at: Timestamp,
    updated_at: Option<Timestamp>,
}

/// How old a secret is.
#[derive(Serialize)]
struct Life {
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
}

pub(crate) fn path(id: WebhookEndpointId) -> String {
    format!("{PATH}/{id}")
}

/// An endpoint, with its secret if that is new.
pub(crate) fn resource<'a>(
    endpoint: &'a WebhookEndpoint,
    secret: Option<&'a Secret>,
    fields: &'a Fieldsets,
) -> Resource<'a> {
    let lives = endpoint.secrets.iter().map(|life| Life {
        created_at: life.created_at,
        expires_at: life.expires_at,
    });
    let kinds = endpoint.kinds.iter().map(|kind| kind.as_str());
    let attributes = super::Attributes::WebhookEndpoint(Attributes {
        url: endpoint.url.as_str(),
        kinds: (!endpoint.kinds.is_empty()).then(|| kinds.collect()),
        status: endpoint.status.as_str(),
        position: endpoint.position,
        secret: secret.map(Secret::reveal),
        secrets: lives.collect(),
        failures: endpoint.failures,
        failing_since: endpoint.failing_since,
        next_attempt_at: endpoint.next_attempt_at,
        last_attempt_at: endpoint.last_attempt_at,
        last_outcome: endpoint.last_outcome.map(Outcome::as_str),
        created_at: endpoint.times.created_at,
        updated_at: endpoint.times.updated_at,
    });
    let home = Home::new(PATH, endpoint.id.uuid(), None);
    Resource::new(TYPE, endpoint.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(TYPE))
}
