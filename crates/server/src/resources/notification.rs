use serde::Serialize;
use wellhead_core::privacy::{Notification, NotificationStatus, SubjectRight};
use wellhead_core::resource::Times;
use wellhead_core::text::Note;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{Attribute, CREATED_AT, Relationship, Set, Shape, Value};
use super::{Home, Resource, cause, linkage, recall, workspace_connector};

pub(crate) const TYPE: &str = "erasure_notification";
pub(crate) const PATH: &str = "/v1/erasure-notifications";
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "a notification",
    many: "notifications",
    about: "What one recipient of a record is to be told: that it was erased, rectified or restricted. Together they are a \
            work-list, which begins with what is due first.",
    example: "f00dbabe-8c1d-8e2f-9a3b-4c5d6e7f8091",
    attributes: &[
        Attribute::one_of("subject_right", rights, Set::Never),
        Attribute::one_of("status", statuses, Set::Optional).about(
            "How far the recipient is. That telling it is impossible or disproportionate needs a reason.",
        ),
        Attribute::new("due_at", Value::Time, Set::Optional).about("Until when it is to be done with."),
        Attribute::text("reason", Note::MAX_CHARS, "The recipient has shut down.")
            .nullable()
            .set(Set::Optional),
        Attribute::text("evidence", Note::MAX_CHARS, "Ticket 4711")
            .nullable()
            .set(Set::Optional)
            .about("What shows that the recipient was told, or has answered."),
        CREATED_AT,
        Attribute::time("updated_at"),
    ],
    relationships: &[
        Relationship::Any(RECALL, recall::types),
        Relationship::Any(recall::SUBJECT, recall::kinds),
        Relationship::Perhaps(workspace_connector::TYPE),
        Relationship::Cause(SET_BY),
    ],
    minted: true,
    ..Shape::NONE
};
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// The query options for documents about notifications.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    fields: &[(TYPE, FIELDS)],
    ..QuerySpec::NONE
};

/// The relationship to what it tells of.
pub(crate) const RECALL: &str = "recall";
/// The relationship to who set it last.
pub(crate) const SET_BY: &str = "set_by";
/// The attributes and relationships that clients cannot set.
pub(crate) const KEPT: [&str; 3] = ["subject_right", "created_at", "updated_at"];
pub(crate) const FIXED: [&str; 4] = [RECALL, recall::SUBJECT, workspace_connector::TYPE, SET_BY];

fn rights() -> Vec<&'static str> {
    SubjectRight::ALL.iter().map(|it| it.as_str()).collect()
}

fn statuses() -> Vec<&'static str> {
    let all = NotificationStatus::ALL.iter();
    all.map(|it| it.as_str()).collect()
}

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    subject_right: &'static str,
    status: &'static str,
    due_at: Timestamp,
    reason: Option<&'a str>,
    evidence: Option<&'a str>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// When it was made, and when it was last changed.
pub(crate) fn times(notification: &Notification) -> Times {
    Times {
        created_at: notification.created_at,
        updated_at: Some(notification.updated_at),
        deleted_at: None,
    }
}

pub(crate) fn resource<'a>(notification: &'a Notification, fields: &'a Fieldsets) -> Resource<'a> {
    let attributes = super::Attributes::Notification(Attributes {
        subject_right: notification.right.as_str(),
        status: notification.status.as_str(),
        due_at: notification.due_at,
        reason: notification.reason.as_ref().map(Note::as_str),
        evidence: notification.evidence.as_ref().map(Note::as_str),
        created_at: notification.created_at,
        updated_at: notification.updated_at,
    });
    let home = Home::new(PATH, notification.id.uuid(), None);
    let recipient = Some(notification.workspace_connector);
    Resource::new(TYPE, notification.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(TYPE))
        .with_relationship(
            RECALL,
            recall::identifier(notification.right, notification.recall),
        )
        .with_relationship(recall::SUBJECT, super::to_record(notification.record))
        .with_relationship(
            workspace_connector::TYPE,
            linkage(workspace_connector::TYPE, recipient),
        )
        .with_relationship(SET_BY, cause::relationship(Some(notification.set)))
}
