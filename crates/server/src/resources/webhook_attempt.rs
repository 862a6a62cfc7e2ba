use serde::Serialize;
use wellhead_core::resource::Times;
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::{Outcome, WebhookAttempt};
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{self, Attribute, Set, Shape, Value};
use super::webhook_endpoint::{self, outcomes};
use super::{Home, Resource, linkage};

pub(crate) const TYPE: &str = "webhook_attempt";
pub(crate) const PATH: &str = "/v1/webhook-attempts";
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "a webhook attempt",
    many: "webhook attempts",
    about: "The last attempts to send messages to each webhook endpoint, and what they came to.",
    example: "e5f6a7b8-9c0d-7e1f-8a2b-3c4d5e6f7081",
    attributes: &[
        Attribute::new("message", Value::Id, Set::Never)
            .about("The webhook-id of the message: the same each time it is sent."),
        Attribute::count("position").about("The message says that there are changes up to here."),
        Attribute::count("number").about("How many attempts in a row it makes, counted from 1."),
        Attribute::time("started_at"),
        Attribute::count("duration_ms").nullable(),
        Attribute::one_of("outcome", outcomes, Set::Never)
            .about("What it came to; null while it lasts.")
            .nullable(),
        Attribute::count("status_code").nullable(),
        Attribute::new(
            "detail",
            Value::Message("there was no answer within 20 seconds"),
            Set::Never,
        )
        .nullable(),
        Attribute::time("next_attempt_at").nullable(),
    ],
    relationships: &[shape::Relationship::Perhaps(webhook_endpoint::TYPE)],
    minted: true,
    ..Shape::NONE
};
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// The query options for documents about attempts.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    fields: &[(TYPE, FIELDS)],
    ..QuerySpec::NONE
};

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    message: String,
    position: u64,
    number: u64,
    started_at: Timestamp,
    duration_ms: Option<u64>,
    outcome: Option<&'static str>,
    status_code: Option<u16>,
    detail: Option<&'a str>,
    next_attempt_at: Option<Timestamp>,
}

/// When it was begun.
pub(crate) const fn times(attempt: &WebhookAttempt) -> Times {
    Times {
        created_at: attempt.started_at,
        updated_at: None,
        deleted_at: None,
    }
}

pub(crate) fn resource<'a>(attempt: &'a WebhookAttempt, fields: &'a Fieldsets) -> Resource<'a> {
    let attributes = super::Attributes::WebhookAttempt(Attributes {
        message: attempt.message.to_string(),
        position: attempt.position,
        number: attempt.number,
        started_at: attempt.started_at,
        duration_ms: attempt.duration_ms,
        outcome: attempt.outcome.map(Outcome::as_str),
        status_code: attempt.status_code,
        detail: attempt.detail.as_deref(),
        next_attempt_at: attempt.next_attempt_at,
    });
    let home = Home::new(PATH, attempt.id.uuid(), None);
    Resource::new(TYPE, attempt.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(TYPE))
        .with_relationship(
            webhook_endpoint::TYPE,
            linkage(webhook_endpoint::TYPE, Some(attempt.endpoint)),
        )
}
